"""The published vectors, of which vectors/README.md tells the format."""

import json
from functools import cache
from typing import Any

import pytest

from tests import facts

FOLDER = facts.ROOT / "vectors"


@cache
def file(provider: str) -> Any:
    """The keys, certificates and cases of a provider."""
    return json.loads((FOLDER / f"{provider}.json").read_bytes())


def key(provider: str, name: str) -> Any:
    """A published throw-away key, with both halves; or a secret."""
    found = file(provider)["keys"][name]
    return found.get("throw_away_secret", found)


def case(provider: str, name: str) -> Any:
    """One case."""
    [found] = [one for one in file(provider)["cases"] if one["id"] == name]
    return found


def certificate(name: str) -> str:
    """A certificate's PEM text."""
    [found] = [one["pem"] for one in file("alipay")["certificates"] if one["id"] == name]
    return str(found)


def cases(provider: str, *kinds: str, valid: bool | None = None, **like: str) -> list[Any]:
    """The cases of these kinds, for `parametrize`."""
    return [
        pytest.param(one, id=one["id"])
        for one in file(provider)["cases"]
        if one["kind"] in kinds
        and valid in (None, one["valid"])
        and all(one.get(name) == value for name, value in like.items())
    ]
