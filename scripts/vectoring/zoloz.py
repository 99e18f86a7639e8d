"""ZOLOZ: requests and answers under RSA key pairs and under an access key, and encrypted bodies."""

import base64
import hashlib
from typing import Any
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives import hashes

from vectoring import primitives as use
from vectoring.case import Case, refused, signed, valid
from vectoring.primitives import Keys

PATH = "/api/v1/zoloz/connect/queryEnrollStatus"
CLIENT_ID = "2188000123456789"
ASKED, ANSWERED = "2024-01-02T03:04:05+0000", "2024-01-02T03:04:06+0000"
REQUEST = '{"bizId":"2017839040588699","userId":"123456abcd"}'
ANSWER = '{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"Success"}}'
SCORED = (
    '{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"Success"},"extFaceInfo":{"faceScore":97.5}}'
)
AES_KEY = hashlib.sha256(b"an AES key of the vectors").digest()


def string(case: Case) -> str | None:
    """`POST <path>`, a line feed, and `<client id>.<time>.<body>`; for an answer too."""
    given = case["given"]
    if case["kind"] == "encryption" or given["time"] is None:
        return None
    return f"POST {given['path']}\n{given['client_id']}.{given['time']}.{given['body']}"


def make(keys: Keys) -> list[Case]:
    """All of them."""

    def fits(case: Case) -> bool:
        text = case["string"].encode()
        if case["signature"] is None:
            return False
        if case["key"] == "access_key":
            return bool(case["signature"] == by_secret(case["string"]))
        return use.rsa_verifies(keys, case["key"], use.content(unquote(case["signature"])), text)

    def by_key(name: str, text: str) -> str:
        return _in_list(use.rsa_sign(keys, name, text.encode()))

    def by_secret(text: str) -> str:
        secret = base64.urlsafe_b64decode(keys["access_key"]["throw_away_secret"] + "=")
        return base64.urlsafe_b64encode(use.hmac_sha256(secret, text.encode())).decode().rstrip("=")

    def pair(name: str, kind: str, what: str, **given: str) -> Case:
        case = valid(name, kind, what, given, key="merchant" if kind == "request" else "zoloz", access="key pair")
        return case | {"signature": by_key(case["key"], string(case) or "")}

    def secret(name: str, kind: str, what: str, **given: str) -> Case:
        case = valid(name, kind, what, given, key="access_key", access="access key")
        return case | {"signature": by_secret(string(case) or "")}

    asked: dict[str, Any] = {"path": PATH, "client_id": CLIENT_ID, "time": ASKED, "body": REQUEST}
    told: dict[str, Any] = asked | {"time": ANSWERED, "body": ANSWER}
    request = pair("request", "request", "a plain request under a key pair", **asked)
    answer = pair("answer", "answer", "its answer, signed over the path of the request and the caller's own id", **told)
    by_access_key = secret("request-access-key", "request", "the same request under an access key", **asked)
    with_a_result = secret(
        "request-access-key-result",
        "request",
        "a request that has a field named result",
        **asked | {"body": '{"bizId":"1","result":{"resultStatus":"S","resultCode":"SUCCESS"}}'},
    )
    cases = [
        request,
        with_a_result,
        pair("request-chinese", "request", "the body is UTF-8", **asked | {"body": '{"bizId":"1","userId":"张三"}'}),
        pair(
            "request-lines",
            "request",
            "a body of several lines is signed as it is",
            **asked | {"body": '{\n  "a": 1\n}\n'},
        ),
        by_access_key,
        answer,
        secret("answer-access-key", "answer", "the same answer under an access key", **told),
        scored := pair(
            "answer-with-a-full-stop", "answer", "the body has a full stop of its own", **told | {"body": SCORED}
        ),
    ]
    pretty = '{"bizId": "2017839040588699", "userId": "123456abcd"}'
    cases += [
        refused(
            "request-other-body",
            request,
            "the body was written anew after signing, with spaces",
            "what is signed is what is sent, byte for byte",
            {"body": pretty},
        ),
        refused(
            "request-whole-address",
            request,
            "scheme and host were signed with the path",
            "only the path is signed, from /api/ on",
            signature=by_key("merchant", (string(request) or "").replace("/api", "https://gateway.example/api")),
        ),
        refused(
            "request-other-time",
            request,
            "the time of another second in Request-Time",
            "each attempt is signed anew",
            {"time": ANSWERED},
        ),
        refused(
            "request-hex",
            by_access_key,
            "the HMAC in hex",
            "it is written in URL-safe base64 without padding",
            signature=base64.urlsafe_b64decode(by_access_key["signature"] + "=").hex(),
        ),
    ]
    cases += _forged_answers(keys, answer, scored, (by_access_key, with_a_result), by_key)
    return signed(cases, string, fits) + _encrypted(keys)


def _forged_answers(keys: Keys, answer: Case, scored: Case, sent: tuple[Case, Case], by_key: Any) -> list[Case]:
    by_access_key, with_a_result = sent
    text = string(answer) or ""
    other_path = string(
        {**answer, "given": answer["given"] | {"path": PATH.replace("queryEnrollStatus", "checkresult")}}
    )
    head, _, rest = SCORED.partition("97.")
    return [
        refused(
            "answer-other-body",
            answer,
            "one word of the body",
            "it is not what ZOLOZ signed",
            {"body": ANSWER.replace('"Success"', '"success"')},
        ),
        refused(
            "answer-other-path",
            answer,
            "ZOLOZ signed it for another operation",
            "an answer belongs to the path that was asked",
            signature=by_key("zoloz", other_path or ""),
        ),
        refused(
            "answer-other-client",
            answer,
            "ZOLOZ signed it for another client",
            "an answer belongs to the client that asked",
            signature=by_key("zoloz", text.replace(CLIENT_ID, "2188000123456780")),
        ),
        refused(
            "answer-other-time",
            answer,
            "a later Response-Time",
            "the time is signed, so that an old answer cannot be made young",
            {"time": "2024-01-02T03:04:07+0000"},
        ),
        refused(
            "answer-own-key",
            answer,
            "signed by the merchant's own key",
            "only ZOLOZ's key speaks for ZOLOZ",
            signature=by_key("merchant", text),
        ),
        refused(
            "answer-sha1",
            answer,
            "signed with SHA-1",
            "RSA256 is SHA-256; no other digest is taken",
            signature=_in_list(use.rsa_sign(keys, "zoloz", text.encode(), digest=hashes.SHA1())),  # noqa: S303 - to be refused
        ),
        refused(
            "answer-moved-bytes",
            scored,
            "the body's first bytes stand at the end of Response-Time",
            "a full stop joins time and body: a time of any other form than 2024-01-02T03:04:06+0000 is refused, "
            "although the signature fits",
            {"time": f"{ANSWERED}.{head}97", "body": rest},
        ),
        refused(
            "answer-unsigned",
            answer,
            "no Signature and no Response-Time",
            "a success must be signed",
            {"time": None},
            signature=None,
        ),
        refused("answer-no-time", answer, "no Response-Time", "half of a signature is none", {"time": None}),
        refused("answer-no-signature", answer, "no Signature", "half of a signature is none", signature=None),
        refused(
            "answer-cut-signature",
            answer,
            "the signature lacks its last bytes",
            "it is no signature of this key",
            signature=_in_list(use.content(unquote(answer["signature"]))[:-3]),
        ),
        refused(
            "answer-sent-back",
            by_access_key,
            "an earlier request of the merchant, sent back as an answer",
            "one secret signs both directions: what has no result is no answer, although the signature fits",
            kind="answer",
            request_signature="A" * 43,
        ),
        refused(
            "answer-sent-back-at-once",
            with_a_result,
            "the merchant's own request, sent back as the answer to it; it has a field result",
            "an answer with the signature of its request is refused, although the signature fits",
            kind="answer",
            request_signature=with_a_result["signature"],
        ),
    ]


def _encrypted(keys: Keys) -> list[Case]:
    def case(name: str, what: str, receiver: str, plain: str) -> Case:
        made = {
            "aes_key": use.text(AES_KEY),
            "wrapped_key": _in_list(use.rsa_wrap(keys, receiver, AES_KEY)),
            "body": use.text(use.aes_encrypt(AES_KEY, plain.encode(), vector=None)),
        }
        return valid(name, "encryption", what, {"plain": plain}, key=receiver, **made)

    request = case("encrypted-request", "the AES key is wrapped for ZOLOZ", "zoloz", REQUEST)
    answer = case("encrypted-answer", "the AES key is wrapped for the merchant", "merchant", ANSWER)
    other = hashlib.sha256(b"another AES key").digest()
    return [
        request,
        answer,
        refused(
            "encrypted-cut",
            answer,
            "the last block of the body is missing",
            "the padding is not whole",
            body=use.text(use.content(answer["body"])[:-16]),
        ),
        refused(
            "encrypted-half-a-block",
            answer,
            "the last 8 bytes of the body are missing",
            "no AES text has such a length",
            body=use.text(use.content(answer["body"])[:-8]),
        ),
        refused(
            "encrypted-other-key",
            answer,
            "the header has another AES key",
            "it does not open this body",
            wrapped_key=_in_list(use.rsa_wrap(keys, "merchant", other)),
        ),
        refused(
            "encrypted-short-key",
            answer,
            "the AES key has 15 bytes",
            "an AES key has 16, 24 or 32",
            wrapped_key=_in_list(use.rsa_wrap(keys, "merchant", AES_KEY[:15])),
        ),
        refused(
            "encrypted-for-another",
            answer,
            "the AES key is wrapped for ZOLOZ",
            "the receiver is the merchant",
            wrapped_key=request["wrapped_key"],
        ),
        refused("encrypted-not-base64", answer, "the body is the plain text", "it has to be base64", body=ANSWER),
    ]


def _in_list(value: bytes) -> str:
    """A value of a list header: standard base64, percent-encoded."""
    return quote(use.text(value), safe="")
