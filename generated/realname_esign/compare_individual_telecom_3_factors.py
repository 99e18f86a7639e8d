# Generated from specs/esign/compare-individual-telecom-3-factors.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 个人运营商3要素信息比对 / (详情版)."""

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
class CompareIndividualTelecom3FactorsRequest(Request):
    """The person's data."""

    OPERATION: ClassVar[str] = "compare_individual_telecom3_factors"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/kyken6"

    id_no: str = field(validator=text(), repr=masked, metadata=wire("idNo"))
    """The number of the person's identity card, of the Chinese mainland's second generation."""

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The person's name."""

    mobile_no: str = field(validator=text(), repr=masked, metadata=wire("mobileNo"))
    """The person's mobile number, at one of the three operators of the Chinese mainland."""


@frozen(kw_only=True)
class IndividualTelecom3Factors(Answer):
    """A comparison."""

    verify_id: str | None = field(default=None, metadata=wire("verifyId"))
    """The comparison's id; no operation asks for it."""


@frozen(kw_only=True)
class IndividualTelecom3FactorsResponse(OutcomeAnswer):
    """The data match.

    Its `outcome` speaks of data that was compared, without an act of the person.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(verified=({"code": 0},))

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""

    data: IndividualTelecom3Factors | None = field(default=None, metadata=wire("data"))
    """The comparison."""


@frozen(kw_only=True)
class IndividualTelecom3FactorsFailure(Answer):
    """The data do not match (`30504001`), or another business failure."""

    code: int = field(metadata=wire("code"))
    """The business code, anything but 0."""

    message: str | None = field(default=None, metadata=wire("message"))
    """What went wrong, for a human reader; the wording may change, so programs go by `code`."""

    data: IndividualTelecom3Factors | None = field(default=None, metadata=wire("data"))
    """The comparison, if there was one."""


COMPARE_INDIVIDUAL_TELECOM3_FACTORS: Final = Operation(
    name="compare_individual_telecom3_factors",
    method="POST",
    path="/v2/identity/verify/individual/telecom3Factors",
    sends_body=True,
    request=CompareIndividualTelecom3FactorsRequest,
    answer=IndividualTelecom3FactorsResponse,
    failures={200: IndividualTelecom3FactorsFailure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30504001": Code(kind="rejected"),
        "30504002": Code(kind="undecidable"),
        "30504900": Code(kind="rate-limit", remedy="The same data were compared too often: wait, or ask e签宝."),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/kyken6",
)
"""Compare a person's name, identity number and mobile number."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> IndividualTelecom3FactorsResponse:
        """Compare a person's name, identity number and mobile number.

        The person takes no part, and no text message is sent: that the data match does not say that
        whoever gave them is that person. Data that do not match are refused with 30504001. Whether
        the same data may be compared as often as one likes is not stated.

        Args:
            id_no: The number of the person's identity card, of the Chinese mainland's second
                generation. Sensitive: masked in `repr`.
            name: The person's name. Sensitive: masked in `repr`.
            mobile_no: The person's mobile number, at one of the three operators of the Chinese
                mainland. Sensitive: masked in `repr`.

        Returns:
            The data match.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 个人运营商3要素信息比对 / (详情版), edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/kyken6
        """
        return self._call(
            COMPARE_INDIVIDUAL_TELECOM3_FACTORS,
            CompareIndividualTelecom3FactorsRequest(id_no=id_no, name=name, mobile_no=mobile_no),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> IndividualTelecom3FactorsResponse:
        """`Client.compare_individual_telecom3_factors`, from async code."""
        return (
            await self._call(
                COMPARE_INDIVIDUAL_TELECOM3_FACTORS,
                CompareIndividualTelecom3FactorsRequest(id_no=id_no, name=name, mobile_no=mobile_no),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> RawReply[IndividualTelecom3FactorsResponse]:
        """`Client.compare_individual_telecom3_factors`, with the exchange."""
        return self._client._call(
            COMPARE_INDIVIDUAL_TELECOM3_FACTORS,
            CompareIndividualTelecom3FactorsRequest(id_no=id_no, name=name, mobile_no=mobile_no),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> RawReply[IndividualTelecom3FactorsResponse]:
        """`AsyncClient.compare_individual_telecom3_factors`, with the exchange."""
        return await self._client._call(
            COMPARE_INDIVIDUAL_TELECOM3_FACTORS,
            CompareIndividualTelecom3FactorsRequest(id_no=id_no, name=name, mobile_no=mobile_no),
        )
