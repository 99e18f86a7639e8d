"""Which variants of a request are forged, and how."""

from collections import Counter

import requests

from realname.testing.conformance.forgery import Forgery, forgeries
from realname.testing.conformance.transport import sign
from tests.testing.conformance.library import READER, SUBJECT, contract

PATH = "/flows/{flowId}/outline"
SECURITY = contract().security
OWNER, STRANGER = SUBJECT.auth(READER), SUBJECT.stranger(READER)


def _forgeries(method: str, target: str, body: str | None = None) -> tuple[requests.PreparedRequest, list[Forgery]]:
    genuine = requests.Request(method, f"https://gateway.example{target}", data=body).prepare()
    sign(OWNER, genuine)
    return genuine, list(forgeries(genuine, path=PATH, owner=OWNER, stranger=STRANGER, security=SECURITY))


def test_every_kind_of_forgery_is_made() -> None:
    """Unsigned, each header missing, another key, a changed path and a changed query."""
    _, made = _forgeries("GET", "/flows/17/outline")

    assert Counter(forgery.breach for forgery in made) == {
        "accepts_unsigned_request": 1,
        "accepts_missing_header": 2,
        "accepts_wrong_key": 1,
        "accepts_changed_path": 1,
        "accepts_changed_query": 1,
    }


def test_what_is_changed_after_signing_is_one_byte() -> None:
    """Of the argument in the path, of the query, of the body; everything else is as it was signed.

    Of the query it is the first parameter: of a key that comes twice, only the first value may be signed.
    """
    _, read = _forgeries("GET", "/flows/17/outline?a=1&b=x%2F")
    _, written = _forgeries("POST", "/other", '{"name":"x"}')

    assert ["/flows/11/outline?a=1&b=x%2F", "/flows/17/outline?a=2&b=x%2F"] == [
        forgery.request.path_url for forgery in read if "changed" in forgery.breach
    ]
    assert [b'{"name":"1"}'] == [forgery.request.body for forgery in written if "changed" in forgery.breach]


def test_what_is_empty_gets_one_byte_more() -> None:
    """A query where there was none, a space in a body without a letter; whether no body is signed is not documented."""
    _, read = _forgeries("GET", "/other")
    _, written = _forgeries("POST", "/other", "{}")
    _, without = _forgeries("POST", "/other")

    assert "/other?x=1" == read[-1].request.path_url
    assert (b"{} ", "3") == (written[-1].request.body, written[-1].request.headers["Content-Length"])
    assert [] == [forgery for forgery in without if "changed" in forgery.breach]


def test_the_genuine_request_stays_as_it_is() -> None:
    """Forging works on copies."""
    genuine, made = _forgeries("GET", "/flows/17/outline")

    before, after = ({*each.headers} for each in (genuine, made[-1].request))
    assert "/flows/17/outline" == genuine.path_url
    assert [] == [name for name in before ^ after if name.lower() in SECURITY]
