"""The page in a real browser: what it shows, what it does, and that no other page can do it."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from realname import ApiError, Outcome, zoloz
from realname.sandbox import Sandbox
from tests.callers import USER, Break, esign_request, zoloz_request
from tests.faces.page.conftest import NARROW, Controlled, Watched, free_ports
from tests.raw import send

ROW = "#rows li"
RESERIALISED = Break(
    "SIGNATURE_INVALID",
    after=lambda request: setattr(request, "body", json.dumps(request.document, separators=(",", ":")).encode()),
)
"""Signed as it was written, sent without the spaces: what a body that is parsed and written again is."""


@pytest.fixture
def client(controlled: Controlled) -> Iterator[zoloz.Client]:
    """A client in front of the sandbox."""
    gateway = controlled.sandbox.zoloz
    with zoloz.Client(gateway.credentials, base_url=gateway.url) as client:
        yield client


def _refuse(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll(USER)
    zoloz_request(sandbox.environment()).signed(RESERIALISED).send()


def _many(page: Page, sandbox: Sandbox) -> None:
    """Three requests: accepted, refused, with a fault."""
    sandbox.zoloz.enroll(USER)
    request = zoloz_request(sandbox.environment())
    request.signed().send()
    _refuse(sandbox)
    sandbox.fail_next("zoloz", "status_500")
    request.signed().send()
    expect(page.locator(ROW)).to_have_count(3)


# ---- requests --------------------------------------------------------------------------------------------------------


def test_a_call_appears(page: Page, client: zoloz.Client) -> None:
    """As it comes, with what it was and how it ended."""
    expect(page.locator("#empty")).to_contain_text("No request has come yet")
    client.query_enroll_status(biz_id="1", user_id="sandbox-user-1")
    row = page.locator(ROW)

    expect(row).to_have_count(1)
    for text in ("queryEnrollStatus", "accepted", "zoloz", "POST", "200", "ms"):
        expect(row).to_contain_text(text)
    expect(page.locator("#empty")).to_be_hidden()


def test_a_refused_signature_is_explained(page: Page, controlled: Controlled) -> None:
    """What was to be signed beside what was signed, the difference marked, and what to do."""
    _refuse(controlled.sandbox)
    page.locator(ROW).click()
    detail = page.locator("#detail")

    expect(detail).to_contain_text("The signature differs")
    expect(detail.locator(".findings")).to_contain_text("json_reserialised")
    expect(detail.locator(".remedy").first).not_to_be_empty()
    expect(detail.locator(".signed mark").first).to_be_visible()
    assert {"·"} == {*"".join(detail.locator(".signed mark").all_text_contents())}
    expect(detail.locator(".right .control").first).to_have_attribute("data-name", "LF")


def test_an_accepted_one_says_that_the_signature_verifies(page: Page, client: zoloz.Client) -> None:
    """And so does one that is refused for another reason, with the reason."""
    client.query_enroll_status(biz_id="1", user_id="sandbox-user-1")
    page.locator(ROW).click()
    expect(page.locator(".explained")).to_contain_text("The signature verifies")
    with pytest.raises(ApiError):
        client.initialize(biz_id="1", user_id="stranger", meta_info="MOB_H5")
    page.locator(ROW, has_text="SANDBOX_USER_NOT_ENROLLED").click()
    expect(page.locator(".explained")).to_contain_text("refused for another reason: SANDBOX_USER_NOT_ENROLLED")


def test_an_encrypted_message_is_shown_without_encryption(page: Page, controlled: Controlled) -> None:
    """Beside what went over the wire, and as hidden as any other."""
    gateway = controlled.sandbox.zoloz
    with zoloz.Client(gateway.credentials, base_url=gateway.url, encrypt=True) as client:
        client.query_enroll_status(biz_id="1", user_id="sandbox-user-1")
    page.locator(ROW).click()
    message = page.locator(".message").first

    expect(message.locator("figure").first).to_contain_text("Body without encryption")
    expect(message.locator("figure pre").first).to_contain_text('"userId": "•••"')
    expect(message.locator("figure")).to_have_count(2)


def test_personal_values_are_hidden_until_somebody_asks(page: Page, controlled: Controlled) -> None:
    """One by one or all at once, and copied as they are shown."""
    _refuse(controlled.sandbox)
    page.locator(ROW).click()
    body = page.locator("#detail .message pre.code").nth(1)
    expect(body).to_contain_text('"userId": "•••"')
    assert USER not in page.content()

    body.locator(".mask").first.click()
    expect(body).to_contain_text(f'"userId": "{USER}"')
    page.locator(".switch").click()
    expect(page.locator(".mask[aria-pressed=false]")).to_have_count(0)
    page.locator(".switch").click()
    assert USER not in page.content()
    page.locator("#detail .message figcaption .icon-button").first.click()
    assert '"userId": "•••"' in page.evaluate("navigator.clipboard.readText()")


def test_a_persons_page_is_no_refusal(page: Page, controlled: Controlled) -> None:
    """What a browser is shown of a gateway's stands for itself; a click from elsewhere is refused."""
    sandbox = controlled.sandbox
    sandbox.zoloz.enroll(USER)
    with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
        started = client.initialize(biz_id="1", user_id=USER, meta_info="MOB_H5")
    address = json.loads(started.client_cfg or "")["url"]
    for body in (None, b"click=verified"):
        target = address.removeprefix(sandbox.zoloz.url)
        send(sandbox.zoloz.url, "GET" if body is None else "POST", target, [], body or b"")
    for verdict, told in (("page", "a person’s page"), ("refused", "a person’s page, refused")):
        page.select_option("#filter-verdict", verdict)
        expect(page.locator(f"{ROW}:visible .verdict")).to_have_text([told])


def test_filters_and_pause(page: Page, controlled: Controlled) -> None:
    """By verdict, provider and text; what comes during a pause waits."""
    _many(page, controlled.sandbox)
    shown = page.locator(f"{ROW}:visible")
    for verdict, count in (("accepted", 1), ("refused", 1), ("fault", 1), ("", 3)):
        page.select_option("#filter-verdict", verdict)
        expect(shown).to_have_count(count)
    page.fill("#filter-text", "SIGNATURE_invalid")
    expect(shown).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 of 3 shown")
    page.select_option("#filter-provider", "esign")
    expect(page.locator("#empty")).to_contain_text("No request matches the filter")
    page.fill("#filter-text", "")
    page.click("#pause")
    esign_request(controlled.sandbox.environment()).signed().send()

    expect(page.locator("#pause")).to_have_text("Resume (1)")
    expect(shown).to_have_count(0)
    page.click("#pause")
    expect(shown).to_have_count(1)


def test_a_thousand_requests(page: Page) -> None:
    """The list holds the last thousand, and what comes at once is entered at once."""
    taken = page.evaluate(
        """async () => {
            const {add} = await import("/requests.js");
            const begun = performance.now();
            for (let number = 1; number <= 1200; number += 1) {
                add({number, at: 0, provider: "zoloz", method: "POST", path: "/" + number, operation: null, status: 200,
                     verdict: "accepted", fault: null, milliseconds: 1});
                if (number % 50 === 0) await new Promise(requestAnimationFrame);
            }
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            return performance.now() - begun;
        }"""
    )

    expect(page.locator(ROW)).to_have_count(1000)
    expect(page.locator(ROW).first).to_contain_text("/1200")
    expect(page.locator("#announcer")).to_have_text(re.compile(r"New requests: \d+, refused: 0"))
    assert taken < 20_000  # ms, of which a real machine needs one


def test_by_keys_alone(page: Page, controlled: Controlled) -> None:
    """To the list, through it, into a request and back; to the filter and out of it."""
    _many(page, controlled.sandbox)
    focused = page.locator("#rows button:focus")
    page.keyboard.press("j")
    expect(focused).to_contain_text("status_500")
    page.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("SIGNATURE_INVALID")
    page.keyboard.press("Enter")
    expect(page.locator("#detail-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(focused).to_contain_text("SIGNATURE_INVALID")
    expect(page.locator("#detail article")).to_have_count(0)
    page.keyboard.press("k")
    expect(focused).to_contain_text("status_500")
    page.keyboard.press("/")
    page.keyboard.type("jjj")
    expect(page.locator("#filter-text")).to_have_value("jjj")
    assert "none" != page.locator("#filter-text").evaluate("e => getComputedStyle(e).outlineStyle")


# ---- panels ----------------------------------------------------------------------------------------------------------


def test_a_person_is_enrolled_and_verified_by_hand(page: Page, client: zoloz.Client) -> None:
    """By the form and the button; the client learns of both."""
    page.click("#tabs button:has-text('zoloz')")
    page.fill("input[name=user_id]", "somebody")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Enrol a user")
    transaction_id = str(client.initialize(biz_id="1", user_id="somebody", meta_info="MOB_H5").transaction_id)
    row = page.locator(".records li", has_text=transaction_id)
    row.locator("button", has_text="Verify").click()
    expect(row).to_contain_text("verified")

    assert Outcome.VERIFIED is client.checkresult(biz_id="1", transaction_id=transaction_id).outcome
    expect(row.locator(".buttons button")).to_have_count(0)


def test_what_the_sandbox_refuses_is_said_in_words(page: Page, watched: Watched, controlled: Controlled) -> None:
    """And it stays until somebody closes it."""
    watched.expected = ["400"]
    flow_id = controlled.sandbox.esign.add_flow(flow_status="INIT")
    page.click("#tabs button:has-text('esign')")
    button = page.locator(".records li", has_text=flow_id).locator("button", has_text="Reject")
    expect(button).to_be_visible()
    page.route("**/finish", lambda route: route.fulfill(status=400, json={"error": "the flow has expired"}))
    button.click()

    expect(page.locator("[role=alert]")).to_contain_text("the flow has expired")
    page.click("[role=alert] button")
    expect(page.locator("[role=alert]")).to_have_count(0)


def test_faults_and_reset(page: Page, client: zoloz.Client, controlled: Controlled) -> None:
    """A fault is armed with what it does in sight, and everything is forgotten after a question."""
    client.query_enroll_status(biz_id="1", user_id="sandbox-user-1")
    page.click("#tabs button:has-text('zoloz')")
    page.select_option("select[name=fault]", "status_429")
    expect(page.locator("[id^=fault-says]")).to_contain_text("REQUEST_TRAFFIC_EXCEED_LIMIT")
    page.click("text=Arm the fault")
    expect(page.locator(".armed")).to_contain_text("status_429")

    page.click("#reset")
    page.keyboard.press("Escape")
    assert 1 == len(controlled.sandbox.requests)
    page.click("#reset")
    page.click("#ask-yes")
    expect(page.locator(ROW)).to_have_count(0)
    expect(page.locator(".armed")).to_contain_text("None is armed")
    assert [] == controlled.sandbox.requests


def test_what_is_filled_in_stays_while_the_state_changes(page: Page, controlled: Controlled) -> None:
    """A table is written again; forms and the focus are left alone."""
    page.click("#tabs button:has-text('zoloz')")
    rows = page.locator("section", has_text="Enrolled users").locator(".records li")
    before = rows.count()
    page.fill("input[name=user_id]", "half a na")
    controlled.sandbox.zoloz.enroll("another")
    expect(rows).to_have_count(before + 1)

    expect(page.locator("input[name=user_id]")).to_have_value("half a na")
    expect(page.locator("input[name=user_id]")).to_be_focused()


# ---- how it looks, and the connection --------------------------------------------------------------------------------


def test_languages_and_colours(watched: Watched, controlled: Controlled) -> None:
    """Chinese for a Chinese browser; the other language by a switch, which is remembered; dark where it is wished."""
    page = watched.open(controlled.link, language="zh-CN", scheme="dark")
    expect(page.locator("#live-words")).to_have_text("实时")
    assert "zh-CN" == page.locator("html").get_attribute("lang")
    assert "rgb(15, 18, 24)" == page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    page.click("#language")
    expect(page.locator("#live-words")).to_have_text("Live")
    page.reload()
    expect(page.locator("#live-words")).to_have_text("Live")
    page.emulate_media(color_scheme="light")
    assert "rgb(244, 245, 248)" == page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")


def test_what_is_wrong_is_told_in_chinese_too(watched: Watched, controlled: Controlled) -> None:
    """The finding, its remedy and what a fault does, in the language of the page, in either direction."""
    page = watched.open(controlled.link, language="zh-CN")
    _refuse(controlled.sandbox)
    page.locator(ROW).click()
    expect(page.locator(".findings span")).to_have_text(re.compile("^[^a-zA-Z]*JSON[^a-zA-Z]*。$"))
    expect(page.locator(".findings .remedy")).to_contain_text("签名")
    page.click("#language")
    expect(page.locator(".findings .remedy")).to_contain_text("sign these bytes")
    page.click("#tabs button:has-text('zoloz')")
    expect(page.locator("#fault-says-zoloz")).to_have_text(re.compile("^[ -~]+$"))
    page.click("#language")
    expect(page.locator("#fault-says-zoloz")).to_have_text(re.compile("[\u4e00-\u9fff]"))


def test_on_a_telephone(watched: Watched, controlled: Controlled) -> None:
    """One thing at a time, nothing wider than the screen, and the browser's way back leads back."""
    page = watched.open(controlled.link, size=(360, 740))
    _many(page, controlled.sandbox)
    page.locator(ROW).nth(1).click()
    expect(page.locator("#detail article")).to_be_visible()
    expect(page.locator("#requests")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.go_back()
    expect(page.locator("#requests")).to_be_visible()
    for name in ("zoloz", "alipay", "esign"):
        page.click(f"#tabs button:has-text('{name}')")
        expect(page.locator(".provider h2")).to_have_text(name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_token_leaves_the_address(page: Page, controlled: Controlled) -> None:
    """It is nowhere to be seen, in no cookie, and a page that is loaded again still has it."""
    assert f"{controlled.url}/" == page.url
    assert controlled.control.token not in page.content()
    assert [] == page.context.cookies()
    page.reload()
    expect(page.locator("#live")).to_have_attribute("data-state", "live")


def test_a_wrong_token_says_where_the_link_is(watched: Watched, controlled: Controlled) -> None:
    """And the right link, opened in the same tab, is taken."""
    watched.expected = ["401"]
    page = watched.open(f"{controlled.url}/#token=wrong")
    expect(page.locator("#stop")).to_contain_text("prints the link when it starts")
    expect(page.locator("#stop-link")).to_have_text(f"{controlled.url}/#token=…")
    expect(page.locator("#main")).to_be_hidden()
    page.goto(controlled.link)
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    expect(page.locator("#main")).to_be_visible()


def test_it_comes_back_after_a_restart(watched: Watched) -> None:
    """It says that the sandbox is gone, and goes on by itself once it is there again, with what is there then."""
    watched.expected = ["net::ERR_"]
    first, second = Controlled("kept"), Controlled("kept")
    port = free_ports(4)
    with first.served(port):
        page = watched.open(first.link, size=NARROW)
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        esign_request(first.sandbox.environment()).signed().send()
        expect(page.locator(ROW)).to_have_count(1)
    expect(page.locator("#banner")).to_have_text("The sandbox does not answer. Trying again…")
    with second.served(port):
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator(".toast")).to_contain_text("Connected to the sandbox again")
        expect(page.locator(ROW)).to_have_count(0)
        expect(page.locator("#banner")).to_be_hidden()
    watched.hosts.clear()
