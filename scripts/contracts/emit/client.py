"""Operations and clients: openapi-python-client's parser, through our template.

Operations, arguments, their types and the answers are taken from the endpoints that the generator parsed. Its names are
not: it would name arguments otherwise than the models name fields.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.emit import code
from contracts.emit.generator_input import client_input
from contracts.emit.toolchain import TEMPLATES, BuildError
from contracts.emit.words import argument_in_words
from contracts.naming import field_name
from contracts.reading import Contract, Operation

if TYPE_CHECKING:
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property
    from openapi_python_client.parser.properties.protocol import PropertyProtocol
    from openapi_python_client.parser.responses import Response

_PRIMITIVES = {"StringProperty": "str", "IntProperty": "int", "FloatProperty": "float", "BooleanProperty": "bool"}


@dataclass(frozen=True)
class Argument:
    """One keyword argument of a method."""

    wire: str
    name: str
    annotation: str
    required: bool


@dataclass(frozen=True)
class Call:
    """One operation as openapi-python-client understood it."""

    name: str
    constant: str
    method: str
    path: str
    request: str
    arguments: tuple[Argument, ...]
    answer: str
    failures: dict[int | str, str]
    sends_body: bool


def client_modules(contract: Contract) -> dict[str, str]:
    """By file, what operations and clients add to it; not formatted yet.

    Raises:
        BuildError: the generator reported anything.
    """
    # Slow to import, so not before the contract is found to be sound.
    from openapi_python_client import Project
    from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.errors import GeneratorError
    from openapi_python_client.schema.untrusted_string import UntrustedString
    from openapi_python_client.strings import ClassName, PythonIdentifier

    document = client_input(contract.document)
    respelled = {
        str(ClassName(name, "field_")): ClassOverride(class_name=UntrustedString(name))
        for name in document["components"]["schemas"]
        if ClassName(name, "field_") != name
    }
    settings = ConfigFile(post_hooks=[], class_overrides=respelled)
    config = Config.from_sources(settings, MetaType.NONE, Path("contract.json"), "utf-8", True, None)
    data = GeneratorData.from_dict(document, config=config)
    if isinstance(data, GeneratorError):
        raise BuildError(f"openapi-python-client cannot read the contract: {data.header}\n  {data.detail}")
    collections = data.endpoint_collections_by_tag.values()
    if reports := [*(error for collection in collections for error in collection.parse_errors), *data.errors]:
        lines = [f"  {report.header} {report.detail or ''}".rstrip() for report in reports]
        raise BuildError("openapi-python-client reports:\n" + "\n".join(lines))
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    endpoints = [endpoint for collection in collections for endpoint in collection.endpoints]
    operations = {operation.name: operation for operation in contract.operations}
    # The generator respells what is a builtin of Python, such as `filter`.
    reader = _Reader(contract, {str(PythonIdentifier(name, "field_")): made for name, made in operations.items()})
    pages: dict[str, list[Call]] = {}
    for call in map(reader.call, endpoints):
        pages.setdefault(operations[call.name].module, []).append(call)
    classes: dict[str, list[str]] = {}
    for name, module in contract.classes.items():
        classes.setdefault(module, []).append(name)
    project.env.globals.update(
        contract=contract,
        pages=pages,
        classes=classes,
        codes=code.codes,
        waiter=code.waiter,
        operations=operations,
        can_be_verified=lambda operation: operation.outcome is not None and bool(operation.outcome.verified),
        meanings={
            (model.operation.name, field.wire): argument_in_words(contract, field)
            for model in contract.models
            if model.operation
            for field in model.fields
        },
        answers={model.name: model.description for model in contract.models},
    )
    # Of all that the generator could write, this alone is kept; the rest is not made.
    text = project.env.get_template("client.py.jinja").render()
    parts = re.split(r"^#: (\S+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class _Reader:
    """Turns the generator's endpoints into calls."""

    def __init__(self, contract: Contract, operations: Mapping[str, Operation]) -> None:
        self.closed = {enum.name for enum in contract.enums if not enum.open}
        self.decimals = {
            (model.name, field.wire)
            for model in contract.models
            for field in model.fields
            if field.type.kind == "decimal"
        }
        self.operations = operations

    def call(self, endpoint: "Endpoint") -> Call:
        from openapi_python_client.parser.properties import ModelProperty

        operation = self.operations.get(endpoint.name)
        answers: dict[int | str, list[str]] = {}
        for response in endpoint.responses:
            if components := _components(response):
                answers[response.status_code.range[0] if response.status_code.range else "default"] = components
        if operation is None or 200 not in answers:
            what = "no such operation, or no answer to it"
            raise BuildError(f"openapi-python-client reads {endpoint.name} otherwise than the contract: {what}")
        path = endpoint.path.get_untrusted_value()
        for parameter in endpoint.path_parameters:
            path = path.replace(f"{{{parameter.python_name}}}", f"{{{parameter.name.get_untrusted_value()}}}")
        passed = [*endpoint.path_parameters, *endpoint.query_parameters, *endpoint.header_parameters]
        for prop in (body.prop for body in endpoint.bodies):
            if isinstance(prop, ModelProperty):
                passed += [*(prop.required_properties or ()), *(prop.optional_properties or ())]
        return Call(
            name=operation.name,
            constant=operation.constant,
            method=endpoint.method.upper(),
            path=path,
            request=operation.request,
            arguments=tuple(self.argument(prop, operation) for prop in passed),
            answer=answers[200][0],
            failures={status: components[-1] for status, components in answers.items()},
            sends_body=bool(endpoint.bodies),
        )

    def argument(self, prop: "Property", operation: Operation) -> Argument:
        wire = prop.name.get_untrusted_value()
        is_decimal = (operation.request, wire) in self.decimals  # the generator knows no such type
        name = field_name(wire)
        required = prop.required and name not in operation.fresh
        return Argument(wire, name, "Decimal" if is_decimal else self.annotation(prop), required)

    def annotation(self, prop: "PropertyProtocol") -> str:
        """What a caller may pass; of an enum also the text of its value."""
        from openapi_python_client.parser.properties import EnumProperty, ModelProperty
        from openapi_python_client.parser.properties.list_property import ListProperty

        match prop:
            case EnumProperty():
                name = str(prop.class_info.name)
                if name not in self.closed:
                    return f"{name} | str"
                values = ", ".join(json.dumps(value) for value in prop.values.values())
                return f"{name} | Literal[{values}]"
            case ModelProperty():
                return str(prop.class_info.name)
            case ListProperty():
                return f"Sequence[{self.annotation(prop.inner_property)}]"
        return _PRIMITIVES.get(type(prop).__name__, "object")


def _components(response: "Response") -> list[str]:
    """The models a response may hold, in the order of the contract."""
    from openapi_python_client.parser.properties import ModelProperty
    from openapi_python_client.parser.properties.union import UnionProperty

    alternatives = response.prop.inner_properties if isinstance(response.prop, UnionProperty) else [response.prop]
    return [str(prop.class_info.name) for prop in alternatives if isinstance(prop, ModelProperty)]
