"""What is asked, and what came of it."""

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import attrs
from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    RateLimitError,
    RealnameError,
    RequestError,
)
from realname.core.model import Request, masked
from realname.core.operation import Operation
from realname.core.outcome import Outcome
from realname.core.retry import may_repeat

AnswerT = TypeVar("AnswerT", bound=Answer)

_OF_THE_CALLER = (AuthenticationError, AccessDeniedError, RateLimitError)
"""Refusals that say nothing of the item: they go away when the caller's settings or quota change."""


@frozen
class Item:
    """One call to make.

    Attributes:
        key: tells it from the others: the number of its line, where it comes from a file.
        arguments: what the client's method takes, by its Python names.
        fields: what to repeat beside the result.
    """

    key: Hashable
    arguments: Mapping[str, Any] = field(repr=False)
    fields: Mapping[str, object] = field(factory=dict, repr=False)


@frozen(kw_only=True)
class Result(Generic[AnswerT]):
    """What came of one item: an answer, or the error of its last call.

    Attributes:
        item: what was asked.
        answer: the answer; None if there is none.
        error: why there is none; None if there is one.
        request_id: the provider's id of the last exchange, if it sent one.
        calls: how often it was called.
        outcome_unknown: whether the provider may have acted on one of the calls although no answer says so.
    """

    operation: Operation[Any, AnswerT] = field(repr=False)
    item: Item
    answer: AnswerT | None = field(default=None, repr=masked)
    error: RealnameError | None = None
    request_id: str | None = None
    calls: int = 1
    outcome_unknown: bool = False

    @property
    def key(self) -> Hashable:
        """The item's key."""
        return self.item.key

    @property
    def outcome(self) -> Outcome | None:
        """What is said of the person or organization; None if the answer is not about a verification."""
        return self.error.outcome if self.error else getattr(self.answer, "outcome", None)

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, or the provider's decision came as an error."""
        return self.error is None or self.error.outcome is not Outcome.UNKNOWN

    @property
    def retryable(self) -> bool:
        """Whether the same call may succeed later and may be made again: never where it might act twice."""
        return self.error is not None and may_call_again(self.error, self.operation) and not self._might_act_twice

    @property
    def asks_again(self) -> bool:
        """Whether the next run asks again: not after an answer, a refusal of this very item, or what may have acted."""
        is_refused = isinstance(self.error, ApiError) and not isinstance(self.error, _OF_THE_CALLER)
        is_final = isinstance(self.error, RequestError) or (is_refused and not self.retryable)
        return not (self.is_answered or self._might_act_twice or is_final)

    @property
    def _might_act_twice(self) -> bool:
        return self.outcome_unknown and self.operation.retry != "safe"

    def to_record(self, *, with_answer: bool = False) -> dict[str, Any]:
        """The result as JSON types, one line of an `Output`.

        It holds no personal data but what the item's `fields` repeat: the outcome, ids that the contract does not call
        sensitive, and of an error its kind and code.

        Args:
            with_answer: also the answer's documented fields. These are personal data.
        """
        outcome = self.outcome
        record: dict[str, Any] = {"line": self.key, "outcome": None if outcome is None else outcome.value}
        record["ids"] = _ids(self)
        if self.item.fields:
            record["fields"] = dict(self.item.fields)
        record["request_id"] = self.request_id
        if self.error is not None:
            record["error"] = {
                "kind": type(self.error).__name__,
                "code": _code(self.error),
                "http_status": self.error.http_status,
                "retryable": self.retryable,
                "outcome_unknown": self.outcome_unknown,
                "asks_again": self.asks_again,
            }
        if with_answer:
            record["answer"] = None if self.answer is None else self.answer.to_wire()
        return record


def may_call_again(error: RealnameError, operation: Operation[Any, Any]) -> bool:
    """Whether a call that failed so may be made again: what acts only where this one certainly did not."""
    if may_repeat(error, operation.retry):
        return True
    is_passing = bool(getattr(error, "retryable", False))
    return is_passing and (operation.retry == "safe" or not error.outcome_unknown)


def _code(error: RealnameError) -> str | None:
    """The provider's code, if it reads like one: anything else that it wrote may be about a person."""
    code = error.code if isinstance(error, ApiError) else None
    return code if code is None or re.fullmatch(r"[\w.,: -]{1,80}", code, re.ASCII) else "unreadable"


def _ids(result: Result[Any]) -> dict[str, object]:
    """What one looks an item up by, under wire names: arguments, and fields of the answer, that are ids."""
    named = {f.name: f for f in attrs.fields(cast("type[attrs.AttrsInstance]", result.operation.request))}
    asked = {
        named[name].metadata["wire"]: value
        for name, value in result.item.arguments.items()
        if name in named and _is_id(named[name], value)
    }
    if result.error is not None:
        asked |= {named[name].metadata["wire"]: value for name, value in result.error.sent_ids.items()}
    given = _ids_in(result.answer, "")
    return asked | {path: value for path, value in given if asked.get(path.rpartition(".")[2]) != value}


def _ids_in(value: object, path: str) -> Iterator[tuple[str, object]]:
    if not isinstance(value, Answer | Request):
        return
    for inner in attrs.fields(cast("type[attrs.AttrsInstance]", type(value))):
        content, place = getattr(value, inner.name), f"{path}.{inner.metadata['wire']}".lstrip(".")
        if _is_id(inner, content):
            yield place, content
        elif inner.repr is not masked:
            yield from _ids_in(content, place)


def _is_id(field: "attrs.Attribute[Any]", value: object) -> bool:
    is_named_so = field.name == "id" or field.name.endswith("_id")
    return is_named_so and field.repr is not masked and isinstance(value, str | int) and not isinstance(value, bool)
