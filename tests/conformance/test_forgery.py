"""Which variants of a request are forged, and how."""

import re
from collections import Counter

import requests

from realname import esign
from realname.conformance.exchange import sign
from realname.conformance.forgery import Forgery, forgeries

SECURITY = frozenset(
    {"x-tsign-open-app-id", "x-tsign-open-auth-mode", "x-tsign-open-ca-timestamp", "x-tsign-open-ca-signature"}
)
OWNER = esign.Auth(esign.Credentials(app_id="7438", app_secret="made-up"))
STRANGER = esign.Auth(esign.Credentials(app_id="7438", app_secret="another"))


def _forgeries(method: str, target: str, body: str | None = None) -> tuple[requests.PreparedRequest, list[Forgery]]:
    genuine = requests.Request(method, f"https://gateway.example{target}", data=body).prepare()
    sign(OWNER, genuine)
    path = re.compile("/flows/(?P<flowId>[^/]+)/outline")
    return genuine, list(forgeries(genuine, path=path, owner=OWNER, stranger=STRANGER, security=SECURITY))


def test_every_kind_of_forgery_is_made() -> None:
    """Unsigned, each header missing, another key, a changed path and a changed query."""
    _, made = _forgeries("GET", "/flows/17/outline")

    assert Counter(forgery.breach for forgery in made) == {
        "accepts_unsigned_request": 1,
        "accepts_missing_header": 4,
        "accepts_wrong_key": 1,
        "accepts_changed_path": 1,
        "accepts_changed_query": 1,
    }


def test_what_is_changed_after_signing_is_one_byte() -> None:
    """Of the argument in the path, of the query, of the body; everything else is as it was signed."""
    _, read = _forgeries("GET", "/flows/17/outline?a=1&b=x%2F")
    _, written = _forgeries("POST", "/other", '{"name":"x"}')

    assert ["/flows/11/outline?a=1&b=x%2F", "/flows/17/outline?a=1&b=x%21"] == [
        forgery.request.path_url for forgery in read if "changed" in forgery.breach
    ]
    assert [b'{"name":"1"}'] == [forgery.request.body for forgery in written if "changed" in forgery.breach]


def test_what_is_empty_gets_one_byte_more() -> None:
    """A query where there was none, a blank in an empty body."""
    _, read = _forgeries("GET", "/other")
    _, written = _forgeries("POST", "/other")

    assert "/other?x=1" == read[-1].request.path_url
    assert (b" ", "1") == (written[-1].request.body, written[-1].request.headers["Content-Length"])


def test_the_genuine_request_stays_as_it_is() -> None:
    """Forging works on copies."""
    genuine, made = _forgeries("GET", "/flows/17/outline")

    assert "/flows/17/outline" == genuine.path_url
    assert {name for name in genuine.headers if name.lower() in SECURITY} == {
        name for name in made[-1].request.headers if name.lower() in SECURITY
    }
