"""What e签宝 posts when an identity flow has ended, verified before anyone acts on it.

The signature covers the timestamp, the values of the query ordered by their keys, and the raw body; it is written in
lower-case hex, unlike that of a request (e签宝 notify3/pmy852, notify3/sblzg8, identity_service/nt0sec).
"""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from attrs import frozen

from realname.core import clock, wire
from realname.core.errors import DecodeError, SignatureError
from realname.core.redaction import conceal
from realname.esign.credentials import Credentials
from realname_esign import OrganizationCallback, PersonCallback

Callback = PersonCallback | OrganizationCallback
"""What e签宝 posts when a flow has ended: about a person, or about an organization."""

_ORGANIZATION_KEYS: Final = frozenset({"agentFlowId", "agentAccountId", "orgAccountId", "agentServiceId"})


@conceal
def verify_callback(
    credentials: Credentials,
    *,
    headers: Mapping[str, str],
    query: str | Sequence[tuple[str, str]],
    body: bytes,
    max_age: float | None = None,
    now_ms: Callable[[], int] = clock.now_ms,
) -> Callback:
    """Verify a callback and decode it.

    Answer the post with exactly HTTP 200 within 5 s. Expect duplicates, and plain GET requests to the same address when
    a person opens a page: these carry no verdict.

    Args:
        credentials: the application whose secret the callback is signed with.
        headers: the headers of the post; their letter case does not matter.
        query: the query of the callback's address, raw or as decoded pairs; plain ASCII with unique keys is advised.
        body: the body's raw bytes.
        max_age: refuse a callback signed further than this many seconds from now. Off by default: no rule is
            documented, nor whether a repeated callback is signed anew.
        now_ms: the clock, in milliseconds since 1970.

    Raises:
        SignatureError: the callback is not e签宝's, is for another application, or is too old.
        DecodeError: it is authentic, and not what is documented.
    """
    signed = _Signed.read(headers)
    signed.require_ours(credentials.app_id)
    signed.require_authentic(credentials, query, body)
    if max_age is not None:
        signed.require_fresh(max_age, now_ms())
    return _decode(wire.parse(body))


@frozen
class _Signed:
    """The security headers of a callback."""

    app_id: str | None
    algorithm: str
    timestamp: str
    signature: str

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> "_Signed":
        found = {name.lower(): value for name, value in headers.items()}
        signed = cls(
            app_id=found.get("x-tsign-open-app-id"),
            algorithm=found.get("x-tsign-open-signature-algorithm", "hmac-sha256").lower(),
            timestamp=found.get("x-tsign-open-timestamp", ""),
            signature=found.get("x-tsign-open-signature", ""),
        )
        if not signed.signature or not signed.timestamp:
            raise _not_authentic("carries no whole signature", missing=True)
        return signed

    def require_ours(self, app_id: str) -> None:
        if self.app_id not in (None, app_id):
            raise _not_authentic("is for another application")
        if self.algorithm != "hmac-sha256":
            raise _not_authentic("is signed with an unknown algorithm")

    def require_authentic(self, credentials: Credentials, query: str | Sequence[tuple[str, str]], body: bytes) -> None:
        pairs = parse_qsl(query, keep_blank_values=True) if isinstance(query, str) else query
        first = dict(reversed(pairs))  # of a key that occurs more than once the first value counts
        values = "".join(value for _, value in sorted(first.items()))
        text = f"{self.timestamp}{values}".encode(errors="surrogatepass") + body
        expected = hmac.digest(credentials.app_secret.reveal().encode(), text, "sha256").hex()
        if not hmac.compare_digest(expected.encode(), self.signature.encode(errors="surrogatepass")):
            raise _not_authentic("carries a signature that is not e签宝's over this callback")

    def require_fresh(self, max_age: float, now_ms: int) -> None:
        is_time = re.fullmatch("[0-9]{1,16}", self.timestamp)
        if not is_time or abs(now_ms - int(self.timestamp)) > max_age * 1000:
            raise _not_authentic("is older, or newer, than max_age allows")


def _decode(document: object) -> Callback:
    is_organization = isinstance(document, dict) and (
        document.get("action") == "identity_org_end" or not _ORGANIZATION_KEYS.isdisjoint(document)
    )
    kinds: tuple[type[PersonCallback], type[OrganizationCallback]] = (PersonCallback, OrganizationCallback)
    callback: Callback = wire.structure(document, kinds[is_organization])
    if callback.status not in (None, callback.success):
        raise DecodeError("the callback says both success and failure", path="$.status")
    return callback


def _not_authentic(what: str, *, missing: bool = False) -> SignatureError:
    return SignatureError(
        f"the callback {what}",
        reason="missing" if missing else "invalid",
        remedy="Do not act on it. Check app_secret, and pass body and query raw; `realname explain esign` tells more.",
    )
