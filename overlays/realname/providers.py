"""The providers there are. Whatever shows or tests all of them loops over this."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

Provider = Literal["zoloz", "alipay", "esign"]
"""The name of a provider: its module in `realname`, and its contract in ``specs/``."""

PROVIDERS: Final[tuple[Provider, ...]] = get_args(Provider)

_FURTHER_DOMAINS: Final = frozenset({"tsign.cn"})
"""Of theirs, where no server of a contract is: e签宝's short links and older gateways."""


def servers(provider: Provider) -> Mapping[str, str]:
    """The base URLs of a provider's contract, by name."""
    found: Mapping[str, str] = import_module(f"realname_{provider}").SERVERS
    return found


def domains() -> frozenset[str]:
    """The domains that are the providers' own, those of the servers in their contracts among them."""
    hosts = [urlsplit(url).hostname or "" for name in PROVIDERS for url in servers(name).values()]
    # The last two labels; under a suffix of two, such as com.cn, that would be more than theirs, never less.
    return _FURTHER_DOMAINS | {".".join(host.split(".")[-2:]) for host in hosts}
