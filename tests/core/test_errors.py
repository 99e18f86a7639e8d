"""The error tree: what is in it, what its texts say, and that it survives being sent to another process."""

import inspect
import pickle

import httpx
import pytest

import realname
from realname.core import errors
from realname.core.reply import RawReply, Verification


def test_every_error_is_exported() -> None:
    """What can be raised can be caught by a name of the package."""
    tree = {name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, Exception)}

    assert tree <= set(realname.__all__)


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
        name: item.__bases__[0].__name__
        for name, item in vars(errors).items()
        if inspect.isclass(item) and issubclass(item, Exception)
    }

    assert real == drawn


def test_a_text_starts_with_the_request_id_and_names_the_operation() -> None:
    """Whoever reads the log at night finds what to quote and what was called."""
    error = realname.ServerError("it broke", operation="query", request_id="trace-1", remedy="Try again.")

    assert "[trace-1] query: it broke. Try again." == str(error)


def test_a_text_without_request_id_starts_with_the_operation() -> None:
    """A provider that sends no id leaves no empty brackets."""
    assert "query: it broke." == str(realname.ApiError("it broke", operation="query"))


def test_a_request_error_is_a_value_error() -> None:
    """Code that guards its input against ValueError needs no new clause."""
    with pytest.raises(ValueError, match="too long"):
        raise realname.RequestError("too long")


@pytest.mark.parametrize(
    "error",
    [
        realname.ConfigurationError("w", setting="private_key", remedy="r"),
        realname.RequestError("w", field="bizId", limit="text", document="d", operation="o"),
        realname.TransportError("w", outcome_unknown=False),
        realname.SignatureError("w", reason="missing", http_status=200),
        realname.DecodeError("w", path="$.a", paths=("$.a: x",)),
        realname.RateLimitError("w", code="C", message="m", verified=True, retryable=True, http_status=429),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_pickling(error: realname.RealnameError) -> None:
    """Task queues and process pools send errors as pickles."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert (type(error), str(error), vars(error)) == (type(copy), str(copy), vars(copy))


def test_a_pickled_api_error_leaves_the_exchange_behind() -> None:
    """The exchange holds the signature that was sent, which must not end up in a result store."""
    reply = RawReply[object](
        parsed=None,
        http=httpx.Response(403, request=httpx.Request("GET", "https://x/", headers={"Authorization": "MARKER"})),
        request_id=None,
        verification=Verification.UNSIGNED,
    )

    dumped = pickle.dumps(realname.AccessDeniedError("no", reply=reply))

    assert b"MARKER" not in dumped
    assert pickle.loads(dumped).reply is None  # noqa: S301  our own bytes
