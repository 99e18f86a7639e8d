"""What is known of the credentials, and that it stays there."""

import hmac

import pytest
from attrs import asdict

from realname import alipay, esign, zoloz
from realname.explain import Keyring, Outcome, explain_request
from tests.explain.captures import ESIGN_SECRET, Alipay, Esign, Zoloz, certificate
from tests.pairs import KeyPair


def test_settings_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair) -> None:
    """A wrong setting is told, and hides none of the others."""
    monkeypatch.setenv("REALNAME_ALIPAY_APP_ID", "2021")
    monkeypatch.setenv("REALNAME_ALIPAY_PRIVATE_KEY", caller_keys.private_line)
    monkeypatch.setenv("REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY", "not a key")

    ring = Keyring.from_env("alipay")

    assert ("2021", False, None, 1) == (
        ring.identity,
        ring.private_key is None,
        ring.provider_key(None),
        len(ring.problems),
    )


def test_keys_of_the_other_provider_are_known_by_their_setting(
    monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """A request that is signed with another configured key can be told as such."""
    monkeypatch.setenv("REALNAME_ALIPAY_PRIVATE_KEY", caller_keys.private_line)
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY", stranger_keys.private_line)

    [finding] = explain_request("zoloz", Zoloz().request(caller_keys), Keyring.from_env("zoloz")).findings

    assert "REALNAME_ALIPAY_PRIVATE_KEY" in finding.says


def test_a_secret_key_that_is_no_base64_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The access keys of ZOLOZ are read like all others."""
    monkeypatch.setenv("REALNAME_ZOLOZ_SECRET_KEY", "MARKER/7")

    ring = Keyring.from_env("zoloz")

    assert (None, False, 1) == (ring.secret, "MARKER" in str(ring.problems), len(ring.problems))


def test_certificate_mode_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair) -> None:
    """Without usable certificates the request is explained by the private key alone."""
    monkeypatch.setenv("REALNAME_ALIPAY_PRIVATE_KEY", caller_keys.private_line)
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", "not a certificate")

    ring = Keyring.from_env("alipay")

    assert (Outcome.VERIFIES, 1) == (
        explain_request("alipay", Alipay().request(caller_keys), ring).outcome,
        len(ring.problems),
    )


def test_credentials_in_certificate_mode_are_known(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """A request in certificate mode verifies, and one that names another certificate is told."""
    own, theirs = certificate(caller_keys, "own"), certificate(provider_keys, "alipay")
    credentials = alipay.CertificateCredentials(
        app_id="2021",
        private_key=caller_keys.private(),
        app_certificate=own,
        alipay_certificates=theirs,
        root_certificates=theirs,
    )
    items = f"app_id=2021,app_cert_sn={credentials.app_certificate_sn},nonce=n,timestamp=1700000000001"

    names = [
        [finding.name for finding in explain_request("alipay", request.request(caller_keys), credentials).findings]
        for request in (Alipay(auth=items), Alipay())
    ]

    assert [[], ["certificate_differs"]] == names


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
def test_nothing_usable_is_in_an_explanation(provider: str, caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """No key, no secret and no whole signature that the capture does not hold: not even in an attribute."""
    private, public = caller_keys.private(), provider_keys.public()
    if provider == "zoloz":
        credentials = zoloz.Credentials(client_id="2188", private_key=private, zoloz_public_key=public)
        right = caller_keys.sign(Zoloz().string())
        explanation = explain_request("zoloz", Zoloz(signed_body=b"").request(caller_keys), credentials)
    elif provider == "alipay":
        access = alipay.Credentials(app_id="2021", private_key=private, alipay_public_key=public)
        right = caller_keys.sign(Alipay().string())
        explanation = explain_request("alipay", Alipay(signed_method="get").request(caller_keys), access)
    else:
        application = esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)
        digest = hmac.digest(ESIGN_SECRET.encode(), Esign().lines().encode(), "sha256")
        right = Esign().encode(digest)
        explanation = explain_request("esign", Esign().wrong(accept="").request(), application)

    everything = str(asdict(explanation))

    assert (True, False, False, False) == (
        right[:8] in everything,
        right[:16] in everything,
        caller_keys.private_line[100:140] in everything,
        ESIGN_SECRET in everything,
    )


def test_an_explanation_and_a_keyring_show_nothing_by_themselves(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """Their repr is fit for a log: neither what was sent nor what it is signed with."""
    credentials = zoloz.Credentials(
        client_id="2188", private_key=caller_keys.private(), zoloz_public_key=provider_keys.public()
    )
    explanation = explain_request("zoloz", Zoloz(body=b'{"userId":"MARKER"}').request(caller_keys), credentials)

    shown = repr(explanation) + repr(Keyring.of(credentials))

    assert (False, False) == ("MARKER" in shown, "PrivateKey" in shown)
