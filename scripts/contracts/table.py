"""The field table: one row a field, the shape in which documents and contracts are compared.

A field is named by its place and its path in wire names: ``request.header.Accept``, ``request.path.flowId``,
``request.query.cert_no``, ``request.body.bizId``, ``response.body.data.relatedFlows[].contextId``; the answers of other
statuses than the successful one are ``response.401.body.code``, and what the provider sends ``callback.body.flowId``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from contracts.load import Source

Fact = Literal["type", "required", "max_length", "enum"]

BODIES = ("request.body", "response.body")
PLACES = ("request.header", "request.path", "request.query", *BODIES)


@dataclass(frozen=True)
class Type:
    """The type of a value, null left aside.

    Attributes:
        kinds: JSON types, or the name that a document has for another type; none where only null may stand.
        format: ``int32`` or ``int64`` and the like, where it is stated.
    """

    kinds: frozenset[str]
    format: str | None = None

    @property
    def is_container(self) -> bool:
        """Whether fields may follow below a value of this type."""
        return bool(self.kinds & {"object", "array"})

    def __str__(self) -> str:
        return " | ".join(sorted(self.kinds)) or "null"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is said of one field; a fact counts only if it is among those `stated`.

    Attributes:
        parent: where the field stands: a place, or the object's field, ``[]`` after it for the items of an array.
        name: the last part of the field.
        stated: the facts that are stated; the value of any other means nothing.
        required: None of a contract whose alternatives differ in it.
        max_length: in characters; None for no limit.
        enum: the values listed; None for no list.
        component: the contract's named schema of the value, or of an array's items; empty if it has none.
        line: 1-based line of the document; 0 in a contract.
    """

    parent: str
    name: str
    stated: frozenset[Fact]
    type: Type = Type(frozenset())
    required: bool | None = None
    max_length: int | None = None
    enum: tuple[str, ...] | None = None
    component: str = ""
    line: int = 0

    @property
    def field(self) -> str:
        """The whole name of the field."""
        return f"{self.parent}.{self.name}"

    @property
    def inside(self) -> str:
        """The parent of the fields below this one."""
        is_list = "array" in self.type.kinds and "object" not in self.type.kinds
        return f"{self.field}[]" if is_list else self.field

    @property
    def summary(self) -> str:
        """What is stated: ``required string, at most 16 characters``."""
        demand = ["required" if self.required else "optional"] if "required" in self.stated else []
        words = [*demand, *([self.component or str(self.type)] if "type" in self.stated else [])]
        parts = [" ".join(words)] if words else []
        if self.max_length is not None:
            parts.append(f"at most {self.max_length} characters")
        if self.enum is not None:
            parts.append(("one of " if self.enum[1:] else "") + ", ".join(f"`{value}`" for value in self.enum))
        return ", ".join(parts)


def stating(parent: str, name: str, line: int, facts: Mapping[Fact, Any]) -> Row:
    """A row of a document that states these facts and no others."""
    said = {str(fact): value for fact, value in facts.items()}
    return Row(parent=parent, name=name, line=line, stated=frozenset(facts), **said)


@dataclass(frozen=True, kw_only=True)
class ContractRow(Row):
    """What a contract says of one field beyond what documents say.

    Attributes:
        pointer: where the contract says it.
        nullable: whether null may stand.
        is_open: whether other values than those of `enum` may occur.
        constants: the names of the values, in their order.
        limits: OpenAPI keyword → limit, other than the maximum length.
        evidence: how the field is known, if it is not from the operation's own document.
        notes: keyword → what else is said: description, ``x-sensitive``, ``x-needed``, ``deprecated``.
        is_credential: whether this is a header or parameter of a security scheme.
    """

    pointer: str
    nullable: bool = False
    is_open: bool = False
    constants: tuple[str, ...] = ()
    limits: Mapping[str, object] = field(default_factory=dict)
    evidence: str | None = None
    notes: Mapping[str, object] = field(default_factory=dict)
    is_credential: bool = False


def media_type(text: str) -> str:
    """One spelling: ``application/json;charset=UTF-8`` → ``application/json; charset=UTF-8``."""
    return re.sub(r"\s*;\s*", "; ", text.strip())


@dataclass(frozen=True, kw_only=True)
class DocumentTable:
    """What a document says of its operation.

    Attributes:
        method: in capitals; None if it is not stated.
        path: the template with wire names; None if it is not stated.
        rows: every field, in the document's order. Without `nested` all fields of a body stand right below it.
        places: the places whose fields the document lists; of any other it says nothing.
        access_modes: for how many access modes it lists the headers.
        nested: whether it shows which object a field belongs to.
        undescribed: parents whose fields it leaves to another page, though it names the type.
        codes: the codes of refusals that it lists; None if it has no such list.
        spelling: makes equal what the document and the wire spell differently; `str` leaves names as they are.
        sha256: digest of the normalised text.
    """

    title: str
    method: str | None
    path: str | None
    rows: tuple[Row, ...]
    places: frozenset[str]
    access_modes: int = 0
    nested: bool = True
    undescribed: frozenset[str] = frozenset()
    codes: tuple[str, ...] | None = None
    spelling: Callable[[str], str] = str
    sha256: str


@dataclass(frozen=True)
class OperationTable:
    """What a contract says of one operation, or of a webhook.

    Attributes:
        id: operationId; the name of a webhook.
        method: in capitals; ``WEBHOOK`` of what the provider calls.
        path: the template with wire names; the name of a webhook.
        pointer: where the contract says it.
        access: of each access mode the headers and parameters that carry its credentials, by field.
        facts: keyword → what else is said: ``x-document``, ``x-retry``, ``x-codes`` and the like, and the description.
        known_codes: the codes that it or the contract gives a meaning, and the values of the enums beside it.
    """

    id: str
    method: str
    path: str
    pointer: str
    access: tuple[frozenset[str], ...]
    facts: Mapping[str, Any]
    rows: Sequence[ContractRow]
    known_codes: frozenset[str]

    @property
    def called(self) -> str:
        """``GET /v1/books``."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True)
class ContractTable:
    """What a contract, or a page of it, says.

    Attributes:
        page: the file of the folder that is meant; None for the whole.
        servers: name → base URL; none of a page.
        facts: keyword → what holds for all operations: ``x-answers``, ``x-codes``; none of a page.
        operations: what is called at the provider.
        webhooks: what the provider calls.
    """

    source: Source
    page: str | None
    title: str
    version: str
    servers: Mapping[str, str]
    facts: Mapping[str, Any]
    operations: tuple[OperationTable, ...]
    webhooks: tuple[OperationTable, ...]
