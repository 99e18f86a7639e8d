"""The verifications of persons that were opened here: face.certify, face.verification and certify.open.

Of all three the documents say that a `certify_id` is opened first, that the person acts elsewhere, and that a query
tells. How long a person may act is known of certify.open only (23 hours) and taken for all. Which code an unknown or
lapsed `certify_id` gets is read from the words of the codes. `return_url` is documented as the way back after a
success; that anybody is led there after a failure, or that anything is added to it, is not.
"""

import secrets
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import evolve, field, frozen

from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.person import Person
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import Visit

LIFE: Final = 23 * 3600.0
"""Seconds that a person has to act; exactly as many still pass."""
PHOTO: Final = "c2FuZGJveA=="
"""In place of a picture, in base64."""


@frozen(kw_only=True)
class Product:
    """One of the three ways to verify a person.

    Attributes:
        query: the `operationId` of its query.
        method: what the address of its page calls itself.
        unknown: the code of its query for a `certify_id` that there is not.
        expired: the code of its query for one that nobody acted on in time.
    """

    query: str
    method: str
    unknown: str
    expired: str


FACE_CERTIFY: Final = Product(
    query="queryFaceCertify",
    method="datadigital.fincloud.generalsaas.face.certify.verify",
    unknown="OPEN_CERTIFY_BILL_NOT_EXIST",
    expired="CERTIFY_ID_EXPIRED",
)
FACE_VERIFICATION: Final = Product(
    query="queryFaceVerification",
    method="sandbox.face.verification",  # made up: no document shows such an address
    unknown="QUERY_INVALID_CERTIFYID",
    expired="QUERY_CERTIFYID_EXPIRED",
)
CERTIFY_OPEN: Final = Product(
    query="queryCertifyOpen",
    method="alipay.user.certify.open.certify",
    unknown="OPEN_CERTIFY_BILL_NOT_EXIST",
    expired="CERTIFY_ID_EXPIRED",
)
_SUBJECT: Final = {"cert_name": "name", "cert_no": "document", "phone_no": "mobile"}
"""What the page shows of a request's person, by its words."""
PRODUCTS: Final = (FACE_CERTIFY, FACE_VERIFICATION, CERTIFY_OPEN)


@frozen
class Certification:
    """What was opened for one person.

    Attributes:
        product: which of the three.
        person: whoever is to act.
        subject: who that is, as the page shows it.
        return_url: where they go after a success.
    """

    product: Product
    person: Person
    subject: Mapping[str, str] = field(factory=dict, repr=False)
    return_url: str = field(default="", repr=False)


class Certifications:
    """All of them, by their `certify_id`.

    Args:
        clock: seconds since 1970.
        address: gives the page of a product and a `certify_id`, which the person opens.
        finish_after: gives the seconds after which persons act by themselves; None for never.
        state: where they are kept.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        address: Callable[[Product, str], str],
        finish_after: Callable[[], float | None],
        state: State,
    ) -> None:
        self._clock = clock
        self._address = address
        self._finish_after = finish_after
        self._known = state.shelf("Alipay certifications", Certification)

    def __contains__(self, certify_id: object) -> bool:
        return certify_id in self._known

    @property
    def known(self) -> Mapping[str, Certification]:
        """All of them, by their `certify_id`."""
        return self._known

    def standing(self, certification: Certification) -> str:
        """How far one is, for whoever looks now."""
        return certification.person.standing(self._clock(), self._finish_after())

    def forget(self) -> None:
        """Forget them all."""
        self._known.clear()

    def handlers(self) -> Mapping[str, Handler]:
        """What their operations answer."""
        return {
            "initializeFaceCertify": lambda call: {"certify_id": self._open(FACE_CERTIFY, call)},
            # Unlike that of the query its document has no code for an id that is unknown or lapsed: the page will tell.
            "verifyFaceCertify": lambda call: {
                "certify_url": self._address(FACE_CERTIFY, call.arguments["certify_id"])
            },
            "queryFaceCertify": lambda call: self._passed(FACE_CERTIFY, call),
            "initializeFaceVerification": self._initialize_face_verification,
            "queryFaceVerification": self._query_face_verification,
            "initializeCertifyOpen": lambda call: {"certify_id": self._open(CERTIFY_OPEN, call)},
            "queryCertifyOpen": lambda call: self._passed(CERTIFY_OPEN, call),
        }

    def add(self, product: Product, certify_id: str, *outcomes: str) -> None:
        """Open one with an id that is known before, in place of an older one; with outcomes, the person has acted."""
        self._known[certify_id] = Certification(product, Person(self._clock(), LIFE, deque(outcomes)))

    def add_sample(self, product: Product, certify_id: str) -> None:
        """Have one that has ended as verified, and stays."""
        if certify_id not in self._known:
            self.add(product, certify_id, "verified")
        self._known.pin(certify_id)

    def finish(self, certify_id: str, outcome: str | Sequence[str]) -> None:
        """Play the person's part; see `AlipaySandbox.finish_certification`."""
        found = self._find(certify_id)
        if found is None:
            raise ValueError("there is no such certification: pass the certify_id that an initialize has answered with")
        found.person.act(outcome, self._clock())

    def expire(self, certify_id: str) -> None:
        """Let the person's time be over.

        Raises:
            ValueError: there is no such certification, or it is finished.
        """
        found = self._find(certify_id)
        if found is None or found.person.has_finished:
            raise ValueError("there is no such certification that waits for its person")
        found.person.expire()

    def visited(self, product: Product, certify_id: object) -> Visit:
        """What the page of a certification is about.

        Raises:
            RefusalError: there is none, or it is too late for it.
        """
        try:
            found = self._require(product, certify_id)
        except RefusalError as refusal:
            raise evolve(refusal, status=404 if refusal.code == product.unknown else 410) from None
        return Visit(
            name=str(certify_id),
            state=found.person.state,
            subject=found.subject,
            clicks=("verified", "rejected"),
            back=dict.fromkeys(("verified", "rejected"), found.return_url),
            leads=("verified",),
        )

    def _find(self, certify_id: object) -> Certification | None:
        found = self._known.get(certify_id) if isinstance(certify_id, str) else None
        if found is not None:
            found.person.wait(self._clock(), self._finish_after())
        return found

    def _open(self, product: Product, call: Call) -> str:
        certify_id = secrets.token_hex(16)
        told = call.arguments.get("identity_param", call.arguments)
        subject = {word: str(told[name]) for name, word in _SUBJECT.items() if name in told}
        return_url = str(call.arguments.get("merchant_config", {}).get("return_url", ""))
        self._known[certify_id] = Certification(product, Person(self._clock(), LIFE), subject, return_url)
        return certify_id

    def _require(self, product: Product, certify_id: object) -> Certification:
        """A certification of this product, while it can be asked for."""
        found = self._find(certify_id)
        if found is None or found.product != product:
            raise RefusalError(product.unknown, "certify_id is unknown", business=True)
        if found.person.is_late(self._clock()):
            raise RefusalError(product.expired, "the person did not act within 23 hours", business=True)
        return found

    def _passed(self, product: Product, call: Call) -> dict[str, object]:
        """F is for who was refused and for who has not acted alike; nothing else is told by default."""
        person = self._require(product, call.arguments["certify_id"]).person
        return {"passed": "T" if person.take() == "verified" else "F"}

    def _initialize_face_verification(self, call: Call) -> dict[str, object]:
        certify_id = self._open(FACE_VERIFICATION, call)
        return {"certify_id": certify_id, "web_url": self._address(FACE_VERIFICATION, certify_id)}

    def _query_face_verification(self, call: Call) -> dict[str, object]:
        """With a photo on any wish but N: of the wishes the page names that one only."""
        outcome = self._require(FACE_VERIFICATION, call.arguments["certify_id"]).person.take()
        if outcome == "pending":
            return {"certify_state": "PROCESSING"}
        photo = {} if call.arguments.get("need_alive_photo", "N") in ("", "N") else {"alive_photo": PHOTO}
        state = "SUCCESS" if outcome == "verified" else "FAIL"
        return {"certify_state": state, "attack_flag": "false", "quality": "90.0", "score": "95.0", **photo}
