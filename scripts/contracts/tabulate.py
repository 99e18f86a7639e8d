"""The field table of a contract: a view on its reading, in which the alternatives of one answer become one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.lint import check_readable
from contracts.load import Source
from contracts.nodes import kinds, operation_nodes, prose, referred, resolve, webhook_nodes
from contracts.problems import pointer
from contracts.reading import Contract, Field, Model, Operation, read
from contracts.table import ContractRow, ContractTable, Fact, OperationTable, Type, media_type

_LIMITS = ("minLength", "pattern", "minimum", "maximum", "minItems", "maxItems", "const", "not")
_NOTES = ("deprecated", "x-fresh", "x-needed", "x-sensitive")
_TEXT = Type(frozenset(["string"]))

Node = Mapping[str, Any]


def tabulate(source: Source, page: str | None = None) -> ContractTable:
    """The field table of a contract, or of what one of its files says.

    Raises:
        ContractError: the contract cannot be read.
    """
    check_readable(source)
    view = _View(source, read(source))
    document = view.document

    def is_meant(at: str) -> bool:
        return page in (None, source.file(at))

    nodes = zip(view.contract.operations, operation_nodes(document), strict=True)
    webhooks = webhook_nodes(document)
    return ContractTable(
        source=source,
        page=page,
        title=view.contract.title,
        version=document["info"]["version"],
        servers={} if page else {server.name: server.url for server in view.contract.servers},
        facts={} if page else _facts(document),
        operations=tuple(view.operation(at, made, node) for made, (at, _, _, node) in nodes if is_meant(at)),
        webhooks=tuple(view.webhook(at, name, node) for at, name, node in webhooks if is_meant(at)),
    )


def _facts(node: Node) -> dict[str, Any]:
    """Everything that extensions say but for the headers, which are rows."""
    described = {"description": "\n\n".join(filter(None, (node["summary"], prose(node))))} if "summary" in node else {}
    said = {key: node[key] for key in node if key.startswith("x-") or key == "deprecated"}
    said.pop("x-transport-headers", None)
    return described | said


def _at(document: Node, at: str) -> Any:
    """What a JSON pointer leads to."""
    found: Any = document
    for part in at.split("/")[1:]:
        found = found[int(part)] if isinstance(found, list) else found[part.replace("~1", "/").replace("~0", "~")]
    return found


class _View:
    def __init__(self, source: Source, contract: Contract) -> None:
        self.source = source
        self.contract = contract
        self.document = contract.document
        self.models = {model.name: model for model in contract.models}
        self.enums = {enum.name: enum for enum in contract.enums}
        self.values: dict[str, list[str]] = {}
        """File → the values of the enums in it."""
        for enum in contract.enums:
            file = source.file(pointer("components", "schemas", enum.name))
            self.values.setdefault(file, []).extend(value.wire for value in enum.values)

    def operation(self, at: str, operation: Operation, node: Node) -> OperationTable:
        request = self.models[operation.request]
        rows = [*self.transport_headers(at, node)]
        for place in ("path", "query", "body"):
            fields = tuple(field for field in request.fields if field.at == place)
            rows += self.rows(f"request.{place}", [replace(request, fields=fields)])
        answers = {"200": [operation.answer]}
        for status, failure in operation.failures.items():
            answers.setdefault(str(status), []).append(failure)
        for status, names in answers.items():
            place = "response.body" if status == "200" else f"response.{status}.body"
            rows += self.rows(place, [self.models[name] for name in dict.fromkeys(names)])
        return self.table(operation.id, operation.method, operation.path, at, node, "request", rows)

    def webhook(self, at: str, name: str, node: Node) -> OperationTable:
        body = next(callback.body for callback in self.contract.callbacks if callback.name == name)
        return self.table(name, "WEBHOOK", name, at, node, "callback", self.rows("callback.body", [self.models[body]]))

    def table(
        self, name: str, method: str, path: str, at: str, node: Node, direction: str, rows: Iterable[ContractRow]
    ) -> OperationTable:
        """The rows, below those of the credentials of all access modes."""
        requirements = node.get("security", self.document.get("security", []))
        modes = [[self.credential(scheme, direction) for scheme in requirement] for requirement in requirements]
        credentials = {row.field: row for mode in modes for row in mode}
        access = tuple(frozenset(row.field for row in mode) for mode in modes)
        rows = [*credentials.values(), *rows]
        return OperationTable(name, method, path, at, access, _facts(node), rows, self.known_codes(at, node))

    def known_codes(self, at: str, node: Node) -> frozenset[str]:
        """The codes with a meaning of their own or a common one, and the values of the enums in the same file."""
        beside = self.values.get(self.source.file(at), ())
        return frozenset([*self.document.get("x-codes", {}), *node.get("x-codes", {}), *beside])

    def credential(self, name: str, direction: str) -> ContractRow:
        """A header or parameter of a security scheme."""
        scheme = self.document["components"].get("securitySchemes", {}).get(name, {})
        return ContractRow(
            parent=f"{direction}.{scheme.get('in', 'header')}",
            name=scheme.get("name", "Authorization"),
            stated=frozenset(["type", "required"]),
            type=_TEXT,
            required=True,
            pointer=pointer("components", "securitySchemes", name),
            evidence=scheme.get("x-evidence"),
            notes={"description": prose(scheme)},
            is_credential=True,
        )

    def transport_headers(self, at: str, node: Node) -> Iterator[ContractRow]:
        """Headers that a client sends by itself."""
        for place, holder in (("", self.document), (at, node)):
            for index, header in enumerate(holder.get("x-transport-headers", [])):
                value = header.get("value")
                yield ContractRow(
                    parent="request.header",
                    name=header["name"],
                    # Whether it may be left out is not said; nor is, without a value, what may stand in it.
                    stated=frozenset(["type", "enum"] if value else ["type"]),
                    type=_TEXT,
                    enum=(media_type(value),) if value else None,
                    pointer=f"{place}/x-transport-headers/{index}",
                    evidence=header.get("x-evidence"),
                    notes={"description": prose(header)},
                )

    def rows(self, parent: str, models: Sequence[Model], trail: frozenset[str] = frozenset()) -> Iterator[ContractRow]:
        """The fields of an object that is one of these, and of all objects below it; a cycle is entered once."""
        for wire in dict.fromkeys(field.wire for model in models for field in model.fields):
            found = [[field for field in model.fields if field.wire == wire] for model in models]
            shapes = [field for fields in found for field in fields]
            demands = {any(field.required for field in fields) for fields in found}
            row = self.row(parent, shapes, demands.pop() if len(demands) == 1 else None)
            yield row
            parts = [field.type.item or field.type for field in shapes]
            inner = dict.fromkeys(part.name for part in parts if part.kind == "model")
            if not inner.keys() & trail:
                yield from self.rows(row.inside, [self.models[name] for name in inner], trail | inner.keys())

    def row(self, parent: str, shapes: Sequence[Field], required: bool | None) -> ContractRow:
        """One field, of which there may be several shapes."""
        nodes = [self.node(field) for field in shapes]
        values = [self.value(node) for node in nodes if kinds(self.value(node))]
        formats = {value.get("format") for value in values}
        lengths = [value.get("maxLength") for value in values]
        parts = [field.type.item or field.type for field in shapes]
        enum = next((self.enums[part.name] for part in parts if part.kind == "enum"), None)
        demand: list[Fact] = [] if required is None else ["required"]
        # A list of values says itself how long they are.
        limit: list[Fact] = [] if enum else ["max_length"]
        evidence = [node.get("x-evidence") for node in nodes]
        notes = {key: True for key in _NOTES if any(node.get(key) for node in nodes)}
        return ContractRow(
            parent=parent,
            name=shapes[0].wire,
            stated=frozenset(["type", "enum", *limit, *demand]),
            type=Type(
                frozenset(kind for value in values for kind in kinds(value)),
                formats.pop() if len(formats) == 1 else None,
            ),
            required=required,
            max_length=None if None in lengths else max(filter(None, lengths), default=None),
            enum=tuple(value.wire for value in enum.values) if enum else None,
            component=next((part.name for part in parts if part.name), ""),
            pointer=shapes[0].pointer,
            nullable=any(field.nullable or field.type.kind == "null" for field in shapes),
            is_open=enum is not None and enum.open,
            constants=tuple(value.name for value in enum.values) if enum else (),
            limits=_limits(values),
            evidence=evidence[0] if all(evidence) else None,
            notes=notes | {"description": shapes[0].description},
        )

    def node(self, field: Field) -> dict[str, Any]:
        """All that is said of a field at its own place."""
        node = _at(self.document, field.pointer)
        if field.at != "body":
            parameter = resolve(self.document, node, "parameters")
            return {**parameter["schema"], **parameter}
        holder = _at(self.document, field.pointer.rpartition("/properties/")[0])
        return {"x-evidence": holder.get("x-evidence"), **node}

    def value(self, node: Node) -> Node:
        """What is said of a field's values, there or by the component that it refers to."""
        name = referred(node)
        return self.document["components"]["schemas"][name] if name else node


def _limits(values: Sequence[Node]) -> dict[str, object]:
    """The limits; where alternatives differ in one, what each of them says of it."""
    limits: dict[str, object] = {}
    for keyword in _LIMITS:
        stated = [value.get(keyword) for value in values]
        if any(limit is not None for limit in stated):
            limits[keyword] = stated[0] if all(limit == stated[0] for limit in stated) else stated
    return limits
