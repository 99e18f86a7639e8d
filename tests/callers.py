"""Requests to the three gateways, signed after the providers' pages with no code of ours: a second implementation.

Each request is a set of parts that a test can break, before it is signed or after.
"""

import base64
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Self
from urllib.parse import quote, unquote

from attrs import Factory, asdict, define, field
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from realname.sandbox import Received, Sandbox, Token
from tests import facts
from tests.raw import Answer, send

NOW = 1_700_000_000.0
NOW_MS = 1_700_000_000_000
ZOLOZ, ALIPAY, ESIGN = (facts.main(provider) for provider in facts.PROVIDERS)
"""The operations that are called."""
USER = "user-1"
FLOW_ID = str(ESIGN.wire["flowId"])
TOKEN_PATH, REFRESH_PATH = "/v1/oauth2/access_token", "/v1/oauth2/refresh_token"

Environment = Mapping[str, str]

_counter = itertools.count()


@cache
def private_key(text: str) -> RSAPrivateKey:
    """Read a private key from one-line base64."""
    key = load_der_private_key(base64.b64decode(text), None)
    assert isinstance(key, RSAPrivateKey)
    return key


@cache
def public_key(text: str) -> RSAPublicKey:
    """Read a public key from one-line base64."""
    key = load_der_public_key(base64.b64decode(text))
    assert isinstance(key, RSAPublicKey)
    return key


def verifies(text: str, signature: str | None, signed: bytes) -> bool:
    """Whether a base64 signature over these bytes is that of the public key in `text`."""
    key = public_key(text)
    try:
        key.verify(base64.b64decode(signature or "", validate=True), signed, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def aes(key: bytes, *, chained: bool) -> Cipher[modes.CBC | modes.ECB]:
    """AES with a zero initialisation vector if chained, block by block if not."""
    return Cipher(AES(key), modes.CBC(bytes(16)) if chained else modes.ECB())  # noqa: S305 - ZOLOZ's choice


def encrypted(key: bytes, plain: bytes, *, chained: bool = False) -> bytes:
    """Pad after PKCS#7, encrypt, and write as base64."""
    size = 16 - len(plain) % 16
    encryptor = aes(key, chained=chained).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([size]) * size) + encryptor.finalize())


def decrypted(key: bytes, text: bytes, *, chained: bool = False) -> bytes:
    """Undo `encrypted`."""
    decryptor = aes(key, chained=chained).decryptor()
    padded = decryptor.update(base64.b64decode(text, validate=True)) + decryptor.finalize()
    assert padded[-padded[-1] :] == bytes([padded[-1]]) * padded[-1]
    return padded[: -padded[-1]]


@define
class Request:
    """The parts of a request; `headers` by lower-case name, in the spelling of the provider's page."""

    environment: Environment
    provider: str
    method: str
    target: str
    headers: dict[str, str] = Factory(dict)
    body: bytes = b""

    def signed(self, *breaks: "Break") -> Self:
        """Sign, after what is to be broken before the signature, and before what is to be broken after it."""
        for step in reversed(breaks):
            step.before(self)
        self.sign()
        for step in reversed(breaks):
            step.after(self)
        return self

    def sign(self) -> None:
        """Complete target, headers and body."""
        raise NotImplementedError

    def received(self) -> Received:
        """The request as a gateway gets it from its server."""
        headers = tuple((name.lower(), value) for name, value in self.headers.items())
        return Received(self.method, self.target, headers, self.body)

    def send(self) -> Answer:
        """Send the request over a real connection; there must be an answer."""
        answer = self.try_to_send()
        assert answer is not None
        return answer

    def try_to_send(self) -> Answer | None:
        """Send the request over a real connection."""
        url = self.environment[f"REALNAME_{self.provider.upper()}_BASE_URL"]
        return send(url, self.method, self.target, list(self.headers.items()), self.body)


@define
class Break:
    """One thing that is wrong with a request, and what the provider says to it."""

    code: str
    before: Callable[..., object] = lambda _: None
    after: Callable[..., object] = lambda _: None


def named(value: object) -> str:
    """How a row of a table is called, where a mistake goes by its code."""
    return value.code if isinstance(value, Break) else getattr(value, "__name__", str(value))


@define
class ZolozRequest(Request):
    """An operation of ZOLOZ."""

    path: str = ZOLOZ.path
    client_id: str = ""
    time: str = ""
    document: dict[str, object] = Factory(dict)
    text: bytes | None = None
    """The body, if it is not the document."""
    aes_key: bytes | None = None
    """The key to encrypt with, if at all."""
    wrapped_key: bytes | None = None
    """What is wrapped, if not that key."""

    def sign(self) -> None:
        """Encrypt if wanted; string to sign; RSA and percent-encoded base64, or HMAC if there is an access key."""
        self.target = self.path
        self.body = json.dumps(self.document).encode() if self.text is None else self.text
        content_type, encryption = "application/json; charset=UTF-8", {}
        if self.aes_key is not None:
            self.body, content_type = encrypted(self.aes_key, self.body), "text/plain; charset=UTF-8"
            recipient = public_key(self.environment["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"])
            wrapped = recipient.encrypt(self.wrapped_key or self.aes_key, PKCS1v15())
            value = quote(base64.b64encode(wrapped), safe="")
            encryption = {"Encrypt": f"algorithm=RSA_AES, symmetricKey={value}"}
        string = f"POST {self.path}\n{self.client_id}.{self.time}.".encode() + self.body
        self.headers = {
            "Client-Id": self.client_id,
            "Request-Time": self.time,
            **(self.by_access_key(string) if "REALNAME_ZOLOZ_ACCESS_KEY" in self.environment else self.by_rsa(string)),
            "Content-Type": content_type,
            "User-Agent": "test",
            **encryption,
        } | self.headers

    def by_rsa(self, string: bytes) -> dict[str, str]:
        """The header of a signature by the merchant's private key."""
        key = private_key(self.environment["REALNAME_ZOLOZ_PRIVATE_KEY"])
        value = quote(base64.b64encode(key.sign(string, PKCS1v15(), SHA256())), safe="")
        return {"Signature": f"algorithm=RSA256, signature={value}"}

    def by_access_key(self, string: bytes) -> dict[str, str]:
        """The headers of a signature by access key, whose secret is URL-safe base64 without padding."""
        return {
            "Auth-Type": "AKSK",
            "Access-Key": self.environment["REALNAME_ZOLOZ_ACCESS_KEY"],
            "Signature": zoloz_hmac(self.environment, string),
        }


def zoloz_request(environment: Environment, user_id: str = USER) -> ZolozRequest:
    """A request that lacks nothing but its signature."""
    return ZolozRequest(
        environment,
        "zoloz",
        ZOLOZ.method,
        "",
        client_id=environment["REALNAME_ZOLOZ_CLIENT_ID"],
        time="2023-11-14T22:13:20+0000",
        document={**ZOLOZ.wire, "userId": user_id},
    )


def zoloz_hmac(environment: Environment, string: bytes) -> str:
    """HMAC-SHA256 under the secret key, in URL-safe base64 without padding."""
    secret = base64.urlsafe_b64decode(environment["REALNAME_ZOLOZ_SECRET_KEY"] + "=")
    return base64.urlsafe_b64encode(hmac.new(secret, string, hashlib.sha256).digest()).decode().rstrip("=")


def zoloz_answer_key(environment: Environment, answer: Answer) -> bytes:
    """The AES key that an encrypted answer brings."""
    header = answer.header("Encrypt") or ""
    match = re.fullmatch("algorithm=RSA_AES, symmetricKey=([A-Za-z0-9%]+)", header)
    assert match is not None
    wrapped = base64.b64decode(unquote(match[1]), validate=True)
    return private_key(environment["REALNAME_ZOLOZ_PRIVATE_KEY"]).decrypt(wrapped, PKCS1v15())


def zoloz_answer_is_signed(
    environment: Environment, answer: Answer, *, path: str = ZOLOZ.path, client_id: str | None = None
) -> bool:
    """Whether an answer carries ZOLOZ's signature over what it should."""
    client_id = client_id or environment["REALNAME_ZOLOZ_CLIENT_ID"]
    signed = f"POST {path}\n{client_id}.{answer.header('Response-Time')}.".encode() + answer.body
    if "REALNAME_ZOLOZ_ACCESS_KEY" in environment:
        return answer.header("Signature") == zoloz_hmac(environment, signed)
    items = dict(item.strip().split("=", 1) for item in (answer.header("Signature") or "x=").split(","))
    return verifies(environment["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"], unquote(items.get("signature", "")), signed)


@define
class AlipayRequest(Request):
    """An operation of Alipay."""

    path: str = ALIPAY.path
    algorithm: str = "ALIPAY-SHA256withRSA"
    items: dict[str, str] = Factory(dict)
    parameters: list[tuple[str, str]] = Factory(list)
    unsigned: bool = False

    def sign(self) -> None:
        """Auth string, the lines that are signed, RSA, base64."""
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in self.parameters)
        self.target = f"{self.path}?{query}" if query else self.path
        auth_string = ",".join(f"{name}={value}" for name, value in self.items.items())
        lines = [auth_string, self.method, self.target, self.body.decode()]
        lines += [token] if (token := self.headers.get("alipay-app-auth-token")) else []
        string = "".join(f"{line}\n" for line in lines).encode()
        key = private_key(self.environment["REALNAME_ALIPAY_PRIVATE_KEY"])
        value = base64.b64encode(key.sign(string, PKCS1v15(), SHA256())).decode()
        sign = "" if self.unsigned else f",sign={value}"
        self.headers = {"Authorization": f"{self.algorithm} {auth_string}{sign}", **self.headers}

    def set(self, name: str, value: str | None) -> None:
        """Set a query parameter, or leave it out."""
        self.parameters = [pair for pair in self.parameters if pair[0] != name]
        self.parameters += [] if value is None else [(name, value)]


def alipay_request(environment: Environment, token: Mapping[str, str] | Token, now_ms: int = NOW_MS) -> AlipayRequest:
    """A request that lacks nothing but its signature; in certificate mode, if that is what the environment is for."""
    values = {**ALIPAY.wire, **(token if isinstance(token, Mapping) else asdict(token))}
    request = AlipayRequest(
        environment,
        "alipay",
        ALIPAY.method,
        "",
        items={
            "app_id": environment["REALNAME_ALIPAY_APP_ID"],
            "nonce": f"nonce-{next(_counter)}",
            "timestamp": str(now_ms),
        },
        parameters=[(name, values[name]) for name in ALIPAY.wire],
    )
    return in_certificate_mode(request) if "REALNAME_ALIPAY_APP_CERTIFICATE" in environment else request


def certificate_sn(certificate: x509.Certificate) -> str:
    """The MD5 of issuer, names in reverse, and serial number."""
    short = {"countryName": "C", "organizationName": "O", "commonName": "CN"}
    names = [f"{short[item.oid._name]}={item.value!s}" for item in reversed(list(certificate.issuer))]
    return hashlib.md5(f"{','.join(names)}{certificate.serial_number}".encode(), usedforsecurity=False).hexdigest()


def root_sn(bundle: str) -> str:
    """The SNs of those certificates of a bundle that are signed with RSA, joined in order."""
    blocks = [f"{block}-----END CERTIFICATE-----" for block in bundle.split("-----END CERTIFICATE-----")[:-1]]
    found = []
    for block in blocks:
        # The algorithm stands last, before the signature: for RSA an OID under 1.2.840.113549.1.1, with a NULL.
        der = base64.b64decode("".join(block.split("-----")[2].split()))
        if re.search(rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01.\x05\x00\x03\x82", der, re.DOTALL):
            found.append(certificate_sn(x509.load_pem_x509_certificate(block.encode())))
    return "_".join(found)


def in_certificate_mode(request: AlipayRequest) -> AlipayRequest:
    """Name the app's certificate and the root bundle, as the environment has them."""
    app = x509.load_pem_x509_certificate(request.environment["REALNAME_ALIPAY_APP_CERTIFICATE"].encode())
    request.items["app_cert_sn"] = certificate_sn(app)
    request.headers["alipay-root-cert-sn"] = root_sn(request.environment["REALNAME_ALIPAY_ROOT_CERTIFICATES"])
    return request


def alipay_key(environment: Environment, answer: Answer) -> str:
    """Alipay's public key as one-line base64: in certificate mode that of the certificate which the answer names."""
    if "REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY" in environment:
        return environment["REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY"]
    certificates = x509.load_pem_x509_certificates(environment["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"].encode())
    [named] = [item for item in certificates if certificate_sn(item) == answer.header("alipay-sn")]
    return base64.b64encode(named.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def alipay_answer_is_signed(environment: Environment, answer: Answer) -> bool:
    """Whether an answer carries Alipay's signature over what it should."""
    signed = f"{answer.header('alipay-timestamp')}\n{answer.header('alipay-nonce')}\n".encode() + answer.body + b"\n"
    return verifies(alipay_key(environment, answer), answer.header("alipay-signature"), signed)


@define
class EsignRequest(Request):
    """An operation of e签宝."""

    path: str = field(kw_only=True)
    query: str = ""
    signed_query: str = ""
    """What is signed in place of the query: sorted and decoded."""
    mode: str | None = "Signature"
    app_id: str = ""
    timestamp: str = ""
    token: str | None = None
    """The token to carry in place of a signature."""

    def sign(self) -> None:
        """Seven fields, HMAC, base64; in token mode none of it."""
        self.target = self.path + (f"?{self.query}" if self.query else "")
        if self.token is not None:
            own = {"X-Tsign-Open-App-Id": self.app_id, "X-Tsign-Open-Token": self.token}
            self.headers = own | {"Content-Type": "application/json; charset=UTF-8"} | self.headers
            return
        headers = {"Accept": "*/*", "Content-Type": "application/json; charset=UTF-8", **self.headers}
        fields = [self.method, *(headers.get(name, "") for name in ("Accept", "Content-MD5", "Content-Type", "Date"))]
        listed = sorted(filter(None, headers.get("X-Tsign-Open-Ca-Signature-Headers", "").split(",")))
        fields += [f"{name}:{headers.get(name, '')}" for name in listed]
        fields.append(self.path + (f"?{self.signed_query}" if self.signed_query else ""))
        self.headers = headers | {
            "X-Tsign-Open-App-Id": self.app_id,
            "X-Tsign-Open-Ca-Timestamp": self.timestamp,
            "X-Tsign-Open-Ca-Signature": self.hmac("\n".join(fields)),
        }
        if self.mode is not None:
            self.headers["X-Tsign-Open-Auth-Mode"] = self.mode

    def hmac(self, string: str) -> str:
        """HMAC-SHA256 under the app's secret, in base64."""
        secret = self.environment["REALNAME_ESIGN_APP_SECRET"].encode()
        return base64.b64encode(hmac.new(secret, string.encode(), hashlib.sha256).digest()).decode()


def esign_request(environment: Environment, now_ms: int = NOW_MS, *, flow_id: str = FLOW_ID) -> EsignRequest:
    """A request that lacks nothing but its signature."""
    return EsignRequest(
        environment,
        "esign",
        ESIGN.method,
        "",
        path=ESIGN.target(flowId=flow_id),
        app_id=environment["REALNAME_ESIGN_APP_ID"],
        timestamp=str(now_ms),
    )


@define
class TokenRequest(Request):
    """A request to one of e签宝's token endpoints, which nothing is signed in."""

    query: dict[str, str] = field(kw_only=True)

    def sign(self) -> None:
        """Put the query together."""
        path = REFRESH_PATH if "refreshToken" in self.query else TOKEN_PATH
        self.target = f"{path}?{'&'.join(f'{name}={value}' for name, value in self.query.items())}"


def token_request(environment: Environment, refresh_token: str | None = None, **changes: str) -> TokenRequest:
    """Ask for a token, or for the next one."""
    own = {"secret": environment["REALNAME_ESIGN_APP_SECRET"], "grantType": "client_credentials"}
    if refresh_token is not None:
        own = {"refreshToken": refresh_token, "grantType": "refresh_token"}
    query = {"appId": environment["REALNAME_ESIGN_APP_ID"], **own, **changes}
    return TokenRequest(environment, "esign", "GET", "", query=query)


# ---- whichever provider ----------------------------------------------------------------------------------------------


def genuine_request(sandbox: Sandbox, environment: Environment, provider: str) -> Request:
    """A request that will succeed: it lacks nothing but its signature. The sandbox's clock is to stand still."""
    if provider == "zoloz":
        sandbox.zoloz.enroll(USER)
        return zoloz_request(environment)
    if provider == "alipay":
        return alipay_request(environment, sandbox.alipay.issue_token())
    return esign_request(environment)


def refused_request(environment: Environment, provider: str) -> Request:
    """A request that the operation itself refuses: it lacks nothing but its signature."""
    if provider == "zoloz":
        return zoloz_request(environment, "stranger")
    return alipay_request(environment, {}) if provider == "alipay" else esign_request(environment, flow_id="1")


def is_signed(environment: Environment, answer: Answer) -> bool:
    """Whether an answer carries its provider's signature over what it should."""
    check = alipay_answer_is_signed if answer.header("alipay-trace-id") else zoloz_answer_is_signed
    return check(environment, answer)


def signature_of(environment: Environment, answer: Answer) -> str:
    """What is to be thought of an answer's signature: genuine, wrong, half or absent."""
    names = ["alipay-signature", "alipay-timestamp", "alipay-nonce"]
    if not answer.header("alipay-trace-id"):
        names = ["Signature", "Response-Time"]
    found = [bool(answer.header(name)) for name in names]
    if not all(found):
        return "half" if any(found) else "absent"
    return "genuine" if is_signed(environment, answer) else "wrong"
