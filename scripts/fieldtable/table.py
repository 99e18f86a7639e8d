"""The field table: one row a field, the shape in which every provider documents its API.

A field is named by its place and its path in wire names: ``request.header.Accept``, ``request.path.flowId``,
``request.query.cert_no``, ``request.body.bizId``, ``response.body.data.relatedFlows[].contextId``; the answers of other
statuses than the successful one are ``response.401.body.code``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

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
        line: 1-based line of the document; 0 in a contract.
    """

    parent: str
    name: str
    stated: frozenset[Fact]
    type: Type = Type(frozenset())
    required: bool | None = None
    max_length: int | None = None
    enum: tuple[str, ...] | None = None
    line: int = 0

    @property
    def field(self) -> str:
        """The whole name of the field."""
        return f"{self.parent}.{self.name}"

    @property
    def inside(self) -> str:
        """The parent of the fields below this one."""
        return f"{self.field}[]" if "array" in self.type.kinds else self.field


@dataclass(frozen=True, kw_only=True)
class ContractRow(Row):
    """What a contract says of one field beyond what documents say.

    Attributes:
        nullable: whether null may stand.
        is_open: whether other values than those of `enum` may occur.
        constants: the names of the values, in their order.
        component: the named schema of the value, or of an array's items; empty if it has none.
        limits: OpenAPI keyword → limit, other than the maximum length.
        evidence: how the field is known, if it is not from the operation's own document.
        sensitive: whether the value is personal or secret.
        description: in the contract's words.
        is_credential: whether this is a header or parameter of a security scheme.
    """

    nullable: bool = False
    is_open: bool = False
    constants: tuple[str, ...] = ()
    component: str = ""
    limits: dict[str, object] = field(default_factory=dict)
    evidence: str | None = None
    sensitive: bool = False
    description: str = ""
    is_credential: bool = False


def media_type(text: str) -> str:
    """One spelling: ``application/json;charset=UTF-8`` → ``application/json; charset=UTF-8``."""
    return re.sub(r"\s*;\s*", "; ", text.strip())


def as_written(name: str) -> str:
    """The spelling rule of documents that print names as they are on the wire."""
    return name


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
        spelling: makes equal what the document and the wire spell differently.
        sha256: digest of the normalised text.
    """

    title: str
    method: str | None
    path: str | None
    rows: tuple[Row, ...]
    places: frozenset[str]
    access_modes: int = 0
    nested: bool = True
    spelling: Callable[[str], str] = as_written
    sha256: str


@dataclass(frozen=True, kw_only=True)
class OperationTable:
    """What a contract says of one operation, or of a webhook.

    Attributes:
        id: operationId; the name of a webhook.
        method: in capitals; ``WEBHOOK`` of what the provider calls.
        path: the template with wire names; the name of a webhook.
        access: of each access mode the headers and parameters that carry its credentials, by field.
        document: ``x-document``, as the contract has it.
        retry: ``x-retry``.
    """

    id: str
    method: str
    path: str
    description: str
    retry: str
    document: dict[str, object]
    access: tuple[frozenset[str], ...]
    rows: tuple[ContractRow, ...]


@dataclass(frozen=True, kw_only=True)
class ContractTable:
    """What a contract says.

    Attributes:
        servers: name → base URL.
        operations: what is called at the provider.
        webhooks: what the provider calls; the fields are at ``callback.header`` and ``callback.body``.
    """

    title: str
    version: str
    servers: dict[str, str]
    operations: tuple[OperationTable, ...]
    webhooks: tuple[OperationTable, ...]
