"""Who is enrolled, and where each verification is: what stands behind ZOLOZ Connect, and two faces compared.

How long a transaction may be used no page says: here it never expires. Nor does one say what becomes of it when its
user is unenrolled: here nobody is verified any more by a face that is deleted, and what has ended stays as it is.
"""

import base64
import secrets
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import inf

from attrs import define, field

from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.person import Person, outcomes_of
from realname.zoloz.testing.answer import result
from realname.zoloz.testing.rules import Settings

_ENROLLED_FACE = base64.b64encode(b"\xff\xd8\xff\xe0 the face that the sandbox has on file \xff\xd9").decode()
_LIVE_FACE = base64.b64encode(b"\xff\xd8\xff\xe0 the face in front of the sandbox's camera \xff\xd9").decode()


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
        enrollment: whose face is compared.
        person: who is in front of the camera.
        has_images: whether nobody has had them deleted.
    """

    enrollment: Enrollment
    person: Person
    has_images: bool = True


class Transactions:
    """The state, by user and by transaction.

    Args:
        clock: seconds since 1970.
        settings: gives the gateway's present settings.
    """

    def __init__(self, clock: Callable[[], float], settings: Callable[[], Settings]) -> None:
        self._clock = clock
        self._settings = settings
        self._enrolled: dict[str, Enrollment] = {}
        self._transactions: dict[str, Transaction] = {}
        self._others: set[str] = set()

    def forget(self) -> None:
        """Forget everything."""
        self._enrolled.clear()
        self._transactions.clear()
        self._others.clear()

    def enroll(self, user_id: str, image: str = _ENROLLED_FACE) -> None:
        """Enrol a face, in place of one that is there; what ZOLOZ does then is not stated."""
        self._enrolled[user_id] = Enrollment(image)

    def unenroll(self, user_id: str) -> None:
        """Delete a user's face, also from results to come; nothing happens if there is none."""
        enrollment = self._enrolled.pop(user_id, None)
        if enrollment is not None:
            enrollment.image, enrollment.deleted = None, self._clock()

    def start(self, user_id: str) -> str:
        """Start a verification of an enrolled user, and return its id."""
        transaction_id = self._new_id()
        self.add(user_id, transaction_id)
        return transaction_id

    def add(self, user_id: str, transaction_id: str, *outcomes: str) -> None:
        """Start one with an id that is known before; with outcomes, the person has acted."""
        person = Person(self._clock(), to_come=deque(outcomes))
        self._transactions[transaction_id] = Transaction(self._enrolled[user_id], person)

    def finish(self, transaction_id: str, outcome: str | Sequence[str]) -> None:
        """Play the person's part; see `ZolozSandbox.finish_transaction`."""
        transaction = self._find(transaction_id)
        if transaction is None:
            raise ValueError("there is no such transaction; start one with `initialize`")
        if transaction.enrollment.image is None and "verified" in outcomes_of(outcome):
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
            now = min(self._clock(), transaction.enrollment.deleted)
            transaction.person.wait(now, self._settings().finish_after)
        return transaction

    def _new_id(self) -> str:
        """A transaction id of ZOLOZ's form, known from now on."""
        name = f"G{secrets.randbelow(10**37):037}"
        self._others.add(name)
        return name

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
        return self._done(self.start(call.arguments["userId"])) | {"clientCfg": "{}"}

    def _checkresult(self, call: Call) -> dict[str, object]:
        transaction = self._find(call.arguments["transactionId"])
        if transaction is None:
            raise RefusalError("INVALID_ARGUMENT", "there is no such transaction", business=True)
        outcome = transaction.person.take()
        if outcome == "pending":
            return result("SUCCESS", "Success") | {"connectResult": "InProcess"}
        if outcome == "verified":
            return result("SUCCESS", "Success") | {"connectResult": "Success", **_face(transaction, 89.1)}
        if self._settings().rejected_as == "Failure":
            return result("SUCCESS", "Success") | {"connectResult": "Failure", **_face(transaction, 89.1, attack=True)}
        # Which connectResult goes with this code is not stated, so there is none.
        document = result("NOT_SAME_PERSON", "the faces are not the same person's") | _face(transaction, 12.5)
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


def _face(transaction: Transaction, score: float, *, attack: bool = False) -> dict[str, object]:
    """The details of a verification, without images once they are deleted."""
    images = {"aliveImage": _LIVE_FACE, "refImage": transaction.enrollment.image} if transaction.has_images else {}
    shown = {name: image for name, image in images.items() if image is not None}
    return {"extFaceInfo": {**shown, "faceScore": score, "faceAttack": attack}}
