"""Requests to e签宝's token endpoints, which nothing is signed in."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from tests.sandbox.callers import Request

Environment = Mapping[str, str]


@define
class TokenRequest(Request):
    """A request to one of the token endpoints; it has no header of its own."""

    path: str = field(kw_only=True)
    query: dict[str, str] = field(kw_only=True)

    def sign(self) -> None:
        """Put the query together; nothing is signed."""
        pairs = "&".join(f"{name}={value}" for name, value in self.query.items())
        self.target = f"{self.path}?{pairs}"

    @classmethod
    def get(cls, environment: Environment, **changes: str) -> Self:
        """Ask for a token."""
        query = {
            "appId": environment["REALNAME_ESIGN_APP_ID"],
            "secret": environment["REALNAME_ESIGN_APP_SECRET"],
            "grantType": "client_credentials",
        } | changes
        request = cls(environment, "esign", "GET", "", path="/v1/oauth2/access_token", query=query)
        request.sign()
        return request

    @classmethod
    def refresh(cls, environment: Environment, refresh_token: str, **changes: str) -> Self:
        """Ask for the next token."""
        query = {
            "appId": environment["REALNAME_ESIGN_APP_ID"],
            "refreshToken": refresh_token,
            "grantType": "refresh_token",
        } | changes
        request = cls(environment, "esign", "GET", "", path="/v1/oauth2/refresh_token", query=query)
        request.sign()
        return request


def token_of(data: Mapping[str, Any]) -> str:
    """The token in an answer's data."""
    return str(data["token"])
