"""Persons' pages over HTTP: what each shows, what a click does, where it leads, and who cannot make one."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from html import escape, unescape
from queue import SimpleQueue
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from attrs import define, field

from realname import Outcome, esign, zoloz
from realname.esign.testing.rules import Settings as EsignSettings
from realname.sandbox import Sandbox
from realname.testing.gateway.visit import address
from realname.testing.gateway.visit_page import STYLE, WORDS, chosen
from tests.conftest import Clock
from tests.esign.merchant import listening
from tests.visits import NAME, USER, WAYS, Service, Way, serving

BACK = "https://shop.example:8443/done?order=7&b=%20#part"
FORM = "application/x-www-form-urlencoded"

each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
some_ways = pytest.mark.parametrize(
    "way",
    [WAYS[name] for name in ("ZOLOZ, the Web SDK", "Alipay, certify_url", "e签宝, shortLink", "e签宝, signUrl")],
    ids=["ZOLOZ", "Alipay", "e签宝, a page", "e签宝, a letter"],
)


@pytest.fixture(scope="module")
def running_service(running_sandbox: Sandbox) -> Iterator[Service]:
    """A service with clients of all three."""
    with serving(running_sandbox) as found, httpx.Client() as Browser.http:
        yield found


@pytest.fixture
def service(sandbox: Sandbox, running_service: Service) -> Service:
    """The same, in front of a sandbox that knows of nothing."""
    assert sandbox is running_service.sandbox
    return running_service


@define
class Browser:
    """Opens a page and fills in its forms, as a browser without scripts and cookies does."""

    http: ClassVar[httpx.Client]

    url: str = field(repr=False)
    languages: str = ""
    page: httpx.Response = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.page = Browser.http.get(self.url, headers={"Accept-Language": self.languages})

    @property
    def text(self) -> str:
        """The page."""
        return self.page.text

    @property
    def buttons(self) -> list[str]:
        """What can be clicked, but for the language."""
        return re.findall(r'name="click" value="(\w+)"', self.text)

    @property
    def fields(self) -> dict[str, str]:
        """What the page's last form sends whatever is clicked."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.text))

    def post(self, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """Send a form to the page's own address."""
        parts = urlsplit(self.url)
        origin = {"Origin": f"{parts.scheme}://{parts.netloc}"}
        self.page = Browser.http.post(self.url, data={**fields}, headers=origin | headers)
        return self.page

    def click(self, click: str) -> httpx.Response:
        """Click on a button."""
        return self.post({**self.fields, "click": click})


@pytest.fixture
def told(sandbox: Sandbox) -> Iterator[tuple[str, SimpleQueue[object]]]:
    """A server of the service's that verifies callbacks: its address, and what comes of them."""
    found: SimpleQueue[object] = SimpleQueue()
    sandbox.esign.settings.callbacks = "all"

    def take(headers: dict[str, str], query: str, body: bytes) -> int:
        credentials = sandbox.esign.credentials
        found.put(esign.verify_callback(credentials, headers=headers, query=query, body=body, max_age=60))
        return 200

    with listening(take) as url:
        yield f"{url}?order=7", found


def called_back(callbacks: "SimpleQueue[object]", flow_id: str) -> bool:
    """Whether the service was told of a flow that it ended well; what comes before is of an agent."""
    while True:
        callback = callbacks.get(timeout=10)
        assert isinstance(callback, esign.PersonCallback | esign.OrganizationCallback)
        if callback.flow_id == flow_id:
            assert isinstance(callback.success, bool)
            return callback.success


def without_response(url: str) -> str:
    """An address for the way back without what the Web SDK adds."""
    return re.sub(r"[?&]response=[^#&]*", "", url)


def response(answer: httpx.Response) -> object:
    """What the Web SDK tells the page that the browser is led to."""
    [text] = parse_qs(urlsplit(answer.headers["location"]).query)["response"]
    return json.loads(text)


# ---- what is shown ---------------------------------------------------------------------------------------------------


@each_way
def test_a_page_says_what_it_stands_for(service: Service, way: Way) -> None:
    """Nobody takes it for the provider's; who is verified is closed, and opening it changes nothing."""
    opened = way.start(service, BACK, "")
    before = opened.outcome()
    browser, again = Browser(opened.address), Browser(opened.address)
    title = getattr(service.sandbox, way.provider).TITLE

    assert (200, "text/html; charset=utf-8") == (browser.page.status_code, browser.page.headers["content-type"])
    assert f"This is not {title}" in unescape(browser.text)
    assert opened.name in browser.text
    for value in way.personal:
        assert f"</summary><bdi>{value}</bdi></details>" in browser.text
        assert 1 == browser.text.count(value)
    assert ["verified", "rejected"] == browser.buttons[:2]
    assert way.returns == ("shop.example:8443" in browser.text)
    assert "order=7" not in browser.text
    assert (browser.text, before) == (again.text, opened.outcome())
    assert before in (Outcome.PENDING, Outcome.UNKNOWN)


def test_a_page_needs_neither_script_nor_cookie(service: Service) -> None:
    """Its policy allows its own style and nothing else, no other page can show it, and nobody keeps it."""
    page = Browser(WAYS["e签宝, url"].start(service, BACK, "").address).page
    policy = dict(part.strip().partition(" ")[::2] for part in page.headers["content-security-policy"].split(";"))

    assert {"default-src", "style-src", "img-src", "form-action", "base-uri", "frame-ancestors"} == set(policy)
    assert {"'none'"} == {policy[name] for name in ("default-src", "base-uri", "frame-ancestors")}
    assert policy["style-src"].startswith("'sha256-")
    assert f"<style>{STYLE}</style>" in page.text
    assert ("nosniff", "no-store", "same-origin") == tuple(
        page.headers[name] for name in ("x-content-type-options", "cache-control", "referrer-policy")
    )
    assert not re.search(r"<script|<img|<iframe| on\w+=|style=|javascript:", page.text)
    assert "set-cookie" not in page.headers


HOSTILE = "<script>alert(1)</script>\"'&\u202e{title}%s"


def test_hostile_names_are_text(service: Service) -> None:
    """Whatever stands in a request stands on the page, and is no part of it."""
    info = esign.IndivInfo(name=HOSTILE, cert_no="x" * 5000)
    context = esign.FlowContext(redirect_url='https://"><script>x</script>.example/', context_id=HOSTILE)
    flow = service.esign.create_indiv_auth_url(auth_type=HOSTILE, indiv_info=info, context_info=context).data
    service.sandbox.zoloz.enroll(HOSTILE)
    started = service.zoloz.initialize(biz_id="1", meta_info="MOB_H5", user_id=HOSTILE)
    for url in (flow.url, json.loads(started.client_cfg or "")["url"]):
        text = Browser(url or "").text

        assert "<script" not in text
        assert escape(HOSTILE) in text
        assert len(text) < 20_000


def test_both_languages(service: Service) -> None:
    """The browser's by itself, the other one by a button, which holds for the next click and changes nothing."""
    opened = WAYS["Alipay, certify_url"].start(service, BACK, "")
    chinese, english = (
        Browser(opened.address, "zh-CN,zh;q=0.9,en;q=0.5"),
        Browser(opened.address, "de, en;q=0.8, zh;q=0.5"),
    )
    assert ('lang="zh-CN"', 'lang="en"') == tuple(
        re.findall(r'lang="[^"]+"', each.text)[0] for each in (chinese, english)
    )
    assert "这不是「支付宝" in chinese.text

    chinese.post({"token": chinese.fields["token"], "language": "en"})
    assert (200, english.text) == (chinese.page.status_code, chinese.text)
    english.post({"token": english.fields["token"], "language": "zh"})
    assert "zh" == english.fields["language"]
    english.click("rejected")
    assert WORDS["state_rejected"][0] in english.text


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("", "", "en"),
        ("", "fr", "en"),
        ("", "zh", "zh"),
        ("", "ZH-Hans-CN", "zh"),
        ("", "en;q=0.1, zh-TW;q=0.2", "zh"),
        ("", "zh;q=none, en", "en"),
        ("", ";;;,,q=", "en"),
        ("en", "zh", "en"),
        ("xx", "zh", "zh"),
    ],
)
def test_the_language_of_a_browser(asked: str, accepted: str, expected: str) -> None:
    """The form's, else the one it likes best."""
    assert expected == chosen(asked, accepted)


def test_every_text_is_there_twice() -> None:
    """In Chinese and in English, with the same blanks."""
    for word, (chinese, english) in WORDS.items():
        assert re.search("[\u4e00-\u9fff]", chinese) or word == "other_language"
        assert sorted(re.findall(r"{\w*}", chinese)) == sorted(re.findall(r"{\w*}", english))


# ---- a click ---------------------------------------------------------------------------------------------------------


@each_way
def test_a_click_that_verifies(service: Service, way: Way, told: tuple[str, SimpleQueue[object]]) -> None:
    """The service is told as by the provider, the browser led back, and the outcome is there; it stays."""
    url, callbacks = told
    opened = way.start(service, BACK, url)
    answer = Browser(opened.address).click("verified")

    assert Outcome.VERIFIED is opened.outcome()
    assert way.provider != "esign" or called_back(callbacks, opened.name)
    if way.returns:
        assert (303, BACK) == (answer.status_code, without_response(answer.headers["location"]))
    else:
        assert (200, True) == (answer.status_code, "You can close this page" in answer.text)
    again = Browser(opened.address)
    assert (200, [], True) == (again.page.status_code, again.buttons, "This outcome stays" in again.text)
    assert way.returns == ('href="https://shop.example:8443/done' in again.text)


@each_way
def test_a_click_that_rejects(service: Service, way: Way, told: tuple[str, SimpleQueue[object]]) -> None:
    """As where the person has failed. No document of Alipay's says that it leads anybody back then: there is a link."""
    url, callbacks = told
    opened = way.start(service, BACK, url)
    answer = Browser(opened.address).click("rejected")

    assert way.rejected is opened.outcome()
    assert way.provider != "esign" or not called_back(callbacks, opened.name)
    if way.returns and way.leads_after_no:
        assert (303, BACK) == (answer.status_code, without_response(answer.headers["location"]))
    else:
        assert (200, way.returns) == (answer.status_code, f'href="{escape(BACK)}"' in answer.text)


@some_ways
def test_a_second_click_shows_the_end(service: Service, way: Way) -> None:
    """It changes nothing, whichever it is, and leads nowhere."""
    opened = way.start(service, BACK, "")
    first, second = Browser(opened.address), Browser(opened.address)
    first.click("rejected")
    answer = second.click("verified")

    assert way.rejected is opened.outcome()
    assert (200, [], True) == (answer.status_code, second.buttons, WORDS["state_rejected"][1] in answer.text)


@pytest.mark.parametrize(
    ("click", "code", "sub_code"), [("verified", 1000, "Z5050"), ("rejected", 2006, "Z5051"), ("quit", 1003, "Z5055")]
)
@pytest.mark.parametrize("name", ["ZOLOZ, the address in clientCfg", "ZOLOZ, the Web SDK"])
def test_what_the_web_sdk_brings_back(service: Service, name: str, click: str, code: int, sub_code: str) -> None:
    """The documented codes, beside a query that is there; who quits has not acted."""
    opened = WAYS[name].start(service, BACK, "")
    answer = Browser(opened.address).click(click)

    assert {"state": opened.name, "code": code, "subCode": sub_code, "extInfo": {}} == response(answer)
    assert BACK == without_response(answer.headers["location"])
    assert (click == "quit") == (Outcome.PENDING is opened.outcome())


def test_where_the_web_sdk_leads(service: Service) -> None:
    """The signed request wins over the query; an address of one kind is not taken for the other."""
    service.sandbox.zoloz.enroll(USER)
    config = zoloz.H5ModeConfig(complete_callback_url="https://shop.example/done")
    started = service.zoloz.initialize(biz_id="1", meta_info="MOB_H5", user_id=USER, h5_mode_config=config)
    name = str(started.transaction_id)
    start = f"{service.sandbox.zoloz.web_sdk_url}?state={name}"

    other = Browser(f"{start}&callbackurl=https%3A%2F%2Fother.example%2F").click("quit").headers["location"]
    none = Browser(start).click("quit")
    done = Browser(f"{start}&callbackurl=https%3A%2F%2Fother.example%2F").click("verified").headers["location"]

    assert ("https://other.example/", "https://shop.example/done") == (without_response(other), without_response(done))
    assert (200, ["verified", "rejected", "quit"]) == (
        none.status_code,
        re.findall(r'value="(verified|rejected|quit)"', none.text),
    )


def test_the_web_sdk_is_opened_as_a_service_says(service: Service) -> None:
    """`state` is the service's own and comes back; clientCfg says which transaction it is."""
    opened = WAYS["ZOLOZ, the Web SDK"].start(service, BACK, "")
    query = parse_qs(urlsplit(opened.address).query)
    url = service.sandbox.zoloz.web_sdk_url
    own = httpx.URL(url, params={**{name: value[0] for name, value in query.items()}, "state": "order-7"})
    broken = httpx.URL(url, params={"clientcfg": "{", "state": "order-7"})

    assert 404 == Browser.http.get(broken).status_code
    assert {"state": "order-7", "code": 1000, "subCode": "Z5050", "extInfo": {}} == response(
        Browser(str(own)).click("verified")
    )
    assert Outcome.VERIFIED is opened.outcome()


def test_who_is_unenrolled_cannot_be_verified(service: Service) -> None:
    """Nor is it offered; a click on it all the same changes nothing."""
    opened = WAYS["ZOLOZ, the Web SDK"].start(service, BACK, "")
    before = Browser(opened.address)
    service.sandbox.zoloz.unenroll(USER)

    assert (["rejected", "quit"], 200) == (Browser(opened.address).buttons, before.click("verified").status_code)
    assert Outcome.PENDING is opened.outcome()


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.provider == "esign"])
def test_what_is_not_done_yet_goes_on(service: Service, name: str) -> None:
    """Nobody is led anywhere, and the same page ends it later."""
    opened = WAYS[name].start(service, BACK, "")
    browser = Browser(opened.address)
    answer = browser.click("pending")

    assert (200, Outcome.PENDING) == (answer.status_code, opened.outcome())
    assert "ING" == service.esign.get_flow_outline(flow_id=opened.name).data.flow_status
    assert (303, Outcome.VERIFIED) == (browser.click("verified").status_code, opened.outcome())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/done?a=b&c=%20#d", "https://shop.example/done?a=b&c=%20#d"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("  https://shop.example/\r\nSet-Cookie:a=b ", "https://shop.example/%0D%0ASet-Cookie:a=b"),
        ("https://店.example/张三\ud800", "https://%E5%BA%97.example/%E5%BC%A0%E4%B8%89?"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("java\nscript:alert(1)", None),
        ("//shop.example/", None),
        ("/done", None),
        ("https:///done", None),
        ("http:shop.example", None),
        ("https://[x/", None),
        ("https://shop.example:99999/", None),
        ("alipays://platformapi/startapp", None),
        ("", None),
    ],
)
def test_an_address_to_go_back_to(url: str, expected: str | None) -> None:
    """One of the web, or none; nothing in it ends the header that it stands in."""
    assert expected == address(url)


def test_an_address_that_no_browser_is_led_to(service: Service) -> None:
    """The page says so, before and after."""
    opened = WAYS["e签宝, url"].start(service, "javascript:alert(1)", "")
    browser = Browser(opened.address)
    before, answer = browser.text, browser.click("verified")

    assert WORDS["not_followed"][1] in before
    assert (200, True) == (answer.status_code, WORDS["not_followed"][1] in answer.text)
    assert "javascript:" not in before + answer.text


# ---- what is not there -----------------------------------------------------------------------------------------------


def test_a_page_of_nothing(service: Service) -> None:
    """It says so, with the code that the provider has for it; a click on it is no click."""
    sandbox = service.sandbox
    esign_path, zoloz_path = "/identity/100000000000000000", "/page/zoloz-face-fe/index.html?state=G1"
    for url, code in (
        (sandbox.esign.url + esign_path, "30500004"),
        (sandbox.zoloz.url + zoloz_path, "INVALID_ARGUMENT"),
    ):
        browser = Browser(url)

        assert (404, True, []) == (browser.page.status_code, code in browser.text, browser.buttons)
        assert 404 == browser.click("verified").status_code
        assert code == sandbox.requests[-1].verdict


def test_a_page_is_only_where_there_is_one(service: Service) -> None:
    """Not for a flow by code, nor a letter on a page, nor one that was given up for a transfer."""
    url = service.sandbox.esign.url
    by_code = service.esign.start_telecom3_factors(name=NAME, id_no="110101199001010000", mobile_no="13000000000").data
    page, letter, given_up = (
        WAYS[name].start(service, "", "") for name in ("e签宝, shortLink", "e签宝, signUrl", "e签宝, signUrl")
    )
    account = {"bank": "b", "province": "p", "city": "c", "subbranch": "s", "card_no": "6222", "cnaps_code": "1"}
    service.esign.transfer_random_amount(flow_id=given_up.name, **account)
    addresses = [
        f"{url}/identity/{by_code.flow_id}",
        f"{url}/identity/{letter.name}",
        given_up.address,
        page.address.replace("/s/", "/letter/"),
        letter.address.replace("/letter/", "/s/"),
        f"{url}/s/zzzzzzzzzzz",
    ]

    assert [404] * len(addresses) == [Browser.http.get(each).status_code for each in addresses]
    assert {401} == {
        Browser.http.get(f"{url}/{path}").status_code for path in ("s/", "s/a/b", "identity/1", "s/%41", "letter/-")
    }
    assert {401, 404} >= {
        Browser.http.request(method, page.address).status_code for method in ("PUT", "DELETE", "HEAD")
    }


@pytest.mark.parametrize(
    ("name", "seconds", "code"),
    [
        ("Alipay, certify_url", 23 * 3600, "CERTIFY_ID_EXPIRED"),
        ("Alipay, web_url", 23 * 3600, "QUERY_CERTIFYID_EXPIRED"),
        ("e签宝, url", 30 * 86400 - 1, "30500003"),
        ("e签宝, authUrl", 119, "30500003"),
    ],
)
def test_a_page_that_is_too_late(service: Service, clock: Clock, name: str, seconds: int, code: str) -> None:
    """To the second; a face's link ends long before its flow. A click that comes late is none."""
    clock.now = now = round(time.time(), 3)
    opened = WAYS[name].start(service, BACK, "")
    clock.now = now + seconds
    browser = Browser(opened.address)
    assert 200 == browser.page.status_code
    clock.now += 1
    answer = browser.click("verified")

    assert (410, True) == (answer.status_code, code in answer.text)
    assert (code, "POST") == (service.sandbox.requests[-1].verdict, service.sandbox.requests[-1].method)


def test_a_reset_forgets_pages(service: Service) -> None:
    """An open page finds nothing any more."""
    browser = Browser(WAYS["e签宝, url"].start(service, BACK, "").address)
    service.sandbox.reset()

    assert 404 == browser.click("verified").status_code


# ---- who cannot click ------------------------------------------------------------------------------------------------


@some_ways
def test_nobody_clicks_from_elsewhere(service: Service, way: Way) -> None:
    """Another site's form has no token, or comes with its own origin; the same click from the page counts."""
    opened, other = way.start(service, BACK, ""), way.start(service, BACK, "")
    before = opened.outcome()
    browser = Browser(opened.address)
    good = {**browser.fields, "click": "verified"}
    of_another_page = {**good, "token": Browser(other.address).fields["token"]}
    attempts = [
        browser.post({**good, "token": ""}),
        browser.post({**good, "token": "张"}),
        browser.post(of_another_page),
        browser.post(good, Origin="https://evil.example"),
        browser.post(good, Origin="null"),
        browser.post(good, Origin="http://127.0.0.1:1"),
        browser.post(good, Host="evil.example", Origin="http://evil.example"),
    ]

    assert {403} == {attempt.status_code for attempt in attempts}
    assert {"page refused"} == {record.verdict for record in service.sandbox.requests[-len(attempts) :]}
    assert not any(value in attempt.text for attempt in attempts for value in (opened.name, *way.personal))
    assert before is opened.outcome()
    assert browser.post(good).status_code in (200, 303)
    assert Outcome.VERIFIED is opened.outcome()


@some_ways
def test_what_is_no_form_is_no_click(service: Service, way: Way) -> None:
    """Text, JSON, another method, a form that is too long: nothing changes, and nothing is shown."""
    opened = way.start(service, BACK, "")
    before = opened.outcome()
    browser = Browser(opened.address)
    good = f"token={browser.fields['token']}&click=verified"
    attempts = [
        Browser.http.post(opened.address, content=good, headers={"Content-Type": kind})
        for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "")
    ]
    attempts += [
        Browser.http.post(opened.address, content=f"{good}&more={'x' * 5000}", headers={"Content-Type": FORM}),
        Browser.http.put(opened.address, content=good, headers={"Content-Type": FORM}),
        Browser.http.get(f"{opened.address}{'&' if '?' in opened.address else '?'}{good}"),
    ]

    verdicts = [record.verdict for record in service.sandbox.requests[-len(attempts) : -1]]
    assert before is opened.outcome()
    assert "page" not in verdicts
    assert not any(value in attempt.text for attempt in attempts[:-1] for value in way.personal)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", 200),
        ("LocalHost:80", 200),
        ("127.0.0.1:1", 200),
        ("10.1.2.3", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("2130706433", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_a_name_that_somebody_lets_lead_here(service: Service, host: str, expected: int) -> None:
    """Shows nothing of anybody: a site cannot read our pages by a name of its own."""
    opened = WAYS["e签宝, url"].start(service, BACK, "")
    answer = Browser.http.get(opened.address, headers={"Host": host})

    assert (expected, expected == 200) == (answer.status_code, NAME in answer.text)


def test_the_name_that_the_sandbox_goes_by(service: Service) -> None:
    """That of its URL is known to it, such as one in a compose network."""
    opened = WAYS["e签宝, url"].start(service, BACK, "")
    port = urlsplit(service.sandbox.esign.url).port
    before = Browser.http.get(opened.address, headers={"Host": "sandbox"}).status_code
    real, service.sandbox.esign.url = service.sandbox.esign.url, f"http://sandbox:{port}"
    try:
        after = Browser.http.get(opened.address, headers={"Host": f"sandbox:{port}"}).status_code
    finally:
        service.sandbox.esign.url = real

    assert (403, 200) == (before, after)


# ---- the log, and what is beside it ----------------------------------------------------------------------------------


@some_ways
def test_a_visit_is_in_the_log(service: Service, way: Way) -> None:
    """By a path that says nothing of the person; no fault is used up by it."""
    opened = way.start(service, BACK, "")
    service.sandbox.fail_next(way.provider, "lost_answer")
    browser = Browser(opened.address)
    browser.click("verified")
    shown, clicked = service.sandbox.requests[-2:]

    assert ("page", "GET", 200, None) == (shown.verdict, shown.method, shown.status, shown.fault)
    assert ("page", "POST", None) == (clicked.verdict, clicked.method, clicked.fault)
    assert not any(value in f"{shown!r}{clicked!r}" for value in way.personal)
    assert not any(value in shown.path for value in (*way.personal, BACK))


def test_an_address_of_alipays_stays_as_it_is_signed(service: Service) -> None:
    """Nothing joins it, and a click is judged by the address as well."""
    opened = WAYS["Alipay, certify_url"].start(service, BACK, "")
    browser = Browser(opened.address)
    good = {**browser.fields, "click": "verified"}

    assert 400 == Browser.http.get(f"{opened.address}&lang=zh").status_code
    assert 400 == Browser.http.post(opened.address.replace("RSA2", "RSA"), data=good).status_code
    assert 303 == browser.post(good).status_code


# ---- callbacks to other hosts ----------------------------------------------------------------------------------------


def test_callbacks_go_to_named_hosts_only(sandbox: Sandbox) -> None:
    """None by default but this machine; by name, whatever its case, and by plain http."""
    elsewhere = "http://127.0.0.2:9/notify"
    with pytest.raises(ValueError, match="callback_hosts"):
        sandbox.esign.send_callback(elsewhere)
    sandbox.esign.settings.callback_hosts = ("Web.Example", "127.0.0.2")
    sandbox.esign.settings.callback_schedule = ()

    assert [None] == sandbox.esign.send_callback(elsewhere)
    for url in (
        "https://127.0.0.2:9/",
        "http://127.0.0.3:9/",
        "http://127.0.0.2.evil.example/",
        "http://[x/",
        "ftp://127.0.0.2/",
    ):
        with pytest.raises(ValueError, match="callback_hosts"):
            sandbox.esign.send_callback(url)


def test_a_page_calls_a_named_host_back(service: Service) -> None:
    """Such as another container."""
    found: SimpleQueue[bytes] = SimpleQueue()

    def take(_: dict[str, str], __: str, body: bytes) -> int:
        found.put(body)
        return 200

    with listening(take, host="127.0.0.2") as url:
        service.sandbox.esign.settings.callbacks = "success"
        for hosts in ((), ("127.0.0.2",)):
            service.sandbox.esign.settings.callback_hosts = hosts
            opened = WAYS["e签宝, url"].start(service, "", url)
            Browser(opened.address).click("verified")
        assert opened.name == json.loads(found.get(timeout=10))["flowId"]
    assert found.empty()


@pytest.mark.parametrize("hosts", [("*",), ("web:8000",), ("http://web",), ("",), ("a b",), (7,), "web", ("web\n",)])
def test_a_host_that_is_none(hosts: object) -> None:
    """Is refused when it is set, with the name of the setting."""
    with pytest.raises((TypeError, ValueError), match="callback_hosts"):
        EsignSettings(callback_hosts=hosts)  # type: ignore[arg-type]
