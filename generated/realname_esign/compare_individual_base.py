# Generated from specs/esign/compare-individual-base.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 个人2要素信息比对."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import GatewayRejection


@frozen(kw_only=True)
class CompareIndividualBaseRequest(Request):
    """The person's data."""

    OPERATION: ClassVar[str] = "compare_individual_base"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/glz1it"

    id_no: str = field(validator=text(), repr=masked, metadata=wire("idNo"))
    """The number of the person's identity card, or of a residence permit that begins with 81, 82 or
    83.
    """

    name: str = field(validator=text(min_length=1, max_length=100), repr=masked, metadata=wire("name"))
    """The person's name."""


@frozen(kw_only=True)
class IndividualBase(Answer):
    """A comparison."""

    verify_id: str | None = field(default=None, metadata=wire("verifyId"))
    """The comparison's id; no operation asks for it."""


@frozen(kw_only=True)
class IndividualBaseResponse(OutcomeAnswer):
    """The data match.

    Its `outcome` speaks of data that was compared, without an act of the person.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(verified=({"code": 0},))

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""

    data: IndividualBase | None = field(default=None, metadata=wire("data"))
    """The comparison."""


@frozen(kw_only=True)
class IndividualBaseFailure(Answer):
    """The data do not match (`30504001`), or another business failure."""

    code: int = field(metadata=wire("code"))
    """The business code, anything but 0."""

    message: str | None = field(default=None, metadata=wire("message"))
    """What went wrong, for a human reader; the wording may change, so programs go by `code`."""

    data: IndividualBase | None = field(default=None, metadata=wire("data"))
    """The comparison, if there was one."""


COMPARE_INDIVIDUAL_BASE: Final = Operation(
    name="compare_individual_base",
    method="POST",
    path="/v2/identity/verify/individual/base",
    sends_body=True,
    request=CompareIndividualBaseRequest,
    answer=IndividualBaseResponse,
    failures={200: IndividualBaseFailure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30504001": Code(kind="rejected"),
        "30504002": Code(kind="undecidable"),
        "30504900": Code(kind="rate-limit", remedy="The same data were compared too often: wait, or ask e签宝."),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/glz1it",
)
"""Compare a person's name and identity number."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def compare_individual_base(self, *, id_no: str, name: str) -> IndividualBaseResponse:
        """Compare a person's name and identity number.

        The person takes no part: that the data match does not say that whoever gave them is that
        person. Data that do not match are refused with 30504001. Identity cards of the Chinese
        mainland, and residence permits of residents of Hong Kong, Macao and Taiwan only. For the
        same data, 10 calls in a minute block for a minute, 20 in ten minutes for ten minutes, 50 in
        a day for 30 minutes.

        Args:
            id_no: The number of the person's identity card, or of a residence permit that
                begins with 81, 82 or 83. Sensitive: masked in `repr`.
            name: The person's name. 1 to 100 characters; sensitive: masked in `repr`.

        Returns:
            The data match.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 个人2要素信息比对, edition of 2026-01-06,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/glz1it
        """
        return self._call(COMPARE_INDIVIDUAL_BASE, CompareIndividualBaseRequest(id_no=id_no, name=name)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def compare_individual_base(self, *, id_no: str, name: str) -> IndividualBaseResponse:
        """`Client.compare_individual_base`, from async code."""
        return (await self._call(COMPARE_INDIVIDUAL_BASE, CompareIndividualBaseRequest(id_no=id_no, name=name))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def compare_individual_base(self, *, id_no: str, name: str) -> RawReply[IndividualBaseResponse]:
        """`Client.compare_individual_base`, with the exchange."""
        return self._client._call(COMPARE_INDIVIDUAL_BASE, CompareIndividualBaseRequest(id_no=id_no, name=name))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def compare_individual_base(self, *, id_no: str, name: str) -> RawReply[IndividualBaseResponse]:
        """`AsyncClient.compare_individual_base`, with the exchange."""
        return await self._client._call(COMPARE_INDIVIDUAL_BASE, CompareIndividualBaseRequest(id_no=id_no, name=name))
