"""The shipped contracts as jsonschema-rs reads them, next to what was generated from them."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from typing import Any

import attrs
import jsonschema_rs
from attrs import frozen
from hypothesis import strategies as st

from realname.core.model import Answer, Request
from realname.core.operation import Operation
from tests import strategies

PROVIDERS = ("zoloz", "alipay", "esign")


@frozen
class Contract:
    """One provider's contract."""

    provider: str
    document: dict[str, Any]

    @property
    def components(self) -> dict[str, Any]:
        """The named schemas."""
        schemas: dict[str, Any] = self.document["components"]["schemas"]
        return schemas

    def validator(self, schema: Mapping[str, Any]) -> jsonschema_rs.Validator:
        """The second opinion on a schema."""
        return jsonschema_rs.Draft202012Validator({**schema, "components": self.document["components"]})


@frozen(repr=False, eq=False)
class Case:
    """One operation, documented and generated."""

    contract: Contract
    documented: dict[str, Any]
    generated: Operation[Any, Any]

    def __repr__(self) -> str:
        return f"{self.contract.provider}.{self.generated.name}"

    @cached_property
    def model(self) -> type[Request]:
        """The generated model of the arguments."""
        model: type[Request] = self.generated.request
        return model

    @cached_property
    def request(self) -> dict[str, Any]:
        """One schema for all arguments, wherever they travel."""
        if "requestBody" in self.documented:
            reference = self.documented["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            schema: dict[str, Any] = self.contract.components[reference.rpartition("/")[2]]
            return schema
        parameters = self.documented["parameters"]
        return {
            "type": "object",
            "properties": {parameter["name"]: parameter["schema"] for parameter in parameters},
            "required": [parameter["name"] for parameter in parameters if parameter["required"]],
        }

    @cached_property
    def example(self) -> dict[str, Any]:
        """The documented example of every argument, by wire name."""
        if "parameters" in self.documented:
            return {parameter["name"]: parameter["example"] for parameter in self.documented["parameters"]}
        return {name: schema["examples"][0] for name, schema in self.request.get("properties", {}).items()}

    @cached_property
    def python_names(self) -> dict[str, str]:
        """Attribute names by wire name, in the order of the model."""
        return {field.metadata["wire"]: field.name for field in attrs.fields(self.generated.request)}

    @cached_property
    def payloads(self) -> strategies.Strategy:
        """Arguments by wire name, valid and nearly valid."""
        return strategies.payloads(self.request.get("properties", {}), self.contract.components)

    @cached_property
    def bodies(self) -> st.SearchStrategy[bytes]:
        """Bodies of answers, from quite right to quite wrong."""
        return strategies.bodies(st.one_of([described.documents for described in self.answers]))

    @cached_property
    def answers(self) -> list["Described"]:
        """Every way in which the contract lets the operation answer."""
        found: list[Described] = []
        for status, answer in self.documented["responses"].items():
            schema = answer["content"]["application/json"]["schema"]
            alternatives = schema.get("oneOf", [schema])
            for index, alternative in enumerate(alternatives):
                success = status == "200" and index == 0
                failure = self.generated.failures["default" if status == "default" else int(status)]
                model = self.generated.answer if success else failure
                found.append(Described(self.contract, status, alternative, model))
        return found


@frozen(eq=False)
class Described:
    """One kind of answer."""

    contract: Contract
    status: str
    schema: dict[str, Any]
    model: type[Answer]

    @cached_property
    def statuses(self) -> st.SearchStrategy[int]:
        """The HTTP statuses that it comes with."""
        if self.status == "default":
            return st.integers(402, 599)
        return st.just(int(self.status))

    @cached_property
    def documents(self) -> strategies.Strategy:
        """Bodies that the contract allows."""
        return strategies.matching(self.schema, self.contract.components)

    def documented(self, document: Any) -> Any:
        """What of a body is documented."""
        return strategies.documented(document, self.schema, self.contract.components)


def contract(provider: str) -> Contract:
    """A provider's shipped contract."""
    return Contract(provider, json.loads((files(f"realname_{provider}") / "contract.json").read_bytes()))


def cases() -> Iterator[Case]:
    """Every operation of every provider."""
    for provider in PROVIDERS:
        described = contract(provider)
        client = import_module(f"realname_{provider}.client")
        generated = {o.path: o for o in vars(client).values() if isinstance(o, Operation)}
        for path, item in described.document["paths"].items():
            for operation in item.values():
                yield Case(described, operation, generated[path])


CASES = list(cases())
