# Generated from specs/alipay/certify-open-query.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: AlipayUserCertifyOpenApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CommonErrorType, Passed


@frozen(kw_only=True)
class QueryCertifyOpenRequest(Request):
    """The arguments of `query_certify_open`."""

    OPERATION: ClassVar[str] = "query_certify_open"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md"
    )

    certify_id: str | None = field(default=None, validator=optional(text()), metadata=wire("certify_id", at="query"))
    """The id of the verification, as `initialize_certify_open` gave it."""


@frozen(kw_only=True)
class AlipayUserCertifyOpenQueryResponseModel(OutcomeAnswer):
    """The result of an identity verification; any field may be absent.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(verified=({"passed": "T"},))

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("fail_reason"))
    """Why the person did not pass; an extension that is not sent by default."""

    identity_info: str | None = field(default=None, repr=masked, metadata=wire("identity_info"))
    """Data of the person, as JSON; empty as a rule."""

    material_info: str | None = field(default=None, repr=masked, metadata=wire("material_info"))
    """Attachments, above all pictures, as JSON; empty as a rule."""

    passed: Passed | None = field(default=None, metadata=wire("passed"))
    """Whether the person passed; `F` also before the person has finished."""


class CertifyOpenQueryErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    ILLEGAL_ARGUMENT_FORMAT = "ILLEGAL_ARGUMENT_FORMAT"
    CERTIFY_ID_EXPIRED = "CERTIFY_ID_EXPIRED"
    OPEN_CERTIFY_BILL_NOT_EXIST = "OPEN_CERTIFY_BILL_NOT_EXIST"
    OPEN_CERTIFY_BILL_STATUS_ERROR = "OPEN_CERTIFY_BILL_STATUS_ERROR"
    UNABLE_GET_IMAGE = "UNABLE_GET_IMAGE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


QUERY_CERTIFY_OPEN: Final = Operation(
    name="query_certify_open",
    method="GET",
    path="/v3/alipay/user/certify/open/query",
    request=QueryCertifyOpenRequest,
    answer=AlipayUserCertifyOpenQueryResponseModel,
    failures={
        200: AlipayUserCertifyOpenQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={
        "CERTIFY_ID_EXPIRED": Code(kind="expired"),
        "OPEN_CERTIFY_BILL_NOT_EXIST": Code(
            kind="not-found", remedy="Check the certify_id; one whose time is over is reported like this, too."
        ),
    },
    waiter=Waiter(pause=2, unfinished=({"passed": "F"},), finished=({"passed": "T"},)),
    retry="safe",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md",
)
"""Read the result of an identity verification (身份认证)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def query_certify_open(self, *, certify_id: str | None = None) -> AlipayUserCertifyOpenQueryResponseModel:
        """Read the result of an identity verification (身份认证).

        Only `passed` `T` says something: `F` stands for a person who was refused, and also for one
        who has not finished yet, and no other field tells the two apart (a third party says so). So
        `F` is neither a no nor a "not yet": the waiter goes on to its limit. By Alipay's support no
        reason is returned either. Results can be read for 3 months. How often one may ask is not
        stated. Alipay's own name of the operation is `alipay.user.certify.open.query`.

        Args:
            certify_id: The id of the verification, as `initialize_certify_open` gave it. Needed
                in practice, although the provider calls it optional.

        Returns:
            The result of an identity verification; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertifyOpenApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md
        """
        return self._call(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id)).parsed

    def wait_for_certify_open(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> AlipayUserCertifyOpenQueryResponseModel:
        """Call `query_certify_open` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            certify_id: The id of the verification, as `initialize_certify_open` gave it. Needed
                in practice, although the provider calls it optional.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """
        answer = self._wait(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def query_certify_open(self, *, certify_id: str | None = None) -> AlipayUserCertifyOpenQueryResponseModel:
        """`Client.query_certify_open`, from async code."""
        return (await self._call(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id))).parsed

    async def wait_for_certify_open(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> AlipayUserCertifyOpenQueryResponseModel:
        """`Client.wait_for_certify_open`, from async code."""
        answer = await self._wait(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def query_certify_open(self, *, certify_id: str | None = None) -> RawReply[AlipayUserCertifyOpenQueryResponseModel]:
        """`Client.query_certify_open`, with the exchange."""
        return self._client._call(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def query_certify_open(
        self, *, certify_id: str | None = None
    ) -> RawReply[AlipayUserCertifyOpenQueryResponseModel]:
        """`AsyncClient.query_certify_open`, with the exchange."""
        return await self._client._call(QUERY_CERTIFY_OPEN, QueryCertifyOpenRequest(certify_id=certify_id))
