# Generated from specs/zoloz/authentication-test.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: Interact with the ZOLOZ gateway."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Result


@frozen(kw_only=True)
class CheckCredentialsRequest(Request):
    """Nothing; what is sent does not matter, since it only comes back."""

    OPERATION: ClassVar[str] = "check_credentials"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/integration/swuhyv"


@frozen(kw_only=True)
class CheckCredentialsResponse(Answer):
    """What came back; when the call returns it, the credentials fit."""

    result: Result | None = field(default=None, metadata=wire("result"))
    """What came of the request, its message being the request as text; absent where the request comes
    back bare.
    """


CHECK_CREDENTIALS: Final = Operation(
    name="check_credentials",
    method="POST",
    path="/api/v1/zoloz/authentication/test",
    sends_body=True,
    request=CheckCredentialsRequest,
    answer=CheckCredentialsResponse,
    failures={200: CheckCredentialsResponse},
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/integration/swuhyv",
)
"""Check credentials by a call that does nothing else."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def check_credentials(self) -> CheckCredentialsResponse:
        """Check credentials by a call that does nothing else.

        The gateway sends back what it received; no product is involved. An authentic answer shows
        that the client id, the keys and, where it is used, the encryption fit together on both
        sides. The request is always an empty object.

        Returns:
            What came back; when the call returns it, the credentials fit.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Known from: Interact with the ZOLOZ gateway,
        https://docs.zoloz.com/zoloz/saas/integration/swuhyv
        """
        return self._call(CHECK_CREDENTIALS, CheckCredentialsRequest()).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def check_credentials(self) -> CheckCredentialsResponse:
        """`Client.check_credentials`, from async code."""
        return (await self._call(CHECK_CREDENTIALS, CheckCredentialsRequest())).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`Client.check_credentials`, with the exchange."""
        return self._client._call(CHECK_CREDENTIALS, CheckCredentialsRequest())


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`AsyncClient.check_credentials`, with the exchange."""
        return await self._client._call(CHECK_CREDENTIALS, CheckCredentialsRequest())
