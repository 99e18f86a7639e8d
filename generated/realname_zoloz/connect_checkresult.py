# Generated from specs/zoloz/connect-checkresult.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: checkresult."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, fresh, masked, text, told, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import Result


@frozen(kw_only=True)
class CheckresultRequest(Request):
    """Names the verification whose result is asked for."""

    OPERATION: ClassVar[str] = "checkresult"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/connect-checkresult"

    biz_id: str = field(default=None, converter=fresh, validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the business, for tracing; should be unique, but the server does not
    check.
    """

    transaction_id: str = field(validator=text(max_length=64), metadata=wire("transactionId"))
    """The id which `initialize` returned."""


class ConnectResult(WireEnum):
    """How far a verification is.

    - `Success`: face quality and liveness detection have passed, and Deeper detection too where
      it is bought and on.
    - `Failure`: face quality or liveness detection has failed; the risk is high, and the person
      should be rejected.
    - `VoidTimeout`: no result because of a timeout.
    - `InProcess`: no result yet.

    The list is open: the provider may use values that do not stand here.
    """

    SUCCESS = "Success"
    FAILURE = "Failure"
    VOID_TIMEOUT = "VoidTimeout"
    IN_PROCESS = "InProcess"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class ExtFaceInfo(Answer):
    """Details of a face verification."""

    alive_image: str | None = field(default=None, repr=masked, metadata=wire("aliveImage"))
    """The face image that was captured, in base64."""

    ref_image: str | None = field(default=None, repr=masked, metadata=wire("refImage"))
    """The face image that was enrolled, in base64."""

    face_score: float | None = field(default=None, repr=masked, metadata=wire("faceScore"))
    """How alike the live face and the enrolled one are, 0 to 100; the threshold is not stated."""

    face_attack: bool | None = field(default=None, repr=masked, metadata=wire("faceAttack"))
    """Whether liveness detection takes the face image for a fake."""


@frozen(kw_only=True)
class CheckresultResponse(OutcomeAnswer):
    """The result of a face verification, as far as there is one.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=(
            {
                "result.result_status": "S",
                "result.result_code": "SUCCESS",
                "connect_result": "Success",
                "ext_face_info.face_attack": (None, False),
            },
        ),
        rejected=(
            {"result.result_status": "S", "result.result_code": "SUCCESS", "connect_result": "Failure"},
            {"result.result_status": "F", "result.result_code": "NOT_SAME_PERSON"},
        ),
        pending=({"result.result_status": "S", "result.result_code": "SUCCESS", "connect_result": "InProcess"},),
    )

    result: Result = field(metadata=wire("result"))
    """What came of the request: `SUCCESS` (`S`) and `NOT_SAME_PERSON` (`F`: the score is below the
    threshold, or fraud or high risk was detected) report a result.
    """

    connect_result: ConnectResult | None = field(default=None, metadata=wire("connectResult"))
    """The result of the Connect process; older editions of the page do not have it."""

    ext_face_info: ExtFaceInfo | None = field(default=None, repr=masked, metadata=wire("extFaceInfo"))
    """Details of the face verification, only with the codes `SUCCESS` and `NOT_SAME_PERSON`."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


CHECKRESULT: Final = Operation(
    name="checkresult",
    method="POST",
    path="/api/v1/zoloz/connect/checkresult",
    sends_body=True,
    request=CheckresultRequest,
    answer=CheckresultResponse,
    failures={200: CheckresultResponse},
    codes={
        "NOT_SAME_PERSON": Code(kind="rejected"),
        "INVALID_ARGUMENT": Code(
            kind="request", remedy="Check the transaction id first; the provider's own words may name another argument."
        ),
    },
    fresh=("biz_id",),
    waiter=Waiter(
        pause=2,
        unfinished=({"connect_result": "InProcess"},),
        finished=({"connect_result": ("Success", "Failure", "VoidTimeout", None)},),
    ),
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/apireference/connect-checkresult",
)
"""Get the result of a face verification."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> CheckresultResponse:
        """Get the result of a face verification.

        May be called repeatedly, whether the verification is complete or not. The codes `SUCCESS`
        and `NOT_SAME_PERSON` both report a result, the second one as a `RejectedError` that has the
        answer; every other code is a failure of the call. Older editions of the page have no
        `connectResult`: an answer without it is of unknown outcome.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            transaction_id: The id which `initialize` returned. At most 64 characters.

        Returns:
            The result of a face verification, as far as there is one.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: checkresult,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-checkresult

        Partial: The copies lack the result codes after NOT_SAME_PERSON, if there are more, and the
        samples.
        """
        return self._call(CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id)).parsed

    def wait_for_checkresult(
        self, *, biz_id: str | None = None, transaction_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> CheckresultResponse:
        """Call `checkresult` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            transaction_id: The id which `initialize` returned. At most 64 characters.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """
        answer = self._wait(
            CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id), limit=timeout
        )
        return answer.require_verified() if require_verified else answer


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> CheckresultResponse:
        """`Client.checkresult`, from async code."""
        return (await self._call(CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id))).parsed

    async def wait_for_checkresult(
        self, *, biz_id: str | None = None, transaction_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> CheckresultResponse:
        """`Client.wait_for_checkresult`, from async code."""
        answer = await self._wait(
            CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id), limit=timeout
        )
        return answer.require_verified() if require_verified else answer


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> RawReply[CheckresultResponse]:
        """`Client.checkresult`, with the exchange."""
        return self._client._call(CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> RawReply[CheckresultResponse]:
        """`AsyncClient.checkresult`, with the exchange."""
        return await self._client._call(CHECKRESULT, CheckresultRequest(biz_id=biz_id, transaction_id=transaction_id))
