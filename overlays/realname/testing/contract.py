"""The one reader of a provider's `contract.json`: what operations there are, what is documented of them, and the judge.

Sandbox, conformance, command line and documentation read a contract through this module and in no other way.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote

from attrs import frozen

if TYPE_CHECKING:
    import jsonschema_rs  # loaded by the first judgement: reading a contract needs no extra

JSON: Final = "application/json"
REQUIRES_ONE_OF: Final = "x-requires-one-of"

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_INTEGER: Final = re.compile(r"-?[0-9]{1,300}")  # JSON Schema knows no largest number
_NUMBER: Final = re.compile(r"-?[0-9]{1,19}(?:\.[0-9]{1,19})?(?:[eE][+-]?[0-9]{1,3})?")


@frozen
class Difference:
    """One place where a value is not what the contract says. It never holds the value.

    Attributes:
        rule: the JSON Schema keyword, or `x-needed` or `x-requires-one-of`.
        place: the way to it, in wire names; in a request, that begins with `path`, `query` or `body`.
        null: whether null stands there.
    """

    rule: str
    place: tuple[str | int, ...]
    null: bool = False

    @property
    def path(self) -> str:
        """The place as `$.data.subFlows[0].status`."""
        return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.place)

    @property
    def argument(self) -> str:
        """The place in a request as an argument of the operation: `subFlows.0.status`; else the part of the request."""
        return ".".join(str(part) for part in self.place[1:] or self.place)

    @property
    def is_missing(self) -> bool:
        """Whether something that must be there is absent, or null."""
        return self.null or self.rule in ("required", "x-needed", REQUIRES_ONE_OF)

    def __str__(self) -> str:
        if self.rule == "required":
            return f"{self.path} is required and missing"
        return f"{self.path} is null" if self.null else f"{self.path} breaks the rule {self.rule!r}"


@frozen(kw_only=True)
class Code:
    """What a code of a refusal means; see `x-codes` at the head of each contract. None: the HTTP status decides."""

    kind: str | None = None
    form: bool = False
    retryable: bool = False
    outcome_unknown: bool = False
    remedy: str | None = None


@frozen(kw_only=True)
class Field:
    """One row of a field table."""

    path: str
    kind: str
    required: bool
    limits: str
    sensitive: bool
    meaning: str


class Contract:
    """One provider's contract.

    Args:
        document: the content of `contract.json`.

    Attributes:
        document: the same.
        operations: by `operationId`, in the order of the document.
        codes: what the codes common to all operations mean.
        signed: whether the provider signs its answers.
        servers: base URLs by name, test hosts first.
        security: the names of all headers that authenticate, in lower case.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.codes: Mapping[str, Code] = _codes(document)
        self.signed: bool = document["x-answers"] == "signed"
        self.servers: Mapping[str, str] = {server["x-name"]: server["url"] for server in document["servers"]}
        self.security: frozenset[str] = frozenset(
            scheme["name"].lower() for scheme in document["components"].get("securitySchemes", {}).values()
        )
        self.operations: Mapping[str, Operation] = {
            item[method]["operationId"]: Operation(self, method.upper(), path, item[method])
            for path, item in document["paths"].items()
            for method in _METHODS
            if method in item
        }

    @classmethod
    @cache
    def shipped(cls, package: str) -> "Contract":
        """The contract that a generated package ships, read once."""
        return cls(json.loads((files(package) / "contract.json").read_bytes()))

    def route(self, path: str) -> "Mapping[str, Operation]":
        """The operations at a (percent-encoded) path, by method in upper case; none if the contract does not know it.

        Of the paths that fit, those with the fewest parameters come first.
        """
        plain, patterns = self._routes
        if path in plain:
            return plain[path]
        return next((operations for pattern, operations in patterns if pattern.fullmatch(path)), {})

    def resolve(self, node: Any) -> Any:
        """The component that a reference names, with what stands beside the reference on top."""
        if isinstance(node, dict) and "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            return {**self.document["components"][kind][name], **{key: node[key] for key in node if key != "$ref"}}
        return node

    def validator(self, schema: object) -> "jsonschema_rs.Validator":
        """The judge of a schema, compiled with those components that it refers to, directly or not."""
        import jsonschema_rs

        components: dict[str, dict[str, Any]] = {}
        self._collect(schema, components)
        return jsonschema_rs.Draft202012Validator({"allOf": [schema], "components": components})

    def example(self, schema: dict[str, Any]) -> Any:
        """A value for a schema: its own example, or one made from those of its parts."""
        resolved = self.resolve(schema)
        if "examples" in resolved:
            return resolved["examples"][0]
        if "const" in resolved:
            return resolved["const"]
        for values in ("enum", "x-extensible-enum"):
            if values in resolved:
                return resolved[values][0]
        if "oneOf" in resolved:
            return self.example(resolved["oneOf"][0])
        if "properties" in resolved:
            return {name: self.example(child) for name, child in resolved["properties"].items()}
        kind = resolved.get("type")
        if "items" in resolved:
            return [self.example(resolved["items"])]
        return _ANY.get(kind[0] if isinstance(kind, list) else kind)

    @cached_property
    def _routes(self) -> "tuple[dict[str, dict[str, Operation]], list[tuple[re.Pattern[str], dict[str, Operation]]]]":
        """The operations at each path: those of plain paths by the path itself, the others by their patterns."""
        paths: dict[str, dict[str, Operation]] = {}
        for operation in self.operations.values():
            paths.setdefault(operation.path, {})[operation.method] = operation
        plain = {path: operations for path, operations in paths.items() if "{" not in path}
        ordered = sorted((path for path in paths if path not in plain), key=lambda path: path.count("{"))
        return plain, [(_pattern(path), paths[path]) for path in ordered]

    def _collect(self, node: object, components: dict[str, dict[str, Any]]) -> None:
        """Add the components that a schema refers to, and those that these refer to."""
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                _, _, kind, name = node["$ref"].split("/")
                if name not in (known := components.setdefault(kind, {})):
                    known[name] = self.document["components"][kind][name]
                    self._collect(known[name], components)
            for key, child in node.items():
                if key not in ("example", "examples", "const", "enum"):
                    self._collect(child, components)
        elif isinstance(node, list):
            for child in node:
                self._collect(child, components)


class Operation:
    """One operation of a contract.

    Attributes:
        contract: where it belongs.
        id: the `operationId`.
        name: the client's method.
        method: in upper case.
        path: with parameters in braces, under their wire names.
        summary: one sentence.
        retry: `safe` or `connect-only`.
        document: address of the provider's page.
        copied: whether the page was read in copies that others made.
        parameters: those of path and query, with references resolved.
        needed: arguments that the page calls optional and that are needed in practice.
        one_of: arguments of which at least one is needed.
        binds: field of the answer (dotted) → argument that it must equal.
        waiter: `x-waiter`, or None.
        codes: what codes mean, those of this operation on top of the common ones.
    """

    def __init__(self, contract: Contract, method: str, path: str, node: dict[str, Any]) -> None:
        self.contract = contract
        self.node = node
        self.id: str = node["operationId"]
        self.name: str = _python_name(self.id)
        self.method = method
        self.path = path
        self.summary: str = node.get("summary", "")
        self.retry: str = node["x-retry"]
        self.document: str = node["x-document"]["url"]
        self.copied: bool = node["x-document"].get("second-hand", False)
        self.parameters: list[dict[str, Any]] = [contract.resolve(item) for item in node.get("parameters", ())]
        self.one_of: tuple[str, ...] = tuple(node.get(REQUIRES_ONE_OF, ()))
        self.binds: Mapping[str, str] = node.get("x-binds", {})
        self.waiter: Mapping[str, Any] | None = node.get("x-waiter")
        self.codes: Mapping[str, Code] = {**contract.codes, **_codes(node)}
        self._answer_validators: dict[str, jsonschema_rs.Validator] = {}
        body = self.body_schema
        properties = {} if body is None else contract.resolve(body).get("properties", {})
        self.needed: tuple[str, ...] = (
            *(parameter["name"] for parameter in self.parameters if parameter.get("x-needed")),
            *(name for name, schema in properties.items() if schema.get("x-needed")),
        )

    @property
    def body_schema(self) -> dict[str, Any] | None:
        """The schema of the request's body; None if there is no body."""
        return _schema(self.contract.resolve(self.node.get("requestBody")))

    def answer_schema(self, status: int) -> dict[str, Any] | None:
        """The schema of an answer with this status; None if the contract has none."""
        return _schema(self._response(status))

    def documents(self, status: int) -> bool:
        """Whether the contract knows this status. What it says by default is about failures."""
        return self._response(status) is not None

    # ---- tables and examples -------------------------------------------------------------------------------------

    @property
    def arguments(self) -> list[Field]:
        """What the operation takes: its parameters and the fields of its body."""
        fields = [
            self._field(item["name"], item["schema"], item, required=bool(item.get("required")))
            for item in self.parameters
        ]
        return [*fields, *self._fields(self.body_schema or {}, "")]

    @property
    def answer(self) -> list[Field]:
        """What a success holds."""
        return list(self._fields(self.success_schema, ""))

    @property
    def success_schema(self) -> dict[str, Any]:
        """The schema of a success: of 200, the first of the shapes."""
        schema = self.contract.resolve(self.answer_schema(200) or {})
        first: dict[str, Any] = self.contract.resolve(schema.get("oneOf", [schema])[0])
        return first

    def example_arguments(self, *, optional: bool = True) -> dict[str, Any]:
        """The documented example of every argument, by wire name.

        Args:
            optional: with those that a call can do without.
        """
        body = self.contract.resolve(self.body_schema or {})
        examples = {item["name"]: item["example"] for item in self.parameters}
        examples |= {name: self.contract.example(schema) for name, schema in body.get("properties", {}).items()}
        if optional:
            return examples
        required = {item["name"] for item in self.parameters if item.get("required")}
        required |= {*body.get("required", ()), *self.needed, *self.one_of[:1]}
        return {name: value for name, value in examples.items() if name in required}

    def example_answer(self) -> Any:
        """The body of a success as documented: the first valid example of 200, or one made from its fields' examples.

        A new copy at each call.

        Raises:
            StopIteration: not even that is valid.
        """
        media = _media(self._response(200))
        examples = [item["value"] for item in media.get("examples", {}).values()]
        examples += [media["example"]] if "example" in media else []
        examples.append(self.contract.example(media.get("schema", {})))
        return deepcopy(next(example for example in examples if not self.answer_differences(200, example)))

    # ---- the judge -----------------------------------------------------------------------------------------------

    def request(self, target: str, body: object = None) -> dict[str, Any]:
        """A request as the contract sees it: its `path`, `query` and `body`, texts turned into what they stand for.

        Args:
            target: path and query as on the request line.
            body: the parsed body; None for none.
        """
        path, _, query = target.partition("?")
        try:
            pairs = parse_qs(query, keep_blank_values=True, errors="strict")
            values = {name: values[0] if len(values) == 1 else values for name, values in pairs.items()}
            given: object = self._typed("query", values)
        except UnicodeDecodeError:
            given = None
        match = _pattern(self.path).fullmatch(path)
        parameters = {name: unquote(value) for name, value in match.groupdict().items()} if match else {}
        request = {"path": self._typed("path", parameters), "query": given}
        return request if body is None else {**request, "body": body}

    def request_differences(self, request: object) -> list[Difference]:
        """What the contract says against a request, as `request` gives it."""
        return _differences(self._request_validator, request)

    def needed_differences(self, request: Mapping[str, Any]) -> list[Difference]:
        """What a request lacks in practice: arguments that are needed without being called so, or one of several."""
        places = {item["name"]: item["in"] for item in self.parameters}
        given = {
            name
            for values in request.values()
            if isinstance(values, dict)
            for name in values
            if values[name] not in (None, "")
        }
        missing = [Difference("x-needed", (places.get(n, "body"), n)) for n in self.needed if n not in given]
        if self.one_of and given.isdisjoint(self.one_of):
            names = ", ".join(self.one_of)
            missing.append(Difference(REQUIRES_ONE_OF, (places.get(self.one_of[0], "body"), names)))
        return missing

    def answer_differences(self, status: int, document: object) -> list[Difference]:
        """What the contract says against an answer. It has nothing against one that it describes by no schema."""
        schema = self.answer_schema(status)
        if schema is None:
            return []
        key = str(status) if str(status) in self.node["responses"] else "default"
        if key not in self._answer_validators:
            self._answer_validators[key] = self.contract.validator(schema)
        return _differences(self._answer_validators[key], document)

    @cached_property
    def _request_validator(self) -> "jsonschema_rs.Validator":
        properties: dict[str, dict[str, Any]] = {
            place: {"type": "object", "properties": {}, "required": []} for place in ("path", "query")
        }
        for parameter in self.parameters:
            place = properties[parameter["in"]]
            place["properties"][parameter["name"]] = parameter["schema"]
            place["required"] += [parameter["name"]] if parameter.get("required") else []
        required = [*properties]
        if (body := self.body_schema) is not None:
            properties["body"] = body
            required.append("body")
        return self.contract.validator({"type": "object", "properties": properties, "required": required})

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _response(self, status: int) -> dict[str, Any] | None:
        responses = self.node["responses"]
        node = responses.get(str(status)) or (responses.get("default") if status >= 400 else None)
        found: dict[str, Any] | None = self.contract.resolve(node)
        return found

    def _typed(self, place: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters with the values that their texts stand for, where they are declared as numbers or truth values."""
        kinds = {
            item["name"]: self.contract.resolve(item["schema"]).get("type")
            for item in self.parameters
            if item["in"] == place
        }
        return {name: _value(value, kinds.get(name)) for name, value in values.items()}

    def _fields(self, schema: dict[str, Any], path: str) -> Iterator[Field]:
        resolved = self.contract.resolve(schema)
        required = resolved.get("required", ())
        for name, child in resolved.get("properties", {}).items():
            yield self._field(f"{path}{name}", child, child, required=name in required)
            inner, inside = self.contract.resolve(child), f"{path}{name}."
            if "items" in inner:
                inner, inside = self.contract.resolve(inner["items"]), f"{path}{name}[]."
            yield from self._fields(inner, inside)

    def _field(self, path: str, schema: dict[str, Any], described: dict[str, Any], *, required: bool) -> Field:
        resolved = self.contract.resolve(schema)
        return Field(
            path=path,
            kind=self._kind(schema),
            required=required,
            limits="; ".join(_limits(resolved)),
            sensitive=bool(described.get("x-sensitive") or resolved.get("x-sensitive")),
            meaning=described.get("description") or resolved.get("description", ""),
        )

    def _kind(self, schema: dict[str, Any]) -> str:
        if "$ref" in schema:
            return str(schema["$ref"].rpartition("/")[2])
        if "items" in schema:
            return f"list of {self._kind(schema['items'])}"
        kind = schema.get("type", "any JSON")
        kinds = kind if isinstance(kind, list) else [kind]
        return " or ".join("text" if name == "string" else name for name in kinds if name != "null")


_ANY: Final[Mapping[str | None, Any]] = {"string": "text", "integer": 1, "number": 0.5, "boolean": True, "object": {}}


def _python_name(operation_id: str) -> str:
    words = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", operation_id))
    return re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").lower()


def _codes(node: Mapping[str, Any]) -> dict[str, Code]:
    known = ("kind", "form", "retryable", "outcome-unknown", "remedy")
    return {
        code: Code(**{key.replace("-", "_"): entry[key] for key in known if key in entry})
        for code, entry in node.get("x-codes", {}).items()
    }


def _media(holder: dict[str, Any] | None) -> dict[str, Any]:
    """What is said of JSON in a body or an answer."""
    media: dict[str, Any] = (holder or {}).get("content", {})
    return next((value for kind, value in media.items() if kind.partition(";")[0].strip() == JSON), {})


def _schema(holder: dict[str, Any] | None) -> dict[str, Any] | None:
    return _media(holder).get("schema")


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    if "maxLength" in schema:
        yield f"at most {schema['maxLength']} characters"
    if "pattern" in schema:
        yield f"matches {schema['pattern']}"
    if "enum" in schema:
        yield f"one of {', '.join(map(str, schema['enum']))}"
    if "x-extensible-enum" in schema:
        yield f"for instance {', '.join(map(str, schema['x-extensible-enum']))}"


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if i % 2 else re.escape(part) for i, part in enumerate(parts)))


def _value(text: Any, kind: object) -> Any:
    """What a text stands for as a value of a kind; the text itself if that is nothing of the kind."""
    if not isinstance(text, str):
        return text
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    return text


# ---- differences -----------------------------------------------------------------------------------------------------


def _differences(validator: "jsonschema_rs.Validator", instance: object) -> list[Difference]:
    """One difference for each place; a wrong type explains all else that is wrong there."""
    from jsonschema_rs import ValidationErrorKind

    found: dict[tuple[str | int, ...], Difference] = {}
    for error in _leaves(validator.iter_errors(instance)):
        place, kind = tuple(error.instance_path), error.kind
        if isinstance(kind, ValidationErrorKind.Required):
            difference = Difference("required", (*place, kind.property))
        else:
            difference = Difference(kind.name, place, null=bool(place) and error.instance is None)
        if difference.place not in found or difference.rule == "type":
            found[difference.place] = difference
    return list(found.values())


def _leaves(errors: "Iterable[jsonschema_rs.ValidationError]") -> "Iterator[jsonschema_rs.ValidationError]":
    """The errors themselves; where no alternative fits, those of the one that fits best."""
    from jsonschema_rs import ValidationErrorKind

    for error in errors:
        if isinstance(error.kind, ValidationErrorKind.OneOfNotValid):
            # Of equally good ones the first, which is the success.
            best = min(error.kind.context, key=lambda errors: len({tuple(error.instance_path) for error in errors}))
            yield from _leaves(iter(best))
        else:
            yield error
