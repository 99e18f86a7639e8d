"""Settings of a client: checked where they enter, and read from the environment.

A setting is ``REALNAME_ZOLOZ_CLIENT_ID`` in the environment, or ``REALNAME_ZOLOZ_CLIENT_ID_FILE`` with a path.
"""

import os
import re
from pathlib import Path

from realname.core.errors import ConfigurationError


def setting(prefix: str, name: str) -> str:
    """Read a setting that must be there.

    Raises:
        ConfigurationError: neither the variable nor its ``_FILE`` twin is set, both are, or the file cannot be read.
    """
    value = optional_setting(prefix, name)
    if value is None:
        variable = _variable(prefix, name)
        raise ConfigurationError(f"{variable} is not set", setting=name, remedy=f"Set {variable} or {variable}_FILE.")
    return value


def optional_setting(prefix: str, name: str) -> str | None:
    """Read a setting that may be absent; an empty one counts as absent.

    Raises:
        ConfigurationError: both the variable and its ``_FILE`` twin are set, or the file cannot be read.
    """
    variable = _variable(prefix, name)
    value, path = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
    if value and path:
        raise ConfigurationError(
            f"{variable} and {variable}_FILE are both set", setting=name, remedy="Unset one of them."
        )
    if not path:
        return value or None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"the file that {variable}_FILE names cannot be read ({type(error).__name__})",
            setting=name,
            remedy="Check the path and its permissions.",
        ) from None


def require_kind(credentials: object, *kinds: type, provider: str) -> None:
    """Refuse the credentials of another provider.

    Raises:
        ConfigurationError: `credentials` is of none of these kinds.
    """
    if not isinstance(credentials, kinds):
        names = " or ".join(f"{provider}.{kind.__name__}" for kind in kinds)
        raise ConfigurationError(f"credentials must be {names}", setting="credentials", remedy=f"Build {names} first.")


def header_text(value: str, name: str) -> str:
    """Accept an id or a token that travels in a header: visible ASCII, without the comma that separates list items.

    Raises:
        ConfigurationError: it is empty or holds something else.
    """
    if not re.fullmatch(r"[!-+\--~]+", value or ""):
        raise ConfigurationError(
            f"{name} must be visible ASCII characters without a comma",
            setting=name,
            remedy="Copy it again from the console.",
        )
    return value


def _variable(prefix: str, name: str) -> str:
    return f"REALNAME_{prefix}_{name}".upper()
