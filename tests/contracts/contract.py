"""Reads a contract the way a person would: which fields are there, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
NAMES = ("zoloz", "alipay", "esign")

# What a schema says beside its type, when it says anything.
_LIMITS = ("minLength", "maxLength", "pattern", "format", "const", "not", "minimum", "maximum", "minItems", "maxItems")


class Field(NamedTuple):
    """What a contract says of one field: its type (or its enum's name), whether it must be there, and its limits."""

    kind: str
    required: bool = False
    nullable: bool = False
    sensitive: bool = False
    limits: Mapping[str, Any] = {}


class Contract:
    """One contract, as YAML 1.2 reads it."""

    def __init__(self, name: str) -> None:
        yaml = YAML(typ="safe", pure=True)
        yaml.allow_duplicate_keys = False
        self.name = name
        self.document: dict[str, Any] = yaml.load((ROOT / "specs" / f"{name}.yaml").read_text(encoding="utf-8"))
        self.schemas: dict[str, Any] = self.document["components"]["schemas"]

    @property
    def operations(self) -> dict[str, dict[str, Any]]:
        """The contract's operations, by id."""
        nodes = [node for item in self.document["paths"].values() for node in item.values()]
        return {node["operationId"]: node for node in nodes}

    @property
    def webhooks(self) -> dict[str, dict[str, Any]]:
        """What the provider sends of its own accord, by name."""
        return {name: item["post"] for name, item in self.document.get("webhooks", {}).items()}

    def fields(self, component: str) -> dict[str, Field]:
        """The fields of an object and of all objects below it, by path, in the contract's order."""
        return dict(self._fields(self.schemas[component], ""))

    def parameters(self, operation_id: str) -> dict[str, Field]:
        """An operation's parameters, by place and wire name."""
        return {
            f"{parameter['in']}.{parameter['name']}": self._field(
                {**parameter["schema"], "x-sensitive": parameter.get("x-sensitive", False)}, parameter["required"]
            )
            for parameter in self.operations[operation_id]["parameters"]
        }

    def _fields(self, schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Field]]:
        for name, value in schema.get("properties", {}).items():
            yield f"{prefix}{name}", self._field(value, name in schema.get("required", []))
            below, mark = (value["items"], "[]") if "items" in value else (value, "")
            target = self._target(below)
            if "properties" in target:
                yield from self._fields(target, f"{prefix}{name}{mark}.")

    def _field(self, schema: Mapping[str, Any], required: bool) -> Field:
        target = self._target(schema)
        types = target["type"]
        types = [types] if isinstance(types, str) else types
        kind = "|".join(item for item in types if item != "null") or "null"
        if kind == "string" and "$ref" in schema:
            kind = schema["$ref"].rpartition("/")[2]
        limits = {key: target[key] for key in _LIMITS if key in target}
        return Field(kind, required, "null" in types, schema.get("x-sensitive", False), limits)

    def _target(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = schema.get("$ref")
        return self.schemas[reference.rpartition("/")[2]] if reference else schema
