"""The checks of a run: four of our own, registered with Schemathesis while it lasts.

- `authentic_answer`: the answer is signed by the provider.
- `documented_answer`: status, media type and body are those of the contract.
- `envelope`: the verdict fits the request. A valid request is not refused for its form, an invalid one is; a refusal of
  the operation itself, such as an unknown flow, is neither.
- `refuses_forgery`: the same request forged in every way is refused for its signature; every documented example, and
  the first drawn ones of each operation.

Schemathesis' checks of refusals go by the HTTP status, which no gateway here means in that way.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, evolve, field
from schemathesis import Case, CheckContext, Response
from schemathesis.core.failures import Failure, FailureGroup

from realname.core import wire
from realname.core.auth import SigningAuth
from realname.core.errors import DecodeError, SignatureError
from realname.core.reply import Verification
from realname.testing.conformance.expectations import Expectation, expected, parsed
from realname.testing.conformance.forgery import forgeries
from realname.testing.conformance.subject import Reaction, Reading, Subject
from realname.testing.conformance.transport import Exchange, Line, Meter, StoppedError, as_httpx, body
from realname.testing.contract import JSON, Contract, Difference, Operation

Check = Callable[[CheckContext, Response, Case[Any]], bool | None]
Breaches = Iterator[tuple[str, str]]
"""Names of breaches, each with what it looks like."""

_ANSWER_NAMES = {"required": "missing_required_field", "type": "wrong_type", "enum": "undocumented_enum_value"}
_REQUEST_NAMES = {"required": "accepts_missing_field", "maxLength": "accepts_over_long_value"}

_FORGED = 5
"""Of an operation's drawn cases, how many are forged: the signature does not care what they ask."""


class BreachFailure(Failure):
    """A breach of the contract, by name. Its text holds no value that was sent or answered."""

    __slots__ = ("check",)

    def __init__(self, check: str, operation: str, name: str, detail: str) -> None:
        super().__init__(operation=operation, title=name, message=detail)
        self.check: str = check


@define(kw_only=True)
class Exchanges:
    """What a run knows while it runs: how to judge an exchange, and what it has counted.

    Attributes:
        subject: the provider.
        contract: judges requests.
        answers: the same contract, as it judges answers.
        owner: signs as the owner of the credentials.
        stranger: signs as somebody else; None if requests are not to be forged.
        meter: counts every request.
        line: the way to the gateway.
        expectations: cases by what the contract says of them.
        succeeded: operations of which a success was seen.
        trusted: whether the gateway has taken the credentials.
        drawn: whether the present case holds values that no document shows.
        forged: how many such cases of an operation were forged.
    """

    subject: Subject
    contract: Contract
    answers: Contract
    owner: SigningAuth
    stranger: SigningAuth | None
    meter: Meter
    line: Line
    expectations: Counter[Expectation] = field(factory=Counter)
    succeeded: set[str] = field(factory=set)
    trusted: bool = False
    drawn: bool = False
    forged: Counter[str] = field(factory=Counter)

    def checks(self) -> tuple[Check, ...]:
        """The checks of this run, as Schemathesis takes them."""
        judges = [self.documented_answer, self.envelope]
        if self.contract.signed:
            judges.insert(0, self.authentic_answer)
        if self.stranger is not None:
            judges.append(self.refuses_forgery)
        return tuple(map(self._check, judges))

    def admit(self, case: Case[Any]) -> None:
        """End the run if the gateway does not let us in: that says nothing about the contract."""
        operation = self._operation(case)
        self.drawn = case.meta is not None and case.meta.phase.name.value != "examples"
        if self.line.last is None:
            return
        read = self._read(self.line.last, operation)
        if read.reaction is Reaction.BARRED or (read.reaction is Reaction.CREDENTIALS and not self.trusted):
            self.meter.stop(f"the gateway {read.reaction.value} ({read.told})")
        else:
            self.trusted = True
        if read.reaction is Reaction.SUCCESS:
            self.succeeded.add(operation.id)

    def _check(self, judge: Callable[[Exchange, Operation], Breaches]) -> Check:
        def check(_: CheckContext, __: Response, case: Case[Any]) -> bool | None:
            exchange = self.line.last
            if self.meter.stopped is not None or exchange is None:
                return True
            operation = self._operation(case)
            if found := list(judge(exchange, operation)):
                raise FailureGroup([BreachFailure(check.__name__, operation.id, *breach) for breach in found])
            return None

        check.__name__ = judge.__name__
        return check

    def authentic_answer(self, exchange: Exchange, operation: Operation) -> Breaches:
        """The provider's signature is there and belongs to the answer."""
        status = exchange.answer.status_code
        try:
            verification = self.owner.verify(as_httpx(exchange.asked), exchange.answer)
        except SignatureError as error:
            if error.reason == "missing":
                yield "unsigned_answer", f"an answer without a whole signature (HTTP {status})"
            else:
                yield "wrong_signature", f"a signature that is not that of the configured key (HTTP {status})"
            return
        reaction = self._read(exchange, operation).reaction
        if verification is Verification.UNSIGNED and reaction in (Reaction.SUCCESS, Reaction.BUSINESS):
            yield "unsigned_answer", f"an answer of the operation itself without a signature (HTTP {status})"

    def documented_answer(self, exchange: Exchange, operation: Operation) -> Breaches:
        """The answer is one that the contract describes."""
        status = exchange.answer.status_code
        if status == 404 and _expected(exchange, operation)[0] is Expectation.INVALID:
            return  # an argument in the path, so wrong that no route matches
        answer = self.answers.operations[operation.id]
        if not answer.documents(status):
            yield "undocumented_status", f"HTTP {status}"
            return
        media_type = exchange.answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != JSON and status not in self.subject.untyped:
            yield "wrong_content_type", f"an answer that does not call itself JSON (HTTP {status})"
        try:
            document = wire.parse(exchange.answer.content)
        except DecodeError as error:
            yield "not_json", f"{error.args[0]} (HTTP {status})"
            return
        for difference in answer.answer_differences(status, document):
            yield _answer_name(difference), f"{difference} (HTTP {status})"

    def envelope(self, exchange: Exchange, operation: Operation) -> Breaches:
        """The verdict fits what was asked."""
        read = self._read(exchange, operation)
        expectation, differences = _expected(exchange, operation)
        if expectation is Expectation.VALID and self.drawn and operation.copied:
            expectation = Expectation.OPEN
        self.expectations[expectation] += 1
        if read.reaction is Reaction.FAILED:
            yield "server_error", f"a failure of the gateway itself ({read.told})"
        elif read.reaction is Reaction.CREDENTIALS:
            yield "refuses_valid_request", f"a request with a genuine signature was refused for it ({read.told})"
        elif expectation is Expectation.VALID and read.reaction is Reaction.CONTRACT:
            yield "refuses_valid_request", f"a request that the contract allows was refused ({read.told})"
        elif expectation is Expectation.INVALID and read.reaction not in (Reaction.CONTRACT, Reaction.CONSENT):
            names = {_request_name(difference) for difference in differences}
            name = names.pop() if len(names) == 1 else "accepts_invalid_value"
            places = ", ".join(str(difference).replace("$.", "", 1) for difference in differences)
            yield name, f"a request in which {places} was not refused ({read.told})"

    def refuses_forgery(self, exchange: Exchange, operation: Operation) -> Breaches:
        """No forged variant of the request is taken for genuine."""
        self.forged[operation.id] += self.drawn
        if self.stranger is None or self.forged[operation.id] > _FORGED:
            return
        signers = {"owner": self.owner, "stranger": self.stranger}
        for forgery in forgeries(exchange.asked, path=operation.path, **signers, security=self.contract.security):
            try:
                self.meter.take()
            except StoppedError:
                return  # what was found so far counts; the next case ends the run
            read = self._read(self.line.exchange(forgery.request), operation)
            if read.reaction is Reaction.FAILED:
                yield "server_error", f"{forgery.what} made the gateway fail ({read.told})"
            elif read.reaction not in (Reaction.BARRED, Reaction.CREDENTIALS) and not (
                forgery.incomplete and read.code in self.subject.incomplete
            ):
                yield forgery.breach, f"{forgery.what} was not refused for its signature ({read.told})"

    def _operation(self, case: Case[Any]) -> Operation:
        return self.contract.operations[case.operation.definition.raw["operationId"]]

    def _read(self, exchange: Exchange, operation: Operation) -> Reading:
        answer = exchange.answer
        read = self.subject.read(answer.status_code, parsed(answer.content), operation.codes)
        own = operation.node.get("x-codes", {}).get(read.code, {})
        # What an operation itself calls no access is about what it was asked for, and the others may go on.
        return evolve(read, reaction=Reaction.BUSINESS) if own.get("kind") == "access" else read


def _expected(exchange: Exchange, operation: Operation) -> tuple[Expectation, list[Difference]]:
    return expected(operation, exchange.asked.path_url, body(exchange.asked))


def _answer_name(difference: Difference) -> str:
    if difference.null and difference.rule in ("type", "enum", "const"):
        return "null_where_forbidden"
    return _ANSWER_NAMES.get(difference.rule, "undocumented_value")


def _request_name(difference: Difference) -> str:
    return "accepts_missing_field" if difference.null else _REQUEST_NAMES.get(difference.rule, "accepts_invalid_value")
