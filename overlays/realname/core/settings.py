"""Settings of a client: what there are, and how they are checked and read from the environment.

A setting is ``REALNAME_ZOLOZ_CLIENT_ID`` in the environment, or ``REALNAME_ZOLOZ_CLIENT_ID_FILE`` with a path. Each
provider has one table of them, which its credentials, the command line and the sandbox read.
"""

import os
import re
from collections.abc import Collection
from typing import Any, Final, Literal, NamedTuple

from realname.core.copied_text import damage, read_text
from realname.core.errors import ConfigurationError

SettingKind = Literal[
    "id", "secret", "private key", "public key", "certificates", "AES key", "address", "hosts", "switch"
]
_SECRET: Final = frozenset(["secret", "private key", "AES key"])


class Setting(NamedTuple):
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
INSECURE_TEST_HOSTS: Final = "insecure_test_hosts"
_TEST_HOSTS: Final = Setting(
    INSECURE_TEST_HOSTS,
    "hosts",
    "in tests alone, never in production: hosts of sandboxes that plain http may go to, separated by commas",
    required=False,
)


class Access(NamedTuple):
    """One way to authenticate: the credentials' class, and the settings that it takes.

    Attributes:
        credentials: the name of the class in the provider's module.
        settings: in the order of its arguments.
        chosen_by: the setting whose presence in the environment chooses this way; None for the provider's usual way.
    """

    credentials: str
    settings: tuple[Setting, ...]
    chosen_by: str | None = None


class Settings(NamedTuple):
    """All settings of one provider."""

    provider: str
    accesses: tuple[Access, ...]

    @property
    def all(self) -> dict[str, Setting]:
        """Every setting by its name, the base URL first."""
        settings = (BASE_URL, _TEST_HOSTS, *(setting for access in self.accesses for setting in access.settings))
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

    def insecure_test_hosts(self) -> tuple[str, ...]:
        """Read the hosts that plain HTTP may go to in tests; none if the variable is not set.

        Raises:
            ConfigurationError: see `optional`.
        """
        value = self.optional(INSECURE_TEST_HOSTS)
        return () if value is None else tuple(name.strip() for name in value.split(","))

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
            ConfigurationError: the variable and its ``_FILE`` twin are both set, or the file is empty or unreadable.
        """
        variable = self.variable(name)
        value, path = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
        if value and path:
            raise ConfigurationError(
                f"{variable} and {variable}_FILE are both set", setting=name, remedy="Unset one of them."
            )
        if not path:
            return value or None
        what = f"the file that {variable}_FILE names"
        text = read_text(path, what, setting=name).strip()
        if not text:  # a mount that failed is not "none"
            raise ConfigurationError(f"{what} is empty", setting=name, remedy="Write the setting into it.")
        return text


def require_kind(credentials: object, *kinds: type, provider: str) -> None:
    """Refuse the credentials of another provider.

    Raises:
        ConfigurationError: `credentials` is of none of these kinds.
    """
    if not isinstance(credentials, kinds):
        names = " or ".join(f"{provider}.{kind.__name__}" for kind in kinds)
        raise ConfigurationError(f"credentials must be {names}", setting="credentials", remedy=f"Build {names} first.")


def require_text(value: object, name: str) -> str:
    """Accept text.

    Raises:
        ConfigurationError: it is something else.
    """
    if not isinstance(value, str):
        raise _of_wrong_type(value, name, "text (str)")
    return value


def require_flag(value: object, name: str) -> bool:
    """Accept True or False; a word such as "false" would be true.

    Raises:
        ConfigurationError: it is something else.
    """
    if not isinstance(value, bool):
        raise _of_wrong_type(value, name, "True or False")
    return value


def require_texts(values: object, name: str) -> tuple[str, ...]:
    """Accept a collection of texts; a text alone would be one of its characters.

    Raises:
        ConfigurationError: it is something else.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Collection):
        raise _of_wrong_type(values, name, "a list of texts")
    return tuple(require_text(value, name) for value in values)


def plain_text(value: object, name: str) -> str:
    """Accept an id, a secret or an address as it was copied: printable ASCII, without spaces or quotes around it.

    Raises:
        ConfigurationError: it is something else; names what nobody sees.
    """
    problem = damage(require_text(value, name))
    if problem:
        raise ConfigurationError(
            f"{name} {problem}", setting=name, remedy="Copy it again, from its first character to its last."
        )
    return str(value)


def header_text(value: object, name: str) -> str:
    """Accept an id or a token that travels in a header: visible ASCII, without the comma that separates list items.

    Raises:
        ConfigurationError: it is empty or holds something else.
    """
    text = plain_text(value, name)
    if not re.fullmatch(r"[!-+\--~]+", text):
        raise ConfigurationError(
            f"{name} must be visible ASCII characters without a comma",
            setting=name,
            remedy="Copy it again from the console.",
        )
    return text


def _of_wrong_type(value: object, name: str, due: str) -> ConfigurationError:
    return ConfigurationError(
        f"{name} must be {due}, not {type(value).__name__}", setting=name, remedy=f"Pass {name} as {due}."
    )


def switch(value: object, name: str) -> bool:
    """Accept what is on or off: a bool, or the text of one.

    Raises:
        ConfigurationError: it is neither.
    """
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise ConfigurationError(f"{name} is neither true nor false", setting=name, remedy="Write true or false.")
    return value == "true"
