"""The one way names are made: wire name → Python name, for models and clients alike."""

import keyword
import re

# Names that the generated modules use themselves: a field or an argument of that name would hide them.
_TAKEN = frozenset([
    "array", "bool", "boolean", "field", "float", "frozen", "int", "integer", "masked", "member", "nested", "number",
    "object", "optional", "self", "str", "text", "wire",
])  # fmt: skip
# What every client, and every package, has already.
_RESERVED_OPERATIONS = frozenset(["aclose", "close", "from_env", "servers", "with_options", "with_raw_response"])


def snake_case(name: str) -> str:
    """``h5ModeConfig`` → ``h5_mode_config``, ``certNo`` → ``cert_no``, ``URLPath`` → ``url_path``."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", spaced)
    return re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").lower()


def field_name(wire: str) -> str:
    """The Python name of a property or parameter; one that Python or the generated code needs ends in an underscore."""
    name = snake_case(wire)
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def operation_name(operation_id: str) -> str:
    """The method that calls an operation: ``queryEnrollStatus`` → ``query_enroll_status``."""
    name = snake_case(operation_id)
    return f"{name}_" if keyword.iskeyword(name) or name in _RESERVED_OPERATIONS else name


def constant_name(operation_id: str) -> str:
    """The constant that describes an operation: ``QUERY_ENROLL_STATUS``."""
    return operation_name(operation_id).upper()


def request_name(operation_id: str) -> str:
    """The component that holds everything a caller passes: ``queryEnrollStatus`` → ``QueryEnrollStatusRequest``."""
    parts = re.split(r"[^A-Za-z0-9]+", operation_id)
    return "".join(part[:1].upper() + part[1:] for part in parts) + "Request"


def is_python_name(name: str) -> bool:
    """Whether a made name can stand in code: ASCII, no leading digit."""
    return name.isascii() and name.isidentifier()
