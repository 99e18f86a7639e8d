"""Whether what the generators emitted is what the contract says.

The emitted modules are parsed, not imported, and every class, field, enum value, operation and method is compared with
our own reading. A generator that misreads a contract stops the build here.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.reading import Contract, Enum, Field, Model, Operation, Type
from generation.toolchain import BuildError

Facts = Mapping[str, object]

_SHOWN = 10
OPEN = "The list is open: the provider may use values that do not stand here."

_SCALARS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "free": "object",
    "null": "Literal[None]",
}
_VALIDATORS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}
_LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minimum": "minimum",
    "maximum": "maximum",
    "minItems": "min_items",
    "maxItems": "max_items",
}


def check_models(contract: Contract, module: str) -> None:
    """Compare ``models.py`` with the contract.

    Raises:
        BuildError: names what differs.
    """
    expected: dict[str, object] = {}
    for enum in contract.enums:
        expected |= dict(_enum_facts(enum))
    for model in contract.models:
        expected |= dict(_model_facts(contract, model))
    _compare("datamodel-code-generator", "models.py", expected, dict(_emitted_models(ast.parse(module))))


def check_client(contract: Contract, module: str) -> None:
    """Compare ``client.py`` with the contract.

    Raises:
        BuildError: names what differs.
    """
    expected: dict[str, object] = {"SERVERS": _code(repr({server.name: server.url for server in contract.servers}))}
    for operation in contract.operations:
        expected |= dict(_operation_facts(contract, operation))
    _compare("openapi-python-client", "client.py", expected, dict(_emitted_client(ast.parse(module))))


def _compare(generator: str, file: str, expected: Facts, emitted: Facts) -> None:
    differing = sorted(name for name in expected.keys() | emitted.keys() if expected.get(name) != emitted.get(name))
    if differing:
        lines = [
            f"  {n}: emitted {emitted.get(n, 'nothing')}; due {expected.get(n, 'nothing')}" for n in differing[:_SHOWN]
        ]
        if len(differing) > _SHOWN:
            lines.append(f"  and {len(differing) - _SHOWN} more")
        raise BuildError(
            f"{generator} and our template made a {file} that is not what the contract says:\n"
            + "\n".join(lines)
            + "\nMend the template or the generator input; what is new in the contract the build must learn to carry."
        )


# ---- what the contract says --------------------------------------------------------------------------------------


def _enum_facts(enum: Enum) -> Iterator[tuple[str, object]]:
    yield enum.name, "class of WireEnum"
    yield f"{enum.name} docstring", _words(enum.description + (f" {OPEN}" if enum.open else ""))
    yield from ((f"{enum.name}.{value.name}", repr(value.wire)) for value in enum.values)


def _model_facts(contract: Contract, model: Model) -> Iterator[tuple[str, object]]:
    yield model.name, f"class of {'Request' if model.direction == 'request' else 'Answer'}"
    yield f"{model.name} docstring", _words(model.description)
    if model.operation:
        yield f"{model.name}.OPERATION", repr(model.operation.name)
        yield f"{model.name}.DOCUMENT", repr(model.operation.page.url)
    for field in model.fields:
        yield f"{model.name}.{field.name}", _code(_field_code(contract, model, field))
        yield f"{model.name}.{field.name} docstring", _words(field.description)


def _field_code(contract: Contract, model: Model, field: Field) -> str:
    sent = model.direction == "request"
    empty = not sent and field.type.kind == "array"
    hint = _argument(contract, field.type) if sent else _annotation(field.type)
    if (not field.required or field.nullable) and not empty and field.type.kind not in ("free", "null"):
        hint += " | None"
    settings = []
    if not field.required:
        settings.append("default=()" if empty else "default=None")
    if sent and field.type.kind != "free":
        validator = _validator(contract, field.type)
        settings.append(f"validator={validator}" if field.required else f"validator=optional({validator})")
    if field.sensitive:
        settings.append("repr=masked")
    at = "" if field.at == "body" else f", at={field.at!r}"
    settings.append(f"metadata=wire({field.wire!r}{at})")
    return f"{field.name}: {hint} = field({', '.join(settings)})"


def _annotation(kind: Type) -> str:
    if kind.kind == "array" and kind.item:
        return f"Sequence[{_annotation(kind.item)}]"
    if kind.kind == "const":
        return f"Literal[{kind.const!r}]"
    return _SCALARS.get(kind.kind, kind.name)


def _argument(contract: Contract, kind: Type) -> str:
    """What a caller may pass: of an enum also the text of its value."""
    if kind.kind == "array" and kind.item:
        return f"Sequence[{_argument(contract, kind.item)}]"
    if kind.kind != "enum":
        return _annotation(kind)
    enum = contract.enum(kind.name)
    if enum.open:
        return f"{enum.name} | str"
    return f"{enum.name} | Literal[{', '.join(repr(value.wire) for value in enum.values)}]"


def _validator(contract: Contract, kind: Type) -> str:
    limits = ", ".join(
        f"{_LIMITS[keyword]}={kind.constraints[keyword]!r}" for keyword in _LIMITS if keyword in kind.constraints
    )
    match kind.kind:
        case "array" if kind.item:
            return f"array({_validator(contract, kind.item)}{', ' if limits else ''}{limits})"
        case "enum":
            return "text()" if contract.enum(kind.name).open else f"member({kind.name})"
        case "model":
            return f"nested({kind.name})"
    return f"{_VALIDATORS[kind.kind]}({limits})"


def _operation_facts(contract: Contract, operation: Operation) -> Iterator[tuple[str, object]]:
    failures = ", ".join(f"{status!r}: {component}" for status, component in operation.failures.items())
    body = "sends_body=True, " if operation.sends_body else ""
    yield (
        operation.constant,
        _code(
            f"Operation(name={operation.name!r}, method={operation.method!r}, path={operation.path!r}, {body}"
            f"request={operation.request}, answer={operation.answer}, failures={{{failures}}}, "
            f"retry={operation.retry!r}, document={operation.page.url!r})"
        ),
    )
    fields = contract.model(operation.request).fields
    arguments = {
        field.name: _code(_argument(contract, field.type) + ("" if field.required else " | None"))
        + ("" if field.required else " = None")
        for field in fields
    }
    passed = f"{operation.request}({', '.join(sorted(f'{field.name}={field.name}' for field in fields))})"
    for owner, answer, keyword in (
        ("Client", operation.answer, ""),
        ("AsyncClient", operation.answer, "async "),
        ("RawClient", f"RawReply[{operation.answer}]", ""),
        ("AsyncRawClient", f"RawReply[{operation.answer}]", "async "),
    ):
        name = f"{owner}.{operation.name}"
        yield name, f"{keyword}-> {answer}"
        yield from ((f"{name}({argument})", hint) for argument, hint in arguments.items())
        yield f"{name} calls", f"{operation.constant}, {_code(passed)}"


# ---- what was emitted --------------------------------------------------------------------------------------------


def _emitted_models(module: ast.Module) -> Iterator[tuple[str, object]]:
    for node in module.body:
        if not isinstance(node, ast.ClassDef):
            continue
        yield node.name, f"class of {', '.join(ast.unparse(base) for base in node.bases)}"
        yield f"{node.name} docstring", _words(ast.get_docstring(node) or "")
        named = ""
        for statement in node.body[1:]:
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield f"{node.name}.{named} docstring", _words(text)
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value) if value is not None:
                    named = name
                    is_constant = ast.unparse(annotation).startswith("ClassVar")
                    yield f"{node.name}.{name}", ast.unparse(value if is_constant else statement)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield f"{node.name}.{name}", ast.unparse(value)


def _emitted_client(module: ast.Module) -> Iterator[tuple[str, object]]:
    for node in module.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                yield name, ast.unparse(value)
            case ast.ClassDef(name=owner):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_fixed(method):
                        yield from _emitted_method(owner, method)


def _is_fixed(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """What every client has, whatever its contract."""
    return method.name == "__init__" or any(ast.unparse(decorator) == "property" for decorator in method.decorator_list)


def _emitted_method(owner: str, method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, object]]:
    name = f"{owner}.{method.name}"
    keyword = "async " if isinstance(method, ast.AsyncFunctionDef) else ""
    yield name, f"{keyword}-> {ast.unparse(method.returns) if method.returns else 'nothing'}"
    for argument, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True):
        hint = ast.unparse(argument.annotation) if argument.annotation else ""
        yield f"{name}({argument.arg})", hint + (f" = {ast.unparse(default)}" if default else "")
    for call in ast.walk(method):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "_call":
            operation, request = call.args
            yield f"{name} calls", f"{ast.unparse(operation)}, {_sorted_keywords(request)}"


def _sorted_keywords(call: Any) -> str:
    passed = ", ".join(sorted(f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in call.keywords))
    return f"{ast.unparse(call.func)}({passed})"


def _words(text: str) -> str:
    """A text however its lines are broken."""
    return " ".join(text.split())


def _code(text: str) -> str:
    """Code in the spelling that `ast.unparse` gives the emitted one."""
    return ast.unparse(ast.parse(text))
