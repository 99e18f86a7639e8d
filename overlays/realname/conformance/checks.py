"""The checks of a conformance run: four of our own, registered with Schemathesis while a run lasts.

- `authentic_answer`: the answer is signed by the provider.
- `documented_answer`: status, media type and body are those of the contract.
- `envelope`: the verdict fits the request. A valid request is not refused for its form, an invalid one is; a refusal of
  the operation itself, such as an unknown flow, is neither.
- `refuses_forgery`: the same request forged in every way is refused for its signature.

Schemathesis' checks of refusals go by the HTTP status, which none of the three gateways means in that way.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import requests
from attrs import define, field
from schemathesis import Case, CheckContext, Response
from schemathesis.core.failures import Failure, FailureGroup

from realname.conformance.contract import Contract, Difference, Expectation, Operation
from realname.conformance.exchange import Meter, StoppedError, as_httpx, as_httpx_response, body, target
from realname.conformance.forgery import forgeries
from realname.conformance.gateways import Gateway, Outcome
from realname.core import wire
from realname.core.auth import SigningAuth
from realname.core.errors import DecodeError, SignatureError
from realname.core.reply import Verification

Check = Callable[[CheckContext, Response, Case[Any]], bool | None]
Breaches = Iterator[tuple[str, str]]
"""Names of breaches, each with what it looks like."""
Judge = Callable[[Response, Operation], Breaches]

_ANSWER_NAMES = {"required": "missing_required_field", "type": "wrong_type", "enum": "undocumented_enum_value"}
_REQUEST_NAMES = {"required": "accepts_missing_field", "maxLength": "accepts_over_long_value"}


class BreachFailure(Failure):
    """A breach of the contract, by name. Its text holds no value that was sent or answered."""

    __slots__ = ("check",)

    def __init__(self, check: str, operation: str, name: str, detail: str) -> None:
        super().__init__(operation=operation, title=name, message=detail)
        self.check = check


@define(kw_only=True)
class Exchanges:
    """What a run knows while it runs: how to judge an exchange, and what it has counted.

    Attributes:
        gateway: the provider.
        contract: its contract.
        owner: signs as the owner of the credentials.
        stranger: signs as somebody else; None if requests are not to be forged.
        meter: counts every request.
        timeout: seconds for each network step of a forged request.
        session: sends the forged requests.
        expectations: cases by what the contract says of them.
        trusted: whether the gateway has taken the credentials.
    """

    gateway: Gateway
    contract: Contract
    owner: SigningAuth
    stranger: SigningAuth | None
    meter: Meter
    timeout: float
    session: requests.Session
    expectations: Counter[Expectation] = field(factory=Counter)
    trusted: bool = False

    def checks(self) -> tuple[Check, ...]:
        """The checks of this run, as Schemathesis takes them."""
        judges: list[Judge] = [self.documented_answer, self.envelope]
        if self.gateway.SIGNS_ANSWERS:
            judges.insert(0, self.authentic_answer)
        if self.stranger is not None:
            judges.append(self.refuses_forgery)
        return tuple(map(self._check, judges))

    def admit(self, response: Response) -> None:
        """End the run if the gateway does not let us in: that says nothing about the contract."""
        status, document = response.status_code, _document(response)
        outcome = self.gateway.outcome(status, document)
        if outcome is Outcome.BARRED or (outcome is Outcome.CREDENTIALS and not self.trusted):
            self.meter.stop(f"the gateway {outcome.value} ({self._told(status, document)})")
        else:
            self.trusted = True

    def _check(self, judge: Judge) -> Check:
        def check(_: CheckContext, response: Response, case: Case[Any]) -> bool | None:
            if self.meter.stopped is not None:
                return True
            operation = self.contract.operations[case.operation.definition.raw["operationId"]]
            if found := list(judge(response, operation)):
                raise FailureGroup([BreachFailure(check.__name__, operation.operation_id, *breach) for breach in found])
            return None

        check.__name__ = judge.__name__
        return check

    def authentic_answer(self, response: Response, operation: Operation) -> Breaches:
        """The provider's signature is there and belongs to the answer."""
        status = response.status_code
        answer = as_httpx_response(status, response.headers, response.content)
        try:
            verification = self.owner.verify(as_httpx(response.request), answer)
        except SignatureError as error:
            if error.reason == "missing":
                yield "unsigned_answer", f"an answer without a whole signature (HTTP {status})"
            else:
                yield "wrong_signature", f"a signature that is not that of the configured key (HTTP {status})"
        else:
            outcome = self.gateway.outcome(status, _document(response))
            if verification is Verification.UNSIGNED and outcome in (Outcome.SUCCESS, Outcome.BUSINESS):
                yield "unsigned_answer", f"an answer of the operation itself without a signature (HTTP {status})"

    def documented_answer(self, response: Response, operation: Operation) -> Breaches:
        """The answer is one that the contract describes."""
        status = response.status_code
        expected = operation.expectation(target(response.request), body(response.request))
        if status == 404 and expected is Expectation.INVALID:
            return  # an argument in the path, so wrong that no route matches
        if not operation.documents(status):
            yield "undocumented_status", f"HTTP {status}"
            return
        media_type = response.headers.get("content-type", [""])[0].partition(";")[0].strip().lower()
        if media_type != "application/json" and status not in self.gateway.UNTYPED_STATUSES:
            yield "wrong_content_type", f"an answer that does not call itself JSON (HTTP {status})"
        try:
            document = wire.parse(response.content)
        except DecodeError as error:
            yield "not_json", f"{error.args[0]} (HTTP {status})"
            return
        for difference in operation.answer_differences(status, document):
            yield _answer_name(difference), f"{difference} (HTTP {status})"

    def envelope(self, response: Response, operation: Operation) -> Breaches:
        """The verdict fits what was asked."""
        status, document = response.status_code, _document(response)
        outcome, told = self.gateway.outcome(status, document), self._told(status, document)
        sent = target(response.request), body(response.request)
        expected = operation.expectation(*sent)
        self.expectations[expected] += 1
        if outcome is Outcome.FAILED:
            yield "server_error", f"a failure of the gateway itself ({told})"
        elif outcome is Outcome.CREDENTIALS:
            yield "refuses_valid_request", f"a request with a genuine signature was refused for it ({told})"
        elif expected is Expectation.VALID and outcome is Outcome.CONTRACT:
            yield "refuses_valid_request", f"a request that the contract allows was refused ({told})"
        elif expected is Expectation.INVALID and outcome is not Outcome.CONTRACT:
            differences = operation.request_differences(*sent)
            names = {_request_name(difference) for difference in differences}
            name = names.pop() if len(names) == 1 else "accepts_invalid_value"
            places = ", ".join(str(difference).replace("$.", "", 1) for difference in differences)
            yield name, f"a request in which {places} was not refused ({told})"

    def refuses_forgery(self, response: Response, operation: Operation) -> Breaches:
        """No forged variant of the request is taken for genuine."""
        if self.stranger is None:
            return
        variants = forgeries(
            response.request,
            path=operation.path,
            owner=self.owner,
            stranger=self.stranger,
            security=self.contract.security,
        )
        for forgery in variants:
            try:
                self.meter.take()
            except StoppedError:
                return  # what was found so far counts; the next case ends the run
            answer = self.session.send(forgery.request, timeout=self.timeout, allow_redirects=False)
            status, document = answer.status_code, _parsed(answer.content)
            outcome = self.gateway.outcome(status, document)
            if outcome is Outcome.FAILED:
                yield "server_error", f"{forgery.what} made the gateway fail ({self._told(status, document)})"
            elif outcome is not Outcome.BARRED and not self.gateway.refuses_forgery(
                status, document, incomplete=forgery.incomplete
            ):
                told = self._told(status, document)
                yield forgery.breach, f"{forgery.what} was not refused for its signature ({told})"

    def _told(self, status: int, document: object) -> str:
        code = self.gateway.code(status, document)
        if code is None:
            return f"HTTP {status}, success"
        return f"HTTP {status}" if code == str(status) else f"HTTP {status}, {self.gateway.readable(code)}"


def _document(response: Response) -> object:
    return _parsed(response.content)


def _parsed(content: bytes) -> object:
    try:
        return wire.parse(content)
    except DecodeError:
        return None


def _answer_name(difference: Difference) -> str:
    if difference.null and difference.rule in ("type", "enum", "const"):
        return "null_where_forbidden"
    return _ANSWER_NAMES.get(difference.rule, "undocumented_value")


def _request_name(difference: Difference) -> str:
    return "accepts_missing_field" if difference.null else _REQUEST_NAMES.get(difference.rule, "accepts_invalid_value")
