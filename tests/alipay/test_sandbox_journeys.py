"""What Alipay's sandbox keeps from one call to the next: certifications, their pages, accounts to compare with."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from attrs import evolve, frozen
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from realname.sandbox import Sandbox
from tests import facts
from tests.callers import (
    NOW,
    AlipayRequest,
    Break,
    Environment,
    alipay_request,
    decrypted,
    encrypted,
    in_certificate_mode,
    private_key,
    signature_of,
)
from tests.conftest import Clock
from tests.raw import Answer, send

HOUR = 3600
DAY = 24 * HOUR


@frozen
class Product:
    """One of the three ways to verify a person: its operations, and what its query answers."""

    start: str
    query: str
    field: str
    pending: str
    verified: str
    rejected: str
    unknown: str
    expired: str


FACE_CERTIFY = Product(
    "initializeFaceCertify",
    "queryFaceCertify",
    "passed",
    "F",
    "T",
    "F",
    "OPEN_CERTIFY_BILL_NOT_EXIST",
    "CERTIFY_ID_EXPIRED",
)
FACE_VERIFICATION = Product(
    "initializeFaceVerification",
    "queryFaceVerification",
    "certify_state",
    "PROCESSING",
    "SUCCESS",
    "FAIL",
    "QUERY_INVALID_CERTIFYID",
    "QUERY_CERTIFYID_EXPIRED",
)
CERTIFY_OPEN = evolve(FACE_CERTIFY, start="initializeCertifyOpen", query="queryCertifyOpen")
PRODUCTS = [FACE_CERTIFY, FACE_VERIFICATION, CERTIFY_OPEN]
every_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.query)


@frozen
class Asker:
    """Sends signed requests for any operation, at the sandbox's time."""

    environment: Environment
    clock: Clock

    def request(self, name: str, /, **wire: object) -> AlipayRequest:
        """A request that lacks nothing but its signature."""
        operation = facts.operation("alipay", name)
        assert self.clock.now is not None
        request = alipay_request(self.environment, {}, round(self.clock.now * 1000))
        request.method, request.path, request.parameters = operation.method, operation.path, []
        if operation.method == "POST":
            request.body, request.headers["Content-Type"] = json.dumps(wire).encode(), "application/json"
        else:
            request.parameters = [
                (key, value if isinstance(value, str) else json.dumps(value)) for key, value in wire.items()
            ]
        return request

    def __call__(self, name: str, /, **wire: object) -> dict[str, Any]:
        """The answer, whatever its status; it is signed."""
        answer = self.request(name, **wire).signed().send()
        assert "genuine" == signature_of(self.environment, answer)
        document: dict[str, Any] = json.loads(answer.body)
        return document

    def start(self, product: Product) -> str:
        """Open a certification with the documented example, and return its `certify_id`."""
        certify_id: str = self(product.start, **facts.operation("alipay", product.start).wire)["certify_id"]
        return certify_id

    def state(self, product: Product, certify_id: str) -> str:
        """What the query tells, or the code with which it refuses."""
        document = self(product.query, certify_id=certify_id)
        state: str = document.get("code") or document[product.field]
        return state


@pytest.fixture
def ask(environment: Environment, clock: Clock) -> Asker:
    """As the app in key mode."""
    return Asker(environment, clock)


# ---- certifications --------------------------------------------------------------------------------------------------


@every_product
@pytest.mark.parametrize("outcome", ["verified", "rejected", "pending"])
def test_a_person_acts(product: Product, outcome: str, ask: Asker, sandbox: Sandbox) -> None:
    """Before that the query says pending, afterwards what came of it, as often as it is asked; not so of others."""
    certify_id, other = ask.start(product), ask.start(product)
    before = ask.state(product, certify_id)
    sandbox.alipay.finish_certification(certify_id, outcome=outcome)

    assert [product.pending, *[getattr(product, outcome)] * 2] == [
        before,
        ask.state(product, certify_id),
        ask.state(product, certify_id),
    ]
    assert product.pending == ask.state(product, other)


@every_product
def test_a_row_of_outcomes(product: Product, ask: Asker, sandbox: Sandbox) -> None:
    """Each query gives the next one, the last stays."""
    certify_id = ask.start(product)
    sandbox.alipay.finish_certification(certify_id, outcome=["pending", "rejected", "pending", "verified"])

    assert [product.pending, product.rejected, product.pending, product.verified, product.verified] == [
        ask.state(product, certify_id) for _ in range(5)
    ]


@every_product
def test_a_person_has_23_hours(product: Product, ask: Asker, sandbox: Sandbox, clock: Clock) -> None:
    """Not a second more; the result of one who did act can be read later."""
    late, in_time = ask.start(product), ask.start(product)
    clock.now = NOW + 23 * HOUR
    sandbox.alipay.finish_certification(in_time)
    states = [ask.state(product, late)]
    clock.now += 1
    states += [ask.state(product, late), ask.state(product, in_time)]

    assert [product.pending, product.expired, product.verified] == states
    with pytest.raises(ValueError, match="23 hours"):
        sandbox.alipay.finish_certification(late)


@every_product
def test_an_id_of_something_else(product: Product, ask: Asker, sandbox: Sandbox) -> None:
    """Made up, of another product, or forgotten, as opposed to one that is known."""
    certify_id, others = ask.start(product), [ask.start(other) for other in PRODUCTS if other is not product]

    assert [product.pending] == [ask.state(product, certify_id)]
    assert [product.unknown] * 3 == [ask.state(product, other) for other in (*others, "made-up")]
    sandbox.alipay.reset()
    assert product.unknown == ask.state(product, certify_id)


def test_finished_once(ask: Asker, sandbox: Sandbox) -> None:
    """What is pending may be finished later, what is final may not; and only what there is."""
    certify_id, finish = ask.start(FACE_CERTIFY), sandbox.alipay.finish_certification
    finish(certify_id, outcome=["verified", "pending"])
    finish(certify_id)

    for other, outcome, message in [
        (certify_id, "verified", "has ended"),
        ("made-up", "verified", "no such certification"),
        (certify_id, "passed", "verified, rejected"),
        (certify_id, [], "verified, rejected"),
    ]:
        with pytest.raises(ValueError, match=message):
            finish(other, outcome=outcome)


@every_product
@pytest.mark.parametrize(
    ("after", "age", "state"),
    [
        (None, 22 * HOUR, "pending"),
        (60, 59, "pending"),
        (60, 60, "verified"),
        (60, 2 * DAY, "verified"),
        (DAY, 2 * DAY, "expired"),
    ],
)
def test_a_person_acts_by_themselves(
    product: Product, after: float | None, age: float, state: str, ask: Asker, sandbox: Sandbox, clock: Clock
) -> None:
    """After so many seconds, if that is in time."""
    sandbox.alipay.settings.finish_after = after
    certify_id = ask.start(product)
    clock.now = NOW + age

    assert getattr(product, state) == ask.state(product, certify_id)


def test_who_is_rejected_stays_rejected(ask: Asker, sandbox: Sandbox, clock: Clock) -> None:
    """Also where persons act by themselves; and whom that has verified nobody rejects."""
    sandbox.alipay.settings.finish_after = 60
    rejected, verified = ask.start(FACE_VERIFICATION), ask.start(FACE_VERIFICATION)
    sandbox.alipay.finish_certification(rejected, outcome="rejected")
    clock.now = NOW + 60

    with pytest.raises(ValueError, match="has ended"):
        sandbox.alipay.finish_certification(verified, outcome="rejected")
    assert ["FAIL", "SUCCESS"] == [ask.state(FACE_VERIFICATION, each) for each in (rejected, verified)]


@pytest.mark.parametrize("wrong", [-1, "60"])
def test_a_time_that_is_none(wrong: Any, sandbox: Sandbox) -> None:
    """Is refused at once."""
    with pytest.raises((ValueError, TypeError)):
        sandbox.alipay.settings.finish_after = wrong


@pytest.mark.parametrize(("wish", "fields"), [(None, 0), ("N", 0), ("Y_O", 1)])
def test_a_photo_on_request(wish: str | None, fields: int, ask: Asker, sandbox: Sandbox) -> None:
    """Once there is one; what the two wishes mean beyond that no page says."""
    certify_id = ask.start(FACE_VERIFICATION)
    wishes = {} if wish is None else {"need_alive_photo": wish}
    before = ask("queryFaceVerification", certify_id=certify_id, **wishes)
    sandbox.alipay.finish_certification(certify_id)
    after = ask("queryFaceVerification", certify_id=certify_id, **wishes)

    assert ({"certify_state": "PROCESSING"}, fields) == (before, [*after].count("alive_photo"))
    assert "false" == after["attack_flag"]


# ---- what comes in bodies --------------------------------------------------------------------------------------------


def test_a_body_is_part_of_what_is_signed(ask: Asker, environment: Environment) -> None:
    """Changed after signing it is refused, plain or encrypted; unchanged it is judged."""
    key = base64.b64decode(environment["REALNAME_ALIPAY_ENCRYPT_KEY"])
    wire = facts.operation("alipay", "initializeFaceCertify").wire
    codes = []
    for encrypts in (False, True):
        genuine, changed = (ask.request("initializeFaceCertify", **wire) for _ in range(2))
        for request in (genuine, changed):
            if encrypts:
                request.headers |= {"alipay-encrypt-type": "AES", "Content-Type": "text/plain"}
                request.body = encrypted(key, request.body, chained=True)
        answer = genuine.signed().send()
        document = decrypted(key, answer.body, chained=True) if encrypts else answer.body
        assert ["certify_id"] == [*json.loads(document)]
        other = encrypted(key, b"{}", chained=True) if encrypts else b"{}"
        codes.append(code(changed.signed(Break("", after=_with_body(other))).send()))

    assert ["invalid-signature"] * 2 == codes


def _with_body(body: bytes) -> Callable[[AlipayRequest], None]:
    return lambda request: setattr(request, "body", body)


def code(answer: Answer) -> object:
    """The code of a refusal."""
    return json.loads(answer.body)["code"]


@pytest.mark.parametrize(
    ("name", "wrong", "expected"),
    [
        ("initializeFaceCertify", {"biz_code": 7}, "INVALID_PARAMETER"),
        ("verifyFaceCertify", {}, "INVALID_PARAMETER"),
        ("queryFaceCertify", {}, "INVALID_PARAMETER"),
        ("initializeFaceVerification", {"biz_code": 7}, "ILLEGAL_ARGUMENT_FORMAT"),
        ("queryFaceVerification", {}, "ILLEGAL_ARGUMENT_FORMAT"),
        ("initializeCertifyOpen", {}, "ILLEGAL_ARGUMENT_FORMAT"),
        ("queryCertifyOpen", {}, "ILLEGAL_ARGUMENT_FORMAT"),
        ("preconsultCertdoc", {"user_name": 7}, "ILLEGAL_ARGUMENT"),
        ("consultCertdoc", {}, "REQUIRED_PARAM_MISSING"),
        ("queryCreditAgreement", {}, "INVALID_PARAMETER"),
        ("queryJobworthInfo", {}, "INVALID_PARAMETER"),
    ],
)
def test_a_bad_argument_has_the_code_of_its_page(
    name: str, wrong: dict[str, object], expected: str, ask: Asker
) -> None:
    """Pages name it differently."""
    assert expected == ask(name, **wrong)["code"]


@pytest.mark.parametrize("name", ["queryCreditAgreement", "queryJobworthInfo"])
def test_what_has_no_state_is_the_example(name: str, ask: Asker) -> None:
    """As documented."""
    operation = facts.operation("alipay", name)

    assert operation.success == ask(name, **operation.wire)


# ---- the pages -------------------------------------------------------------------------------------------------------


def page_fields(environment: Environment, certify_id: str, **changes: str | None) -> dict[str, str]:
    """The parameters of the page of certify.open, signed after what the official clients do, with none of our code."""
    fields: dict[str, str | None] = {
        "app_id": environment["REALNAME_ALIPAY_APP_ID"],
        "biz_content": f'{{"certify_id":"{certify_id}"}}',
        "charset": "utf-8",
        "method": "alipay.user.certify.open.certify",
        "sign_type": "RSA2",
        "timestamp": "2026-01-02 03:04:05",
        "version": "1.0",
    }
    if "REALNAME_ALIPAY_APP_CERTIFICATE" in environment:
        request = in_certificate_mode(AlipayRequest(environment, "alipay", "GET", ""))
        fields["app_cert_sn"] = request.items["app_cert_sn"]
        fields["alipay_root_cert_sn"] = request.headers["alipay-root-cert-sn"]
    given = {name: value for name, value in {**fields, **changes}.items() if value is not None}
    string = "&".join(f"{name}={given[name]}" for name in sorted(given)).encode()
    key = private_key(environment["REALNAME_ALIPAY_PRIVATE_KEY"])
    return {**given, "sign": base64.b64encode(key.sign(string, PKCS1v15(), SHA256())).decode()}


def show(sandbox: Sandbox, fields: Mapping[str, str], method: str = "GET") -> tuple[int, str]:
    """The status and the text of the page."""
    answer = send(sandbox.alipay.url, method, f"/gateway.do?{urlencode(fields)}")
    assert answer is not None
    is_for_persons = answer.status in (200, 404, 410)
    assert f"text/{'html' if is_for_persons else 'plain'}; charset=utf-8" == answer.header("Content-Type")
    return answer.status, answer.body.decode()


@pytest.mark.parametrize(
    ("access", "changes", "expected"),
    [
        ("environment", {"method": "alipay.trade.page.pay"}, "invalid-method"),
        ("environment", {"app_id": "2021000000009999"}, "invalid-app-id"),
        ("environment", {"sign_type": "RSA"}, "invalid-signature-type"),
        ("environment", {"charset": "gbk"}, "invalid-charset"),
        ("environment", {"version": None}, "unsupported-version"),
        ("environment", {"timestamp": "1700000000000"}, "invalid-timestamp"),
        ("environment", {"app_cert_sn": "0" * 32}, "app-cert-not-exist"),
        ("environment", {"biz_content": "{"}, "illegal-json"),
        ("environment", {"biz_content": "[]"}, "illegal-json"),
        ("with_certificates", {"app_cert_sn": None}, "missing-app-cert-sn"),
        ("with_certificates", {"app_cert_sn": "0" * 32}, "app-cert-not-exist"),
        ("with_certificates", {"alipay_root_cert_sn": None}, "missing-alipay-root-cert-sn"),
        ("with_certificates", {"alipay_root_cert_sn": "0" * 32}, "invalid-alipay-root-cert-sn"),
    ],
)
def test_an_address_with_one_mistake(
    access: str,
    changes: dict[str, str | None],
    expected: str,
    ask: Asker,
    sandbox: Sandbox,
    request: pytest.FixtureRequest,
) -> None:
    """Signed all the same; without the mistake the page is there."""
    environment: Environment = request.getfixturevalue(access)
    certify_id = ask.start(CERTIFY_OPEN)

    status, text = show(sandbox, page_fields(environment, certify_id))
    refused = show(sandbox, page_fields(environment, certify_id, **changes))

    assert (200, True) == (status, certify_id in text)
    assert (400, expected) == (refused[0], refused[1].partition(":")[0])
    assert [record.verdict for record in sandbox.requests[-2:]] == ["page", expected]


@pytest.mark.parametrize("content", ["{}", '{"certify_id":["x"]}', '{"certify_id":"0"}'])
def test_an_address_of_nothing(content: str, environment: Environment, sandbox: Sandbox) -> None:
    """Signed as it should be: whoever opens it is told."""
    status, text = show(sandbox, page_fields(environment, "", biz_content=content))

    assert (404, True) == (status, "OPEN_CERTIFY_BILL_NOT_EXIST" in text)
    assert "OPEN_CERTIFY_BILL_NOT_EXIST" == sandbox.requests[-1].verdict


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{}&sign=", "invalid-parameter"),
        ("{}&note=%ff", "invalid-encoding"),
        ("{}&note=1", "invalid-signature"),
        ("", "invalid-method"),
    ],
)
def test_an_address_that_was_changed(
    query: str, expected: str, ask: Asker, environment: Environment, sandbox: Sandbox
) -> None:
    """After it was signed."""
    signed = urlencode(page_fields(environment, ask.start(CERTIFY_OPEN)))
    answer = send(sandbox.alipay.url, "GET", f"/gateway.do?{query.format(signed)}")

    assert answer is not None
    assert (400, expected) == (answer.status, answer.body.decode().partition(":")[0])


def test_an_address_without_a_signature_or_by_post(ask: Asker, environment: Environment, sandbox: Sandbox) -> None:
    """The page is opened by a browser, and is the app's."""
    fields = page_fields(environment, ask.start(CERTIFY_OPEN))

    assert (400, "missing-signature") == _told(show(sandbox, {**fields, "sign": ""}))
    assert (400, "invalid-http-method") == _told(show(sandbox, fields, "POST"))
    assert 200 == show(sandbox, fields)[0]


def _told(shown: tuple[int, str]) -> tuple[int, str]:
    return shown[0], shown[1].partition(":")[0]


@pytest.mark.parametrize("name", ["verifyFaceCertify", "initializeFaceVerification"])
def test_an_address_that_alipay_gives(name: str, ask: Asker, environment: Environment, sandbox: Sandbox) -> None:
    """Leads to the page as it is; neither another id nor the app's own signature will do."""
    product = FACE_CERTIFY if name == "verifyFaceCertify" else FACE_VERIFICATION
    certify_id, other = ask.start(product), ask.start(product)
    wire = {"certify_id": certify_id} if product is FACE_CERTIFY else {}
    answer = ask(name, **wire)
    url = urlsplit(answer.get("certify_url") or answer["web_url"])
    fields = dict(parse_qsl(url.query))
    shown = send(sandbox.alipay.url, "GET", f"{url.path}?{url.query}")
    certify_id = json.loads(fields["biz_content"])["certify_id"]

    assert sandbox.alipay.url == f"{url.scheme}://{url.netloc}"
    assert shown is not None
    assert (200, True) == (shown.status, certify_id.encode() in shown.body)
    forged = {**fields, "biz_content": fields["biz_content"].replace(certify_id, other)}
    assert (400, "invalid-signature") == _told(show(sandbox, forged))
    own = page_fields(environment, certify_id, method=fields["method"])
    assert (400, "invalid-signature") == _told(show(sandbox, own))


def test_a_page_tells_how_far_it_is(ask: Asker, environment: Environment, sandbox: Sandbox, clock: Clock) -> None:
    """Waiting, finished, or too late; and only of its own product's certifications."""
    certify_id, late, face = ask.start(CERTIFY_OPEN), ask.start(CERTIFY_OPEN), ask.start(FACE_CERTIFY)
    waiting = show(sandbox, page_fields(environment, certify_id))
    sandbox.alipay.finish_certification(certify_id)
    clock.now = NOW + DAY

    assert (200, True) == (waiting[0], "Waiting for the person" in waiting[1])
    status, text = show(sandbox, page_fields(environment, certify_id))
    assert (200, True) == (status, "This outcome stays" in text)
    for name, code, expected in ((late, "CERTIFY_ID_EXPIRED", 410), (face, "OPEN_CERTIFY_BILL_NOT_EXIST", 404)):
        status, text = show(sandbox, page_fields(environment, name))
        assert (expected, True) == (status, code in text)


def test_the_address_of_a_certification_that_cannot_be_acted_on(ask: Asker, sandbox: Sandbox, clock: Clock) -> None:
    """Is to be had, since no code is documented for it; its page refuses."""

    def shown(certify_id: str) -> int:
        url = urlsplit(ask("verifyFaceCertify", certify_id=certify_id)["certify_url"])
        return show(sandbox, dict(parse_qsl(url.query)))[0]

    certify_id = ask.start(FACE_CERTIFY)
    twice, unknown = [shown(certify_id) for _ in range(2)], shown('"made up"')
    clock.now = NOW + DAY

    assert ([200, 200], 404, 410) == (twice, unknown, shown(certify_id))


# ---- accounts --------------------------------------------------------------------------------------------------------

TOLD = {"user_name": "张三", "cert_no": "230100199901010001", "mobile": "13812345678", "logon_id": "sample@sample.com"}


@pytest.mark.parametrize(
    ("account", "differing"),
    [
        ({}, []),
        (TOLD, []),
        ({"user_name": "李四"}, ["user_name"]),
        ({**TOLD, "mobile": "1", "cert_no": "2"}, ["cert_no", "mobile"]),
    ],
    ids=["whatever is asked", "the same", "another name", "two others"],
)
def test_what_differs_from_an_account(
    account: dict[str, str], differing: list[str], ask: Asker, sandbox: Sandbox
) -> None:
    """T, or F with the names as JSON in a text, as often as it is asked."""
    auth_token = sandbox.alipay.issue_auth_token(**account)
    verify_id = ask("preconsultCertdoc", **TOLD, cert_type="IDENTITY_CARD")["verify_id"]

    for _ in range(2):
        answer = ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id)
        assert ("F" if differing else "T") == answer["passed"]
        assert differing == json.loads(answer.get("fail_params", "[]"))
        assert bool(differing) == ("fail_reason" in answer)


def test_what_was_not_told_is_not_compared(ask: Asker, sandbox: Sandbox) -> None:
    """Whatever the account holds."""
    auth_token = sandbox.alipay.issue_auth_token(user_name="张三", mobile="1")
    verify_id = ask("preconsultCertdoc", user_name="张三")["verify_id"]

    assert {"passed": "T"} == ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id)


def test_data_may_be_consulted_once_only(ask: Asker, sandbox: Sandbox) -> None:
    """A setting, since the page says nothing; an answer uses it up, and a refusal does not."""
    sandbox.alipay.settings.repeat_verify_id = False
    auth_token = sandbox.alipay.issue_auth_token()
    verify_id = ask("preconsultCertdoc", user_name="张三")["verify_id"]

    refused = ask("consultCertdoc", auth_token="made-up", verify_id=verify_id)
    answers = [ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id) for _ in range(2)]

    assert "invalid-auth-token" == refused["code"]
    assert ({"passed": "T"}, "IDENTITY_VERIFY_CACHE_EXPIRED") == (answers[0], answers[1]["code"])


def test_data_is_kept_for_2_hours(ask: Asker, sandbox: Sandbox, clock: Clock) -> None:
    """Not a second more."""
    auth_token = sandbox.alipay.issue_auth_token()
    verify_id = ask("preconsultCertdoc", user_name="张三")["verify_id"]
    answers = []
    for age in (2 * HOUR, 2 * HOUR + 1):
        clock.now = NOW + age
        answers.append(ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id))

    assert [{"passed": "T"}, {"code": "IDENTITY_VERIFY_CACHE_EXPIRED", "message": "校验信息已过期"}] == answers


@pytest.mark.parametrize("told", [{}, {"user_name": "", "ext_info": "{}"}])
def test_nothing_told_is_never_the_same(told: dict[str, str], ask: Asker, sandbox: Sandbox) -> None:
    """As anything that an account may hold."""
    auth_token = sandbox.alipay.issue_auth_token()
    verify_id = ask("preconsultCertdoc", **told)["verify_id"]

    assert "F" == ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id)["passed"]


def test_a_document_of_another_type(ask: Asker) -> None:
    """The page says that there is one type only."""
    assert "CERT_TYPE_INVALID" == ask("preconsultCertdoc", user_name="张三", cert_type="PASSPORT")["code"]


def test_nobodys_token_and_nobodys_data(ask: Asker, sandbox: Sandbox) -> None:
    """Data that there is not counts as lapsed; both are forgotten by a reset."""

    def consult(auth_token: str, verify_id: str) -> object:
        return ask("consultCertdoc", auth_token=auth_token, verify_id=verify_id)["code"]

    auth_token = sandbox.alipay.issue_auth_token()
    verify_id = ask("preconsultCertdoc", user_name="张三")["verify_id"]

    before = consult("made-up", verify_id), consult(auth_token, "made-up")
    sandbox.alipay.reset()
    again = sandbox.alipay.issue_auth_token()
    after = consult(auth_token, verify_id), consult(again, verify_id)

    assert before == after == ("invalid-auth-token", "IDENTITY_VERIFY_CACHE_EXPIRED")
