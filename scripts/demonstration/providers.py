"""One call to each provider, as a service would write it, and what is to be expected of it."""

import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import httpx

from realname import DecodeError, RealnameError, SignatureError, alipay, esign, zoloz
from realname.core.reply import RawReply, Verification

Control = Callable[..., object]
"""`SandboxProcess.control`."""


@dataclass(frozen=True)
class Answer:
    """What a person wants to see of an answer; nothing in it is personal."""

    says: str
    request_id: str | None
    verification: Verification
    milliseconds: float


@dataclass(frozen=True)
class Forgery:
    """A fault of the sandbox that forges an answer, and the error that must come of it."""

    fault: str
    meaning: str
    error: type[RealnameError]


CHANGED = Forgery("tampered_body", "one word changed after signing", SignatureError)
STRANGER = Forgery("wrong_key", "signed with a stranger's key", SignatureError)
UNSIGNED = Forgery("unsigned_answer", "the signature left out", SignatureError)
OTHER_FLOW = Forgery("other_flow", "about another flow than asked", DecodeError)


class Provider(ABC):
    """One provider with its one operation. `prepare` before each call; `says` is what the answer must say."""

    name: ClassVar[str]
    key: ClassVar[str]
    operation: ClassVar[str]
    says: ClassVar[str]
    verification: ClassVar[Verification] = Verification.VERIFIED
    forgeries: ClassVar[tuple[Forgery, ...]] = (CHANGED, STRANGER, UNSIGNED)
    refusal: ClassVar[str]
    """The provider's own word for a signature that does not match."""

    def __init__(self, control: Control) -> None:
        self.control = control

    @abstractmethod
    def prepare(self) -> None:
        """Make the sandbox know what the next call asks about."""

    @abstractmethod
    def call(self, http_client: httpx.Client | None = None) -> Answer:
        """Call, synchronously."""

    @abstractmethod
    async def call_async(self) -> Answer:
        """The same call, from asyncio."""


class Zoloz(Provider):
    """Is this user's face enrolled?"""

    name = "ZOLOZ"
    key = "zoloz"
    operation = "query_enroll_status"
    says = "resultCode SUCCESS"
    refusal = "SIGNATURE_INVALID"

    def prepare(self) -> None:
        """Enrol the user."""
        self._biz_id = f"demo-{secrets.randbelow(10**8):08}"
        self.control("enroll", user_id="demo-user-1")

    def call(self, http_client: httpx.Client | None = None) -> Answer:
        """Call, synchronously."""
        with zoloz.Client.from_env(http_client=http_client) as client:
            started = time.perf_counter()
            reply = client.with_raw_response.query_enroll_status(biz_id=self._biz_id, user_id="demo-user-1")
            return self._answer(reply, started)

    async def call_async(self) -> Answer:
        """The same call, from asyncio."""
        async with zoloz.AsyncClient.from_env() as client:
            started = time.perf_counter()
            reply = await client.with_raw_response.query_enroll_status(biz_id=self._biz_id, user_id="demo-user-1")
            return self._answer(reply, started)

    def _answer(self, reply: RawReply[zoloz.QueryEnrollStatusResponse], started: float) -> Answer:
        says = f"resultCode {reply.parsed.result.result_code}"
        return _answer(reply, started, says, request_id=f"bizId {self._biz_id}")


class Alipay(Provider):
    """What came of a person's identity authentication?"""

    name = "Alipay"
    key = "alipay"
    operation = "query_jobworth_authentication"
    says = "identity_result SUCCESS"
    refusal = "invalid-signature"

    def prepare(self) -> None:
        """Issue a one-time token."""
        token = self.control("issue_token")
        if not isinstance(token, Mapping):
            raise TypeError("issue_token answers with an object")
        self._conn_key, self._once_token, self._cert_no = (
            str(token[name]) for name in ("conn_key", "once_token", "cert_no")
        )

    def call(self, http_client: httpx.Client | None = None) -> Answer:
        """Call, synchronously."""
        with alipay.Client.from_env(http_client=http_client) as client:
            started = time.perf_counter()
            reply = client.with_raw_response.query_jobworth_authentication(
                conn_key=self._conn_key,
                once_token=self._once_token,
                query_type="exact",
                identity_type=alipay.IdentityType.TEACHER,
                service_id="demo",
                cert_no=self._cert_no,
                cert_type=alipay.CertType.ID_CARD,
            )
            return self._answer(reply, started)

    async def call_async(self) -> Answer:
        """The same call, from asyncio."""
        async with alipay.AsyncClient.from_env() as client:
            started = time.perf_counter()
            reply = await client.with_raw_response.query_jobworth_authentication(
                conn_key=self._conn_key,
                once_token=self._once_token,
                query_type="exact",
                identity_type=alipay.IdentityType.TEACHER,
                service_id="demo",
                cert_no=self._cert_no,
                cert_type=alipay.CertType.ID_CARD,
            )
            return self._answer(reply, started)

    def _answer(
        self, reply: RawReply[alipay.ZhimaCustomerJobworthAuthenticationQueryResponseModel], started: float
    ) -> Answer:
        return _answer(reply, started, f"identity_result {reply.parsed.identity_result}")


class Esign(Provider):
    """How far has a verification flow come?"""

    name = "e签宝"
    key = "esign"
    operation = "get_flow_outline"
    says = "flowStatus SUCCESS"
    verification = Verification.NOT_SIGNED_BY_PROVIDER
    forgeries = (OTHER_FLOW,)
    refusal = "INVALID_SIGNATURE"

    def prepare(self) -> None:
        """Make a flow known."""
        self._flow_id = str(self.control("add_flow"))

    def call(self, http_client: httpx.Client | None = None) -> Answer:
        """Call, synchronously."""
        with esign.Client.from_env(http_client=http_client) as client:
            started = time.perf_counter()
            return self._answer(client.with_raw_response.get_flow_outline(flow_id=self._flow_id), started)

    async def call_async(self) -> Answer:
        """The same call, from asyncio."""
        async with esign.AsyncClient.from_env() as client:
            started = time.perf_counter()
            return self._answer(await client.with_raw_response.get_flow_outline(flow_id=self._flow_id), started)

    def _answer(self, reply: RawReply[esign.FlowOutlineResponse], started: float) -> Answer:
        return _answer(reply, started, f"flowStatus {reply.parsed.data.flow_status}")


def _answer(reply: RawReply[object], started: float, says: str, request_id: str | None = None) -> Answer:
    milliseconds = (time.perf_counter() - started) * 1000
    return Answer(says, request_id or reply.request_id, reply.verification, milliseconds)
