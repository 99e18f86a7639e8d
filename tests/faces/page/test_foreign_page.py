"""A page of another origin in the same browser: it can neither read nor change anything of the sandbox."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.faces.page.conftest import PATIENCE, Controlled

ATTACKS = """async ({url, token, action}) => {
    const told = {};
    const attempt = async (name, path, options) => {
        try {
            const answer = await fetch(url + path, options);
            told[name] = answer.type === "opaque" ? "opaque" : answer.status;
        } catch (error) { told[name] = "refused"; }
    };
    await attempt("read", "/overview", {headers: {Authorization: `Bearer ${token}`}});
    await attempt("read without preflight", "/overview", {mode: "no-cors"});
    await attempt("page", "/", {});
    await attempt("post", `/${action}`, {method: "POST", body: "{}", headers: {Authorization: `Bearer ${token}`}});
    await attempt("post as text", `/${action}`, {method: "POST", body: "{}", mode: "no-cors",
        headers: {"Content-Type": "text/plain"}, credentials: "include"});
    told.beacon = navigator.sendBeacon(`${url}/${action}`, "{}") && "sent";
    told.events = await new Promise((resolve) => {
        const source = new EventSource(`${url}/events`);
        source.onopen = () => resolve("open");
        source.onerror = () => { source.close(); resolve("refused"); };
    });
    told.script = await new Promise((resolve) => {
        const script = Object.assign(document.createElement("script"), {type: "module", src: `${url}/page.js`});
        script.onload = () => resolve("loaded");
        script.onerror = () => resolve("refused");
        document.head.append(script);
    });
    const frame = Object.assign(document.createElement("iframe"), {src: `${url}/`});
    await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
    try { told.frame = frame.contentDocument.body.textContent; } catch { told.frame = "refused"; }
    const form = document.createElement("form");
    Object.assign(form, {action: `${url}/${action}`, method: "POST", enctype: "text/plain", target: "inner"});
    const inner = Object.assign(document.createElement("iframe"), {name: "inner"});
    form.append(Object.assign(document.createElement("input"), {name: '{"a', value: '": 1}'}));
    document.body.append(inner, form);
    await new Promise((resolve) => { inner.onload = resolve; form.submit(); });
    return told;
}"""


class _Evil(BaseHTTPRequestHandler):
    """An empty page, whatever is asked for."""

    def do_GET(self) -> None:
        content = b"<!doctype html><html><head></head><body></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def evil() -> Iterator[str]:
    """The address of a page of somebody else."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Evil) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_foreign_page_gets_nothing_and_changes_nothing(browser: Browser, controlled: Controlled, evil: str) -> None:
    """Not even with the token, which it does not know: the browser is told nothing that it could hand on."""
    sandbox = controlled.sandbox
    sandbox.zoloz.enroll("somebody")
    sandbox.fail_next("zoloz", "status_500")
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(evil)
    told = page.evaluate(ATTACKS, {"url": controlled.url, "token": controlled.control.token, "action": "reset"})
    context.close()

    assert {"opaque", "refused", "sent"} >= {*told.values()}, json.dumps(told)
    assert ("refused", "refused", "refused", "refused") == (told["read"], told["post"], told["events"], told["script"])
    assert "refused" == told["frame"]
    assert ["status_500"] == [*sandbox.zoloz.armed]
    assert "somebody" in [row.id for panel in sandbox.zoloz.panels() for row in panel.rows]


def test_the_page_is_shown_in_no_frame(browser: Browser, controlled: Controlled, evil: str) -> None:
    """So that nobody lays another page over its buttons."""
    context = browser.new_context()
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto(evil)
    page.set_content(f'<iframe src="{controlled.link}"></iframe>')
    page.wait_for_timeout(300)
    texts = [frame.locator("body").inner_text() for frame in page.frames[1:]]
    context.close()

    assert not any("Requests" in text for text in texts)
    assert any("frame-ancestors" in text for text in blocked)
