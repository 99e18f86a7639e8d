"""e签宝: what it posts when a flow has ended, verified and signed."""

import base64
import hashlib
import hmac
import json
import math
import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import httpx
import pytest
from attrs import evolve

import realname
from realname import Outcome, esign
from realname.esign.testing import canonical
from tests.providers import APP_SECRET

NOW = 1_700_000_000_000
CREDENTIALS = esign.Credentials(app_id="7438", app_secret=APP_SECRET)
PERSON = {"flowId": "1", "success": True, "status": True, "serviceId": "1", "contextId": "ctx", "later": 1}
ORGANIZATION = PERSON | {"agentFlowId": "2", "orgAccountId": "o"}


def _headers(body: bytes, values: str = "", **changes: str | None) -> dict[str, str]:
    signature = hmac.digest(APP_SECRET.encode(), f"{NOW}{values}".encode() + body, hashlib.sha256).hex()
    headers = {
        "X-Tsign-Open-App-Id": "7438",
        "X-Tsign-Open-TIMESTAMP": str(NOW),
        "X-Tsign-Open-SIGNATURE": signature,
        "X-Tsign-Open-SIGNATURE-ALGORITHM": "hmac-sha256",
    } | {f"X-Tsign-Open-{name}": value for name, value in changes.items()}
    return {name: value for name, value in headers.items() if value is not None}


def _verify(document: Any, query: Any = "", **options: Any) -> esign.Callback:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    headers = options.pop("headers", None) or _headers(body, options.pop("values", ""))
    return esign.verify_callback(CREDENTIALS, headers=headers, query=query, body=body, **options)


def test_a_persons_callback_and_an_organizations_are_told_apart() -> None:
    """By the action where it is sent, else by the keys that only one of them has."""
    kinds = [
        type(_verify(document))
        for document in (
            PERSON,
            PERSON | {"action": "identity_psn_end", "accountId": None},
            ORGANIZATION,
            PERSON | {"action": "identity_org_end"},
        )
    ]

    assert [esign.PersonCallback] * 2 + [esign.OrganizationCallback] * 2 == kinds


def test_a_callback_without_the_former_field_is_accepted() -> None:
    """`success` is what counts; the field of a former version may go away."""
    assert _verify({"flowId": "1", "success": False}).success is False


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("orderNo=001&belong=pinjie", "pinjie001"),
        ([("orderNo", "001"), ("belong", "pinjie")], "pinjie001"),
        ("b=2&B=1", "12"),
        ("a=&b=x%20y", "x y"),
        ("a=1&b=2&a=3", "12"),
        ("", ""),
    ],
)
def test_the_values_of_the_query_are_signed(query: Any, values: str) -> None:
    """In the order of their keys, decoded, without the keys; with another value it is a forgery."""
    assert _verify(PERSON, query, values=values).success is True
    with pytest.raises(realname.SignatureError):
        _verify(PERSON, query, values=values + "!")


BODY = json.dumps(PERSON).encode()
FORGERIES: dict[str, tuple[dict[str, str], bytes, str]] = {
    "unsigned": (_headers(BODY, SIGNATURE=None), BODY, "missing"),
    "empty signature": (_headers(BODY, SIGNATURE=""), BODY, "missing"),
    "without timestamp": (_headers(BODY, TIMESTAMP=None), BODY, "missing"),
    "timestamp changed": (_headers(BODY, TIMESTAMP=str(NOW + 1)), BODY, "invalid"),
    "body changed": (_headers(BODY), BODY.replace(b"true", b"true "), "invalid"),
    "failure made a success": (_headers(BODY.replace(b"true", b"false")), BODY, "invalid"),
    "upper-case hex": (_headers(BODY, SIGNATURE=_headers(BODY)["X-Tsign-Open-SIGNATURE"].upper()), BODY, "invalid"),
    "garbage": (_headers(BODY, SIGNATURE="张"), BODY, "invalid"),
    "another application": (_headers(BODY) | {"X-Tsign-Open-App-Id": "7439"}, BODY, "invalid"),
    "another algorithm": (_headers(BODY) | {"X-Tsign-Open-SIGNATURE-ALGORITHM": "none"}, BODY, "invalid"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_callback_is_refused(forgery: str) -> None:
    """Its genuine twin is accepted."""
    headers, body, reason = FORGERIES[forgery]

    with pytest.raises(realname.SignatureError) as caught:
        esign.verify_callback(CREDENTIALS, headers=headers, query="", body=body)

    assert reason == caught.value.reason
    assert esign.verify_callback(CREDENTIALS, headers=_headers(BODY), query="", body=BODY).success is True


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)])
def test_a_callback_may_be_required_to_be_fresh(seconds: int, fresh: bool) -> None:
    """Off by default; where it is on, the limit counts in both directions."""
    clock = {"now_ms": lambda: NOW + seconds * 1000}

    assert _verify(PERSON, **clock).success is True
    if fresh:
        assert _verify(PERSON, max_age=60, **clock).success is True
    else:
        with pytest.raises(realname.SignatureError, match="max_age"):
            _verify(PERSON, max_age=60, **clock)


@pytest.mark.parametrize("max_age", [math.inf, math.nan, -1, "60", True], ids=repr)
def test_a_window_that_is_no_number_of_seconds_is_refused(max_age: Any) -> None:
    """By name; zero is one."""
    with pytest.raises(realname.ConfigurationError, match="max_age"):
        _verify(PERSON, max_age=max_age)
    assert _verify(PERSON, max_age=0, now_ms=lambda: NOW).success is True


@pytest.mark.parametrize("credentials", [None, "7438", Exception()], ids=repr)
def test_credentials_of_another_kind_are_refused(credentials: Any) -> None:
    """By name."""
    with pytest.raises(realname.ConfigurationError, match=r"esign\.Credentials"):
        esign.verify_callback(credentials, headers=_headers(BODY), query="", body=BODY)


@pytest.mark.parametrize("timestamp", ["soon", "1", "1700000000", "17000000000000", "1.7e12", " 170000000000"])
def test_a_timestamp_of_another_form_is_refused(timestamp: str) -> None:
    """Although it is signed; 13 digits are accepted."""
    signature = hmac.digest(APP_SECRET.encode(), timestamp.encode() + BODY, hashlib.sha256).hex()

    with pytest.raises(realname.SignatureError, match="13 digits"):
        _verify(PERSON, headers=_headers(BODY, TIMESTAMP=timestamp, SIGNATURE=signature))
    assert _verify(PERSON, headers=_headers(BODY)).success is True


def test_bytes_never_move_out_of_their_place() -> None:
    """``TIMESTAMP`` + values + body is signed: the same bytes cut elsewhere have the same signature."""
    headers = _headers(BODY, "42")
    longer = headers | {"X-Tsign-Open-TIMESTAMP": f"{NOW}4"}
    shorter = headers | {"X-Tsign-Open-TIMESTAMP": str(NOW)[:-1]}

    assert _verify(PERSON, "a=4&b=2", headers=headers).success is True
    for moved, query in ((longer, "b=2"), (shorter, f"a={str(NOW)[-1]}4&b=2")):
        with pytest.raises(realname.SignatureError, match="13 digits"):
            _verify(PERSON, query, headers=moved)
    for query, body in (("a=42%7B", BODY[1:]), ("a=4", b"2" + BODY)):
        with pytest.raises(realname.DecodeError):
            esign.verify_callback(CREDENTIALS, headers=headers, query=query, body=body)


def test_a_requests_signature_is_no_callbacks() -> None:
    """One secret signs both: what a request's HMAC covers begins with its method, never with 13 digits."""
    request = httpx.Request("POST", "https://gateway.example/v2/x", content=BODY)
    esign.Auth(CREDENTIALS).sign(request)
    string = esign.string_to_sign(method="POST", path="/v2/x", content_md5=request.headers["Content-MD5"])
    digest = base64.b64decode(request.headers["X-Tsign-Open-Ca-Signature"]).hex()
    assert digest == hmac.digest(APP_SECRET.encode(), string, hashlib.sha256).hex()

    for timestamp, body in ((string[:13], string[13:]), (string[:-1], string[-1:]), (b"POST", string[4:])):
        with pytest.raises(realname.SignatureError, match="13 digits"):
            esign.verify_callback(
                CREDENTIALS,
                headers=_headers(BODY, SIGNATURE=digest, TIMESTAMP=timestamp.decode()),
                query="",
                body=body,
            )
    assert _verify(PERSON).success is True


def test_a_callbacks_signature_is_no_others() -> None:
    """Each is for its own bytes: two genuine ones do not lend each other their signature."""
    other = json.dumps(PERSON | {"flowId": "2"}).encode()

    for headers, body in ((_headers(BODY), other), (_headers(other), BODY)):
        with pytest.raises(realname.SignatureError):
            esign.verify_callback(CREDENTIALS, headers=headers, query="", body=body)
    assert esign.verify_callback(CREDENTIALS, headers=_headers(other), query="", body=other).flow_id == "2"


@pytest.mark.parametrize("name", ["App-Id", "TIMESTAMP", "SIGNATURE", "SIGNATURE-ALGORITHM"])
def test_a_security_header_that_comes_twice_is_refused(name: str) -> None:
    """As pairs, in two letter cases, in the spelling of WSGI too, or folded into one; once it is accepted."""
    genuine = _headers(BODY)
    full = f"X-Tsign-Open-{name}"
    value = genuine[full]
    twice: list[Any] = [
        [*genuine.items(), (full, value)],
        genuine | {full.lower(): value},
        genuine | {f"HTTP_{full.upper().replace('-', '_')}": value},
        genuine | {full: [value, value]},
        genuine | {full: f"{value}, {value}"},
    ]

    for headers in twice:
        with pytest.raises(realname.SignatureError):
            esign.verify_callback(CREDENTIALS, headers=headers, query="", body=BODY)
    for once in (genuine, list(genuine.items()), {name: [value] for name, value in genuine.items()}):
        assert esign.verify_callback(CREDENTIALS, headers=once, query="", body=BODY).success is True


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (PERSON | {"status": False}, "$.status"),
        (PERSON | {"success": "true"}, "$.success"),
        ({"success": True}, "$.flowId"),
        ([], "$"),
        (b"", "$"),
    ],
)
def test_an_authentic_callback_of_another_shape_is_refused(document: Any, path: str) -> None:
    """Also one that says both success and failure, unless it is asked for its outcome."""
    with pytest.raises(realname.DecodeError) as caught:
        _verify(document)

    assert path == caught.value.path


FLOW = "803719636976683872"
YES = {"flowId": FLOW, "success": True}
NO = {"flowId": FLOW, "success": False}
SPOKEN: list[tuple[dict[str, Any], Outcome]] = [
    (YES, Outcome.VERIFIED),
    (YES | {"status": True, "serviceId": FLOW}, Outcome.VERIFIED),
    (YES | {"status": None, "serviceId": None}, Outcome.VERIFIED),
    (YES | {"status": False}, Outcome.UNKNOWN),
    (YES | {"serviceId": "1"}, Outcome.UNKNOWN),
    (YES | {"serviceId": ""}, Outcome.UNKNOWN),
    (NO, Outcome.REJECTED),
    (NO | {"status": False, "serviceId": FLOW, "failReasonCode": "1445907"}, Outcome.REJECTED),
    (NO | {"status": True}, Outcome.UNKNOWN),
    (NO | {"serviceId": "1"}, Outcome.UNKNOWN),
]


@pytest.mark.parametrize("of_organization", [False, True])
@pytest.mark.parametrize(("document", "outcome"), SPOKEN)
def test_a_callback_about_the_flow_that_is_asked_for_has_an_outcome(
    document: dict[str, Any], outcome: Outcome, of_organization: bool
) -> None:
    """One that contradicts itself says nothing."""
    callback = _verify(document | ({"agentFlowId": "2"} if of_organization else {}), flow_id=FLOW)

    assert (outcome, of_organization) == (callback.outcome, isinstance(callback, esign.OrganizationCallback))
    if outcome is Outcome.VERIFIED:
        assert callback is callback.require_verified()
    else:
        error = realname.RejectedError if outcome is Outcome.REJECTED else realname.UndecidedError
        with pytest.raises(error):
            callback.require_verified()


def test_a_callback_that_is_bound_to_no_flow_says_nothing() -> None:
    """Neither yes nor no, whatever its fields; with the flow it does."""
    for document in (YES, NO, YES | {"agentFlowId": "2"}):
        callback = _verify(document)
        with pytest.raises(realname.UndecidedError, match="for a given verification") as caught:
            callback.require_verified()

        assert (Outcome.UNKNOWN, callback) == (callback.outcome, caught.value.answer)
        assert _verify(document, flow_id=FLOW).outcome is not Outcome.UNKNOWN


@pytest.mark.parametrize(
    "again",
    [
        copy,
        deepcopy,
        evolve,
        lambda made: pickle.loads(pickle.dumps(made)),  # noqa: S301 - our own bytes
        lambda made: evolve(made, success=True),
    ],
    ids=["copy", "deepcopy", "evolve", "pickle", "changed"],
)
def test_a_copy_of_a_callback_is_bound_to_nothing(again: Callable[[esign.Callback], esign.Callback]) -> None:
    """It may hold anything by now; the callback itself stays bound."""
    callback = _verify(YES, flow_id=FLOW)

    assert (callback, Outcome.UNKNOWN) == (again(callback), again(callback).outcome)
    assert callback.outcome is Outcome.VERIFIED
    assert esign.PersonCallback(flow_id=FLOW, success=True).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("other", ["803719636976683873", f" {FLOW}", f"{FLOW}\n", FLOW.replace("8", "８"), "*"])
def test_a_callback_about_another_flow_is_refused(other: str) -> None:
    """It names neither flow; an organization's callback is not about its agent's flow, nor by its former fields."""
    document = YES | {"serviceId": other, "agentFlowId": other, "agentServiceId": other}

    with pytest.raises(realname.DecodeError, match="about another flow") as caught:
        _verify(document, flow_id=other)

    assert "$.flowId" == caught.value.path
    assert not [text for text in (FLOW, other) if text in f"{caught.value!r} {caught.value}"]
    assert _verify(document | {"serviceId": FLOW}, flow_id=FLOW).outcome is Outcome.VERIFIED


@pytest.mark.parametrize("flow_id", ["", 803719636976683872, b"803719636976683872", True, ["803719636976683872"]])
def test_a_flow_that_is_no_id_is_refused(flow_id: Any) -> None:
    """By name, and without the value."""
    with pytest.raises(realname.RequestError, match="flow_id") as caught:
        _verify(YES, flow_id=flow_id)

    assert ("flow_id", False) == (caught.value.field, FLOW in str(caught.value))


def test_an_authentic_callback_comes_before_its_flow() -> None:
    """Whether a forgery names the right flow is nobody's business."""
    with pytest.raises(realname.SignatureError):
        _verify(YES, flow_id=FLOW, headers=_headers(b"{}"))


def test_a_plain_get_carries_nothing() -> None:
    """A person opened a page: no signature, no body."""
    with pytest.raises(realname.SignatureError) as caught:
        esign.verify_callback(CREDENTIALS, headers={"Host": "shop.example"}, query="a=1", body=b"", flow_id=FLOW)

    assert "missing" == caught.value.reason


# ---- signed for a test -----------------------------------------------------------------------------------------------

QUERIES: list[Any] = [
    "",
    "orderNo=001&belong=pinjie",
    b"b=2&B=1&a=&b=3",
    "name=%E5%BC%A0+%2B",
    {"b": ["2", "3"], "a": "x y"},
    [(b"b", b"\xe5\xbc\xa0"), ("a", "1"), ("b", "2")],
]


@pytest.mark.parametrize("query", QUERIES, ids=repr)
@pytest.mark.parametrize("body", [BODY, BODY.decode(), bytearray(BODY), '{"flowId":"1","success":true,"x":"张"}'])
def test_what_is_signed_is_verified(query: Any, body: Any) -> None:
    """With whatever query and body; and not once one letter of either is another."""
    headers = esign.sign_callback(CREDENTIALS, body=body, query=query)

    assert esign.verify_callback(CREDENTIALS, headers=headers, query=query, body=body, flow_id="1", max_age=60).success
    changed = body.replace("1", "2") if isinstance(body, str) else body.replace(b"1", b"2")
    for other in ({"query": "a=0", "body": body}, {"query": query, "body": changed}):
        with pytest.raises(realname.SignatureError):
            esign.verify_callback(CREDENTIALS, headers=headers, **other)


@pytest.mark.parametrize("query", ["", "orderNo=001&belong=pinjie", "b=2&B=1&a=&b=3", "name=%E5%BC%A0+%2B&empty"])
def test_a_judge_signs_the_same(query: str) -> None:
    """The sandbox, whose string to sign is written down a second time."""
    headers = esign.sign_callback(CREDENTIALS, body=BODY, query=query, now_ms=lambda: NOW)

    values = canonical.callback_values(canonical.parse_query(query))
    string = canonical.CallbackString(timestamp=str(NOW), values=values, body=BODY).join()
    assert {
        "X-Tsign-Open-App-Id": "7438",
        "X-Tsign-Open-TIMESTAMP": str(NOW),
        "X-Tsign-Open-SIGNATURE-ALGORITHM": canonical.CALLBACK_ALGORITHM,
        "X-Tsign-Open-SIGNATURE": canonical.sign_callback(APP_SECRET, string),
        "Content-Type": "application/json; charset=UTF-8",
    } == headers


@pytest.mark.parametrize("wrong", [{"body": PERSON}, {"body": None}, {"query": 5}, {"query": ["a"]}], ids=repr)
def test_what_cannot_be_signed_is_refused(wrong: dict[str, Any]) -> None:
    """By the name of the argument, without its value; the body has to be what is posted, byte for byte."""
    with pytest.raises(realname.RequestError) as caught:
        esign.sign_callback(CREDENTIALS, **{"body": BODY} | wrong)

    assert next(iter(wrong)) == caught.value.field
    assert "ctx" not in str(caught.value)


@pytest.mark.parametrize("now", [1_700_000_000, 1.7e12, "soon", None, 17_000_000_000_000], ids=repr)
def test_a_clock_that_gives_no_milliseconds_is_refused(now: Any) -> None:
    """A callback of another time would be refused as no callback at all."""
    with pytest.raises(realname.ConfigurationError, match="now_ms"):
        esign.sign_callback(CREDENTIALS, body=BODY, now_ms=lambda: now)


def test_only_es_credentials_sign() -> None:
    """And the secret shows nowhere."""
    credentials: Any = "7438"
    with pytest.raises(realname.ConfigurationError, match=r"esign\.Credentials"):
        esign.sign_callback(credentials, body=BODY)

    assert APP_SECRET not in repr(esign.sign_callback(CREDENTIALS, body=BODY))
