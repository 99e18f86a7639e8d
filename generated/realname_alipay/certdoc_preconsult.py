# Generated from specs/alipay/certdoc-preconsult.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: AlipayUserCertdocCertverifyApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


class CertdocCertType(WireEnum):
    """The kind of identity document; at present only this one.

    - `IDENTITY_CARD`: ID card (身份证).

    The list is open: the provider may use values that do not stand here.
    """

    IDENTITY_CARD = "IDENTITY_CARD"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class AlipayUserCertdocCertverifyPreconsultResponseModel(Answer):
    """The data was taken."""

    verify_id: str | None = field(default=None, metadata=wire("verify_id"))
    """The id of this comparison, for the second step within 2 hours."""


class CertdocPreconsultErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    ILLEGAL_ARGUMENT = "ILLEGAL_ARGUMENT"
    REQUIRED_PARAM_MISSING = "REQUIRED_PARAM_MISSING"
    GUARDIAN_LIMIT_ERROR = "GUARDIAN_LIMIT_ERROR"
    CERT_TYPE_INVALID = "CERT_TYPE_INVALID"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class PreconsultCertdocRequest(Request):
    """The data that is to be compared."""

    OPERATION: ClassVar[str] = "preconsult_certdoc"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md"
    )

    cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no"))
    """The number of the identity document."""

    cert_type: CertdocCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("cert_type")
    )
    """The kind of the identity document."""

    ext_info: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("ext_info"))
    """Further fields as JSON; which, is not stated."""

    logon_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("logon_id"))
    """The person's login name at Alipay."""

    mobile: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("mobile"))
    """The person's mobile number."""

    user_name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("user_name"))
    """The person's real name."""


PRECONSULT_CERTDOC: Final = Operation(
    name="preconsult_certdoc",
    method="POST",
    path="/v3/alipay/user/certdoc/certverify/preconsult",
    sends_body=True,
    request=PreconsultCertdocRequest,
    answer=AlipayUserCertdocCertverifyPreconsultResponseModel,
    failures={
        200: AlipayUserCertdocCertverifyPreconsultResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={"CERT_TYPE_INVALID": Code(kind="request")},
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md",
)
"""Hand in a person's data (实名证件信息比对验证预咨询), to be compared with their Alipay account."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> AlipayUserCertdocCertverifyPreconsultResponseModel:
        """Hand in a person's data (实名证件信息比对验证预咨询), to be compared with their Alipay account.

        The first of two steps: the person then gives consent to Alipay, and `consult_certdoc`
        compares. Which of `user_name`, `cert_no`, `mobile` and `logon_id` may be left out is not
        stated. Alipay's own name of the operation is `alipay.user.certdoc.certverify.preconsult`.

        Args:
            cert_no: The number of the identity document. Sensitive: masked in `repr`.
            cert_type: The kind of the identity document.
            ext_info: Further fields as JSON; which, is not stated. Sensitive: masked in `repr`.
            logon_id: The person's login name at Alipay. Sensitive: masked in `repr`.
            mobile: The person's mobile number. Sensitive: masked in `repr`.
            user_name: The person's real name. Sensitive: masked in `repr`.

        Returns:
            The data was taken.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertdocCertverifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md
        """
        return self._call(
            PRECONSULT_CERTDOC,
            PreconsultCertdocRequest(
                cert_no=cert_no,
                cert_type=cert_type,
                ext_info=ext_info,
                logon_id=logon_id,
                mobile=mobile,
                user_name=user_name,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> AlipayUserCertdocCertverifyPreconsultResponseModel:
        """`Client.preconsult_certdoc`, from async code."""
        return (
            await self._call(
                PRECONSULT_CERTDOC,
                PreconsultCertdocRequest(
                    cert_no=cert_no,
                    cert_type=cert_type,
                    ext_info=ext_info,
                    logon_id=logon_id,
                    mobile=mobile,
                    user_name=user_name,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> RawReply[AlipayUserCertdocCertverifyPreconsultResponseModel]:
        """`Client.preconsult_certdoc`, with the exchange."""
        return self._client._call(
            PRECONSULT_CERTDOC,
            PreconsultCertdocRequest(
                cert_no=cert_no,
                cert_type=cert_type,
                ext_info=ext_info,
                logon_id=logon_id,
                mobile=mobile,
                user_name=user_name,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> RawReply[AlipayUserCertdocCertverifyPreconsultResponseModel]:
        """`AsyncClient.preconsult_certdoc`, with the exchange."""
        return await self._client._call(
            PRECONSULT_CERTDOC,
            PreconsultCertdocRequest(
                cert_no=cert_no,
                cert_type=cert_type,
                ext_info=ext_info,
                logon_id=logon_id,
                mobile=mobile,
                user_name=user_name,
            ),
        )
