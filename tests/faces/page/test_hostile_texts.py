"""What strangers sent is shown as text: it is no markup, no script and no address, and hides nothing on the page."""

import json
from urllib.parse import quote

from playwright.sync_api import Page, expect

from realname import zoloz
from tests.callers import zoloz_request
from tests.faces.page.conftest import Controlled
from tests.raw import send

MARKUP = "<img/src=x/onerror=document.title='hacked'>\"'><svg/onload=document.title='hacked'>"
BODIES = (
    '{"__proto__": {"hidden": true}, "constructor": {"prototype": 1}, "toString": "x", "a": "MARKUP"}',
    '["MARKUP", {"javascript:document.title=1": "MARKUP"}]',
    "MARKUP</pre></script><style>*{display:none}</style>",
    "\u202e\u2066MARKUP\u0007\u001b]0;hacked\u0007",
    "[" * 20_000,
)
REST = "document.title !== 'hacked' && ({}).hidden === undefined && !document.querySelector('img, iframe, a, object')"


def test_what_was_sent_is_text(page: Page, controlled: Controlled) -> None:
    """In every part of a request: path, query, names and values of headers, and bodies of all kinds."""
    signed = zoloz_request(controlled.sandbox.environment()).signed()
    path = f"/api/v1/zoloz/{MARKUP.replace(' ', '')}"
    for body in BODIES:
        content = body.replace("MARKUP", json.dumps(MARKUP)[1:-1]).encode()
        headers = [*signed.headers.items(), ("X-MARK'up`", MARKUP), ("Referer", "javascript:document.title='hacked'")]
        send(controlled.sandbox.zoloz.url, "POST", f"{path}?a={MARKUP}&__proto__=1", headers, content)
        send(controlled.sandbox.zoloz.url, "POST", signed.target, headers, content)
    expect(page.locator("#rows li")).to_have_count(2 * len(BODIES))
    page.check("#personal", force=True)
    for index in range(2 * len(BODIES)):
        page.locator("#rows li").nth(index).click()
        expect(page.locator("#rows li").nth(index).locator("button")).to_have_attribute("aria-current", "true")
        expect(page.locator("#detail h2")).to_be_visible()
        assert page.evaluate(REST)
    page.click("#language")

    assert page.evaluate(REST)
    expect(page.locator("#rows li").first).to_be_visible()


def test_what_is_known_is_text(page: Page, controlled: Controlled) -> None:
    """In panels: ids that are markup, or names that every object has, and times that no calendar has."""
    sandbox = controlled.sandbox
    names = [MARKUP, "__proto__", "constructor", "\u202egnp.exe", "javascript:document.title='hacked'"]
    for name in names:
        sandbox.zoloz.enroll(name)
    with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
        client.initialize(biz_id="1", user_id="__proto__", meta_info="x")
    sandbox.esign.add_flow(context_id=MARKUP, fail_reason=MARKUP, create_time=2**62, modify_time=-(2**62))
    page.check("#personal", force=True)
    page.click("#tabs button:has-text('zoloz')")
    rows = page.get_by_role("list", name="Enrolled users").locator("li")
    for name in names:
        expect(rows.locator(".mask").get_by_text(name, exact=True)).to_be_visible()
    assert page.evaluate(REST)
    page.click("#tabs button:has-text('esign')")
    flow = page.locator(".records li", has_text=MARKUP)

    expect(flow).to_contain_text(str(2**62)[:9])
    assert page.evaluate(REST)
    assert quote(MARKUP) not in page.content()
