"""What a run has to be told of a provider, and what an answer says by the codes of its contract."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final

import attrs
from attrs import frozen
from cryptography.hazmat.primitives.asymmetric import rsa

from realname.core.auth import SigningAuth
from realname.core.keys import PrivateKey
from realname.core.secret import Secret
from realname.testing.contract import Code


class Reaction(Enum):
    """What a gateway made of a request."""

    SUCCESS = "succeeds"
    BUSINESS = "refuses for reasons of the operation"
    CONTRACT = "refuses a request that breaks the contract"
    CREDENTIALS = "does not accept the credentials or the signature"
    CONSENT = "does not accept the person's consent that is among the arguments"
    BARRED = "gives no access, or no more of it"
    FAILED = "failed"


_BY_KIND: Final = {
    "authentication": Reaction.CREDENTIALS,
    "access": Reaction.BARRED,
    "rate-limit": Reaction.BARRED,
    "server": Reaction.FAILED,
}
_BY_STATUS: Final = {401: Reaction.CREDENTIALS, 403: Reaction.BARRED, 429: Reaction.BARRED}
_READS_LIKE_A_CODE: Final = re.compile(r"[\w.,: -]{1,80}", re.ASCII)


@frozen
class Reading:
    """What an answer says.

    Attributes:
        reaction: what became of the request.
        told: status and code as they may stand in a report.
        code: the code of a refusal, or its status if it has none; None for a success.
    """

    reaction: Reaction
    told: str
    code: str | None = None


@frozen(kw_only=True)
class Subject:
    """One provider, seen from outside.

    Attributes:
        auth: the signing hook for its credentials; refuses others with `ConfigurationError`.
        secrets: fields of credentials that only their owner knows.
        refusal: reads the words of a refusal, the most telling first, out of the status and the document of an answer
            (empty if that is no object); None if the answer reports none.
        incomplete: codes with which a gateway may refuse a request that lacks a security header, besides those that the
            contract has for credentials.
        about_consent: codes that sound like the credentials', and are said of what a person consented to.
        untyped: statuses whose answers carry no Content-Type.
        altering: operations that change something although they may be repeated; those that may not do so anyway.
    """

    auth: Callable[[Any], SigningAuth]
    secrets: tuple[str, ...]
    refusal: Callable[[int, Mapping[str, object]], tuple[str, ...] | None]
    incomplete: frozenset[str] = frozenset()
    about_consent: frozenset[str] = frozenset()
    untyped: frozenset[int] = frozenset()
    altering: frozenset[str] = frozenset()

    def stranger(self, owner: Any) -> SigningAuth:
        """The hook of somebody who knows the ids of the owner of credentials, and has other keys."""
        known = {field.alias: getattr(owner, field.name) for field in attrs.fields(type(owner))}
        for name in known.keys() & set(self.secrets):
            known[name] = Secret("c3RyYW5nZXI") if isinstance(known[name], Secret) else _fresh_key()
        stranger = object.__new__(type(owner))
        stranger.__attrs_init__(**known)  # the constructor would notice that keys and certificates do not fit
        return self.auth(stranger)

    def read(self, status: int, document: object, codes: Mapping[str, Code]) -> Reading:
        """Read an answer by the contract's codes; what has none of them goes by its status."""
        words = self.refusal(status, document if isinstance(document, dict) else {})
        if words is None:
            return Reading(Reaction.SUCCESS, f"HTTP {status}, success")
        word = next((word for word in words if word in codes), words[-1] if words else str(status))
        if word in self.about_consent:
            reaction = Reaction.CONSENT
        elif (code := codes.get(word)) and code.kind:
            reaction = Reaction.CONTRACT if code.form else _BY_KIND.get(code.kind, Reaction.BUSINESS)
        elif status == 404 and word == "404":
            reaction = Reaction.CONTRACT  # no route matches
        else:
            reaction = Reaction.FAILED if status >= 500 else _BY_STATUS.get(status, Reaction.BUSINESS)
        shown = word if word in codes or _READS_LIKE_A_CODE.fullmatch(word) else "an unreadable code"
        return Reading(reaction, f"HTTP {status}" + f", {shown}" * (word != str(status)), word)


def _fresh_key() -> PrivateKey:
    return PrivateKey(rsa.generate_private_key(public_exponent=65537, key_size=2048))
