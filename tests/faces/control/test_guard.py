"""Who gets through to the control address: whoever has the token, from the sandbox's own page or from no page."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from realname.sandbox import Sandbox
from realname.sandbox.control.actions import Actions
from realname.sandbox.control.control import FILE_TYPES, HEADERS
from realname.testing.gateway import guard
from realname.testing.gateway.messages import Received
from tests import facts
from tests.callers import USER, esign_request, zoloz_request
from tests.faces.control_address import Address, Headers

VIEWS = ("/overview", "/events", "/requests/1")
FILES = ("/", "/page.html", "/page.css", "/page.js", "/words.js")


def state_of(sandbox: Sandbox) -> Any:
    """Everything that somebody could have changed."""
    gateways = sandbox.gateways.values()
    records = [record.number for record in sandbox.requests]
    return [(gateway.panels(), gateway.armed, gateway.broken, repr(gateway.settings)) for gateway in gateways], records


def arguments_of(action: str, sandbox: Sandbox) -> Mapping[str, object]:
    """What would change something."""
    flow_id = sandbox.esign.sample_flow_id
    return {
        "break_contract": {"provider": "esign", "breach": "undocumented_status"},
        "breaches": {"provider": "esign"},
        "enroll": {"user_id": "stranger"},
        "expire": {"name": flow_id},
        "fail_next": {"provider": "esign", "fault": "status_500"},
        "fail_transfer": {"flow_id": flow_id},
        "faults": {"provider": "esign"},
        "finish": {"name": flow_id, "outcome": "verified"},
        "finish_certification": {"certify_id": "x"},
        "finish_flow": {"flow_id": flow_id},
        "finish_transaction": {"transaction_id": "x"},
        "sent_code": {"flow_id": flow_id},
        "transferred_amount": {"flow_id": flow_id},
        "unenroll": {"user_id": USER},
    }.get(action, {})


@pytest.fixture
def used(sandbox: Sandbox) -> Sandbox:
    """A sandbox with something to lose: a user, and a request in the log."""
    sandbox.zoloz.enroll(USER)
    zoloz_request(sandbox.environment()).signed().send()
    return sandbox


@pytest.mark.parametrize("how", ["absent", "empty", "wrong", "a beginning", "no bearer", "in the address"])
def test_without_the_token_nothing_changes_and_nothing_is_told(how: str, used: Sandbox, address: Address) -> None:
    """At every route, by every method, and for every action there is."""
    token = address.token
    value = {"empty": "", "wrong": "Bearer x", "a beginning": f"Bearer {token[:-1]}", "no bearer": token}.get(how)
    headers = [("Host", address.host), *([] if value is None else [("Authorization", value)])]
    query = f"?token={token}" if how == "in the address" else ""
    before = state_of(used)
    number = used.requests[0].number
    actions = str(Actions(used)).split(", ")
    routes = [*VIEWS, f"/requests/{number}", "/", "/unknown", "/requests/0", *(f"/{action}" for action in actions)]
    answers = [
        (method, address.send(method, f"{route}{query}", headers, body))
        for route in routes
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
        for body in ([json.dumps(arguments_of(route[1:], used)).encode()] if method == "POST" else [b""])
        if (method, route) != ("GET", "/")
    ]
    refused = json.dumps({"error": "the token is missing or wrong"}).encode()

    assert len(actions) > 15
    assert {(401, refused if method != "HEAD" else b"") for method, _ in answers} == {
        (answer.status, answer.body) for _, answer in answers
    }
    assert before == state_of(used)


def test_only_a_post_changes_anything(used: Sandbox, address: Address) -> None:
    """With the token, too."""
    before = state_of(used)
    bodies = {action: json.dumps(arguments_of(action, used)).encode() for action in str(Actions(used)).split(", ")}
    statuses = {
        (method, address.send(method, f"/{action}", address.own, body).status)
        for action, body in bodies.items()
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
    }

    assert {405} == {status for _, status in statuses}
    assert before == state_of(used)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_only_read(view: str, address: Address) -> None:
    """By GET."""
    assert [405, 405] == [address.send(method, view, address.own).status for method in ("POST", "HEAD")]


def _headers(address: Address, *changes: tuple[str, str | None]) -> Headers:
    headers = dict(address.own) | dict(changes)
    return [(name, value.format(port=address.port)) for name, value in headers.items() if value is not None]


@pytest.mark.parametrize(
    ("status", "host"),
    [
        (200, "127.0.0.1:{port}"),
        (200, "localhost:{port}"),
        (200, "LOCALHOST:{port}"),
        (200, "[::1]:{port}"),
        (200, "192.168.7.7:{port}"),
        (200, "localhost:1"),  # a tunnel's
        (200, "127.0.0.1"),
        (403, "evil.example:{port}"),
        (403, "evil.example"),
        (403, "127.0.0.1.evil.example:{port}"),
        (403, "localhost.evil.example:{port}"),
        (403, "127.0.0.1:"),
        (403, "127.0.0.1:x"),
        (403, "user@127.0.0.1:{port}"),
        (403, "127.0.0.1:{port}, evil.example"),
        (403, "127.0.0.1:{port}/"),
        (403, "2130706433:{port}"),
        (403, "0x7f.1:{port}"),
        (403, ":{port}"),
        (403, ""),
    ],
)
def test_the_host_is_the_sandboxs(status: int, host: str, address: Address) -> None:
    """A name that somebody makes resolve to this machine is not: neither is the page given, nor anything done."""
    headers = _headers(address, ("Host", host))
    answers = [address.send("GET", "/", headers), address.send("GET", "/overview", headers)]

    assert [status] * 2 == [answer.status for answer in answers]


def test_there_is_one_host(address: Address) -> None:
    """HTTP/1.1 wants exactly one; HTTP/1.0 can do without, and the control address cannot."""
    token = ("Authorization", f"Bearer {address.token}")
    two = [("Host", address.host), ("Host", "evil.example"), token]

    assert 400 == address.send("GET", "/overview", two).status
    assert 400 == address.send("GET", "/overview", [token]).status
    assert 403 == address.send("GET", "/overview", [token], version="1.0").status
    # The server that is used lets no second one pass; another one may.
    hosts = tuple(("host", value) for _, value in two[:2])
    assert "wrong_host" == guard.objection(Received("GET", "/overview", hosts, b""), "127.0.0.1")
    assert guard.objection(Received("GET", "/overview", hosts[:1], b""), "127.0.0.1") is None


def test_the_advertised_name_is_the_sandboxs(sandbox: Sandbox, address: Address) -> None:
    """As other containers call it."""
    headers = _headers(address, ("Host", "sandbox:{port}"))
    before = address.send("GET", "/overview", headers).status
    sandbox.host = "Sandbox"
    after = address.send("GET", "/overview", headers).status
    sandbox.host = "127.0.0.1"

    assert (403, 200) == (before, after)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:{port}",  # another one, by which the page was not opened
        "file://",
        "",
    ],
)
def test_a_page_of_another_origin_gets_nothing(origin: str, sandbox: Sandbox, address: Address) -> None:
    """Whatever it knows, the token too; what a form of it posts needs no permission, so it is refused here."""
    headers = [*_headers(address, ("Origin", origin)), ("Content-Type", "text/plain")]
    before = state_of(sandbox)
    answers = [
        address.send("POST", "/enroll", headers, b'{"user_id": "stranger"}'),
        address.send("GET", "/overview", headers),
        address.send("GET", "/events", headers),
        address.send("GET", "/", headers),
        address.send("OPTIONS", "/enroll", [*headers, ("Access-Control-Request-Method", "POST")]),
    ]

    assert [403] * 5 == [answer.status for answer in answers]
    assert [] == [name for answer in answers for name, _ in answer.headers if name.startswith("access-control-")]
    assert before == state_of(sandbox)


def test_two_origins_are_one_too_many(address: Address) -> None:
    """Both have to be the own one."""
    own = ("Origin", f"http://{address.host}")
    answers = [address.send("GET", "/overview", [*address.own, own, ("Origin", each)]) for each in (own[1], "null")]

    assert [200, 403] == [answer.status for answer in answers]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "127.0.0.1:8443"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_own_page_gets_through(scheme: str, host: str, sandbox: Sandbox, address: Address) -> None:
    """It names its origin when it posts; also through a tunnel with another port, or one that adds TLS."""
    headers = _headers(address, ("Host", host), ("Origin", f"{scheme}://{host}"))

    assert 200 == address.send("POST", "/enroll", headers, b'{"user_id": "user-7"}').status
    assert ["user-7"] == [row.id for row in sandbox.zoloz.panels()[0].rows]


def test_a_page_elsewhere_gets_nothing_without_an_origin(address: Address) -> None:
    """A picture, a script or a link of it sends none, and no token: it gets the files of the page alone."""
    bare = [("Host", address.host), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")]

    assert [401, 401] == [address.send("GET", view, bare).status for view in ("/overview", "/events")]
    answer = address.send("GET", "/page.js", bare)
    assert "same-origin" == answer.header("cross-origin-resource-policy")  # so that a browser keeps it from the page


@pytest.mark.parametrize("file", FILES)
def test_the_files_of_the_page_are_for_all_and_told_with_care(file: str, address: Address) -> None:
    """They hold nothing of the sandbox; a browser runs nothing else in them, and keeps nothing."""
    answer = address.send("GET", file, [("Host", address.host)])
    kind = FILE_TYPES[file.rpartition(".")[2]] if file != "/" else "text/html"

    assert (200, f"{kind}; charset=utf-8") == (answer.status, answer.header("content-type"))
    assert {*((name.lower(), value) for name, value in HEADERS)} <= {*answer.headers}
    assert address.token not in answer.body.decode()


@pytest.mark.parametrize("path", ["/page", "/page/page.js", "/../control.py", "/%2e%2e/control.py", "/control.py"])
def test_nothing_else_is_a_file(path: str, address: Address) -> None:
    """No path leads to anything but the files that there are."""
    assert 404 == address.send("GET", path, address.own).status


def test_every_answer_is_told_with_care(address: Address) -> None:
    """Refusals too."""
    bare = [("Host", address.host)]
    answers = [
        address.send("GET", "/overview", address.own),
        address.send("GET", "/overview", bare),
        address.send("GET", "/overview", [("Host", "evil.example")]),
        address.send("POST", "/unknown", address.own),
        address.send("POST", "/enroll", address.own, b"{"),
    ]

    assert [200, 401, 403, 404, 400] == [answer.status for answer in answers]
    for answer in answers:
        assert {(name.lower(), value) for name, value in HEADERS} <= {*answer.headers}


def test_what_is_told_can_be_told(sandbox: Sandbox, address: Address) -> None:
    """An overview of what there is, with the requests of the log or without."""
    for _ in range(2):
        esign_request(sandbox.environment()).signed().send()
    sandbox.fail_next("esign", "status_500")
    overview = address.get("/overview")

    assert [*facts.PROVIDERS] == [provider["name"] for provider in overview["providers"]]
    assert [[], [], ["status_500"]] == [provider["armed"] for provider in overview["providers"]]
    assert [sandbox.faults(name) for name in facts.PROVIDERS] == [each["faults"] for each in overview["providers"]]
    assert [record.number for record in sandbox.requests] == [record["number"] for record in overview["records"]]
    assert [] == address.get("/overview?records=0")["records"]
    assert 404 == address.send("GET", "/requests/999999", address.own).status
    assert 404 == address.send("GET", f"/requests/{'9' * 30}", address.own).status
