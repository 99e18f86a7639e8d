"""Settings of a client: what there are, and how they are checked and read from the environment.

A setting is ``REALNAME_ZOLOZ_CLIENT_ID`` in the environment, or ``REALNAME_ZOLOZ_CLIENT_ID_FILE`` with a path. Each
provider has one table of them, which its credentials, the command line and the sandbox read.
"""

import functools
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, ParamSpec, TypeVar

from realname.core.copied_text import damage, decode, no_text, read_bytes
from realname.core.errors import ConfigurationError
from realname.core.printable import printable

P = ParamSpec("P")
T = TypeVar("T")

SettingKind = Literal[
    "id", "secret", "private key", "public key", "certificates", "AES key", "address", "hosts", "switch"
]
_SECRET: Final = frozenset(["secret", "private key", "AES key"])
_FROM_BYTES: Final = frozenset(["private key", "public key", "certificates"])
"""What is also read from files that hold no text."""
CHOOSE_SERVER: Final = "Choose one of this provider's SERVERS, or the address of your sandbox."
"""The remedy for a wrong base URL, for as long as nobody knows whose it is."""


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
    """All settings of one provider.

    Attributes:
        provider: its module's name.
        title: its name in texts.
        accesses: the ways to authenticate.
        servers: gives the base URLs of its contract, by name. Asked only where an error lists them.
    """

    provider: str
    title: str
    accesses: tuple[Access, ...]
    servers: Callable[[], Mapping[str, str]]

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

    # ---- reading ----

    def chosen(self) -> Access:
        """The way to authenticate that the environment chooses.

        Raises:
            ConfigurationError: it has settings of two ways.
        """
        for access in self.accesses:
            if access.chosen_by is None or self.value(access.chosen_by) is None:
                continue
            own = {setting.name for setting in access.settings}
            others = [s.name for other in self.accesses for s in other.settings if s.required and s.name not in own]
            if (other := next((name for name in others if self.value(name) is not None), None)) is not None:
                chosen = self.variable(access.chosen_by)
                raise ConfigurationError(
                    f"{chosen} and {self.variable(other)} are both set, and only one of them can be used",
                    setting=access.chosen_by,
                    variable=chosen,
                    remedy="Unset one of them.",
                )
            return access
        return next(access for access in self.accesses if access.chosen_by is None)

    def read(self, access: Access) -> dict[str, Any]:
        """The settings of one way to authenticate, as its credentials take them.

        Raises:
            ConfigurationError: some are missing, which are told all at once, or one cannot be read.
        """
        values = {setting.name: self.value(setting.name) for setting in access.settings}
        missing = [setting.name for setting in access.settings if setting.required and values[setting.name] is None]
        if missing:
            raise self._missing(missing, access)
        return values

    def address(self, base_url: str | None) -> str:
        """The base URL that was passed, or else the one in the environment.

        Raises:
            ConfigurationError: there is none; tells what else the environment lacks.
        """
        found = self.optional("base_url") if base_url is None else base_url
        if found is None:
            access = self.chosen()
            absent = [s.name for s in access.settings if s.required and self.value(s.name) is None]
            raise self._missing(["base_url", *absent], access)
        return found

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
            raise self._missing([name])
        return value

    def optional(self, name: str) -> str | None:
        """Read a setting that may be absent; an empty one counts as absent.

        Raises:
            ConfigurationError: the variable and the one with ``_FILE`` are both set, or the file is empty or
                unreadable, or holds no text.
        """
        value = self.value(name)
        if isinstance(value, bytes):
            variable = self.variable(name)
            raise no_text(_of_file(variable, os.environ[f"{variable}_FILE"]), name)
        return value

    def value(self, name: str) -> str | bytes | None:
        """The same; a key or a certificate may also come as the bytes of a file that is no text.

        Raises:
            ConfigurationError: see `optional`.
        """
        variable = self.variable(name)
        value, path = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
        if value and path:
            raise ConfigurationError(
                f"{variable} and {variable}_FILE are both set",
                setting=name,
                variable=variable,
                remedy="Unset one of them.",
            )
        if not path:
            return value or None
        if re.search(r"\n|-----BEGIN|^MI[A-Za-z0-9+/]{98}", path):
            raise ConfigurationError(
                f"{variable}_FILE holds a key, not the path of a file",
                setting=name,
                variable=f"{variable}_FILE",
                remedy=f"Set {variable} to the key instead.",
            )
        what = _of_file(variable, path)
        data = read_bytes(path, what, setting=name)
        try:
            text = decode(data).strip()
        except UnicodeDecodeError:
            if self.all[name].kind not in _FROM_BYTES:
                raise no_text(what, name) from None
            return data
        if not text:  # a mount that failed is not "none"
            raise ConfigurationError(f"{what} is empty", setting=name, remedy="Write the setting into it.")
        return text

    # ---- what is wrong ----

    def unread(self) -> Iterator[tuple[str, str | None]]:
        """Variables that look like the provider's and that nothing reads, each with the one probably meant."""
        import difflib  # slow to load, and needed for a mistake only

        names = [self.variable(name) for name in self.all]
        known = {*names, *(f"{name}_FILE" for name in names)}
        absent = {name for name in known if not os.environ.get(name)}
        for name in sorted(os.environ):
            upper = name.upper()
            if name in known:
                continue
            if name.startswith(self.prefix):
                ends = [each.removeprefix(self.prefix) for each in sorted(known)]
                near = difflib.get_close_matches(name.removeprefix(self.prefix), ends, 1)
                yield name, self.prefix + near[0] if near else None
            elif upper in absent or f"REALNAME_{upper}" in absent:
                yield name, upper if upper in absent else f"REALNAME_{upper}"
            elif upper.startswith("REALNAME_"):
                near = difflib.get_close_matches(upper, sorted(absent), 1, _ALMOST_EQUAL)
                yield from ((name, meant) for meant in near)

    def listed_servers(self) -> str:
        """The servers of the contract by name and address, for an error."""
        return ", ".join(f"{url} ({name})" for name, url in self.servers().items())

    def as_arguments(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate what takes settings as arguments: an error about one says whose it is."""

        @functools.wraps(function)
        def named(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return function(*args, **kwargs)
            except ConfigurationError as error:
                self._name(error, from_environment=False)
                raise

        return named

    def from_variables(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate what reads settings unless they are passed: an error about one names its variable."""

        @functools.wraps(function)
        def named(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return function(*args, **kwargs)
            except ConfigurationError as error:
                self._name(error, from_environment=kwargs.get(error.setting) is None)
                raise

        return named

    def _name(self, error: ConfigurationError, *, from_environment: bool) -> None:
        variable, name = "", f"{self.title}: {error.setting}"
        if from_environment and error.setting in self.all:
            plain = self.variable(error.setting)
            if os.environ.get(plain):
                variable = name = plain
            elif path := os.environ.get(f"{plain}_FILE"):
                variable, name = f"{plain}_FILE", _of_file(plain, path)
        error.name_setting(name, provider=self.title, variable=variable)
        if error.remedy == CHOOSE_SERVER:
            error.remedy = f"Choose a server, {self.listed_servers()}, or the address of your sandbox."

    def _missing(self, names: list[str], access: Access | None = None) -> ConfigurationError:
        """The error about settings that are not set, with every way out of it."""
        variables = [self.variable(name) for name in names]
        if len(variables) == 1:
            what = f"{variables[0]} is not set"
            remedies = [f"Set {variables[0]} or {variables[0]}_FILE."]
        else:
            what = f"{', '.join(variables)} are not set"
            remedies = ["Set each of them, or add _FILE to its name and set that to the path of a file."]
        if "base_url" in names:
            remedies.append(f"The servers are {self.listed_servers()}.")
        if access is not None and any(name != "base_url" for name in names):
            for other in self.accesses:
                if other is not access:
                    needed = self._variables(other)
                    remedies.append(f"Another way to authenticate takes {needed} ({other.credentials}).")
        remedies += [
            f"{name} is set, and nothing reads it: did you mean {meant}?" for name, meant in self.unread() if meant
        ]
        error = ConfigurationError(what, setting=names[0], variable=variables[0], remedy=" ".join(remedies))
        error.provider = self.title
        return error

    def _variables(self, access: Access) -> str:
        return ", ".join(self.variable(setting.name) for setting in access.settings if setting.required)


_ALMOST_EQUAL: Final = 0.9
"""As difflib counts: one letter in ten is another one, which no two providers' variables come to."""


def _of_file(variable: str, path: str) -> str:
    """How an error names a setting from a file: the path only if it leads somewhere, as it may be a secret instead."""
    try:
        leads = Path(path).exists() or (os.sep in path and Path(path).parent.is_dir())
    except (OSError, ValueError):
        leads = False
    return f"{variable}_FILE ({printable(path)})" if leads else f"{variable}_FILE"


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
        raise ConfigurationError(f"{name} must be true or false", setting=name, remedy="Write true or false.")
    return value == "true"
