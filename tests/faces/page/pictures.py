"""Makes the two pictures of the page in docs/, with made-up data: `python -m tests.faces.page.pictures`.

With a folder as its argument, it makes pictures of all views there, wide and narrow, light and dark, in both languages.
"""

import sys
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from realname import RealnameError, alipay, esign, zoloz
from realname.sandbox import Sandbox
from tests import facts
from tests.callers import Request, alipay_request, esign_request, zoloz_request
from tests.faces.page.conftest import NARROW, WIDE, Controlled, chromium
from tests.faces.page.test_page import RESERIALISED, ROW

SMALL = (1080, 620)
"""A picture of this size is small, and can still be read."""
DOCS = facts.ROOT / "docs"


def _call(method: Any, **arguments: Any) -> Any:
    try:
        return method(**arguments)
    except RealnameError:
        return None


def traffic(sandbox: Sandbox) -> None:
    """Some requests to each gateway: accepted, refused, spoiled."""
    gateways = sandbox.zoloz, sandbox.alipay, sandbox.esign
    with (
        zoloz.Client(gateways[0].credentials, base_url=gateways[0].url) as face,
        alipay.Client(gateways[1].credentials, base_url=gateways[1].url) as jump,
        esign.Client(gateways[2].credentials, base_url=gateways[2].url, access="token") as flow,
    ):
        sandbox.zoloz.enroll("user-1001")
        for outcome in ("verified", "rejected", None):
            started = face.initialize(biz_id="order-1001", user_id="user-1001", meta_info="MOB_H5")
            if outcome and started.transaction_id:
                sandbox.zoloz.finish_transaction(started.transaction_id, outcome=outcome)
            _call(face.checkresult, biz_id="order-1001", transaction_id=started.transaction_id)
        _call(face.initialize, biz_id="order-1002", user_id="user-1002", meta_info="MOB_H5")
        for index in range(3):
            arguments = facts.operation("alipay", "initialize_face_certify").minimal
            opened = jump.initialize_face_certify(**arguments)
            if index:
                sandbox.finish(str(opened.certify_id), outcome=("verified", "rejected")[index - 1])
            _call(jump.query_face_certify, certify_id=str(opened.certify_id))
        sandbox.fail_next("alipay", "status_500")
        _call(jump.with_options(attempts=1).query_face_certify, certify_id=str(opened.certify_id))
        for status in ("SUCCESS", "ING", "INIT"):
            _call(flow.get_flow_outline, flow_id=sandbox.esign.add_flow(flow_status=status, context_id="order-1003"))
    environment = sandbox.environment()
    others: list[Request] = [esign_request(environment), alipay_request(environment, sandbox.alipay.issue_token())]
    for request in others:
        request.signed().send()
    zoloz_request(environment, "user-1001").signed(RESERIALISED).send()


def _opened(browser: Browser, link: str, size: tuple[int, int], scheme: Any = "light", language: str = "en-US") -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=language, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(link)
    page.wait_for_selector(ROW)
    return page


def _open_the_refused_one(page: Page) -> None:
    page.locator(f"{ROW}:has-text('SIGNATURE_INVALID')").click()
    page.wait_for_selector("#detail article")


def _show(page: Page, view: str) -> None:
    if view == "detail":
        _open_the_refused_one(page)
    elif view != "list":
        page.click(f"#tabs button:has-text('{view}')")


def main(folder: str | None = None) -> None:
    """Make them."""
    with chromium() as browser, Controlled().served() as controlled:
        traffic(controlled.sandbox)
        if folder is None:
            page = _opened(browser, controlled.link, SMALL)
            _open_the_refused_one(page)
            page.screenshot(path=DOCS / "sandbox-page.png")
            page = _opened(browser, controlled.link, NARROW)
            page.screenshot(path=DOCS / "sandbox-page-narrow.png")
            return
        looks = (("light", "en-US"), ("dark", "zh-CN"))
        for size, (scheme, language), view in product((WIDE, NARROW), looks, ("list", "detail", *facts.PROVIDERS)):
            page = _opened(browser, controlled.link, size, scheme, language)
            _show(page, view)
            page.screenshot(path=Path(folder) / f"{size[0]}-{scheme}-{language[:2]}-{view}.png")
            page.context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
