"""What a contract says, as the build needs it: operations, models and enums, each under its Python name.

This is our own reading, made without the generators; what they emit is compared with it. It expects a contract that
`contracts.lint` has passed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from contracts.directions import SUFFIX, received_components, split
from contracts.load import Source
from contracts.naming import SHARED_MODULE, constant_name, field_name, module_name, operation_name, request_name
from contracts.nodes import (
    answer_components,
    body_schema,
    enum_values,
    is_enum,
    is_free_form,
    is_nullable,
    kinds,
    member_names,
    operation_nodes,
    prose,
    references,
    referred,
    request_components,
    resolve,
    webhook_nodes,
)
from contracts.problems import pointer

CONDITIONS = ("verified", "rejected", "pending")
"""What an outcome may be, but for unknown."""
CONSTRAINTS = ("minLength", "maxLength", "pattern", "minimum", "maximum", "multipleOf", "minItems", "maxItems")
_OF_CODE = ("kind", "form", "retryable", "outcome-unknown", "remedy")

Direction = Literal["request", "answer"]
Location = Literal["path", "query", "body"]


@dataclass(frozen=True)
class Type:
    """The type of a value, null left aside.

    Attributes:
        kind: ``string integer number boolean null const model enum array free``; ``free`` is any JSON.
        name: the component, for ``model`` and ``enum``.
        const: the one value, for ``const``.
        item: the type of the items, for ``array``.
        constraints: OpenAPI keyword → limit, of this value itself.
    """

    kind: str
    constraints: Mapping[str, Any]
    name: str = ""
    const: object = None
    item: "Type | None" = None


@dataclass(frozen=True)
class Field:
    """A property or a parameter.

    Attributes:
        fresh: whether it only has to be unique, and is made where the caller leaves it out.
    """

    name: str
    wire: str
    at: Location
    type: Type
    required: bool
    nullable: bool
    sensitive: bool
    needed: bool
    deprecated: bool
    fresh: bool
    evidence: str
    description: str
    pointer: str


@dataclass(frozen=True)
class Model:
    """An object component; of a request also everything that is passed beside the body.

    Attributes:
        module: the module of the page that it stands in.
        outcome: of an answer that speaks of a verification, what it says.
        is_callback: whether it is what the provider sends of its own accord.
        told: of an answer, the fields of its requests that it tells, since they may have been made.
    """

    name: str
    module: str
    direction: Direction
    description: str
    fields: tuple[Field, ...]
    operation: "Operation | None" = None
    outcome: "Outcome | None" = None
    is_callback: bool = False
    told: "tuple[Field, ...]" = ()


@dataclass(frozen=True)
class Value:
    """One value of an enum, and the name of its member."""

    name: str
    wire: str


@dataclass(frozen=True)
class Enum:
    """An enum component.

    Attributes:
        open: whether the provider may use values that its document does not list.
        keeps_unknown: whether a value that is not listed can be met: in an answer it is kept, even if the list is
            closed; of what is only sent, it is refused.
    """

    name: str
    module: str
    open: bool
    keeps_unknown: bool
    description: str
    evidence: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class SourcePage:
    """The provider's document that an operation is known from.

    Attributes:
        sha256: digest of its text; None where none is kept.
        second_hand: whether it was read in copies that others made.
        partial: what these lack, in one sentence; empty if nothing is known to be missing.
        other_codes: codes that it lists for another path.
    """

    title: str
    url: str
    edition: str | None
    sha256: str | None
    second_hand: bool = False
    partial: str = ""
    other_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """What a code of a refusal means; see the head of a contract."""

    evidence: str
    kind: str | None = None
    form: bool = False
    retryable: bool = False
    outcome_unknown: bool = False
    remedy: str = ""


@dataclass(frozen=True)
class Other:
    """Stands in a condition for the value of another field (dotted, Python names)."""

    field: str


Condition = Mapping[str, tuple[object, ...]]
"""Field (dotted, Python names) → the values of which it must have one; None is absent, `Other` another field."""


@dataclass(frozen=True)
class Outcome:
    """What an answer says of a person or an organization.

    Attributes:
        subject: of what, or by field (dotted, wire names) and its value.
        one_shot: why it counts although nothing binds it.
    """

    subject: str | tuple[str, Mapping[str, str]]
    verified: tuple[Condition, ...]
    rejected: tuple[Condition, ...]
    pending: tuple[Condition, ...]
    one_shot: str


@dataclass(frozen=True)
class Waiter:
    """How to wait for an operation; seconds."""

    name: str
    pause: float
    limit: float
    unfinished: tuple[Condition, ...]
    finished: tuple[Condition, ...]


@dataclass(frozen=True)
class Operation:
    """One call.

    Attributes:
        module: the module of the page that it stands in.
        failures: status (or ``default``) → the component that describes a failure told with it.
        codes: what codes mean here, where that differs from the contract's own table.
        binds: field of the answer → argument, each dotted in Python names.
        unbound: why nothing binds an unsigned answer.
        fresh: arguments, in Python names, that are made where they are left out.
        one_of: arguments, in Python names, of which one must be given.
    """

    id: str
    module: str
    name: str
    constant: str
    method: str
    path: str
    summary: str
    description: str
    retry: str
    page: SourcePage
    request: str
    answer: str
    failures: Mapping[int | str, str]
    evidence: str
    sends_body: bool
    deprecated: bool
    codes: Mapping[str, Code]
    binds: Mapping[str, str]
    unbound: str
    fresh: tuple[str, ...]
    one_of: tuple[str, ...]
    outcome: Outcome | None
    waiter: Waiter | None


@dataclass(frozen=True)
class Header:
    """A header that a callback carries."""

    name: str
    description: str


@dataclass(frozen=True)
class Callback:
    """What the provider sends of its own accord: a webhook of the contract.

    Attributes:
        headers: those by which it is authenticated.
        body: the component that it consists of.
        outcome: what it says of a verification, once it is known to be about the one that is asked for.
    """

    name: str
    summary: str
    description: str
    page: SourcePage
    evidence: str
    headers: tuple[Header, ...]
    body: str
    outcome: Outcome | None


@dataclass(frozen=True)
class Server:
    """A base URL and the name it goes by."""

    name: str
    url: str
    description: str


@dataclass(frozen=True)
class Contract:
    """Everything the generated package is made of.

    Attributes:
        document: the contract with two components for what is sent and received; see `contracts.directions`.
        modules: of each module of the package, that of a page or of what the pages share, the file of the contract that
            it is made from; the shared one first, if there is anything in it.
        codes: what codes mean, whatever the operation.
    """

    source: Source
    document: dict[str, Any]
    title: str
    description: str
    modules: Mapping[str, str]
    codes: Mapping[str, Code]
    servers: tuple[Server, ...]
    operations: tuple[Operation, ...]
    callbacks: tuple[Callback, ...]
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]

    @property
    def classes(self) -> dict[str, str]:
        """The name of every model and enum → the module that it stands in."""
        return {m.name: m.module for m in self.models} | {enum.name: enum.module for enum in self.enums}

    def model(self, name: str) -> Model:
        """The model of a component."""
        return self._models[name]

    def enum(self, name: str) -> Enum:
        """The enum of a component."""
        return self._enums[name]

    @cached_property
    def _models(self) -> dict[str, Model]:
        return {model.name: model for model in self.models}

    @cached_property
    def _enums(self) -> dict[str, Enum]:
        return {enum.name: enum for enum in self.enums}


def read(source: Source) -> Contract:
    """Read a linted contract."""
    document = split(source.document)
    reader = _Reader(source, document)
    nodes = list(operation_nodes(document))
    operations = tuple(reader.operation(*node) for node in nodes)
    requests = [reader.request(made, at, node) for made, (at, _, _, node) in zip(operations, nodes, strict=True)]
    known = {request.name for request in requests}
    callbacks = tuple(reader.callback(name, node) for _, name, node in webhook_nodes(document))
    outcomes = {made.answer: made.outcome for made in operations} | {made.body: made.outcome for made in callbacks}
    unasked = {made.body for made in callbacks}
    told: dict[str, dict[str, Field]] = {}
    for made, request in zip(operations, requests, strict=True):
        told.setdefault(made.answer, {}).update({field.name: field for field in request.fields if field.fresh})
    parts = [reader.model(name, outcomes, unasked, told) for name in reader.schemas if name not in known | reader.enums]
    enums = tuple(reader.enum(name) for name in reader.schemas if name in reader.enums)
    used = {model.module for model in (*requests, *parts)} | {enum.module for enum in enums}
    return Contract(
        source=source,
        document=document,
        title=document["info"]["title"],
        description=prose(document["info"]),
        modules={name: file for file, name in reader.modules.items() if name in used},
        codes=_codes(document),
        servers=tuple(Server(server["x-name"], server["url"], prose(server)) for server in document["servers"]),
        operations=operations,
        callbacks=callbacks,
        models=(*requests, *parts),
        enums=enums,
    )


class _Reader:
    """Reads what depends on the whole document."""

    def __init__(self, source: Source, document: dict[str, Any]) -> None:
        self.source = source
        self.document = document
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        self.enums = {name for name, schema in self.schemas.items() if is_enum(schema)}
        self.sent, self.received = request_components(document), received_components(document)
        shared, *pages = source.files
        self.modules = {shared.name: SHARED_MODULE} | {file.name: module_name(file.stem) for file in pages}
        self.copied = {
            self.module(at) for at, _, _, node in operation_nodes(document) if node["x-document"].get("second-hand")
        }

    def module(self, at: str) -> str:
        """The module of what a JSON pointer leads to; what was split off is where it was."""
        while at not in self.source.places:
            split = at.removesuffix(SUFFIX)
            at = split if split in self.source.places else at.rpartition("/")[0]
        return self.modules[self.source.file(at)]

    def operation(self, at: str, path: str, method: str, node: dict[str, Any]) -> Operation:
        answers = {s: answer_components(self.document, response) for s, response in node["responses"].items()}
        # A 200 answer tells failures in its second shape or, having one shape only, in that.
        failures = {int(s) if s.isdigit() else s: components[-1] for s, components in answers.items() if components}
        return Operation(
            id=node["operationId"],
            module=self.module(at),
            name=operation_name(node["operationId"]),
            constant=constant_name(node["operationId"]),
            method=method.upper(),
            path=path,
            summary=node["summary"],
            description=prose(node),
            retry=node["x-retry"],
            page=_page(node),
            request=request_name(node["operationId"]),
            answer=answers["200"][0],
            failures=failures,
            evidence=self.evidence(node, at),
            sends_body=bool(body_schema(node)),
            deprecated=node.get("deprecated", False),
            codes=_codes(node, self.evidence({}, at)),
            binds={attribute_path(field): field_name(argument) for field, argument in node.get("x-binds", {}).items()},
            unbound=node.get("x-unbound", ""),
            fresh=tuple(map(field_name, self.fresh(node))),
            one_of=tuple(map(field_name, node.get("x-requires-one-of", ()))),
            outcome=_outcome(node),
            waiter=_waiter(node),
        )

    def fresh(self, node: dict[str, Any]) -> list[str]:
        """The arguments that are made where they are left out, in wire names."""
        body = self.schemas[request_name(node["operationId"])] if body_schema(node) else {}
        return [wire for wire, part in body.get("properties", {}).items() if "x-fresh" in part]

    def request(self, operation: Operation, at: str, node: dict[str, Any]) -> Model:
        """The arguments of an operation."""
        fields: list[Field] = []
        for index, parameter in enumerate(node.get("parameters", [])):
            resolved = resolve(self.document, parameter, "parameters")
            schema = {**resolved, **resolved["schema"], "description": resolved["description"]}
            required = resolved.get("required", False)
            fields.append(self.field(resolved["name"], schema, resolved["in"], required, f"{at}/parameters/{index}"))
        description = f"The arguments of `{operation.name}`."
        if body_schema(node):
            description = prose(self.schemas[operation.request])
            fields.extend(self.properties(operation.request))
        return Model(operation.request, operation.module, "request", description, tuple(fields), operation)

    def model(
        self,
        name: str,
        outcomes: Mapping[str, Outcome | None],
        unasked: set[str],
        told: Mapping[str, Mapping[str, Field]],
    ) -> Model:
        return Model(
            name=name,
            module=self.module(pointer("components", "schemas", name)),
            direction="request" if name in self.sent else "answer",
            description=prose(self.schemas[name]),
            fields=self.properties(name),
            outcome=outcomes.get(name),
            is_callback=name in unasked,
            told=tuple(told.get(name, {}).values()),
        )

    def enum(self, name: str) -> Enum:
        schema = self.schemas[name]
        return Enum(
            name=name,
            module=self.module(pointer("components", "schemas", name)),
            open="enum" not in schema,
            keeps_unknown="enum" not in schema or name in self.received,
            description=prose(schema),
            evidence=self.evidence(schema, pointer("components", "schemas", name)),
            values=tuple(map(Value, member_names(schema), enum_values(schema))),
        )

    def callback(self, name: str, node: dict[str, Any]) -> Callback:
        schemes = self.document["components"].get("securitySchemes", {})
        carried = [schemes[scheme] for requirement in node["security"] for scheme in requirement]
        return Callback(
            name=name,
            summary=node["summary"],
            description=prose(node),
            page=_page(node),
            evidence=node.get("x-evidence", "documented"),
            headers=tuple(Header(scheme["name"], prose(scheme)) for scheme in carried),
            body=next(references(body_schema(node))),
            outcome=_outcome(node),
        )

    def properties(self, name: str) -> tuple[Field, ...]:
        """The fields of an object component."""
        schema, at = self.schemas[name], pointer("components", "schemas", name)
        return tuple(
            self.field(wire, part, "body", wire in schema.get("required", []), at + pointer("properties", wire))
            for wire, part in schema.get("properties", {}).items()
        )

    def field(self, wire: str, schema: dict[str, Any], at: Location, required: bool, where: str) -> Field:
        return Field(
            name=field_name(wire),
            wire=wire,
            at=at,
            type=self.type(schema),
            required=required,
            nullable=is_nullable(schema),
            sensitive=schema.get("x-sensitive", False),
            needed=schema.get("x-needed", False),
            deprecated=schema.get("deprecated", False),
            fresh="x-fresh" in schema,
            evidence=self.evidence(schema, where),
            description=prose(schema),
            pointer=where,
        )

    def evidence(self, node: dict[str, Any], at: str) -> str:
        """How an element is known: as it says, or as its page is."""
        default = "second-hand" if self.module(at) in self.copied else "documented"
        return str(node.get("x-evidence", default))

    def type(self, schema: dict[str, Any]) -> Type:
        constraints = {keyword: schema[keyword] for keyword in CONSTRAINTS if keyword in schema}
        if name := referred(schema):
            return Type("enum" if name in self.enums else "model", constraints, name=name)
        if "const" in schema:
            return Type("const", constraints, const=schema["const"])
        if is_free_form(schema):
            return Type("free", constraints)
        kind = "decimal" if schema.get("format") == "decimal" else next(iter(kinds(schema)), "null")
        return Type(kind, constraints, item=self.type(schema["items"]) if kind == "array" else None)


def attribute_path(wire: str) -> str:
    """A dotted path in Python names: ``data.flowId`` → ``data.flow_id``."""
    return ".".join(map(field_name, wire.split(".")))


def _codes(node: dict[str, Any], evidence: str = "documented") -> dict[str, Code]:
    codes = {}
    for code, entry in node.get("x-codes", {}).items():
        facts = {key.replace("-", "_"): entry[key] for key in _OF_CODE if key in entry}
        codes[code] = Code(entry.get("x-evidence", evidence), **facts)
    return codes


def _outcome(node: dict[str, Any]) -> Outcome | None:
    outcome = node.get("x-outcome")
    if outcome is None:
        return None
    subject = outcome["subject"]
    return Outcome(
        subject=(subject["field"], subject["values"]) if isinstance(subject, dict) else subject,
        one_shot=outcome.get("one-shot", ""),
        **{kind: _conditions(outcome.get(kind, ())) for kind in CONDITIONS},
    )


def _waiter(node: dict[str, Any]) -> Waiter | None:
    waiter = node.get("x-waiter")
    if waiter is None:
        return None
    unfinished, finished = (_conditions(waiter.get(key, ())) for key in ("while", "until"))
    return Waiter(waiter["name"], waiter["pause"], waiter["limit"], unfinished, finished)


def _conditions(conditions: Iterable[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(
        {attribute_path(field): _values(value) for field, value in condition.items()} for condition in conditions
    )


def _values(value: Any) -> tuple[object, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(Other(attribute_path(each["field"])) if isinstance(each, dict) else each for each in values)


def _page(node: dict[str, Any]) -> SourcePage:
    facts = {key.replace("-", "_"): value for key, value in node["x-document"].items()}
    return SourcePage(**facts | {"other_codes": tuple(facts.get("other_codes", ()))})
