"""ZOLOZ's signature: what is signed, how it is sent, and which answers are believed (ZOLOZ, "Sign and validate")."""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import ClassVar, Final, final
from urllib.parse import unquote

import httpx

from realname.core import clock
from realname.core.auth import KeyAuth, who_signed
from realname.core.errors import DecodeError, Evidence, RequestError, SignatureError
from realname.core.keys import BadSignature
from realname.core.reply import Verification
from realname.core.settings import require_kind
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.headers import PLAIN, TIME_FORMAT

MAX_ANSWER_AGE: Final = 900.0
"""Seconds. ZOLOZ states no rule for the time in an answer: this window is this package's own choice."""

_SHOWN_TIME: Final = r"[0-9T:+-]{1,24}$"
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{4}")
_RESULT: Final = re.compile(rb'"result"\s*:\s*\{')


def string_to_sign(*, path: str, client_id: str, time: str, body: bytes) -> bytes:
    """What is signed, for a request and for its answer alike (ZOLOZ, "Sign and validate").

    Args:
        path: the request's path, from ``/api/`` on.
        client_id: the caller's id.
        time: the text of ``Request-Time``, or of ``Response-Time`` for an answer.
        body: the body's bytes as sent.
    """
    return f"POST {path}\n{client_id}.{time}.".encode() + body


def _utc_now() -> datetime:
    return datetime.now(UTC)


@final
class Auth(KeyAuth):
    """Signs requests to ZOLOZ and verifies its answers; works with any httpx client.

    It says who wrote an answer, not what the answer says: a bare client has to look at the HTTP status and at
    ``result`` itself. An unsigned answer gets through only if it is a failure: a status that is no 2xx, or a 200 whose
    ``resultStatus`` is F or U and whose ``resultCode`` is not SUCCESS.

    Args:
        credentials: whom to sign as.
        max_answer_age: refuse answers whose ``Response-Time`` is further than this many seconds from the clock, in
            either direction; None switches it off. ZOLOZ states no rule: the 15 minutes are this package's own choice.
        now: the clock.

    Raises:
        ConfigurationError: `max_answer_age` is no number of seconds.
    """

    shown_headers: ClassVar[Mapping[str, str]] = {
        "client-id": r"\w{1,64}$",
        "request-time": _SHOWN_TIME,
        "response-time": _SHOWN_TIME,
        "signature": r"(?:algorithm=\w{1,16}, ?signature=)?[\w%+/-]{8}",
        "auth-type": r"AKSK$",
    }

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        max_answer_age: float | None = MAX_ANSWER_AGE,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        require_kind(credentials, Credentials, AccessKey, provider="zoloz")
        super().__init__(credentials if isinstance(credentials, AccessKey) else credentials.private_key)
        self._credentials = credentials
        self._max_age = clock.seconds(max_answer_age, "max_answer_age")
        self._now = now

    def prepare(self, request: httpx.Request) -> bytes:
        """Set ``Client-Id``, ``Request-Time`` and, unless the body is encrypted, ``Content-Type``.

        Raises:
            RequestError: the request is no POST without a query, the only kind whose signature is documented.
        """
        if request.method != "POST" or request.url.query:
            raise RequestError("ZOLOZ takes POST requests without a query", limit="POST, no query")
        time = self._now().strftime(TIME_FORMAT)
        request.headers["Client-Id"] = self._credentials.client_id
        request.headers["Request-Time"] = time
        if "Encrypt" not in request.headers:
            request.headers["Content-Type"] = PLAIN[1].decode("ascii")
        return self._string(request, time, request.content)

    def put(self, request: httpx.Request, signature: bytes) -> None:
        """Set ``Signature``, and what goes with it."""
        request.headers.update(self._credentials.signature_headers(signature))

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Verify an answer; only a failure may come unsigned."""
        signature, time = response.headers.get("Signature"), response.headers.get("Response-Time")
        if not signature and not time:
            if response.is_success and not _reports_failure(response):
                raise _forged(response, "carries no signature", missing=True)
            return Verification.UNSIGNED
        if not signature or not time:
            raise _forged(response, "carries only half of a signature", missing=True)
        moment = _moment(time)
        if moment is None:
            # Time and body are joined by a dot: in any other form bytes could move from one to the other.
            raise _forged(response, "has a Response-Time that is no time such as 2019-04-04T12:08:56+0530")
        try:
            self._credentials.verify(signature, self._string(request, time, response.content))
        except (BadSignature, ValueError):
            says = "carries a signature that is not ZOLOZ's over this answer"
            raise _forged(response, says, evidence=self._evidence(signature)) from None
        if isinstance(self._credentials, AccessKey) and (
            signature == request.headers.get("Signature") or not _RESULT.search(response.content)
        ):
            # One secret signs both directions, over the same template: a request that is sent back verifies, too.
            raise _forged(response, "is a request that was sent back, or has no result to tell it from one")
        self._require_fresh(response, moment)
        return Verification.VERIFIED

    def _evidence(self, signature: str) -> Evidence | None:
        if isinstance(self._credentials, AccessKey):
            return None  # one secret signs everything
        try:
            made = base64.b64decode(unquote(signature.rpartition("signature=")[2]), validate=True)
        except ValueError:
            return None
        return who_signed(made, self._credentials.zoloz_public_key, self._credentials.private_key.public_key())

    def _string(self, request: httpx.Request, time: str, body: bytes) -> bytes:
        path = request.url.raw_path.decode("ascii")
        return string_to_sign(path=path, client_id=self._credentials.client_id, time=time, body=body)

    def _require_fresh(self, response: httpx.Response, moment: datetime) -> None:
        apart = abs((self._now() - moment).total_seconds())
        if self._max_age is not None and apart > self._max_age:
            raise SignatureError(
                f"the answer from ZOLOZ was signed {apart:.0f} s away from the clock of this machine",
                evidence="too_old",
                http_status=response.status_code,
                remedy=f"Set the clock. If it is right, this is an old answer: do not act on it. max_answer_age allows "
                f"{self._max_age:g} s; None switches it off.",
            )


def _moment(time: str) -> datetime | None:
    """The instant of a ``Response-Time``; None if it has not the documented form, or is no date."""
    try:
        return datetime.fromisoformat(time) if _TIME.fullmatch(time) else None
    except ValueError:
        return None


def _reports_failure(response: httpx.Response) -> bool:
    """Whether an unsigned 200 says of itself that it is a failure; anything else would have to be believed."""
    if response.status_code != httpx.codes.OK or response.headers.get("Encrypt"):
        return False
    from realname.core import wire  # at a call it is there: not before one is made

    try:
        document = wire.parse(response.content)
    except DecodeError:
        return False
    result = document.get("result") if isinstance(document, dict) else None
    return (
        isinstance(result, dict) and result.get("resultStatus") in ("F", "U") and result.get("resultCode") != "SUCCESS"
    )


def _forged(
    response: httpx.Response, what: str, *, missing: bool = False, evidence: Evidence | None = None
) -> SignatureError:
    return SignatureError(
        f"the answer from ZOLOZ {what}",
        reason="missing" if missing else "invalid",
        evidence=evidence,
        http_status=response.status_code,
        remedy="Do not act on it. Check zoloz_public_key and the base URL; save error.capture() in a file, and "
        "`realname explain zoloz FILE` tells more.",
    )
