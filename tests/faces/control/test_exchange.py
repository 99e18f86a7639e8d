"""One request of the log as the page shows it: explained, with what is personal marked and secrets cut."""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import example, given, settings
from hypothesis import strategies as st

from realname import alipay, zoloz
from realname.explain import explain_request, visible
from realname.providers import PROVIDERS
from realname.sandbox import Received, Record, Sandbox
from realname.sandbox.control import control, masking
from realname.sandbox.control.difference import SHORT, aligned, merged, shortened
from realname.sandbox.control.exchange_document import LONGEST, LONGEST_RUN, exchange
from realname.sandbox.control.masking import HIDDEN, MOST_VALUES, Marks, Span, _characters
from realname.testing.gateway.messages import Answer
from tests import facts
from tests.callers import (
    USER,
    Request,
    alipay_request,
    esign_request,
    genuine_request,
    private_key,
    token_request,
    zoloz_request,
)
from tests.faces.control_address import Address, hidden, shown

# ---- personal values -------------------------------------------------------------------------------------------------

MARKER = '王"m4rk{}x+é/ 𠮷'
"""In every sensitive field, with a number: whatever escapes there are has to escape some of it."""
SEEN = re.compile(r"m4rk|867500", re.IGNORECASE)
NUMBER = 867500


def marked(
    provider: str, schema: Mapping[str, Any], value: Any, numbers: Iterator[int], *, inside: bool = False
) -> Any:
    """An example with a marker in place of everything sensitive, and every property that the schema has."""
    whole = facts.resolved(provider, schema)
    inside = inside or bool(whole.get("x-sensitive"))
    if "oneOf" in whole:
        return marked(provider, whole["oneOf"][0], value, numbers, inside=inside)
    if "properties" in whole:
        given = value if isinstance(value, dict) else {}
        return {
            name: marked(provider, child, given.get(name), numbers, inside=inside)
            for name, child in whole["properties"].items()
        }
    if "items" in whole:
        items = value if isinstance(value, list) and value else [None]
        return [marked(provider, whole["items"], item, numbers, inside=inside) for item in items]
    if not inside:
        return value if value is not None else facts.example(provider, schema) or "plain"
    kinds = whole.get("type", "string")
    numeric = kinds in ("number", "integer")
    return NUMBER + next(numbers) / (1 if kinds == "integer" else 8) if numeric else MARKER.format(next(numbers))


def forever() -> Iterator[int]:
    """A number for each marker."""
    return count()


OPERATIONS = [operation for provider in facts.PROVIDERS for operation in facts.of(provider)]


@pytest.fixture(params=OPERATIONS, ids=str)
def operation(request: pytest.FixtureRequest) -> facts.Operation:
    """Every operation of every provider."""
    found: facts.Operation = request.param
    return found


def sent(operation: facts.Operation, *, escaped: bool) -> tuple[str, bytes]:
    """Target and body of a request with markers, escaped as much as can be or as little."""
    numbers = forever()
    given = {
        each.wire: marked(operation.provider, each.schema, each.value, numbers) for each in operation.inputs.values()
    }
    places = {
        place: [each.wire for each in operation.inputs.values() if each.place == place] for place in ("query", "body")
    }
    query = {name: given[name] for name in places["query"]}
    text = urlencode(query) if escaped else urlencode(query, quote_via=quote, safe='/"')
    target = operation.concrete_path + (f"?{text}" if text else "")
    if not places["body"]:
        return target, b""
    return target, json.dumps({name: given[name] for name in places["body"]}, ensure_ascii=escaped).encode()


def record_of(operation: facts.Operation, target: str, body: bytes, answer: bytes, **headers: str) -> Record:
    """A record as a gateway makes it."""
    received = Received(operation.method, target, (("host", "127.0.0.1"), *headers.items()), body)
    told = (None, "accepted", 200, None, Answer.of(200, answer, "application/json"), 0.0, 0.0)
    return Record(operation.provider, received, *told)


@pytest.mark.parametrize("escaped", [True, False])
def test_what_is_personal_is_hidden(operation: facts.Operation, escaped: bool, sandbox: Sandbox) -> None:
    """A marker in every sensitive field of request and answer stands nowhere unmasked, explanation included."""
    target, body = sent(operation, escaped=escaped)
    document = marked(operation.provider, operation.schemas("200")[0], operation.success, forever())
    answer = json.dumps(document, ensure_ascii=escaped).encode()
    told = exchange(record_of(operation, target, body, answer), sandbox.gateways)
    sensitive = [
        each for each in operation.inputs.values() if "x-sensitive" in json.dumps(_whole(operation, each.schema))
    ]

    assert [] == [text for text in shown(told) if SEEN.search(text)]
    assert bool(sensitive) == any(SEEN.search(text) for text in hidden([told["target"], told["body"]]))
    assert any(text and "•" not in text for text in shown(told["answer"]["body"]))  # not just everything is hidden
    if body:
        assert '"' in "".join(shown(told["body"]))


def _whole(operation: facts.Operation, schema: Mapping[str, Any]) -> Any:
    whole = facts.resolved(operation.provider, schema)
    inner = [*whole.get("properties", {}).values(), *([whole["items"]] if "items" in whole else [])]
    return [
        {key: value for key, value in whole.items() if key == "x-sensitive" and value},
        *(_whole(operation, each) for each in inner),
    ]


def test_nothing_personal_is_told_of_any_request(
    operation: facts.Operation, sandbox: Sandbox, address: Address
) -> None:
    """Once it is accepted, what the gateway makes of it is hidden in the panels as well."""
    gateway = sandbox.gateways[operation.provider]
    gateway.break_contract("accepts_unsigned_request")
    target, body = sent(operation, escaped=False)
    with address.events() as events:
        gateway.answer(Received(operation.method, target, (("content-type", "application/json"),), body))
        told = [events.next("record")[1]]
    told += [address.get(f"/requests/{told[0]['number']}"), address.get("/overview")]

    assert [] == [text for text in shown(told) if SEEN.search(text)]


BODIES: dict[str, bytes] = {
    "not JSON": '{"user_name": "王m4rk", '.encode(),
    "a list": '[{"user_name": "王m4rk"}]'.encode(),
    "GBK": '{"user_name": "王m4rk"}'.encode("gbk"),
    "a form": "user_name=王m4rk".encode(),
    "a name twice": b'{"mobile": "m4rk1", "mobile": "m4rk2"}',
    "a text": b'"m4rk"',
    "UTF-16": '{"user_name": "王m4rk"}'.encode("utf-16"),
    "binary": b"\x00\xff m4rk",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_the_operations_is_hidden_whole(name: str, sandbox: Sandbox) -> None:
    """In the string to sign, too."""
    operation = facts.operation("alipay", "preconsultCertdoc")
    authorization = "ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=1,timestamp=1700000000000,sign=AAAA"
    record = record_of(operation, operation.path, BODIES[name], BODIES[name], authorization=authorization)
    told = exchange(record, sandbox.gateways)
    text = BODIES[name].decode("utf-8", "replace")

    assert [[(text, True)], [(text, True)]] == [told["body"], told["answer"]["body"]]
    assert [] == [text for text in shown(told) if SEEN.search(text)]
    assert "POST" in "".join(shown(told["explanation"]["right"]))


def test_what_the_contract_does_not_know_is_hidden(sandbox: Sandbox) -> None:
    """A field that nobody declared, one that holds something else than declared, and a parameter of no operation."""
    operation = facts.operation("alipay", "preconsultCertdoc")
    body = {"cert_type": {"x": "m4rk0"}, "surname": "m4rk1", "more": [{"name": ["m4rk2", NUMBER]}]}
    record = record_of(operation, f"{operation.path}?who=m4rk3&who=m4rk4", json.dumps(body).encode(), b"")
    other = record_of(operation, "/elsewhere?who=m4rk5", b"", b'{"surname": "m4rk6"}')
    garbled = record_of(operation, "/elsewhere?who=m4rk7%ff", b"", b"")
    told = [exchange(each, sandbox.gateways) for each in (record, other, garbled)]

    assert [] == [text for text in shown(told) if SEEN.search(text)]
    assert "surname" in "".join(shown(told[0]["body"]))
    assert "/elsewhere?who=" in "".join(shown(told[1]["target"]))


def test_a_value_in_the_place_of_a_name_is_hidden(sandbox: Sandbox) -> None:
    """Somebody's number as a key, or as a parameter without a value; a name that is misspelt stays to be seen."""
    operation = facts.operation("alipay", "preconsultCertdoc")
    body = {"867500": "x", "surName": {"王芳": {"+8675": 1}, "sur_name.first-a": [{"王 芳": True}]}}
    targets = ("?867500", "?a=1&%E7%8E%8B%E8%8A%B3", "?867500=1&userNmae=", "?;867500")
    told = [
        exchange(record_of(operation, f"{path}{target}", json.dumps(body).encode(), b""), sandbox.gateways)
        for target in targets
        for path in (operation.path, "/elsewhere")
    ]
    texts = [text for each in told for text in shown(each)]

    assert [] == [text for text in texts if re.search("8675|王|芳|%E7%8E%8B", text)]
    for name in ("surName", "sur_name.first-a", "userNmae"):
        assert name in "".join(texts)


def test_what_belongs_to_another_shape_is_hidden(sandbox: Sandbox) -> None:
    """What a refusal holds in place of the data of a success is free-form, whatever its names."""
    operation = facts.operation("esign", "createIndivAuthUrl")
    answers = [{"code": code, "message": "x", "data": {"flowId": "m4rk"}} for code in (30500101, 0)]
    told = [
        exchange(record_of(operation, operation.path, b"{}", json.dumps(each).encode()), sandbox.gateways)
        for each in answers
    ]

    assert [["m4rk"], []] == [[*hidden(each["answer"]["body"])] for each in told]


def test_of_signatures_tokens_and_secrets_only_the_beginning_is_told(still: Sandbox, address: Address) -> None:
    """Of requests and answers, in headers, addresses and strings to sign, in every way of access."""
    own, key = still.environment(), still.environment(access_key=True)
    requests: list[Request] = [genuine_request(still, own, provider) for provider in facts.PROVIDERS]
    requests += [zoloz_request(key), alipay_request(still.environment(certificates=True), still.alipay.issue_token())]
    requests[1].headers["alipay-app-auth-token"] = "app-auth-token-of-another"
    requests.append(token_request(own))
    secrets: list[str] = []
    for request in requests:
        answer = request.signed().send()
        secrets += re.findall(
            r"[A-Za-z0-9+/=%_-]{40,}", " ".join([*request.headers.values(), *map(str, answer.headers)])
        )
    token = esign_request(own)
    token.token = json.loads(answer.body)["data"]["token"]
    token.signed().send()
    secrets += [token.token, json.loads(answer.body)["data"]["refreshToken"], "app-auth-token-of-another"]
    secrets += [value for name, value in {**own, **key}.items() if re.search("SECRET|PRIVATE_KEY|ENCRYPT_KEY", name)]
    text = json.dumps([address.get(f"/requests/{record.number}") for record in still.requests], ensure_ascii=False)
    roots = still.environment(certificates=True)

    assert len(secrets) >= 12
    assert roots
    assert [] == [secret for secret in secrets if secret in text and "_" not in secret]
    assert f"{token.token[:8]}…" in text
    assert "app-auth-…" not in text
    assert "app-auth…" in text


def test_headers_of_any_client_are_cut(sandbox: Sandbox) -> None:
    """Those that hold what others could act with."""
    operation = facts.operation("zoloz", "checkCredentials")
    secrets = {"authorization": "Bearer abcdefghijklmnop", "cookie": "session=abcdefghijklmnop"}
    told = exchange(record_of(operation, operation.path, b"{}", b"", **secrets), sandbox.gateways)

    assert "abcdefghijklmnop" not in json.dumps(told)


def test_addresses_of_callers_are_hidden(sandbox: Sandbox) -> None:
    """Whoever was led there or came from there: nobody knows what a caller has put into them."""
    operation = facts.operation("zoloz", "checkCredentials")
    record = record_of(operation, "/a-page", b"", b"", referer="https://a.example/?who=m4rk1")
    answer = Answer(303, (("Location", "https://a.example/?who=m4rk2"),), b"")
    told = exchange(evolve(record, answer=answer), sandbox.gateways)

    assert [] == [text for text in shown(told) if SEEN.search(text)]
    assert 2 == len([text for text in hidden(told) if SEEN.search(text)])


def test_an_encrypted_body_is_told_as_it_is_without(sandbox: Sandbox, address: Address) -> None:
    """Beside what was sent, and with its personal values hidden."""
    options = {"encrypt": True}
    sandbox.zoloz.enroll(USER)
    with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url, **options) as client:  # type: ignore[arg-type]
        client.query_enroll_status(biz_id="1", user_id=USER)
    with alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url, **options) as other:  # type: ignore[arg-type]
        other.preconsult_certdoc(user_name="王芳", cert_type="IDENTITY_CARD")
    told = [address.get(f"/requests/{record.number}") for record in sandbox.requests]

    assert [[['{"bizId":"1","userId":"', False], [USER, True], ['"}', False]], [USER, "王芳"]] == [
        told[0]["plain"],
        [*hidden(told[0]["plain"]), *hidden(told[1]["plain"])],
    ]
    assert [True, True] == [bool("".join(shown(each["answer"]["plain"]))) for each in told]
    assert ["verifies", "verifies"] == [each["explanation"]["outcome"] for each in told]
    for each in told:
        base64.b64decode("".join(text for text, _ in each["body"]), validate=True)
        assert each["bytes"] == sum(len(text) for text, _ in each["body"])


def test_long_texts_are_cut(sandbox: Sandbox) -> None:
    """A picture to its beginning and end, so that the JSON around it stays JSON; the rest where it gets too long."""
    enroll = facts.operation("zoloz", "enroll")
    picture = json.dumps({"userId": USER, "base64ImageContent": "A" * 5_000_000}).encode()
    told = exchange(record_of(enroll, enroll.path, picture, b""), sandbox.gateways)
    long = json.dumps({"bizId": "x" * (LONGEST + 10)}).encode()
    cut = exchange(record_of(enroll, enroll.path, long, b""), sandbox.gateways)

    body = json.loads("".join(text for text, _ in told["body"]))
    assert f"{'A' * (LONGEST_RUN // 2)}⟨… 4998000 characters …⟩" in body["base64ImageContent"]
    assert (len(picture), USER) == (told["bytes"], body["userId"])
    assert LONGEST < sum(len(text) for text, _ in cut["body"]) < LONGEST + 50
    assert re.search("⟨… [0-9]+ characters …⟩", cut["body"][-1][0])


def test_the_sandboxs_own_word_is_shown(still: Sandbox, address: Address) -> None:
    """What it says of a fault that does not fit."""
    request = genuine_request(still, still.environment(), "alipay")
    still.fail_next("alipay", "unknown_alipay_sn")
    request.signed().send()
    told = address.get(f"/requests/{still.requests[-1].number}")

    assert "unfit fault" == told["verdict"]
    assert "the sandbox cannot inject unknown_alipay_sn here" in "".join(shown(told["answer"]["body"]))


# ---- marks -----------------------------------------------------------------------------------------------------------

ESCAPES: dict[str, Callable[[str], str]] = {
    "in Python's quotes": lambda text: re.sub("[ -~]", lambda match: f"\\x{ord(match[0]):02x}", text),
    "as it is": str,
    "in a query": lambda text: quote(text, safe=""),
    "in a form": lambda text: urlencode({"": text})[1:],
    "in lower-case digits": lambda text: re.sub("%..", lambda match: match[0].lower(), quote(text)),
    "in JSON": lambda text: json.dumps(text)[1:-1],
    "in JSON as it is": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "in PHP's JSON": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "in JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "in JSON in a query": lambda text: quote(json.dumps(text)[1:-1]),
    "in HTML": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"),
    "in capitals": lambda text: "".join(each.upper() if len(each.upper()) == 1 else each for each in text),
}


@pytest.mark.parametrize("how", ESCAPES)
@example(value="\x1b%00")
@given(value=st.text(min_size=4, max_size=12).filter(lambda text: len("".join(text.split()).strip()) >= 4))
@settings(max_examples=60, deadline=None)
def test_a_value_is_found_however_it_is_escaped(how: str, value: str) -> None:
    """All of it, and nothing of what stands around."""
    if "\0" in value or "\\" in value or (how == "in capitals" and value.upper().lower() != value.lower()):
        return
    text = f"https://a.example/?x=[{ESCAPES[how](value)}]&y=1"
    runs = Marks([value]).runs(text)

    assert "".join(part for part, _ in runs) == text
    visible_text = "".join(part for part, is_personal in runs if not is_personal)
    assert value.strip().lower() not in visible_text.lower()
    assert re.fullmatch(r"https://a\.example/\?x=\[.*\]&y=1", visible_text, re.DOTALL)
    assert any(is_personal for _, is_personal in runs)


def test_the_longest_value_is_hidden_first() -> None:
    """And short ones as words only: every number has a 1."""
    runs = Marks(["张三", "张三丰", "1", "李"], ["secret-secret"]).runs(
        '{"a":"张三丰","b":11,"c":1,"d":"secret-secret","e":"李"}'
    )

    assert [
        ('{"a":"', False),
        ("张三丰", True),
        ('","b":11,"c":', False),
        ("1", True),
        (',"d":"secret…","e":"', False),
        ("李", True),
        ('"}', False),
    ] == runs


def test_a_value_beside_bytes_of_no_text_is_found() -> None:
    """In one run of escapes; such a byte may be one of LATIN-1."""
    text = f"%ff{quote('王芳')}%fe"

    assert [("G%e9rard", True)] == Marks(["Gérard"]).runs("G%e9rard")

    assert [("%ff", False), (quote("王芳"), True), ("%fe", False)] == Marks(["王芳"]).runs(text)


def test_too_much_is_hidden_whole() -> None:
    """What would take too long to look for."""
    assert [("x", True)] == Marks(f"value-{index}" for index in range(MOST_VALUES + 1)).runs("x")
    assert [("%41" * 600_000, True)] == Marks(["name"]).runs("%41" * 600_000)
    assert f"of {HIDDEN} here" == Marks(["王芳"]).hide("of 王芳 here")


def test_one_long_escape_is_too_much_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten megabytes of percent signs are no more work than half a million of them."""
    looked_at = count()

    def characters(escape: str) -> Iterator[tuple[str, int]]:
        for each in _characters(escape):
            next(looked_at)
            yield each

    monkeypatch.setattr(masking, "_characters", characters)
    monkeypatch.setattr(masking, "MOST_ESCAPES", 100)
    text = "%41" * 10_000

    assert [Span(0, len(text))] == Marks(["x"]).personal(text)
    assert 200 > next(looked_at)


def test_there_is_a_bound_to_what_is_looked_at_at_once(
    still: Sandbox, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large exchange takes seconds of computing; whoever opens many is told to wait, and holds up nobody for long."""
    monkeypatch.setattr(control, "PATIENCE", 0.05)
    is_open, looking = threading.Event(), threading.Semaphore(0)

    def slow(*_: object) -> dict[str, Any]:
        looking.release()
        assert is_open.wait(10)
        return {}

    esign_request(still.environment()).signed().send()
    target = f"/requests/{still.requests[-1].number}"
    with monkeypatch.context() as patched, ThreadPoolExecutor() as pool:
        patched.setattr(control, "exchange", slow)
        opened = [pool.submit(address.send, "GET", target, address.own) for _ in range(control.MOST_AT_ONCE)]
        for _ in opened:
            assert looking.acquire(timeout=10)
        refused = address.send("GET", target, address.own).status
        is_open.set()
        statuses = [each.result().status for each in opened]

    assert (503, [200] * control.MOST_AT_ONCE) == (refused, statuses)
    assert address.get(target)


# ---- the explanation -------------------------------------------------------------------------------------------------


def pieces(told: Mapping[str, Any], name: str, *, differing: bool = False) -> str:
    """The text of one of the two strings; of its differing pieces only if wanted."""
    return "".join(text for runs, differs in told["explanation"][name] for text, _ in runs if differs or not differing)


@pytest.mark.parametrize("mode", ["zoloz", "zoloz-key", "alipay", "alipay-certificates", "esign", "esign-token"])
def test_a_request_is_explained_with_the_credentials_that_it_used(mode: str, still: Sandbox, address: Address) -> None:
    """As `realname explain` does it, accepted ones too."""
    provider, _, access = mode.partition("-")
    environment = still.environment(access_key=access == "key", certificates=access == "certificates")
    credentials = {"zoloz-key": "access_key", "alipay-certificates": "certificate_credentials"}.get(mode, "credentials")
    request = genuine_request(still, environment, provider)
    if access == "token":
        request = esign_request(environment)
        request.token = json.loads(token_request(environment).signed().send().body)["data"]["token"]
    request.signed().send()
    told = address.get(f"/requests/{still.requests[-1].number}")
    record = still.requests[-1]
    head = [f"{record.method} {record.target} HTTP/1.1", *(f"{name}: {value}" for name, value in record.headers)]
    captured = "\r\n".join([*head, "", ""]).encode() + record.body
    gateway = still.gateways[provider]
    [name] = [known for known in PROVIDERS if known == provider]
    explanation = explain_request(name, captured, getattr(gateway, credentials))

    assert "accepted" == told["verdict"]
    assert [str(explanation.outcome), explanation.received, explanation.expected] == [
        told["explanation"][name] for name in ("outcome", "received", "expected")
    ]
    assert [finding.name for finding in explanation.findings] == [
        each["name"] for each in told["explanation"]["findings"]
    ]
    assert "undetermined" if access == "token" else "verifies" == told["explanation"]["outcome"]
    assert visible(explanation.string_to_sign or b"") == pieces(told, "right")
    assert told["explanation"]["signed"] is None


def test_a_difference_is_shown(still: Sandbox, address: Address) -> None:
    """JSON that was written anew after it was signed: the spaces of it, and nothing else."""
    request = zoloz_request(still.environment())
    request.text = b'{"bizId":"1","userId":"' + USER.encode() + b'"}'
    request.signed()
    request.body = json.dumps(json.loads(request.text)).encode()
    request.send()
    told = address.get(f"/requests/{still.requests[-1].number}")

    assert ["json_reserialised"] == [each["name"] for each in told["explanation"]["findings"]]
    assert ("SIGNATURE_INVALID", "differs", "···", "") == (
        told["verdict"],
        told["explanation"]["outcome"],
        pieces(told, "right", differing=True),
        pieces(told, "signed", differing=True),
    )
    assert pieces(told, "right").replace("·", "") == pieces(told, "signed").replace("·", "")
    assert [USER, USER] == [*hidden(told["explanation"]["right"]), *hidden(told["explanation"]["signed"])]


@pytest.mark.parametrize("how", ["gbk", "utf-16-le", "latin-1 twice", "ascii with ?"])
def test_a_garbled_value_is_hidden_in_what_was_signed(how: str, still: Sandbox, address: Address) -> None:
    """A body that was signed in another encoding than it was sent in."""
    environment, name = still.environment(), "北京路17号m4rk"
    request = zoloz_request(environment)
    right = json.dumps({"bizId": "1", "userId": name}, ensure_ascii=False, separators=(",", ":"))
    encodings: dict[str, Callable[[str], bytes]] = {
        "gbk": lambda text: text.encode("gbk"),
        "utf-16-le": lambda text: text.encode("utf-16-le"),
        "latin-1 twice": lambda text: text.encode().decode("latin-1").encode(),
        "ascii with ?": lambda text: text.encode("ascii", "replace"),
    }
    request.text = encodings[how](right)
    request.signed()
    request.body = right.encode()
    request.send()
    told = address.get(f"/requests/{still.requests[-1].number}")
    seen = "".join(shown(told["explanation"]["signed"]))

    assert ["body_charset"] == [each["name"] for each in told["explanation"]["findings"]]
    assert "POST" in seen or "utf-16" in how
    assert not re.search(r"m4rk|17|北|京|路|å|Â", seen)


def test_a_body_that_is_hidden_is_hidden_where_it_was_signed(still: Sandbox, address: Address) -> None:
    """Before the path, in place of after it."""
    environment = still.environment()
    request = alipay_request(environment, {})
    request.method, request.path, request.parameters, request.body = "POST", "/v3/nowhere", [], b"m4rk"
    right = request.signed().headers["Authorization"]
    items = right.partition(" ")[2].partition(",sign=")[0]
    string = "\n".join([items, "POST", "m4rk\n", request.target]).encode()
    signature = private_key(environment["REALNAME_ALIPAY_PRIVATE_KEY"]).sign(string, PKCS1v15(), SHA256())
    request.headers["Authorization"] = f"{right.partition(',sign=')[0]},sign={base64.b64encode(signature).decode()}"
    request.send()
    told = address.get(f"/requests/{still.requests[-1].number}")

    assert ["line_order"] == [each["name"] for each in told["explanation"]["findings"]]
    assert "/v3/nowhere" in "".join(shown(told["explanation"]["signed"]))
    assert [] == [text for text in shown(told) if SEEN.search(text)]


def test_another_providers_key_is_told(still: Sandbox, address: Address) -> None:
    """The caller has several, and takes one for the other."""
    environment = dict(still.environment())
    environment["REALNAME_ZOLOZ_PRIVATE_KEY"] = environment["REALNAME_ALIPAY_PRIVATE_KEY"]
    zoloz_request(environment).signed().send()
    told = address.get(f"/requests/{still.requests[-1].number}")

    assert "REALNAME_ALIPAY_PRIVATE_KEY" in told["explanation"]["findings"][0]["says"]


def test_what_is_not_signed_is_not_explained(still: Sandbox, address: Address) -> None:
    """A token that is fetched, and an address that somebody opens."""
    token_request(still.environment()).signed().send()
    still.zoloz.answer(Received("GET", "/favicon.ico", (("host", "x"),), b""))
    still.zoloz.answer(Received("OPTIONS", "*", (("signature", "x"),), b""))

    assert [None] * 3 == [address.get(f"/requests/{record.number}")["explanation"] for record in still.requests]


# ---- differences -----------------------------------------------------------------------------------------------------


@given(one=st.text("ab ,&\n", max_size=60), other=st.text("ab ,&\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_what_is_the_same_is_the_same(one: str, other: str) -> None:
    """The stretches are the whole of both texts, in order, and what does not differ is equal in both."""
    pairs = aligned(one, other)
    texts = [(one[ours.start : ours.end], other[theirs.start : theirs.end]) for ours, theirs in pairs]
    parts = [merged(stretches) for stretches in zip(*pairs, strict=True)]

    assert (one, other) == tuple("".join(found) for found in zip(*texts, strict=True))
    assert [left == right for left, right in texts] == [not ours.differs for ours, _ in pairs]
    assert (one, other) == tuple(
        "".join(text[each.start : each.end] for each in found) for text, found in zip((one, other), parts, strict=True)
    )


def test_long_texts_are_shown_around_their_differences() -> None:
    """A megabyte with a difference at its start and one at its end, soon; one that differs everywhere, too."""
    one = "x=1&" + "a,b" * 400_000 + "&y=2"
    pairs = aligned(one, one.replace("x=1", "x=7").replace("y=2", "y=8"))
    ours, theirs = (merged(stretches) for stretches in zip(*pairs, strict=True))
    texts = [one[each.start : each.end] for each in shortened(ours) if not each.is_left_out]
    apart = aligned("a1,b2;" * 200_000, "c3,d4;" * 200_000)

    assert len(ours) == len(theirs)
    assert len("".join(texts)) < SHORT
    assert ("x=1&a,b", ",b&y=2") == ("".join(texts)[:7], "".join(texts)[-6:])
    assert [1, 1] == [sum(each.is_left_out for each in shortened(merged(found))) for found in zip(*apart, strict=True)]
