"""What the gateway of Alipay shows of its state: certifications, one-time tokens, persons who authorised the app."""

from collections.abc import Mapping

from realname.alipay.testing.accounts import COMPARED, Accounts
from realname.alipay.testing.certifications import Certification, Certifications
from realname.alipay.testing.tokens import IssuedToken, Tokens
from realname.testing.contract import Contract
from realname.testing.gateway.panels import (
    Form,
    FormField,
    Panel,
    Row,
    expiring,
    finishing,
    milliseconds,
    newest,
    personal,
    plain,
)

ISSUE_AUTH_TOKEN = Form("issue_auth_token", tuple(FormField(name, personal=True) for name in COMPARED))


def panels_of(contract: Contract, certifications: Certifications, tokens: Tokens, accounts: Accounts) -> list[Panel]:
    """All panels."""
    known, issued, authorized = certifications.known, tokens.issued, accounts.authorized
    return [
        Panel(
            "certifications",
            ("id", "operation", "started"),
            tuple(_certification(name, each, certifications.standing(each)) for name, each in newest(known)),
            len(known),
        ),
        Panel(
            "tokens",
            ("id", "results", "conn_key", "identity_type", "cert_no"),
            tuple(_token(text, token) for text, token in newest(issued)),
            len(issued),
            (_issue_token(contract),),
        ),
        Panel(
            "accounts",
            ("id", *COMPARED),
            tuple(_account(text, account) for text, account in newest(authorized)),
            len(authorized),
            (ISSUE_AUTH_TOKEN,),
        ),
    ]


def _certification(name: str, certification: Certification, status: str) -> Row:
    person = certification.person
    buttons = (*finishing(name), expiring(name))
    return Row(
        name,
        (plain(name), plain(certification.product.query), milliseconds(person.asked_at)),
        status,
        buttons if status == "pending" else (),
    )


def _token(text: str, issued: IssuedToken) -> Row:
    token = issued.token
    cells = (
        personal(text),
        plain(", ".join(issued.results)),
        personal(token.conn_key),
        plain(token.identity_type),
        personal(token.cert_no),
    )
    return Row(text, cells, "usable" if issued.results else "used")


def _account(text: str, account: Mapping[str, str]) -> Row:
    return Row(text, (personal(text), *(personal(account.get(name)) for name in COMPARED)))


def _issue_token(contract: Contract) -> Form:
    """The results that there are is what the page of the query says."""
    answer = contract.operations["queryJobworthAuthentication"].success_schema["properties"]
    results = contract.resolve(answer["identity_result"]).get("x-extensible-enum", ())
    return Form(
        "issue_token",
        (
            FormField("results", type="list", choices=tuple(results)),
            FormField("conn_key", personal=True),
            FormField("identity_type"),
            FormField("cert_no", personal=True),
        ),
    )
