"""Operations and servers, by the names that people write: with hyphens or underscores, or as the provider has them."""

import difflib
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from realname.core.errors import ConfigurationError
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

if TYPE_CHECKING:
    from realname.testing.contract import Operation

WORDS: Final = "realname.words"
"""Where a context keeps the words of its command: of an unfinished line nothing is parsed."""
_ADDRESS_MARKS: Final = frozenset(":/.[")
"""What every address has one of, and no name of a server."""


def operations(provider: Provider) -> "dict[str, Operation]":
    """A provider's operations, by their names on the command line."""
    return {written(each.name): each for each in port.contract(provider).operations.values()}


def written(name: str) -> str:
    """A name in Python as the command line has it."""
    return name.replace("_", "-")


def named(provider: Provider, name: str) -> "Operation":
    """The operation of this name.

    Raises:
        ConfigurationError: the provider has no such operation; tells those that it has, or the nearest.
    """
    there = operations(provider)
    found = next((each for shown, each in there.items() if written(name) == shown or name == each.id), None)
    if found is None:
        what = "there is no such operation"
        if name in PROVIDERS:
            what = "a provider is named where an operation is due"
        raise ConfigurationError(what, setting="operation", remedy=nearest(written(name), there))
    return found


def owners(name: str) -> list[Provider]:
    """The providers that have an operation of this name."""
    return [provider for provider in PROVIDERS if written(name) in operations(provider)]


def base_url(provider: Provider, address: str) -> str:
    """The address that is meant: one that is written out, or that of a server by its name.

    Raises:
        ConfigurationError: the provider's contract has no such server; tells those that it has.
    """
    servers: Mapping[str, str] = import_module(f"realname.{provider}").SERVERS
    if address in servers:
        return servers[address]
    if address and not _ADDRESS_MARKS & {*address}:
        remedy = f"There are: {', '.join(servers)}. Or write the whole address, with https://."
        raise ConfigurationError("there is no server of this name", setting="base_url", remedy=remedy)
    return address


def nearest(name: str, there: Iterable[str]) -> str:
    """What to write in place of a name that is none: the one that it resembles, or all that there are."""
    names = [*there]
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(names)}."


# ---- what a shell completes them to ----


def complete_operation(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The operations of the provider that stands before, with a sentence each."""
    provider = _provider(ctx)
    there = operations(provider) if provider else {}
    return [(name, each.summary) for name, each in there.items() if name.startswith(written(incomplete))]


def complete_server(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The servers of the provider that stands before, with their addresses."""
    provider = _provider(ctx)
    there = import_module(f"realname.{provider}").SERVERS if provider else {}
    return [item for item in there.items() if item[0].startswith(incomplete)]


def _provider(ctx: Any) -> Provider | None:
    """Whose: the provider among the words of the command, or the group that the command belongs to."""
    words = [*ctx.meta.get(WORDS, ()), ctx.parent and ctx.parent.info_name]
    return next((provider for word in words for provider in PROVIDERS if word == provider), None)
