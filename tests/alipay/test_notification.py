"""Alipay: what it posts to a `notify_url`."""

import base64
import json
import math
import pickle
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

import realname
from realname import alipay
from realname.sandbox import Sandbox
from tests.alipay.conftest import Judge, official_config
from tests.pairs import KeyPair
from tests.providers import Caller
from tests.strategies import drawing

TOLD = {
    "app_id": "2021",
    "charset": "utf-8",
    "notify_id": "n-1",
    "notify_time": "2026-01-02 03:04:05",
    "notify_type": "made_up_notify",
    "passback_params": "a&b=c%+ d",
    "subject": "张三",
    "version": "1.0",
}
SENT = datetime(2026, 1, 1, 19, 4, 5, tzinfo=UTC)


def _sign(keys: KeyPair, told: Mapping[str, str], **more: str) -> dict[str, str]:
    """A form as Alipay signs it: without `sign_type`, unless that is among `more`, as some kinds have it."""
    signed = {**told, **more}
    return {
        **told,
        "sign": keys.sign("&".join(f"{name}={signed[name]}" for name in sorted(signed)).encode()),
        "sign_type": "RSA2",
    }


def _verify(caller: Caller, form: Any, **options: Any) -> alipay.Notification:
    return alipay.verify_notification(caller.credentials, form=form, **options)


def test_a_genuine_notification_is_every_signed_field(alipay_caller: Caller) -> None:
    """Decoded, without the signature; what every kind has stands in typed properties, too."""
    notification = _verify(alipay_caller, urlencode(_sign(alipay_caller.keys, TOLD)).encode())

    assert TOLD == dict(notification)
    assert ("n-1", "2021", "made_up_notify") == (
        notification.notify_id,
        notification.app_id,
        notification.notify_type,
    )
    assert notification.notify_time == SENT
    assert timedelta(hours=8) == notification.notify_time.utcoffset()
    assert "notify_id" in notification
    assert "sign_type" not in notification


def test_a_notification_does_not_change_and_does_not_show(alipay_caller: Caller) -> None:
    """It can be copied and pickled like an answer."""
    form = _sign(alipay_caller.keys, TOLD)
    notification = _verify(alipay_caller, form)

    form["subject"] = "李四"
    with pytest.raises(AttributeError):
        notification._fields = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        notification["subject"] = "李四"  # type: ignore[index]
    assert TOLD == dict(notification) == dict(deepcopy(notification)) == dict(pickle.loads(pickle.dumps(notification)))  # noqa: S301
    assert "Notification(notify_type='made_up_notify', notify_id='n-1', 8 fields)" == repr(notification)


@pytest.mark.parametrize("absent", [["notify_time"], ["notify_type"], ["charset"], ["notify_time", "notify_type"]])
def test_what_not_every_kind_has_may_be_absent(absent: list[str], alipay_caller: Caller) -> None:
    """Then it is None; the charset is UTF-8."""
    told = {name: value for name, value in TOLD.items() if name not in absent}

    notification = _verify(alipay_caller, _sign(alipay_caller.keys, told))

    assert all(getattr(notification, name) is None for name in absent if name != "charset")
    assert "张三" == notification["subject"]


@pytest.mark.parametrize("time", ["", "soon", "2026-02-30 00:00:00", "2026-01-02"])
def test_a_time_that_is_none_is_none(time: str, alipay_caller: Caller) -> None:
    """And is never fresh."""
    form = _sign(alipay_caller.keys, TOLD | {"notify_time": time})

    assert _verify(alipay_caller, form).notify_time is None
    with pytest.raises(realname.SignatureError, match="max_age"):
        _verify(alipay_caller, form, max_age=60)


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)])
def test_a_notification_may_be_required_to_be_fresh(seconds: int, fresh: bool, alipay_caller: Caller) -> None:
    """Off by default; where it is on, the limit counts in both directions."""
    form = _sign(alipay_caller.keys, TOLD)
    clock = {"now_ms": lambda: (int(SENT.timestamp()) + seconds) * 1000}

    assert "n-1" == _verify(alipay_caller, form, **clock).notify_id
    if fresh:
        assert "n-1" == _verify(alipay_caller, form, max_age=60, **clock).notify_id
    else:
        with pytest.raises(realname.SignatureError, match="max_age"):
            _verify(alipay_caller, form, max_age=60, **clock)


@pytest.mark.parametrize("max_age", [math.inf, math.nan, -1, "60", True], ids=repr)
def test_a_window_that_is_no_number_of_seconds_is_refused(max_age: Any, alipay_caller: Caller) -> None:
    """By name."""
    with pytest.raises(realname.ConfigurationError, match="max_age"):
        _verify(alipay_caller, _sign(alipay_caller.keys, TOLD), max_age=max_age)


SIGNED_ANEW: dict[str, tuple[dict[str, str | None], str]] = {
    "another application": ({"app_id": "2022"}, "another application"),
    "without app_id": ({"app_id": None}, "no app_id"),
    "empty app_id": ({"app_id": ""}, "no app_id"),
    "without notify_id, as where a page returns": ({"notify_id": None}, "no notify_id"),
    "unknown charset": ({"charset": "latin-1"}, "unknown charset"),
    "empty charset": ({"charset": ""}, "unknown charset"),
    "odd name": ({"a b": "1"}, "name is not letters"),
    "name with an equals sign": ({"a=b": "1"}, "name is not letters"),
    "empty name": ({"": "1"}, "name is not letters"),
}
CHANGED: dict[str, tuple[dict[str, str | None], str]] = {
    "value changed": ({"subject": "李四"}, "not Alipay's"),
    "field more": ({"trade_status": "TRADE_SUCCESS"}, "not Alipay's"),
    "field less": ({"subject": None}, "not Alipay's"),
    "field split at its &": ({"passback_params": "a", "b": "c%+ d"}, "not Alipay's"),
    "field hidden in another": ({"charset": "utf-8&notify_id=n-1", "notify_id": None}, "no notify_id"),
    "unsigned": ({"sign": None}, "no sign"),
    "empty signature": ({"sign": ""}, "no sign"),
    "not base64": ({"sign": "***"}, "not Alipay's"),
    "garbage": ({"sign": base64.b64encode(b"x" * 256).decode()}, "not Alipay's"),
    "without sign_type": ({"sign_type": None}, "no sign_type"),
    "SHA-1": ({"sign_type": "RSA"}, "not signed with RSA2"),
    "in lower case": ({"sign_type": "rsa2"}, "not signed with RSA2"),
    "MD5": ({"sign_type": "MD5"}, "not signed with RSA2"),
}


def _present(form: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in form.items() if value is not None}


@pytest.mark.parametrize("forgery", [*SIGNED_ANEW, *CHANGED])
def test_a_notification_that_is_not_as_documented_is_refused(forgery: str, alipay_caller: Caller) -> None:
    """Some although Alipay's key signed them; the genuine twin is accepted."""
    genuine = _sign(alipay_caller.keys, TOLD)
    changes, problem = {**SIGNED_ANEW, **CHANGED}[forgery]
    form = _sign(alipay_caller.keys, _present({**TOLD, **changes})) if forgery in SIGNED_ANEW else genuine | changes

    with pytest.raises(realname.SignatureError, match=problem) as caught:
        _verify(alipay_caller, _present(form))

    assert ("missing" if problem == "no sign" else "invalid") == caught.value.reason
    assert TOLD == dict(_verify(alipay_caller, genuine))


def test_only_alipays_key_counts(alipay_caller: Caller, stranger_keys: KeyPair, caller_keys: KeyPair) -> None:
    """Neither a stranger's nor the application's own, by which requests are signed."""
    for keys in (stranger_keys, caller_keys):
        with pytest.raises(realname.SignatureError, match="not Alipay's"):
            _verify(alipay_caller, _sign(keys, TOLD))
    assert "n-1" == _verify(alipay_caller, _sign(alipay_caller.keys, TOLD)).notify_id


def test_the_signature_of_an_answer_is_no_notifications(alipay_caller: Caller) -> None:
    """Alipay's key signs both: the text of an answer cannot be told as fields, however it is cut."""
    body = b'{"a":"x&app_id=2021&notify_id=n-1"}'
    sign = alipay_caller.keys.sign(b"1700000000001\nabc\n" + body + b"\n")
    name, _, value = f"1700000000001\nabc\n{body.decode()}\n".partition("&")[0].partition("=")
    rest = {"app_id": "2021", "notify_id": 'n-1"}\n', "sign": sign, "sign_type": "RSA2"}

    with pytest.raises(realname.SignatureError, match="name is not letters"):
        _verify(alipay_caller, {name: value, **rest})


@pytest.mark.parametrize("name", ["app_id", "subject", "sign", "sign_type"])
def test_a_field_that_comes_twice_is_refused(name: str, alipay_caller: Caller) -> None:
    """With the same value or another, in whatever holds it."""
    form = _sign(alipay_caller.keys, TOLD)
    twice: list[Any] = [
        [*form.items(), (name, form[name])],
        form | {name: [form[name], "other"]},
        f"{urlencode(form)}&{name}=",
    ]

    for fields in twice:
        with pytest.raises(realname.SignatureError, match="more than once"):
            _verify(alipay_caller, fields)
    assert "n-1" == _verify(alipay_caller, {name: [value] for name, value in form.items()}).notify_id


@pytest.mark.parametrize("charset", ["GBK", "gb2312"])
def test_a_notification_in_another_charset_is_read_from_its_bytes(charset: str, alipay_caller: Caller) -> None:
    """The text that was signed is in that charset; once a framework has decoded it, it is lost."""
    told = {name: value.encode("gbk") for name, value in (TOLD | {"charset": charset}).items()}
    sign = alipay_caller.keys.sign(b"&".join(f"{name}=".encode() + told[name] for name in sorted(told)))
    rest = f"sign={quote_from_bytes(sign.encode(), safe='')}&sign_type=RSA2"
    form = "&".join([*(f"{name}={quote_from_bytes(value, safe='')}" for name, value in told.items()), rest])

    assert "张三" == _verify(alipay_caller, form.encode())["subject"]
    with pytest.raises(realname.SignatureError):
        _verify(alipay_caller, _sign(alipay_caller.keys, TOLD) | {"charset": charset})


def test_text_that_is_not_in_its_charset_is_a_decode_error(alipay_caller: Caller) -> None:
    """Authentic, and unreadable."""
    text = "&".join(f"{name}={TOLD[name]}" for name in sorted(TOLD)).replace("张三", "X").encode()
    sign = alipay_caller.keys.sign(text.replace(b"X", b"\xff"))
    form = {name: value.encode() for name, value in TOLD.items()} | {"subject": b"\xff"}

    with pytest.raises(realname.DecodeError, match="charset"):
        _verify(alipay_caller, {**form, "sign": sign, "sign_type": "RSA2"})


@pytest.mark.parametrize("form", [None, 1, [1], {"app_id": None}, Exception()], ids=repr)
def test_a_form_of_another_type_is_refused(form: Any, alipay_caller: Caller) -> None:
    """By the name of the argument."""
    with pytest.raises(realname.RequestError, match="form"):
        _verify(alipay_caller, form)


def test_credentials_of_another_kind_are_refused(esign_caller: Caller, alipay_caller: Caller) -> None:
    """By name."""
    for credentials in (None, esign_caller.credentials, "2021"):
        with pytest.raises(realname.ConfigurationError, match=r"alipay\.Credentials"):
            alipay.verify_notification(credentials, form=_sign(alipay_caller.keys, TOLD))  # type: ignore[arg-type]


@drawing
@given(form=st.lists(st.tuples(st.sampled_from([*TOLD, "sign", "sign_type", ""]) | st.text(), st.text() | st.binary())))
def test_nothing_but_our_errors_comes_out(form: list[tuple[str, str | bytes]], alipay_caller: Caller) -> None:
    """Whatever is posted, as pairs or raw."""
    for fields in (form, str(form), dict(form)):
        with pytest.raises(realname.SignatureError):
            _verify(alipay_caller, fields)


# ---- the sandbox, and the official client ----------------------------------------------------------------------------


@pytest.mark.parametrize("certificates", [False, True])
def test_the_sandbox_signs_one(certificates: bool, sandbox: Sandbox) -> None:
    """In key mode and in certificate mode, also under the second certificate; for the other app it is refused."""
    gateway = sandbox.alipay
    ours, other = gateway.credentials, gateway.certificate_credentials
    if certificates:
        ours, other = other, ours  # type: ignore[assignment]
        sandbox.alipay.settings.next_certificate = True
    form = gateway.notification(certificates=certificates, trade_status="TRADE_SUCCESS", subject="张三")

    notification = alipay.verify_notification(ours, form=urlencode(form), max_age=60)

    assert ("TRADE_SUCCESS", "张三", ours.app_id) == (
        notification["trade_status"],
        notification["subject"],
        notification.app_id,
    )
    assert timezone(timedelta(hours=8)) == notification.notify_time.tzinfo if notification.notify_time else False
    with pytest.raises(realname.SignatureError, match="another application"):
        alipay.verify_notification(other, form=form)


ODD = {"passback_params": "a=b%20+c/%E5", "body": json.dumps([{"a": "1"}]), "empty": "", "emoji": "😀ﬀ", "A": "upper"}


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
@pytest.mark.parametrize("change", ["none", "value", "field more", "field less", "signature", "signed type"])
def test_the_official_client_agrees(change: str, certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """What its own check accepts is accepted, and what it refuses is refused."""
    gateway = sandbox.alipay
    form = gateway.notification(certificates=certificate_mode, **ODD)
    if change == "value":
        form["body"] += " "
    elif change == "field more":
        form["more"] = "1"
    elif change == "field less":
        del form["empty"]
    elif change == "signature":
        form["sign"] = form["sign"][4:] + form["sign"][:4]
    elif change == "signed type":
        told = {name: value for name, value in form.items() if name != "sign"}
        form["sign"] = gateway.notification(certificates=certificate_mode, **told)["sign"]
    credentials = gateway.certificate_credentials if certificate_mode else gateway.credentials

    official = judge.ask("notification", config=official_config(sandbox, certificate_mode=certificate_mode), form=form)
    try:
        ours = bool(alipay.verify_notification(credentials, form=urlencode(form)))
    except realname.SignatureError:
        ours = False

    assert official is ours is (change in ("none", "signed type"))
