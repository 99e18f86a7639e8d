"""Requests to e签宝 that are signed wrong on purpose, and callbacks."""

import base64
import hashlib
import hmac

import pytest

from realname import esign
from realname.core.secret import Secret
from realname.explain import Keyring, Outcome, explain_answer, explain_request
from tests.captures import ESIGN_PATH, ESIGN_SECRET, Esign, names, raw

CREDENTIALS = esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)
JSON_TYPE = Esign().content_type
BODY = b'{"name":"x","idNo":"1"}'
POST = Esign(method="POST", body=BODY)
SECRET = ESIGN_SECRET.encode()
QUERY = Esign(target=f"{ESIGN_PATH}?b=%E4%B8%AD&a=1&c=&B=2")
RIGHT_QUERY = f"{ESIGN_PATH}?B=2&a=1&b=中&c"


def _hex_md5(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def _swapped(_: bytes) -> str:
    return base64.b64encode(hmac.digest(Esign().lines().encode(), SECRET, "sha256")).decode()


@pytest.mark.parametrize("right", [Esign(), POST, QUERY.wrong(target=RIGHT_QUERY)])
def test_a_genuine_request_verifies(right: Esign) -> None:
    """Nothing is found in a request that is signed right."""
    explanation = explain_request("esign", right.request(), CREDENTIALS)

    assert (Outcome.VERIFIES, []) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("query_order", QUERY.wrong(target=f"{ESIGN_PATH}?b=中&a=1&c=&B=2")),
        ("query_encoded", QUERY.wrong(target=QUERY.target)),
        ("query_encoded", QUERY.wrong(target=f"{ESIGN_PATH}?B=2&a=1&b=%E4%B8%AD&c=")),
        ("query_empty_values", QUERY.wrong(target=f"{ESIGN_PATH}?B=2&a=1&b=中&c=")),
        ("query_empty_values", QUERY.wrong(target=f"{ESIGN_PATH}?B=2&a=1&b=中")),
        ("query_not_signed", QUERY.wrong(target=ESIGN_PATH)),
        ("host_signed", Esign().wrong(target=f"https://gateway.example{ESIGN_PATH}")),
        ("header_changed", Esign().wrong(accept="application/json")),
        ("header_changed", Esign().wrong(type="")),
        ("header_changed", Esign().wrong(type="application/json;charset=UTF-8")),
        ("header_changed", Esign().wrong(accept="", type="")),
        ("header_changed", Esign().wrong(md5="1B2M2Y8AsgTpgAmY7PhCfg==")),
        ("content_md5_hex", POST.wrong(md5=_hex_md5(BODY))),
        ("content_md5_hex", Esign(method="POST", body=BODY, content_md5=_hex_md5(BODY))),
        ("content_md5_differs", Esign(method="POST", body=BODY, content_md5="1B2M2Y8AsgTpgAmY7PhCfg==")),
        ("json_reserialised", POST.wrong(md5=Esign(body=b'{"name": "x", "idNo": "1"}').md5)),
        ("missing_empty_line", Esign(signed=f"GET\n*/*\napplication/json; charset=UTF-8\n{ESIGN_PATH}")),
        ("extra_empty_line", Esign().wrong(date="\n")),
        ("extra_final_newline", Esign().wrong(target=f"{ESIGN_PATH}\n")),
        ("method_case", Esign().wrong(method="get")),
        ("timestamp_in_seconds", Esign(timestamp="1700000000")),
        ("secret_altered", Esign(key=bytes.fromhex(ESIGN_SECRET))),
        ("secret_altered", Esign(key=ESIGN_SECRET.encode() + b"\n")),
        ("secret_altered", Esign(key=b"7438")),
        ("secret_altered", Esign(key=b"")),
        ("secret_altered", Esign(key=f'"{ESIGN_SECRET}"'.encode())),
        ("secret_altered", Esign(key=b"\xef\xbb\xbf" + ESIGN_SECRET.encode())),
        ("secret_altered", Esign(key=base64.b64decode(ESIGN_SECRET))),
        ("secret_altered", Esign(key=base64.b64encode(SECRET))),
        ("secret_altered", Esign(key=SECRET + b"\r\n")),
        ("secret_altered", Esign(key=b" " + SECRET)),
        ("line_left_out", Esign(signed=f"GET\n\n\n{ESIGN_PATH}")),
        ("line_order", Esign(signed=f"GET\n{JSON_TYPE}\n\n\n*/*\n{ESIGN_PATH}")),
        ("body_alone", Esign(method="POST", body=BODY, signed=BODY.decode())),
        ("sorted_parameters", Esign(method="POST", body=BODY, signed="idNo=1&name=x")),
        ("query_encoded", QUERY.wrong(target=QUERY.target.replace("%", "%25"))),
        (
            "no_hmac",
            Esign(encode=lambda _: base64.b64encode(hashlib.sha256(Esign().lines().encode()).digest()).decode()),
        ),
        ("no_hmac", Esign(encode=lambda _: base64.b64encode(bytes(256)).decode())),
        ("hmac_swapped", Esign(encode=_swapped)),
        ("line_left_out", Esign(signed=f"GET\n\n{JSON_TYPE}\n\n{ESIGN_PATH}")),
        ("line_left_out", Esign(signed=f"*/*\n\n{JSON_TYPE}\n\n{ESIGN_PATH}")),
        ("line_order", Esign(signed=f"GET\n\n*/*\n{JSON_TYPE}\n\n{ESIGN_PATH}")),
        ("absent_value_filled", Esign().wrong(date="null")),
        ("absent_value_filled", QUERY.wrong(target=f"{ESIGN_PATH}?B=2&a=1&b=中&c=None")),
        ("text_charset", QUERY.wrong(target=RIGHT_QUERY.encode().decode("latin-1"))),
        ("text_charset", QUERY.wrong(target=RIGHT_QUERY.replace("中", "?"))),
        ("wrong_secret_or_text", Esign(key=b"another")),
        ("signature_in_hex", Esign(encode=lambda digest: digest.hex())),
        ("base64_of_hex", Esign(encode=lambda digest: base64.b64encode(digest.hex().encode()).decode())),
        ("signature_without_padding", Esign(encode=lambda digest: base64.b64encode(digest).decode().rstrip("="))),
        ("signature_unreadable", Esign(encode=lambda _: "!")),
    ],
)
def test_a_mistake_is_told_by_name(name: str, wrong: Esign) -> None:
    """What was done wrong is among the findings."""
    explanation = explain_request("esign", wrong.request(), CREDENTIALS)

    assert name in [finding.name for finding in explanation.problems]


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("client_id_mismatch", "X-Tsign-Open-App-Id", "9999"),
        ("auth_mode", "X-Tsign-Open-Auth-Mode", "Sig"),
        ("header_missing", "X-Tsign-Open-Ca-Timestamp", ""),
        ("header_missing", "X-Tsign-Open-Ca-Signature", ""),
    ],
)
def test_a_wrong_header_is_told_by_name(name: str, header: str, value: str) -> None:
    """Headers that are not signed are looked at as well."""
    explanation = explain_request("esign", Esign().request(**{header: value}), CREDENTIALS)

    assert [name] == [finding.name for finding in explanation.problems]


def test_a_digest_of_no_body_is_told() -> None:
    """It verifies if it is sent as well, and yet the gateway may refuse it; without it there is nothing to tell."""
    empty = base64.b64encode(hashlib.md5(b"", usedforsecurity=False).digest()).decode()

    explanation = explain_request("esign", Esign(content_md5=empty).request(), CREDENTIALS)

    assert (Outcome.VERIFIES, ["content_md5_without_body"]) == (explanation.outcome, names(explanation))
    assert [] == names(explain_request("esign", Esign().request(), CREDENTIALS))


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        ("{}", []),
        ("\ufeff{}", ["a byte-order mark"]),
        ("{}\n", ["a line end"]),
        (" {}", ["blanks"]),
        ("{}\xa0", ["blanks"]),
        ('"{}"', ["quotation marks"]),
        ("“{}”", ["quotation marks"]),
        ("{}\u200b", ["invisible characters"]),
        ("{}\u202e", ["invisible characters"]),
        ("{}１", ["characters beyond ASCII"]),
    ],
)
def test_what_stands_around_a_secret_is_told(odd: str, told: list[str]) -> None:
    """Also where the request is signed with it and so seems right; without it the request is told apart."""
    secret = odd.format(ESIGN_SECRET)
    ring = Keyring(identity="7438", secret=Secret(secret))

    with_it, without = [explain_request("esign", Esign(key=key).request(), ring) for key in (secret.encode(), SECRET)]

    assert told == [each for finding in with_it.problems for each in told if each in finding.says]
    assert ["setting_altered"] * len(told) == names(with_it)
    assert ["setting_altered", "secret_altered"] * len(told) == names(without)


def test_another_hash_is_told() -> None:
    """An HMAC over the right text that uses SHA-1 is told as such."""
    sha1 = hmac.digest(ESIGN_SECRET.encode(), Esign().lines().encode(), "sha1")
    captured = Esign(encode=lambda _: base64.b64encode(sha1).decode()).request()

    assert ["wrong_hash"] == names(explain_request("esign", captured, CREDENTIALS))


def test_extra_headers_are_part_of_the_string() -> None:
    """Listed headers are signed by the names in the list; those who sign them otherwise are told."""
    listed = {"X-Tsign-Open-Ca-Signature-Headers": "X-B,X-A", "X-A": "1", "X-B": "2"}
    right = Esign().wrong(date="\nX-A:1\nX-B:2")
    wrong = Esign().wrong(date="\nx-a:1\nx-b:2")

    explained = [explain_request("esign", each.request(**listed), CREDENTIALS) for each in (right, wrong, Esign())]

    assert [[], ["signed_headers_differ"], ["signed_headers_differ"]] == [names(each) for each in explained]


def test_what_has_no_signature_is_told() -> None:
    """Token mode is told as what it is; there is nothing to verify in an answer, and that is said."""
    captured = raw(f"GET {ESIGN_PATH} HTTP/1.1", {"X-Tsign-Open-App-Id": "7438", "X-Tsign-Open-Token": "t"})
    answer = explain_answer("esign", raw("HTTP/1.1 200 OK", {}, b"{}"), request=ESIGN_PATH)

    assert ["token_mode"] == names(explain_request("esign", captured, CREDENTIALS))
    assert ["not_signed_by_provider"] == names(answer)


def _callback(signed: bytes) -> bytes:
    headers = {
        "X-Tsign-Open-App-Id": "7438",
        "X-Tsign-Open-TIMESTAMP": "1700000000001",
        "X-Tsign-Open-SIGNATURE": hmac.digest(ESIGN_SECRET.encode(), signed, "sha256").hex(),
    }
    return raw("POST /notify?orderNo=001&belong=p%2Fj HTTP/1.1", headers, BODY)


@pytest.mark.parametrize(
    ("found", "signed"),
    [
        ([], b"1700000000001p/j001" + BODY),
        (["callback_query_differs"], b"1700000000001" + BODY),
        (["timestamp_not_signed"], b"p/j001" + BODY),
        (["callback_query_differs"], b"1700000000001p%2Fj001" + BODY),
        (["json_reserialised"], b'1700000000001p/j001{"name": "x", "idNo": "1"}'),
    ],
)
def test_a_callback_is_explained_as_well(found: list[str], signed: bytes) -> None:
    """What e签宝 posts is signed in another way than requests."""
    explanation = explain_request("esign", _callback(signed), CREDENTIALS)

    assert found == names(explanation)
