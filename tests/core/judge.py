"""The shipped contracts as jsonschema-rs reads them, next to what was generated from them."""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

import attrs
import jsonschema_rs
from attrs import frozen

from realname.core.answer import Answer
from realname.core.operation import Operation
from tests import facts, strategies
from tests.strategies import Json, Schema, Strategy


def validator(provider: str, schema: Schema) -> jsonschema_rs.Validator:
    """The second opinion on a schema."""
    return jsonschema_rs.Draft202012Validator({**schema, "components": facts.contract(provider)["components"]})


def components(provider: str) -> Mapping[str, Any]:
    """The named schemas of a contract."""
    schemas: Mapping[str, Any] = facts.contract(provider)["components"]["schemas"]
    return schemas


@frozen(eq=False, repr=False, slots=False)
class Case:
    """One operation, documented and generated."""

    documented: facts.Operation

    def __repr__(self) -> str:
        return str(self.documented)

    @property
    def provider(self) -> str:
        """Whose it is."""
        return self.documented.provider

    @cached_property
    def generated(self) -> Operation[Any, Any]:
        """What the call pipeline knows of it."""
        found: Operation[Any, Any] = getattr(import_module(f"realname_{self.provider}"), self.documented.name.upper())
        return found

    @cached_property
    def request(self) -> dict[str, Any]:
        """One schema for all arguments, wherever they travel."""
        inputs = self.documented.inputs
        own = {"properties": {name: one.schema for name, one in inputs.items()}}
        required = [name for name, one in inputs.items() if one.required and "x-fresh" not in one.schema]
        # What may be left out, since it is made then, is required on the wire alone.
        return {"type": "object", **self.documented.request, **own, "required": required}

    @cached_property
    def judge(self) -> jsonschema_rs.Validator:
        """The second opinion on a payload."""
        return validator(self.provider, self.request)

    @cached_property
    def python_names(self) -> dict[str, str]:
        """Attribute names by wire name, in the order of the model."""
        return {field.metadata["wire"]: field.name for field in attrs.fields(self.generated.request)}

    @cached_property
    def payloads(self) -> Strategy:
        """Arguments by wire name, valid and nearly valid."""
        return strategies.payloads(self.request["properties"], components(self.provider))

    @cached_property
    def bodies(self) -> Strategy:
        """Bodies of answers, from quite right to quite wrong."""
        return strategies.bodies(strategies.one_of([described.documents for described in self.answers]))

    @cached_property
    def answers(self) -> list["Described"]:
        """Every way in which the contract lets the operation answer."""
        found: list[Described] = []
        for status in self.documented.statuses:
            failure = self.generated.failures.get("default" if status == "default" else int(status))
            for index, schema in enumerate(self.documented.schemas(status)):
                model = self.generated.answer if (status, index) == ("200", 0) else failure
                assert model is not None
                found.append(Described(self, status, schema, model))
        return found


@frozen(eq=False, repr=False, slots=False)
class Described:
    """One kind of answer."""

    case: Case
    status: str
    schema: dict[str, Any]
    model: type[Answer]

    def __repr__(self) -> str:
        return f"{self.case!r}-{self.status}-{self.model.__name__}"

    @cached_property
    def judge(self) -> jsonschema_rs.Validator:
        """The second opinion on a body."""
        return validator(self.case.provider, self.schema)

    @cached_property
    def documents(self) -> Strategy:
        """Bodies that the contract allows."""
        return strategies.matching(self.schema, components(self.case.provider))

    def documented(self, document: Json) -> Json:
        """What of a body is documented."""
        return strategies.documented(document, self.schema, components(self.case.provider))


CASES = [Case(operation) for operation in facts.OPERATIONS]
STANDING = [case for case in CASES if case.documented.id in facts.MAIN.values()]
"""Those of which each stands for all of its provider: where the code is the same for every operation."""
