"""Commands are made from contracts, each when it is asked for."""

from collections.abc import Sequence
from typing import Any, Literal

import attrs
import pytest
from attrs import field, frozen

import realname_zoloz
from realname.cli import call
from realname.core.model import Request, WireEnum, array, boolean, integer, member, nested, text, wire
from realname.core.operation import Operation
from realname.providers import PROVIDERS
from realname.testing.contract import Contract
from tests import facts
from tests.faces.cli.conftest import Run


class Colour(WireEnum):
    """A closed enum."""

    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Part(Request):
    """An object inside a request."""

    name: str = field(metadata=wire("partName"), validator=text())


@frozen(kw_only=True)
class MadeUp(Request):
    """Arguments of every kind, and one that is called as an option of the command is."""

    flag: bool = field(metadata=wire("flag"), validator=boolean())
    colour: Colour | Literal["red", "blue"] = field(metadata=wire("colour"), validator=member(Colour))
    count: int = field(metadata=wire("count"), validator=integer())
    parts: Sequence[Part] = field(metadata=wire("parts"), validator=array(nested(Part)))
    raw: str = field(metadata=wire("raw"), validator=text())


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What a made-up operation of ZOLOZ, which can be waited for, is called with."""
    properties = {name: {"type": "string", "description": "An argument."} for name in attrs.fields_dict(MadeUp)}
    described = {
        "operationId": "makeUp",
        "x-retry": "safe",
        "x-document": {"url": "https://provider.example/page"},
        "x-waiter": {"name": "wait_for_it", "limit": 7},
        "requestBody": {"content": {"application/json": {"schema": {"properties": properties}}}},
    }
    contract = Contract({**facts.contract("zoloz"), "paths": {"/makeUp": {"post": described}}})
    operation: Operation[Any, Any] = Operation(
        name="make_up", method="POST", path="/makeUp", request=MadeUp, answer=Any, retry="safe", document=""
    )
    calls: list[dict[str, Any]] = []

    def record(method: Any, arguments: dict[str, Any], **options: Any) -> None:
        calls.append({"": method.name, **arguments, **options})

    monkeypatch.setattr(Contract, "shipped", lambda _: contract)
    monkeypatch.setattr(realname_zoloz, "MAKE_UP", operation, raising=False)
    monkeypatch.setattr(call, "_call", record)
    return calls


WORDS = ("call", "zoloz", "make-up", "--colour", "red", "--count", "3", "--raw", "x", "--parts", '[{"partName": "a"}]')


@pytest.mark.parametrize(("word", "value"), [("--flag", True), ("--no-flag", False)])
def test_arguments_of_every_kind_can_be_given(word: str, value: bool, run: Run, sent: list[dict[str, Any]]) -> None:
    """True and false have a word each, and what is no single value is written as JSON."""
    result = run(*WORDS, word)

    expected = {"": "make_up", "flag": value, "colour": "red", "count": 3, "parts": (Part(name="a"),), "raw": "x"}
    assert (0, [expected]) == (result.exit_code, [{name: one[name] for name in expected} for one in sent])


@pytest.mark.parametrize(
    ("parts", "told"),
    [("[", "it is not JSON"), ('{"a": "MARKER-7"}', "$"), ('[{"partName": 7}]', "$[0].partName"), ("[{}]", "$[0]")],
)
def test_json_that_is_not_what_the_contract_says_is_exit_code_2(
    parts: str, told: str, run: Run, sent: list[dict[str, Any]]
) -> None:
    """The place is told, and not what stands there."""
    result = run(*WORDS[:-1], parts, "--flag")

    assert (2, []) == (result.exit_code, sent)
    assert (True, False) == (f"parts cannot be sent: {told}" in result.stderr, "MARKER-7" in result.stderr)


def test_a_waiter_is_a_command(run: Run, sent: list[dict[str, Any]]) -> None:
    """It takes the operation's arguments, and the time to wait; its help tells how long it waits else."""
    words = ["wait-for-it" if word == "make-up" else word for word in WORDS]
    result = run(*words, "--flag", "--timeout", "5")

    assert (0, "wait_for_it", 5.0) == (result.exit_code, sent[0][""], sent[0]["timeout"])
    assert "by default 7." in run("call", "zoloz", "wait-for-it", "--help").stdout


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["--help"], []),
        (["call", "esign", "--help"], ["realname_esign"]),
        (["call", "--help"], [f"realname_{name}" for name in PROVIDERS]),
    ],
)
def test_only_the_contracts_that_are_asked_for_are_read(
    words: list[str], read: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Help about everything reads none, and help about a provider its own."""
    shipped = Contract.shipped
    found: dict[str, Contract] = {}
    monkeypatch.setattr(Contract, "shipped", lambda package: found.setdefault(package, shipped(package)))

    assert (0, read) == (run(*words).exit_code, list(found))


def test_a_list_of_operations_makes_no_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider may have hundreds of them."""
    monkeypatch.setattr(call, "_command", None)

    assert 0 == run("call", "alipay", "--help").exit_code


@pytest.mark.parametrize("operation", facts.OPERATIONS, ids=str)
def test_every_operation_is_there_with_its_arguments(operation: facts.Operation, run: Run) -> None:
    """Its name stands in the list, and its help has each argument with its meaning."""
    command = operation.name.replace("_", "-")
    listed = run("call", operation.provider, "--help").stdout
    help_ = run("call", operation.provider, command, "--help").stdout

    assert command in listed
    for one in operation.inputs.values():
        assert f"--{one.name.replace('_', '-')} " in help_
    for values in (one.schema.get("enum", ()) for one in operation.inputs.values()):
        assert "|".join(values) in help_


@pytest.mark.parametrize(
    ("words", "meant"), [(["zolz"], "zoloz"), (["zoloz", "check-credential"], "check-credentials")]
)
def test_a_misspelt_name_is_told_with_the_right_one(words: list[str], meant: str, run: Run) -> None:
    """A slip costs a second."""
    result = run("call", *words)

    assert (2, True) == (result.exit_code, f"Did you mean '{meant}'?" in result.stderr)
