# Generated from specs/esign/bank-card-4-factors.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【银行卡认证】银行卡4要素核身."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, integer, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CertificationPurpose, ComparisonGrade, Failure, GatewayRejection, StartedFlowResponse


class BankCardCertType(WireEnum):
    """The kind of an identity document.

    - `INDIVIDUAL_CH_IDCARD`: identity card of the mainland.
    - `INDIVIDUAL_CH_TWCARD`: permit of residents of Taiwan (台胞证).
    - `INDIVIDUAL_CH_HONGKONG_MACAO`: permit of residents of Hong Kong and Macao (回乡证).
    - `INDIVIDUAL_PASSPORT`: passport.
    - `INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW`: residence permit of residents of Hong Kong, Macao
      and Taiwan.
    - `INDIVIDUAL_CH_OFFICER`: officer's card, such as 军字第2001998号.
    - `INDIVIDUAL_CH_POLICE`: police officer's card, 6 or 7 digits.
    - `INDIVIDUAL_CH_PRIVATES`: soldier's card, such as Z字第1004853号.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_CH_IDCARD = "INDIVIDUAL_CH_IDCARD"
    INDIVIDUAL_CH_TWCARD = "INDIVIDUAL_CH_TWCARD"
    INDIVIDUAL_CH_HONGKONG_MACAO = "INDIVIDUAL_CH_HONGKONG_MACAO"
    INDIVIDUAL_PASSPORT = "INDIVIDUAL_PASSPORT"
    INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW = "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW"
    INDIVIDUAL_CH_OFFICER = "INDIVIDUAL_CH_OFFICER"
    INDIVIDUAL_CH_POLICE = "INDIVIDUAL_CH_POLICE"
    INDIVIDUAL_CH_PRIVATES = "INDIVIDUAL_CH_PRIVATES"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class StartBankCard4FactorsRequest(Request):
    """The person and their card, and what the initiator wants to get back."""

    OPERATION: ClassVar[str] = "start_bank_card4_factors"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/tgp6t3"

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The person's name."""

    id_no: str = field(validator=text(), repr=masked, metadata=wire("idNo"))
    """The number of the identity document."""

    mobile_no: str = field(validator=text(pattern="^[0-9]{11}$"), repr=masked, metadata=wire("mobileNo"))
    """The mobile number that the bank knows, 11 digits of the mainland."""

    bank_card_no: str = field(validator=text(), repr=masked, metadata=wire("bankCardNo"))
    """The number of the bank card, which has to bear the mark of UnionPay (银联)."""

    cert_type: BankCardCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("certType")
    )
    """The kind of the identity document; `INDIVIDUAL_CH_IDCARD` if it is not told."""

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
    """The organization's name; as on the three-factor page."""

    org_cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("orgCertNo"))
    """The organization's number; as on the three-factor page."""


START_BANK_CARD4_FACTORS: Final = Operation(
    name="start_bank_card4_factors",
    method="POST",
    path="/v2/identity/auth/api/individual/bankCard4Factors",
    sends_body=True,
    request=StartBankCard4FactorsRequest,
    answer=StartedFlowResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30500156": Code(kind="request", remedy="Documents of this kind are not supported: see certType."),
        "30501001": Code(kind="rejected"),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/tgp6t3",
)
"""Start the verification of a person by name, document, bank card and mobile number."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """Start the verification of a person by name, document, bank card and mobile number.

        The four are compared; if they match, a code goes to the number by text message, which is
        confirmed with `verify_bank_card4_factors_code`. UnionPay cards of the mainland only:
        another number is refused with 30500101.

        Args:
            name: The person's name. Sensitive: masked in `repr`.
            id_no: The number of the identity document. Sensitive: masked in `repr`.
            mobile_no: The mobile number that the bank knows, 11 digits of the mainland. Matches
                `^[0-9]{11}$`; sensitive: masked in `repr`.
            bank_card_no: The number of the bank card, which has to bear the mark of UnionPay
                (银联). Sensitive: masked in `repr`.
            cert_type: The kind of the identity document; `INDIVIDUAL_CH_IDCARD` if it is not
                told.
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
            org_name: The organization's name; as on the three-factor page. Sensitive: masked in
                `repr`.
            org_cert_no: The organization's number; as on the three-factor page. Sensitive:
                masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【银行卡认证】银行卡4要素核身, edition of 2025-11-27,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/tgp6t3

        Partial: The request after certificationPurpose and, of this edition, required flags, answer
        and codes are missing.
        """
        return self._call(
            START_BANK_CARD4_FACTORS,
            StartBankCard4FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                bank_card_no=bank_card_no,
                cert_type=cert_type,
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

    async def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_bank_card4_factors`, from async code."""
        return (
            await self._call(
                START_BANK_CARD4_FACTORS,
                StartBankCard4FactorsRequest(
                    name=name,
                    id_no=id_no,
                    mobile_no=mobile_no,
                    bank_card_no=bank_card_no,
                    cert_type=cert_type,
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

    def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_bank_card4_factors`, with the exchange."""
        return self._client._call(
            START_BANK_CARD4_FACTORS,
            StartBankCard4FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                bank_card_no=bank_card_no,
                cert_type=cert_type,
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

    async def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_bank_card4_factors`, with the exchange."""
        return await self._client._call(
            START_BANK_CARD4_FACTORS,
            StartBankCard4FactorsRequest(
                name=name,
                id_no=id_no,
                mobile_no=mobile_no,
                bank_card_no=bank_card_no,
                cert_type=cert_type,
                context_id=context_id,
                notify_url=notify_url,
                grade=grade,
                source=source,
                certification_purpose=certification_purpose,
                org_name=org_name,
                org_cert_no=org_cert_no,
            ),
        )
