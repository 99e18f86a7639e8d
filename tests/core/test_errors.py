"""The error tree: what is in it, what its texts say, and that it survives being sent to another process."""

import inspect
import pickle
from typing import Any

import httpx
import pytest

import realname
from realname import Outcome
from realname.core import errors
from realname.core.reply import RawReply, Verification

TREE: dict[str, type[Exception]] = {
    name: item
    for name, item in vars(errors).items()
    if inspect.isclass(item) and issubclass(item, Exception) and not name.startswith("_")
}


def test_every_error_is_exported() -> None:
    """What can be raised can be caught by a name of the package."""
    assert TREE.keys() <= set(realname.__all__)


def test_the_drawn_tree_is_the_real_one() -> None:
    """The module's docstring draws each error below its parent."""
    depth: dict[int, str] = {}
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        name = next((word for word in line.split() if word.endswith("Error")), None)
        if name is None or not line.startswith(" " * 4):
            continue
        level = line.index(name)
        parents = [depth[column] for column in sorted(depth) if column < level]
        drawn[name] = parents[-1] if parents else "Exception"
        depth = {column: known for column, known in depth.items() if column < level} | {level: name}
    real = {
        name: next(base.__name__ for base in item.__mro__[1:] if not base.__name__.startswith("_"))
        for name, item in TREE.items()
    }

    assert real == drawn


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            realname.ServerError("it broke", operation="query", request_id="trace-1", remedy="Try again."),
            "[trace-1] query: it broke. Try again.",
        ),
        (realname.ApiError("it broke", operation="query"), "query: it broke."),
    ],
    ids=["with request id", "without"],
)
def test_a_text_tells_what_to_quote_and_what_was_called(error: realname.RealnameError, text: str) -> None:
    """Whoever reads the log at night finds the request id first, if the provider sent one, and the operation."""
    assert text == str(error)


def test_a_request_error_is_a_value_error() -> None:
    """Code that guards its input against ValueError needs no new clause."""
    with pytest.raises(ValueError, match="too long"):
        raise realname.RequestError("too long")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (realname.RejectedError("no"), Outcome.REJECTED),
        (realname.PendingError("not yet"), Outcome.PENDING),
        (realname.ServerError("down"), Outcome.UNKNOWN),
        (realname.SignatureError("forged"), Outcome.UNKNOWN),
        (realname.UndecidedError("neither"), Outcome.UNKNOWN),
        (realname.WaitTimeoutError("too long"), Outcome.UNKNOWN),
    ],
    ids=lambda item: type(item).__name__,
)
def test_an_error_knows_what_it_says_of_the_person(error: realname.RealnameError, outcome: Outcome) -> None:
    """Nothing, unless it is about that."""
    assert outcome is error.outcome


@pytest.mark.parametrize(
    "error",
    [
        realname.ConfigurationError("w", setting="private_key", remedy="r"),
        realname.RequestError("w", field="bizId", limit="text", document="d", operation="o"),
        realname.TransportError("w", outcome_unknown=False, retryable=False),
        realname.SignatureError("w", reason="missing", http_status=200),
        realname.DecodeError("w", path="$.a", paths=("$.a: x",)),
        realname.RateLimitError("w", code="C", message="m", verified=True, retryable=True, http_status=429),
        realname.RejectedError("w", code="C", verified=True, kind="rejected"),
        realname.PendingError("w", code="C"),
        realname.UndecidedError("w", remedy="r"),
        realname.WaitTimeoutError("w", operation="o"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_pickling(error: realname.RealnameError) -> None:
    """Task queues and process pools send errors as pickles."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert (type(error), str(error), vars(error)) == (type(copy), str(copy), vars(copy))


REPLY = RawReply[object](
    parsed="MARKER",
    http=httpx.Response(403, request=httpx.Request("GET", "https://x/", headers={"Authorization": "MARKER"})),
    request_id=None,
    verification=Verification.UNSIGNED,
)


@pytest.mark.parametrize(
    "error",
    [
        realname.AccessDeniedError("no", reply=REPLY),
        realname.RejectedError("no", reply=REPLY),
        realname.UndecidedError("neither", answer="MARKER"),
        realname.WaitTimeoutError("too long", answer="MARKER"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_pickled_error_leaves_exchange_and_answer_behind(error: Any) -> None:
    """The one holds the signature that was sent, the other a person's data; neither belongs into a result store."""
    dumped = pickle.dumps(error)

    assert error.reply if hasattr(error, "reply") else error.answer
    assert b"MARKER" not in dumped
    assert {None} == {vars(pickle.loads(dumped)).get(name) for name in ("reply", "answer")}  # noqa: S301  our own bytes
