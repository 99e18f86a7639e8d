"""Whole journeys in a browser: from a service's start over the page that stands for the provider's, to the outcome."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import define, field
from playwright.sync_api import Browser

from realname import Outcome, esign
from realname.sandbox import Sandbox
from tests.faces.page.conftest import NARROW, Watched
from tests.visits import WAYS, Service, serving

PERSON: Any = {"size": NARROW, "language": "zh-CN", "has_script": False}
"""Whoever opens a page: it needs no script."""


@define
class Shop:
    """A service's own server: persons come back to it, and it verifies callbacks."""

    url: str = ""
    callbacks: "SimpleQueue[esign.PersonCallback | esign.OrganizationCallback]" = field(factory=SimpleQueue)


@pytest.fixture
def shop(sandbox: Sandbox) -> Iterator[Shop]:
    """A server on this machine."""
    found = Shop()
    sandbox.esign.settings.callbacks = "all"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Somebody has come back."""
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<link rel=icon href=data:,><h1>The shop</h1>")

        def do_POST(self) -> None:
            """A callback."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            query, headers = urlsplit(self.path).query, dict(self.headers.items())
            found.callbacks.put(
                esign.verify_callback(sandbox.esign.credentials, headers=headers, query=query, body=body, max_age=60)
            )
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found.url = f"http://127.0.0.1:{server.server_port}"
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def running_service(running_sandbox: Sandbox) -> Iterator[Service]:
    """A service with clients of all three."""
    with serving(running_sandbox) as found:
        yield found


@pytest.fixture
def service(sandbox: Sandbox, running_service: Service) -> Service:
    """The same, in front of a sandbox that knows of nothing."""
    assert sandbox is running_service.sandbox
    return running_service


@pytest.fixture
def opener(browser: Browser) -> Iterator[Watched]:
    """A page that complains, or asks another machine, fails the test."""
    opener = Watched(browser)
    yield opener
    opener.close()
    assert [] == opener.complaints
    assert {"127.0.0.1", ""} >= {host.partition(":")[0] for host in opener.hosts}


@pytest.mark.parametrize("click", ["verified", "rejected"])
@pytest.mark.parametrize("name", ["ZOLOZ, the Web SDK", "Alipay, an address of the service", "e签宝, shortLink"])
def test_a_journey(service: Service, shop: Shop, opener: Watched, name: str, click: str) -> None:
    """Started by a client, clicked, told by a callback where there is one, led back, and asked for by the client."""
    way = WAYS[name]
    opened = way.start(service, f"{shop.url}/done?order=7", f"{shop.url}/notify?order=7")
    page = opener.open(opened.address, **PERSON)
    hidden = page.get_by_text(way.personal[0])
    assert not hidden.is_visible()
    page.locator("summary").first.click()
    assert hidden.is_visible()

    page.locator(f"button.{click}").click()
    if click == "rejected" and not way.leads_after_no:
        page.get_by_role("link").click()
    page.wait_for_url(f"{shop.url}/done?order=7**")

    assert (Outcome.VERIFIED if click == "verified" else way.rejected) is opened.outcome()
    if way.provider == "esign":
        callback = shop.callbacks.get(timeout=10)
        assert (opened.name, click == "verified") == (callback.flow_id, callback.success)
    page.goto(opened.address)
    assert (0, 1) == (page.locator("button[name=click]").count(), page.get_by_role("link").count())


def test_by_keyboard_and_in_the_other_language(service: Service, shop: Shop, opener: Watched) -> None:
    """The language first, then what is closed, then the outcomes, in the order in which they stand."""
    opened = WAYS["e签宝, url"].start(service, f"{shop.url}/done", "")
    page = opener.open(opened.address, **PERSON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("This is not e签宝's page").wait_for()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator("button.rejected").evaluate("each => each === document.activeElement") is True
    page.keyboard.press("Enter")
    page.wait_for_url(f"{shop.url}/done")

    assert Outcome.REJECTED is opened.outcome()


def test_another_site_clicks_nothing(service: Service, shop: Shop, opener: Watched) -> None:
    """Neither by a form that sends itself, nor in a frame, even if it knows the address."""
    opened = WAYS["e签宝, url"].start(service, "", "")
    evil = opener.open(f"{shop.url}/evil".replace("127.0.0.1", "localhost"))
    opener.hosts.discard(urlsplit(evil.url).netloc)
    evil.set_content(
        f'<form method=post action="{opened.address}"><input name=click value=verified></form>'
        f'<iframe src="{opened.address}"></iframe>'
    )
    framed = evil.frames[1].content()
    with evil.expect_navigation():
        evil.evaluate("document.forms[0].submit()")
    [clicked] = [
        record
        for record in service.sandbox.requests
        if record.method == "POST" and record.path.startswith("/identity/")
    ]

    assert "verified" not in framed
    assert ("page refused", 403) == (clicked.verdict, clicked.status)
    assert dict(clicked.headers)["origin"].startswith("http://localhost:")
    assert Outcome.PENDING is opened.outcome()
    assert any("frame" in text for text in opener.complaints)
    opener.complaints.clear()
