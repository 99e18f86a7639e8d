"""One-time tokens, as the first step of Alipay's process would issue them, and what a query with one gives."""

import secrets

from attrs import define, field, frozen

SKIP_URL = "alipays://platformapi/startapp?appId=2021000000000000"


@frozen(kw_only=True)
class Token:
    """A one-time token as the first step would have issued it, about a made-up person; its repr shows nothing of it."""

    once_token: str = field(factory=lambda: f"token-{secrets.token_hex(8)}", repr=False)
    conn_key: str = field(repr=False)
    identity_type: str
    cert_no: str = field(repr=False)
    user_id: str = field(default="2088000000000001", repr=False)
    open_id: str = field(default="sandbox-open-id-0001", repr=False)
    merchant_identity_id: str = field(default="sandbox-merchant-identity-0001", repr=False)


@define
class IssuedToken:
    """A token, and the results that it still gives."""

    token: Token
    results: list[str]

    def take(self) -> dict[str, object]:
        """The outcome that is due. A final one uses the token up; a last `WAITING_VERIFY` repeats."""
        result = self.results[0]
        if result != "WAITING_VERIFY":
            self.results.clear()
        elif len(self.results) > 1:
            self.results.pop(0)
        status = {} if result == "WAITING_VERIFY" else {"token_status": "FINISH"}
        identity = {"merchant_identity_id": self.token.merchant_identity_id} if result == "SUCCESS" else {}
        return {
            "identity_result": result,
            "identity_result_skip_url": SKIP_URL,
            **status,
            "user_id": self.token.user_id,
            "open_id": self.token.open_id,
            **identity,
        }
