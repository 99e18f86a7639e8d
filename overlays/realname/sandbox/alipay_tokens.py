"""One-time tokens, as the first step of Alipay's process would issue them, and what a query with one gives."""

import secrets
from collections.abc import Sequence

from attrs import define, field, frozen

SKIP_URL = "alipays://platformapi/startapp?appId=2021000000000000"


@frozen
class Token:
    """A one-time token as the first step would have issued it; its repr shows nothing of it."""

    once_token: str = field(repr=False)
    conn_key: str = field(repr=False)
    identity_type: str
    cert_no: str = field(repr=False)
    user_id: str = field(repr=False)
    open_id: str = field(repr=False)
    merchant_identity_id: str = field(repr=False)

    @classmethod
    def issue(cls, *, conn_key: str | None, identity_type: str, cert_no: str) -> "Token":
        """Make a new one, about a made-up person."""
        return cls(
            once_token=f"token-{secrets.token_hex(8)}",
            conn_key=conn_key or f"conn-{secrets.token_hex(8)}",
            identity_type=identity_type,
            cert_no=cert_no,
            user_id="2088000000000001",
            open_id="sandbox-open-id-0001",
            merchant_identity_id="sandbox-merchant-identity-0001",
        )


@define
class IssuedToken:
    """A token, and the results that it still gives."""

    token: Token
    results: list[str]

    @classmethod
    def with_results(cls, token: Token, results: Sequence[str]) -> "IssuedToken":
        """A token that gives these results, one after the other.

        Raises:
            ValueError: there is none.
        """
        if not results or isinstance(results, str):
            raise ValueError("results is to be a list of one or more texts")
        return cls(token, list(results))

    def take(self) -> dict[str, object]:
        """The outcome that is due. A final one uses the token up; a last `WAITING_VERIFY` repeats."""
        result = self.results[0]
        if result != "WAITING_VERIFY":
            self.results.clear()
        elif len(self.results) > 1:
            self.results.pop(0)
        person: dict[str, object] = {"user_id": self.token.user_id, "open_id": self.token.open_id}
        if result == "SUCCESS":
            person["merchant_identity_id"] = self.token.merchant_identity_id
        return outcome(result) | person


def outcome(result: str) -> dict[str, object]:
    """What is told of a result, whoever it is about."""
    status = {} if result == "WAITING_VERIFY" else {"token_status": "FINISH"}
    return {"identity_result": result, "identity_result_skip_url": SKIP_URL, **status}
