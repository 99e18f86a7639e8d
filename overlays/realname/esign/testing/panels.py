"""What the gateway of e签宝 shows of its state: flows, with what was sent in them, and access tokens."""

from collections.abc import Iterator

from realname.esign.testing.flows import ENDED, Flow, Flows
from realname.esign.testing.organizations import Organizations
from realname.esign.testing.persons import Persons
from realname.esign.testing.tokens import AccessTokens
from realname.testing.gateway.panels import (
    Button,
    Form,
    FormField,
    Panel,
    Row,
    expiring,
    finishing,
    newest,
    personal,
    plain,
)

ADD_FLOW = Form(
    "add_flow",
    (
        FormField("flow_status", type="choice", choices=("SUCCESS", "FAIL", "ING", "INIT")),
        FormField("object_type", type="choice", choices=("INDIVIDUAL", "ORGANIZATION")),
        FormField("flow_id"),
        FormField("context_id", personal=True),
        FormField("expired", type="flag"),
    ),
)
BEGINNING = 8
"""Characters of a token that are shown."""


def panels_of(flows: Flows, persons: Persons, organizations: Organizations, tokens: AccessTokens) -> list[Panel]:
    """Both panels."""
    known = flows.all
    alive = [token for token in (tokens.current, tokens.previous) if token is not None]
    return [
        Panel(
            "flows",
            ("id", "object_type", "operation", "subject", "context_id", "code", "amount", "started"),
            tuple(_flow(flow, flows.standing(flow), persons, organizations) for _, flow in newest(known)),
            len(known),
            (ADD_FLOW,),
        ),
        Panel(
            "access_tokens",
            ("id", "issued", "expires"),
            tuple(
                Row(text, (plain(text), token.issued_at, token.expires_at))
                for token in alive
                for text in [f"{token.text[:BEGINNING]}…"]
            ),
            tokens.requests,
        ),
    ]


def _flow(flow: Flow, status: str, persons: Persons, organizations: Organizations) -> Row:
    code, transfer = persons.codes.get(flow.flow_id), organizations.transfers.get(flow.flow_id)
    cells = (
        plain(flow.flow_id),
        plain(flow.object_type),
        plain(flow.started_by),
        personal(flow.subject.get("name")),
        personal(flow.context_id),
        plain(code and code.text),
        plain(transfer and transfer.amount),
        flow.create_time,
    )
    return Row(flow.flow_id, cells, status, tuple(_buttons(flow, status, organizations)))


def _buttons(flow: Flow, status: str, organizations: Organizations) -> Iterator[Button]:
    is_open = status in ("init", "pending") and flow.last_status not in ENDED
    if is_open:
        yield from finishing(flow.flow_id)
        yield expiring(flow.flow_id)
    if flow.notify_url is not None:
        yield Button("send_callback", "send_callback", {"flow_id": flow.flow_id})
    transfer = organizations.transfers.get(flow.flow_id)
    if is_open and transfer is not None and not transfer.has_failed:
        yield Button("fail_transfer", "fail_transfer", {"flow_id": flow.flow_id})
