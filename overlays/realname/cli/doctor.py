"""`realname doctor`: are the settings right, and is the provider of the same opinion?"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Annotated, Any, Final, Literal

import typer
from rich.text import Text

from realname.cli import checks, environment, exits, output
from realname.cli.checks import Check
from realname.cli.contract import PROVIDERS, Provider
from realname.core.errors import ApiError, AuthenticationError, NotFoundError, RealnameError, SignatureError
from realname.core.reply import RawReply

_MARKS: Final = {"ok": ("✓", "green"), "problem": ("✗", "bold red"), "note": ("!", "yellow")}
_CLOCK_TOLERANCE: Final = 60
"""Seconds. Our own limit: well inside the ten minutes of Alipay and the fifteen of e签宝."""


def doctor(
    provider: Annotated[Literal["zoloz", "alipay", "esign", "all"], typer.Argument(help="Whose settings.")] = "all",
    online: Annotated[
        bool,
        typer.Option(
            "--online", help="Also make one call that changes nothing and uses nothing up, and compare the clocks."
        ),
    ] = False,
    env_file: environment.EnvFile = None,
) -> None:
    """Check credentials without a call: keys, pairs, mix-ups, certificates. Shows no key.

    The call of --online: ZOLOZ sends back an empty object; Alipay is asked about nobody, without a token; e签宝 is
    asked for a flow that does not exist.
    """
    with exits.reporting():
        if env_file is not None:
            environment.load(env_file)
    wanted: list[Provider] = [name for name in PROVIDERS if provider in (name, "all")]
    if provider == "all":
        wanted = [name for name in wanted if checks.is_configured(name)]
    if not wanted:
        exits.warn("no provider is configured: set REALNAME_ZOLOZ_CLIENT_ID and so on, or pass --env-file")
        raise typer.Exit(exits.USAGE)
    found: list[Check] = []
    for name in wanted:
        output.heading(name)
        made = list(checks.check(name))
        if online and made[-1].state == "ok":
            made += _online(name)
        for check in made:
            _print(check)
        found += made
    raise typer.Exit(exits.REFUSED if any(check.state == "problem" for check in found) else exits.ANSWERED)


def _print(check: Check) -> None:
    screen = output.console()
    mark, style = _MARKS[check.state]
    remedy = f" {check.remedy}" if check.remedy else ""
    if screen.is_terminal:
        says = exits.printable(f"{check.name}: {check.says}.")
        line = Text.assemble((f"  {mark} ", style), says, (exits.printable(remedy), "italic"))
        screen.print(line, soft_wrap=True)
    else:
        print(exits.printable(f"  {check.state:<8}{check.name}: {check.says}.{remedy}"))


# ---- online ----


def _online(provider: Provider) -> Iterator[Check]:
    before = time.time()
    reply: RawReply[Any] | None = None
    try:
        reply = _harmless(provider)
        verdict = Check("call", "ok", "the provider accepts the credentials, and its answer is authentic")
    except ApiError as error:
        reply = error.reply
        verdict = _verdict(provider, error)
    except SignatureError as error:
        remedy = f"{error.remedy} To find out what differs: realname explain {provider} --response FILE."
        verdict = Check("call", "problem", error.args[0], remedy)
    except RealnameError as error:
        verdict = Check("call", "problem", error.args[0], error.remedy)
    yield verdict
    if reply is not None:
        yield _clock(reply, before, time.time())


def _harmless(provider: Provider) -> RawReply[Any]:
    """One call, sent once, that changes nothing and uses nothing up."""
    with import_module(f"realname.{provider}").Client.from_env(attempts=1) as client:
        raw = client.with_raw_response
        reply: RawReply[Any]
        match provider:
            case "zoloz":
                reply = raw.check_credentials()
            case "alipay":
                reply = raw.query_jobworth_authentication(open_id="0")
            case "esign":
                reply = raw.get_flow_outline(flow_id="0")
        return reply


def _verdict(provider: Provider, error: ApiError) -> Check:
    code = error.code or f"HTTP {error.http_status}"
    if isinstance(error, AuthenticationError):
        remedy = f"{error.remedy} To find out what differs: realname explain {provider}."
        return Check("call", "problem", f"the provider does not accept the credentials ({code})", remedy)
    if isinstance(error, NotFoundError) or (provider == "alipay" and error.verified):
        return Check("call", "ok", f"the provider accepts the credentials; it refuses only what was asked ({code})")
    return Check("call", "problem", f"the provider refuses ({code})", error.remedy)


def _clock(reply: RawReply[Any], before: float, after: float) -> Check:
    try:
        theirs = parsedate_to_datetime(reply.http.headers.get("Date", "")).timestamp()
    except ValueError:
        return Check("clock", "note", "the answer has no Date to compare with")
    # Date has whole seconds, and the answer was written at some time between sending and receiving.
    difference = max(before - theirs - 1, theirs - after, 0.0)
    here = f"{datetime.fromtimestamp(after, UTC):%H:%M:%S} UTC here"
    if difference > _CLOCK_TOLERANCE:
        return Check("clock", "problem", f"differs by {difference:.0f} s ({here})", "Let NTP set the clock.")
    return Check("clock", "ok", f"agrees with the provider's to within {difference + 1:.0f} s")
