"""What the gateway of ZOLOZ shows of its state: who is enrolled, and how far each verification is."""

from realname.testing.gateway.panels import (
    Button,
    Form,
    FormField,
    Panel,
    Row,
    finishing,
    milliseconds,
    newest,
    personal,
    plain,
)
from realname.testing.gateway.person import OUTCOMES
from realname.zoloz.testing.transactions import Transaction, Transactions

ENROLL = Form("enroll", (FormField("user_id", required=True, personal=True),))


def panels_of(transactions: Transactions) -> list[Panel]:
    """Both panels."""
    enrolled, known = transactions.enrolled, [*newest(transactions.known)]
    users = transactions.users(transaction for _, transaction in known)
    return [
        Panel("enrolled", ("id",), tuple(_user(user_id) for user_id, _ in newest(enrolled)), len(enrolled), (ENROLL,)),
        Panel(
            "transactions",
            ("id", "user_id", "started"),
            tuple(
                _transaction(name, user_id, transaction, transactions)
                for (name, transaction), user_id in zip(known, users, strict=True)
            ),
            len(transactions.known),
        ),
    ]


def _user(user_id: str) -> Row:
    return Row(user_id, (personal(user_id),), buttons=(Button("unenroll", "unenroll", {"user_id": user_id}),))


def _transaction(name: str, user_id: str | None, transaction: Transaction, transactions: Transactions) -> Row:
    """A verification; where the user is unenrolled nobody can be verified any more."""
    outcomes = OUTCOMES if transactions.has_face(transaction) else [each for each in OUTCOMES if each != "verified"]
    person, status = transaction.person, transactions.standing(transaction)
    return Row(
        name,
        (plain(name), personal(user_id), milliseconds(person.asked_at)),
        status,
        () if person.has_finished or status == "verified" else finishing(name, outcomes),
    )
