"""One operation of a contract, as the generated clients name it."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.codes import Code
from realname.core.model import Request, fresh
from realname.core.outcome import Condition

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)

RetryPolicy = Literal["safe", "connect-only"]
Status = int | Literal["default"]


class Waiter(NamedTuple):
    """How to wait for an operation.

    Attributes:
        pause: seconds before the second call; later pauses are longer.
        unfinished: while an answer meets one of these conditions, there is more to wait for.
        finished: if given, what meets neither these conditions nor `unfinished` is an error.
    """

    pause: float
    unfinished: Sequence[Condition]
    finished: Sequence[Condition] = ()


@frozen(kw_only=True, eq=False)
class Operation(Generic[RequestT, AnswerT]):
    """What the call pipeline needs to know of an operation; everything comes from the contract.

    Attributes:
        name: the name of the client's method.
        method: the HTTP method.
        path: the path below the base URL, with parameters under their wire names in braces.
        sends_body: whether a request has a JSON body, be it an empty object.
        request: the model of the arguments.
        answer: the model of a success.
        failures: by HTTP status (or ``default``), the model in which the provider describes a failure.
        codes: what codes mean here, where that differs from the provider's other operations.
        binds: attribute of the answer (dotted) → argument that it must equal.
        fresh: arguments that only have to be unique: left out, they are made, and the answer tells them.
        waiter: how to wait for it; None if waiting makes no sense.
        retry: ``safe`` if the operation may be repeated: it only reads, or its page says so; ``connect-only`` if only a
            request that never left may be.
        document: address of the provider's document.
    """

    name: str
    method: str
    path: str
    sends_body: bool = False
    request: type[RequestT]
    answer: type[AnswerT]
    failures: Mapping[Status, type[Answer]] = field(factory=dict)
    codes: Mapping[str, Code] = field(factory=dict)
    binds: Mapping[str, str] = field(factory=dict)
    fresh: Sequence[str] = ()
    waiter: Waiter | None = None
    retry: RetryPolicy
    document: str

    def completed(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments with what is made where it is left out, so that a call that is made again has the same ids."""
        made = {name: fresh(arguments.get(name)) for name in self.fresh}
        return {**arguments, **made} if made else arguments

    def failure(self, status: int) -> type[Answer] | None:
        """The model that describes a failure with this status, if the contract has one."""
        return self.failures.get(status) or self.failures.get("default")
