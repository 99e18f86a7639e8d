"""A request to Alipay v3: its Authorization header, read as it came, and the parameters of its query.

The header has the form of Alipay's page open-v3/054q58 and of what its official SDKs write: items in any order, unknown
ones and free text among them.
"""

import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qsl

from attrs import field, frozen

from realname.alipay import string_to_sign
from realname.sandbox.contract import Operation
from realname.sandbox.exchange import Received, RefusalError

ALGORITHM = "ALIPAY-SHA256withRSA"
REQUIRED = ("conn_key", "once_token", "query_type", "identity_type", "service_id")
"""Documented as optional, and without them the older protocol's best-known client refuses to call."""
PERSON = ("user_id", "open_id", "cert_no")
"""One of these is to be given."""

_CREDENTIALS = re.compile(r"(.*),sign=([^,]*)", re.DOTALL)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_TIMESTAMP = re.compile(r"[0-9]{1,18}")


@frozen
class Authorization:
    """What the header says."""

    algorithm: str
    auth_string: str = field(repr=False)
    """Everything before `,sign=`, as received."""
    signature: str = field(repr=False)
    items: Mapping[str, str] = field(repr=False)
    """The items of the auth string; of a repeated one the first."""

    @classmethod
    def of(cls, received: Received) -> "Authorization":
        """Take the header apart."""
        algorithm, _, credentials = received.header("authorization").partition(" ")
        match = _CREDENTIALS.fullmatch(credentials)
        auth_string, signature = match.groups() if match else (credentials, "")
        pairs = [item.partition("=") for item in auth_string.split(",")]
        items = {name: value for name, separator, value in reversed(pairs) if separator}
        return cls(algorithm, auth_string, signature, items)

    def check_form(self) -> None:
        """Check 1: the header has its parts.

        Raises:
            RefusalError: it has not.
        """
        if "timestamp" not in self.items:
            raise RefusalError("missing-timestamp")
        if self.algorithm != ALGORITHM:
            raise RefusalError("invalid-signature-type", f"the algorithm is not {ALGORITHM}")
        if "app_id" not in self.items:
            raise RefusalError("missing-app-id", "the Authorization header has no app_id")
        if not _TIMESTAMP.fullmatch(self.items["timestamp"]):
            raise RefusalError("invalid-timestamp", "timestamp is not the time in milliseconds")

    def string_to_sign(self, received: Received) -> bytes:
        """What the signature must have been made over."""
        return string_to_sign(
            auth_string=self.auth_string,
            method=received.method,
            target=received.target,
            body=received.body,
            app_auth_token=received.header("alipay-app-auth-token") or None,
        )


def query_parameters(
    received: Received, operation: Operation, *, lenient: bool, strict_request_id: bool, accepts_invalid_value: bool
) -> dict[str, str]:
    """Check 10, first part: the query as the contract has it, and with what is needed in practice.

    Args:
        received: the request.
        operation: what the contract says.
        lenient: ask for no particular parameters.
        strict_request_id: hold `alipay-request-id` to its documented form.
        accepts_invalid_value: let pass what the contract does not allow.

    Raises:
        RefusalError: it is not.
    """
    try:
        pairs = parse_qsl(received.query, keep_blank_values=True, errors="strict")
    except ValueError:
        raise _invalid("the query is not UTF-8") from None
    parameters = dict(pairs)
    if repeated := sorted(name for name, count in Counter(name for name, _ in pairs).items() if count > 1):
        raise _invalid(f"repeated: {', '.join(repeated)}")
    if not lenient:
        if missing := [name for name in REQUIRED if not parameters.get(name)]:
            raise _invalid(f"missing: {', '.join(missing)}")
        if not any(parameters.get(name) for name in PERSON):
            raise _invalid(f"one of these is needed: {', '.join(PERSON)}")
    violations = operation.parameter_violations("query", parameters)
    if violations and not accepts_invalid_value:
        raise _invalid(f"illegal: {', '.join(violation.field for violation in violations)}")
    request_id = received.header("alipay-request-id")
    if strict_request_id and request_id and not _REQUEST_ID.fullmatch(request_id):
        raise _invalid("alipay-request-id is not 1 to 32 of A-Z a-z 0-9 - _")
    return parameters


def _invalid(message: str) -> RefusalError:
    return RefusalError("INVALID_PARAMETER", message, business=True)
