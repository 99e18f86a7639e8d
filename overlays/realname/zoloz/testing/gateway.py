"""The ZOLOZ gateway: access by RSA pairs, with plain or encrypted bodies, and by access key.

Which code the real gateway gives for which fault, and in which order it checks, no page says: the order of the checks
and the HTTP status of a failure are this sandbox's own choice. The codes are those of ZOLOZ's page "Error handling",
the wire form is that of its page "Message structure" and of its official clients.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from attrs import evolve

from realname.core import wire
from realname.core.aes import AesKey
from realname.core.errors import DecodeError
from realname.core.keys import BadSignature
from realname.testing.contract import Difference
from realname.testing.gateway.gateway import Clock, Handler, Log, SandboxGateway
from realname.testing.gateway.keys import AccessKeyPair, KeyPair
from realname.testing.gateway.messages import Call, Received, Record, RefusalError
from realname.testing.gateway.panels import Panel
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import Visit
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.settings import SETTINGS
from realname.zoloz.testing import canonical, web_sdk
from realname.zoloz.testing.answer import ZolozDraft, result
from realname.zoloz.testing.faults import BREACHES, FAULTS
from realname.zoloz.testing.panels import panels_of
from realname.zoloz.testing.rules import Settings
from realname.zoloz.testing.transactions import Transactions

CLIENT_ID = "2188000000000001"
SAMPLE_USER_ID = "sandbox-user-1"


class ZolozSandbox(SandboxGateway[ZolozDraft, Settings]):
    """The gateway of ZOLOZ, the users enrolled there, and their verifications."""

    VARIABLES = SETTINGS
    TITLE: ClassVar[str] = "ZOLOZ"
    DEFAULTS = Settings
    FAULTS = FAULTS
    BREACHES = BREACHES
    ACTIONS: ClassVar[tuple[str, ...]] = ("enroll", "unenroll", "finish_transaction")
    OTHER_ACCESS: ClassVar[str] = "access_key"
    sample_user_id: ClassVar[str] = SAMPLE_USER_ID
    """The user who is enrolled at the start of a sandbox with samples."""

    def __init__(self, settings: Settings | None, clock: Clock, log: Log, state: State) -> None:
        self._merchant = KeyPair.kept(state, "ZOLOZ merchant")
        self._provider = KeyPair.kept(state, "ZOLOZ provider")
        self._access_key = AccessKeyPair.kept(state, "ZOLOZ access key")
        self._transactions = Transactions(self.later, lambda: self.settings, lambda: self.web_sdk_url, state)
        super().__init__(settings, clock, log, state)

    @cached_property
    def credentials(self) -> Credentials:
        """What a merchant of this gateway has, for access by RSA pairs."""
        return Credentials(**self.arguments())

    @cached_property
    def access_key(self) -> AccessKey:
        """What the same merchant has, for access by access key."""
        return AccessKey(**self.arguments(other=True))

    def arguments(self, *, other: bool = False) -> dict[str, str]:
        """What the credentials for access by RSA pairs take, or by access key."""
        if other:
            pair = self._access_key
            own = {"access_key": pair.access_key, "secret_key": pair.secret_text}
        else:
            own = {"private_key": self._merchant.private_text, "zoloz_public_key": self._provider.public_text}
        return {"client_id": CLIENT_ID, **own}

    @property
    def web_sdk_url(self) -> str:
        """Where the Web SDK starts here; the query is as for the real one: `state`, `clientcfg`, `callbackurl`."""
        return self.url + web_sdk.PATH

    def enroll(self, user_id: str) -> None:
        """Enrol a user's face."""
        with self.changing():
            self._transactions.enroll(user_id)

    def unenroll(self, user_id: str) -> None:
        """Forget a user's face; nothing happens if there is none."""
        with self.changing():
            self._transactions.unenroll(user_id)

    def finish_transaction(self, transaction_id: str, *, outcome: str | Sequence[str] = "verified") -> None:
        """Play the person's part in a verification that `initialize` started.

        Args:
            transaction_id: which one.
            outcome: `verified`, `rejected` or `pending`, or a sequence of them: each `checkresult` is told the next,
                and the last one stays.

        Raises:
            ValueError: there is no such verification, it has ended already, there is no such outcome, or the user is no
                longer enrolled and cannot be verified.
        """
        with self.changing():
            self._transactions.finish(transaction_id, outcome)

    def knows(self, name: str) -> bool:
        """Whether this is a transaction of `initialize`."""
        return name in self._transactions

    def finish(self, name: str, outcome: str | Sequence[str]) -> None:
        """See `finish_transaction`."""
        self.finish_transaction(name, outcome=outcome)

    def expire(self, name: str) -> None:
        """No page says how long a transaction lives."""
        raise ValueError("a transaction of ZOLOZ's does not expire here: how long one lives is not stated")

    def visited(self, received: Received) -> Visit:
        """The page of the Web SDK."""
        return self._transactions.visited(web_sdk.Start.parse(received.query))

    def forget(self) -> None:
        """Forget who is enrolled, and all verifications."""
        self._transactions.forget()

    def shown(self) -> list[Panel]:
        """Who is enrolled, and how far each verification is."""
        return panels_of(self._transactions)

    def credentials_of(self, received: Received) -> Credentials | AccessKey:
        """Those of the access key, if the request names one."""
        by_access_key = received.header("auth-type") or received.header("access-key")
        return self.access_key if by_access_key else self.credentials

    def secrets_in(self, record: Record) -> list[str]:
        """The signatures, and the keys that were wrapped for the other side."""
        found = [*self.own_secrets(), *self.own_secrets(other=True)]
        for name, value in (*record.headers, *record.answer.headers):
            item = {"signature": "signature", "encrypt": "symmetricKey"}.get(name.lower())
            if item is not None:
                found.append(canonical.parse_list(value).get(item) or value)
        return found

    def plain_bodies(self, record: Record) -> tuple[bytes | None, bytes | None]:
        """The bodies under their AES keys, each of which is wrapped for its receiver."""
        return (
            self._opened(self._provider, record.received.header("encrypt"), record.body),
            self._opened(self._merchant, dict(record.answer.headers).get("Encrypt", ""), record.answer.content),
        )

    def add_samples(self) -> str:
        """Enrol the sample user and that of the documented examples, whose transactions have ended as verified."""
        documented = {name: operation.example_arguments() for name, operation in self.contract.operations.items()}
        users = SAMPLE_USER_ID, documented["initialize"]["userId"]
        ended = [documented[name]["transactionId"] for name in ("checkresult", "deletePrivacyInfo")]
        with self.changing():
            self._transactions.add_samples(users, ended)
        return f"ZOLOZ: the user {SAMPLE_USER_ID} is enrolled."

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> ZolozDraft:
        """A blank answer, signed with the client id as received."""
        by_access_key = bool(received.header("auth-type"))
        client_id = received.header("client-id")
        encrypted = bool(received.header("encrypt")) and not by_access_key and client_id == CLIENT_ID
        return ZolozDraft(
            key=self._access_key if by_access_key else self._provider.private,
            path=received.path,
            client_id=client_id,
            seconds=self._clock(),
            recipient=self._merchant.public,
            # Without a client id there is no string to sign, and an unknown access key has no secret to sign with.
            signed=bool(client_id) and (not by_access_key or self._knows_access_key(received)),
            encrypts_refusals=self.settings.encrypt_refusals and encrypted,
            lowers_header_names=self.settings.lower_case_header_names,
            is_page=received.path == web_sdk.PATH and received.method in ("GET", "POST"),
        )

    def authenticate(self, received: Received, draft: ZolozDraft) -> None:
        """Steps 1 to 6: interface, headers and their form, merchant, key, signature. A person's page has none."""
        if draft.is_page:
            return
        if draft.operation is None:
            raise RefusalError("NO_INTERFACE_DEF", "no such interface, or the method is not POST")
        if self.omits("accepts_unsigned_request") and not received.header("signature"):
            return
        if missing := _missing_header(received):
            if self.omits("accepts_missing_header") and missing != "Signature":
                return
            raise RefusalError("PARAM_MISSING", f"the header {missing} is missing")
        if problem := _problem_of_form(received):
            raise RefusalError("PARAM_ILLEGAL", problem)
        if received.header("client-id") != CLIENT_ID:
            raise RefusalError("MERCHANT_NOT_FOUND", "no merchant has this Client-Id")
        if received.header("auth-type") and not self._knows_access_key(received):
            raise RefusalError("KEY_NOT_FOUND", "the merchant has no such access key")
        draft.expected = canonical.StringToSign(
            path=received.path,
            client_id=received.header("client-id"),
            time=received.header("request-time"),
            body=received.body,
        ).join()
        self._check_signature(received, draft.expected)

    def receive(self, received: Received, draft: ZolozDraft) -> Call | None:
        """Steps 7 and 8: the message can be read, and its fields are what the contract says."""
        assert draft.operation is not None  # noqa: S101 - checked before the signature
        draft.request_key, message = self._decrypt(received)
        try:
            document = wire.parse(message)
        except DecodeError:
            document = None
        if not isinstance(document, dict):
            raise RefusalError("MSG_PARSE_ERROR", "the body is no JSON object in UTF-8")
        draft.encrypts = draft.request_key is not None
        try:
            return self.judged(draft.operation, received, document, message)
        except RefusalError as refusal:
            if draft.operation.id == "deletePrivacyInfo":  # its page has one code for null and for an empty text
                raise evolve(refusal, code="PARAM_ILLEGAL") from None
            raise

    def objection(self, differences: Sequence[Difference]) -> RefusalError:
        """What is missing is told before what is illegal."""
        if missing := [difference.argument for difference in differences if difference.is_missing]:
            return RefusalError("PARAM_MISSING", f"missing: {', '.join(missing)}")
        return RefusalError("PARAM_ILLEGAL", f"illegal: {', '.join(f'{d.argument} ({d.rule})' for d in differences)}")

    def refuse(self, draft: ZolozDraft, refusal: RefusalError) -> None:
        """Answer with a result code."""
        draft.status = refusal.status or 200
        draft.encrypts = draft.encrypts or draft.encrypts_refusals
        draft.use(refusal.document or result(refusal.code, refusal.message))

    def _knows_access_key(self, received: Received) -> bool:
        return received.header("access-key") == self._access_key.access_key

    def _check_signature(self, received: Received, expected: bytes) -> None:
        """Step 6: the signature is the merchant's, over the body as received."""
        header = received.header("signature")
        try:
            if self.omits("accepts_wrong_key"):
                return
            if received.header("auth-type"):
                self._access_key.verify(canonical.decode_url_safe(header), expected)
            else:
                signature = canonical.decode(canonical.parse_list(header).get("signature", ""))
                if not (self.omits("accepts_changed_body") and self._merchant.has_signed(signature)):
                    self._merchant.public.verify(signature, expected)
        except (BadSignature, ValueError):
            raise RefusalError("SIGNATURE_INVALID", "the signature does not match") from None

    def _decrypt(self, received: Received) -> tuple[bytes | None, bytes]:
        """The AES key of an encrypted request, and the message as it is without encryption."""
        header = received.header("encrypt")
        if not header:
            return None, received.body
        try:
            return _decrypted(self._provider, header, received.body)
        except (ValueError, DecodeError):
            raise RefusalError("MSG_PARSE_ERROR", "the body cannot be decrypted") from None

    def _opened(self, receiver: KeyPair, header: str, body: bytes) -> bytes | None:
        try:
            return _decrypted(receiver, header, body)[1] if header and body else None
        except (ValueError, DecodeError):
            return None

    # ---- the operations that have a state ----------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        """Who is enrolled, where each verification is, and what is sent back."""
        return {"checkCredentials": self._check_credentials, **self._transactions.handlers()}

    def _check_credentials(self, call: Call) -> dict[str, object]:
        return call.arguments if self.settings.raw_echo else result("SUCCESS", call.message.decode())


SANDBOX = ZolozSandbox


def _decrypted(receiver: KeyPair, header: str, body: bytes) -> tuple[bytes, bytes]:
    """The AES key that the header `Encrypt` wraps for a receiver, and the body under it."""
    key = receiver.private.unwrap(canonical.decode(canonical.parse_list(header).get("symmetricKey", "")))
    return key, AesKey(key).decrypt(body)


def _missing_header(received: Received) -> str | None:
    """The first of the needed headers that is absent or empty."""
    needed = ["Client-Id", "Request-Time", "Signature", "Content-Type"]
    needed += ["Encrypt"] if _media_type(received)[0] == "text/plain" else []
    needed += ["Access-Key"] if received.header("auth-type") else []
    return next((name for name in needed if not received.header(name.lower())), None)


def _problem_of_form(received: Received) -> str | None:
    """The first header that has not the documented form."""
    media_type, charset = _media_type(received)
    access_type, encrypt = received.header("auth-type"), received.header("encrypt")
    if canonical.parse_time(received.header("request-time")) is None:
        return "the header Request-Time is no time such as 2019-04-04T12:08:56+0530"
    if media_type not in {"application/json", "text/plain"}:
        return "the header Content-Type is not one of the two media types"
    if charset not in {"", "utf-8"}:
        return "the charset is not UTF-8"
    if access_type not in {"", canonical.ACCESS_KEY_TYPE}:
        return f"the header Auth-Type is not {canonical.ACCESS_KEY_TYPE}"
    algorithm = canonical.parse_list(received.header("signature")).get("algorithm")
    if not access_type and algorithm != canonical.RSA_ALGORITHM:
        return f"the algorithm in Signature is not {canonical.RSA_ALGORITHM}"
    if encrypt and canonical.parse_list(encrypt).get("algorithm") != canonical.ENCRYPTION_ALGORITHM:
        return f"the algorithm in Encrypt is not {canonical.ENCRYPTION_ALGORITHM}"
    if encrypt and media_type != "text/plain":
        return "the header Encrypt goes with text/plain only"
    if encrypt and access_type:
        return "an access key does not go with encryption"
    return "no interface takes a query" if received.query else None


def _media_type(received: Received) -> tuple[str, str]:
    """The media type and the charset of a request, both in lower case."""
    media_type, *parameters = (part.strip().lower() for part in received.header("content-type").split(";"))
    charset = next((p.partition("=")[2] for p in parameters if p.partition("=")[0].strip() == "charset"), "")
    return media_type, charset.strip().strip('"')
