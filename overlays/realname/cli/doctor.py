"""`realname doctor`: are the settings right, and is the provider of the same opinion?"""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Annotated, Any, Final, Literal

import attrs
import typer
from rich.text import Text

from realname.cli import environment, exits, output
from realname.core.errors import ApiError, AuthenticationError, ConfigurationError, RealnameError, SignatureError
from realname.core.printable import printable
from realname.core.reply import RawReply
from realname.language import say
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port
from realname.testing.diagnosis import Check, examine, mix_ups

_MARKS: Final = {"ok": ("✓", "green"), "problem": ("✗", "bold red"), "note": ("!", "yellow")}
_CLOCK_TOLERANCE: Final = 60
"""Seconds. Our own limit: well inside the minutes that providers allow."""
_ONLINE: Final = "Also make one call that changes nothing and uses nothing up, and compare the clocks."


def doctor(
    provider: Annotated[Literal[Provider, "all"], typer.Argument(help="Whose settings.")] = "all",
    online: Annotated[bool, typer.Option("--online", help=_ONLINE)] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    env_file: environment.EnvFile = None,
) -> None:
    """Check credentials without a call: keys, pairs, mix-ups, certificates. Shows no key.

    The call of --online asks about nobody, without a token: for nothing, or for what does not exist.
    """
    with exits.reporting():
        environment.load(env_file)
        wanted = [name for name in PROVIDERS if provider == name or (provider == "all" and _is_configured(name))]
        if not wanted:
            remedy = "Set REALNAME_… variables, or pass --env-file."
            raise ConfigurationError("no provider is configured", setting="provider", remedy=remedy)
    found: dict[str, list[Check]] = {}
    for name in wanted:
        if not as_json:
            output.heading(name)
        found[name] = []
        for check in _checks(name, online=online):
            found[name].append(check)
            if not as_json:
                _print(check)
    is_well = all(check.state != "problem" for checks in found.values() for check in checks)
    if as_json:
        with exits.writing():
            checks = {name: [attrs.asdict(check) for check in checks] for name, checks in found.items()}
            output.document({"ok": is_well, "checks": checks})
    raise typer.Exit(exits.ANSWERED if is_well else exits.REFUSED)


def _checks(provider: Provider, *, online: bool) -> Iterator[Check]:
    check = None
    for check in examination(provider):
        yield check
    if online and check and check.state == "ok":
        yield from _online(provider)


def examination(provider: Provider, *, now: datetime | None = None) -> Iterator[Check]:
    """Look at a provider's settings in the environment; the last check is that of the credentials as a whole.

    Args:
        provider: whose.
        now: the time to judge certificates by; by default that of the clock.
    """
    settings, module = port.settings(provider), import_module(f"realname.{provider}")
    yield from examine(settings, module.SERVERS)
    yield from port.doctoring(provider).checks(now or datetime.now(UTC))
    yield from mix_ups(settings, [port.settings(other) for other in PROVIDERS if other != provider])
    try:
        module.Client.from_env().close()
    except ConfigurationError as error:
        yield Check("credentials", "problem", error.args[0], error.remedy)
    else:
        yield Check("credentials", "ok", "a client can be built from them")


def _is_configured(provider: Provider) -> bool:
    return any(name.startswith(port.settings(provider).prefix) for name in os.environ)


def _print(check: Check) -> None:
    screen = output.console()
    mark, style = _MARKS[check.state]
    says = printable(f"{check.name}: {say(f'{check.says}.')}")
    remedy = printable(say(check.remedy))
    if remedy and not says.endswith("。"):
        remedy = f" {remedy}"
    if screen.is_terminal:
        mark = mark if output.is_shown(mark) else check.state
        screen.print(Text.assemble((f"  {mark} ", style), says, (remedy, "italic")), soft_wrap=True)
    else:
        print(f"  {say(check.state):<8}{says}{remedy}")


# ---- online ----


def _online(provider: Provider) -> Iterator[Check]:
    """Make the provider's harmless call, once."""
    before = time.time()
    try:
        with import_module(f"realname.{provider}").Client.from_env(attempts=1) as client:
            answer: RawReply[Any] | ApiError = port.doctoring(provider).harmless(client)
    except RealnameError as error:
        yield _failure(provider, error)
        reply = error.reply if isinstance(error, ApiError) else None
    else:
        says = "the provider accepts the credentials"
        if isinstance(answer, ApiError):
            says, reply = f"{says}; it refuses only what was asked ({_code(answer)})", answer.reply
        else:
            says, reply = f"{says}, and its answer is authentic", answer
        yield Check("call", "ok", says)
    if reply is not None:
        yield _clock(reply, before, time.time())


def _failure(provider: Provider, error: RealnameError) -> Check:
    says, remedy = error.args[0], error.remedy
    if isinstance(error, AuthenticationError):
        says = f"the provider does not accept the credentials ({_code(error)})"
    elif isinstance(error, ApiError):
        says = f"the provider refuses ({_code(error)})"
    elif isinstance(error, SignatureError):
        remedy += f" To find out what differs: realname explain {provider} --response FILE."
    return Check("call", "problem", says, remedy)


def _code(error: ApiError) -> str:
    return error.code or f"HTTP {error.http_status}"


def _clock(reply: RawReply[Any], before: float, after: float) -> Check:
    try:
        theirs = parsedate_to_datetime(reply.http.headers.get("Date", "")).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError, OSError):  # a Date may be anything, also year 10**20
        return Check("clock", "note", "the answer has no Date to compare with")
    # Date has whole seconds, and the answer was written at some time between sending and receiving.
    difference = max(before - theirs - 1, theirs - after, 0.0)
    here = f"{datetime.fromtimestamp(after, UTC):%H:%M:%S} UTC here"
    if difference > _CLOCK_TOLERANCE:
        return Check("clock", "problem", f"differs by {difference:.0f} s ({here})", "Let NTP set the clock.")
    return Check("clock", "ok", f"agrees with the provider's to within {difference + 1:.0f} s")
