"""`realname conformance`: does a gateway keep its contract?"""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import attrs
import typer

from realname.cli import arguments, environment, exits, operations, output
from realname.core import copied_text
from realname.core.errors import ConfigurationError
from realname.core.printable import printable
from realname.language import say
from realname.providers import Provider
from realname.testing import provider as port

if TYPE_CHECKING:
    from realname.conformance import Progress, Report

_NEGATIVE: Final = "Also send wrong and forged requests. Only where the gateway's operator has agreed."
_BASE_URL: Final = "The gateway, or the name of a server: sandbox."
_ONLY: Final = "Send this operation and no other. Repeatable."
_SKIP: Final = "Do not send this operation. Repeatable."
_LARGEST_REPORT: Final = 1 << 28
"""Bytes."""
_ARGUMENT: Final = "A value of your account, by wire name: userId=@FILE, or checkresult.transactionId=…. Repeatable."
_EFFECTS: Final = "Also send what starts, charges, sends messages, moves money or deletes. For a sandbox."


def conformance(
    provider: Annotated[Provider, typer.Argument(help="Whose contract.")],
    base_url: Annotated[
        str, typer.Option(metavar="URL|NAME", help=_BASE_URL, autocompletion=operations.complete_server)
    ],
    negative: Annotated[bool, typer.Option("--negative", help=_NEGATIVE)] = False,
    production: Annotated[
        bool, typer.Option("--production", help="Allow a production host. Think twice: the calls are real.")
    ] = False,
    max_examples: Annotated[int, typer.Option(metavar="N", min=1, help="Random cases an operation.")] = 10,
    max_calls: Annotated[int, typer.Option(metavar="N", min=1, help="Requests at most.")] = 100,
    per_second: Annotated[float, typer.Option(metavar="N", min=0.01, help="Requests a second at most.")] = 2.0,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="OPERATION", help=_ONLY, autocompletion=operations.complete_operation),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar="OPERATION", help=_SKIP, autocompletion=operations.complete_operation),
    ] = None,
    effects: Annotated[bool, typer.Option("--effects", help=_EFFECTS)] = False,
    argument: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_ARGUMENT)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the report as JUnit XML.")] = None,
    env_file: environment.EnvFile = None,
) -> None:
    """Ask a gateway whether it keeps its contract, politely: valid requests only, slowly, and not many.

    Needs the extra realname[conformance]. Against somebody else's gateway ask its operator first.
    """
    with exits.reporting():
        environment.load(env_file)
        if junit is not None:
            _require_place(junit)  # before anything is asked
        address = operations.base_url(provider, base_url)
        chosen, left_out = ([operations.named(provider, name).id for name in names or ()] for names in (only, skip))
        from realname.conformance import Options, run

        module = import_module(f"realname.{provider}")
        report = run(
            provider,
            base_url=address,
            credentials=getattr(module, "credentials_from_env", module.Credentials.from_env)(),
            options=Options(
                negative=negative,
                production=production,
                insecure_test_hosts=port.settings(provider).insecure_test_hosts(),
                max_examples=max_examples,
                max_calls=max_calls,
                calls_per_second=per_second,
                only=chosen,
                skip=left_out,
                effects=effects,
                arguments=arguments.named_values(argument or ()),
                confirm=lambda question: sys.stdin.isatty() and typer.confirm(say(question), err=True),
            ),
            progress=_progress if sys.stderr.isatty() else None,
        )
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    if as_json:
        output.document(_document(report))
    else:
        print("\n".join(map(_said, report.to_text().split("\n"))), end="")
    if junit is not None:
        with exits.reporting():
            _write(junit, report.to_junit())
    raise typer.Exit(report.exit_code)


def _document(report: "Report") -> dict[str, Any]:
    told = attrs.asdict(report)
    return {"ok": report.exit_code == exits.ANSWERED, "exit_code": report.exit_code, **told}


def _said(line: str) -> str:
    """A line of the report, in the chosen language; what it begins with is where it stands."""
    text = line.lstrip()
    return printable(f"{' ' * (len(line) - len(text))}{say(text)}")


def _require_place(path: Path) -> None:
    """Refuse to replace a file that is no earlier report."""
    if not path.is_file():
        return  # what it is instead, the writing tells
    head = copied_text.read_bytes(path, str(path), setting="junit", limit=_LARGEST_REPORT)[:1024]
    if head and not (head.startswith(b"<?xml") and b"<testsuite" in head):
        says = f"{path} exists, and is no report"
        raise ConfigurationError(says, setting="junit", remedy="Choose another name, or remove it.")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        says = f"{path} cannot be written ({type(error).__name__})"
        raise ConfigurationError(says, setting="junit", remedy="Check the path and its permissions.") from None


def _progress(progress: "Progress") -> None:
    line = say(f"{progress.phase}: {progress.cases} cases, {progress.calls} calls, {progress.breaches} breaches")
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
