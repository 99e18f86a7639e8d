"""The variables by which a running sandbox is found, and whoever steers it is known."""

from typing import Final

CONTROL_URL: Final = "REALNAME_SANDBOX_CONTROL_URL"
CONTROL_TOKEN: Final = "REALNAME_SANDBOX_CONTROL_TOKEN"  # noqa: S105  the name of the variable
