"""What the tests need to know of the contracts: names, addresses, valid arguments, documented answers.

Read from each ``contract.json`` without any code of the package, so that a path, an argument, a length or
a value that changes there changes no test, unless the test is about that fact::

    operation = facts.main("zoloz")
    getattr(client, operation.name)(**operation.arguments)
    assert operation.path == request.url.path
    gateway.answers(200, operation.success)
"""

import json
import keyword
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from attrs import field, frozen

ROOT: Final = Path(__file__).parents[1]
MAIN: Final = {
    "zoloz": "queryEnrollStatus",
    "alipay": "queryJobworthAuthentication",
    "esign": "getFlowOutline",
}
"""The operation of each provider that stands for all: it reads, and takes arguments."""
PROVIDERS: Final = tuple(MAIN)
Json = Any


@cache
def contract(provider: str) -> dict[str, Any]:
    """A provider's contract as one document. Not to be changed: `deepcopy` it first."""
    package = find_spec(f"realname_{provider}")
    assert package is not None
    assert package.origin is not None
    document: dict[str, Any] = json.loads(Path(package.origin).with_name("contract.json").read_bytes())
    return document


@cache
def of(provider: str) -> tuple["Operation", ...]:
    """All operations of a provider."""
    return tuple(
        Operation(provider, method.upper(), path, described)
        for path, item in contract(provider)["paths"].items()
        for method, described in item.items()
    )


def operation(provider: str, name: str) -> "Operation":
    """One operation, by its operationId or by the name of its method."""
    return next(each for each in of(provider) if name in (each.id, each.name))


def main(provider: str) -> "Operation":
    """The operation that stands for all of a provider."""
    return operation(provider, MAIN[provider])


def resolved(provider: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """A schema, response or parameter with its reference followed; what stands beside the reference wins."""
    if "$ref" not in node:
        return dict(node)
    target: Any = contract(provider)
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**resolved(provider, target), **{key: value for key, value in node.items() if key != "$ref"}}


def example(provider: str, schema: Mapping[str, Any]) -> Json:
    """The documented example of a schema, put together from its properties if it has none of its own."""
    whole = resolved(provider, schema)
    if "examples" in whole:
        return deepcopy(whole["examples"][0])
    if "oneOf" in whole:
        return example(provider, whole["oneOf"][0])
    if whole.get("type") == "array":
        return [example(provider, whole["items"])]
    return {name: example(provider, child) for name, child in whole.get("properties", {}).items()}


def python_name(wire: str) -> str:
    """``bizId`` as Python writes it: ``biz_id``."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", wire)
    name = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def changed(document: Json, path: str, *value: Json) -> Json:
    """A copy of a body with the field at ``data.flowId`` set to `value`, or taken out if none is given."""
    copied = deepcopy(document)
    *parents, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    target = copied
    for part in parents:
        target = target[part] if isinstance(part, int) else target.setdefault(part, {})
    if value:
        target[last] = value[0]
    else:
        del target[last]
    return copied


def at(document: Json, path: str) -> Json:
    """The value of a field such as ``data.flowId``; None if it is absent."""
    for part in path.split("."):
        document = document.get(part) if isinstance(document, dict) else None
    return document


@frozen
class Argument:
    """One thing that an operation is told.

    Attributes:
        wire: its name on the wire.
        name: its name in Python.
        place: ``path``, ``query`` or ``body``.
        required: whether the contract demands it.
        needed: whether it is demanded in practice.
        schema: what it must be; references followed.
        example: its documented example, as JSON.
    """

    provider: str
    wire: str
    place: str
    required: bool
    needed: bool
    schema: dict[str, Any] = field(repr=False)
    example: Json

    @property
    def name(self) -> str:
        """Its name in Python."""
        return python_name(self.wire)

    @property
    def value(self) -> Any:
        """The example as Python code passes it: an object is one of the generated class."""
        return self.as_python(self.example)

    def as_python(self, value: Json) -> Any:
        """Any value as Python code passes it; what is not documented of an object cannot be passed."""
        return as_python(self.provider, self.schema, value)

    @property
    def limit(self) -> int:
        """The most characters; a test of the limit needs an argument that has one."""
        limit: int = self.schema["maxLength"]
        return limit

    @property
    def sensitive(self) -> bool:
        """Whether it is personal or secret."""
        return bool(self.schema.get("x-sensitive"))


def as_python(provider: str, schema: Mapping[str, Any], value: Json) -> Any:
    """A JSON value as Python code passes it; unknown names of an object are left out, and so is null in one."""
    if isinstance(value, list) and "items" in schema:
        return [as_python(provider, schema["items"], item) for item in value]
    if schema.get("format") == "decimal" and type(value) in (int, float):
        return Decimal(str(value))
    if not isinstance(value, dict) or "$ref" not in schema:
        return value
    properties = resolved(provider, schema).get("properties", {})
    model = getattr(import_module(f"realname_{provider}"), schema["$ref"].rpartition("/")[2])
    return model(
        **{
            python_name(name): as_python(provider, properties[name], child)
            for name, child in value.items()
            if name in properties and child is not None
        }
    )


@frozen
class Refusal:
    """A documented "no"."""

    status: int
    body: dict[str, Any]
    code: str


@frozen(eq=False)
class Operation:
    """One operation of a contract.

    Attributes:
        provider: whose it is.
        method: of HTTP.
        path: with its parameters in braces, as the contract has it.
        described: what the contract says of it.
    """

    provider: str
    method: str
    path: str
    described: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.provider}.{self.name}"

    @property
    def id(self) -> str:
        """Its operationId."""
        name: str = self.described["operationId"]
        return name

    @property
    def name(self) -> str:
        """The method of the client."""
        return python_name(self.id)

    @property
    def safe(self) -> bool:
        """Whether it may be repeated."""
        return bool(self.described["x-retry"] == "safe")

    @property
    def codes(self) -> dict[str, dict[str, Any]]:
        """What each code of a refusal means here."""
        return {**contract(self.provider).get("x-codes", {}), **self.described.get("x-codes", {})}

    # ---- asked ----

    @cached_property
    def inputs(self) -> dict[str, Argument]:
        """Every argument by its wire name, in the contract's order."""
        found = {}
        for node in self.described.get("parameters", ()):
            one = resolved(self.provider, node)
            schema = {**resolved(self.provider, one["schema"]), "x-sensitive": one.get("x-sensitive", False)}
            found[one["name"]] = Argument(
                self.provider,
                one["name"],
                one["in"],
                one.get("required", False),
                one.get("x-needed", False),
                {**one["schema"], **schema},
                one["example"],
            )
        for name, schema in self.request.get("properties", {}).items():
            required = name in self.request.get("required", ())
            whole = {**schema, **resolved(self.provider, schema)}
            shown = example(self.provider, schema)
            found[name] = Argument(self.provider, name, "body", required, schema.get("x-needed", False), whole, shown)
        return found

    @cached_property
    def request(self) -> dict[str, Any]:
        """The schema of the body; empty if there is none."""
        body = self.described.get("requestBody")
        return resolved(self.provider, body["content"]["application/json"]["schema"]) if body else {}

    @property
    def wire(self) -> dict[str, Json]:
        """A valid value for every argument, by wire name."""
        return {name: deepcopy(one.example) for name, one in self.inputs.items()}

    @property
    def arguments(self) -> dict[str, Any]:
        """A valid value for every argument, as the client's method takes them."""
        return {one.name: one.value for one in self.inputs.values()}

    @property
    def minimal(self) -> dict[str, Any]:
        """As few arguments as the contract allows, with those that are needed in practice."""
        first = self.described.get("x-requires-one-of", ())[:1]
        return {one.name: one.value for name, one in self.inputs.items() if one.required or one.needed or name in first}

    def target(self, **wire: Json) -> str:
        """Path and query as they stand in the request, with the examples for what is not given; None leaves one out."""
        values = {name: value for name, value in {**self.wire, **wire}.items() if value is not None}
        path = re.sub(r"\{(\w+)\}", lambda match: quote(str(values[match[1]]), safe=""), self.path)
        query = {name: values[name] for name, one in self.inputs.items() if one.place == "query" and name in values}
        written = {name: json.dumps(value) if isinstance(value, bool) else value for name, value in query.items()}
        return f"{path}?{urlencode(written, quote_via=quote)}" if query else path

    @property
    def concrete_path(self) -> str:
        """The path with the examples in its place holders, without the query."""
        return self.target().partition("?")[0]

    def body(self, **wire: Json) -> bytes:
        """The body of a request, with the examples for what is not given; None leaves one out; empty without a body."""
        if "requestBody" not in self.described:
            return b""
        values = {**self.wire, **wire}
        return json.dumps(
            {n: values[n] for n in self.request.get("properties", {}) if values.get(n) is not None},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    # ---- answered ----

    @cached_property
    def responses(self) -> dict[str, dict[str, Any]]:
        """What each status (or ``default``) means; references followed."""
        return {status: resolved(self.provider, node) for status, node in self.described["responses"].items()}

    @property
    def statuses(self) -> tuple[str, ...]:
        """The documented statuses."""
        return tuple(self.responses)

    def schemas(self, status: str) -> list[dict[str, Any]]:
        """The alternatives of one status; the first of 200 is the success."""
        schema = self.responses[status]["content"]["application/json"]["schema"]
        return list(schema.get("oneOf", [schema]))

    @property
    def answer(self) -> dict[str, Any]:
        """The schema of a success."""
        return resolved(self.provider, self.schemas("200")[0])

    @property
    def model(self) -> str:
        """The class of a success."""
        name: str = self.schemas("200")[0]["$ref"].rpartition("/")[2]
        return name

    def _examples(self, status: str) -> list[Json]:
        shown = self.responses[status]["content"]["application/json"].get("examples", {})
        return [deepcopy(one["value"]) for one in shown.values()]

    @property
    def success(self) -> dict[str, Any]:
        """A documented success; what binds it to the question is the example of the argument."""
        successes = (body for body in self._examples("200") if not _REFUSES[self.provider](body))
        body = next(successes, None) or example(self.provider, self.answer)
        for place, wire in self.described.get("x-binds", {}).items():
            body = changed(body, place, self.wire[wire])
        assert isinstance(body, dict)
        return body

    @property
    def refusal(self) -> Refusal:
        """A documented refusal."""
        for status in self.statuses:
            for body in self._examples(status):
                code = str(_CODE[self.provider](body))
                if status != "default" and (status != "200" or _REFUSES[self.provider](body)):
                    return Refusal(int(status), body, code)
        raise LookupError(f"{self} documents no refusal")

    def saying(self, outcome: str, index: int = 0) -> dict[str, Any]:
        """A success that says ``verified``, ``rejected`` or ``pending`` by one of the conditions for it."""
        body = self.success
        for path, value in self.described["x-outcome"][outcome][index].items():
            body = changed(body, path, value[0] if isinstance(value, list) else value)
        return body


_CODE: Final[dict[str, Callable[[Json], Json]]] = {
    "zoloz": lambda body: at(body, "result.resultCode"),
    "alipay": lambda body: at(body, "code"),
    "esign": lambda body: at(body, "code"),
}
_REFUSES: Final[dict[str, Callable[[Json], bool]]] = {
    "zoloz": lambda body: at(body, "result.resultStatus") not in (None, "S"),
    "alipay": lambda body: "code" in body,
    "esign": lambda body: body.get("code") != 0,
}
"""Where each provider says no in a body."""
OPERATIONS: Final = tuple(each for provider in PROVIDERS for each in of(provider))
"""Every operation of every provider."""
