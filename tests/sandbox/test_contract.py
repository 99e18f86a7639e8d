"""The contract judges: paths, bodies and parameters, whatever contract it is."""

from realname.sandbox.contract import Contract, Operation, Violation

DOCUMENT = {
    "paths": {
        "/files/{fileId}.json": {
            "parameters": [{"$ref": "#/components/parameters/FileId"}],
            "get": {
                "operationId": "getFile",
                "parameters": [
                    {"name": "form", "in": "query", "required": True, "schema": {"enum": ["a", "b"]}},
                    {"name": "size", "in": "query", "schema": {"type": "string"}},
                ],
            },
            "put": {"operationId": "putFile", "requestBody": {"$ref": "#/components/requestBodies/File"}},
            "summary": "not a method",
        },
    },
    "components": {
        "parameters": {
            "FileId": {"name": "fileId", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 3}}
        },
        "requestBodies": {"File": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/File"}}}}},
        "schemas": {
            "File": {
                "type": "object",
                "required": ["parts"],
                "properties": {"parts": {"type": "array", "items": {"type": "string"}}},
            }
        },
    },
}


def operation(method: str) -> Operation:
    """An operation of the contract above."""
    route = Contract(DOCUMENT).route("/files/x.json")
    assert route is not None
    return route.operations[method]


def test_route() -> None:
    """A path leads to its operations, with its parameters decoded."""
    route = Contract(DOCUMENT).route("/files/%E5%BC%A0.json")

    assert route is not None
    assert (["GET", "PUT"], {"fileId": "张"}) == (sorted(route.operations), route.parameters)


def test_no_route() -> None:
    """A path that only looks like one of the contract leads nowhere."""
    contract = Contract(DOCUMENT)

    assert [None] * 4 == [
        contract.route(path) for path in ("/files/x/y.json", "/files/.json", "/files/xxjson", "/files/x.json/")
    ]


def test_parameters() -> None:
    """Parameters of the path item and of the operation are judged where they stand."""
    get = operation("GET")

    assert (
        [],
        [Violation("fileId", missing=False, rule="maxLength")],
        [],
        [Violation("form", missing=True, rule="required")],
        [Violation("form", missing=False, rule="enum")],
    ) == (
        get.parameter_violations("path", {"fileId": "xyz"}),
        get.parameter_violations("path", {"fileId": "wxyz"}),
        get.parameter_violations("query", {"form": "a", "unknown": ""}),
        get.parameter_violations("query", {}),
        get.parameter_violations("query", {"form": "c"}),
    )


def test_body() -> None:
    """A body is judged down to its last item; null where there must be something counts as missing."""
    put = operation("PUT")

    assert (
        [],
        [Violation("parts", missing=True, rule="required")],
        [Violation("parts", missing=True, rule="type")],
        [Violation("parts.1", missing=False, rule="type")],
        [Violation("", missing=False, rule="type")],
    ) == (
        put.body_violations({"parts": ["a"]}),
        put.body_violations({}),
        put.body_violations({"parts": None}),
        put.body_violations({"parts": ["a", 1]}),
        put.body_violations(None),
    )


def test_nothing_to_judge() -> None:
    """What the contract says nothing about breaks nothing."""
    assert ([], []) == (
        operation("GET").body_violations({"parts": 1}),
        operation("PUT").parameter_violations("query", {"form": "c"}),
    )
