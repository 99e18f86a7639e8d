"""ZOLOZ's gateway in the sandbox: what it accepts, what it refuses and with which code, how its answers look.

By RSA pairs, plain and encrypted, and by access key. What ZOLOZ's own clients need that cannot be run here, its SDK for
Java, its sample for PHP and its shell script, stands at the end, byte for byte as their code reads and writes it.
"""

import base64
import itertools
import json
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest

import realname
from realname import zoloz
from realname.sandbox import NotEnrolled, Sandbox, ZolozSettings
from realname.testing.gateway.messages import Call
from realname.testing.gateway.state import State
from realname.zoloz.testing.transactions import Transactions
from tests import facts
from tests.callers import (
    USER,
    ZOLOZ,
    Break,
    Environment,
    ZolozRequest,
    decrypted,
    encrypted,
    is_signed,
    named,
    zoloz_answer_is_signed,
    zoloz_answer_key,
    zoloz_hmac,
    zoloz_request,
)
from tests.raw import Answer

SUCCESS = json.dumps(ZOLOZ.success, separators=(",", ":")).encode()
TEST = facts.operation("zoloz", "checkCredentials")
KEY = bytes(range(32))
REQUIRED = [name for name, item in ZOLOZ.inputs.items() if item.required]
TEXT = next(name for name, item in ZOLOZ.inputs.items() if item.schema["type"] == "string" and name != "userId")


@pytest.fixture(autouse=True)
def _enrolled(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll(USER)


@pytest.fixture
def request_(environment: Environment) -> ZolozRequest:
    """A request that succeeds."""
    return zoloz_request(environment)


@pytest.fixture
def encrypted_(environment: Environment) -> ZolozRequest:
    """An encrypted request that succeeds."""
    request = zoloz_request(environment)
    request.aes_key = KEY
    return request


def code(answer: Answer, environment: Environment | None = None) -> str:
    """The result code of an answer, encrypted or not."""
    body = answer.body
    if environment is not None and answer.header("Encrypt"):
        body = decrypted(zoloz_answer_key(environment, answer), body)
    return str(json.loads(body)["result"]["resultCode"])


def header(name: str, value: str) -> Break:
    """A header changed after signing."""
    return Break("", after=lambda r: r.headers.update({name: value}))


# ---- the checks, in order --------------------------------------------------------------------------------------------

IN_ORDER = [
    Break("NO_INTERFACE_DEF", lambda r: setattr(r, "path", ZOLOZ.path.lower())),
    Break("PARAM_MISSING", after=lambda r: r.headers.update({"Request-Time": ""})),
    Break("PARAM_ILLEGAL", lambda r: r.headers.update({"Content-Type": "text/html"})),
    Break("MERCHANT_NOT_FOUND", lambda r: setattr(r, "client_id", "2188000000009999")),
    Break("KEY_NOT_FOUND", lambda r: r.headers.update({"Auth-Type": "AKSK", "Access-Key": "unknown"})),
    Break("SIGNATURE_INVALID", after=lambda r: setattr(r, "body", b" " + r.body)),
    Break("MSG_PARSE_ERROR", lambda r: setattr(r, "text", b"[]")),
    Break("PARAM_MISSING", lambda r: r.document.pop(TEXT)),
    Break("PARAM_ILLEGAL", lambda r: r.document.update({"userId": 17})),
]
BY_ACCESS_KEY = [
    IN_ORDER[0],
    Break("PARAM_MISSING", after=lambda r: r.headers.update({"Access-Key": ""})),
    Break("PARAM_ILLEGAL", after=lambda r: r.headers.update({"Auth-Type": "aksk"})),
    IN_ORDER[3],
    Break("KEY_NOT_FOUND", after=lambda r: r.headers.update({"Access-Key": "AK0"})),
    *IN_ORDER[5:7],
]
ACCESSES = ["environment", "with_access_key"]
TABLES = dict(zip(ACCESSES, (IN_ORDER, BY_ACCESS_KEY), strict=True))
ROWS = [(access, fault) for access, faults in TABLES.items() for fault in faults]
PAIRS = [(access, *pair) for access, faults in TABLES.items() for pair in itertools.combinations(faults, 2)]


@pytest.mark.parametrize(("access", "fault"), ROWS, ids=named)
def test_each_single_mistake_has_its_code(access: str, fault: Break, request: pytest.FixtureRequest) -> None:
    """With HTTP 200; the same request without it is accepted."""
    environment: Environment = request.getfixturevalue(access)
    genuine = zoloz_request(environment).signed().send()
    refused = zoloz_request(environment).signed(fault).send()

    assert ("SUCCESS", 200, fault.code) == (code(genuine), refused.status, code(refused))


@pytest.mark.parametrize(("access", "first", "second"), PAIRS, ids=named)
def test_the_first_mistake_is_told(
    access: str, first: Break, second: Break, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    environment: Environment = request.getfixturevalue(access)
    answer = sandbox.zoloz.answer(zoloz_request(environment).signed(first, second).received())

    assert first.code == json.loads(answer.content)["result"]["resultCode"]


@pytest.mark.parametrize("needed", ["Client-Id", "Request-Time", "Signature", "Content-Type"])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_needed_header_is_missing(request_: ZolozRequest, needed: str, how: str) -> None:
    """Absent or empty alike."""
    request_.signed()
    del request_.headers[needed]
    request_.headers |= {needed: ""} if how == "empty" else {}

    assert "PARAM_MISSING" == code(request_.send())


FORMS: dict[str, list[tuple[object, str]]] = {
    # Media types, their charset, and what must come along with what.
    "headers": [
        ({"Content-Type": "text/plain; charset=UTF-8"}, "PARAM_MISSING"),
        ({"Content-Type": "text/plain", "Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}, "MSG_PARSE_ERROR"),
        ({"Content-Type": "text/plain", "Encrypt": "algorithm=AES, symmetricKey=AA%3D%3D"}, "PARAM_ILLEGAL"),
        ({"Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}, "PARAM_ILLEGAL"),
        ({"Content-Type": "APPLICATION/JSON"}, "SUCCESS"),
        ({"Content-Type": 'application/json;charset="utf-8"'}, "SUCCESS"),
        ({"Content-Type": "application/json; charset=GBK"}, "PARAM_ILLEGAL"),
        ({"Auth-Type": "AKSK"}, "PARAM_MISSING"),
        ({"Auth-Type": "OTHER", "Access-Key": "x"}, "PARAM_ILLEGAL"),
    ],
    # Only whole seconds with a zone without a colon are a time, and only real dates.
    "time": [
        ("2019-04-04T12:08:56+0530", "SUCCESS"),
        ("1999-01-01T00:00:00+0000", "SUCCESS"),  # ZOLOZ states no rule for old ones
        ("2019-04-04T12:08:56Z", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56+05:30", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56", "PARAM_ILLEGAL"),
        ("2019-04-04 12:08:56+0530", "PARAM_ILLEGAL"),
        ("2019-02-30T12:08:56+0530", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56.1+0530", "PARAM_ILLEGAL"),
        ("1554359336000", "PARAM_ILLEGAL"),
    ],
    # Anything but one JSON object in UTF-8 is MSG_PARSE_ERROR, never a broken gateway.
    "text": [
        (body, "MSG_PARSE_ERROR")
        for body in (b"", b"null", b"[]", b'"text"', b"{", b'{"a": NaN}', b"\xff", b'{"userId": "\\ud800"}', b"[")
    ],
    # The contract's types and lengths (in characters) hold; missing comes before illegal; unknown fields pass.
    "document": [
        ({**ZOLOZ.wire, "userId": USER, **change}, expected)
        for change, expected in (
            ({REQUIRED[0]: None}, "PARAM_MISSING"),
            ({REQUIRED[-1]: None}, "PARAM_MISSING"),
            ({TEXT: "证" * ZOLOZ.inputs[TEXT].limit}, "SUCCESS"),
            ({TEXT: "b" * (ZOLOZ.inputs[TEXT].limit + 1)}, "PARAM_ILLEGAL"),
            ({TEXT: 1, "userId": None}, "PARAM_MISSING"),
            ({TEXT: ["1"]}, "PARAM_ILLEGAL"),
            ({TEXT: ""}, "SUCCESS"),
            ({"unknown": {"field": 1}}, "SUCCESS"),
        )
    ],
}


@pytest.mark.parametrize(("part", "value", "expected"), [(part, *row) for part, rows in FORMS.items() for row in rows])
def test_the_form_of_each_part(request_: ZolozRequest, part: str, value: object, expected: str) -> None:
    """Headers, time, body and fields are what the pages and the contract say, or refused by the code for it."""
    setattr(request_, part, value)

    assert expected == code(request_.signed().send())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("algorithm=RSA256,signature={}", "SUCCESS"),
        ("signature={}, algorithm=RSA256", "SUCCESS"),
        ("algorithm=RSA256, keyVersion=v1, signature={}", "SUCCESS"),
        ("keyVersion=v1,signature={},algorithm=RSA256", "SUCCESS"),
        ("signature={}", "PARAM_ILLEGAL"),
        ("algorithm=RSA512, signature={}", "PARAM_ILLEGAL"),
        ("algorithm=rsa256, signature={}", "PARAM_ILLEGAL"),
        ("algorithm=RSA256", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=%%%", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=AAAA", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature={lower_case_hex}", "SUCCESS"),
        ("algorithm=RSA256, signature={raw}", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature={url_safe}", "SIGNATURE_INVALID"),
    ],
)
def test_the_signature_header(request_: ZolozRequest, form: str, expected: str) -> None:
    """Items in any order; the algorithm is a matter of form, a missing or undecodable value one of the signature.

    That is percent-encoded standard base64, in either case of its hex digits.
    """
    genuine = request_.signed().headers["Signature"].partition("signature=")[2]
    raw, lower_case_hex = unquote(genuine), re.sub("%..", lambda match: match[0].lower(), genuine)
    url_safe = raw.translate(str.maketrans("+/", "-_")).rstrip("=")
    request_.headers["Signature"] = form.format(genuine, raw=raw, lower_case_hex=lower_case_hex, url_safe=url_safe)

    assert expected == code(request_.send())


@pytest.mark.parametrize("target", ["{}?x=1", "{}/", "/{}", "{}%20"])
def test_nothing_but_the_path_is_an_interface(request_: ZolozRequest, target: str) -> None:
    """A query is illegal."""
    request_.signed()
    request_.target = target.format(request_.target)

    assert ("PARAM_ILLEGAL" if "?" in target else "NO_INTERFACE_DEF") == code(request_.send())


# ---- the answers -----------------------------------------------------------------------------------------------------


def test_a_success_on_the_wire(environment: Environment, request_: ZolozRequest) -> None:
    """The documented sample on one line, signed, with the headers that official clients look for."""
    answer = request_.signed().send()

    assert (200, ["Response-Time", "Signature", "Content-Type"], SUCCESS) == (answer.status, answer.names, answer.body)
    assert ("2023-11-14T22:13:20+0000", "application/json; charset=UTF-8", True) == (
        answer.header("Response-Time"),
        answer.header("Content-Type"),
        is_signed(environment, answer),
    )
    form = r"algorithm=RSA256, signature=(?:[A-Za-z0-9]|%2B|%2F)+%3D%3D"
    assert re.fullmatch(form, answer.header("Signature") or "")


def test_an_encrypted_success_on_the_wire(environment: Environment, encrypted_: ZolozRequest) -> None:
    """One line of base64, signed as sent, the headers in their exact case."""
    answer = encrypted_.signed().send()

    assert (200, {"Encrypt", "Response-Time", "Signature", "Content-Type"}) == (answer.status, set(answer.names))
    assert ("text/plain; charset=UTF-8", SUCCESS, True) == (
        answer.header("Content-Type"),
        decrypted(zoloz_answer_key(environment, answer), answer.body),
        is_signed(environment, answer),
    )
    assert re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", answer.body)
    form = r"algorithm=RSA_AES, symmetricKey=(?:[A-Za-z0-9]|%2B|%2F)+%3D%3D"
    assert re.fullmatch(form, answer.header("Encrypt") or "")


def test_a_success_by_access_key_on_the_wire(with_access_key: Environment) -> None:
    """Signed with the same secret; the signature stands bare, URL-safe and unpadded."""
    answer = zoloz_request(with_access_key).signed().send()

    assert (["Response-Time", "Signature", "Content-Type"], SUCCESS) == (answer.names, answer.body)
    assert re.fullmatch("[A-Za-z0-9_-]{43}", answer.header("Signature") or "")
    assert is_signed(with_access_key, answer)


@pytest.mark.parametrize("access", ACCESSES)
def test_a_user_is_enrolled_until_unenrolled(access: str, sandbox: Sandbox, request: pytest.FixtureRequest) -> None:
    """And then has the synthetic code, signed."""
    environment: Environment = request.getfixturevalue(access)
    before = zoloz_request(environment).signed().send()
    sandbox.zoloz.unenroll(USER)
    after = zoloz_request(environment).signed().send()

    assert ["SUCCESS", "SANDBOX_USER_NOT_ENROLLED"] == [code(before), code(after)]
    assert ("F", True) == (json.loads(after.body)["result"]["resultStatus"], is_signed(environment, after))


@pytest.mark.parametrize(("after", "result"), [(10, "Success"), (11, "InProcess"), (None, "InProcess")])
def test_a_deleted_face_verifies_nobody_by_itself(after: float | None, result: str, sandbox: Sandbox) -> None:
    """Once its user is unenrolled; what had ended before stays."""
    passing = iter([0, 10, 100])
    state = State()
    settings = ZolozSettings(finish_after=after)
    transactions = Transactions(lambda: next(passing), lambda: settings, lambda: "", state)
    with state.changing():
        transactions.enroll(USER)
        started = transactions.start(USER)
        transactions.unenroll(USER)
    asked = Call(sandbox.zoloz.contract.operations["checkresult"], {"transactionId": started}, b"")

    assert result == transactions.handlers()["checkresult"](asked)["connectResult"]


@pytest.mark.parametrize(
    "document", [{"transactionId": None}, {"transactionId": ""}, {}], ids=["null", "empty", "none"]
)
def test_a_deletion_of_nothing_has_the_code_of_its_page(document: dict[str, object], request_: ZolozRequest) -> None:
    """The page has one code for null and for an empty text; elsewhere what is missing has another."""
    operation = facts.operation("zoloz", "deletePrivacyInfo")
    request_.path, request_.document = operation.path, document

    assert "PARAM_ILLEGAL" == code(request_.signed().send())


def test_how_not_enrolled_looks_is_a_setting(sandbox: Sandbox, environment: Environment) -> None:
    """Chinese is escaped on the wire, and the answer is signed."""
    sandbox.zoloz.settings.not_enrolled = NotEnrolled("S", "NOT_THERE", "未注册")
    answer = zoloz_request(environment, "stranger").signed().send()

    assert (
        b'{"result":{"resultStatus":"S","resultCode":"NOT_THERE","resultMessage":"\\u672a\\u6ce8\\u518c"}}',
        True,
    ) == (answer.body, is_signed(environment, answer))


@pytest.mark.parametrize("access", ACCESSES)
def test_refusals_are_signed(access: str, request: pytest.FixtureRequest) -> None:
    """For the client id as received, even one that no merchant has, and over the path, even one that is unknown."""
    environment: Environment = request.getfixturevalue(access)
    stranger = zoloz_request(environment).signed(IN_ORDER[3]).send()
    lost = zoloz_request(environment).signed(IN_ORDER[0])

    assert zoloz_answer_is_signed(environment, stranger, client_id="2188000000009999")
    assert zoloz_answer_is_signed(environment, lost.send(), path=lost.path)


@pytest.mark.parametrize("change", [{"Client-Id": ""}, {"Auth-Type": "AKSK", "Access-Key": "unknown"}], ids=str)
def test_refusals_that_nothing_could_sign(request_: ZolozRequest, change: dict[str, str]) -> None:
    """There is no client id, or no secret of the access key: neither header is there."""
    request_.signed().headers |= change

    assert ["Content-Type"] == request_.send().names


def test_the_expected_string_to_sign(sandbox: Sandbox, request_: ZolozRequest) -> None:
    """The log shows the bytes that should have been signed, also for a request whose signature does not match."""
    request_.signed(IN_ORDER[5]).send()
    [record] = sandbox.requests

    head = f"POST {ZOLOZ.path}\n{request_.client_id}.{request_.time}. ".encode()
    assert (head + json.dumps(request_.document).encode(), "SIGNATURE_INVALID") == (
        record.expected_string_to_sign,
        record.verdict,
    )


# ---- by access key ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rewrite", "expected"),
    [
        ("{}", "SUCCESS"),
        ("{}=", "SUCCESS"),
        ("{}===", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature={}", "SIGNATURE_INVALID"),
        ("signature={}", "SIGNATURE_INVALID"),
        ("{}%3D", "SIGNATURE_INVALID"),
        ("Z2FyYmFnZQ", "SIGNATURE_INVALID"),
    ],
)
def test_the_signature_by_access_key(with_access_key: Environment, rewrite: str, expected: str) -> None:
    """Bare, padded or not; a list header is not a signature here."""
    request = zoloz_request(with_access_key).signed()
    request.headers["Signature"] = rewrite.format(request.headers["Signature"])

    assert expected == code(request.send())


def test_the_standard_alphabet(with_access_key: Environment) -> None:
    """Its characters are an error; a signature without them is the same in both."""
    request = zoloz_request(with_access_key)
    for number in itertools.count():
        request.document[TEXT] = str(number)
        request.headers.clear()
        genuine = request.signed().headers["Signature"]
        if set("-_") & set(genuine):
            break
    accepted = request.send()
    request.headers["Signature"] = genuine.translate(str.maketrans("-_", "+/"))

    assert ("SUCCESS", "SIGNATURE_INVALID") == (code(accepted), code(request.send()))


def test_what_does_not_go_with_an_access_key(environment: Environment, with_access_key: Environment) -> None:
    """An RSA signature, and encryption."""
    by_rsa = zoloz_request(environment).signed()
    by_rsa.headers |= {"Auth-Type": "AKSK", "Access-Key": with_access_key["REALNAME_ZOLOZ_ACCESS_KEY"]}
    cipher = zoloz_request(with_access_key)
    cipher.headers = {"Content-Type": "text/plain", "Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}

    assert ("SIGNATURE_INVALID", "PARAM_ILLEGAL") == (code(by_rsa.send()), code(cipher.signed().send()))


# ---- encrypted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [16, 24, 32])
def test_the_key_of_an_answer(environment: Environment, encrypted_: ZolozRequest, size: int) -> None:
    """As long as the request's, fresh for every answer, and never the request's own."""
    encrypted_.aes_key = KEY[:size]
    encrypted_.signed()
    keys = [zoloz_answer_key(environment, encrypted_.send()) for _ in range(2)]

    assert [size, size] == [len(key) for key in keys]
    assert 3 == len({*keys, KEY[:size]})


def test_refusals_are_encrypted_once_the_message_could_be_read(environment: Environment) -> None:
    """Before that they are plain."""
    found = []
    for change in ({"userId": "stranger"}, {"userId": 17}, None):
        request = zoloz_request(environment)
        request.aes_key = KEY
        request.document |= change or {}
        request.text = b"[]" if change is None else None
        answer = request.signed().send()
        found.append((code(answer, environment), answer.header("Encrypt") is not None))

    assert [("SANDBOX_USER_NOT_ENROLLED", True), ("PARAM_ILLEGAL", True), ("MSG_PARSE_ERROR", False)] == found


def break_body(request: ZolozRequest) -> None:
    """Send a body that is no ciphertext, rightly signed."""
    request.aes_key, request.text = None, b"not base64"
    wrapped = quote(base64.b64encode(bytes(256)), safe="")
    request.headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Encrypt": f"algorithm=RSA_AES, symmetricKey={wrapped}",
    }


UNREADABLE = {
    "a body that is no base64": break_body,
    "another key wrapped": lambda r: setattr(r, "wrapped_key", bytes(32)),
    "a wrapped key of 15 bytes": lambda r: setattr(r, "wrapped_key", bytes(15)),
    "a wrapped key of 33 bytes": lambda r: setattr(r, "wrapped_key", bytes(33)),
    "no wrapped key": lambda r: r.headers.update({"Encrypt": "algorithm=RSA_AES"}),
    "raw base64": lambda r: r.headers.update({"Encrypt": "algorithm=RSA_AES, symmetricKey=A+/="}),
}


@pytest.mark.parametrize("mistake", UNREADABLE)
def test_a_request_that_cannot_be_decrypted(environment: Environment, encrypted_: ZolozRequest, mistake: str) -> None:
    """However it fails, it is one code with one message, plain and signed."""
    refused = encrypted_.signed(Break("", UNREADABLE[mistake])).send()

    result = {"resultStatus": "F", "resultCode": "MSG_PARSE_ERROR", "resultMessage": "the body cannot be decrypted"}
    assert ({"result": result}, "application/json; charset=UTF-8", None, True) == (
        json.loads(refused.body),
        refused.header("Content-Type"),
        refused.header("Encrypt"),
        is_signed(environment, refused),
    )


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (header("Encrypt", "algorithm=RSA_DES, symmetricKey=AA%3D%3D"), "PARAM_ILLEGAL"),
        (header("Encrypt", ""), "PARAM_MISSING"),
        (header("Content-Type", "application/json"), "PARAM_ILLEGAL"),
        (Break("", after=lambda r: setattr(r, "body", encrypted(KEY, b"{}"))), "SIGNATURE_INVALID"),
    ],
    ids=["algorithm", "no header", "content type", "ciphertext changed after signing"],
)
def test_mistakes_of_encrypted_requests(encrypted_: ZolozRequest, mistake: Break, expected: str) -> None:
    """The header with the one algorithm, the one content type, and a signature over the ciphertext."""
    assert expected == code(encrypted_.signed(mistake).send())


# ---- settings that clients need --------------------------------------------------------------------------------------

ENCRYPTABLE = [fault for fault in IN_ORDER if fault.code not in {"MERCHANT_NOT_FOUND", "KEY_NOT_FOUND"}]


@pytest.mark.parametrize("fault", ENCRYPTABLE, ids=named)
@pytest.mark.parametrize("setting", [False, True], ids=["usual", "encrypted"])
def test_refusals_can_be_encrypted(
    sandbox: Sandbox, environment: Environment, encrypted_: ZolozRequest, fault: Break, setting: bool
) -> None:
    """For those samples that read nothing else; usually only what is decided after decryption is. All are signed."""
    sandbox.zoloz.settings.encrypt_refusals = setting
    answer = encrypted_.signed(fault).send()

    is_encrypted = setting or fault in IN_ORDER[7:]
    assert is_encrypted is bool(answer.header("Encrypt"))
    assert (answer.header("Content-Type") or "").startswith("text/plain" if is_encrypted else "application/json")
    assert fault.code == code(answer, environment)
    assert zoloz_answer_is_signed(environment, answer, path=encrypted_.path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Client-Id": "2188000000009999"}, "MERCHANT_NOT_FOUND"),
        ({"Client-Id": ""}, "PARAM_MISSING"),
        ({"Auth-Type": "AKSK", "Access-Key": "unknown"}, "PARAM_ILLEGAL"),
        ({"Encrypt": ""}, "PARAM_MISSING"),
    ],
    ids=str,
)
def test_nothing_is_encrypted_for_nobody(
    sandbox: Sandbox, encrypted_: ZolozRequest, change: dict[str, str], expected: str
) -> None:
    """No key is known of a merchant that is not known, nor by access key; a plain request has a plain answer."""
    sandbox.zoloz.settings.encrypt_refusals = True
    encrypted_.signed().headers |= change
    answer = encrypted_.send()

    assert (None, expected) == (answer.header("Encrypt"), code(answer))


@pytest.mark.parametrize("setting", [False, True])
def test_the_client_reads_refusals_either_way(sandbox: Sandbox, setting: bool) -> None:
    """With the code, whether it comes from before or after decryption."""
    gateway = sandbox.zoloz
    gateway.settings.encrypt_refusals = setting
    with zoloz.Client(gateway.credentials, base_url=gateway.url, encrypt=True) as client:
        for user, fault in (("stranger", None), (USER, "ACCESS_DENIED")):
            if fault:
                sandbox.fail_next("zoloz", "result_code", code=fault)
            with pytest.raises(realname.ApiError) as caught:
                client.query_enroll_status(biz_id="1", user_id=user)
            assert (fault or "SANDBOX_USER_NOT_ENROLLED") == caught.value.code


@pytest.mark.parametrize("fault", [Break(""), *IN_ORDER[:1], *IN_ORDER[5:]], ids=named)
def test_header_names_can_be_in_lower_case(sandbox: Sandbox, encrypted_: ZolozRequest, fault: Break) -> None:
    """Of successes and refusals, as the shell script looks for them; usually they are as the Java SDK does."""
    usual = encrypted_.signed(fault).send()
    sandbox.zoloz.settings.lower_case_header_names = True
    lowered = encrypted_.send()

    assert "Signature" in usual.names
    assert [name.lower() for name in usual.names] == lowered.names
    assert usual.status == lowered.status


def test_header_names_of_a_page_too(sandbox: Sandbox, request_: ZolozRequest) -> None:
    """Whoever writes it."""
    sandbox.zoloz.settings.lower_case_header_names = True
    sandbox.fail_next("zoloz", "firewall_page")

    assert ["content-type"] == request_.signed().send().names


# ---- a message sent back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize("raw", [False, True], ids=["wrapped", "raw"])
def test_a_message_is_sent_back(sandbox: Sandbox, request_: ZolozRequest, key: bytes | None, raw: bool) -> None:
    """As the text of a result's message, or as it is if so set; encrypted as it came."""
    sandbox.zoloz.settings.raw_echo = raw
    message: dict[str, object] = {"hello": "证", "list": [1, {}]}
    request_.aes_key, request_.path, request_.document = key, TEST.path, message
    answer = request_.signed().send()
    body = answer.body if key is None else decrypted(zoloz_answer_key(request_.environment, answer), answer.body)

    result = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": json.dumps(message)}
    assert (message if raw else {"result": result}) == json.loads(body)
    assert zoloz_answer_is_signed(request_.environment, answer, path=TEST.path)


# ---- official clients ------------------------------------------------------------------------------------------------


def sub_fields(text: str) -> dict[str, str]:
    """How Java reads a list header: at commas, each item having exactly one `=`; then as a form decodes it."""
    pairs = [item.strip().split("=") for item in text.split(",")]
    assert {2} == {len(pair) for pair in pairs}
    return {key: re.sub("%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), v.replace("+", " ")) for key, v in pairs}


def test_java_reads_the_list_headers(encrypted_: ZolozRequest) -> None:
    """It looks names up in exactly this case, splits each item at `=` and decodes a `+` to a space."""
    answer = encrypted_.signed().send()
    found = [sub_fields(answer.header(which) or "") for which in ("Signature", "Encrypt")]

    assert [["algorithm", "signature"], ["algorithm", "symmetricKey"]] == [list(fields) for fields in found]
    assert not any(" " in value for fields in found for value in fields.values())
    assert "Response-Time" in answer.names


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_java_drops_line_ends(request_: ZolozRequest, key: bytes | None) -> None:
    """It verifies the body without its line ends, so there is none, at the end neither."""
    request_.aes_key = key

    assert not set(b"\r\n") & set(request_.signed().send().body)


@pytest.mark.parametrize(
    "mistake", [*(IN_ORDER[index] for index in (0, 3, 5, 7)), header("Client-Id", "")], ids=lambda fault: fault.code
)
def test_java_gets_refusals_with_200(encrypted_: ZolozRequest, mistake: Break) -> None:
    """It throws away the body of any other status, and breaks where one signature header comes without the other."""
    answer = encrypted_.signed(mistake).send()

    assert 200 == answer.status
    assert ("Signature" in answer.names) is ("Response-Time" in answer.names)


def test_java_compares_text(with_access_key: Environment) -> None:
    """Under an access key it compares the signature as text with its own, which is not padded."""
    request = zoloz_request(with_access_key)
    answer = request.signed().send()
    string = f"POST {request.path}\n{request.client_id}.{answer.header('Response-Time')}."

    assert zoloz_hmac(with_access_key, string.encode() + answer.body) == answer.header("Signature")


def as_php(request: ZolozRequest) -> None:
    """Write the headers as the sample for PHP does: with `keyVersion`, and without a charset."""
    for which in ("Signature", "Encrypt"):
        request.headers[which] = request.headers[which].replace(", ", ", keyVersion=v1, ")
    request.headers["Content-Type"] = "text/plain"


def as_shell(request: ZolozRequest) -> None:
    """Write the headers as the shell script does: lower-case hex digits in percent-encoding."""
    for which in ("Signature", "Encrypt"):
        request.headers[which] = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), request.headers[which])


@pytest.mark.parametrize(("write", "size"), [(as_php, 32), (as_shell, 16)], ids=["PHP", "shell"])
def test_the_samples(
    environment: Environment, encrypted_: ZolozRequest, write: Callable[[ZolozRequest], None], size: int
) -> None:
    """What they send is accepted; both take everything after `symmetricKey=` and `signature=` for the value."""
    encrypted_.aes_key = KEY[:size]
    answer = encrypted_.signed(Break("", after=write)).send()

    assert ("SUCCESS", size) == (code(answer, environment), len(zoloz_answer_key(environment, answer)))
    for which, last in {"Signature": "signature", "Encrypt": "symmetricKey"}.items():
        assert re.fullmatch(rf".*, {last}=[A-Za-z0-9%]{{340,}}", answer.header(which) or "")
