"""Facts of the contract as Python code, for the templates."""

from collections.abc import Iterable, Mapping

from contracts.reading import CONDITIONS, Code, Condition, Operation, Other, Outcome

SUBJECTS = {
    "person-present": "a person who took part, by face or by code",
    "same-face": "whether two faces are of the same person",
    "data-match": "data that was compared, without an act of the person",
    "organization": "an organization",
}
"""What a verification is of, in words."""
UNBOUND = "It is `Outcome.UNKNOWN` unless the callback was verified for the one that you ask for."
"""When what a callback says does not count."""
SHIPPED = ("kind", "remedy", "retryable", "outcome_unknown")
"""What of a code goes into the package."""


def codes(table: Mapping[str, Code]) -> str:
    """A table of codes."""
    return "{" + ", ".join(f"{code!r}: {_code(entry)}" for code, entry in table.items()) + "}"


def _code(code: Code) -> str:
    facts = ((name, getattr(code, name)) for name in SHIPPED)
    return f"Code({', '.join(f'{name}={value!r}' for name, value in facts if value)})"


def outcome_rule(outcome: Outcome) -> str:
    """The rule by which an answer is judged."""
    kinds = ((kind, getattr(outcome, kind)) for kind in CONDITIONS)
    return f"OutcomeRule({', '.join(f'{kind}={conditions(listed)}' for kind, listed in kinds if listed)})"


def subject_in_words(outcome: Outcome) -> str:
    """``a person who took part, by face or by code``."""
    if isinstance(outcome.subject, str):
        return SUBJECTS[outcome.subject]
    field, values = outcome.subject
    cases = (f"{SUBJECTS[subject]} (`{field}` is `{value}`)" for value, subject in values.items())
    return ", or ".join(cases)


def waiter(operation: Operation) -> str:
    """How to wait for an operation."""
    found = operation.waiter
    if found is None:
        return "None"
    finished = f", finished={conditions(found.finished)}" if found.finished else ""
    return f"Waiter(pause={found.pause!r}, unfinished={conditions(found.unfinished)}{finished})"


def conditions(listed: Iterable[Condition]) -> str:
    """Conditions, of which one must be met."""
    return "(" + "".join(f"{_condition(condition)}, " for condition in listed) + ")"


def _condition(condition: Condition) -> str:
    return "{" + ", ".join(f"{field!r}: {_allowed(values)}" for field, values in condition.items()) + "}"


def _allowed(values: tuple[object, ...]) -> str:
    words = [f"SameAs({value.field!r})" if isinstance(value, Other) else repr(value) for value in values]
    return words[0] if len(words) == 1 else f"({', '.join(words)})"
