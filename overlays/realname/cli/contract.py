"""The contracts that the package ships, as the command line shows them."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Final, Literal

from attrs import frozen

from realname.core.operation import Operation

Provider = Literal["zoloz", "alipay", "esign"]
PROVIDERS: Final[tuple[Provider, ...]] = ("zoloz", "alipay", "esign")


@frozen(kw_only=True)
class Field:
    """One row of a field table."""

    path: str
    kind: str
    required: bool
    limits: str
    sensitive: bool
    meaning: str


def operations(provider: Provider) -> list[Operation[Any, Any]]:
    """A provider's operations, in the order of the contract."""
    client = import_module(f"realname_{provider}.client")
    return [item for item in vars(client).values() if isinstance(item, Operation)]


@cache
def document(provider: Provider) -> dict[str, Any]:
    """The bundled contract."""
    loaded: dict[str, Any] = json.loads((files(f"realname_{provider}") / "contract.json").read_bytes())
    return loaded


def described(provider: Provider, operation: Operation[Any, Any]) -> dict[str, Any]:
    """The contract's own object of an operation."""
    found: dict[str, Any] = document(provider)["paths"][operation.path][operation.method.lower()]
    return found


def request_fields(provider: Provider, operation: Operation[Any, Any]) -> list[Field]:
    """What an operation takes: its parameters and the fields of its body."""
    described_operation = described(provider, operation)
    fields = [
        _field(provider, parameter["name"], parameter["schema"], parameter, required=bool(parameter.get("required")))
        for parameter in (_resolve(provider, item) for item in described_operation.get("parameters", []))
    ]
    body = _resolve(provider, described_operation.get("requestBody") or {})
    if body:
        fields += _fields(provider, body["content"]["application/json"]["schema"], "")
    return fields


def answer_fields(provider: Provider, operation: Operation[Any, Any]) -> list[Field]:
    """What a success holds."""
    response = _resolve(provider, described(provider, operation)["responses"]["200"])
    schema = _resolve(provider, response["content"]["application/json"]["schema"])
    return list(_fields(provider, schema.get("oneOf", [schema])[0], ""))


def _fields(provider: Provider, schema: dict[str, Any], path: str) -> Iterator[Field]:
    resolved = _resolve(provider, schema)
    required = resolved.get("required", ())
    for name, child in resolved.get("properties", {}).items():
        yield _field(provider, f"{path}{name}", child, child, required=name in required)
        inner, inside = _resolve(provider, child), f"{path}{name}."
        if "items" in inner:
            inner, inside = _resolve(provider, inner["items"]), f"{path}{name}[]."
        yield from _fields(provider, inner, inside)


def _field(
    provider: Provider, path: str, schema: dict[str, Any], described_by: dict[str, Any], *, required: bool
) -> Field:
    resolved = _resolve(provider, schema)
    return Field(
        path=path,
        kind=_kind(provider, schema),
        required=required,
        limits=_limits(resolved),
        sensitive=bool(described_by.get("x-sensitive") or resolved.get("x-sensitive")),
        meaning=described_by.get("description") or resolved.get("description", ""),
    )


def _kind(provider: Provider, schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "items" in schema:
        return f"list of {_kind(provider, schema['items'])}"
    kind = schema.get("type", "any JSON")
    kinds = kind if isinstance(kind, list) else [kind]
    return " or ".join("text" if name == "string" else name for name in kinds if name != "null")


def _limits(schema: dict[str, Any]) -> str:
    limits = []
    if "maxLength" in schema:
        limits.append(f"at most {schema['maxLength']} characters")
    if "pattern" in schema:
        limits.append(f"matches {schema['pattern']}")
    if "enum" in schema:
        limits.append("one of " + ", ".join(map(str, schema["enum"])))
    if "x-extensible-enum" in schema:
        limits.append("for instance " + ", ".join(map(str, schema["x-extensible-enum"])))
    return "; ".join(limits)


def _resolve(provider: Provider, node: dict[str, Any]) -> dict[str, Any]:
    """The component that a reference names, with what stands beside the reference on top."""
    if "$ref" not in node:
        return node
    _, _, kind, name = node["$ref"].split("/")
    component: dict[str, Any] = document(provider)["components"][kind][name]
    return component | {key: node[key] for key in node if key != "$ref"}
