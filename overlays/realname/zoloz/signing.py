"""ZOLOZ's signature: what is signed, how it is sent, and which answers are believed (ZOLOZ, "Sign and validate")."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import final

import httpx

from realname.core import wire
from realname.core.auth import SigningAuth
from realname.core.errors import DecodeError, RequestError, SignatureError
from realname.core.keys import BadSignature
from realname.core.reply import Verification
from realname.core.settings import require_kind
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.headers import PLAIN, TIME_FORMAT


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
class Auth(SigningAuth):
    """Signs requests to ZOLOZ and verifies its answers; works with any httpx client.

    Args:
        credentials: whom to sign as.
        max_answer_age: refuse answers whose ``Response-Time`` is further than this many seconds from now. Off by
            default, since ZOLOZ states no rule for it.
        now: the clock.
    """

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        max_answer_age: float | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        require_kind(credentials, Credentials, AccessKey, provider="zoloz")
        self._credentials = credentials
        self._max_age = None if max_answer_age is None else timedelta(seconds=max_answer_age)
        self._now = now

    def sign(self, request: httpx.Request) -> None:
        """Set ``Client-Id``, ``Request-Time``, ``Signature`` and, unless the body is encrypted, ``Content-Type``.

        Raises:
            RequestError: the request is no POST without a query, the only kind whose signature is documented.
        """
        if request.method != "POST" or request.url.query:
            raise RequestError("ZOLOZ takes POST requests without a query", limit="POST, no query")
        time = self._now().strftime(TIME_FORMAT)
        request.headers["Client-Id"] = self._credentials.client_id
        request.headers["Request-Time"] = time
        request.headers.update(self._credentials.signature_headers(self._string(request, time, request.content)))
        if "Encrypt" not in request.headers:
            request.headers.update([PLAIN])

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Verify an answer; only a failure may come unsigned."""
        signature, time = response.headers.get("Signature"), response.headers.get("Response-Time")
        if not signature and not time:
            if response.status_code == httpx.codes.OK and not _reports_failure(response):
                raise _forged(response, "carries no signature", missing=True)
            return Verification.UNSIGNED
        if not signature or not time:
            raise _forged(response, "carries only half of a signature", missing=True)
        try:
            self._credentials.verify(signature, self._string(request, time, response.content))
        except (BadSignature, ValueError):
            raise _forged(response, "carries a signature that is not ZOLOZ's over this answer") from None
        if self._max_age is not None:
            self._require_fresh(response, time, self._max_age)
        return Verification.VERIFIED

    def _string(self, request: httpx.Request, time: str, body: bytes) -> bytes:
        path = request.url.raw_path.decode("ascii")
        return string_to_sign(path=path, client_id=self._credentials.client_id, time=time, body=body)

    def _require_fresh(self, response: httpx.Response, time: str, max_age: timedelta) -> None:
        try:
            age = abs(self._now() - datetime.strptime(time, TIME_FORMAT))
        except ValueError:
            raise _forged(response, "has no readable Response-Time") from None
        if age > max_age:
            raise _forged(response, "is older, or newer, than max_answer_age allows")


def _reports_failure(response: httpx.Response) -> bool:
    """Whether an unsigned 200 says of itself that it is a failure; anything else would have to be believed."""
    if response.headers.get("Encrypt"):
        return False
    try:
        document = wire.parse(response.content)
    except DecodeError:
        return False
    result = document.get("result") if isinstance(document, dict) else None
    return isinstance(result, dict) and result.get("resultStatus") in ("F", "U")


def _forged(response: httpx.Response, what: str, *, missing: bool = False) -> SignatureError:
    return SignatureError(
        f"the answer from ZOLOZ {what}",
        reason="missing" if missing else "invalid",
        http_status=response.status_code,
        remedy="Do not act on it. Check zoloz_public_key and the base URL; `realname explain zoloz` tells more.",
    )
