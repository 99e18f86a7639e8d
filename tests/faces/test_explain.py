"""What is known of the credentials when a message is explained, and that it stays there."""

import pytest
from attrs import asdict

from realname import alipay, esign
from realname.explain import Keyring, Outcome, answer_covers_request, explain_answer, explain_request
from realname.providers import PROVIDERS, Provider
from tests.captures import ESIGN_SECRET, Alipay, Esign, Zoloz, names, raw
from tests.certificates import issued, pem, root
from tests.pairs import KeyPair
from tests.providers import ZOLOZ_TIME, Caller


def test_settings_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair) -> None:
    """A wrong setting is told, and hides none of the others."""
    monkeypatch.setenv("REALNAME_ALIPAY_APP_ID", "2021")
    monkeypatch.setenv("REALNAME_ALIPAY_PRIVATE_KEY", caller_keys.private_line)
    monkeypatch.setenv("REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY", "not a key")

    ring = Keyring.from_env("alipay")

    found = (ring.identity, ring.private_key is None, ring.provider_key(None), len(ring.problems))
    assert ("2021", False, None, 1) == found


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
    explanation = explain_request("alipay", Alipay().request(caller_keys), ring)

    assert (Outcome.VERIFIES, 1) == (explanation.outcome, len(ring.problems))


def test_credentials_in_certificate_mode_are_known(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """A request in certificate mode verifies, and one that names other certificates is told."""
    credentials = alipay.CertificateCredentials(
        app_id="2021",
        private_key=caller_keys.private(),
        app_certificate=pem(caller_keys.key, "own"),
        alipay_certificates=issued(provider_keys.key, "alipay"),
        root_certificates=root(),
    )
    items = f"app_id=2021,app_cert_sn={credentials.app_certificate_sn},nonce=n,timestamp=1700000000001"

    right = {"alipay-root-cert-sn": credentials.root_certificates_sn}
    captured = [
        Alipay(auth=items).request(caller_keys, **right),
        Alipay(auth=items).request(caller_keys),
        Alipay().request(caller_keys, **right),
    ]

    found = [names(explain_request("alipay", each, credentials)) for each in captured]
    assert [[], ["root_certificates_differ"], ["certificate_differs"]] == found


def test_a_public_key_may_stand_in_for_the_private_one(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair) -> None:
    """It is read beside the environment, and is the one that counts."""
    monkeypatch.delenv("REALNAME_ALIPAY_PRIVATE_KEY", raising=False)

    ring = Keyring.from_env("alipay", public_key=caller_keys.public())

    assert Outcome.VERIFIES == explain_request("alipay", Alipay().request(caller_keys), ring).outcome


def test_what_is_no_providers_is_refused() -> None:
    """Whatever else is passed as credentials is a mistake in the program."""
    with pytest.raises(TypeError, match="must be a provider's Credentials"):
        Keyring.of("secret")  # type: ignore[arg-type]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_whether_an_answer_covers_its_request_is_known(provider: Provider) -> None:
    """Where it does, the string to sign is another one for another path."""
    headers = {"Response-Time": ZOLOZ_TIME, "Signature": "x"}
    headers |= {f"alipay-{name}": "x" for name in ("timestamp", "nonce", "signature")}
    answer, ring = raw("HTTP/1.1 200 OK", headers), Keyring(identity="x")

    strings = {explain_answer(provider, answer, request=path, credentials=ring).string_to_sign for path in ("/a", "/b")}

    assert (len(strings) == 2) == answer_covers_request(provider)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_usable_is_in_an_explanation(
    provider: Provider, callers: dict[str, Caller], caller_keys: KeyPair
) -> None:
    """No key, no secret and no whole signature that the capture does not hold: not even in an attribute."""
    application = esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)
    cases = {
        "zoloz": (caller_keys.sign(Zoloz().string()), Zoloz(signed_body=b"").request(caller_keys)),
        "alipay": (caller_keys.sign(Alipay().string()), Alipay(signed_method="get").request(caller_keys)),
        "esign": (Esign().signature(), Esign().wrong(accept="").request()),
    }
    right, captured = cases[provider]
    credentials = application if provider == "esign" else callers[provider].credentials

    everything = str(asdict(explain_request(provider, captured, credentials)))

    texts = (right[:8], right[:16], caller_keys.private_line[100:140], ESIGN_SECRET)
    assert [True, False, False, False] == [text in everything for text in texts]


def test_an_explanation_and_a_keyring_show_nothing_by_themselves(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """Their repr is fit for a log: neither what was sent nor what it is signed with."""
    captured = Zoloz(body=b'{"userId":"MARKER"}').request(caller_keys)

    shown = repr(explain_request("zoloz", captured, zoloz_caller.credentials))
    shown += repr(Keyring.of(zoloz_caller.credentials))

    assert (False, False) == ("MARKER" in shown, "PrivateKey" in shown)
