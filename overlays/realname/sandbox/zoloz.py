"""The ZOLOZ gateway: access by RSA pairs, with plain or encrypted bodies, and by access key.

Which code the real gateway gives for which fault, and in which order it checks, no page says: the order of the checks
and the HTTP status of a failure are this sandbox's own choice. The codes are those of ZOLOZ's page "Error handling",
the wire form is that of its page "Message structure" and of its official clients.
"""

from collections.abc import Callable
from functools import cached_property

from attrs import define, frozen

from realname.core import wire
from realname.core.aes import AesKey
from realname.core.errors import DecodeError
from realname.core.keys import BadSignature
from realname.sandbox import zoloz_request
from realname.sandbox.contract import Operation, Violation
from realname.sandbox.exchange import Received, RefusalError
from realname.sandbox.gateway import Clock, Gateway, Log
from realname.sandbox.keys import AccessKeyPair, KeyPair
from realname.sandbox.zoloz_answer import FIREWALL, ZolozDraft
from realname.sandbox.zoloz_faults import BREACHES, FAULTS
from realname.zoloz import AccessKey, Credentials, string_to_sign

CLIENT_ID = "2188000000000001"
SAMPLE_USER_ID = "sandbox-user-1"


@frozen
class NotEnrolled:
    """How the sandbox answers for a user without an enrolled face.

    No source says how ZOLOZ does: the defaults are made up, and look it.
    """

    status: str = "F"
    code: str = "SANDBOX_USER_NOT_ENROLLED"
    message: str = "The user is not enrolled (the sandbox's own code: ZOLOZ documents none)"


@define
class Settings:
    """Where ZOLOZ's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

    not_enrolled: NotEnrolled = NotEnrolled()
    reject_empty: bool = False
    """An empty required field is `PARAM_MISSING`; no minimum length is documented."""
    lenient_signature: bool = False
    """Take raw and URL-safe base64 in the request's `Signature`, beside percent-encoded standard base64."""
    lenient_time: bool = False
    """Take the zones `Z` and `+05:30` in `Request-Time`, beside `+0530`."""
    clock_window: float | None = None
    """Seconds that `Request-Time` may differ from the clock; None: any. The real rule is unknown."""
    clock_window_code: str = "PARAM_ILLEGAL"
    key_registered: bool = True
    """Whether the merchant has registered its public key in the ZOLOZ portal; without it, `KEY_NOT_FOUND`."""
    http_statuses: bool = False
    """Answer an unknown path with HTTP 404 and a wrong method with 405, for tools that expect it."""
    require_user_agent: bool = False
    """Send the firewall's page when `User-Agent` is missing."""
    sign_refusals: bool = True
    raw_echo: bool = False
    """Send a test request back as it is, as the integration guide has it, rather than wrapped in a result."""


class ZolozGateway(Gateway[ZolozDraft, Settings]):
    """The gateway of ZOLOZ, and the users enrolled there."""

    PROVIDER = "zoloz"
    PACKAGE = "realname_zoloz"
    FAULTS = FAULTS
    BREACHES = BREACHES

    def __init__(self, settings: Settings, clock: Clock, log: Log) -> None:
        self._merchant = KeyPair.generate()
        self._provider = KeyPair.generate()
        self._access_key = AccessKeyPair.generate()
        self._operations: dict[str, Callable[[ZolozDraft, dict[str, object], bytes], None]] = {
            "queryEnrollStatus": self._query_enroll_status,
            "checkCredentials": self._check_credentials,
        }
        self._enrolled: set[str] = set()
        super().__init__(settings, clock, log)

    @cached_property
    def credentials(self) -> Credentials:
        """What a merchant of this gateway has, for access by RSA pairs."""
        return Credentials(
            client_id=CLIENT_ID,
            private_key=self._merchant.private_text,
            zoloz_public_key=self._provider.public_text,
        )

    @cached_property
    def access_key(self) -> AccessKey:
        """What the same merchant has, for access by access key."""
        return AccessKey(
            client_id=CLIENT_ID, access_key=self._access_key.access_key, secret_key=self._access_key.secret_text
        )

    @property
    def sample_user_id(self) -> str:
        """The user who is enrolled at the start of a sandbox with samples."""
        return SAMPLE_USER_ID

    def environment(self, *, access_key: bool = False) -> dict[str, str]:
        """The variables for `zoloz.Client.from_env`, for one kind of access or the other."""
        if access_key:
            return {
                "REALNAME_ZOLOZ_CLIENT_ID": CLIENT_ID,
                "REALNAME_ZOLOZ_ACCESS_KEY": self._access_key.access_key,
                "REALNAME_ZOLOZ_SECRET_KEY": self._access_key.secret_text,
                "REALNAME_ZOLOZ_BASE_URL": self.url,
            }
        return {
            "REALNAME_ZOLOZ_CLIENT_ID": CLIENT_ID,
            "REALNAME_ZOLOZ_PRIVATE_KEY": self._merchant.private_text,
            "REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY": self._provider.public_text,
            "REALNAME_ZOLOZ_BASE_URL": self.url,
        }

    def enroll(self, user_id: str) -> None:
        """Enrol a user's face."""
        with self._lock:
            self._enrolled.add(user_id)

    def unenroll(self, user_id: str) -> None:
        """Forget a user's face; nothing happens if there is none."""
        with self._lock:
            self._enrolled.discard(user_id)

    def forget(self) -> None:
        """Forget who is enrolled."""
        self._enrolled.clear()

    def add_samples(self) -> None:
        """Enrol the sample user."""
        self.enroll(SAMPLE_USER_ID)

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> ZolozDraft:
        """A blank answer, signed with the client id as received."""
        by_access_key = zoloz_request.uses_access_key(received)
        client_id = received.header("client-id")
        return ZolozDraft(
            key=self._access_key if by_access_key else self._provider.private,
            path=received.path,
            client_id=client_id,
            seconds=self._clock(),
            recipient=self._merchant.public,
            # Without a client id there is no string to sign, and an unknown access key has no secret to sign with.
            signed=bool(client_id) and (not by_access_key or self._knows_access_key(received)),
        )

    def authenticate(self, received: Received, draft: ZolozDraft) -> None:
        """Steps 1 to 7. Step 8, forced limits, is the fault `result_code`."""
        if self.settings.require_user_agent and not received.header("user-agent"):
            raise RefusalError(FIREWALL)
        self._interface(received)
        if self.omits("accepts_unsigned_request") and not received.header("signature"):
            return
        if missing := zoloz_request.missing_header(received):
            if self.omits("accepts_missing_header") and missing != "Signature":
                return
            raise RefusalError("PARAM_MISSING", f"the header {missing} is missing")
        zoloz_request.check_form(received, lenient_time=self.settings.lenient_time)
        self._check_merchant(received)
        draft.expected = string_to_sign(
            path=received.path,
            client_id=received.header("client-id"),
            time=received.header("request-time"),
            body=received.body,
        )
        self._check_signature(received, draft.expected)
        self._check_clock(received)

    def decide(self, received: Received, draft: ZolozDraft) -> None:
        """Steps 9 to 11: the message, its fields, and what the operation says to it."""
        draft.request_key, message = self._decrypt(received)
        document = _parse(message)
        draft.encrypts = draft.request_key is not None
        operation = self._interface(received)
        if self._check_fields(operation, document):
            self._operations[operation.operation_id](draft, document, message)
        else:
            draft.use_result("SUCCESS", "Success")

    def refuse(self, draft: ZolozDraft, refusal: RefusalError) -> None:
        """Answer with a result code, or with the firewall's page."""
        draft.status = refusal.status or 200
        draft.signed = draft.signed and self.settings.sign_refusals
        if refusal.code == FIREWALL:
            draft.use_firewall_page()
        else:
            draft.use_result(refusal.code, refusal.message)

    def _interface(self, received: Received) -> Operation:
        """Step 1: the method is POST and the path known, exactly as it stands."""
        route = self.contract.route(received.path)
        statuses = self.settings.http_statuses
        if route is None:
            raise RefusalError("NO_INTERFACE_DEF", "no such interface", status=404 if statuses else None)
        if received.method not in route.operations:
            raise RefusalError("NO_INTERFACE_DEF", "the method is not POST", status=405 if statuses else None)
        return route.operations[received.method]

    def _check_merchant(self, received: Received) -> None:
        """Steps 4 and 5: the merchant is known, and so is its key."""
        if received.header("client-id") != CLIENT_ID:
            raise RefusalError("MERCHANT_NOT_FOUND", "no merchant has this Client-Id")
        if zoloz_request.uses_access_key(received):
            if not self._knows_access_key(received):
                raise RefusalError("KEY_NOT_FOUND", "the merchant has no such access key")
        elif not self.settings.key_registered:
            raise RefusalError("KEY_NOT_FOUND", "the merchant has registered no public key")

    def _knows_access_key(self, received: Received) -> bool:
        return received.header("access-key") == self._access_key.access_key

    def _check_signature(self, received: Received, expected: bytes) -> None:
        """Step 6: the signature is the merchant's, over the body as received."""
        header = received.header("signature")
        try:
            if self.omits("accepts_wrong_key"):
                return
            if zoloz_request.uses_access_key(received):
                self._access_key.verify(zoloz_request.decode_url_safe(header), expected)
            else:
                signature = self._decode(zoloz_request.items(header).get("signature", ""))
                if not (self.omits("accepts_changed_body") and self._merchant.has_signed(signature)):
                    self._merchant.public.verify(signature, expected)
        except (BadSignature, ValueError):
            raise RefusalError("SIGNATURE_INVALID", "the signature does not match") from None

    def _check_clock(self, received: Received) -> None:
        """Step 7: the request is not too old or too new, if that is looked at."""
        window, time = self.settings.clock_window, zoloz_request.request_time(received, lenient=True)
        if window is not None and time is not None and abs(time.timestamp() - self._clock()) > window:
            raise RefusalError(self.settings.clock_window_code, "Request-Time is too far from the gateway's clock")

    def _decrypt(self, received: Received) -> tuple[bytes | None, bytes]:
        """Step 9, first part: the AES key of an encrypted request, and the message as it is without encryption."""
        header = received.header("encrypt")
        if not header:
            return None, received.body
        try:
            wrapped = self._decode(zoloz_request.items(header).get("symmetricKey", ""))
            key = self._provider.private.unwrap(wrapped)
            return key, AesKey(key).decrypt(received.body)
        except (ValueError, DecodeError):
            raise RefusalError("MSG_PARSE_ERROR", "the body cannot be decrypted") from None

    def _check_fields(self, operation: Operation, document: dict[str, object]) -> bool:
        """Step 10: the required fields are there, and all are of the contract's types and lengths.

        Returns whether that is so; False if it is not, and a breach lets it pass.
        """
        judged = {k: v for k, v in document.items() if v != ""} if self.settings.reject_empty else document
        found = operation.body_violations(judged)
        violations = [violation for violation in found if not self._tolerates(violation)]
        missing = [violation.field for violation in violations if violation.missing]
        if missing:
            raise RefusalError("PARAM_MISSING", f"missing: {', '.join(missing)}")
        if violations:
            raise RefusalError("PARAM_ILLEGAL", f"illegal: {', '.join(f'{v.field} ({v.rule})' for v in violations)}")
        return not found

    def _tolerates(self, violation: Violation) -> bool:
        if violation.missing:
            return self.omits("accepts_missing_field")
        return self.omits("accepts_over_long_value" if violation.rule == "maxLength" else "accepts_invalid_value")

    def _decode(self, value: str) -> bytes:
        return zoloz_request.decode(value, lenient=self.settings.lenient_signature)

    # ---- the operations ----------------------------------------------------------------------------------------------

    def _query_enroll_status(self, draft: ZolozDraft, document: dict[str, object], _: bytes) -> None:
        if document["userId"] in self._enrolled:
            draft.use_result("SUCCESS", "Success")
        else:
            answer = self.settings.not_enrolled
            draft.verdict = answer.code
            draft.use_result(answer.code, answer.message, answer.status)

    def _check_credentials(self, draft: ZolozDraft, document: dict[str, object], message: bytes) -> None:
        if self.settings.raw_echo:
            draft.use(document)
        else:
            draft.use_result("SUCCESS", message.decode())


def _parse(message: bytes) -> dict[str, object]:
    """Step 9, second part: the message is a JSON object in UTF-8."""
    try:
        document = wire.parse(message)
    except DecodeError:
        document = None
    if not isinstance(document, dict):
        raise RefusalError("MSG_PARSE_ERROR", "the body is no JSON object in UTF-8")
    return document
