"""The one reader of contracts: what there is at a path, what a request and an answer are held against, examples."""

from typing import Any

import pytest

from realname.testing.contract import Contract, Operation
from tests import facts

JSON = "application/json"
BARE: dict[str, Any] = {"x-retry": "safe", "x-document": {"url": "https://library.example"}, "responses": {}}
DOCUMENT: dict[str, Any] = {
    "x-answers": "signed",
    "servers": [{"url": "https://library.example", "x-name": "sandbox"}],
    "x-codes": {"BUSY": {"kind": "rate-limit", "retryable": True}, "GONE": {"kind": "server"}},
    "paths": {
        "/files/{fileId}.json": {
            "get": {
                "operationId": "getFile",
                "x-retry": "safe",
                "x-document": {"url": "https://library.example/getFile"},
                "x-codes": {"GONE": {"kind": "not-found", "outcome-unknown": True, "remedy": "Ask for another file."}},
                "x-requires-one-of": ["shelf", "row"],
                "parameters": [
                    {"$ref": "#/components/parameters/FileId"},
                    {"name": "form", "in": "query", "required": True, "schema": {"enum": ["a", "b"]}, "example": "b"},
                    {"name": "whole", "in": "query", "schema": {"type": "boolean"}, "example": True},
                    {"name": "pages", "in": "query", "schema": {"$ref": "#/components/schemas/Pages"}, "example": 3},
                    {"name": "size", "in": "query", "schema": {"type": "number"}, "example": 0.5},
                    {"name": "shelf", "in": "query", "schema": {"type": "string"}, "example": "s"},
                    {"name": "row", "in": "query", "schema": {"type": "string"}, "example": "r"},
                    {"name": "reader", "in": "query", "x-needed": True, "schema": {"type": "string"}, "example": "me"},
                ],
                "responses": {
                    "200": {"$ref": "#/components/responses/File"},
                    "404": {"description": "No such file."},
                    "default": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Failure"}}}},
                },
            },
            "put": {
                "operationId": "putURLFile",
                "x-retry": "connect-only",
                "x-document": {"url": "https://library.example/putFile"},
                "requestBody": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/File"}}}},
                "responses": {
                    "200": {
                        "content": {
                            JSON: {
                                "schema": {
                                    "oneOf": [
                                        {"$ref": "#/components/schemas/Done"},
                                        {"$ref": "#/components/schemas/Failure"},
                                    ]
                                }
                            }
                        }
                    }
                },
            },
            "summary": "not a method",
        },
        "/files/{fileId}": {"get": {"operationId": "anyFile", **BARE}},
        "/files/new": {"get": {"operationId": "newFile", **BARE}},
    },
    "components": {
        "securitySchemes": {"Key": {"name": "X-Key"}},
        "parameters": {
            "FileId": {
                "name": "fileId",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "maxLength": 3},
                "example": "abc",
            }
        },
        "responses": {
            "File": {
                "content": {
                    JSON: {
                        "schema": {"$ref": "#/components/schemas/File"},
                        "examples": {"broken": {"value": {}}, "usual": {"value": {"parts": ["a"]}}},
                    }
                }
            }
        },
        "schemas": {
            "Pages": {"type": "integer", "maximum": 9},
            "File": {
                "type": "object",
                "required": ["parts"],
                "properties": {
                    "parts": {"type": "array", "items": {"type": "string"}, "examples": [["a"]]},
                    "next": {"$ref": "#/components/schemas/File", "examples": [{"parts": []}]},
                },
            },
            "Done": {
                "type": "object",
                "required": ["code", "at"],
                "properties": {
                    "code": {"const": 0},
                    "kind": {"type": "string", "x-extensible-enum": ["x"]},
                    "level": {"enum": [2, 3]},
                    "at": {"type": ["integer", "null"]},
                    "by": {"type": "array", "items": {"type": "string"}},
                },
            },
            "Failure": {"type": "object", "required": ["code"], "properties": {"code": {"not": {"const": 0}}}},
            "Unused": {"type": "no such type"},
        },
    },
}


@pytest.fixture
def contract() -> Contract:
    """A contract that is nobody's."""
    return Contract(DOCUMENT)


@pytest.fixture
def get(contract: Contract) -> Operation:
    """An operation with parameters."""
    return contract.operations["getFile"]


@pytest.fixture
def put(contract: Contract) -> Operation:
    """An operation with a body."""
    return contract.operations["putURLFile"]


@pytest.mark.parametrize(
    ("path", "operations", "parameters"),
    [
        ("/files/%E5%BC%A0.json", ["getFile", "putURLFile"], {"fileId": "张"}),
        ("/files/new", ["newFile"], {}),
        ("/files/old", ["anyFile"], {"fileId": "old"}),
    ],
)
def test_a_path_leads_to_its_operations(
    contract: Contract, path: str, operations: list[str], parameters: dict[str, str]
) -> None:
    """Its parameters are decoded; a path that is written out comes before one with parameters."""
    found = contract.route(path).values()

    assert operations == sorted(operation.id for operation in found)
    assert all(parameters == operation.request(path)["path"] for operation in found)


@pytest.mark.parametrize("path", ["/files/x/y.json", "/files/", "/files/x.json/", "/file"])
def test_another_path_leads_nowhere(contract: Contract, path: str) -> None:
    """However much it looks like one of the contract."""
    assert not contract.route(path)


GOOD = "/files/abc.json?form=a&shelf=1&reader=me"


@pytest.mark.parametrize(
    ("target", "differences"),
    [
        (GOOD, []),
        (f"{GOOD}&unknown=", []),
        (f"{GOOD}&whole=true&pages=9&size=1.5e1", []),
        ("/files/wxyz.json?form=a&shelf=1&reader=me", [("path.fileId", "maxLength", False)]),
        ("/files/abc.json?shelf=1&reader=me", [("query.form", "required", True)]),
        ("/files/abc.json?form=c&row=1&reader=me", [("query.form", "enum", False)]),
        (f"{GOOD}&shelf=2", [("query.shelf", "type", False)]),
        (f"{GOOD}&whole=yes", [("query.whole", "type", False)]),
        (f"{GOOD}&pages=10", [("query.pages", "maximum", False)]),
        (f"{GOOD}&pages={'9' * 5000}&size=.", [("query.pages", "type", False), ("query.size", "type", False)]),
        (f"{GOOD}&shelf=%ff", [("query", "type", True)]),
        ("/files/abc.json?form=a&shelf=1", [("query.reader", "x-needed", True)]),
        ("/files/abc.json?form=a&reader=&shelf=1", [("query.reader", "x-needed", True)]),
        ("/files/abc.json?form=a&reader=me&row=", [("query.shelf, row", "x-requires-one-of", True)]),
    ],
)
def test_parameters_are_judged_as_what_they_stand_for(
    get: Operation, target: str, differences: list[tuple[str, str, bool]]
) -> None:
    """A text becomes the truth value or number that is declared; what is needed in practice is told apart."""
    request = get.request(target)
    found = get.request_differences(request)
    if request["query"] is not None:
        found += get.needed_differences(request)

    assert sorted(differences) == sorted((d.path.removeprefix("$."), d.rule, d.is_missing) for d in found)


@pytest.mark.parametrize(
    ("body", "differences"),
    [
        ({"parts": ["a"]}, []),
        ({"parts": [], "next": {"parts": ["a"]}, "unknown": 1}, []),
        ({}, [("parts", "required", True)]),
        ({"parts": None}, [("parts", "type", True)]),
        ({"parts": ["a", 1]}, [("parts.1", "type", False)]),
        ({"parts": [], "next": {}}, [("next.parts", "required", True)]),
        ([], [("body", "type", False)]),
        (None, [("body", "required", True)]),
    ],
)
def test_a_body_is_judged_down_to_its_last_item(
    put: Operation, body: object, differences: list[tuple[str, str, bool]]
) -> None:
    """Null where there must be something counts as missing."""
    found = put.request_differences(put.request("/files/x.json", body))

    assert differences == [(difference.argument, difference.rule, difference.is_missing) for difference in found]


@pytest.mark.parametrize(
    ("name", "status", "document", "differences"),
    [
        ("getFile", 200, {"parts": []}, []),
        ("getFile", 200, {"part": []}, ["$.parts is required and missing"]),
        ("getFile", 200, {"parts": ["a"], "next": {"parts": None}}, ["$.next.parts is null"]),
        ("getFile", 503, {"code": 0}, ["$.code breaks the rule 'not'"]),
        ("getFile", 404, "whatever", []),
        ("putURLFile", 200, {"code": 0, "at": 1}, []),
        ("putURLFile", 200, {"code": 5}, []),
        ("putURLFile", 200, {"code": 0}, ["$.at is required and missing"]),
        ("putURLFile", 202, {}, []),
    ],
)
def test_an_answer_is_judged_by_what_its_status_refers_to(
    contract: Contract, name: str, status: int, document: object, differences: list[str]
) -> None:
    """References are followed; of several shapes the one that fits best explains what is wrong."""
    found = contract.operations[name].answer_differences(status, document)

    assert differences == [str(difference) for difference in found]


def test_known_statuses(get: Operation, put: Operation) -> None:
    """What is said by default is said of failures."""
    assert [True, True, True, False] == [get.documents(status) for status in (200, 404, 500, 202)]
    assert not put.documents(500)


def test_facts_of_an_operation(contract: Contract, get: Operation, put: Operation) -> None:
    """Names, codes with the operation's own on top, and what stands at the head of the contract."""
    assert ("get_file", "put_url_file") == (get.name, put.name)
    assert ("rate-limit", "not-found", True, "server") == (
        get.codes["BUSY"].kind,
        get.codes["GONE"].kind,
        get.codes["GONE"].outcome_unknown,
        put.codes["GONE"].kind,
    )
    assert {"x-key"} == contract.security
    assert ({"sandbox": "https://library.example"}, True) == (dict(contract.servers), contract.signed)


def test_examples(get: Operation, put: Operation) -> None:
    """The documented ones, of answers the first valid one; where there is none it is made from the parts."""
    assert {"fileId": "abc", "form": "b", "shelf": "s", "reader": "me"} == get.example_arguments(optional=False)
    assert {"parts": ["a"]} == get.example_answer()
    assert {"code": 0, "kind": "x", "level": 2, "at": 1, "by": ["text"]} == put.example_answer()
    assert {"parts": ["a"], "next": {"parts": []}} == put.example_arguments()
    get.example_answer()["parts"].append("b")
    assert {"parts": ["a"]} == get.example_answer()


def test_tables(get: Operation, put: Operation) -> None:
    """What an operation takes and gives, a row a field."""
    assert ["fileId", "form", "whole", "pages", "size", "shelf", "row", "reader"] == [row.path for row in get.arguments]
    assert [("fileId", "text", True, "at most 3 characters"), ("form", "any JSON", True, "one of a, b")] == [
        (row.path, row.kind, row.required, row.limits) for row in get.arguments[:2]
    ]
    assert [("code", True), ("kind", False), ("level", False), ("at", True), ("by", False)] == [
        (row.path, row.required) for row in put.answer
    ]


@pytest.mark.parametrize("operation", facts.OPERATIONS, ids=str)
def test_the_shipped_contracts_are_read_the_same_by_a_second_reader(operation: facts.Operation) -> None:
    """Arguments, needed ones, codes and a valid success of every operation."""
    found = Contract.shipped(f"realname_{operation.provider}").operations[operation.id]
    needed = {name for name, item in operation.inputs.items() if item.needed}

    assert (operation.name, operation.method, operation.path) == (found.name, found.method, found.path)
    assert operation.wire == found.example_arguments()
    assert set(operation.minimal) == {facts.python_name(name) for name in found.example_arguments(optional=False)}
    assert needed == set(found.needed)
    assert operation.codes.keys() == found.codes.keys()
    request = found.request(operation.target(), operation.wire if operation.request else None)
    assert [] == [*found.request_differences(request), *found.needed_differences(request)]
    assert [] == found.answer_differences(200, found.example_answer())
