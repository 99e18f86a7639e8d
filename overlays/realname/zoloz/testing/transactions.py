"""Who is enrolled, and where each verification is: what stands behind ZOLOZ Connect, and two faces compared.

How long a transaction may be used no page says: here it never expires, but leaves when too many came after it. Nor does
one say what becomes of it when its user is unenrolled: here nobody is verified any more by a face that is deleted, and
what has ended stays as it is.
"""

import base64
import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import Final, TypeGuard

from attrs import define, field

from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.person import Person, outcomes_of
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import QUIT, Visit
from realname.zoloz.testing import web_sdk
from realname.zoloz.testing.answer import result
from realname.zoloz.testing.rules import Settings

_ENROLLED_FACE = base64.b64encode(b"\xff\xd8\xff\xe0 the face that the sandbox has on file \xff\xd9").decode()
_LIVE_FACE = base64.b64encode(b"\xff\xd8\xff\xe0 the face in front of the sandbox's camera \xff\xd9").decode()

IMAGE_BYTES: Final = 64 * 1024 * 1024
"""Of the images that were enrolled, together; beyond that the sandbox's own face takes the place of the oldest."""


@define(eq=False)
class Enrollment:
    """A user's face.

    Attributes:
        image: None once the user is unenrolled.
        deleted: seconds since 1970 when that was; infinite if it was not.
    """

    image: str | None = field(repr=False)
    deleted: float = inf


@define(eq=False)
class Transaction:
    """One verification.

    Attributes:
        enrollment_id: whose face is compared.
        person: who is in front of the camera.
        has_images: whether nobody has had them deleted.
        user_id: who that is.
        pages: the settings of H5 mode, among them the merchant's pages to come back to.
    """

    enrollment_id: str
    person: Person
    has_images: bool = True
    user_id: str = field(default="", repr=False)
    pages: Mapping[str, str] = field(factory=dict, repr=False)


class Transactions:
    """The state, by user and by transaction.

    Args:
        clock: seconds since 1970.
        settings: gives the gateway's present settings.
        web_sdk_url: gives the address at which the Web SDK starts.
        state: where both are kept.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        settings: Callable[[], Settings],
        web_sdk_url: Callable[[], str],
        state: State,
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._web_sdk_url = web_sdk_url
        self._state = state
        self._enrollments = state.shelf("ZOLOZ faces", Enrollment, most=None, most_bytes=None)
        """Those of users, and of transactions, which outlive those of users."""
        self._enrolled = state.shelf("ZOLOZ users", str, leaving=lambda _, name: self._let_go(name))
        self._transactions = state.shelf(
            "ZOLOZ transactions", Transaction, leaving=lambda _, transaction: self._let_go(transaction.enrollment_id)
        )
        self._others = state.shelf("ZOLOZ other ids", bool)
        self._uses = Counter([*self._enrolled.values(), *(each.enrollment_id for each in self._transactions.values())])
        """How many users and transactions have each enrollment."""
        self._images = {name: len(face.image) for name, face in self._enrollments.items() if _is_sent(face.image)}
        """The bytes of the images that were sent, the oldest first."""

    def __contains__(self, transaction_id: object) -> bool:
        return transaction_id in self._transactions

    @property
    def enrolled(self) -> Mapping[str, object]:
        """The users who have a face on file."""
        return self._enrolled

    @property
    def known(self) -> Mapping[str, Transaction]:
        """All verifications, by transaction."""
        return self._transactions

    def users(self, transactions: Iterable[Transaction]) -> list[str | None]:
        """Whose each verification is; None if that user is unenrolled, or enrolled anew."""
        users = {enrollment_id: user_id for user_id, enrollment_id in self._enrolled.items()}
        return [users.get(transaction.enrollment_id) for transaction in transactions]

    def has_face(self, transaction: Transaction) -> bool:
        """Whether there is still a face to verify by."""
        enrollment = self._enrollments.peek(transaction.enrollment_id)
        return enrollment is not None and enrollment.image is not None

    def standing(self, transaction: Transaction) -> str:
        """How far a verification is, for whoever looks now."""
        enrollment = self._enrollments.peek(transaction.enrollment_id)
        now = min(self._clock(), inf if enrollment is None else enrollment.deleted)
        return transaction.person.standing(now, self._settings().finish_after)

    def forget(self) -> None:
        """Forget everything."""
        for shelf in (self._enrollments, self._enrolled, self._transactions, self._others):
            shelf.clear()
        self._uses.clear()
        self._images.clear()

    def enroll(self, user_id: str, image: str = _ENROLLED_FACE) -> None:
        """Enrol a face, in place of one that is there; what ZOLOZ does then is not stated."""
        name = secrets.token_hex(8)
        self._enrollments[name] = Enrollment(image)
        self._uses[name] += 1
        self._enrolled[user_id] = name
        if _is_sent(image):
            self._images[name] = len(image)
            self._limit_images()

    def unenroll(self, user_id: str) -> None:
        """Delete a user's face, also from results to come; nothing happens if there is none."""
        name = self._enrolled.peek(user_id)
        if name is not None:
            enrollment = self._enrollments[name]
            enrollment.image, enrollment.deleted = None, self._clock()
            self._images.pop(name, None)
            del self._enrolled[user_id]

    def start(self, user_id: str) -> str:
        """Start a verification of an enrolled user, and return its id."""
        transaction_id = self._new_id()
        self.add(user_id, transaction_id)
        return transaction_id

    def add(self, user_id: str, transaction_id: str, *outcomes: str) -> None:
        """Start one with an id that is known before; with outcomes, the person has acted."""
        person = Person(self._clock(), to_come=deque(outcomes))
        name = self._enrolled[user_id]
        self._uses[name] += 1
        self._transactions[transaction_id] = Transaction(name, person, user_id=user_id)

    def add_samples(self, users: Sequence[str], ended: Sequence[str]) -> None:
        """Have these users enrolled, and these transactions of the first of them ended as verified; both stay."""
        for user_id in users:
            if user_id not in self._enrolled:
                self.enroll(user_id)
        for transaction_id in ended:
            if transaction_id not in self._transactions:
                self.add(users[0], transaction_id, "verified")
        self._enrolled.pin(*users)
        self._transactions.pin(*ended)

    def visited(self, start: web_sdk.Start) -> Visit:
        """What the page of the Web SDK is about.

        Raises:
            RefusalError: there is no such transaction.
        """
        transaction = self._find(start.transaction_id)
        if transaction is None:
            raise RefusalError("INVALID_ARGUMENT", "there is no such transaction", status=404)
        return Visit(
            name=start.transaction_id,
            state=transaction.person.state,
            subject={"user": transaction.user_id},
            clicks=(*(["verified"] if self.has_face(transaction) else []), "rejected", QUIT),
            back=web_sdk.ways_back(start, transaction.pages),
        )

    def finish(self, transaction_id: str, outcome: str | Sequence[str]) -> None:
        """Play the person's part; see `ZolozSandbox.finish_transaction`."""
        transaction = self._find(transaction_id)
        if transaction is None:
            raise ValueError("there is no such transaction; start one with `initialize`")
        if self._face_of(transaction).image is None and "verified" in outcomes_of(outcome):
            raise ValueError("the user is unenrolled: there is no face to verify by; enroll, and start another one")
        transaction.person.act(outcome, self._clock())

    def handlers(self) -> Mapping[str, Handler]:
        """What their operations answer."""
        return {
            "enroll": self._enroll,
            "queryEnrollStatus": self._query_enroll_status,
            "initialize": self._initialize,
            "checkresult": self._checkresult,
            "unenroll": self._unenroll,
            "deletePrivacyInfo": self._delete_privacy_info,
            "compareFaces": self._compare_faces,
        }

    def _find(self, transaction_id: str) -> Transaction | None:
        transaction = self._transactions.get(transaction_id)
        if transaction is not None:
            now = min(self._clock(), self._face_of(transaction).deleted)
            transaction.person.wait(now, self._settings().finish_after)
        return transaction

    def _new_id(self) -> str:
        """A transaction id of ZOLOZ's form, known from now on."""
        name = f"G{secrets.randbelow(10**37):037}"
        self._others[name] = True
        return name

    def _face_of(self, transaction: Transaction) -> Enrollment:
        """To look at: an image is long, and what may be changed is noted."""
        face = self._enrollments.peek(transaction.enrollment_id)
        assert face is not None  # noqa: S101 - it stays until the last transaction leaves that has it
        return face

    def _let_go(self, name: str) -> None:
        """A user or a transaction has left that had this enrollment."""
        self._uses[name] -= 1
        if not self._uses[name]:
            del self._uses[name], self._enrollments[name]
            self._images.pop(name, None)

    def _limit_images(self) -> None:
        while sum(self._images.values()) > IMAGE_BYTES:
            name = next(iter(self._images))
            del self._images[name]
            self._enrollments[name].image = _ENROLLED_FACE
            self._state.say_once(
                f"ZOLOZ: the images come to more than {IMAGE_BYTES} bytes: from now on the oldest leave"
            )

    def _done(self, transaction_id: str | None = None) -> dict[str, object]:
        """A success that names its transaction."""
        return result("SUCCESS", "Success") | {"transactionId": transaction_id or self._new_id()}

    def _enroll(self, call: Call) -> dict[str, object]:
        self.enroll(call.arguments["userId"], call.arguments["base64ImageContent"])
        return self._done()

    def _query_enroll_status(self, call: Call) -> dict[str, object]:
        self._require_enrolled(call)
        return result("SUCCESS", "Success")

    def _initialize(self, call: Call) -> dict[str, object]:
        self._require_enrolled(call)
        transaction_id = self.start(call.arguments["userId"])
        pages = call.arguments.get("h5ModeConfig", {})
        self._transactions[transaction_id].pages = {name: str(value) for name, value in pages.items()}
        return self._done(transaction_id) | {"clientCfg": web_sdk.client_cfg(self._web_sdk_url(), transaction_id)}

    def _checkresult(self, call: Call) -> dict[str, object]:
        transaction = self._find(call.arguments["transactionId"])
        if transaction is None:
            raise RefusalError("INVALID_ARGUMENT", "there is no such transaction", business=True)
        outcome = transaction.person.take()
        if outcome == "pending":
            return result("SUCCESS", "Success") | {"connectResult": "InProcess"}
        if outcome == "verified":
            return result("SUCCESS", "Success") | {"connectResult": "Success", **self._face(transaction, 89.1)}
        if self._settings().rejected_as == "Failure":
            return result("SUCCESS", "Success") | {
                "connectResult": "Failure",
                **self._face(transaction, 89.1, attack=True),
            }
        # Which connectResult goes with this code is not stated, so there is none.
        document = result("NOT_SAME_PERSON", "the faces are not the same person's") | self._face(transaction, 12.5)
        raise RefusalError("NOT_SAME_PERSON", business=True, document=document)

    def _unenroll(self, call: Call) -> dict[str, object]:
        # What ZOLOZ says of a user who is not enrolled is not stated; here nothing is deleted, and that is all.
        self.unenroll(call.arguments["userId"])
        return self._done()

    def _delete_privacy_info(self, call: Call) -> dict[str, object]:
        transaction_id = call.arguments["transactionId"]
        transaction = self._transactions.get(transaction_id)
        if transaction is not None:
            transaction.has_images = False
        elif transaction_id not in self._others:
            # Which code an unknown one has is not stated; this one is documented for one that is not the caller's.
            raise RefusalError("TRANSACTION_RECORD_AUTHORITY_ERROR", "there is no such transaction", business=True)
        return result("SUCCESS", "success")

    def _compare_faces(self, call: Call) -> dict[str, object]:
        found = self._settings().same_person
        same = call.arguments["face1"]["content"] == call.arguments["face2"]["content"] if found is None else found
        return self._done() | {"score": 88.2 if same else 12.5, "samePerson": same}

    def _require_enrolled(self, call: Call) -> None:
        if call.arguments["userId"] not in self._enrolled:
            answer = self._settings().not_enrolled
            document = result(answer.code, answer.message, answer.status)
            raise RefusalError(answer.code, business=True, document=document)

    def _face(self, transaction: Transaction, score: float, *, attack: bool = False) -> dict[str, object]:
        """The details of a verification, without images once they are deleted."""
        enrolled = self._face_of(transaction).image
        images = {"aliveImage": _LIVE_FACE, "refImage": enrolled} if transaction.has_images else {}
        shown = {name: image for name, image in images.items() if image is not None}
        return {"extFaceInfo": {**shown, "faceScore": score, "faceAttack": attack}}


def _is_sent(image: str | None) -> TypeGuard[str]:
    """Whether an image is there, and not the sandbox's own."""
    return image not in (None, _ENROLLED_FACE)
