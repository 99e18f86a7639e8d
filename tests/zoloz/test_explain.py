"""Requests to ZOLOZ that are signed wrong on purpose, and answers that do not verify."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from attrs import evolve
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from realname import zoloz
from realname.core.keys import PrivateKey, PublicKey
from realname.explain import Explanation, Keyring, Outcome, explain_answer, explain_request
from tests import facts, vectors
from tests.captures import BODY, ZOLOZ_PATH, Zoloz, names, raw
from tests.pairs import KeyPair
from tests.providers import CLIENT_ID, Caller

SPACED = json.dumps(json.loads(BODY)).encode()
ANSWER = Zoloz(body=b'{"result":{"resultStatus":"S","resultCode":"SUCCESS"}}')
OTHER_PATH = next(operation.path for operation in facts.of("zoloz") if operation.path != ZOLOZ_PATH)
BY_ACCESS_KEY = vectors.case("zoloz", "request-access-key")
PUBLISHED = BY_ACCESS_KEY["given"]
SECRET = vectors.key("zoloz", "access_key")
LARGE_BODY = json.dumps({"image": "A" * 300_000, "userId": "u"}, separators=(",", ":")).encode()
LARGE = Zoloz(body=LARGE_BODY, signed_body=json.dumps(json.loads(LARGE_BODY)).encode())
Explain = Callable[..., Explanation]


@pytest.fixture(scope="session")
def of_request(zoloz_caller: Caller, caller_keys: KeyPair) -> Explain:
    """Explains a request that the caller has signed."""

    def explain(request: Zoloz, keys: KeyPair = caller_keys, ring: Any = zoloz_caller.credentials) -> Explanation:
        return explain_request("zoloz", request.request(keys), ring)

    return explain


@pytest.fixture(scope="session")
def of_answer(zoloz_caller: Caller, provider_keys: KeyPair) -> Explain:
    """Explains an answer that ZOLOZ has signed."""

    def explain(
        answer: Zoloz, keys: KeyPair = provider_keys, ring: Any = zoloz_caller.credentials, request: str = ZOLOZ_PATH
    ) -> Explanation:
        return explain_answer("zoloz", answer.answer(keys), request=request, credentials=ring)

    return explain


def test_a_genuine_request_verifies(of_request: Explain) -> None:
    """Nothing is found in a request that is signed right."""
    explanation = of_request(Zoloz())

    assert (Outcome.VERIFIES, []) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("json_reserialised", Zoloz(signed_body=SPACED)),
        ("json_reserialised", Zoloz(signed_body='{"a": "x", "b": "用户/1"}'.encode())),
        ("json_reserialised", Zoloz(signed_body=BODY.replace(b"/", rb"\/"))),
        ("json_reserialised", Zoloz(signed_body=str(json.loads(BODY)).encode())),
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
        ("client_id_mismatch", Zoloz(client_id="9999", signed_client_id=CLIENT_ID)),
        ("client_id_mismatch", Zoloz(client_id="9999")),
        ("time_form", Zoloz(signed_time="2026-01-02T03:04:05+00:00")),
        ("time_form", Zoloz(time="2026-01-02T03:04:05Z")),
        ("time_form", Zoloz(time="2026-01-02T03:04:05+00:00")),
        ("time_form", Zoloz(time="1767323045000")),
        ("time_form", Zoloz(signed_time="2026-01-02T03:04:05.000Z")),
        ("time_form", Zoloz(signed_time="2026-01-02 03:04:05")),
        ("time_form", Zoloz(time="2026-01-02T03:04:05.123Z", signed_time="2026-01-02T03:04:05Z")),
        ("time_form", Zoloz(signed_time="2026-01-02T03:04:05.678Z")),
        ("time_form", Zoloz(signed_time="2026-01-02T11:04:05+0800")),
        ("time_zone", Zoloz(signed_time="2026-01-02T11:04:05+0000")),
        ("part_order", Zoloz(signed="POST {path}\n{time}.{client_id}.")),
        ("separator", Zoloz(signed="POST\n{path}\n{client_id}.{time}.")),
        ("separator", Zoloz(signed="POST {path}\n{client_id},{time},")),
        ("body_alone", Zoloz(signed="")),
        ("time_taken_twice", Zoloz(signed_time="2026-01-02T03:04:04+0000")),
        ("line_left_out", Zoloz(signed="{client_id}.{time}.")),
        ("line_order", Zoloz(body=b"{}", whole=lambda s: b"\n".join(s.split(b"\n")[::-1]))),
        ("body_charset", Zoloz(signed_body=BODY.decode().encode("ascii", "replace"))),
        ("body_charset", Zoloz(signed_body=BODY.decode("latin-1").encode())),
        ("signature_not_percent_encoded", Zoloz(encode=str)),
        ("signature_encoded_twice", Zoloz(encode=lambda text: quote(quote(text, safe=""), safe=""))),
        ("signature_in_hex", Zoloz(encode=lambda text: base64.b64decode(text).hex())),
        ("base64_of_hex", Zoloz(encode=lambda text: base64.b64encode(base64.b64decode(text).hex().encode()).decode())),
        ("algorithm_missing", Zoloz(header="signature={}")),
        ("algorithm_unknown", Zoloz(header="algorithm=RSA2, signature={}")),
        ("signature_item_missing", Zoloz(header="{}")),
    ],
)
def test_a_mistake_is_told_by_name(name: str, wrong: Zoloz, of_request: Explain) -> None:
    """What was done wrong is among the findings; the same request done right has none."""
    explanation = of_request(wrong)

    assert name in [finding.name for finding in explanation.problems]


@pytest.mark.parametrize(
    ("name", "character", "encode"),
    [
        ("url_safe_alphabet", "/", lambda text: text.replace("+", "-").replace("/", "_")),
        ("plus_became_space", "+", lambda text: text.replace("+", " ")),
    ],
)
def test_a_changed_alphabet_is_told_by_name(
    name: str, character: str, encode: Callable[[str], str], of_request: Explain, caller_keys: KeyPair
) -> None:
    """Of a signature that holds the character in question, which not every one does."""
    moments = (f"2026-01-02T03:04:{second:02}+0000" for second in range(60))
    time = next(time for time in moments if character in caller_keys.sign(Zoloz(time=time).string()))

    assert name in [finding.name for finding in of_request(Zoloz(time=time, encode=encode)).problems]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (Zoloz(signed_body=SPACED, signed_time="2026-01-02T03:04:05Z"), ["json_reserialised", "time_form"]),
        (LARGE, ["json_reserialised"]),
        (evolve(LARGE, signed_time="2026-01-02T03:04:05Z"), ["unknown_text"]),
    ],
    ids=["together", "large", "large together"],
)
def test_mistakes_about_different_parts_are_combined(wrong: Zoloz, found: list[str], of_request: Explain) -> None:
    """In a large body, such as one with a photo, several at once are not tried, which would take minutes."""
    assert found == sorted(names(of_request(wrong)))


def test_the_signed_string_is_shown_where_it_was_found(of_request: Explain) -> None:
    """The explanation holds both strings: what was to be signed and what was."""
    wrong = Zoloz(signed_body=SPACED)

    explanation = of_request(wrong)

    assert (Zoloz().string(), wrong.string()) == (explanation.string_to_sign, explanation.signed_string)


def test_another_hash_is_told(of_request: Explain, caller_keys: KeyPair) -> None:
    """A signature over the right text that uses another hash is told as such."""
    other = caller_keys.key.sign(Zoloz().string(), padding.PKCS1v15(), hashes.SHA512())

    explanation = of_request(Zoloz(encode=lambda _: quote(base64.b64encode(other).decode(), safe="")))

    assert (Outcome.DIFFERS, ["wrong_hash"]) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize("salt", [0, 32, 222], ids=["no salt", "usual salt", "longest salt"])
@pytest.mark.parametrize("masks", [hashes.SHA256(), hashes.SHA1()], ids=["as usual", "as Java does"])  # noqa: S303
def test_another_padding_is_told(
    salt: int, masks: hashes.HashAlgorithm, of_request: Explain, caller_keys: KeyPair
) -> None:
    """RSA-PSS over the right text is no wrong key; over another text that is told as well, where padding is left."""
    pss = padding.PSS(padding.MGF1(masks), salt)

    def found(string: bytes, keys: KeyPair) -> list[str]:
        other = keys.key.sign(string, pss, hashes.SHA256())
        return names(of_request(Zoloz(encode=lambda _: quote(base64.b64encode(other).decode(), safe=""))))

    assert ["rsa_pss"] == found(Zoloz().string(), caller_keys)
    assert (["rsa_pss", "unknown_text"] if salt < 222 else ["wrong_key"]) == found(b"other", caller_keys)


def test_a_stranger_who_pads_otherwise_is_a_wrong_key(of_request: Explain, stranger_keys: KeyPair) -> None:
    """What looks like neither padding under the configured key was not made with it."""
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    other = stranger_keys.key.sign(Zoloz().string(), pss, hashes.SHA256())

    assert ["wrong_key"] == names(of_request(Zoloz(encode=lambda _: quote(base64.b64encode(other).decode(), safe=""))))


@pytest.mark.parametrize("content", [bytes, lambda s: s.hex().encode()], ids=["digest", "its hex"])
def test_encryption_with_the_private_key_is_no_signature(
    content: Callable[[bytes], bytes], of_request: Explain, caller_keys: KeyPair
) -> None:
    """A padded digest that does not say which hash it is of comes from the wrong function."""
    numbers = caller_keys.key.private_numbers()
    inner = content(hashlib.sha256(Zoloz().string()).digest())
    padded = b"\x00\x01" + b"\xff" * (253 - len(inner)) + b"\x00" + inner
    made = pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n).to_bytes(256, "big")

    found = names(of_request(Zoloz(encode=lambda _: quote(base64.b64encode(made).decode(), safe=""))))

    assert ["digest_info_missing"] == found


def test_a_foreign_key_is_told_from_a_foreign_text(
    of_request: Explain, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """An RSA signature tells who made it, whatever it was made over; the key of another provider is named."""
    others = {"REALNAME_ALIPAY_PRIVATE_KEY": PublicKey.parse(stranger_keys.public())}
    ring = Keyring(private_key=PrivateKey.parse(caller_keys.private()), others=others)

    foreign_key, foreign_text = of_request(Zoloz(), stranger_keys), of_request(Zoloz(whole=lambda _: b"other"))
    [finding] = of_request(Zoloz(), stranger_keys, ring).findings

    assert [["wrong_key"], ["unknown_text"]] == [names(foreign_key), names(foreign_text)]
    assert ("wrong_key", True) == (finding.name, "REALNAME_ALIPAY_PRIVATE_KEY" in finding.says)


def test_less_than_all_credentials_are_enough(of_request: Explain, caller_keys: KeyPair) -> None:
    """The merchant's public key verifies, but makes no signature; without any key the form alone is judged."""
    by_key = of_request(Zoloz(), ring=Keyring(public_key=PublicKey.parse(caller_keys.public())))
    by_form = of_request(Zoloz(time="2026-01-02T03:04:05Z"), ring=None)

    assert (Outcome.VERIFIES, None) == (by_key.outcome, by_key.expected)
    assert (Outcome.UNDETERMINED, ["time_form", "keys_missing"]) == (by_form.outcome, names(by_form))


def test_every_part_is_found_in_the_capture(caller_keys: KeyPair) -> None:
    """The byte ranges point at what was signed."""
    captured = Zoloz().request(caller_keys)

    parts = explain_request("zoloz", captured).parts

    assert [captured[slice(*part.at or (0, 0))] for part in parts] == [part.value for part in parts]


def test_line_feeds_alone_are_read_as_well(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """A capture with LF line ends, and a line end that an editor has added, is the same request."""
    captured = Zoloz().request(caller_keys, **{"Content-Length": str(len(BODY))}).replace(b"\r\n", b"\n") + b"\n"

    assert Outcome.VERIFIES == explain_request("zoloz", captured, zoloz_caller.credentials).outcome


@pytest.mark.parametrize("header", ["Client-Id", "Request-Time", "Signature", "Content-Type"])
def test_a_missing_header_is_named(header: str, caller_keys: KeyPair) -> None:
    """Each of the required headers is asked for by its name."""
    explanation = explain_request("zoloz", Zoloz().request(caller_keys, **{header: ""}))

    assert [f"the header {header} is missing"] == [f.says for f in explanation.problems if f.name == "header_missing"]


# ---- AK/SK ----


@pytest.mark.parametrize(
    ("secret", "outcome", "found"),
    [
        (SECRET, Outcome.VERIFIES, []),
        (SECRET[::-1], Outcome.DIFFERS, ["wrong_secret_or_text"]),
    ],
    ids=["genuine", "wrong secret"],
)
def test_a_request_by_access_key_is_explained(secret: str, outcome: Outcome, found: list[str]) -> None:
    """The published vector verifies under its secret, and under no other."""
    headers = {
        "Client-Id": PUBLISHED["client_id"],
        "Request-Time": PUBLISHED["time"],
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "test",
        "Auth-Type": "AKSK",
        "Access-Key": "ak-1",
        "Signature": BY_ACCESS_KEY["signature"],
    }
    captured = raw(f"POST {PUBLISHED['path']} HTTP/1.1", headers, PUBLISHED["body"].encode())
    credentials = zoloz.AccessKey(client_id=PUBLISHED["client_id"], access_key="ak-1", secret_key=secret)

    explanation = explain_request("zoloz", captured, credentials)

    assert (outcome, found) == (explanation.outcome, names(explanation))


# ---- answers ----


@pytest.mark.parametrize("answer", [ANSWER, evolve(ANSWER, encode=str)], ids=["percent-encoded", "bare"])
def test_a_genuine_answer_verifies(answer: Zoloz, of_answer: Explain) -> None:
    """Nothing is found in an answer that ZOLOZ has signed; how its base64 is written is for senders to get right."""
    explanation = of_answer(answer)

    assert (Outcome.VERIFIES, []) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("json_reserialised", evolve(ANSWER, signed_body=json.dumps(json.loads(ANSWER.body)).encode())),
        ("body_trailing_newline", evolve(ANSWER, body=ANSWER.body + b"\n", signed_body=ANSWER.body)),
        ("path_differs", evolve(ANSWER, signed_path=OTHER_PATH)),
        ("client_id_mismatch", evolve(ANSWER, client_id="1", signed_client_id=CLIENT_ID)),
    ],
)
def test_what_differs_in_an_answer_is_told(name: str, wrong: Zoloz, of_answer: Explain) -> None:
    """An answer that was changed on its way, or belongs to another request, is told as such."""
    request = raw(f"POST {wrong.path} HTTP/1.1", {"Client-Id": wrong.client_id}).decode()

    explanation = of_answer(wrong, request=request)

    assert (Outcome.DIFFERS, [name]) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize(
    ("dropped", "found"),
    [
        (["Response-Time"], ["half_signature"]),
        (["Signature"], ["half_signature"]),
        (["Response-Time", "Signature"], ["unsigned"]),
    ],
)
def test_an_answer_that_lacks_its_signature_is_told(
    dropped: list[str], found: list[str], zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """Without both headers there is nothing to verify."""
    captured = ANSWER.answer(provider_keys)
    for name in dropped:
        captured = captured.replace(name.encode(), b"X-Dropped")

    explanation = explain_answer("zoloz", captured, request=ZOLOZ_PATH, credentials=zoloz_caller.credentials)

    assert (found, None) == (names(explanation), explanation.string_to_sign)


def test_ones_own_key_in_the_providers_place_is_told(of_answer: Explain, caller_keys: KeyPair) -> None:
    """A mock that signs with the merchant's key is no ZOLOZ; and the most frequent mix-up of keys has its name."""
    own = PrivateKey.parse(caller_keys.private())
    ring = Keyring(identity=CLIENT_ID, private_key=own, provider_key=lambda _: own.public_key())

    assert ["signed_with_own_key"] == names(of_answer(ANSWER, caller_keys))
    assert ["own_key_configured", "wrong_key"] == names(of_answer(ANSWER, ring=ring))
