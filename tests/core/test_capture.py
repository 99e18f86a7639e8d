"""`error.capture()`: what it shows of a failed call, what never, and what `explain` makes of it."""

import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from realname import ApiError, RealnameError, alipay, esign, zoloz
from realname.core.errors import AuthenticationError, DecodeError, SignatureError
from realname.core.reply import RawReply, Verification
from realname.explain import CaptureError, Explanation, explain_exchange, read
from realname.providers import Provider
from realname.sandbox import Sandbox
from tests.captures import names

PERSON, TOKEN = "王MARKER", "token-MARKER-8"


def _alipay(sandbox: Sandbox, **changes: Any) -> None:
    credentials = alipay.Credentials(
        app_id=changes.get("app_id", sandbox.alipay.credentials.app_id),
        private_key=changes.get("key", sandbox.alipay.credentials.private_key),
        alipay_public_key=sandbox.alipay.credentials.alipay_public_key,
        app_auth_token=changes.get("token"),
    )
    with alipay.Client(credentials, base_url=sandbox.alipay.url, attempts=1) as client:
        client.call("GET", "/v3/alipay/user/certdoc/certverify/consult", query={"cert_no": PERSON, PERSON: "x"})


def _zoloz(sandbox: Sandbox, **changes: Any) -> None:
    credentials = changes.get("credentials", sandbox.zoloz.credentials)
    with zoloz.Client(credentials, base_url=sandbox.zoloz.url, attempts=1) as client:
        client.query_enroll_status(biz_id="1", user_id=PERSON)


def _esign(sandbox: Sandbox, **changes: Any) -> None:
    credentials = esign.Credentials(app_id=sandbox.esign.credentials.app_id, **changes)
    with esign.Client(credentials, base_url=sandbox.esign.url, attempts=1) as client:
        client.call("GET", "/v2/identity/auth/api/common/1/outline", query={"name": PERSON})


def _failure(call: Callable[..., object], *arguments: Any, **changes: Any) -> Any:
    with pytest.raises(RealnameError) as caught:
        call(*arguments, **changes)
    return caught.value


def _explained(provider: Provider, text: str, credentials: Any) -> list[Explanation]:
    [exchange] = read(text.encode())
    return list(explain_exchange(provider, exchange, credentials))


def _refused(sandbox: Sandbox, stranger: Any) -> dict[Provider, tuple[RealnameError, Any]]:
    """A call to each provider whose key or secret is not the one that is registered."""
    keys = {"key": stranger.private(), "token": TOKEN}
    wrong = zoloz.Credentials(
        client_id=sandbox.zoloz.credentials.client_id,
        private_key=stranger.private(),
        zoloz_public_key=sandbox.zoloz.credentials.zoloz_public_key,
    )
    return {
        "zoloz": (_failure(_zoloz, sandbox, credentials=wrong), wrong),
        "alipay": (_failure(_alipay, sandbox, **keys), None),
        "esign": (_failure(_esign, sandbox, app_secret="secret-MARKER-9"), None),
    }


def test_nothing_private_is_in_a_masked_capture(sandbox: Sandbox, stranger_keys: Any) -> None:
    """No person, no token, no key, and of signatures 8 characters; the whole one has what went over the wire."""
    for error, _ in _refused(sandbox, stranger_keys).values():
        assert isinstance(error, AuthenticationError)
        assert error.reply is not None
        sent = error.reply.http.request
        masked, whole = error.capture(), error.capture(show_personal=True)
        secrets = [value for name, value in sent.headers.items() if "sign" in name.lower() or name == "authorization"]
        signatures = [part for value in secrets for part in value.split("sign=")[-1:] if len(part) > 40]

        assert "MARKER" not in masked
        assert signatures
        assert not any(each[-30:] in masked for each in signatures)
        assert all(each[-30:] in whole for each in signatures)
        assert sent.content.decode() in whole.replace("\\\\", "\\")


def test_a_refusal_of_what_is_signed_rightly_is_told(sandbox: Sandbox, stranger_keys: Any) -> None:
    """The usual cause: another key or secret is registered. Masked or not, it is named."""
    for provider, (error, credentials) in _refused(sandbox, stranger_keys).items():
        assert isinstance(error, AuthenticationError)
        [request, _] = _explained(provider, error.capture(), None)

        assert ["masked", "refused_although_right"] == names(request)
        if credentials is not None:
            [request, _] = _explained(provider, error.capture(show_personal=True), credentials)
            assert ("verifies", ["refused_although_right"]) == (str(request.outcome), names(request))


def test_another_id_is_told(sandbox: Sandbox) -> None:
    """An app id that is not the configured one is seen in the masked capture, too."""
    error = _failure(_alipay, sandbox, app_id="2021000000000009")

    [request, _] = _explained("alipay", error.capture(), sandbox.alipay.credentials)

    assert "client_id_mismatch" in names(request)


@pytest.mark.parametrize(
    ("fault", "masked", "whole"),
    [
        ("tampered_body", "changed_on_the_way", ["unknown_text", "body_whitespace"]),
        ("wrong_key", "wrong_key", ["wrong_key"]),
    ],
)
@pytest.mark.parametrize("provider", ["zoloz", "alipay"])
def test_an_answer_that_is_not_authentic_is_told_apart(
    provider: Provider, fault: str, masked: str, whole: list[str], sandbox: Sandbox
) -> None:
    """Changed on its way, or signed with another key: the masked capture tells as well."""
    gateway = getattr(sandbox, provider)
    gateway.fail_next(fault)
    error = _failure({"zoloz": _zoloz, "alipay": _alipay}[provider], sandbox)
    assert isinstance(error, SignatureError)
    texts = error.capture(), error.capture(show_personal=True)

    [answers, wholes] = [_explained(provider, text, gateway.credentials)[1] for text in texts]

    assert [masked, "masked"] == names(answers)
    assert names(wholes)[0] in whole
    assert "MARKER" not in texts[0]


def test_a_wrong_clock_is_told(sandbox: Sandbox) -> None:
    """The answer is too far from the clock of this machine: the signature itself is right."""
    credentials = sandbox.zoloz.credentials
    client = zoloz.Client(credentials, base_url=sandbox.zoloz.url, attempts=1, max_answer_age=1e-9)
    with client:
        error = _failure(client.query_enroll_status, biz_id="1", user_id=PERSON)
    assert isinstance(error, SignatureError)

    found = [_explained("zoloz", error.capture(show_personal=all_of_it), credentials) for all_of_it in (False, True)]

    assert ["clock_differs", "masked"] == names(found[0][1])
    assert ("verifies", ["clock_differs"]) == (str(found[1][1].outcome), names(found[1][1]))


def _answered(body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    request = httpx.Request("POST", "https://h/p?a=1", content=body)
    return httpx.Response(200, headers=headers, content=body, request=request)


@pytest.mark.parametrize(
    "body",
    [b"", b"\n", b"a\n", b"a\r\nb\\n\\\\x41", b"\xff\x00\x1b[2J", "张·\u2028\u202e".encode(), b"> x\n< y\n\n# z"],
)
def test_every_byte_of_a_whole_capture_comes_back(body: bytes) -> None:
    """Line ends, control characters and what is no text, in both directions; nothing in it acts on a terminal."""
    error = DecodeError("x")
    error.http = _answered(body)
    text = error.capture(show_personal=True)

    [exchange] = read(text.encode())

    assert exchange.request is not None
    assert exchange.answer is not None
    assert (body, body) == (exchange.request.body, exchange.answer.body)
    assert text.replace("\n", "").isprintable()


def test_what_an_answer_says_in_the_place_of_a_harmless_value_is_masked() -> None:
    """Headers are shown by their form, and not by their name alone."""
    error = DecodeError("x")
    error.http = _answered(b"", {"Content-Type": "text/plain; a=MARKER", "Date": "MARKER", "X-MARKER-less": "MARKER"})

    assert ["X-MARKER-less: ***"] == [line[2:] for line in error.capture().splitlines() if "MARKER" in line]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("text/html;charset=GBK", "text/html;charset=GBK"),
        ("text/html; charset=110101199003070000", "***"),
    ],
)
def test_a_charset_is_shown_if_it_is_one(kind: str, shown: str) -> None:
    """Anything may stand in its place."""
    error = DecodeError("x")
    error.http = _answered(b"", {"Content-Type": kind})

    assert f"< Content-Type: {shown}\n" in error.capture()


def test_without_an_exchange_there_is_no_text() -> None:
    """Outside of a call, or after it was sent to another process."""
    reply = RawReply[object](parsed=None, http=_answered(b"x"), request_id=None, verification=Verification.UNSIGNED)
    error = ApiError("x", reply=reply)
    gone = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above

    assert (True, "", "") == (bool(error.capture()), gone.capture(), SignatureError("x").capture())
    with pytest.raises(CaptureError):
        read(b"")
