"""Requests to ZOLOZ that are signed wrong on purpose, and answers that do not verify."""

import base64
import hashlib
import json
from urllib.parse import quote

import pytest
from attrs import evolve
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from realname import zoloz
from realname.core.keys import PrivateKey, PublicKey
from realname.explain import Keyring, Outcome, explain_answer, explain_request
from tests.explain.captures import BODY, ZOLOZ_PATH, Zoloz, raw
from tests.pairs import KeyPair

DOCUMENT = json.loads(BODY)
ANSWER = Zoloz(body=b'{"result":{"resultStatus":"S","resultCode":"SUCCESS"}}')


@pytest.fixture(scope="session")
def credentials(caller_keys: KeyPair, provider_keys: KeyPair) -> zoloz.Credentials:
    """What the caller has configured."""
    return zoloz.Credentials(
        client_id="2188", private_key=caller_keys.private(), zoloz_public_key=provider_keys.public()
    )


def test_a_genuine_request_verifies(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """Nothing is found in a request that is signed right."""
    explanation = explain_request("zoloz", Zoloz().request(caller_keys), credentials)

    assert (Outcome.VERIFIES, []) == (explanation.outcome, list(explanation.findings))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("json_reserialised", Zoloz(signed_body=json.dumps(DOCUMENT).encode())),
        ("json_reserialised", Zoloz(signed_body=json.dumps(DOCUMENT, ensure_ascii=False, sort_keys=True).encode())),
        ("json_reserialised", Zoloz(signed_body=BODY.replace(b"/", rb"\/"))),
        ("json_reserialised", Zoloz(signed_body=str(DOCUMENT).encode())),
        ("body_trailing_newline", Zoloz(body=BODY + b"\n", signed_body=BODY)),
        ("body_charset", Zoloz(signed_body=BODY.decode().encode("gbk"))),
        ("body_not_signed", Zoloz(signed_body=b"")),
        ("crlf_line_ends", Zoloz(signed="POST {path}\r\n{client_id}.{time}.")),
        ("literal_backslash_n", Zoloz(signed=r"POST {path}\n{client_id}.{time}.")),
        ("missing_newlines", Zoloz(signed="POST {path}{client_id}.{time}.")),
        ("hashed_twice", Zoloz(whole=lambda s: hashlib.sha256(s).digest())),
        ("method_case", Zoloz(signed="post {path}\n{client_id}.{time}.")),
        ("separator", Zoloz(signed="POST {path}\n{client_id}{time}")),
        ("path_differs", Zoloz(signed_path=f"https://gateway.example{ZOLOZ_PATH}")),
        ("path_differs", Zoloz(signed_path=ZOLOZ_PATH.removeprefix("/api"))),
        ("path_differs", Zoloz(path=f"/{ZOLOZ_PATH}", signed_path=ZOLOZ_PATH)),
        ("client_id_mismatch", Zoloz(client_id="9999", signed_client_id="2188")),
        ("client_id_mismatch", Zoloz(client_id="9999")),
        ("time_form", Zoloz(signed_time="2026-01-02T03:04:05+00:00")),
        ("time_form", Zoloz(time="2026-01-02T03:04:05Z")),
        ("time_form", Zoloz(time="2026-01-02T03:04:05+00:00")),
        ("time_form", Zoloz(time="1767323045000")),
        ("time_taken_twice", Zoloz(signed_time="2026-01-02T03:04:04+0000")),
        ("signature_not_percent_encoded", Zoloz(encode=str)),
        ("signature_encoded_twice", Zoloz(encode=lambda text: quote(quote(text, safe=""), safe=""))),
        ("url_safe_alphabet", Zoloz(encode=lambda text: text.replace("+", "-").replace("/", "_"))),
        ("plus_became_space", Zoloz(encode=lambda text: text.replace("+", " "))),
        ("signature_in_hex", Zoloz(encode=lambda text: base64.b64decode(text).hex())),
        ("base64_of_hex", Zoloz(encode=lambda text: base64.b64encode(base64.b64decode(text).hex().encode()).decode())),
        ("algorithm_missing", Zoloz(header="signature={}")),
        ("algorithm_unknown", Zoloz(header="algorithm=RSA2, signature={}")),
        ("signature_item_missing", Zoloz(header="{}")),
    ],
)
def test_a_mistake_is_told_by_name(
    name: str, wrong: Zoloz, credentials: zoloz.Credentials, caller_keys: KeyPair
) -> None:
    """What was done wrong is among the findings; the same request done right has none."""
    explanation = explain_request("zoloz", wrong.request(caller_keys), credentials)

    assert name in [finding.name for finding in explanation.problems]


def test_two_mistakes_at_once_are_both_told(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """Mistakes about different parts are combined."""
    wrong = Zoloz(signed_body=json.dumps(DOCUMENT).encode(), signed_time="2026-01-02T03:04:05Z")

    explanation = explain_request("zoloz", wrong.request(caller_keys), credentials)

    assert {"json_reserialised", "time_form"} == {finding.name for finding in explanation.findings}


def test_a_large_body_is_explained_in_no_time(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """A photo in the body: one mistake is found; several at once are not tried, which would take minutes."""
    body = json.dumps({"image": "A" * 300_000, "userId": "u"}, separators=(",", ":")).encode()
    wrong = Zoloz(body=body, signed_body=json.dumps(json.loads(body)).encode())
    worse = evolve(wrong, signed_time="2026-01-02T03:04:05Z")

    names = [
        explain_request("zoloz", item.request(caller_keys), credentials).findings[0].name for item in (wrong, worse)
    ]

    assert ["json_reserialised", "unknown_text"] == names


def test_the_signed_string_is_shown_where_it_was_found(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """The explanation holds both strings: what was to be signed and what was."""
    wrong = Zoloz(signed_body=json.dumps(DOCUMENT).encode())

    explanation = explain_request("zoloz", wrong.request(caller_keys), credentials)

    assert (Zoloz().string(), wrong.string()) == (explanation.string_to_sign, explanation.signed_string)


def test_another_hash_is_told(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """A signature over the right text that uses another hash is told as such."""
    other = caller_keys.key.sign(Zoloz().string(), padding.PKCS1v15(), hashes.SHA512())
    captured = Zoloz(encode=lambda _: quote(base64.b64encode(other).decode(), safe="")).request(caller_keys)

    explanation = explain_request("zoloz", captured, credentials)

    assert (Outcome.DIFFERS, ["wrong_hash"]) == (explanation.outcome, [item.name for item in explanation.findings])


def test_a_foreign_key_is_told_from_a_foreign_text(
    credentials: zoloz.Credentials, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """An RSA signature tells who made it, whatever it was made over."""
    foreign_key = explain_request("zoloz", Zoloz().request(stranger_keys), credentials)
    foreign_text = explain_request("zoloz", Zoloz(whole=lambda _: b"other").request(caller_keys), credentials)

    assert ["wrong_key", "unknown_text"] == [item.findings[0].name for item in (foreign_key, foreign_text)]


def test_another_configured_key_is_named(caller_keys: KeyPair, stranger_keys: KeyPair) -> None:
    """A request that is signed with the key of another provider is told as such."""
    own = PrivateKey.parse(caller_keys.private())
    other = PrivateKey.parse(stranger_keys.private()).public_key()
    ring = Keyring(private_key=own, public_key=own.public_key(), others={"REALNAME_ALIPAY_PRIVATE_KEY": other})

    [finding] = explain_request("zoloz", Zoloz().request(stranger_keys), ring).findings

    assert ("wrong_key", True) == (finding.name, "REALNAME_ALIPAY_PRIVATE_KEY" in finding.says)


def test_a_public_key_alone_is_enough_to_verify(caller_keys: KeyPair) -> None:
    """Who only has the merchant's public key can tell as well; no expected signature can be made then."""
    ring = Keyring(public_key=PublicKey.parse(caller_keys.public()))

    explanation = explain_request("zoloz", Zoloz().request(caller_keys), ring)

    assert (Outcome.VERIFIES, None) == (explanation.outcome, explanation.expected)


def test_without_credentials_only_the_form_is_judged(caller_keys: KeyPair) -> None:
    """Nothing is claimed about a signature that cannot be checked; a wrong form is told all the same."""
    explanation = explain_request("zoloz", Zoloz(time="2026-01-02T03:04:05Z").request(caller_keys))

    assert (Outcome.UNDETERMINED, ["time_form"]) == (explanation.outcome, [f.name for f in explanation.problems])


def test_every_part_is_found_in_the_capture(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """The byte ranges point at what was signed."""
    captured = Zoloz().request(caller_keys)

    parts = explain_request("zoloz", captured, credentials).parts

    assert [part.value for part in parts] == [captured[slice(*part.at or (0, 0))] for part in parts]


def test_line_feeds_alone_are_read_as_well(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """A capture with LF line ends, and a line end that an editor has added, is the same request."""
    captured = Zoloz().request(caller_keys, **{"Content-Length": str(len(BODY))}).replace(b"\r\n", b"\n") + b"\n"

    assert Outcome.VERIFIES == explain_request("zoloz", captured, credentials).outcome


@pytest.mark.parametrize("header", ["Client-Id", "Request-Time", "Signature", "Content-Type"])
def test_a_missing_header_is_named(header: str, credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """Each of the required headers is asked for by its name."""
    explanation = explain_request("zoloz", Zoloz().request(caller_keys, **{header: ""}), credentials)

    assert [f"the header {header} is missing"] == [f.says for f in explanation.problems if f.name == "header_missing"]


# ---- AK/SK ----

SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
VECTOR = raw(
    f"POST {ZOLOZ_PATH} HTTP/1.1",
    {
        "Client-Id": "2188000123456789",
        "Request-Time": "2024-01-02T03:04:05+0000",
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "test",
        "Auth-Type": "AKSK",
        "Access-Key": "ak-1",
        "Signature": "vMxp0D6j3B7qUIE9hFziBH0oAZv5WDf5KoXECAtuNFE",
    },
    b'{"bizId":"2017839040588699","userId":"123456abcd"}',
)


def test_a_request_by_access_key_verifies() -> None:
    """The published vector of access keys is genuine."""
    credentials = zoloz.AccessKey(client_id="2188000123456789", access_key="ak-1", secret_key=SECRET)

    assert Outcome.VERIFIES == explain_request("zoloz", VECTOR, credentials).outcome


def test_a_wrong_secret_is_told() -> None:
    """Under another secret the vector does not verify."""
    credentials = zoloz.AccessKey(client_id="2188000123456789", access_key="ak-1", secret_key=SECRET[::-1])

    explanation = explain_request("zoloz", VECTOR, credentials)

    assert ["wrong_secret_or_text"] == [finding.name for finding in explanation.findings]


# ---- answers ----


def test_a_genuine_answer_verifies(credentials: zoloz.Credentials, provider_keys: KeyPair) -> None:
    """Nothing is found in an answer that ZOLOZ has signed."""
    explanation = explain_answer("zoloz", ANSWER.answer(provider_keys), request=ZOLOZ_PATH, credentials=credentials)

    assert (Outcome.VERIFIES, []) == (explanation.outcome, list(explanation.findings))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("json_reserialised", Zoloz(body=ANSWER.body, signed_body=json.dumps(json.loads(ANSWER.body)).encode())),
        ("body_trailing_newline", Zoloz(body=ANSWER.body + b"\n", signed_body=ANSWER.body)),
        ("path_differs", Zoloz(body=ANSWER.body, signed_path="/api/v1/zoloz/authentication/test")),
        ("client_id_mismatch", Zoloz(body=ANSWER.body, client_id="1", signed_client_id="2188")),
    ],
)
def test_what_differs_in_an_answer_is_told(
    name: str, wrong: Zoloz, credentials: zoloz.Credentials, provider_keys: KeyPair
) -> None:
    """An answer that was changed on its way, or belongs to another request, is told as such."""
    request = raw(f"POST {wrong.path} HTTP/1.1", {"Client-Id": wrong.client_id}).decode()

    explanation = explain_answer("zoloz", wrong.answer(provider_keys), request=request, credentials=credentials)

    assert (Outcome.DIFFERS, [name]) == (explanation.outcome, [finding.name for finding in explanation.findings])


def test_half_a_signature_is_told(credentials: zoloz.Credentials, provider_keys: KeyPair) -> None:
    """An answer without Response-Time cannot be verified."""
    captured = ANSWER.answer(provider_keys).replace(b"Response-Time", b"X-Dropped")

    explanation = explain_answer("zoloz", captured, request=ZOLOZ_PATH, credentials=credentials)

    assert ["half_signature"] == [finding.name for finding in explanation.findings]


def test_an_answer_signed_with_ones_own_key_is_told(credentials: zoloz.Credentials, caller_keys: KeyPair) -> None:
    """A mock that signs with the merchant's key is no ZOLOZ."""
    explanation = explain_answer("zoloz", ANSWER.answer(caller_keys), request=ZOLOZ_PATH, credentials=credentials)

    assert ["signed_with_own_key"] == [finding.name for finding in explanation.findings]


def test_ones_own_public_key_in_the_providers_place_is_told(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The commonest mix-up of keys is told by its name."""
    own = PrivateKey.parse(caller_keys.private())
    ring = Keyring(
        identity="2188", private_key=own, public_key=own.public_key(), provider_key=lambda _: own.public_key()
    )

    explanation = explain_answer("zoloz", ANSWER.answer(provider_keys), request=ZOLOZ_PATH, credentials=ring)

    assert ["own_key_configured", "wrong_key"] == [finding.name for finding in explanation.findings]
