"""Gateways without a network: each gives one answer, the contract's own example, genuinely signed once and for all.

They never look at what they are sent, so that both sides of a comparison pay for the same.
"""

import base64
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

ROOT = Path(__file__).resolve().parents[2]
BASE_URL = "https://gateway.example"
CLIENT_ID = "2188000000000001"
APP_ID = "2021000000000001"
APP_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105  of nobody
ENROLL_STATUS = "/api/v1/zoloz/connect/queryEnrollStatus"


class _Whole(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer's body as a connection hands it over: to be read, then closed."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


class Mocked(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that gives one answer to everyone, and remembers the last request.

    Attributes:
        body: the answer's body.
        headers: the answer's headers besides those that describe the body.
        last: the last request.
    """

    last: httpx.Request

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        self.body = body
        self.headers = headers
        described = {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}
        self._raw = [(name.encode("ascii"), value.encode("ascii")) for name, value in described.items()]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.last = request
        return httpx.Response(200, headers=self._raw, stream=_Whole(self.body))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.last = request
        return httpx.Response(200, headers=self._raw, stream=_Whole(self.body))


@dataclass(frozen=True)
class KeyPair:
    """An RSA pair of 2048 bits, of nobody."""

    key: rsa.RSAPrivateKey

    @classmethod
    def generate(cls) -> "KeyPair":
        """Make a new pair."""
        return cls(rsa.generate_private_key(public_exponent=65537, key_size=2048))

    @cached_property
    def private_text(self) -> str:
        """Base64 of the PKCS#8 DER."""
        return base64.b64encode(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()

    @cached_property
    def public_text(self) -> str:
        """Base64 of the SubjectPublicKeyInfo DER."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def sign(self, data: bytes) -> str:
        """Base64 of the signature over `data`."""
        return base64.b64encode(self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()


@dataclass(frozen=True)
class Keys:
    """The pairs of the one who calls and of the provider."""

    caller: KeyPair
    provider: KeyPair

    @classmethod
    def generate(cls) -> "Keys":
        """Make two new pairs."""
        return cls(KeyPair.generate(), KeyPair.generate())


def zoloz(keys: Keys) -> Mocked:
    """ZOLOZ: the page's own sample."""
    body, time = _example("zoloz", ENROLL_STATUS, "success"), "2026-01-02T03:04:05+0000"
    signature = keys.provider.sign(f"POST {ENROLL_STATUS}\n{CLIENT_ID}.{time}.".encode() + body)
    return Mocked(
        body, {"Response-Time": time, "Signature": f"algorithm=RSA256, signature={quote(signature, safe='')}"}
    )


def alipay(keys: Keys) -> Mocked:
    """Alipay: a trusted person."""
    body = _example("alipay", "/v3/zhima/customer/jobworth/authentication", "trusted")
    signature = keys.provider.sign(b"1700000000001\nabc\n" + body + b"\n")
    return Mocked(
        body,
        {
            "alipay-timestamp": "1700000000001",
            "alipay-nonce": "abc",
            "alipay-signature": signature,
            "alipay-trace-id": "0000000000000001",
        },
    )


def esign_organization() -> Mocked:
    """e签宝: the page's own sample, an organization's flow in progress with three sub-flows; e签宝 signs no answers."""
    return _esign(_example("esign", "/v2/identity/auth/api/common/{flowId}/outline", "organization"))


def esign_person() -> Mocked:
    """e签宝: a person's finished flow, with one sub-flow."""
    answer = json.loads(esign_organization().body)
    outline = answer["data"]
    [related] = outline.pop("relatedFlows")
    outline |= {"objectType": "INDIVIDUAL", "flowStatus": "SUCCESS", "subFlows": related["subFlows"]}
    outline["subFlows"][0]["subFlowType"] = "FACEAUTH_ZMXY"
    return _esign(_compact(answer))


def _esign(body: bytes) -> Mocked:
    return Mocked(body, {"X-Tsign-Trace-Id": "0000000000000001"})


def _example(provider: str, path: str, name: str) -> bytes:
    contract = json.loads((ROOT / f"generated/realname_{provider}/contract.json").read_text(encoding="utf-8"))
    [operation] = contract["paths"][path].values()
    example = operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]
    return _compact(example)


def _compact(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
