"""Everything that can go wrong, as one tree.

::

    RealnameError
    ├── ConfigurationError      keys, settings or the base URL are wrong: at construction, never at the first call
    ├── RequestError            the arguments break the contract; nothing was sent (also a ValueError)
    ├── TransportError          no complete answer came back
    ├── SignatureError          an answer came back and is not authentic
    ├── DecodeError             the answer is authentic, but not what the contract says
    ├── UndecidedError          an answer says neither that the person is verified nor that they are not
    ├── WaitTimeoutError        what was waited for did not happen in time
    └── ApiError                the provider says no
        ├── AuthenticationError     it does not accept the credentials or the signature
        ├── AccessDeniedError       it knows the caller and refuses the operation
        ├── NotFoundError           it does not know what was asked about
        ├── RateLimitError          too many calls, or a used-up quota
        ├── ServerError             it failed on its side
        ├── RejectedError           the person or organization is not who they are said to be
        └── PendingError            it is not decided yet

The text of an error starts with the provider's request id where there is one, names the operation, and says what
happened and what to do next. It holds no personal data, no key, no signature and no text that the provider wrote.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, final

from realname.core.outcome import Outcome

if TYPE_CHECKING:
    import httpx

    from realname.core.codes import Kind
    from realname.core.reply import RawReply

SignatureReason = Literal["missing", "invalid", "unknown_certificate"]
Evidence = Literal["other_text", "own_key", "other_key", "too_old"]


class RealnameError(Exception):
    """The base of every error this package raises.

    Attributes:
        operation: the operation that was called, such as ``query_enroll_status``; None outside of a call.
        request_id: the provider's id of the exchange, to quote in a support request; None if it sent none.
        http_status: the status of the answer; None if there was no answer.
        outcome_unknown: True if the provider may have acted on the request although no verified answer says so. It is
            about the whole call: an earlier attempt counts, if it may have arrived.
        outcome: what is known of the person or organization: nothing, unless the error is about that.
        sent_ids: by the name of its argument, each id of the call that may be left out, as it was sent, such as
            ``biz_id``: made or passed, it is the same for all attempts. Empty where an operation has none.
    """

    outcome_unknown: bool = False
    outcome: Outcome = Outcome.UNKNOWN
    sent_ids: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self,
        what: str,
        *,
        remedy: str = "",
        operation: str | None = None,
        request_id: str | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(what)
        self.remedy = remedy
        self.operation = operation
        self.request_id = request_id
        self.http_status = http_status

    def __str__(self) -> str:
        request_id = f"[{self.request_id}] " if self.request_id else ""
        operation = f"{self.operation}: " if self.operation else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{request_id}{operation}{self.args[0]}.{remedy}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


@final
class ConfigurationError(RealnameError):
    """Keys, settings or the base URL cannot be right. Raised while a client is built, before any call.

    Attributes:
        setting: the argument that is wrong, such as ``private_key``.
        provider: whose setting it is, such as ``ZOLOZ``; "" if it is no provider's.
        variable: the environment variable that it was read from, or that is missing; "" for an argument.
        problem: what is wrong, without the name of the setting in front.
    """

    def __init__(self, what: str, *, setting: str = "", variable: str = "", remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.setting = setting
        self.variable: str = variable
        self.provider: str = ""
        self.problem: str = what.removeprefix(setting).lstrip(" ,") if setting else what
        self._named = setting if what.startswith(setting) else ""

    def name_setting(self, name: str, *, provider: str, variable: str = "") -> None:
        """Say whose setting it is, and where it came from.

        Args:
            name: how the text names the setting from now on, where it begins with it.
            provider: see above.
            variable: see above.
        """
        self.provider = provider
        self.variable = self.variable or variable
        if self._named:
            self.args: tuple[Any, ...] = (f"{name}{self.args[0].removeprefix(self._named)}",)
            self._named = name


@final
class RequestError(RealnameError, ValueError):
    """The arguments break the contract; nothing was sent. The offending value itself is never repeated.

    Attributes:
        field: the wire name of the field, such as ``bizId``.
        limit: what the contract allows, in words.
        document: address of the provider's document that says so.
    """

    def __init__(
        self, what: str, *, field: str = "", limit: str = "", document: str = "", operation: str | None = None
    ) -> None:
        super().__init__(what, remedy=f"See {document}" if document else "", operation=operation)
        self.field = field
        self.limit = limit
        self.document = document


@final
class TransportError(RealnameError):
    """No complete answer came back: connecting, TLS, a timeout, a cut body.

    The ``__cause__`` is what httpx or the system says of it, without query, headers and body of the request and without
    words that the other side wrote.

    Attributes:
        outcome_unknown: False only if no byte of the request can have reached the provider, at any attempt.
        retryable: False if another attempt will end in the same way: the certificate is not trusted.
    """

    def __init__(self, what: str, *, outcome_unknown: bool = True, retryable: bool = True, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.outcome_unknown = outcome_unknown
        self.retryable = retryable


class _AnswerError(RealnameError):
    """An answer came back and cannot be used."""

    outcome_unknown = True
    http: "httpx.Response | None" = None

    def capture(self, *, show_personal: bool = False) -> str:
        """The exchange as text that ``realname explain PROVIDER FILE`` takes; empty outside of a call.

        Args:
            show_personal: keep bodies, the query and signatures, with which all causes can be told. Whoever has that
                text has personal data. Without them it is fit for a log or a report.
        """
        from realname.core.capture import text  # not before a call has failed

        evidence: str | None = getattr(self, "evidence", None)
        return text(self, self.http, [evidence] if evidence else [], show_personal=show_personal)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args, {name: fact for name, fact in self.__dict__.items() if name != "http"}


@final
class SignatureError(_AnswerError):
    """The answer is not authentic, so nothing in it may be believed.

    Attributes:
        reason: ``missing`` (an answer that must be signed is not, or only half), ``invalid`` (the signature is
            malformed or does not belong to this answer) or ``unknown_certificate`` (its certificate is not configured).
        http: the answer as it came. It is private; see `DecodeError`.
        evidence: of an ``invalid`` signature, what it tells: ``other_text`` (the provider made it over another text, so
            the answer was changed on its way), ``own_key`` (made with your own private key), ``other_key``, or
            ``too_old`` (it fits, but its time is too far from the clock); None if nothing.
    """

    def __init__(
        self,
        what: str,
        *,
        reason: SignatureReason = "invalid",
        remedy: str = "",
        request_id: str | None = None,
        http_status: int | None = None,
        evidence: Evidence | None = None,
    ) -> None:
        super().__init__(what, remedy=remedy, request_id=request_id, http_status=http_status)
        self.reason: SignatureReason = reason
        self.evidence: Evidence | None = evidence


@final
class DecodeError(_AnswerError):
    """The answer is as authentic as the provider makes it, but it is not what the contract says.

    Attributes:
        path: where the first difference stands, in wire names: ``$.data.subFlows[0].status``.
        paths: the differences that were found, each with its path in front, up to a limit that the last entry names.
        http: the answer as it came, to save as a capture for ``realname explain``; None outside of a call. It is
            private: its request holds what was sent, signature included. It is left out when the error is pickled.
    """

    def __init__(
        self,
        what: str,
        *,
        path: str = "$",
        paths: tuple[str, ...] = (),
        remedy: str = "",
        request_id: str | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(what, remedy=remedy, request_id=request_id, http_status=http_status)
        self.path = path
        self.paths = paths


class ApiError(RealnameError):
    """The provider reports a failure.

    Attributes:
        code: the provider's code, as it wrote it; None if the answer has none.
        message: the provider's own words, for a person; they may hold data, so they are not in the error's text.
        verified: True if what is signed reports the failure, False if it is told by something unsigned, such as the
            status alone; None where the provider signs nothing.
        kind: what the code is about, by the contract; None if it does not have the code.
        retryable: True if the same call may succeed later. A failure told in a 200 answer is never repeated for you.
        reply: the decoded answer with the exchange it came in. It is left out when the error is pickled.
    """

    def __init__(
        self,
        what: str,
        *,
        code: str | None = None,
        message: str | None = None,
        verified: bool | None = None,
        kind: "Kind | None" = None,
        retryable: bool = False,
        outcome_unknown: bool = False,
        reply: "RawReply[object] | None" = None,
        remedy: str = "",
        operation: str | None = None,
        request_id: str | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(what, remedy=remedy, operation=operation, request_id=request_id, http_status=http_status)
        self.code = code
        self.message = message
        self.verified = verified
        self.kind = kind
        self.retryable = retryable
        self.outcome_unknown = outcome_unknown
        self.reply = reply

    def capture(self, *, show_personal: bool = False) -> str:
        """The exchange as text that ``realname explain PROVIDER FILE`` takes; empty outside of a call.

        Args:
            show_personal: keep bodies, the query and signatures, with which all causes can be told. Whoever has that
                text has personal data. Without them it is fit for a log or a report.
        """
        from realname.core.capture import text  # not before a call has failed

        facts = ["caller_refused"] if isinstance(self, AuthenticationError) else []
        return text(self, None if self.reply is None else self.reply.http, facts, show_personal=show_personal)

    def __reduce__(self) -> tuple[object, ...]:
        # The reply holds the request, and with it the signature that was sent.
        return type(self), self.args, self.__dict__ | {"reply": None}


class AuthenticationError(ApiError):
    """The provider does not accept the credentials, the signature or the time of the request."""


class AccessDeniedError(ApiError):
    """The provider knows the caller and refuses it this operation."""


class NotFoundError(ApiError):
    """The provider does not know the person or the flow that was asked about."""


class RateLimitError(ApiError):
    """Too many calls, or a quota that is used up."""


class ServerError(ApiError):
    """The provider failed on its side; nothing is wrong with the request."""


class _DecisionError(ApiError):
    """What is said of the person or organization, told as a failure or raised by ``require_verified()``.

    Attributes:
        answer: the decoded answer; None if the contract does not describe it. It is left out when the error is pickled.
    """

    def __init__(self, what: str, *, answer: object = None, **facts: Any) -> None:  # facts: what every ApiError takes
        super().__init__(what, **facts)
        self.answer: object = answer if self.reply is None else self.reply.parsed

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args, self.__dict__ | {"reply": None, "answer": None}


@final
class RejectedError(_DecisionError):
    """The provider's own answer is no: the person or organization was not verified. Asking again changes nothing.

    Most refusals are answers (``answer.outcome is Outcome.REJECTED``) and raise nothing by themselves;
    ``answer.require_verified()`` raises this error for those, too.
    """

    outcome = Outcome.REJECTED


@final
class PendingError(_DecisionError):
    """The provider has not decided yet."""

    outcome = Outcome.PENDING


@final
class UndecidedError(RealnameError):
    """An answer says neither yes nor no: it holds a value that no document lists, or contradicts itself.

    Attributes:
        answer: the decoded answer. It is left out when the error is pickled.
    """

    def __init__(self, what: str, *, answer: object = None, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.answer = answer

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args, self.__dict__ | {"answer": None}


@final
class WaitTimeoutError(RealnameError):
    """What was waited for did not happen in time. It may still happen: ask again later.

    Attributes:
        answer: the last answer; None if none came. It is left out when the error is pickled.
    """

    def __init__(self, what: str, *, answer: object = None, remedy: str = "", operation: str | None = None) -> None:
        super().__init__(what, remedy=remedy, operation=operation)
        self.answer = answer
        self.outcome: Outcome = getattr(answer, "outcome", Outcome.UNKNOWN)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args, self.__dict__ | {"answer": None}
