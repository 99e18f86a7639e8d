"""Limits and types in words, for docstrings and the reference."""

from contracts.reading import Contract, Field, Type

_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "decimal": "number",
    "boolean": "true or false",
    "null": "null",
    "free": "any JSON",
}


def type_in_words(kind: Type) -> str:
    """``text``, ``array of SubFlow``, ``always 0``."""
    match kind.kind:
        case "model" | "enum":
            return kind.name
        case "const":
            return f"always `{str(kind.const).lower() if isinstance(kind.const, bool) else kind.const}`"
        case "array" if kind.item is not None:
            return f"array of {type_in_words(kind.item)}"
    return _KINDS[kind.kind]


def limits_in_words(kind: Type) -> list[str]:
    """``at most 32 characters``, ``matches `^[0-9]+$```: the limits of a value and, of an array, those of its items."""
    limits = kind.constraints
    words = [
        *_between(limits.get("minLength"), limits.get("maxLength"), "characters"),
        *_between(limits.get("minItems"), limits.get("maxItems"), "items"),
        *_between(limits.get("minimum"), limits.get("maximum"), ""),
        *([f"a multiple of {limits['multipleOf']}"] if "multipleOf" in limits else []),
        *([f"matches `{limits['pattern']}`"] if "pattern" in limits else []),
    ]
    if kind.item is not None:
        words += [f"each {limit}" for limit in limits_in_words(kind.item)]
    return words


def _between(least: object, most: object, unit: str) -> list[str]:
    unit = f" {unit}" if unit else ""
    if least is None and most is None:
        return []
    if most is None:
        return [f"at least {least}{unit}"]
    if least is None:
        return [f"at most {most}{unit}"]
    return [f"{least} to {most}{unit}" if least != most else f"exactly {least}{unit}"]


def argument_in_words(contract: Contract, field: Field) -> str:
    """An argument's description with what it must be."""
    words = limits_in_words(field.type)
    if field.type.kind == "enum" and not (enum := contract.enum(field.type.name)).open:
        words.append("one of " + ", ".join(f"`{value.wire}`" for value in enum.values))
    if field.needed:
        words.append("needed in practice, although the provider calls it optional")
    if field.sensitive:
        words.append("sensitive: masked in `repr`")
    if field.deprecated:
        words.append("deprecated by the provider")
    if field.fresh:
        words.append("left out, a fresh one is made, and the answer tells it")
    said = "; ".join(words)
    return field.description.rstrip() + (f" {said[0].upper()}{said[1:]}." if said else "")
