"""What e签宝 posts when an identity flow has ended: verified before anyone acts on it, or signed for a test of that.

The signature covers the timestamp, the values of the query ordered by their keys, and the raw body; it is written in
lower-case hex, unlike that of a request (e签宝 notify3/pmy852, notify3/sblzg8, identity_service/nt0sec).
"""

import hmac
import re
from collections.abc import Callable
from typing import Final

from attrs import frozen

from realname.core import clock, posted, wire
from realname.core.answer import bind
from realname.core.errors import ConfigurationError, DecodeError, RequestError, SignatureError
from realname.core.redaction import conceal
from realname.core.settings import require_kind
from realname.esign.credentials import Credentials
from realname_esign import OrganizationCallback, PersonCallback

Callback = PersonCallback | OrganizationCallback
"""What e签宝 posts when a flow has ended: about a person, or about an organization."""

_HEADERS: Final = ("app-id", "signature-algorithm", "timestamp", "signature")
_ALGORITHM: Final = "hmac-sha256"
_TIMESTAMP: Final = re.compile("[0-9]{13}")
_ORGANIZATION_KEYS: Final = frozenset({"agentFlowId", "agentAccountId", "orgAccountId", "agentServiceId"})


@conceal
def verify_callback(
    credentials: Credentials,
    *,
    headers: posted.Headers,
    query: posted.Fields,
    body: posted.Text,
    flow_id: str | None = None,
    max_age: float | None = None,
    now_ms: Callable[[], int] = clock.now_ms,
) -> Callback:
    """Verify a callback and decode it.

    A callback wakes you, the flow's detail decides. With `flow_id`, the ``outcome`` of what is returned counts, for
    that flow alone; without, it is `Outcome.UNKNOWN`, since the flow of an organization's agent, and any other flow of
    the application, may call the same address.

    Answer the post with exactly HTTP 200 within 5 s. Expect duplicates, and plain GET requests to the same address when
    a person opens a page: these carry nothing, and are refused as unsigned. Failures are told only where e签宝 has
    enabled that for the application, so never wait for a callback alone.

    It takes what frameworks hand over: Flask (``request.headers``, ``request.query_string``, ``request.get_data()``),
    Django (``request.headers`` or ``META``, ``request.GET``, ``request.body``), Starlette and FastAPI
    (``request.headers``, ``request.query_params``, ``await request.body()``), aiohttp, AWS Lambda (whose ``null`` is an
    empty query, and whose body may have to be decoded from base64 first).

    The values of the query are signed, neither their keys nor where one ends and the next begins: act on what the body
    says.

    Args:
        credentials: the application whose secret the callback is signed with.
        headers: the headers of the post, as a mapping or pairs; their letter case does not matter.
        query: the query of the callback's address: raw, a mapping (also to lists), or decoded pairs; plain ASCII with
            unique keys is advised.
        body: the body's raw bytes; text is taken for UTF-8.
        flow_id: the flow that it has to be about, as you kept it when you started the flow; never one that the
            callback, or its address, brings.
        max_age: refuse a callback signed further than this many seconds from now. Off by default: no rule is
            documented, nor whether a repeated callback is signed anew.
        now_ms: the clock, in milliseconds since 1970.

    Raises:
        ConfigurationError: `credentials` are not e签宝's, or `max_age` is no number of seconds.
        RequestError: `headers`, `query` or `body` is of a type that cannot be read, or `flow_id` is no id; names which.
        SignatureError: the callback is not e签宝's, is for another application, or is too old.
        DecodeError: it is authentic, and about another flow, or not what is documented.
    """
    require_kind(credentials, Credentials, provider="esign")
    asked = _flow_id(flow_id)
    limit, content = clock.seconds(max_age, "max_age"), posted.raw(body, "body")
    pairs = posted.fields(query, "query")
    signed = _Signed.read(headers)
    signed.require_ours(credentials.app_id)
    signed.require_authentic(credentials, pairs, content)
    if limit is not None:
        signed.require_fresh(limit, now_ms())
    return _decode(wire.parse(content), asked)


@conceal
def sign_callback(
    credentials: Credentials,
    *,
    body: posted.Text,
    query: posted.Fields = "",
    now_ms: Callable[[], int] = clock.now_ms,
) -> dict[str, str]:
    """The headers with which e签宝 would post a callback: for tests of a service, which need no network and no sandbox.

    >>> body = b'{"flowId": "1", "success": true}'
    >>> headers = esign.sign_callback(credentials, body=body, query="orderNo=001")
    >>> response = client.post("/notify?orderNo=001", content=body, headers=headers)  # of Starlette, say

    Args:
        credentials: the application whose secret the callback is signed with.
        body: what is posted, byte for byte; text is taken for UTF-8.
        query: the query of the address that it is posted to, as `verify_callback` takes it.
        now_ms: the clock, in milliseconds since 1970.

    Returns:
        The four headers of the signature, and ``Content-Type``.

    Raises:
        ConfigurationError: `credentials` are not e签宝's, or `now_ms` gives no milliseconds.
        RequestError: `query` or `body` is of a type that cannot be read; names which.
    """
    require_kind(credentials, Credentials, provider="esign")
    content, pairs, timestamp = posted.raw(body, "body"), posted.fields(query, "query"), str(now_ms())
    if not _TIMESTAMP.fullmatch(timestamp):
        raise ConfigurationError(
            "now_ms must give the time as 13 digits",
            setting="now_ms",
            remedy="Let it return whole milliseconds since 1970.",
        )
    return {
        "X-Tsign-Open-App-Id": credentials.app_id,
        "X-Tsign-Open-TIMESTAMP": timestamp,
        "X-Tsign-Open-SIGNATURE-ALGORITHM": _ALGORITHM,
        "X-Tsign-Open-SIGNATURE": _signature(credentials, timestamp, pairs, content),
        "Content-Type": "application/json; charset=UTF-8",
    }


def _signature(credentials: Credentials, timestamp: str, query: list[tuple[bytes, bytes]], body: bytes) -> str:
    first = dict(reversed(query))  # of a key that occurs more than once the first value counts
    text = b"".join([timestamp.encode(), *(first[key] for key in sorted(first)), body])
    return hmac.digest(credentials.app_secret.reveal().encode(), text, "sha256").hex()


def _flow_id(value: object) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    raise RequestError("flow_id must be the id of a flow", field="flow_id", limit="text that is not empty")


@frozen
class _Signed:
    """The security headers of a callback."""

    app_id: str | None
    algorithm: str
    timestamp: str
    signature: str

    @classmethod
    def read(cls, headers: posted.Headers) -> "_Signed":
        found = posted.headers(headers, "headers", [f"x-tsign-open-{name}" for name in _HEADERS])
        if any(len(values) > 1 for values in found.values()):
            raise _not_authentic("carries a header of its signature more than once")
        app_id, algorithm, timestamp, signature = (values[0] if values else None for values in found.values())
        if not signature or not timestamp:
            raise _not_authentic("carries no whole signature", missing=True)
        if not _TIMESTAMP.fullmatch(timestamp):
            # Nothing separates it from what follows: with another length digits could move into the query's values.
            raise _not_authentic("has a timestamp that is not 13 digits")
        return cls(app_id, (_ALGORITHM if algorithm is None else algorithm).lower(), timestamp, signature)

    def require_ours(self, app_id: str) -> None:
        if self.app_id not in (None, app_id):
            raise _not_authentic("is for another application")
        if self.algorithm != _ALGORITHM:
            raise _not_authentic("is signed with an unknown algorithm")

    def require_authentic(self, credentials: Credentials, query: list[tuple[bytes, bytes]], body: bytes) -> None:
        expected = _signature(credentials, self.timestamp, query, body)
        if not hmac.compare_digest(expected.encode(), self.signature.encode()):
            raise _not_authentic("carries a signature that is not e签宝's over this callback")

    def require_fresh(self, max_age: float, now_ms: int) -> None:
        if abs(now_ms - int(self.timestamp)) > max_age * 1000:
            raise _not_authentic("is older, or newer, than max_age allows")


def _decode(document: object, flow_id: str | None) -> Callback:
    is_organization = isinstance(document, dict) and (
        document.get("action") == "identity_org_end" or not _ORGANIZATION_KEYS.isdisjoint(document)
    )
    kinds: tuple[type[PersonCallback], type[OrganizationCallback]] = (PersonCallback, OrganizationCallback)
    callback: Callback = wire.structure(document, kinds[is_organization])
    if flow_id is None:
        # Nothing but its fields can be acted on, so one that contradicts itself is refused.
        if callback.status not in (None, callback.success):
            raise DecodeError("the callback says both success and failure", path="$.status")
        return callback
    if callback.flow_id != flow_id:
        raise DecodeError(
            "the callback is about another flow", path="$.flowId", remedy="Do not act on it for the flow you asked for."
        )
    return bind(callback)


def _not_authentic(what: str, *, missing: bool = False) -> SignatureError:
    return SignatureError(
        f"the callback {what}",
        reason="missing" if missing else "invalid",
        remedy="Do not act on it. Check app_secret, and pass body and query raw; `realname explain esign` tells more.",
    )
