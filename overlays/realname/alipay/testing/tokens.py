"""One-time tokens, as the first step of Alipay's process would issue them, and what a query with one gives."""

import secrets
from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.state import State

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


class Tokens:
    """All tokens that were issued."""

    def __init__(self, state: State) -> None:
        self._issued = state.shelf("Alipay tokens", IssuedToken)
        self._sample = state.shelf("Alipay sample", str)

    @property
    def issued(self) -> Mapping[str, IssuedToken]:
        """All of them, by their text."""
        return self._issued

    def forget(self) -> None:
        """Forget them all."""
        self._issued.clear()
        self._sample.clear()

    @property
    def sample(self) -> Token | None:
        """The sample; None if there is none."""
        issued = self._issued.peek(self._sample.peek("once_token") or "")
        return None if issued is None else issued.token

    def issue_sample(self, token: Token) -> None:
        """Have a sample that is good for an answer: this one, unless there is one still."""
        before = self._issued.peek(self._sample.peek("once_token") or "")
        if before is None or not before.results:
            self.issue(token, ["SUCCESS"])
            self._sample["once_token"] = token.once_token
        self._issued.pin(self._sample["once_token"])

    def issue(self, token: Token, results: Sequence[str]) -> None:
        """Know a token; see `AlipaySandbox.issue_token`."""
        if not results or isinstance(results, str):
            raise ValueError("results is to be a list of one or more texts")
        self._issued[token.once_token] = IssuedToken(token, list(results))

    def handlers(self) -> Mapping[str, Handler]:
        """What the query with a token answers."""
        return {"queryJobworthAuthentication": self._query}

    def _query(self, call: Call) -> dict[str, object]:
        """The token is known and unused, and what comes with it belongs to it."""
        issued = self._issued.get(call.arguments.get("once_token", ""))
        if issued is None or not issued.results:
            raise RefusalError("TOKEN_INVALID", "once_token is unknown, or was used up", business=True)
        for name, code in (
            ("conn_key", "WRONG_OUT_AGREEMENT_NO_INTERCEPT"),
            ("identity_type", "TOKEN_NOT_MATCH_IDENTITY_TYPE"),
            ("cert_no", "CARD_NO_NOT_MATCH"),
        ):
            if call.arguments.get(name, "") not in {"", getattr(issued.token, name)}:
                raise RefusalError(code, f"{name} is not the one that once_token was issued for", business=True)
        return issued.take()
