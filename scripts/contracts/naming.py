"""The one way names are made: wire name → Python name, for models and clients alike."""

import builtins
import keyword
import re
from pathlib import Path

_IMPORTS = re.compile(r"^from (?!__future__)[\w.]+ import (\([^)]*\)|[^{\n]*)$", re.MULTILINE)
_IMPORTED = frozenset(
    name
    for template in (Path(__file__).parents[1] / "templates").glob("*.jinja")
    for names in _IMPORTS.findall(template.read_text(encoding="utf-8"))
    for name in re.findall(r"\w+", names)
)
# Names that the generated modules use themselves: a field or an argument of that name would hide them.
_TAKEN = _IMPORTED | {"bool", "float", "int", "object", "self", "str"}
TAKEN_CLASSES = _IMPORTED | {*dir(builtins), "Any", "CODES", "OPERATIONS", "WAITERS"}
"""Names that a class would hide from the generated modules, or from those who import it."""
# What every answer has already, and every method that waits.
_RESERVED_FIELDS = frozenset(["outcome", "require_verified", "timeout", "to_wire"])
# What every client, and every package, has already.
RESERVED_METHODS = frozenset(["aclose", "call", "close", "from_env", "servers", "with_options", "with_raw_response"])

SHARED_MODULE = "shared"
"""The module of what the pages of a contract share."""
RESERVED_MODULES = frozenset(["client", "codes", "_names", SHARED_MODULE])


def snake_case(name: str) -> str:
    """``h5ModeConfig`` → ``h5_mode_config``, ``certNo`` → ``cert_no``, ``URLPath`` → ``url_path``."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", spaced)
    return re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").lower()


def field_name(wire: str) -> str:
    """The Python name of a property or parameter; one that Python or the generated code needs ends in an underscore."""
    name = snake_case(wire)
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN | _RESERVED_FIELDS else name


def operation_name(operation_id: str) -> str:
    """The method that calls an operation: ``queryEnrollStatus`` → ``query_enroll_status``."""
    name = snake_case(operation_id)
    is_taken = keyword.iskeyword(name) or name in RESERVED_METHODS or name.startswith("wait_for_")
    return f"{name}_" if is_taken else name


def member_name(value: str) -> str:
    """The constant of an enum's value: ``missing-signature`` → ``MISSING_SIGNATURE``."""
    return re.sub(r"[^A-Za-z0-9]+", "_", value).strip("_").upper()


def constant_name(operation_id: str) -> str:
    """The constant that describes an operation: ``QUERY_ENROLL_STATUS``."""
    return operation_name(operation_id).upper()


def request_name(operation_id: str) -> str:
    """The component that holds everything a caller passes: ``queryEnrollStatus`` → ``QueryEnrollStatusRequest``."""
    parts = re.split(r"[^A-Za-z0-9]+", operation_id)
    return "".join(part[:1].upper() + part[1:] for part in parts) + "Request"


def is_python_name(name: str) -> bool:
    """Whether a made name can stand in code: ASCII, no leading digit, no word of Python's own."""
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def module_name(stem: str) -> str:
    """The module of a page: ``flow-outline`` → ``flow_outline``; that of the shared file is `SHARED_MODULE`."""
    return SHARED_MODULE if stem == "contract" else snake_case(stem)
