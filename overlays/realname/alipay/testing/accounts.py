"""The comparison of a person's data with their account at Alipay (certdoc): data deposited first, consulted later.

What may be left out of the data is not documented: here all of it may, and nothing is never the same. Nor is it whether
a `verify_id` may be consulted again: that is a setting, and one that there is not counts as lapsed.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen

from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.state import State

LIFE: Final = 2 * 3600.0
"""Seconds that a `verify_id` is valid; exactly as many still pass."""
COMPARED: Final = ("user_name", "cert_no", "mobile", "logon_id")
CERT_TYPE: Final = "IDENTITY_CARD"
"""The only type that the page names."""


@frozen
class Deposit:
    """Data of a person, and when it came."""

    told: Mapping[str, str]
    time: float


class Accounts:
    """The persons who authorised the app, by the token of each, and the data deposited about persons.

    Args:
        clock: seconds since 1970.
        may_repeat: tells whether a `verify_id` may be consulted again.
        state: where both are kept.
    """

    def __init__(self, clock: Callable[[], float], may_repeat: Callable[[], bool], state: State) -> None:
        self._clock = clock
        self._may_repeat = may_repeat
        self._accounts = state.shelf("Alipay accounts", dict[str, str])
        self._deposits = state.shelf("Alipay deposits", Deposit)

    @property
    def authorized(self) -> Mapping[str, Mapping[str, str]]:
        """What the account of each person holds, by the token."""
        return self._accounts

    def forget(self) -> None:
        """Forget persons and data."""
        self._accounts.clear()
        self._deposits.clear()

    def authorize(self, auth_token: str, account: Mapping[str, str]) -> None:
        """Know a person by this token, whose account holds this."""
        self._accounts[auth_token] = dict(account)

    def add_sample(self, auth_token: str, verify_id: str, arguments: Mapping[str, str]) -> None:
        """Know a person whose account holds whatever is asked about, and what was told of them now; both stay."""
        self.authorize(auth_token, {})
        self.deposit(verify_id, arguments)
        self._accounts.pin(auth_token)
        self._deposits.pin(verify_id)

    def deposit(self, verify_id: str, arguments: Mapping[str, str]) -> None:
        """Keep what the first step told of a person."""
        told = {name: arguments[name] for name in COMPARED if arguments.get(name)}
        self._deposits[verify_id] = Deposit(told, self._clock())

    def handlers(self) -> Mapping[str, Handler]:
        """What the two operations answer."""
        return {"preconsultCertdoc": self._preconsult, "consultCertdoc": self._consult}

    def _preconsult(self, call: Call) -> dict[str, object]:
        if call.arguments.get("cert_type") not in (None, "", CERT_TYPE):
            raise RefusalError("CERT_TYPE_INVALID", f"cert_type is not {CERT_TYPE}", business=True)
        verify_id = secrets.token_hex(16)
        self.deposit(verify_id, call.arguments)
        return {"verify_id": verify_id}

    def _consult(self, call: Call) -> dict[str, object]:
        account = self._accounts.get(call.arguments["auth_token"])
        deposit = self._deposits.get(call.arguments["verify_id"])
        if account is None:
            raise RefusalError("invalid-auth-token", "auth_token is nobody's", status=401, business=True)
        if deposit is None or self._clock() - deposit.time > LIFE:
            raise RefusalError("IDENTITY_VERIFY_CACHE_EXPIRED", "校验信息已过期", business=True)
        if not self._may_repeat():
            del self._deposits[call.arguments["verify_id"]]
        differing = [name for name, value in deposit.told.items() if account.get(name, value) != value]
        if deposit.told and not differing:
            return {"passed": "T"}
        return {"passed": "F", "fail_params": json.dumps(differing), "fail_reason": f"{'、'.join(differing)}不一致"}
