"""What the gateways show of their state: panels whose buttons do what they say, and forms."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from realname import Outcome, RejectedError, alipay, esign, zoloz
from realname.alipay.testing.certifications import CERTIFY_OPEN
from realname.sandbox import Sandbox
from realname.sandbox.control.actions import Actions
from realname.testing.gateway.panels import MOST_ROWS, STATUSES, WORDS
from tests import facts
from tests.callers import USER, token_request
from tests.conftest import Clock
from tests.faces.control_address import Address

Row = dict[str, Any]


def panel(address: Address, kind: str) -> dict[str, Any]:
    """A panel of the overview."""
    providers = address.get("/overview?records=0")["providers"]
    return next(panel for provider in providers for panel in provider["panels"] if panel["kind"] == kind)


def cells(address: Address, kind: str, index: int = 0) -> dict[str, Any]:
    """A row's cells by their columns, texts as such."""
    found = panel(address, kind)
    shown = [
        cell if isinstance(cell, int) else "".join(text for text, _ in cell) for cell in found["rows"][index]["cells"]
    ]
    return dict(zip(found["columns"], shown, strict=True))


def click(address: Address, kind: str, word: str, index: int = 0) -> None:
    """Press a button, as the page does."""
    [button] = [each for each in panel(address, kind)["rows"][index]["buttons"] if each["word"] == word]
    address.act(button["action"], **button["arguments"])


def words(address: Address, kind: str, index: int = 0) -> list[str]:
    """The buttons of a row."""
    return [button["word"] for button in panel(address, kind)["rows"][index]["buttons"]]


def status(address: Address, kind: str, index: int = 0) -> Any:
    """Where a row stands."""
    return panel(address, kind)["rows"][index]["status"]


FINISHING = ["finish_verified", "finish_rejected", "finish_pending"]


@pytest.mark.parametrize("outcome", ["verified", "rejected"])
def test_zoloz(outcome: str, sandbox: Sandbox, address: Address) -> None:
    """A user is enrolled by the form, a transaction ended by a button; then there is nothing more to press."""
    address.act("enroll", user_id=USER)
    with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
        name = client.initialize(biz_id="1", user_id=USER, **_initialize()).transaction_id
        before = cells(address, "transactions"), status(address, "transactions"), words(address, "transactions")
        click(address, "transactions", "finish_pending")
        click(address, "transactions", f"finish_{outcome}")
        assert name is not None
        try:
            found = client.checkresult(biz_id="1", transaction_id=name).outcome
        except RejectedError:
            found = Outcome.REJECTED

    assert ({"id": name, "user_id": USER}, "pending", FINISHING) == (
        {column: before[0][column] for column in ("id", "user_id")},
        *before[1:],
    )
    assert (Outcome(outcome), outcome, []) == (found, status(address, "transactions"), words(address, "transactions"))


def _initialize() -> dict[str, Any]:
    given = facts.operation("zoloz", "initialize").arguments
    return {name: value for name, value in given.items() if name not in ("biz_id", "user_id")}


def test_zoloz_unenrolled(sandbox: Sandbox, address: Address) -> None:
    """Whoever is unenrolled is shown no more, and can no more be verified."""
    address.act("enroll", user_id=USER)
    with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
        client.initialize(biz_id="1", user_id=USER, **_initialize())
    click(address, "enrolled", "unenroll")

    assert [] == panel(address, "enrolled")["rows"]
    assert ("", FINISHING[1:]) == (cells(address, "transactions")["user_id"], words(address, "transactions"))
    click(address, "transactions", "finish_rejected")


@pytest.mark.parametrize("word", [*FINISHING, "expire"])
def test_alipay_certifications(word: str, sandbox: Sandbox, address: Address) -> None:
    """Ended by a button, or by time."""
    with alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as client:
        opened = facts.operation("alipay", "initializeFaceCertify")
        name = getattr(client, opened.name)(**opened.arguments).certify_id
    before = cells(address, "certifications"), status(address, "certifications"), words(address, "certifications")
    click(address, "certifications", word)
    after = word.removeprefix("finish_") if word != "expire" else "expired"

    assert (name, "queryFaceCertify") == (before[0]["id"], before[0]["operation"])
    assert ("pending", [*FINISHING, "expire"]) == before[1:]
    assert (after, after == "pending") == (status(address, "certifications"), bool(words(address, "certifications")))


def test_alipay_tokens(sandbox: Sandbox, address: Address) -> None:
    """Issued by the form, with the results that the page of the query knows, and used up by a query."""
    [form] = panel(address, "tokens")["forms"]
    results = next(field for field in form["fields"] if field["name"] == "results")
    token = address.act("issue_token", results=["WAITING_VERIFY", "SUCCESS"], cert_no="110101199001011234")
    before = cells(address, "tokens"), status(address, "tokens")
    with alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as client:
        given = facts.main("alipay").arguments
        for _ in range(2):
            client.query_jobworth_authentication(**given | {name: token[name] for name in given if name in token})

    assert ("list", True) == (results["type"], {"WAITING_VERIFY", "SUCCESS", "FAILED"} <= {*results["choices"]})
    assert ("WAITING_VERIFY, SUCCESS", "110101199001011234") == (before[0]["results"], before[0]["cert_no"])
    assert ("usable", "used", "") == (before[1], status(address, "tokens"), cells(address, "tokens")["results"])


def test_alipay_accounts(address: Address) -> None:
    """A person who authorised the app, and what their account holds."""
    [form] = panel(address, "accounts")["forms"]
    given = {field["name"]: f"some {field['name']}" for field in form["fields"]}
    name = address.act(form["action"], **given)

    assert {"id": name, **given} == cells(address, "accounts")


@pytest.mark.parametrize("word", [*FINISHING, "expire"])
def test_esign_flows(word: str, sandbox: Sandbox, address: Address) -> None:
    """Ended by a button, or by time."""
    with esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as client:
        name = client.create_indiv_auth_url(indiv_info=esign.IndivInfo(name="王芳")).data.flow_id
    before = cells(address, "flows"), status(address, "flows"), words(address, "flows")
    click(address, "flows", word)
    after = word.removeprefix("finish_") if word != "expire" else "expired"

    assert (name, "王芳", "createIndivAuthUrl") == tuple(before[0][key] for key in ("id", "subject", "operation"))
    assert ("init", [*FINISHING, "expire"]) == before[1:]
    assert (after, after == "pending") == (status(address, "flows"), bool(words(address, "flows")))


def test_esign_what_was_sent(sandbox: Sandbox, address: Address) -> None:
    """The code for a person, the amount for an organization, and the bank that sends it back."""
    with esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as client:
        for start in ("startTelecom3Factors", "startOrgThreeFactors"):
            operation = facts.operation("esign", start)
            name = getattr(client, operation.name)(**operation.arguments).data.flow_id
        transfer = facts.operation("esign", "transferRandomAmount")
        getattr(client, transfer.name)(**transfer.arguments | {"flow_id": name})
    code, amount = cells(address, "flows", 1), cells(address, "flows")
    before = words(address, "flows")
    click(address, "flows", "fail_transfer")

    assert (sandbox.esign.sent_code(code["id"]), "") == (code["code"], code["amount"])
    assert ("", str(sandbox.esign.transferred_amount(name))) == (amount["code"], amount["amount"])
    assert {"fail_transfer", "send_callback"} <= {*before}
    assert "fail_transfer" not in words(address, "flows")


def test_esign_callback(sandbox: Sandbox, address: Address) -> None:
    """It is sent by a button; where nobody takes it, it says so."""
    sandbox.esign.settings.callback_schedule = ()
    context = esign.FlowContext(redirect_url="", notify_url=f"{sandbox.esign.url}/nowhere")
    with esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as client:
        client.create_indiv_auth_url(context_info=context)
    click(address, "flows", "send_callback")

    assert ["/nowhere"] == [record.path for record in sandbox.requests if record.method == "POST"][1:]


def test_esign_form(address: Address) -> None:
    """A flow is added with what the form has to choose from."""
    [form] = panel(address, "flows")["forms"]
    choices = {field["name"]: field["choices"] for field in form["fields"] if field["type"] == "choice"}
    for flow_status in choices["flow_status"]:
        for object_type in choices["object_type"]:
            address.act("add_flow", flow_status=flow_status, object_type=object_type, context_id="order-7")
    address.act("add_flow", flow_status="ING", expired=True)

    assert (9 + 2, "expired") == (panel(address, "flows")["total"], status(address, "flows"))
    assert ["pending", "init"] == [status(address, "flows", 4), status(address, "flows", 1)]


def test_esign_access_tokens(still: Sandbox, clock: Clock, address: Address) -> None:
    """By their beginning; how many were issued is the total."""
    for _ in range(3):
        token_request(still.environment()).signed().send()
    found = panel(address, "access_tokens")

    assert (3, 2) == (found["total"], len(found["rows"]))
    assert [9, 9] == [len(row["cells"][0][0][0]) for row in found["rows"]]
    assert round(clock() * 1000) == found["rows"][0]["cells"][1]


def test_persons_who_act_by_themselves_are_shown_so(still: Sandbox, clock: Clock, address: Address) -> None:
    """Without anybody having asked, and looking ends nothing: the callback goes out when somebody asks."""
    assert clock.now is not None
    for gateway in still.gateways.values():
        gateway.settings.finish_after = 10
    still.zoloz.enroll(USER)
    starts: dict[str, Callable[[], object]] = {
        "transactions": lambda: still.zoloz._transactions.start(USER),
        "certifications": lambda: still.alipay._certifications.add(CERTIFY_OPEN, "1"),
        "flows": lambda: still.esign._flows.start("startFace", {}, on_page=True),
    }
    for gateway, start in zip(still.gateways.values(), starts.values(), strict=True):
        with gateway.changing():
            start()
    before = [status(address, kind) for kind in starts]
    clock.now += 11

    assert ["pending", "pending", "init"] == before
    assert [("verified", [])] * 3 == [(status(address, kind), words(address, kind)) for kind in starts]
    assert "INIT" == [*still.esign._flows.all.values()][-1].status


def test_the_newest_are_shown(sandbox: Sandbox, address: Address) -> None:
    """As many as can be looked at, and how many there are."""
    for number in range(MOST_ROWS + 5):
        sandbox.zoloz.enroll(f"user-{number}")
    found = panel(address, "enrolled")

    assert (MOST_ROWS, MOST_ROWS + 5) == (len(found["rows"]), found["total"])
    assert [f"user-{MOST_ROWS + 4}", "user-5"] == [found["rows"][index]["id"] for index in (0, -1)]


def test_what_can_be_pressed_and_filled_in_is_there(sandbox: Sandbox, address: Address) -> None:
    """Every form's action and every word's action is one of the sandbox's, and takes those arguments."""
    actions = Actions(sandbox)
    panels = [panel for provider in address.get("/overview")["providers"] for panel in provider["panels"]]
    forms = [form for each in panels for form in each["forms"]]

    assert ["enroll", "issue_token", "issue_auth_token", "add_flow"] == [form["action"] for form in forms]
    for form in forms:
        given = {field["name"]: None for field in form["fields"]} | {"unknown": 1}
        answer = address.send("POST", f"/{form['action']}", address.own, json.dumps(given).encode())
        assert (400, True) == (answer.status, b"'unknown'" in answer.body)
        assert form["action"] in actions
    assert (len({*STATUSES}), len({*WORDS})) == (len(STATUSES), len(WORDS))
    for each in panels:
        assert "id" == each["columns"][0]
        assert {len(each["columns"])} >= {len(row["cells"]) for row in each["rows"]}
