"""`realname explain`: the signature debugger at the terminal."""

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from realname import explain as debugger
from realname.cli import environment, exits, inputs, output
from realname.cli.control_address import ControlAddress
from realname.core.errors import ConfigurationError
from realname.core.printable import printable
from realname.providers import Provider

_VERDICTS: Final = {
    debugger.Outcome.VERIFIES: ("The signature verifies.", "bold green"),
    debugger.Outcome.DIFFERS: ("The signature does not verify.", "bold red"),
    debugger.Outcome.UNDETERMINED: ("Whether the signature verifies cannot be told.", "bold yellow"),
}
_LONGEST = 100
"""Characters of a part that are shown in the table; the string to sign is shown whole."""


def explain(
    provider: Annotated[Provider, typer.Argument(help="Whose signature it is.")],
    capture: Annotated[
        str, typer.Argument(metavar="[FILE]", help="The request as raw HTTP text; - for standard input.")
    ] = "-",
    response: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Explain this answer (raw HTTP text) instead of a request.")
    ] = None,
    path: Annotated[
        str | None,
        typer.Option("--path", metavar="PATH", help="Of an answer: the path that was asked, if FILE is not given."),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Explain the last request that the running sandbox got.")
    ] = False,
    public_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own public key, where the private one is not at hand.")
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
        environment.load(env_file)
        ring = debugger.Keyring.from_env(provider, public_key=_read(str(public_key)) if public_key else None)
        request = b""
        if response is None or (not path and debugger.answer_covers_request(provider)):
            request = _last_request(provider) if sandbox else _read(capture)
        try:
            if response is None:
                explanation = debugger.explain_request(provider, request, ring)
            else:
                asked = path or request.decode("utf-8", "surrogateescape")
                explanation = debugger.explain_answer(provider, _read(str(response)), request=asked, credentials=ring)
        except debugger.CaptureError as error:
            exits.warn(f"not an HTTP message: {error}")
            raise typer.Exit(exits.USAGE) from None
    for problem in ring.problems:
        exits.warn(f"not used: {problem}")
    _show(explanation)
    raise typer.Exit(_code(explanation))


def _code(explanation: debugger.Explanation) -> int:
    if explanation.problems or explanation.outcome is debugger.Outcome.DIFFERS:
        return exits.REFUSED
    is_answered = explanation.outcome is debugger.Outcome.VERIFIES or explanation.string_to_sign is None
    return exits.ANSWERED if is_answered else exits.USAGE


def _read(name: str) -> bytes:
    if name == "-" and sys.stdin and sys.stdin.isatty():
        exits.warn("Paste the message; end with Ctrl-D on a line of its own.")
    return inputs.read_bytes(name, name, setting="capture")


# ---- the sandbox ----


def _last_request(provider: Provider) -> bytes:
    """The last request to a provider's gateway, as raw HTTP text, from the sandbox's control address."""
    with ControlAddress.found(None) as address:
        records = address.do(list, "requests")
        captures = address.understood(
            records, lambda told: [_capture(each) for each in told if each["provider"] == provider]
        )
    if not captures:
        says = f"the sandbox has got no request for {provider}"
        raise ConfigurationError(says, setting="sandbox", remedy="Send one first.")
    return captures[-1]


def _capture(record: Any) -> bytes:
    headers = [f"{name}: {value}" for name, value in record["headers"]]
    return "\r\n".join([f"{record['method']} {record['target']} HTTP/1.1", *headers, "", record["body"]]).encode()


# ---- what is shown ----


def _show(explanation: debugger.Explanation) -> None:
    if explanation.parts:
        output.table(["part", "from", "bytes", "value"], [_row(part) for part in explanation.parts])
        print()
    right, signed = explanation.string_to_sign, explanation.signed_string
    if right is not None:
        _string("String to sign", right)
        _line("SHA-256 of it", explanation.digest)
    if explanation.signed_digest != explanation.digest:
        _line("signed digest", explanation.signed_digest)
    _line("received", explanation.received)
    _line("expected", explanation.expected)
    if signed is not None and right is not None:
        print()
        _string("What was signed instead", signed)
        _difference(right, signed)
    print()
    if right is not None:
        verdict, style = _VERDICTS[explanation.outcome]
        output.console().print(Text(verdict, style=style))
    for finding in explanation.findings:
        _finding(finding)


def _row(part: debugger.Part) -> list[str]:
    return [part.name, part.source, f"{part.at[0]}-{part.at[1]}" if part.at else "", _short(part.value)]


def _string(title: str, string: bytes) -> None:
    output.heading(f"{title} ({len(string)} bytes; · is a space, ␊ a line feed)")
    for line in filter(None, debugger.visible(string).split("\n")):
        output.console().print(Text(f"  {line}"), soft_wrap=True)


def _line(title: str, value: str | None) -> None:
    if value is not None:
        print(printable(f"{title:<14}{value}"))


def _difference(right: bytes, signed: bytes) -> None:
    """Where the two strings part."""
    pairs = zip(right, signed, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(right), len(signed)))
    start = max(at - 12, 0)
    _line("differs at", f"byte {at}")
    _line("  right", _short(right[start : at + 28]))
    _line("  signed", _short(signed[start : at + 28]))


def _finding(finding: debugger.Finding) -> None:
    screen = output.console()
    mark = ("✗ ", "bold red") if finding.severity == "problem" else ("! ", "yellow")
    says = f"{printable(finding.says)}."
    screen.print(Text.assemble(mark, (f"{finding.name}: ", "bold"), says), soft_wrap=True)
    if finding.remedy:
        screen.print(Text(f"  {printable(finding.remedy)}", style="italic"), soft_wrap=True)


def _short(value: bytes) -> str:
    text = debugger.visible_line(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(value)} bytes)"
