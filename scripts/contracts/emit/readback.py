"""Whether what the generators emitted is what the contract says.

The package is imported from where it was built, and every class, field, limit, enum, operation and method is held
against our own reading: by looking at it, and by using it. A generator that misreads a contract stops the build here.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, Optional, get_type_hints

import attrs

from contracts.emit.code import SHIPPED
from contracts.emit.toolchain import BuildError
from contracts.reading import CONDITIONS, Contract, Enum, Field, Model, Operation, Other, Type

_SHOWN = 10
OPEN = "The list is open: the provider may use values that do not stand here."
_PLAIN: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "decimal": Decimal,
    "boolean": bool,
    "free": object,
    "null": Literal[None],
}
_LIMITS = {
    "string": ("text", {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"}),
    "integer": ("integer", {"minimum": "minimum", "maximum": "maximum"}),
    "number": ("number", {"minimum": "minimum", "maximum": "maximum"}),
    "decimal": ("decimal", {"multipleOf": "step", "minimum": "minimum", "maximum": "maximum"}),
    "boolean": ("boolean", {}),
}
Difference = tuple[str, object, object]
"""A place, what the contract says, what was emitted."""


def read_back(contract: Contract, folder: Path) -> None:
    """Hold a built package against its contract.

    Raises:
        BuildError: names what differs.
    """
    with _imported(folder) as package:
        compared = _Package(contract, package, folder).differences()
        differing = [each for each in compared if each[1] != each[2]]
    found = [f"  {at}: the contract says {due!r}, emitted was {made!r}" for at, due, made in differing]
    if found:
        more = [f"  and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        advice = "A generator or a template reads the contract in another way: see scripts/templates."
        raise BuildError("\n".join([f"{folder.name} is not what the contract says:", *found[:_SHOWN], *more, advice]))


@contextmanager
def _imported(folder: Path) -> Iterator[ModuleType]:
    """The package as it was built, whatever else of that name is imported."""
    others = _taken_out(folder.name)
    importlib.invalidate_caches()
    writes = sys.dont_write_bytecode
    sys.path.insert(0, str(folder.parent))
    sys.dont_write_bytecode = True
    try:
        yield importlib.import_module(folder.name)
    except (SyntaxError, ImportError, NameError, TypeError, ValueError, AttributeError) as error:
        raise BuildError(f"{folder.name} cannot be used as it was emitted: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(str(folder.parent))
        _taken_out(folder.name)
        sys.modules.update(others)


def _taken_out(package: str) -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    return {name: sys.modules.pop(name) for name in names}


class _Package:
    """One package beside its contract."""

    def __init__(self, contract: Contract, package: ModuleType, folder: Path) -> None:
        self.contract = contract
        self.package = package
        self.core = importlib.import_module("realname.core.model")
        self.answers = importlib.import_module("realname.core.answer")
        self.same_as = importlib.import_module("realname.core.outcome").SameAs
        self.hinted = {name for path in folder.glob("*.py") for name in _hinted(path)}
        self.docstrings = {text for path in folder.glob("*.py") for text in _docstrings(path)}

    def differences(self) -> Iterator[Difference]:
        servers = {server.name: server.url for server in self.contract.servers}
        yield "SERVERS", servers, dict(self.package.SERVERS)
        exported = {*self.contract.classes, "SERVERS", *(made.constant for made in self.contract.operations)}
        yield "__all__", exported, set(self.package.__all__)
        codes = importlib.import_module(f"{self.package.__name__}.codes").CODES
        yield "CODES", _codes(self.contract.codes), _codes(codes)
        for enum in self.contract.enums:
            yield from self.enum(enum)
        for model in self.contract.models:
            yield from self.model(model)
        for operation in self.contract.operations:
            yield from self.operation(operation)

    def named(self, name: str) -> Any:
        return getattr(self.package, name)

    def enum(self, enum: Enum) -> Iterator[Difference]:
        """Names, values, and whether the list is open."""
        made = self.named(enum.name)
        yield f"{enum.name} stands in", enum.module, made.__module__.rpartition(".")[2]
        yield f"{enum.name} is a WireEnum", True, issubclass(made, self.core.WireEnum)
        yield enum.name, {value.name: value.wire for value in enum.values}, {m.name: str(m) for m in made}
        yield f"{enum.name} keeps other values, for type checkers", enum.keeps_unknown, enum.name in self.hinted
        yield (
            f"{enum.name} docstring",
            _words(enum.description + (f" {OPEN}" if enum.open else "")),
            _words(made.__doc__ or ""),
        )

    def model(self, model: Model) -> Iterator[Difference]:
        made = self.named(model.name)
        base = self.core.Request if model.direction == "request" else self.answers.Answer
        yield f"{model.name} stands in", model.module, made.__module__.rpartition(".")[2]
        yield f"{model.name} is a {base.__name__}", True, issubclass(made, base)
        yield f"{model.name} is described", True, _words(made.__doc__ or "").startswith(_words(model.description))
        if model.operation is not None:
            yield f"{model.name}.OPERATION", model.operation.name, made.OPERATION
            yield f"{model.name}.DOCUMENT", model.operation.page.url, made.DOCUMENT
        due, rule = (self.conditions(rule, *CONDITIONS) for rule in (model.outcome, getattr(made, "OUTCOME", None)))
        yield f"{model.name}.OUTCOME", due, rule
        speaks = model.outcome is not None
        yield f"{model.name} speaks of a verification", speaks, issubclass(made, self.answers.OutcomeAnswer)
        is_bound = issubclass(made, self.answers.CallbackAnswer)
        yield f"{model.name} counts only if it is bound", speaks and model.is_callback, is_bound
        fields = attrs.fields_dict(made)
        hints = get_type_hints(made)
        told = {field.name: field.wire for field in model.told}
        yield f"fields of {model.name}", {field.name for field in model.fields} | told.keys(), set(fields)
        yield f"{model.name} tells", told, {n: f.metadata["wire"] for n, f in fields.items() if "told" in f.metadata}
        for field in model.fields:
            if field.name in fields:
                yield from self.field(model, field, fields[field.name], hints[field.name])

    def field(self, model: Model, field: Field, made: "attrs.Attribute[Any]", hint: object) -> Iterator[Difference]:
        """One field: its name on the wire, its type, its limits, and whether it may be absent or shown."""
        at = f"{model.name}.{field.name}"
        sent = model.direction == "request"
        yield f"{at} on the wire", (field.wire, field.at), (made.metadata["wire"], made.metadata["at"])
        yield f"{at} step", field.type.constraints.get("multipleOf"), made.metadata.get("step")
        yield f"{at} must be given", field.required and not field.fresh, made.default is attrs.NOTHING
        yield f"{at} is made", field.fresh, made.converter is self.core.fresh
        yield f"{at} is masked", field.sensitive, made.repr is self.core.masked
        empty = not sent and field.type.kind == "array"
        due = self.type(field.type, sent)
        may_be_none = (not field.required or field.nullable) and not empty and field.type.kind not in ("free", "null")
        yield f"{at} type", Optional[due] if may_be_none else due, hint  # noqa: UP045 - the type is a value here
        if not field.required:
            yield f"{at} default", () if empty else None, made.default
        if sent:
            yield f"{at} limits", self.limits(self.validator(field.type)), self.limits(made.validator)
        yield f"{at} is described", True, _words(field.description) in self.docstrings

    def type(self, kind: Type, sent: bool) -> Any:
        """The type of a value; of an enum a caller may pass the text of its value, too."""
        match kind.kind:
            case "array" if kind.item:
                return Sequence[self.type(kind.item, sent)]  # type: ignore[misc]
            case "const":
                return Literal[kind.const]
            case "model":
                return self.named(kind.name)
            case "enum":
                enum = self.contract.enum(kind.name)
                if not sent:
                    return self.named(kind.name)
                texts = str if enum.open else Literal[tuple(value.wire for value in enum.values)]
                return self.named(kind.name) | texts
        return _PLAIN[kind.kind]

    def validator(self, kind: Type) -> Any:
        """What accepts a value by our own reading; None for any JSON."""
        match kind.kind:
            case "free":
                return None
            case "array" if kind.item:
                limits = {"min_items": kind.constraints.get("minItems"), "max_items": kind.constraints.get("maxItems")}
                return self.core.array(self.validator(kind.item), **limits)
            case "enum":
                is_open = self.contract.enum(kind.name).open
                return self.core.text() if is_open else self.core.member(self.named(kind.name))
            case "model":
                return self.core.nested(self.named(kind.name))
        name, keywords = _LIMITS[kind.kind]
        return getattr(self.core, name)(**{to: kind.constraints.get(keyword) for keyword, to in keywords.items()})

    def limits(self, validator: Callable[..., None] | None) -> list[str]:
        """What a validator demands, in its own words: of the value, and of the items of a list."""
        if validator is None:
            return []
        probe = attrs.fields_dict(_Probe)["value"]
        said = []
        for value in (object(), [object()]):
            try:
                validator(_Probe(None), probe, value)
            except self.core.RequestError as error:
                said.append(error.limit)
        return said

    def conditions(self, holder: Any, *kinds: str) -> dict[str, object] | None:
        """The conditions of a rule or a waiter by their kind, the contract's or the package's, as plain data."""

        def plain(value: Any) -> tuple[object, ...]:
            values = value if isinstance(value, tuple) else (value,)
            return tuple(Other(each.field) if isinstance(each, self.same_as) else each for each in values)

        return holder and {
            kind: [{name: plain(value) for name, value in each.items()} for each in getattr(holder, kind)]
            for kind in kinds
        }

    def waiter(self, waiter: Any) -> dict[str, object] | None:
        return waiter and {"pause": waiter.pause} | (self.conditions(waiter, "unfinished", "finished") or {})

    def operation(self, operation: Operation) -> Iterator[Difference]:
        made = self.named(operation.constant)
        at = operation.constant
        for name in ("name", "method", "path", "retry", "sends_body"):
            yield f"{at}.{name}", getattr(operation, name), getattr(made, name)
        yield f"{at}.document", operation.page.url, made.document
        yield f"{at}.request", self.named(operation.request), made.request
        yield f"{at}.answer", self.named(operation.answer), made.answer
        failures = {status: self.named(name) for status, name in operation.failures.items()}
        yield f"{at}.failures", failures, dict(made.failures)
        yield f"{at}.codes", _codes(operation.codes), _codes(made.codes)
        yield f"{at}.fresh", operation.fresh, tuple(made.fresh)
        yield f"{at}.binds", dict(operation.binds), dict(made.binds)
        yield f"{at}.waiter", self.waiter(operation.waiter), self.waiter(made.waiter)
        yield f"{at} stands in", operation.module, self.package.client.OPERATIONS.get(operation.name)
        methods = [(owner, operation.name) for owner in ("Client", "AsyncClient", "RawClient", "AsyncRawClient")]
        if operation.waiter is not None:
            methods += [(owner, operation.waiter.name) for owner in ("Client", "AsyncClient")]
        for owner, name in methods:
            yield from self.method(operation, getattr(self.package, owner), name)

    def method(self, operation: Operation, owner: Any, name: str) -> Iterator[Difference]:
        """One method: its arguments, and what it makes of them."""
        at = f"{owner.__name__}.{name}"
        method = getattr(owner, name)
        hints, parameters = get_type_hints(method), inspect.signature(method).parameters
        fields = self.contract.model(operation.request).fields
        for field in fields:
            due = self.type(field.type, sent=True)
            must = field.required and not field.fresh
            due = due if must else Optional[due]  # noqa: UP045
            yield f"{at}({field.name})", due, hints.get(field.name)
            if (parameter := parameters.get(field.name)) is not None:
                yield f"{at}({field.name}) must be given", must, parameter.default is parameter.empty
        passed = {field.name: object() for field in fields}
        call = _Call(self.package, operation)
        result = method(call.caller(owner.__name__), **passed)
        if inspect.iscoroutine(result):
            _finish(result)
        yield f"{at} calls", (operation.constant, passed), call.made


class _Call:
    """Stands in for a client: keeps what a method hands on, without validating it."""

    def __init__(self, package: ModuleType, operation: Operation) -> None:
        self.made: object = None
        self.module = importlib.import_module(f"{package.__name__}.{operation.module}")
        self.operation = operation

    def caller(self, owner: str) -> Any:
        """What takes the place of ``self``."""
        outer = self
        is_async = owner.startswith("Async")

        class Caller:
            parsed = None

            @property
            def _client(self) -> "Caller":
                return self

            def _call(self, operation: Any, request: Any, **_: Any) -> Any:
                names = {value: name for name, value in vars(outer.module).items() if value is operation}
                outer.made = (names.get(operation), request)
                return _later(self) if is_async else self

            _wait = _call

        setattr(self.module, self.operation.request, lambda **given: given)  # the real one would refuse what is passed
        return Caller()


async def _later(value: object) -> object:
    return value


def _finish(coroutine: Coroutine[Any, Any, object]) -> None:
    """Run what awaits nothing: an event loop for each of many methods would take longer than all else."""
    with suppress(StopIteration):
        coroutine.send(None)


@attrs.frozen
class _Probe:
    value: object


def _codes(table: Mapping[str, Any]) -> dict[str, tuple[object, ...]]:
    return {code: tuple(getattr(entry, fact) for fact in SHIPPED) for code, entry in table.items()}


def _docstrings(path: Path) -> Iterator[str]:
    """What is said of the fields: text that stands by itself in a class."""
    for part in ast.parse(path.read_text(encoding="utf-8")).body:
        for node in part.body if isinstance(part, ast.ClassDef) else ():
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield _words(node.value.value)


def _hinted(path: Path) -> Iterator[str]:
    """The classes that hold something for type checkers only."""
    for part in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(part, ast.ClassDef) and any(isinstance(node, ast.If) for node in part.body):
            yield part.name


def _words(text: str) -> str:
    """A text however its lines are broken."""
    return " ".join(text.split())
