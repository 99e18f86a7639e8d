"""A made-up provider: the contract of a library, and a gateway on loopback that keeps it, or breaks it on request."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from attrs import define, field, frozen

from realname.core.auth import SigningAuth
from realname.core.reply import Verification
from realname.core.secret import Secret
from realname.testing.conformance.subject import Subject
from realname.testing.contract import Contract

_TEXT = {"type": "string"}
_READER = {**_TEXT, "x-needed": True, "examples": ["r-1"]}


def _query(name: str, kind: str, example: object, **more: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": kind}, "example": example, "required": False, **more}


def _json(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


def _object(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


_FIND_BOOKS: dict[str, Any] = {
    "operationId": "findBooks",
    "x-retry": "safe",
    "x-document": {"url": "https://library.example/books"},
    "x-requires-one-of": ["author", "word"],
    "x-codes": {"CLOSED": {"kind": "not-found"}},
    "parameters": [
        _query("lent", "boolean", True, required=True),
        _query("shelf", "integer", 3, required=True),
        _query("language", "string", "zh", **{"x-needed": True}),
        _query("author", "string", "Lu Xun"),
        _query("word", "string", "tea"),
    ],
    "responses": {
        "200": {"description": "A book.", **_json("Book")},
        "default": {"$ref": "#/components/responses/Refused"},
    },
}
_LEND_BOOK: dict[str, Any] = {
    "operationId": "lendBook",
    "x-retry": "connect-only",
    "x-document": {"url": "https://library.example/loans"},
    "requestBody": _json("LendBookRequest"),
    "responses": {"200": {"description": "The book.", **_json("Book")}},
}
_DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "A library", "version": "1.0.0"},
    "x-answers": "unsigned",
    "servers": [{"x-name": "production", "url": "https://library.example"}],
    "security": [{"Card": [], "Key": []}],
    "x-codes": {
        "MALFORMED": {"kind": "request", "form": True},
        "NO_HEADER": {"kind": "request"},
        "WHO_ARE_YOU": {"kind": "authentication"},
        "CLOSED": {"kind": "access"},
    },
    "paths": {"/books": {"get": _FIND_BOOKS}, "/loans": {"post": _LEND_BOOK}},
    "components": {
        "securitySchemes": {name: {"type": "apiKey", "in": "header", "name": f"X-{name}"} for name in ("Card", "Key")},
        "responses": {"Refused": {"description": "Why not.", **_json("Refusal")}},
        "schemas": {
            "Book": _object(["state"], {"state": {"$ref": "#/components/schemas/State"}}),
            "State": {**_TEXT, "x-extensible-enum": ["here", "lent"], "examples": ["here"]},
            "Refusal": _object(["code", "message"], {"code": _TEXT, "message": _TEXT}),
            "LendBookRequest": _object(["shelf"], {"reader": _READER, "shelf": {"type": "integer", "examples": [3]}}),
        },
    },
}


def contract() -> Contract:
    """The contract, to be changed at will."""
    return Contract(deepcopy(_DOCUMENT))


@frozen(init=False, eq=False)
class Reader:
    """Credentials: a number that everybody may know, and a key."""

    number: str
    key: Secret

    def __init__(self, number: str, key: str) -> None:
        self.__attrs_init__(number, Secret(key))


class Auth(SigningAuth):
    """Shows the key together with what it is shown for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def sign(self, request: httpx.Request) -> None:
        """Set both headers."""
        asked = f"{request.url.raw_path.decode()} {self._reader.key.reveal()}"
        request.headers.update({"X-Card": self._reader.number, "X-Key": asked})

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Nothing is signed."""
        return Verification.NOT_SIGNED_BY_PROVIDER


READER = Reader("r-1", "secret")
SUBJECT = Subject(
    auth=Auth,
    secrets=("key",),
    refusal=lambda status, document: None if status < 400 else (str(document.get("code")),),
    incomplete=frozenset({"NO_HEADER"}),
)


@define
class Gateway:
    """What the library does, and what it was asked.

    Attributes:
        careless: whether it takes any text for a truth value.
        state: of the book in its answer to a valid request.
        closed: the message with which it refuses every valid request.
        wrong_key: the code for a wrong key.
        narrow: whether it takes no request for well formed.
        seen: the queries that were taken.
    """

    careless: bool = False
    state: str = "here"
    closed: object = None
    wrong_key: str = "WHO_ARE_YOU"
    narrow: bool = False
    seen: list[dict[str, list[str]]] = field(factory=list)
    url: str = ""

    def answer(self, target: str, card: str | None, key: str | None) -> tuple[int, dict[str, Any]]:
        """Answer a request."""
        query = parse_qs(urlsplit(target).query, keep_blank_values=True)
        lent, shelf = query.get("lent", [""]), query.get("shelf", [""])
        if card is None or key is None:
            return 400, {"code": "NO_HEADER", "message": "a header is missing"}
        if key != f"{target} secret":
            return 400, {"code": self.wrong_key, "message": "the key is wrong"}
        is_valid = lent in (["true"], ["false"]) or (self.careless and "lent" in query)
        is_repeated = any(len(values) > 1 for values in query.values())
        if self.narrow or is_repeated or not is_valid or not shelf[0].removeprefix("-").isdecimal():
            return 400, {"code": "MALFORMED", "message": "the query is malformed"}
        self.seen.append(query)
        return (400, {"code": "CLOSED", "message": self.closed}) if self.closed else (200, {"state": self.state})


@contextmanager
def running(gateway: Gateway) -> Iterator[Gateway]:
    """Let the gateway answer on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, document = gateway.answer(self.path, self.headers["X-Card"], self.headers["X-Key"])
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        gateway.url = f"http://127.0.0.1:{server.server_port}"
        yield gateway
        server.shutdown()
