"""Settings of a client: what there are, and how they are checked and read from the environment.

A setting is ``REALNAME_ZOLOZ_CLIENT_ID`` in the environment, or ``REALNAME_ZOLOZ_CLIENT_ID_FILE`` with a path. Each
provider has one table of them, which its credentials, the command line and the sandbox read.
"""

import os
import re
from pathlib import Path
from typing import Any, Final, Literal

from attrs import frozen

from realname.core.errors import ConfigurationError

SettingKind = Literal["id", "secret", "private key", "public key", "certificates", "AES key", "address"]
_SECRET: Final = frozenset(["secret", "private key", "AES key"])


@frozen
class Setting:
    """One setting: an argument of the credentials (or of the client), and a variable.

    Attributes:
        name: the argument's name.
        kind: what has to stand there.
        meaning: what it is, with the word that the provider's console has for it.
        required: whether it must be set.
    """

    name: str
    kind: SettingKind
    meaning: str
    required: bool = True

    @property
    def is_secret(self) -> bool:
        """Whether whoever knows it can act as the caller."""
        return self.kind in _SECRET


BASE_URL: Final = Setting("base_url", "address", "the gateway's address: one of the provider's SERVERS, or a sandbox's")


@frozen
class Access:
    """One way to authenticate: the credentials' class, and the settings that it takes.

    Attributes:
        credentials: the name of the class in the provider's module.
        settings: in the order of its arguments.
        chosen_by: the setting whose presence in the environment chooses this way; None for the provider's usual way.
    """

    credentials: str
    settings: tuple[Setting, ...]
    chosen_by: str | None = None


@frozen
class Settings:
    """All settings of one provider."""

    provider: str
    accesses: tuple[Access, ...]

    @property
    def all(self) -> dict[str, Setting]:
        """Every setting by its name, the base URL first."""
        settings = (BASE_URL, *(setting for access in self.accesses for setting in access.settings))
        return {setting.name: setting for setting in settings}

    @property
    def prefix(self) -> str:
        """How every variable of the provider begins."""
        return f"REALNAME_{self.provider}_".upper()

    def variable(self, name: str) -> str:
        """The variable of a setting."""
        return self.prefix + name.upper()

    def chosen(self) -> Access:
        """The way to authenticate that the environment chooses.

        Raises:
            ConfigurationError: it has settings of two ways.
        """
        for access in self.accesses:
            if access.chosen_by is None or self.optional(access.chosen_by) is None:
                continue
            own = {setting.name for setting in access.settings}
            others = [s.name for other in self.accesses for s in other.settings if s.required and s.name not in own]
            if (other := next((name for name in others if self.optional(name) is not None), None)) is not None:
                chosen = self.variable(access.chosen_by)
                raise ConfigurationError(
                    f"{chosen} and {self.variable(other)} are both set, and only one of them can be used",
                    setting=access.chosen_by,
                    remedy="Unset one of them.",
                )
            return access
        return next(access for access in self.accesses if access.chosen_by is None)

    def read(self, access: Access) -> dict[str, Any]:
        """The settings of one way to authenticate, as its credentials take them.

        Raises:
            ConfigurationError: one is missing, or cannot be read.
        """
        return {
            setting.name: self.require(setting.name) if setting.required else self.optional(setting.name)
            for setting in access.settings
        }

    def require(self, name: str) -> str:
        """Read a setting that must be there.

        Raises:
            ConfigurationError: it is not set, neither as a variable nor as a ``_FILE``, or cannot be read.
        """
        value = self.optional(name)
        if value is None:
            variable = self.variable(name)
            raise ConfigurationError(
                f"{variable} is not set", setting=name, remedy=f"Set {variable} or {variable}_FILE."
            )
        return value

    def optional(self, name: str) -> str | None:
        """Read a setting that may be absent; an empty one counts as absent.

        Raises:
            ConfigurationError: both the variable and its ``_FILE`` twin are set, or the file cannot be read.
        """
        variable = self.variable(name)
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
