"""Requests to Alipay that are signed wrong on purpose, and answers that do not verify."""

import base64
import hashlib
import html
import json
from typing import Any
from urllib.parse import quote

import pytest

from realname.core.keys import PrivateKey, PublicKey
from realname.explain import Keyring, Outcome, explain_answer, explain_request
from tests import providers
from tests.captures import Alipay, names, raw
from tests.pairs import KeyPair
from tests.providers import Caller, alipay_headers

BODY = b'{"a":1,"b":"/"}'
PERSON = '{"name":"张三"}'.encode()
SPACED = b'{"a": 1, "b": "/"}'
TARGET = Alipay().target
ELLIPTIC = bytes.fromhex("3044" + ("0220" + "01" * 32) * 2)


def _latin(string: bytes) -> bytes:
    return string.decode().encode("latin-1")


@pytest.mark.parametrize("right", [Alipay(), Alipay(method="POST", body=BODY), Alipay(token="t-1")])
def test_a_genuine_request_verifies(right: Alipay, alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """Nothing is found in a request that is signed right."""
    explanation = explain_request("alipay", right.request(caller_keys), alipay_caller.credentials)

    assert (Outcome.VERIFIES, []) == (explanation.outcome, names(explanation))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("missing_body_line", Alipay(body_line="")),
        ("missing_final_newline", Alipay(method="POST", body=BODY, body_line="")),
        ("crlf_line_ends", Alipay(whole=lambda s: s.replace(b"\n", b"\r\n"))),
        ("query_order", Alipay(signed_target="/v3/x?a=%E4%B8%AD&b=1%202&cert_type=0")),
        ("query_decoded", Alipay(signed_target="/v3/x?b=1 2&a=中&cert_type=0")),
        ("query_encoding", Alipay(signed_target="/v3/x?b=1+2&a=%E4%B8%AD&cert_type=0")),
        ("query_encoding", Alipay(signed_target="/v3/x?b=1%202&a=%e4%b8%ad&cert_type=0")),
        ("query_encoding", Alipay(target="/v3/x?b=1+2", signed_target="/v3/x?b=1%202")),
        ("query_not_signed", Alipay(signed_target="/v3/x")),
        ("query_empty_values", Alipay(signed_target="/v3/x?b=1%202&a=%E4%B8%AD")),
        ("query_differs", Alipay(target="/v3/x", signed_target="/v3/x?")),
        ("host_signed", Alipay(signed_target=f"https://gateway.example{TARGET}")),
        ("method_case", Alipay(signed_method="get")),
        ("missing_token_line", Alipay(token="t-1", token_line=False)),
        ("json_reserialised", Alipay(method="POST", body=BODY, signed_body=SPACED)),
        ("empty_body_filled", Alipay(signed_body=b"{}")),
        ("html_escaped", Alipay(signed_target="/v3/x?b=1%202&amp;a=%E4%B8%AD&amp;cert_type=0")),
        ("html_escaped", Alipay(target="/v3/x?b=1&amp;a=2", signed_target="/v3/x?b=1&a=2")),
        ("html_escaped", Alipay(method="POST", body=BODY, whole=lambda s: html.escape(s.decode()).encode())),
        ("v2_string", Alipay(whole=lambda _: "a=中&b=1 2&cert_type=0".encode())),
        ("v2_string", Alipay(whole=lambda _: b"a=%E4%B8%AD&b=1%202&cert_type=0")),
        (
            "v2_string",
            Alipay(
                method="POST",
                target="/v3/x",
                body=BODY,
                whole=lambda _: b"app_id=2021&biz_content=" + BODY + b"&nonce=n-1&timestamp=1700000000001",
            ),
        ),
        ("wechat_string", Alipay(whole=lambda _: f"GET\n{TARGET}\n1700000000001\nn-1\n\n".encode())),
        ("absent_value_filled", Alipay(target="/v3/x?a=&b=2", signed_target="/v3/x?a=None&b=2")),
        ("absent_value_filled", Alipay(target="/v3/x?a=&b=2", signed_target="/v3/x?a=null&b=2")),
        ("absent_value_filled", Alipay(whole=lambda s: s + b"null\n")),
        ("empty_body_filled", Alipay(signed_body=b"undefined")),
        ("line_left_out", Alipay(whole=lambda s: s.partition(b"\n")[2])),
        ("line_left_out", Alipay(whole=lambda s: s.replace(b"GET\n", b""))),
        ("line_order", Alipay(whole=lambda s: s.replace(f"GET\n{TARGET}".encode(), f"{TARGET}\nGET".encode()))),
        ("text_charset", Alipay(method="POST", body=PERSON, signed_body=b'{"name":"??"}')),
        ("text_charset", Alipay(method="POST", body=PERSON, signed_body=PERSON.decode("latin-1").encode())),
        ("text_charset", Alipay(method="POST", body=PERSON.decode().encode("gbk"), signed_body=PERSON)),
        ("absent_value_filled", Alipay(target="/v3/x?a=&b=2", signed_target="/v3/x?a=<nil>&b=2")),
        ("html_unescaped", Alipay(target="/v3/x?a=1&timestamp=2", signed_target="/v3/x?a=1×tamp=2", whole=_latin)),
        ("json_escaped", Alipay(signed_target=TARGET.replace("&", r"\u0026"))),
        (
            "json_escaped",
            Alipay(method="POST", body=BODY, whole=lambda s: s.replace(b"&", rb"\u0026").replace(b"=", rb"\u003d")),
        ),
        ("string_percent_encoded", Alipay(whole=lambda s: quote(s, safe="").encode())),
        ("string_base64", Alipay(whole=base64.b64encode)),
        ("hashed_twice", Alipay(whole=lambda s: hashlib.sha256(s).hexdigest().upper().encode())),
        ("byte_order_mark", Alipay(whole=lambda s: b"\xef\xbb\xbf" + s)),
        ("body_alone", Alipay(method="POST", body=BODY, whole=lambda _: BODY)),
        ("sorted_parameters", Alipay(method="POST", target="/v3/x", body=BODY, whole=lambda _: b"a=1&b=/")),
        ("line_order", Alipay(whole=lambda s: b"\n".join([*s.split(b"\n")[2::-1], b"", b""]))),
        ("line_left_out", Alipay(whole=lambda s: b"\n".join(s.split(b"\n")[2:]))),
        ("json_reserialised", Alipay(method="POST", body=b'{"a":1,"b":null}', signed_body=b'{"a":1}')),
        ("base64_twice", Alipay(encode=lambda text: base64.b64encode(text.encode()).decode())),
        ("signature_in_hex", Alipay(encode=lambda text: base64.b64decode(text).hex(":"))),
        ("signature_printed", Alipay(encode=lambda text: f"b'{text}'")),
        ("no_rsa", Alipay(encode=lambda _: base64.b64encode(bytes(32)).decode())),
        ("no_rsa", Alipay(encode=lambda _: base64.b64encode(ELLIPTIC).decode())),
        ("timestamp_in_seconds", Alipay(auth="app_id=2021,nonce=n-1,timestamp=1700000000")),
        ("timestamp_in_seconds", Alipay(signed_auth="app_id=2021,nonce=n-1,timestamp=1700000000")),
        ("items_order", Alipay(signed_auth="timestamp=1700000000001,nonce=n-1,app_id=2021")),
        ("items_spacing", Alipay(signed_auth="app_id=2021, nonce=n-1, timestamp=1700000000001")),
        ("items_incomplete", Alipay(signed_auth="app_id=2021,timestamp=1700000000001")),
        ("absent_value_filled", Alipay(signed_auth="app_id=2021,app_cert_sn=null,nonce=n-1,timestamp=1700000000001")),
        ("scheme_signed", Alipay(signed_auth="ALIPAY-SHA256withRSA app_id=2021,nonce=n-1,timestamp=1700000000001")),
        ("client_id_mismatch", Alipay(auth="app_id=2022,nonce=n-1,timestamp=1700000000001")),
        ("item_missing", Alipay(auth="app_id=2021,timestamp=1700000000001")),
        ("scheme_unknown", Alipay(header="RSA2 {},sign={}")),
        ("signature_item_not_last", Alipay(auth="app_id=2021", header="ALIPAY-SHA256withRSA sign={1},{0}")),
        ("items_quoted", Alipay(auth='app_id="2021",nonce=n-1,timestamp=1700000000001')),
        ("url_safe_alphabet", Alipay(encode=lambda text: text.replace("+", "-").replace("/", "_"))),
        ("signature_percent_encoded", Alipay(encode=lambda text: quote(text, safe=""))),
        ("signature_in_hex", Alipay(encode=lambda text: base64.b64decode(text).hex())),
        ("signature_without_padding", Alipay(encode=lambda text: text.rstrip("="))),
    ],
)
def test_a_mistake_is_told_by_name(name: str, wrong: Alipay, alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """What was done wrong is among the findings."""
    explanation = explain_request("alipay", wrong.request(caller_keys), alipay_caller.credentials)

    assert name in [finding.name for finding in explanation.problems]


CERTIFIED = "app_id=2021,app_cert_sn={},nonce=n-1,timestamp=1700000000001"
OWN, ROOTS = "0" * 32, ["1" * 32, "2" * 32]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("_".join(ROOTS), None),
        ("", "is not sent"),
        (ROOTS[0], "names 1 of the 2"),
        ("_".join([*ROOTS, "3" * 32]), "names more"),
        ("_".join(ROOTS[::-1]), "another form or order"),
        (",".join(ROOTS), "another form or order"),
        (OWN, "the application's own certificate"),
        ("9" * 32, "SN of Alipay's certificate"),
        ("a" * 32, "of another bundle"),
        ("garbled", "of another bundle"),
    ],
)
def test_the_sn_of_the_root_bundle_is_held_against_the_configured_one(
    sent: str, says: str | None, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """What is wrong with the header is told apart; without certificates its form alone is looked at."""
    theirs = PublicKey.parse(provider_keys.public())
    key = PrivateKey.parse(caller_keys.private())
    ring = Keyring(
        identity="2021",
        private_key=key,
        provider_key=lambda sn: theirs if sn == "9" * 32 else None,
        certificate_sn=OWN,
        root_certificates_sn="_".join(ROOTS),
    )
    captured = Alipay(auth=CERTIFIED.format(OWN)).request(caller_keys, **{"alipay-root-cert-sn": sent})

    found = explain_request("alipay", captured, ring).problems

    assert ([says] if says else []) == [says for finding in found if says and says in finding.says]
    assert ["root_certificates_differ"] * (says is not None) == [finding.name for finding in found]
    by_form = names(explain_request("alipay", captured, Keyring(private_key=key)))
    assert ["root_certificates_differ"] * (sent in ("garbled", ",".join(ROOTS))) == by_form


def test_a_signed_token_that_is_not_sent_is_told(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """A line for the app auth token belongs to its header."""
    credentials = providers.alipay_caller(caller_keys, provider_keys, app_auth_token="t-1").credentials
    captured = Alipay(token="t-1").request(caller_keys).replace(b"alipay-app-auth-token", b"x-dropped")

    assert ["token_header_missing"] == names(explain_request("alipay", captured, credentials))


def test_a_request_without_authorization_is_told(alipay_caller: Caller) -> None:
    """Without the header there is nothing to explain but its absence."""
    explanation = explain_request("alipay", raw("GET /v3/x HTTP/1.1", {"Host": "x"}), alipay_caller.credentials)

    assert ["header_missing"] == names(explanation)


def test_every_part_is_found_in_the_capture(caller_keys: KeyPair) -> None:
    """The byte ranges point at what was signed, also in a request in the form that proxies get."""
    captured = Alipay(token="t-1").request(caller_keys).replace(b"GET /", b"GET https://gateway.example/")

    parts = explain_request("alipay", captured).parts

    assert [captured[slice(*part.at or (0, 0))] for part in parts] == [part.value for part in parts]


def _answer(keys: KeyPair, **changes: Any) -> bytes:
    return raw("HTTP/1.1 200 OK", alipay_headers(keys, changes.pop("signed", BODY)) | changes, BODY)


@pytest.mark.parametrize(
    ("found", "changes"),
    [
        ([], {}),
        (["json_reserialised"], {"signed": json.dumps(json.loads(BODY)).encode()}),
        (["body_trailing_newline"], {"signed": BODY + b"\n"}),
        (["unsigned"], {"alipay-signature": ""}),
        (["unsigned"], {"alipay-signature": "null"}),
        (["half_signature"], {"alipay-nonce": ""}),
        (["unknown_text"], {"alipay-nonce": "other"}),
    ],
)
def test_an_answer_is_explained(
    found: list[str], changes: dict[str, Any], alipay_caller: Caller, provider_keys: KeyPair
) -> None:
    """Nothing is found in an answer that Alipay has signed; one that was changed on its way is told as such."""
    captured = _answer(provider_keys, **changes)

    explanation = explain_answer("alipay", captured, request="/v3/x", credentials=alipay_caller.credentials)

    assert (found, found == []) == (names(explanation), explanation.outcome is Outcome.VERIFIES)


def test_an_answer_of_a_stranger_is_told(alipay_caller: Caller, stranger_keys: KeyPair) -> None:
    """A signature by an unknown key is not Alipay's."""
    captured = _answer(stranger_keys)

    explanation = explain_answer("alipay", captured, request="/v3/x", credentials=alipay_caller.credentials)

    assert ["wrong_key"] == names(explanation)


def test_an_unknown_certificate_is_told(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """In certificate mode the answer names the certificate; an unknown one is no wrong signature."""
    own = PrivateKey.parse(caller_keys.private())
    ring = Keyring(identity="2021", private_key=own, certificate_sn="a" * 32)
    captured = _answer(provider_keys, **{"alipay-sn": "b" * 32})

    assert ["unknown_certificate"] == names(explain_answer("alipay", captured, request="/v3/x", credentials=ring))
