"""From a captured message to its explanation: what all providers have in common."""

import base64
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Final, Generic, TypeVar

from attrs import evolve, frozen

from realname.core.keys import PublicKey
from realname.testing.signature.capture import CapturedRequest, Message
from realname.testing.signature.explanation import Explanation, Finding, Outcome, Part, Subject, beginning
from realname.testing.signature.form import odd_settings
from realname.testing.signature.keyring import Keyring
from realname.testing.signature.search import Mistake, Reading, Signable, search
from realname.testing.signature.signatures import Decoded, decode, hmac_readings, no_hmac, no_rsa, rsa_readings

MessageT = TypeVar("MessageT", bound=Message)
SignableT = TypeVar("SignableT", bound=Signable)


@frozen
class Keys:
    """How a signature is read with the keys at hand.

    Attributes:
        readings: the ways to understand the received one.
        expected: how the right signature begins, if it can be made.
        missing: what has to be known before one can tell anything; empty if it is known.
        by_secret: whether they are secrets, which do not tell a wrong key from a wrong text.
    """

    readings: Sequence[Reading] = ()
    expected: str | None = None
    missing: str = ""
    by_secret: bool = False

    @property
    def certain(self) -> Reading | None:
        """The reading under the key that has made the signature, if one of them has."""
        return next((reading for reading in self.readings if reading.is_certain), None)


class Case(Generic[MessageT, SignableT]):
    """A captured message, and what a provider's rules make of it.

    As it is here, it has no signature; a provider's own cases say where theirs is and what it is over.
    """

    provider: ClassVar[str]

    def __init__(self, message: MessageT, ring: Keyring) -> None:
        self.message = message
        self.ring = ring

    @property
    def subject(self) -> Subject:
        """What kind of message it is."""
        return "request" if isinstance(self.message, CapturedRequest) else "answer"

    covers_body: ClassVar[bool] = True
    """Whether the body itself is signed; else only what the head says of it."""

    @property
    def is_shown(self) -> bool:
        """Whether the capture has everything that is signed."""
        return not self.message.is_masked and (self.message.body_is == "whole" or not self.covers_body)

    @property
    def is_encrypted(self) -> bool:
        """Whether the body is not what it was before it was sent."""
        return False

    @property
    def received(self) -> str:
        """The text of the signature; empty if there is none."""
        return ""

    @cached_property
    def decoded(self) -> Decoded:
        """Its bytes."""
        return decode(self.received)

    def form(self) -> Iterable[Finding]:
        """What is wrong with the message whatever its signature is over."""
        return ()

    def right(self) -> SignableT | None:
        """What has to be signed; None if too much is missing to tell."""
        return None

    def parts(self) -> Sequence[Part]:
        """Where in the capture that comes from."""
        return ()

    def mistakes(self, right: SignableT) -> Iterable[Mistake]:
        """How it may have been built wrong, the most frequent first."""
        return ()

    def keys(self, string: bytes) -> Keys:
        """How the signature over it is read."""
        return Keys()

    # ---- what `keys` is made of ----

    def own_keys(self, string: bytes) -> Keys:
        """Read the signature of a request that the caller signs with RSA."""
        ring = self.ring
        if ring.public_key is None:
            missing = "your private_key is not configured (nor your public key given), so only the form is checked"
            return Keys(missing=missing)
        others = [(key, _other_key(name)) for name, key in ring.others.items() if key != ring.public_key]
        expected = base64.b64encode(ring.private_key.sign(string)).decode("ascii") if ring.private_key else None
        return Keys(rsa_readings(self.decoded, [(ring.public_key, None), *others]), beginning(expected))

    def providers_keys(self, setting: str, sn: str | None = None) -> Keys:
        """Read the signature of an answer that the provider signs with RSA."""
        key, own = self.ring.provider_key(sn), self.ring.public_key
        keys: list[tuple[PublicKey, Finding | None]] = [] if key is None else [(key, None)]
        if own is not None and own != key:
            keys.append((own, _OWN_SIGNATURE))
        readings = rsa_readings(self.decoded, keys)
        return Keys(readings) if readings or key is not None else not_configured(setting)

    def secret_keys(
        self, secrets: Sequence[tuple[bytes, Finding | None]], string: bytes, encode: Callable[[bytes], str]
    ) -> Keys:
        """Read a signature made with a secret: the first of these; the others come with what is wrong with them."""
        expected = encode(hmac.digest(secrets[0][0], string, "sha256"))
        return Keys(hmac_readings(self.decoded, secrets), beginning(expected), by_secret=True)


def not_configured(setting: str) -> Keys:
    """Nothing can be told without this setting."""
    return Keys(missing=f"{setting} is not configured, so only the form is checked")


def explain(case: Case[Any, Any]) -> Explanation:
    """Check the form, then hold the received signature against the string to sign and find out what differs."""
    form = Explanation(
        provider=case.provider,
        subject=case.subject,
        outcome=Outcome.UNDETERMINED,
        string_to_sign=None,
        parts=[part for part in case.parts() if part.name != "body" or case.message.body_is != "unseen"],
        findings=[*case.message.findings, *_late(case), *odd_settings(case.ring), *case.form()],
        received=beginning(case.received),
    )
    if (right := case.right()) is None:
        return form
    if case.message.is_masked:
        return evolve(form, findings=[*form.findings, *_told(case)])
    string, decoded = right.join(), case.decoded
    keys = case.keys(string)
    found = [*form.findings, *decoded.findings]
    outcome, signed = Outcome.UNDETERMINED, None
    if keys.missing:
        found.append(Finding("keys_missing", keys.missing, severity="note"))
    elif not case.is_shown and (case.message.body_is == "unseen" or not _fits(right, keys)):
        return _by_key_alone(form, case, keys)
    elif decoded.signature is not None:
        match = search(right, case.mistakes(right), keys.readings)
        found += match.findings if match else _unexplained(keys, case)
        signed = match.string if match and match.string != string else None
        is_right = match is not None and not any(f.severity == "problem" for f in (*match.findings, *decoded.findings))
        outcome = Outcome.VERIFIES if is_right else Outcome.DIFFERS
    elif case.received:
        outcome = Outcome.DIFFERS
    return evolve(
        form,
        outcome=outcome,
        string_to_sign=string,
        findings=found,
        expected=keys.expected,
        signed_string=signed,
        signed_digest=keys.certain.digest if keys.certain else None,
    )


# ---- where the capture does not show what was signed ----


def _fits(right: Signable, keys: Keys) -> bool:
    return any(reading.matches(right.join()) for reading in keys.readings)


def _by_key_alone(form: Explanation, case: Case[Any, Any], keys: Keys) -> Explanation:
    """What the signature tells by itself: whether a known key has made it, and how."""
    found = [*form.findings, *case.decoded.findings]
    made, outcome = keys.certain, Outcome.UNDETERMINED
    if made is not None:
        found += made.findings
    elif case.decoded.signature is None or not (keys.by_secret or any(keys.readings)):
        outcome = Outcome.DIFFERS
        found += _unexplained(keys, case) if case.decoded.signature is not None else ()
    if any(finding.severity == "problem" for finding in (*case.decoded.findings, *(made.findings if made else ()))):
        outcome = Outcome.DIFFERS
    return evolve(form, outcome=outcome, findings=found, signed_digest=made.digest if made else None)


_FACTS: Final = {
    "other_text": Finding(
        "changed_on_the_way",
        "the signature is made with the provider's key, but over another text: the answer was changed on its way",
        "Look for what is in between: a proxy or a gateway of yours that writes bodies or headers anew.",
    ),
    "other_key": Finding(
        "wrong_key",
        "the signature is not made with the key that is configured as the provider's",
        "Check that the key belongs to this environment (sandbox, production) and is the current one.",
    ),
    "own_key": Finding(
        "signed_with_own_key",
        "the answer is signed with your own private key, not with the provider's",
        "Look for what is in between: a mock or a proxy answers in the provider's place.",
    ),
    "too_old": Finding(
        "clock_differs",
        "the answer's time was too far from the clock of this machine when it came",
        "Set the clock. If it was right, this is an old answer: do not act on it.",
    ),
}
"""What a capture of ours tells of the answer's signature."""


def _late(case: Case[Any, Any]) -> list[Finding]:
    """What was found out when the answer came, and cannot be told later."""
    return [_FACTS["too_old"]] if case.subject == "answer" and "too_old" in case.message.facts else []


def _told(case: Case[Any, Any]) -> Iterator[Finding]:
    if case.subject == "answer":
        facts = case.message.facts - {"too_old"}
        yield from (finding for name, finding in _FACTS.items() if name in facts)
    says = "signature and personal values are masked in this capture, so the text that was signed cannot be tried"
    remedy = "To see it all, keep error.capture(show_personal=True) instead: it holds personal data and a signature."
    yield Finding("masked", says, remedy, "note")


def _other_key(name: str) -> Finding:
    says = f"the signature is made with another configured key, {name}"
    return Finding("wrong_key", says, "Sign with this provider's private_key.")


_OWN_SIGNATURE: Final = _FACTS["own_key"]


# ---- where no usual mistake explains the signature ----


def _unexplained(keys: Keys, case: Case[Any, Any]) -> Iterator[Finding]:
    signature = case.decoded.signature or b""
    if (made := keys.certain) is None and (other := (no_hmac if keys.by_secret else no_rsa)(signature)):
        yield other
    elif made is not None and case.subject == "answer" and made.findings == ():
        says = "the signature is made with the provider's key, but over another text: the answer was changed on its way"
        yield Finding("unknown_text", f"{says}, in none of the usual ways", _FACTS["other_text"].remedy)
    elif made is not None:
        yield from made.findings
        digest = f" (its digest is {made.digest})" if made.digest else ""
        says = f"the signature is made with a known key, but over another text{digest}"
        says += ", and none of the usual mistakes leads to that text"
        remedy = "Print the string that was signed, byte for byte, and compare it with the one shown here."
        yield Finding("unknown_text", says, remedy)
    elif keys.by_secret:
        says = "the signature is not made with this secret over this text, nor over what a usual mistake leads to"
        remedy = "Check the secret first; then print the string that was signed and compare it, byte for byte."
        yield Finding("wrong_secret_or_text", says, remedy)
    elif case.subject == "request":
        says = "the signature is not made with your private key, nor with another configured one"
        remedy = "Check which key signs: it must be the one whose public half is registered with the provider."
        yield Finding("wrong_key", says, remedy)
    else:
        says = "the signature is not made with the key that is configured as the provider's"
        remedy = "Check that the key belongs to this environment (sandbox, production) and is the current one."
        yield Finding("wrong_key", says, remedy)
    if case.is_encrypted:
        says = "the body is encrypted; perhaps the plain body was signed, which cannot be tried here"
        yield Finding("signed_before_encryption", says, "Encrypt first, then sign what is sent.", "note")
