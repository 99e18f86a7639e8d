"""e签宝's signature: what is signed and how it is sent (e签宝 dev-guide3/tggw2e)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final, final
from urllib.parse import parse_qsl

import httpx

from realname.core import clock
from realname.core.auth import SigningAuth
from realname.core.errors import ConfigurationError
from realname.core.reply import Verification
from realname.core.secret import Secret
from realname.core.settings import require_kind, require_texts
from realname.esign.credentials import Credentials

_NEVER_EXTRA: Final = frozenset(
    {
        "x-tsign-open-ca-signature",
        "x-tsign-open-ca-signature-headers",
        "accept",
        "content-md5",
        "content-type",
        "date",
    }
)


def content_md5(body: bytes) -> str:
    """Base64 of the 16 bytes of the body's MD5 digest; 24 characters (e签宝 identity_service/qokre9)."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode("ascii")


def path_and_parameters(path: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Path and query as they are signed: keys in ASCII order, nothing encoded, an empty value as the bare key.

    Of a key that occurs more than once the first value counts.

    Args:
        path: the path as sent.
        query: the decoded parameters in the order in which they are sent.
    """
    if not query:
        return path
    first = dict(reversed(query))
    return path + "?" + "&".join(f"{key}={first[key]}" if first[key] else key for key in sorted(first))


def string_to_sign(
    *,
    method: str,
    path: str,
    query: Sequence[tuple[str, str]] = (),
    accept: str = "",
    content_md5: str = "",
    content_type: str = "",
    date: str = "",
    signed_headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """What a request's signature covers (e签宝 dev-guide3/tggw2e).

    An absent header counts as an empty line; extra headers, if there are any, stand one to a line in ASCII order.

    Args:
        method: the HTTP method.
        path: the path as sent.
        query: the decoded parameters in the order in which they are sent.
        accept: value of ``Accept``.
        content_md5: value of ``Content-MD5``.
        content_type: value of ``Content-Type``.
        date: value of ``Date``.
        signed_headers: names and values of further headers to sign.
    """
    lines = [method.upper(), accept, content_md5, content_type, date]
    lines += [f"{name}:{value}" for name, value in sorted(signed_headers, key=lambda header: header[0])]
    return "\n".join([*lines, path_and_parameters(path, query)]).encode()


def sign(secret: Secret, string: bytes) -> str:
    """Base64 of the HMAC-SHA256 under the secret's own text; 44 characters."""
    return base64.b64encode(hmac.digest(secret.reveal().encode(), string, "sha256")).decode("ascii")


@final
class Auth(SigningAuth):
    """Signs requests to e签宝; works with any httpx client. There is nothing to verify in an answer.

    Args:
        credentials: whom to sign as.
        signed_headers: names of further headers to sign, such as ``X-Tsign-Open-Ca-Timestamp``; an absent one counts
            as empty.
        now_ms: the clock, in milliseconds since 1970.

    Raises:
        ConfigurationError: a header is named that cannot be signed this way.
    """

    shown_headers: ClassVar[Mapping[str, str]] = {
        "x-tsign-open-app-id": r"\w{1,64}$",
        "x-tsign-open-auth-mode": r"Signature$",
        "x-tsign-open-ca-timestamp": r"[0-9]{13}$",
        "x-tsign-open-ca-signature": r"[\w+/]{8}",
        "x-tsign-open-ca-signature-headers": r"[\w,-]{1,300}$",
    }

    def __init__(
        self, credentials: Credentials, *, signed_headers: Sequence[str] = (), now_ms: Callable[[], int] = clock.now_ms
    ) -> None:
        require_kind(credentials, Credentials, provider="esign")
        self._credentials = credentials
        self._signed_headers = signable(signed_headers)
        self._now_ms = now_ms

    def sign(self, request: httpx.Request) -> None:
        """Set the security headers. What is signed is read off the request itself, as the gateway will read it."""
        headers, body = request.headers, request.content
        headers["X-Tsign-Open-App-Id"] = self._credentials.app_id
        headers["X-Tsign-Open-Auth-Mode"] = "Signature"
        headers["X-Tsign-Open-Ca-Timestamp"] = str(self._now_ms())
        if body:
            headers["Content-MD5"] = content_md5(body)
        if self._signed_headers:
            headers["X-Tsign-Open-Ca-Signature-Headers"] = ",".join(self._signed_headers)
        # In one pass: looking headers up one by one takes httpx longer than the HMAC.
        sent = {name.lower(): value.decode("latin-1") for name, value in headers.raw}
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers["X-Tsign-Open-Ca-Signature"] = sign(
            self._credentials.app_secret,
            string_to_sign(
                method=request.method,
                path=path,
                query=parse_qsl(query, keep_blank_values=True) if query else (),
                accept=sent.get(b"accept", ""),
                content_md5=sent.get(b"content-md5", ""),
                content_type=sent.get(b"content-type", ""),
                date=sent.get(b"date", ""),
                signed_headers=[(name, sent.get(name.lower().encode("ascii"), "")) for name in self._signed_headers],
            ),
        )

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """e签宝 signs no answers."""
        return Verification.NOT_SIGNED_BY_PROVIDER


def signable(names: Sequence[str]) -> list[str]:
    """Accept names of further headers to sign.

    Raises:
        ConfigurationError: one of them cannot be signed this way.
    """
    for name in (names := require_texts(names, "signed_headers")):
        if name.lower() in _NEVER_EXTRA or not re.fullmatch(r"[A-Za-z0-9-]+", name):
            raise ConfigurationError(
                f"signed_headers cannot hold {name!r}",
                setting="signed_headers",
                remedy="Name other headers: this one is signed in a place of its own, or not at all.",
            )
    return list(names)
