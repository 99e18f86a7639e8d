"""Signing and verifying as an `httpx.Auth`: one implementation for sync, async and bare httpx clients."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator

import httpx

from realname.core.deadline import guard
from realname.core.reply import Verification

REPORT = "realname"
"""Where an answer's `Verification` stands: ``response.extensions["realname"]``."""


class SigningAuth(httpx.Auth, ABC):
    """Signs every request afresh and verifies every answer before anyone sees it.

    The body is final when it is signed; what is signed is what is sent. An answer that is not authentic raises
    `SignatureError` out of ``client.send``; there is no switch that turns this off.
    """

    @abstractmethod
    def sign(self, request: httpx.Request) -> None:
        """Set the provider's security headers. The body has been read."""

    @abstractmethod
    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Say who vouches for the answer. Both bodies have been read.

        Raises:
            SignatureError: the answer is not authentic.
        """

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign, send, read, verify."""
        request.read()
        self.sign(request)
        response = yield request
        guard(request, response)
        response.read()
        response.extensions[REPORT] = self.verify(request, response)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign, send, read, verify."""
        await request.aread()
        self.sign(request)
        response = yield request
        guard(request, response)
        await response.aread()
        response.extensions[REPORT] = self.verify(request, response)
