"""`realname explain`: the signature debugger at the terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from attrs import asdict
from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from realname import explain as debugger
from realname.cli import environment, exits, inputs, output
from realname.cli.control_address import ControlAddress
from realname.core.errors import ConfigurationError
from realname.core.printable import printable
from realname.language import say
from realname.providers import Provider

_VERDICTS: Final = {
    debugger.Outcome.VERIFIES: ("The signature verifies.", "bold green"),
    debugger.Outcome.DIFFERS: ("The signature does not verify.", "bold red"),
    debugger.Outcome.UNDETERMINED: ("Whether the signature verifies cannot be told.", "bold yellow"),
}
_MOST_LISTED: Final = 20
"""Requests of a capture that are listed, the last ones."""
_LONGEST = 100
"""Characters of a part that are shown in the table; the string to sign is shown whole."""


def explain(
    provider: Annotated[Provider, typer.Argument(help="Whose signature it is.")],
    capture: Annotated[
        str, typer.Argument(metavar="[FILE]", help="What was captured (see below); - for standard input.")
    ] = "-",
    entry: Annotated[
        int | None, typer.Option(metavar="N", help="Of several requests in FILE, explain this one: 1 is the first.")
    ] = None,
    response: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Explain this answer, to the request in the other FILE.")
    ] = None,
    path: Annotated[
        str | None,
        typer.Option("--path", metavar="PATH", help="Of an answer: the path that was asked, without its request."),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Explain the last request that the running sandbox got.")
    ] = False,
    public_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own public key, where the private one is not at hand.")
    ] = None,
    env_file: environment.EnvFile = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write what is found as JSON, personal data included.")
    ] = False,
) -> None:
    """Show what a captured request or answer is signed over, and what went wrong.

    FILE is raw HTTP text, what `curl -v`, `--trace` or `--trace-ascii` showed, a curl command, a HAR, what mitmproxy
    saved, or what error.capture() gave. A request and its answer are both explained.

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
            if response is not None:
                asked = path or request.decode("utf-8", "surrogateescape")
                chosen = _chosen(provider, _read(str(response)), None)
                if chosen.answer is None:
                    raise debugger.CaptureError("the file of --response holds no answer")
                answer = debugger.Exchange(answer=chosen.answer)
                found = debugger.explain_exchange(provider, answer, ring, request=debugger.asked(provider, asked))
            else:
                found = debugger.explain_exchange(provider, _chosen(provider, request, entry), ring, request=path)
        except debugger.CaptureError as error:
            remedy = "Give raw HTTP text, or what the help names: realname explain --help."
            says = f"the capture cannot be read: {error}"
            raise ConfigurationError(says, setting="capture", remedy=remedy) from None
    for problem in ring.problems:
        exits.warn(say(f"not used: {problem}"))
    if as_json:
        output.document({"provider": provider, "explanations": [_document(each) for each in found]})
    for explanation in () if as_json else found:
        _show(explanation, is_one_of_two=len(found) > 1)
    raise typer.Exit(max(map(_code, found), key=[exits.ANSWERED, exits.USAGE, exits.REFUSED].index))


def _chosen(provider: Provider, captured: bytes, entry: int | None) -> debugger.Exchange:
    """The exchange that is explained; of several it is told which they are."""
    exchanges = debugger.read(captured)
    try:
        number = debugger.chosen(provider, exchanges, entry)
    except debugger.CaptureError:
        _list(range(1, len(exchanges) + 1), exchanges)
        raise
    if len(exchanges) > 1 and entry is None:
        fitting = debugger.fitting(provider, exchanges)
        says = (
            f"The capture has {len(exchanges)} requests, {len(fitting)} of them to {provider}: this is number {number}."
        )
        exits.warn(say(says))
        if len(fitting) > 1:
            _list(fitting, exchanges)
            exits.warn(say("For another one: --entry N."))
    return exchanges[number - 1]


def _list(numbers: Sequence[int], exchanges: Sequence[debugger.Exchange]) -> None:
    for number in numbers[-_MOST_LISTED:]:
        exits.warn(f"{number:5}  {exchanges[number - 1]}")


def _code(explanation: debugger.Explanation) -> int:
    if explanation.problems or explanation.outcome is debugger.Outcome.DIFFERS:
        return exits.REFUSED
    is_answered = explanation.outcome is debugger.Outcome.VERIFIES or explanation.string_to_sign is None
    return exits.ANSWERED if is_answered and not _is_open(explanation) else exits.USAGE


def _is_open(explanation: debugger.Explanation) -> bool:
    """Whether there is a signature of which nothing can be told, for what the capture does not show."""
    return any(finding.name in ("body_not_captured", "masked") for finding in explanation.findings) and (
        explanation.outcome is debugger.Outcome.UNDETERMINED
    )


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


def _document(explanation: debugger.Explanation) -> dict[str, Any]:
    """What is found, for programs: names and texts as they are in English."""
    return {
        "subject": explanation.subject,
        "outcome": str(explanation.outcome),
        "findings": [asdict(finding) for finding in explanation.findings],
        "string_to_sign": _text(explanation.string_to_sign),
        "sha256": explanation.digest,
        "received": explanation.received,
        "expected": explanation.expected,
        "signed_string": _text(explanation.signed_string),
        "signed_sha256": explanation.signed_digest,
        "parts": [{"name": part.name, "source": part.source, "value": _text(part.value)} for part in explanation.parts],
    }


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "backslashreplace")


def _show(explanation: debugger.Explanation, *, is_one_of_two: bool) -> None:
    if is_one_of_two:
        if explanation.subject == "answer":
            print()
        output.heading(say("The request") if explanation.subject == "request" else say("The answer"))
    if explanation.parts:
        headers = [say(word) for word in ("part", "from", "value")]
        output.table(headers, [_row(part) for part in explanation.parts])
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
    if right is not None or explanation.outcome is debugger.Outcome.DIFFERS or _is_open(explanation):
        verdict, style = _VERDICTS[explanation.outcome]
        output.console().print(Text(say(verdict), style=style))
    for finding in explanation.findings:
        _finding(finding)


def _row(part: debugger.Part) -> list[str]:
    return [say(part.name), say(part.source), _short(part.value)]


def _string(title: str, string: bytes) -> None:
    output.heading(say(f"{title} ({len(string)} bytes; · is a space, ␊ a line feed)"))
    for line in filter(None, debugger.visible(string).split("\n")):
        output.console().print(Text(f"  {line}"), soft_wrap=True)


def _line(title: str, value: str | None) -> None:
    if value is not None:
        shown = say(title)
        print(f"{shown}{' ' * max(1, 14 - cell_len(shown))}{printable(value)}")


def _difference(right: bytes, signed: bytes) -> None:
    """Where the two strings part."""
    pairs = zip(right, signed, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(right), len(signed)))
    start = max(at - 12, 0)
    _line("differs at", say(f"byte {at}"))
    _line("  right", _short(right[start : at + 28]))
    _line("  signed", _short(signed[start : at + 28]))


def _finding(finding: debugger.Finding) -> None:
    screen = output.console()
    mark = ("✗ ", "bold red") if finding.severity == "problem" else ("! ", "yellow")
    says = f"{printable(say(finding.says))}{say('.')}"
    screen.print(Text.assemble(mark, (f"{finding.name}: ", "bold"), says), soft_wrap=not screen.is_terminal)
    if finding.remedy:
        remedy = Text(printable(say(finding.remedy)), style="italic")
        if screen.is_terminal:
            screen.print(Padding(remedy, (0, 0, 0, 2)))
        else:
            screen.print(Text("  ").append(remedy), soft_wrap=True)


def _short(value: bytes) -> str:
    text = debugger.visible_line(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(value)} bytes)"
