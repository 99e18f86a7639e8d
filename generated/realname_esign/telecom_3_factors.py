# Generated from specs/esign/telecom-3-factors.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【手机号认证】运营商3要素核身."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, integer, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CertificationPurpose, ComparisonGrade, Failure, GatewayRejection, StartedFlowResponse


@frozen(kw_only=True)
class StartTelecom3FactorsRequest(Request):
    """The person, and what the initiator wants to get back."""

    OPERATION: ClassVar[str] = "start_telecom3_factors"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/wry7rc"

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The person's name."""

    id_no: str = field(validator=text(), repr=masked, metadata=wire("idNo"))
    """The number of the person's identity card."""

    mobile_no: str = field(validator=text(pattern="^[0-9]{11}$"), repr=masked, metadata=wire("mobileNo"))
    """The person's mobile number, 11 digits of the mainland."""

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The initiator's own id of the flow, echoed in the callback; it may identify a person."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """The address that is called back when the flow has ended."""

    grade: ComparisonGrade | str | None = field(default=None, validator=optional(text()), metadata=wire("grade"))
    """How much the comparison tells; `STANDARD` if it is not told."""

    source: int | None = field(default=None, validator=optional(integer()), metadata=wire("source"))
    """What is compared with; 0 if it is not told. 0: authoritative data. 1: trusted data, the same
    person verified under this app within a year, else an error. 2: trusted data first, then
    authoritative (advised).
    """

    certification_purpose: CertificationPurpose | str | None = field(
        default=None, validator=optional(text()), metadata=wire("certificationPurpose")
    )
    """What the person is verified for; `INDIVIDUAL` if it is not told."""

    org_name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("orgName"))
    """The organization's name; required with the purpose `ORGANIZATION`."""

    org_cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("orgCertNo"))
    """The organization's number; required with the purpose `ORGANIZATION`."""


START_TELECOM3_FACTORS: Final = Operation(
    name="start_telecom3_factors",
    method="POST",
    path="/v2/identity/auth/api/individual/telecom3Factors",
    sends_body=True,
    request=StartTelecom3FactorsRequest,
    answer=StartedFlowResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30504001": Code(kind="rejected")},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/wry7rc",
)
"""Start the verification of a person by name, identity number and mobile number."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """Start the verification of a person by name, identity number and mobile number.

        Name, number and mobile number are compared with the telephone operators; if they match, a
        code goes to the number by text message. The flow has ended only when the code is confirmed
        with `verify_telecom3_factors_code`.

        Args:
            name: The person's name. Sensitive: masked in `repr`.
            id_no: The number of the person's identity card. Sensitive: masked in `repr`.
            mobile_no: The person's mobile number, 11 digits of the mainland. Matches
                `^[0-9]{11}$`; sensitive: masked in `repr`.
            context_id: The initiator's own id of the flow, echoed in the callback; it may
                identify a person. Sensitive: masked in `repr`.
            notify_url: The address that is called back when the flow has ended. Sensitive:
                masked in `repr`.
            grade: How much the comparison tells; `STANDARD` if it is not told.
            source: What is compared with; 0 if it is not told. 0: authoritative data. 1:
                trusted data, the same person verified under this app within a year, else an error.
                2: trusted data first, then authoritative (advised).
            certification_purpose: What the person is verified for; `INDIVIDUAL` if it is not
                told.
            org_name: The organization's name; required with the purpose `ORGANIZATION`.
                Sensitive: masked in `repr`.
            org_cert_no: The organization's number; required with the purpose `ORGANIZATION`.
                Sensitive: masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【手机号认证】运营商3要素核身, edition of 2025-11-27,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/wry7rc

        Partial: The end of the text on orgCertNo and, of this edition, required flags, answer and
        codes are missing.
        """
        return self._call(
            START_TELECOM3_FACTORS,
            StartTelecom3FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                context_id=context_id,
                notify_url=notify_url,
                grade=grade,
                source=source,
                certification_purpose=certification_purpose,
                org_name=org_name,
                org_cert_no=org_cert_no,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_telecom3_factors`, from async code."""
        return (
            await self._call(
                START_TELECOM3_FACTORS,
                StartTelecom3FactorsRequest(
                    name=name,
                    id_no=id_no,
                    mobile_no=mobile_no,
                    context_id=context_id,
                    notify_url=notify_url,
                    grade=grade,
                    source=source,
                    certification_purpose=certification_purpose,
                    org_name=org_name,
                    org_cert_no=org_cert_no,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_telecom3_factors`, with the exchange."""
        return self._client._call(
            START_TELECOM3_FACTORS,
            StartTelecom3FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                context_id=context_id,
                notify_url=notify_url,
                grade=grade,
                source=source,
                certification_purpose=certification_purpose,
                org_name=org_name,
                org_cert_no=org_cert_no,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_telecom3_factors`, with the exchange."""
        return await self._client._call(
            START_TELECOM3_FACTORS,
            StartTelecom3FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                context_id=context_id,
                notify_url=notify_url,
                grade=grade,
                source=source,
                certification_purpose=certification_purpose,
                org_name=org_name,
                org_cert_no=org_cert_no,
            ),
        )
