"""What is told of each attempt of a call, for metrics and traces: how it ended and how long it took, and no data."""

import inspect
import logging
from collections.abc import Callable
from typing import Final, Literal, final

from attrs import frozen

from realname.core.codes import Kind
from realname.core.errors import (
    ApiError,
    ConfigurationError,
    DecodeError,
    RealnameError,
    RequestError,
    SignatureError,
    TransportError,
)

logger: logging.Logger = logging.getLogger("realname")

AttemptResult = Literal[
    "answered", "refused", "not-authentic", "not-the-contract", "no-answer", "not-sent", "interrupted"
]
"""How an attempt ended.

- `answered`: the provider carried out what was asked; what that says of a person is another matter.
- `refused`: the provider, or what stands in front of it, said no.
- `not-authentic`: an answer came, and its signature is missing or wrong.
- `not-the-contract`: an answer came, and it is not what the contract says.
- `no-answer`: the request may have arrived, and no complete answer came.
- `not-sent`: nothing can have arrived.
- `interrupted`: it was cancelled, or something else than the exchange broke it off, such as a hook of an httpx client.
"""


@final
@frozen(kw_only=True)
class Attempt:
    """One attempt of a call, as `on_attempt` of a client is told. It holds nothing that was sent or answered.

    Attributes:
        provider: ``zoloz``, ``alipay`` or ``esign``.
        operation: the name of the method, such as ``get_flow_outline``; ``call`` where no contract is used, and
            ``fetch_token`` for a token of e签宝, which is told before the attempt that it was fetched for.
        number: which attempt of the call it was, from 1; of a token, for which attempt it was fetched.
        result: how it ended, in a word; see `AttemptResult`.
        error: the class of the error that the attempt ended with, such as ``RateLimitError``; None if it was answered.
        kind: what the provider's code means, such as ``rate-limit``; None if it was not refused, or nobody knows.
        http_status: the status of the answer; None if there was none.
        duration: seconds that the attempt took: signing, sending, waiting for the answer, verifying and decoding.
        pause: seconds after which the next attempt is due; None if this was the last one.
        request_id: the provider's id of the exchange, for a log or a trace. It differs from call to call, so it is no
            label for a metric.
    """

    provider: str
    operation: str
    number: int
    result: AttemptResult
    error: str | None
    kind: Kind | None
    http_status: int | None
    duration: float
    pause: float | None
    request_id: str | None


Listener = Callable[[Attempt], object]
"""What takes an attempt. It is called in the thread or task of the call, which goes on when it returns."""


def result_of(error: BaseException) -> AttemptResult:
    """How an attempt ended that this error ended, by what the error says of this attempt alone."""
    match error:
        case ApiError():
            return "refused"
        case SignatureError():
            return "not-authentic"
        case DecodeError():
            return "not-the-contract"
        case TransportError():
            return "no-answer" if error.outcome_unknown else "not-sent"
        case RequestError() | ConfigurationError():
            return "not-sent"
        case RealnameError():
            return "no-answer"
        case _:
            return "interrupted"


@final
class Telling:
    """Tells a listener, whose own failures change no call.

    Args:
        listener: what is told.

    Raises:
        ConfigurationError: it cannot be called, or only awaited.
    """

    def __init__(self, listener: Listener) -> None:
        told: object = listener
        if not callable(told) or any(map(inspect.iscoroutinefunction, (told, type(told).__call__))):
            raise ConfigurationError(
                "on_attempt must be a function, and not an async one",
                setting="on_attempt",
                remedy="Let it put the attempt where a task of yours takes it from, such as a queue.",
            )
        self._listener: Final = listener
        self._has_failed = False

    def __call__(
        self,
        *,
        provider: str,
        operation: str,
        number: int,
        result: AttemptResult,
        duration: float,
        error: BaseException | None = None,
        pause: float | None = None,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        """Tell of an attempt. An exception of the listener is written to the log, once, without its text."""
        attempt = Attempt(
            provider=provider,
            operation=operation,
            number=number,
            result=result,
            error=None if error is None else type(error).__name__,
            kind=error.kind if isinstance(error, ApiError) else None,
            http_status=error.http_status if isinstance(error, RealnameError) else status,
            duration=duration,
            pause=pause,
            request_id=error.request_id if isinstance(error, RealnameError) else request_id,
        )
        try:
            self._listener(attempt)
        except Exception as error:  # noqa: BLE001 - whatever it is, the call has nothing to do with it
            if not self._has_failed:
                self._has_failed = True
                logger.warning("on_attempt raised %s; calls go on, and this is said once", type(error).__name__)
