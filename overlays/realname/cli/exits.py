"""Exit codes, and errors as a person at a terminal reads them, and as a program does."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile
from typing import Final

import typer

from realname.cli import failures, output
from realname.core import errors
from realname.core.printable import printable
from realname.language import chosen, say

ANSWERED: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
NOT_AUTHENTIC: Final = 3
NO_ANSWER: Final = 4
NOT_THE_CONTRACT: Final = 5

EPILOG: Final = (
    "Exit codes: 0 an answer, or all is well; 1 the provider (or the sandbox) refused, or a check found something; 2 "
    "wrong usage or configuration; 3 the answer is not authentic; 4 no complete answer; 5 the answer is not what the "
    "contract says."
)
POINTER: Final = "What the exit codes mean: realname --help."

_CODES: Final[dict[int, tuple[type[errors.RealnameError], ...]]] = {
    REFUSED: (errors.ApiError,),
    USAGE: (errors.ConfigurationError, errors.RequestError),
    NOT_AUTHENTIC: (errors.SignatureError,),
    NO_ANSWER: (errors.TransportError, errors.WaitTimeoutError),
    NOT_THE_CONTRACT: (errors.DecodeError, errors.UndecidedError),
}
_JSON: Final = frozenset({"--json", "--raw"})
_FOR_PROGRAMS: Final = re.compile(r" ?[^.;]*(; it is)? in the error's \w+ attribute\.")
"""Of a remedy: where Python finds the provider's words. There is no attribute on a command line."""

_tells_programs = False


def answer_to(words: Sequence[str]) -> None:
    """Tell failures from now on as this command line wants them: with --json or --raw, to programs as well."""
    global _tells_programs
    _tells_programs = not _JSON.isdisjoint(takewhile(lambda word: word != "--", words))


@contextmanager
def reporting(*, show_personal: bool | None = None) -> Iterator[None]:
    """Turn an error of ours into lines on standard error and the exit code that stands for it.

    Args:
        show_personal: also print the provider's own words, which may hold personal data; None where the command has no
            such option.
    """
    try:
        yield
    except errors.RealnameError as error:
        code = code_of(error)
        tell_programs(failures.of_error(error, code, show_personal=bool(show_personal)))
        _tell(error, show_personal=show_personal)
    except ModuleNotFoundError as error:
        if "realname[" not in str(error):
            raise
        code = USAGE
        tell_programs(failures.of_usage(str(error), code))
        warn(str(error))
    else:
        return
    raise typer.Exit(code)


def code_of(error: errors.RealnameError) -> int:
    """The exit code that stands for an error."""
    return next(code for code, kinds in _CODES.items() if isinstance(error, kinds))


def tell_programs(failure: Mapping[str, object]) -> None:
    """Print a failure on one line of standard output, if it is to be told to programs."""
    if _tells_programs:
        with suppress(OSError):  # nobody reads it
            output.document_line(failure)


def _tell(error: errors.RealnameError, *, show_personal: bool | None) -> None:
    words = error.message if isinstance(error, errors.ApiError) else None
    remedy = _FOR_PROGRAMS.sub("", error.remedy) if isinstance(error, errors.ApiError) else error.remedy
    stop = "。" if chosen() == "zh" else ". "
    request_id = f"[{error.request_id}] " if error.request_id else ""
    operation = f"{error.operation}: " if error.operation else ""
    line = f"{type(error).__name__}: {request_id}{operation}{say(error.args[0])}{stop}{say(remedy)}"
    note(line.rstrip())
    if words and show_personal:
        note(say("The provider's words:") + f" {words}")
    elif words and show_personal is not None:
        warn("--show-personal shows the provider's own words.")
    if isinstance(error, errors.SignatureError | errors.AuthenticationError):
        warn("To find out what differs: realname explain --help")


@contextmanager
def writing() -> Iterator[None]:
    """Tell a pipe that was closed, or a disk that is full, from a provider that refused."""
    try:
        yield
        if sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        warn(f"there is an answer, but it cannot be written ({type(error).__name__})")
        with suppress(OSError):  # the interpreter writes what is left when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NO_ANSWER) from None


def warn(text: str) -> None:
    """Print a sentence of ours on standard error, in the chosen language."""
    note(say(text))


def note(text: str) -> None:
    """Print a line on standard error, as it is."""
    if sys.stderr:  # where it is closed, print would take standard output
        print(printable(text), file=sys.stderr)
