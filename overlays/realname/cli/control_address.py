"""The control address of a running sandbox: what every command that asks or steers one goes through."""

import inspect
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Final, Self, TypeVar
from urllib.parse import urlsplit

import httpx
import typer

from realname.cli import environment, exits
from realname.cli.arguments import keyword, take
from realname.core.errors import ApiError, ConfigurationError, DecodeError, TransportError
from realname.testing.control_variables import CONTROL_TOKEN, CONTROL_URL

T = TypeVar("T")

_HOST_AND_PORT: Final = re.compile(r"[\w.:\[\]-]+", re.ASCII)
_START: Final = "realname sandbox --write-env sandbox.env"
_STEP: Final = 10.0
"""Seconds for each network step. Something is sent over an open stream of events more often than each minute."""
_BETWEEN_EVENTS: Final = 60.0
_LARGEST_EVENT: Final = 1 << 20
_LONGEST_REASON: Final = 2000
"""Characters of what the sandbox says that are shown."""

_ENV_FILE: Final = (
    "The file that the running sandbox wrote (--write-env). Without it, the environment names the sandbox."
)
_ADDRESS: Final = f"The control address that the sandbox printed; by default {CONTROL_URL}."
_TOKEN: Final = f"Its token. Other users see it in the list of processes: better set {CONTROL_TOKEN}."
_OPTIONS: Final = {
    name: Annotated[kind | None, typer.Option(metavar=metavar, help=text, rich_help_panel="Which sandbox")]
    for name, kind, metavar, text in (
        ("env_file", Path, "FILE", _ENV_FILE),
        ("control_url", str, "URL", _ADDRESS),
        ("control_token", str, "TOKEN", _TOKEN),
    )
}


class ControlAddress:
    """A running sandbox, for whoever has its token, until the context ends. Its repr does not show the token.

    Args:
        url: scheme, host and port; also the address of its page, which holds the token.
        token: None if the address or the environment holds it.

    Raises:
        ConfigurationError: they cannot be right.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address or not _HOST_AND_PORT.fullmatch(parts.netloc) or parts.path not in ("", "/") or parts.query:
            remedy = "Write it as the sandbox printed it: http://127.0.0.1:9003."
            raise ConfigurationError("the control address is no such address", setting="control_url", remedy=remedy)
        token = token or parts.fragment.removeprefix("token=") or os.environ.get(CONTROL_TOKEN, "")
        if not re.fullmatch(r"[!-~]+", token):
            state = "holds what no token does" if token else "is not known"
            remedy = f"Pass the sandbox's --env-file, or set {CONTROL_TOKEN}."
            raise ConfigurationError(f"the control token {state}", setting="control_token", remedy=remedy)
        self._shown = f"{parts.scheme}://{parts.netloc}"
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=self._shown, headers=headers, timeout=_STEP, trust_env=False)

    @classmethod
    def found(cls, env_file: Path | None, url: str | None = None, token: str | None = None) -> Self:
        """The sandbox that is named: by the arguments, or by the file, or by the environment.

        Raises:
            ConfigurationError: none is, or the file cannot be read.
        """
        environment.load(env_file)
        url = url or os.environ.get(CONTROL_URL)
        if not url:
            remedy = (
                f"Start one with `{_START}` and pass --env-file sandbox.env here, "
                f"or set {CONTROL_URL} and {CONTROL_TOKEN}."
            )
            raise ConfigurationError("no sandbox is named", setting="control_url", remedy=remedy)
        return cls(url, token)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def do(
        self, kind: type[T], action: str, arguments: Mapping[str, object] | None = None, *, is_slow: bool = False
    ) -> T:
        """Carry out an action and return its value.

        Args:
            kind: what the value has to be.
            action: as the methods of the sandbox and its gateways are called.
            arguments: of the action.
            is_slow: whether it may take as long as it takes.

        Raises:
            TransportError: nothing answers at the address.
            DecodeError: what answers there is no sandbox.
            ApiError: the sandbox says no.
        """
        content = json.dumps(arguments or {}).encode()
        timeout = httpx.Timeout(_STEP, read=None if is_slow else _STEP)
        with self._answering():
            answer = self._client.post(f"/{action}", content=content, timeout=timeout)
        value = self._value(answer)
        if not isinstance(value, kind):
            raise self._stranger()
        return value

    def read(self, path: str, understand: Callable[[Any], T]) -> T:
        """What stands at a path, as `understand` makes it of the JSON; raises as `do` does."""
        with self._answering():
            answer = self._client.get(path)
        return self.understood(self._value(answer), understand)

    def events(self) -> Iterator[tuple[str, Any]]:
        """What happens, as names of events and their data, until the stream ends; raises as `do` does.

        The first is `open`: what happens after it is told.
        """
        waiting = httpx.Timeout(_STEP, read=_BETWEEN_EVENTS)
        with self._answering(), self._client.stream("GET", "/events", timeout=waiting) as answer:
            if answer.headers.get("content-type", "").partition(";")[0] != "text/event-stream":
                answer.read()
                self._value(answer)
                raise self._stranger()
            yield "open", None
            left = b""
            for piece in answer.iter_bytes():
                *blocks, left = (left + piece).split(b"\n\n")
                if len(left) > _LARGEST_EVENT:
                    raise self._stranger()
                for block in blocks:
                    if not block.startswith(b":"):
                        yield self.understood(block, _event)

    def understood(self, value: Any, understand: Callable[[Any], T]) -> T:
        """What `understand` makes of a value.

        Raises:
            DecodeError: it cannot, as the value is none of a sandbox.
        """
        try:
            return understand(value)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError):
            problem = self._stranger()
        raise problem

    def _value(self, answer: httpx.Response) -> Any:
        value = self.understood(answer.content, json.loads)
        if answer.status_code == httpx.codes.OK:
            return value
        says = value.get("error") if isinstance(value, dict) else None
        if not isinstance(says, str):
            raise self._stranger()
        is_stranger = answer.status_code == httpx.codes.UNAUTHORIZED
        remedy = "The token belongs to another sandbox, perhaps an earlier one: pass the --env-file of this one."
        what = f"the sandbox says no: {says[:_LONGEST_REASON].removesuffix('.')}"
        raise ApiError(what, http_status=answer.status_code, remedy=remedy if is_stranger else "")

    def _stranger(self) -> DecodeError:
        remedy = "Does the address belong to another program by now? Pass the --env-file of the sandbox that runs."
        return DecodeError(f"what answers at {self._shown} is no sandbox", remedy=remedy)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Say of what fails no more than its kind: an error of httpx holds the request, and so the token."""
        try:
            yield
        except (httpx.HTTPError, httpx.StreamError) as error:
            says = f"the sandbox at {self._shown} does not answer ({type(error).__name__})"
        else:
            return
        raise TransportError(says, remedy=f"Does it still run? Start one with `{_START}`, and pass its --env-file.")


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options that say which sandbox is meant, which becomes its first argument."""

    def run(env_file: Path | None, control_url: str | None, control_token: str | None, **given: Any) -> None:
        with exits.reporting(), ControlAddress.found(env_file, control_url, control_token) as sandbox:
            command(sandbox, **given)

    _, *own = inspect.signature(command).parameters.values()
    take(run, [*own, *(keyword(name, annotation) for name, annotation in _OPTIONS.items())])
    return run


def _event(block: bytes) -> tuple[str, Any]:
    lines = dict(line.split(": ", 1) for line in block.decode().split("\n"))
    return lines["event"], json.loads(lines["data"])
