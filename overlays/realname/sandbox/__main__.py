"""Run a sandbox in a process of its own: `python -m realname.sandbox --write-env FILE`.

The file gets the variables that the clients' `from_env` read, and those of the control listener
(`REALNAME_SANDBOX_CONTROL_URL`, `REALNAME_SANDBOX_CONTROL_TOKEN`), and in comments what a first call succeeds with.
"""

import argparse
import contextlib
import logging
import math
import os
import shlex
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from realname.core.base_url import read_test_hosts
from realname.core.errors import ConfigurationError
from realname.core.printable import printable
from realname.language import choose, of_locale, say, with_remedy
from realname.providers import PROVIDERS, domains
from realname.sandbox import memory
from realname.sandbox.control.control import Control
from realname.sandbox.environment_file import EnvironmentFile
from realname.sandbox.listening import LAST_PORT, PORTS, address, listen, near, warning
from realname.sandbox.sandbox import Sandbox
from realname.sandbox.terminal import Terminal
from realname.testing import provider as port
from realname.testing.control_variables import CONTROL_TOKEN, CONTROL_URL
from realname.testing.gateway.server import LOOPBACK, url_of

LOGS: Final = {"realname.sandbox": logging.INFO, "uvicorn.error": logging.WARNING}
"""Whose words are printed: the sandbox's, and the server's on what is no HTTP."""
FAILED: Final = 2
MODULE: Final = "python -m realname.sandbox"


def main(arguments: Sequence[str] | None = None, *, hints: Sequence[str] = (), name: str = MODULE) -> int:
    """Serve until SIGTERM, SIGINT, SIGHUP or, where standard input is a pipe, its end.

    Args:
        arguments: those of the command line.
        hints: lines to print once the file is there.
        name: what was called, as usage shows it.
    """
    given = parse(arguments, name)
    memory.give_back()
    try:
        with _ending() as stopped, _place(given.write_env or given.env_file) as path:
            if given.write_env is None and given.env_file is None:
                hints = (*hints, f"In another terminal:  set -a; . {shlex.quote(str(path))}; set +a")
            _serve(given, EnvironmentFile(path), stopped, hints)
    except ConfigurationError as error:
        print(f"realname sandbox: {printable(with_remedy(error.args[0], error.remedy))}", file=sys.stderr)
        return FAILED
    return 0


def _serve(given: argparse.Namespace, file: EnvironmentFile, stopped: threading.Event, hints: Sequence[str]) -> None:
    with contextlib.ExitStack() as stack:
        terminal = stack.enter_context(_printing())
        stack.callback(file.remove)
        sandbox = Sandbox(
            samples=True, on_request=terminal.tell_request, state=given.state, fresh=given.reset, **_settings(given)
        )
        stack.callback(sandbox.close)
        control = Control(sandbox)
        url = listen(sandbox, control.answer, host=given.host, port=given.port, name=given.advertise)
        file.write(sandbox.environment() | {CONTROL_URL: url, CONTROL_TOKEN: control.token}, sandbox.samples)
        for line in filter(None, (*hints, warning(given.host))):
            terminal.tell(line)
        for name, gateway in sandbox.gateways.items():
            terminal.tell(f"{name:<7} {gateway.url}")
        terminal.tell(f"control {url}")
        terminal.tell(f"page    {_page(url, control.token, given, file.path)}")
        if _is_pipe(0):
            threading.Thread(target=_await_end_of_input, args=(stopped,), daemon=True).start()
        stopped.wait()


@contextlib.contextmanager
def _printing() -> Iterator[Terminal]:
    """A terminal, which prints what is logged meanwhile, too."""
    terminal = Terminal()
    loggers = {logging.getLogger(name): level for name, level in LOGS.items()}
    before = {logger: logger.level for logger in loggers}
    for logger, level in loggers.items():
        logger.setLevel(level)
        logger.addHandler(terminal)
    try:
        yield terminal
    finally:
        for logger, level in before.items():
            logger.setLevel(level)
            logger.removeHandler(terminal)
        terminal.close()


# ---- options ---------------------------------------------------------------------------------------------------------


def parse(arguments: Sequence[str] | None, name: str = MODULE) -> argparse.Namespace:
    """The options, each with its default; ends the process with 2 and says why if one cannot be."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=say("Serve a gateway for each provider on this machine, until Ctrl-C."),
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--write-env", type=Path, metavar="FILE", help=say("where to write addresses and credentials: a new file"))
    add("--env-file", type=Path, help=argparse.SUPPRESS)
    add(
        "--host",
        type=_address,
        default=LOOPBACK,
        help=say("the address of this machine to listen at"),
        metavar="ADDRESS",
    )
    add(
        "--port", type=_port, default=0, metavar="N", help=say("of the first gateway; the others and control follow it")
    )
    add("--advertise", type=_host, metavar="NAME", help=say("the host in the addresses that are told"))
    add("--state", type=Path, metavar="FILE", help=say("where to keep keys and state for the next time"))
    add("--reset", action="store_true", help=say("forget what --state has kept, but for the keys"))
    add(
        "--finish-after",
        type=_seconds,
        metavar="SECONDS",
        help=say(
            "after how long whoever was sent to a provider's page or SDK ends there as verified; never by default"
        ),
    )
    add("--callbacks", choices=("none", "success", "all"), default="success", help=say("which ends are called back"))
    add(
        "--callback-host",
        type=_host,
        action="append",
        metavar="NAME",
        help=say("may be called back, with this machine"),
    )
    given = parser.parse_args(arguments)
    if given.reset and given.state is None:
        parser.error(say("--reset is for --state FILE: without it nothing is kept"))
    if given.env_file is not None:
        if given.write_env is not None:
            parser.error(say("--env-file is the old name of --write-env: give one of them"))
        print(say("realname sandbox: --env-file is now --write-env; the old name will go away"), file=sys.stderr)
    return given


def _settings(given: argparse.Namespace) -> dict[str, Any]:
    """The settings of each gateway: of what was said, what it has."""
    said = {"finish_after": given.finish_after, "callbacks": given.callbacks}
    if given.callback_host:
        said["callback_hosts"] = tuple(given.callback_host)
    classes = {name: port.sandbox(name).DEFAULTS for name in PROVIDERS}
    has = {name: said.keys() & attrs.fields_dict(made).keys() for name, made in classes.items()}
    assert said.keys() == set().union(*has.values())  # noqa: S101 - each option is some gateway's
    return {name: made(**{key: said[key] for key in has[name]}) for name, made in classes.items()}


def _seconds(text: str) -> float:
    if not 0 <= (seconds := float(text)) < math.inf:
        raise argparse.ArgumentTypeError(say("it must be a number of seconds, 0 or more"))
    return seconds


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(say(f"it must be a number up to {LAST_PORT}, for {PORTS} ports from there"))
    return int(text)


def _address(text: str) -> str:
    try:
        return address(text)
    except ValueError:
        told = "it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"
        raise argparse.ArgumentTypeError(say(told)) from None


def _host(text: str) -> str:
    try:
        [host] = read_test_hosts([text], domains)
    except ConfigurationError:
        told = "it must be the name or address of a host, without scheme and port, and not a provider's"
        raise argparse.ArgumentTypeError(say(told)) from None
    return host


# ---- where it is -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _place(path: Path | None) -> Iterator[Path]:
    """Where the file is to be; without a wish, in a folder that goes away."""
    if path is not None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="realname-") as directory:
        yield Path(directory) / "sandbox.env"


def _page(url: str, token: str, given: argparse.Namespace, file: Path) -> str:
    """The address of the page, for a browser on this machine; with the token where only a person reads it."""
    place = f"{url_of(near(given.host), int(url.rpartition(':')[2]))}/"
    try:
        is_read_by_a_person = os.isatty(sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        is_read_by_a_person = False
    return f"{place}#token={token}" if is_read_by_a_person else f"{place}#token=… (as {CONTROL_TOKEN} in {file})"


# ---- how it ends -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _ending() -> Iterator[threading.Event]:
    """What is set by the signals that end it; that of a lost terminal may be ignored, as `nohup` does."""
    stopped = threading.Event()
    numbers = [signal.SIGTERM, signal.SIGINT]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = [(number, signal.signal(number, lambda *_: stopped.set())) for number in numbers]
    try:
        yield stopped
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _is_pipe(descriptor: int) -> bool:
    """Whether the other end is a process, which goes away; not a terminal, a file or /dev/null."""
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _await_end_of_input(stopped: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    stopped.set()


if __name__ == "__main__":
    choose(of_locale(os.environ))
    sys.exit(main())
