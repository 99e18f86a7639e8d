# Generated from specs/alipay/certdoc-consult.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: AlipayUserCertdocCertverifyApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CommonErrorType, Passed


@frozen(kw_only=True)
class ConsultCertdocRequest(Request):
    """The arguments of `consult_certdoc`."""

    OPERATION: ClassVar[str] = "consult_certdoc"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md"
    )

    auth_token: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("auth_token", at="query")
    )
    """The person's access token, from `alipay.system.oauth.token`."""

    verify_id: str | None = field(default=None, validator=optional(text()), metadata=wire("verify_id", at="query"))
    """The id of the comparison, as `preconsult_certdoc` gave it."""


@frozen(kw_only=True)
class AlipayUserCertdocCertverifyConsultResponseModel(OutcomeAnswer):
    """The result of a comparison; any field may be absent.

    Its `outcome` speaks of data that was compared, without an act of the person.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(verified=({"passed": "T"},), rejected=({"passed": "F"},))

    fail_params: str | None = field(default=None, metadata=wire("fail_params"))
    """The names of the fields of the first step that differ, as a JSON list."""

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("fail_reason"))
    """In what the data differs, for a human reader."""

    passed: Passed | None = field(default=None, metadata=wire("passed"))
    """Whether the data is the same."""


class CertdocConsultErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    ILLEGAL_ARGUMENT = "ILLEGAL_ARGUMENT"
    IDENTITY_VERIFY_CACHE_EXPIRED = "IDENTITY_VERIFY_CACHE_EXPIRED"
    REQUIRED_PARAM_MISSING = "REQUIRED_PARAM_MISSING"
    GUARDIAN_LIMIT_ERROR = "GUARDIAN_LIMIT_ERROR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


CONSULT_CERTDOC: Final = Operation(
    name="consult_certdoc",
    method="GET",
    path="/v3/alipay/user/certdoc/certverify/consult",
    request=ConsultCertdocRequest,
    answer=AlipayUserCertdocCertverifyConsultResponseModel,
    failures={
        200: AlipayUserCertdocCertverifyConsultResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={
        "IDENTITY_VERIFY_CACHE_EXPIRED": Code(kind="expired"),
        "invalid-auth-token": Code(
            kind="request",
            remedy="Check the auth_token; it is that of the person who gave consent, and valid for a time only.",
        ),
        "auth-token-time-out": Code(
            kind="request",
            remedy="The auth_token is no longer valid; have it renewed, or ask the person for consent again.",
        ),
    },
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md",
)
"""Compare the data of `preconsult_certdoc` with a person's Alipay account (实名证件信息比对验证咨询)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> AlipayUserCertdocCertverifyConsultResponseModel:
        """Compare the data of `preconsult_certdoc` with a person's Alipay account (实名证件信息比对验证咨询).

        The account is that of the person who gave consent. Which scope the person has to consent
        to, and whether a `verify_id` may be used twice, is not stated. Alipay's own name of the
        operation is `alipay.user.certdoc.certverify.consult`.

        Args:
            auth_token: The person's access token, from `alipay.system.oauth.token`. Needed in
                practice, although the provider calls it optional; sensitive: masked in `repr`.
            verify_id: The id of the comparison, as `preconsult_certdoc` gave it. Needed in
                practice, although the provider calls it optional.

        Returns:
            The result of a comparison; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertdocCertverifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md
        """
        return self._call(CONSULT_CERTDOC, ConsultCertdocRequest(auth_token=auth_token, verify_id=verify_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> AlipayUserCertdocCertverifyConsultResponseModel:
        """`Client.consult_certdoc`, from async code."""
        return (
            await self._call(CONSULT_CERTDOC, ConsultCertdocRequest(auth_token=auth_token, verify_id=verify_id))
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> RawReply[AlipayUserCertdocCertverifyConsultResponseModel]:
        """`Client.consult_certdoc`, with the exchange."""
        return self._client._call(CONSULT_CERTDOC, ConsultCertdocRequest(auth_token=auth_token, verify_id=verify_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> RawReply[AlipayUserCertdocCertverifyConsultResponseModel]:
        """`AsyncClient.consult_certdoc`, with the exchange."""
        return await self._client._call(
            CONSULT_CERTDOC, ConsultCertdocRequest(auth_token=auth_token, verify_id=verify_id)
        )
