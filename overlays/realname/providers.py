"""The providers there are. Whatever shows or tests all of them loops over this."""

from typing import Final, Literal, get_args

Provider = Literal["zoloz", "alipay", "esign"]
"""The name of a provider: its module in `realname`, and its contract in ``specs/``."""

PROVIDERS: Final[tuple[Provider, ...]] = get_args(Provider)
