"""The changelog names what the contracts expose."""

import json
import re
from pathlib import Path

import pytest

import realname

ROOT = Path(__file__).parents[2]
CODE_LISTS = ("ErrorCode", "FailureCode")
"""Named as a whole: their values are what a provider may answer, not what a caller passes."""
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def entry() -> str:
    """What the changelog says of the present version, and of what comes after it."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    [number] = [number for number, text in enumerate(entries) if text.startswith(f"[{realname.__version__}]")]
    return "".join(entries[: number + 1])


def _exposed(provider: str) -> set[str]:
    """The operations, components, fields and enum values of a contract, in wire spelling."""
    contract = json.loads((ROOT / f"generated/realname_{provider}/contract.json").read_text(encoding="utf-8"))
    names: set[str] = set()
    for path, item in contract["paths"].items():
        names.add(path)
        operations = [value for method, value in item.items() if method in METHODS]
        for operation in operations:
            names.add(re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", operation["operationId"]))
            names |= {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
    for name, schema in contract["components"]["schemas"].items():
        if not name.endswith("Request"):
            names.add(name)
        names |= set(schema.get("properties", {}))
        if not name.endswith(CODE_LISTS):
            names |= set(schema.get("enum") or schema.get("x-extensible-enum") or ())
    return names


@pytest.mark.parametrize(("provider", "heading"), [("zoloz", "ZOLOZ"), ("alipay", "Alipay"), ("esign", "e签宝")])
def test_operations_fields_and_enum_values_are_named(entry: str, provider: str, heading: str) -> None:
    """What a contract exposes stands in its provider's part."""
    parts = re.split(rf"^#### {heading}\n", entry, flags=re.MULTILINE)[1:]
    part = "".join(re.split(r"^#+ ", each, flags=re.MULTILINE)[0] for each in parts)
    words = set(re.findall(r"`([^`]+)`", part))
    words |= {word.rpartition(".")[2] for word in words} | {word.rpartition(" ")[2] for word in words}

    assert set() == _exposed(provider) - words


def test_only_what_is_unreleased_stands_above_this_version(entry: str) -> None:
    """The topmost version is that of the package."""
    headings = re.findall(r"^(?:## )?\[([\w.]+)\]", entry, re.MULTILINE)

    assert headings in (["Unreleased", realname.__version__], [realname.__version__])


def test_errors_are_named(entry: str) -> None:
    """Each error of the package stands in the changelog."""
    assert set() == {name for name in realname.__all__ if name.endswith("Error")} - set(re.findall(r"`(\w+)`", entry))
