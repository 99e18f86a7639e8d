"""`realname explain`: the signature debugger at the terminal."""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from realname.cli import environment, exits, output
from realname.cli.contract import Provider
from realname.core.base_url import is_loopback, parse_base_url
from realname.core.errors import ConfigurationError
from realname.explain import (
    CaptureError,
    Explanation,
    Finding,
    Keyring,
    Outcome,
    explain_answer,
    explain_request,
    visible,
    visible_line,
)

_VERDICTS: Final = {
    Outcome.VERIFIES: ("The signature verifies.", "bold green"),
    Outcome.DIFFERS: ("The signature does not verify.", "bold red"),
    Outcome.UNDETERMINED: ("Whether the signature verifies cannot be told.", "bold yellow"),
}
_LONGEST = 100
"""Characters of a part that are shown in the table; the string to sign is shown whole."""


def explain(
    provider: Annotated[Provider, typer.Argument(help="Whose signature it is.")],
    capture: Annotated[
        str, typer.Argument(metavar="[FILE]", help="The request as raw HTTP text; - for standard input.")
    ] = "-",
    response: Annotated[
        Path | None,
        typer.Option("--response", metavar="FILE", help="Explain this answer (raw HTTP text) instead of a request."),
    ] = None,
    path: Annotated[
        str | None,
        typer.Option("--path", metavar="PATH", help="Of an answer: the path that was asked, if FILE is not given."),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Explain the last request that the running sandbox got.")
    ] = False,
    public_key: Annotated[
        Path | None,
        typer.Option("--public-key", metavar="FILE", help="Your own public key, where the private one is not at hand."),
    ] = None,
    env_file: environment.EnvFile = None,
) -> None:
    """Show what a captured request or answer is signed over, and what went wrong.

    A capture is raw HTTP text: request line (or status line), headers, an empty line, the body. Line ends may be LF.
    Usual mistakes are tried until the signature fits: re-serialised JSON, another order or encoding of the query, line
    feeds, time units, headers, alphabets, keys. Without credentials only the form is checked. Nothing is sent anywhere.

    No key is shown, and of signatures only the beginning. What stands in the capture is shown, personal data too.
    """
    with exits.reporting():
        if env_file is not None:
            environment.load(env_file)
        key = None if public_key is None else _read(str(public_key))
        ring = Keyring.from_env(provider, public_key=key)
        try:
            if response is None:
                explanation = explain_request(provider, _request(provider, capture, from_sandbox=sandbox), ring)
            else:
                asked = path or ""
                if not asked and provider == "zoloz":  # elsewhere what was asked does not enter into the signature
                    request = _request(provider, capture, from_sandbox=sandbox)
                    asked = request.decode("utf-8", "surrogateescape")
                explanation = explain_answer(provider, _read(str(response)), request=asked, credentials=ring)
        except CaptureError as error:
            exits.warn(f"not an HTTP message: {error}")
            raise typer.Exit(exits.USAGE) from None
    for problem in ring.problems:
        exits.warn(f"not used: {problem}")
    _show(explanation)
    raise typer.Exit(_code(explanation))


def _code(explanation: Explanation) -> int:
    if explanation.problems or explanation.outcome is Outcome.DIFFERS:
        return exits.REFUSED
    is_answered = explanation.outcome is Outcome.VERIFIES or explanation.string_to_sign is None
    return exits.ANSWERED if is_answered else exits.USAGE


def _request(provider: Provider, capture: str, *, from_sandbox: bool) -> bytes:
    return _last_request(provider) if from_sandbox else _read(capture)


def _read(name: str) -> bytes:
    try:
        if name != "-":
            return Path(name).read_bytes()
        if sys.stdin.isatty():
            exits.warn("Paste the message; end with Ctrl-D on a line of its own.")
        return sys.stdin.buffer.read()
    except OSError as error:
        raise ConfigurationError(
            f"{name} cannot be read ({type(error).__name__})", setting="capture", remedy="Check the path."
        ) from None


# ---- the sandbox ----


def _last_request(provider: Provider) -> bytes:
    """The last request to a provider's gateway, as raw HTTP text, from the sandbox's control address."""
    url, token = (os.environ.get(f"REALNAME_SANDBOX_CONTROL_{name}") for name in ("URL", "TOKEN"))
    if not url or not token or not is_loopback(parse_base_url(url).host):
        raise ConfigurationError(
            "no sandbox is named in the environment",
            setting="sandbox",
            remedy="Start one with: realname sandbox --env-file sandbox.env; and pass --env-file sandbox.env here.",
        )
    request = urllib.request.Request(  # noqa: S310  loopback, checked above
        f"{url}/requests", data=b"{}", headers={"Authorization": f"Bearer {token}"}, method="POST"
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            records: list[dict[str, Any]] = json.load(answer)
    except (urllib.error.URLError, ValueError) as error:
        raise ConfigurationError(
            f"the sandbox does not answer ({type(error).__name__})", setting="sandbox", remedy="Is it still running?"
        ) from None
    mine = [record for record in records if record["provider"] == provider]
    if not mine:
        raise ConfigurationError(
            f"the sandbox has got no request for {provider}", setting="sandbox", remedy="Send one first."
        )
    record = mine[-1]
    head = [
        f"{record['method']} {record['target']} HTTP/1.1",
        *(f"{name}: {value}" for name, value in record["headers"]),
    ]
    return "\r\n".join([*head, "", record["body"]]).encode()


# ---- what is shown ----


def _show(explanation: Explanation) -> None:
    if explanation.parts:
        output.table(
            ["part", "from", "bytes", "value"],
            [
                [part.name, part.source, f"{part.at[0]}-{part.at[1]}" if part.at else "", _short(part.value)]
                for part in explanation.parts
            ],
        )
        print()
    if explanation.string_to_sign is not None:
        _string("String to sign", explanation.string_to_sign)
        _line("SHA-256 of it", explanation.digest)
    if explanation.signed_digest != explanation.digest:
        _line("signed digest", explanation.signed_digest)
    _line("received", explanation.received)
    _line("expected", explanation.expected)
    if explanation.signed_string is not None and explanation.string_to_sign is not None:
        print()
        _string("What was signed instead", explanation.signed_string)
        _difference(explanation.string_to_sign, explanation.signed_string)
    print()
    verdict, style = _VERDICTS[explanation.outcome]
    if explanation.string_to_sign is not None:
        output.console().print(Text(verdict, style=style))
    for finding in explanation.findings:
        _finding(finding)


def _string(title: str, string: bytes) -> None:
    output.heading(f"{title} ({len(string)} bytes; · is a blank, ␊ a line feed)")
    screen = output.console()
    for line in visible(string).split("\n"):
        if line:
            screen.print(Text(f"  {line}"), soft_wrap=True)


def _line(title: str, value: str | None) -> None:
    if value is not None:
        print(exits.printable(f"{title:<14}{value}"))


def _difference(right: bytes, signed: bytes) -> None:
    """Where the two strings part."""
    pairs = zip(right, signed, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(right), len(signed)))
    start = max(at - 12, 0)
    _line("differs at", f"byte {at}")
    _line("  right", _short(right[start : at + 28]))
    _line("  signed", _short(signed[start : at + 28]))


def _finding(finding: Finding) -> None:
    screen = output.console()
    is_problem = finding.severity == "problem"
    mark = ("✗ ", "bold red") if is_problem else ("! ", "yellow")
    says = f"{exits.printable(finding.says)}."
    screen.print(Text.assemble(mark, (f"{finding.name}: ", "bold"), says), soft_wrap=True)
    if finding.remedy:
        screen.print(Text(f"  {exits.printable(finding.remedy)}", style="italic"), soft_wrap=True)


def _short(value: bytes) -> str:
    text = visible_line(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(value)} bytes)"
