"""`realname sandbox enroll`, `finish`, `fail` …: what the methods of a sandbox do, from the shell."""

import difflib
import json
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Final

import typer

from realname.cli import exits, output
from realname.cli.control_address import ControlAddress
from realname.core.errors import ConfigurationError
from realname.core.printable import printable
from realname.language import say
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FlowId = Annotated[str, typer.Argument(metavar="FLOW_ID", help="Which flow.")]

_OUTCOME: Final = "What the person comes to. Repeated, each query to come finds the next, and the last one stays."
_DELIVERED: Final = 200
_RESULT: Final = "What a query with the token gives, SUCCESS by default. Repeated, each query gives the next."
_ACCOUNT: Final = "What the person's account holds; whatever is not told fits whatever is asked about"
_FAULT: Final = "Its name. Without it, the faults that there are."
_OPTION: Final = "An option of the fault, such as seconds=0.5 or status=503. Repeatable."


class Told(StrEnum):
    """What a query is told of a person."""

    VERIFIED = "verified"
    REJECTED = "rejected"
    PENDING = "pending"


def enroll(
    sandbox: ControlAddress,
    user_id: Annotated[str, typer.Argument(metavar="USER_ID", help="As your application calls the user.")],
) -> None:
    """Enrol a user's face, so that a verification of this user can succeed."""
    sandbox.do(object, "enroll", {"user_id": user_id})
    exits.warn("The user is enrolled.")


def flow(
    sandbox: ControlAddress,
    flow_id: Annotated[str | None, typer.Option(metavar="ID", help="Digits; new ones by default.")] = None,
    flow_status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="INIT, ING, SUCCESS (by default) or FAIL.")
    ] = None,
    object_type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="ORGANIZATION, or INDIVIDUAL (by default).")
    ] = None,
    context_id: Annotated[str | None, typer.Option(metavar="ID", help="The initiator's own id of it.")] = None,
    fail_reason: Annotated[str | None, typer.Option(metavar="TEXT", help="For people to read, with FAIL.")] = None,
    expired: Annotated[bool, typer.Option("--expired", help="It has lapsed, as flows do after 30 days.")] = False,
) -> None:
    """Make a flow known (add_flow), in place of one of the same id, and print its id."""
    given = {
        "flow_id": flow_id,
        "flow_status": flow_status,
        "object_type": object_type,
        "context_id": context_id,
        "fail_reason": fail_reason,
        "expired": expired,
    }
    made = sandbox.do(str, "add_flow", _said(given))
    _print(made)


def token(
    sandbox: ControlAddress,
    result: Annotated[list[str] | None, typer.Option("--result", metavar="RESULT", help=_RESULT)] = None,
    conn_key: Annotated[str | None, typer.Option(metavar="KEY", help="A new one by default.")] = None,
    identity_type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="The type of identity; 04 is a teacher.")
    ] = None,
    cert_no: Annotated[str | None, typer.Option(metavar="NUMBER", help="Of the document; made up by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Issue a one-time token (issue_token), and print it with its conn_key and whatever else belongs to it."""
    given = {"results": result or None, "conn_key": conn_key, "identity_type": identity_type, "cert_no": cert_no}
    issued = sandbox.do(dict, "issue_token", _said(given))
    with exits.writing():
        if as_json:
            output.document(issued)
        else:
            for name, value in issued.items():
                print(printable(f"{name}: {value}"))


def auth_token(
    sandbox: ControlAddress,
    user_name: Annotated[str | None, typer.Option(metavar="NAME", help=f"{_ACCOUNT}: the name.")] = None,
    cert_no: Annotated[str | None, typer.Option(metavar="NUMBER", help="The number of the document.")] = None,
    mobile: Annotated[str | None, typer.Option(metavar="NUMBER", help="The telephone number.")] = None,
    logon_id: Annotated[str | None, typer.Option(metavar="ID", help="The login.")] = None,
) -> None:
    """Let a person authorise the app (issue_auth_token), and print the auth_token of it."""
    given = {"user_name": user_name, "cert_no": cert_no, "mobile": mobile, "logon_id": logon_id}
    _print(sandbox.do(str, "issue_auth_token", _said(given)))


def finish(
    sandbox: ControlAddress,
    name: Annotated[str, typer.Argument(metavar="ID", help="A transaction_id, a certify_id or a flow_id.")],
    outcome: Annotated[list[Told] | None, typer.Option(help=_OUTCOME)] = None,
) -> None:
    """Play the person's part in a verification; as verified, without --outcome."""
    outcomes = outcome or [Told.VERIFIED]
    sandbox.do(object, "finish", {"name": name, "outcome": outcomes if len(outcomes) > 1 else outcomes[0]})
    exits.warn(f"Queries find: {', '.join(outcomes)}.")


def expire(
    sandbox: ControlAddress,
    name: Annotated[str, typer.Argument(metavar="ID", help="A certify_id or a flow_id.")],
) -> None:
    """Let the time run out that there is for a verification."""
    sandbox.do(object, "expire", {"name": name})
    exits.warn("It has expired.")


# ---- faults ----


def _faults(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a shell completes the name of a fault to; it needs neither a sandbox that runs nor the extra for one."""
    provider = ctx.params.get("provider")
    there = port.sandbox(provider).FAULTS.descriptions() if provider in PROVIDERS else {}
    return [item for item in there.items() if item[0].startswith(incomplete)]


def fail(
    sandbox: ControlAddress,
    provider: Annotated[Provider, typer.Argument(help="Whose answers.")],
    fault: Annotated[str | None, typer.Argument(metavar="[FAULT]", help=_FAULT, autocompletion=_faults)] = None,
    times: Annotated[int, typer.Option(metavar="N", min=1, help="How many answers.")] = 1,
    always: Annotated[bool, typer.Option("--always", help="All answers, until `realname sandbox reset`.")] = False,
    option: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_OPTION)] = None,
    as_json: AsJson = False,
) -> None:
    """Spoil the next answers of a gateway (fail_next). Without FAULT: show the faults that it can have.

    A fault waits for requests whose signature is valid. Faults wait in line: one is used up before the next begins.
    """
    there = sandbox.do(dict, "faults", {"provider": provider})
    if fault is None:
        with exits.writing():
            if as_json:
                output.document(there)
            else:
                output.table(["fault", "what it does"], [[str(name), say(str(does))] for name, does in there.items()])
        return
    if fault not in there:
        near = difflib.get_close_matches(fault, map(str, there), 1)
        hint = f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(map(str, there))}."
        raise ConfigurationError("there is no such fault", setting="fault", remedy=hint)
    armed: dict[str, object] = {"provider": provider, "fault": fault, "times": None if always else times}
    sandbox.do(object, "fail_next", armed | _options(option or (), armed))
    count = "all answers" if always else "the next answer" if times == 1 else f"the next {times} answers"
    exits.warn(f"{fault} waits for {count} of {provider}.")


def _options(pairs: Iterable[str], armed: Collection[str]) -> dict[str, object]:
    """Options of a fault; what reads as JSON is that, so that numbers are numbers."""
    options: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals) or name in armed:
            says = "an --option is not NAME=VALUE, with an option of the fault for a name"
            raise ConfigurationError(says, setting="option", remedy="Write --option seconds=0.5.")
        try:
            options[name] = json.loads(value)
            json.dumps(options[name], allow_nan=False)
        except (ValueError, RecursionError):
            options[name] = value
    return options


# ---- callbacks, and what only the person would learn ----


def callback(
    sandbox: ControlAddress,
    flow_id: Annotated[
        str | None, typer.Argument(metavar="[FLOW_ID]", help="Which flow; without it, that of the documented sample.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", metavar="URL", help="Where to, with a query if wanted; by default the flow's own notifyUrl."
        ),
    ] = None,
    forged: Annotated[bool, typer.Option("--forged", help="Sign it with a secret that is not the app's.")] = False,
    duplicate: Annotated[bool, typer.Option("--duplicate", help="Send it again once it was delivered.")] = False,
    ping: Annotated[
        bool, typer.Option("--ping", help="First send the plain GET that comes when a person opens a page.")
    ] = False,
    subscribed: Annotated[bool, typer.Option("--subscribed", help="Send it as to a subscribed webhook.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell a server that a flow has ended (send_callback), and show the status of each request that was sent.

    What is not answered with exactly 200 within 5 s is repeated. Ends with 1 if the last request was not answered so.
    """
    sent = {"flow_id": flow_id, "url": url, "genuine": not forged, "subscribed": subscribed}
    statuses = sandbox.do(list, "send_callback", sent | {"duplicate": duplicate, "ping": ping}, is_slow=True)
    with exits.writing():
        if as_json:
            output.document(statuses)
        else:
            print("\n".join(say("no answer") if status is None else printable(str(status)) for status in statuses))
    raise typer.Exit(exits.ANSWERED if statuses[-1:] == [_DELIVERED] else exits.REFUSED)


def code(sandbox: ControlAddress, flow_id: FlowId) -> None:
    """Print the code that a person was last sent by text message (sent_code)."""
    sent = sandbox.do(str, "sent_code", {"flow_id": flow_id})
    _print(sent)


def amount(sandbox: ControlAddress, flow_id: FlowId) -> None:
    """Print the amount that was last sent to an organization's account (transferred_amount)."""
    sent = sandbox.do(str, "transferred_amount", {"flow_id": flow_id})
    _print(sent)


def reset(sandbox: ControlAddress) -> None:
    """Forget users, tokens, flows, requests and faults. Addresses, keys and credentials stay."""
    sandbox.do(object, "reset")
    exits.warn("Everything is forgotten.")


def _said(arguments: Mapping[str, object]) -> dict[str, object]:
    """Without those that the command line does not name: the sandbox has its own defaults."""
    return {name: value for name, value in arguments.items() if value is not None}


def _print(value: str) -> None:
    with exits.writing():
        print(printable(value))


COMMANDS: Final = (enroll, flow, token, auth_token, finish, expire, code, amount, callback, fail, reset)
"""In the order of a journey, as help shows them."""
