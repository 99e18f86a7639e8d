"""Exit codes, and errors as a person at a terminal reads them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import typer

from realname.core import errors
from realname.core.printable import printable

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

_CODES: Final[dict[int, tuple[type[errors.RealnameError], ...]]] = {
    REFUSED: (errors.ApiError,),
    USAGE: (errors.ConfigurationError, errors.RequestError),
    NOT_AUTHENTIC: (errors.SignatureError,),
    NO_ANSWER: (errors.TransportError, errors.WaitTimeoutError),
    NOT_THE_CONTRACT: (errors.DecodeError, errors.UndecidedError),
}


@contextmanager
def reporting(*, show_personal: bool = False) -> Iterator[None]:
    """Turn an error of ours into lines on standard error and the exit code that stands for it.

    Args:
        show_personal: also print the provider's own words, which may hold personal data.
    """
    try:
        yield
    except errors.RealnameError as error:
        warn(f"{type(error).__name__}: {error}")
        if isinstance(error, errors.ApiError) and error.message and show_personal:
            warn(f"The provider's words: {error.message}")
        if isinstance(error, errors.SignatureError | errors.AuthenticationError):
            warn("To find out what differs: realname explain --help")
        code = next(code for code, kinds in _CODES.items() if isinstance(error, kinds))
    except ModuleNotFoundError as error:
        if "realname[" not in str(error):
            raise
        warn(str(error))
        code = USAGE
    else:
        return
    raise typer.Exit(code)


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
    """Print a line on standard error."""
    if sys.stderr:  # where it is closed, print would take standard output
        print(printable(text), file=sys.stderr)
