"""Alipay: requests, answers, notifications, the page's address, encrypted bodies, serial numbers of certificates."""

import hashlib
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from vectoring import primitives as use
from vectoring.case import Case, refused, signed, valid
from vectoring.primitives import Keys

Certificates = list[dict[str, str]]
Complete = Callable[[Case], Case]
Sign = Callable[[str, str | None], str]
AUTH = "app_id=2021000000000001,nonce=00000000-0000-4000-8000-000000000001,timestamp=1700000000000"
PATH = "/v3/zhima/customer/jobworth/authentication"
QUERY = (
    "conn_key=uuid-1&once_token=tok-1&query_type=exact&identity_type=04&service_id=2019120400000000000004450100"
    "&cert_no=420192931233123123&cert_type=0"
)
OPEN = "/v3/alipay/user/certify/open/initialize"
BODY = '{"outer_order_no":"ZGYD1","identity_param":{"cert_name":"张三"}}'
ANSWER = '{"identity_result":"SUCCESS"}'
NOTIFICATION = {
    "app_id": "2021000000000001",
    "charset": "utf-8",
    "notify_id": "n-1",
    "notify_time": "2026-01-02 03:04:05",
    "notify_type": "made_up_notify",
    "passback_params": "a=c%+ d",
    "subject": "张三",
    "version": "1.0",
}
CERTIFY = {
    "app_id": "2021000000000001",
    "biz_content": '{"certify_id":"2109b5e671aa3ff2eb4851816c65828f"}',
    "charset": "utf-8",
    "method": "alipay.user.certify.open.certify",
    "sign_type": "RSA2",
    "timestamp": "2026-01-02 03:04:05",
    "version": "1.0",
}
VECTOR = bytes(16)


def string(case: Case) -> str | None:
    """What the signature of a kind is over."""
    given = case["given"]
    if case["kind"] == "request":
        token = given["app_auth_token"]
        lines = [
            given["auth_string"],
            given["method"],
            given["target"],
            given["body"],
            *([] if token is None else [token]),
        ]
        return "".join(f"{line}\n" for line in lines)
    if case["kind"] == "answer":
        return None if given["timestamp"] is None else f"{given['timestamp']}\n{given['nonce']}\n{given['body']}\n"
    if case["kind"] == "notification":
        return _sorted(parse_qsl(given["form"]), {"sign"} if given["signs_sign_type"] else {"sign", "sign_type"})
    return _sorted(parse_qsl(urlsplit(given["url"]).query), {"sign"})


def _sorted(pairs: list[tuple[str, str]], left_out: set[str]) -> str:
    last = dict(pairs)  # of a field that stands there twice
    return "&".join(f"{name}={last[name]}" for name in sorted(last) if name not in left_out)


def make(keys: Keys, certificates: Certificates) -> list[Case]:
    """All of them."""

    def by(name: str, text: str | None) -> str:
        return use.text(use.rsa_sign(keys, name, (text or "").encode()))

    def fits(case: Case) -> bool:
        signature = case["signature"]
        if signature in (None, "null"):
            return False
        return use.rsa_verifies(keys, case["key"], use.content(signature), case["string"].encode())

    def complete(case: Case) -> Case:
        return case | {"signature": by(case["key"], string(case))}

    cases = _requests(complete, by) + _answers(keys, complete, by) + _notifications(by) + _addresses(by)
    return (
        signed(cases, string, fits) + _encrypted(use.content(keys["aes"]["throw_away_secret"])) + _serials(certificates)
    )


def _requests(complete: Complete, by: Sign) -> list[Case]:
    def request(name: str, what: str, method: str, target: str, body: str = "", **changes: str) -> Case:
        given: Case = {"auth_string": AUTH, "method": method, "target": target, "body": body, "app_auth_token": None}
        return complete(valid(name, "request", what, given | changes, key="app"))

    get = request("request", "GET with a query; the line of the body is empty", "GET", f"{PATH}?{QUERY}")
    post = request("request-body", "POST; the body is UTF-8", "POST", OPEN, BODY)
    cipher = use.text(use.aes_encrypt(use.content("aYA0GP8JEW+D7/UFaskCWA=="), BODY.encode(), vector=VECTOR))
    serial = AUTH.replace(",nonce", ",app_cert_sn=59afaec3a8ea637d0fcf0664d17cf258,nonce")
    return [
        get,
        request("request-no-query", "GET without a query: no question mark", "GET", PATH),
        request(
            "request-escapes",
            "the target is signed as it is sent: %20, + and %7E stay",
            "GET",
            f"{PATH}?a=1%202+3&b=%7E~&c=",
        ),
        post,
        request("request-encrypted", "what is signed is the encrypted body", "POST", OPEN, cipher),
        request(
            "request-for-a-merchant",
            "the value of alipay-app-auth-token has a line of its own",
            "POST",
            OPEN,
            BODY,
            app_auth_token="token-1",  # noqa: S106 - made up
        ),
        request(
            "request-certificate", "certificate mode: one item more in the header", "GET", PATH, auth_string=serial
        ),
        refused(
            "request-no-body-line",
            get,
            "a GET was signed without the empty line of its body",
            "every part has its line feed",
            signature=by("app", (string(get) or "")[:-1]),
        ),
        refused(
            "request-decoded",
            get,
            "the query was signed in another order than it was sent",
            "the target is signed as it is sent",
            {"target": f"{PATH}?{'&'.join(sorted(QUERY.split('&')))}"},
        ),
        refused(
            "request-other-body",
            post,
            "the body was written anew after signing",
            "what is signed is what is sent",
            {"body": BODY.replace(":", ": ")},
        ),
        refused(
            "request-gateway-key",
            get,
            "signed by Alipay's key",
            "the application's own key signs its requests",
            signature=by("alipay", string(get)),
        ),
    ]


def _answers(keys: Keys, complete: Complete, by: Sign) -> list[Case]:
    def told(name: str, what: str, body: str, status: int = 200) -> Case:
        given = {
            "status": status,
            "timestamp": "1700000000001",
            "nonce": "0123456789abcdef0123456789abcdef",
            "body": body,
        }
        return complete(valid(name, "answer", what, given, key="alipay"))

    answer = told("answer", "a JSON body", ANSWER)
    cipher = use.text(use.aes_encrypt(use.content("aYA0GP8JEW+D7/UFaskCWA=="), ANSWER.encode(), vector=VECTOR))
    text = string(answer) or ""
    return [
        answer,
        told("answer-encrypted", "verify the encrypted body, then decrypt", cipher),
        told(
            "answer-refusal", "a refusal is signed like a success", '{"code":"TOKEN_INVALID","message":"令牌无效"}', 400
        ),
        refused(
            "answer-other-body",
            answer,
            "SUCCESS for FAILED",
            "it is not what Alipay signed",
            signature=by("alipay", text.replace("SUCCESS", "FAILED")),
        ),
        refused(
            "answer-spaces",
            answer,
            "the body was parsed and written anew",
            "the bytes are verified as they came",
            {"body": ANSWER.replace(":", ": ")},
        ),
        refused(
            "answer-other-nonce",
            answer,
            "the nonce of another answer",
            "nonce and time are signed",
            {"nonce": "1123456789abcdef0123456789abcdef"},
        ),
        refused(
            "answer-other-time",
            answer,
            "a later alipay-timestamp",
            "nonce and time are signed",
            {"timestamp": "1700000000002"},
        ),
        refused(
            "answer-app-key",
            answer,
            "signed by the application's own key",
            "only Alipay's key speaks for Alipay; 应用公钥 is not 支付宝公钥",
            signature=by("app", text),
        ),
        refused(
            "answer-sha1",
            answer,
            "signed with SHA-1",
            "SHA-256 alone is taken",
            signature=use.text(use.rsa_sign(keys, "alipay", text.encode(), digest=hashes.SHA1())),  # noqa: S303 - to be refused
        ),
        refused(
            "answer-no-last-line-feed",
            answer,
            "signed without the last line feed",
            "every part has its line feed",
            signature=by("alipay", text[:-1]),
        ),
        refused("answer-unsigned", answer, "no alipay-signature", "a 200 must be signed", signature=None),
        refused(
            "answer-null",
            answer,
            "alipay-signature is the text null",
            "this is how an answer says that it is unsigned",
            signature="null",
        ),
        refused("answer-no-time", answer, "no alipay-timestamp", "half of a signature is none", {"timestamp": None}),
        refused(
            "answer-short-time",
            answer,
            "alipay-timestamp in seconds, signed so",
            "a time of any other form than 13 digits is refused, although the signature fits",
            {"timestamp": "1700000001"},
            signature=by("alipay", text.replace("1700000000001", "1700000001")),
        ),
    ]


def _notifications(by: Sign) -> list[Case]:
    def form(name: str, what: str, *, signs_sign_type: bool) -> Case:
        signed_fields = NOTIFICATION | ({"sign_type": "RSA2"} if signs_sign_type else {})
        signature = by("alipay", _sorted(list(signed_fields.items()), set()))
        given = {"form": _form(NOTIFICATION, signature), "signs_sign_type": signs_sign_type}
        return valid(name, "notification", what, given, key="alipay", signature=signature)

    plain = form("notification", "the usual kind leaves sign and sign_type out", signs_sign_type=False)
    signature = plain["signature"]
    ours = NOTIFICATION | {"app_id": "2021000000000002"}
    for_another = by("alipay", _sorted(list(ours.items()), set()))

    def changed(name: str, change: str, because: str, text: str, made: str = signature) -> Case:
        return refused(name, plain, change, because, {"form": text}, signature=made)

    return [
        plain,
        form("notification-sign-type", "some kinds sign sign_type too: a reader tries both", signs_sign_type=True),
        changed(
            "notification-other-value",
            "the subject",
            "it is not what Alipay signed",
            _form(NOTIFICATION | {"subject": "李四"}, signature),
        ),
        changed(
            "notification-one-more",
            "a field more",
            "every field but two is signed",
            _form(NOTIFICATION | {"trade_status": "TRADE_SUCCESS"}, signature),
        ),
        changed(
            "notification-for-another",
            "Alipay signed it for another application",
            "app_id must be your own, although the signature fits",
            _form(ours, for_another),
            for_another,
        ),
        changed(
            "notification-twice",
            "a field stands there twice, first with another value",
            "readers differ in which one counts: it is refused, although the signature fits the last",
            f"subject={quote('李四')}&{plain['given']['form']}",
        ),
        changed(
            "notification-sign-type-rsa",
            "sign_type is RSA",
            "RSA is SHA-1; RSA2 alone is taken, although the signature fits",
            plain["given"]["form"].replace("sign_type=RSA2", "sign_type=RSA"),
        ),
        changed(
            "notification-unsigned", "no sign", "it must be signed", urlencode(NOTIFICATION | {"sign_type": "RSA2"}), ""
        ),
    ]


def _form(fields: dict[str, str], signature: str) -> str:
    return urlencode(fields | {"sign": signature, "sign_type": "RSA2"})


def _addresses(by: Sign) -> list[Case]:
    def url(fields: dict[str, str], signature: str) -> str:
        return "https://gateway.example/gateway.do?" + urlencode(fields | {"sign": signature}, quote_via=quote, safe="")

    signature = by("app", _sorted(list(CERTIFY.items()), set()))
    case = valid(
        "certify-url",
        "certify_url",
        "protocol v2: all parameters but sign, sorted",
        {"url": url(CERTIFY, signature)},
        key="app",
        signature=signature,
    )
    other = CERTIFY | {"biz_content": CERTIFY["biz_content"].replace("2109", "2110")}
    unsigned_type = by("app", _sorted(list(CERTIFY.items()), {"sign_type"}))
    return [
        case,
        refused("certify-url-other-person", case, "another certify_id", "it is signed", {"url": url(other, signature)}),
        refused(
            "certify-url-without-sign-type",
            case,
            "signed without sign_type",
            "an address is signed with sign_type, a notification without",
            {"url": url(CERTIFY, unsigned_type)},
            signature=unsigned_type,
        ),
    ]


def _encrypted(key: bytes) -> list[Case]:
    def case(name: str, what: str, plain: str) -> Case:
        return valid(
            name,
            "encryption",
            what,
            {"plain": plain},
            key="aes",
            body=use.text(use.aes_encrypt(key, plain.encode(), vector=VECTOR)),
        )

    other = hashlib.sha256(b"another AES key").digest()[:16]
    whole = case("encrypted", "one block", '{"a":1}')
    return [
        whole,
        case("encrypted-nothing", "the cipher alone: an empty body is sent as it is, not encrypted", ""),
        long := case("encrypted-chinese", "UTF-8", "中文0123456789"),
        refused(
            "encrypted-other-key",
            whole,
            "another AES key",
            "the padding does not fit",
            body=use.text(use.aes_encrypt(other, b'{"a":1}', vector=VECTOR)),
        ),
        refused(
            "encrypted-cut",
            long,
            "the last block is missing",
            "the padding does not fit",
            body=use.text(use.content(long["body"])[:-16]),
        ),
        refused(
            "encrypted-half-a-block",
            long,
            "the last 8 bytes are missing",
            "no AES text has such a length",
            body=use.text(use.content(long["body"])[:-8]),
        ),
        refused("encrypted-not-base64", whole, "the plain text", "it has to be base64", body='{"a":1}'),
    ]


def _serials(certificates: Certificates) -> list[Case]:
    loaded = {one["id"]: _Facts(one) for one in certificates}
    first, second = loaded["CERT-R1"], loaded["CERT-R2"]
    order = ["CERT-R1", "CERT-E1", "CERT-R2"]
    one = valid(
        "serial",
        "serial_number",
        "with two zeros in front, which stay",
        {"certificates": ["CERT-R1"]},
        serial_number=first.number,
    )
    bundle = valid(
        "serial-root",
        "serial_number",
        "of a root bundle: RSA certificates only, in the order of the file",
        {"certificates": order},
        serial_number=f"{first.number}_{second.number}",
    )
    return [
        one,
        valid(
            "serial-sha384",
            "serial_number",
            "signed with SHA-384: RSA is RSA",
            {"certificates": ["CERT-R2"]},
            serial_number=second.number,
        ),
        bundle,
        refused(
            "serial-issuer-order",
            one,
            "the issuer's names in the order of the file",
            "they are joined in reverse order",
            serial_number=_md5(",".join(reversed(first.issuer.split(","))) + first.serial),
        ),
        refused(
            "serial-hex",
            one,
            "the certificate's number in hex",
            "it is decimal",
            serial_number=_md5(first.issuer + f"{int(first.serial):x}"),
        ),
        refused(
            "serial-cut", one, "without the zeros in front", "it has 32 digits", serial_number=first.number.lstrip("0")
        ),
        refused(
            "serial-root-all",
            bundle,
            "the elliptic one counted too",
            "only certificates signed with RSA count",
            serial_number=f"{first.number}_{loaded['CERT-E1'].number}_{second.number}",
        ),
    ]


class _Facts:
    """What a serial number is made of; written down where cryptography 49 refuses to load a certificate."""

    def __init__(self, one: dict[str, str]) -> None:
        self.issuer, self.serial = one["issuer"], one["serial"]
        if one["id"] != "CERT-E1":
            read = x509.load_pem_x509_certificate(one["pem"].encode())
            assert (self.issuer, self.serial) == (read.issuer.rfc4514_string(), str(read.serial_number))  # noqa: S101
        self.number = _md5(self.issuer + self.serial)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
