"""What Alipay posts to a ``notify_url``, verified before anyone acts on it.

A form of names and values. The signature is RSA2 (SHA-256) by Alipay's key over ``name=value&…``: the decoded values
in the order of their names, without ``sign`` and ``sign_type`` (page 204/105301 of docs.open.alipay.com, in public
copies). Some kinds leave ``sign_type`` among what is signed; the official Node client tries both, and so does this.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, final

from attrs import frozen

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.core import clock, posted
from realname.core.errors import DecodeError, SignatureError
from realname.core.keys import BadSignature
from realname.core.redaction import conceal
from realname.core.settings import require_kind

_NAME: Final = re.compile(rb"[A-Za-z0-9_]{1,64}")
_UNSIGNED: Final = (b"sign", b"sign_type")
_NEEDED: Final = (*_UNSIGNED, b"app_id", b"notify_id")
_CHARSETS: Final = {b"utf-8": "utf-8", b"gbk": "gbk", b"gb2312": "gbk"}
_BEIJING: Final = timezone(timedelta(hours=8))


@final
@frozen(repr=False, eq=False)
class Notification(Mapping[str, str]):
    """A verified notification: every field that is signed, by its name.

    It does not change, and its repr shows no value but the kind and the id: fields hold personal data.
    """

    _fields: Mapping[str, str]

    @property
    def notify_id(self) -> str:
        """The notification's id: the same when it is sent again."""
        return self["notify_id"]

    @property
    def app_id(self) -> str:
        """The application that it is for: the one of the credentials."""
        return self["app_id"]

    @property
    def notify_type(self) -> str | None:
        """What it is about, such as ``trade_status_sync``."""
        return self.get("notify_type")

    @property
    def notify_time(self) -> datetime | None:
        """When it was sent, to the second; None if that is absent or no time. Taken for Beijing time: no page says."""
        try:
            return datetime.strptime(self.get("notify_time", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
        except ValueError:
            return None

    def __getitem__(self, name: str) -> str:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Notification(notify_type={self.notify_type!r}, notify_id={self.notify_id!r}, {len(self)} fields)"


@conceal
def verify_notification(
    credentials: Credentials | CertificateCredentials,
    *,
    form: posted.Fields,
    max_age: float | None = None,
    now_ms: Callable[[], int] = clock.now_ms,
) -> Notification:
    """Verify an asynchronous notification.

    It says nothing about a person: for the operations of this package no page documents one. Take it for the moment to
    ask the operation that queries the result. Expect the same notification more than once: Alipay repeats it until it
    is answered with the text ``success``.

    The signed text does not tell an ``&`` in a value from one between two fields, so whoever can choose a value of a
    genuine notification may be able to make fields of it: another reason to ask.

    Args:
        credentials: the application that the notification is for. With certificates, any of Alipay's that are
            configured will do: a notification does not name its own.
        form: the form: the raw body, a mapping (also to lists), or decoded pairs. Flask's ``request.form``, Django's
            ``request.POST``, Starlette's ``await request.form()``. In another charset than UTF-8: the raw body. The
            query of your own ``notify_url`` is no part of it.
        max_age: refuse a notification sent further than this many seconds from now. Off by default: it is repeated for
            a day, and whether that is signed anew no page says.
        now_ms: the clock, in milliseconds since 1970.

    Raises:
        ConfigurationError: `credentials` are not Alipay's, or `max_age` is no number of seconds.
        RequestError: `form` is of a type that cannot be read.
        SignatureError: the notification is not Alipay's, is for another application, lacks a field, has one twice, or
            is too old.
        DecodeError: it is authentic, and its text is not in the charset that it names.
    """
    require_kind(credentials, Credentials, CertificateCredentials, provider="alipay")
    limit, pairs = clock.seconds(max_age, "max_age"), posted.fields(form, "form")
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _not_authentic("has a field more than once")
    if missing := next((name for name in _NEEDED if not found.get(name)), None):
        raise _not_authentic(f"has no {missing.decode()}", missing=missing == b"sign")
    if not all(map(_NAME.fullmatch, found)):
        raise _not_authentic("has a field whose name is not letters, digits and underscores")
    if found[b"sign_type"] != b"RSA2":
        raise _not_authentic("is not signed with RSA2")
    if found[b"app_id"] != credentials.app_id.encode():
        raise _not_authentic("is for another application")
    charset = _CHARSETS.get(found.get(b"charset", b"utf-8").lower())
    if charset is None:
        raise _not_authentic("is in an unknown charset")
    signed = {name: value for name, value in found.items() if name not in _UNSIGNED}
    _require_authentic(credentials, signed, found[b"sign"])
    try:
        notification = Notification({name.decode(): value.decode(charset) for name, value in signed.items()})
    except UnicodeDecodeError:
        raise DecodeError("the notification is not in the charset that it names") from None
    if limit is not None:
        _require_fresh(notification, limit, now_ms())
    return notification


def _require_authentic(
    credentials: Credentials | CertificateCredentials, signed: Mapping[bytes, bytes], sign: bytes
) -> None:
    for fields in (signed, {**signed, b"sign_type": b"RSA2"}):
        text = b"&".join(name + b"=" + fields[name] for name in sorted(fields))
        for key in credentials.alipay_keys:
            try:
                key.verify(base64.b64decode(sign, validate=True), text)
            except (BadSignature, ValueError):
                continue
            return
    raise _not_authentic("carries a signature that is not Alipay's over this notification")


def _require_fresh(notification: Notification, limit: float, now_ms: int) -> None:
    sent = notification.notify_time
    if sent is None or abs((datetime.fromtimestamp(now_ms / 1000, UTC) - sent).total_seconds()) > limit:
        raise _not_authentic("is older, or newer, than max_age allows")


def _not_authentic(what: str, *, missing: bool = False) -> SignatureError:
    return SignatureError(
        f"the notification {what}",
        reason="missing" if missing else "invalid",
        remedy="Do not act on it. Check Alipay's key (支付宝公钥), and pass the form as it came.",
    )
