"""The rules for codes, outcomes, waiting and binding: what the contract says of them must fit its operations."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.lint.findings import EVIDENCE, Findings
from contracts.naming import field_name, is_python_name
from contracts.nodes import (
    answer_components,
    body_schema,
    enum_values,
    is_enum,
    kinds,
    operation_nodes,
    referred,
    resolve,
    webhook_nodes,
)
from contracts.problems import pointer

KINDS = (
    "authentication", "access", "not-found", "rate-limit", "server", "pending", "rejected", "input", "expired",
    "undecidable", "request",
)  # fmt: skip
SUBJECTS = ("person-present", "same-face", "data-match", "organization")
ANY = "*"
"""The key for every code of an operation that stands in no table."""

_CODE = frozenset(["kind", "form", "retryable", "outcome-unknown", "remedy", "x-evidence"])
_RULED = ("verified", "rejected", "pending")
_OUTCOME = frozenset(["subject", *_RULED, "one-shot"])
_WAITER = frozenset(["name", "pause", "limit", "while", "until"])
_JSON_TYPES: dict[type, str] = {bool: "boolean", int: "integer", str: "string"}
_FRESH = 32
"""Characters of an id that is made."""
_NO_SUCH = "the extension has no such key"


def check(findings: Findings) -> None:
    """Check the facts of every operation and webhook, and those of the contract."""
    document = findings.document
    if document.get("x-answers") not in ("signed", "unsigned"):
        remedy = "Write `x-answers: signed`, or `x-answers: unsigned`."
        findings.add("", "does not say whether the provider signs its answers", remedy)
    _codes(document, "", findings)
    methods: set[str] = set()
    arguments: set[str] = set()
    ruled: dict[str, tuple[str, object]] = {}
    for at, _, _, node in operation_nodes(document):
        if not isinstance(node.get("operationId"), str):
            continue
        facts = _Operation(node, at, findings)
        _codes(node, at, findings)
        facts.one_of()
        facts.binds()
        facts.outcome(ruled)
        facts.waiter(methods)
        facts.fresh()
        arguments.add(facts.body)
    for at, key, _ in findings.said:
        if key == "x-fresh" and not any(at.startswith(f"{body}/properties/") for body in arguments):
            findings.add(at, "stands at no argument of an operation", "Write it at a property of a request's body.")
    asked_for = set(ruled)
    for at, name, node in webhook_nodes(document):
        body = referred(body_schema(node) or {})
        if body is None or "x-outcome" not in node:
            continue
        here = f"{at}/x-outcome"
        if body in asked_for:
            findings.add(here, f"stands beside {body}, which is an operation's answer", "Give each its own component.")
        _one_rule(ruled, body, name, node, at, findings)
        _Answer(body, findings).outcome(node["x-outcome"], here)


def _takes_fresh(schema: Mapping[str, Any]) -> bool:
    """Whether what is made fits: by a limit that is stated, and for any digits."""
    most = schema.get("maxLength")
    samples = [digit * _FRESH for digit in "0123456789abcdef"]
    return (
        type(most) is int
        and schema.get("minLength", 0) <= _FRESH <= most
        and all(re.fullmatch(schema.get("pattern", ".*"), sample) for sample in samples)
    )


def _one_rule(
    ruled: dict[str, tuple[str, object]],
    component: str,
    name: str,
    node: Mapping[str, Any],
    at: str,
    findings: Findings,
) -> None:
    """One rule for one component."""
    outcome = node.get("x-outcome")
    first, known = ruled.setdefault(component, (name, outcome))
    if known != outcome:
        what = f"says otherwise than {first} what {component} means"
        findings.add(at, what, "Let both say the same in `x-outcome`, or give each its own component.")


def _codes(node: Mapping[str, Any], at: str, findings: Findings) -> None:
    codes = node.get("x-codes", {})
    if not isinstance(codes, dict):
        findings.add(f"{at}/x-codes", "is no table", "Write each code, in quotes, and below it its `kind`.")
        return
    for code, entry in codes.items():
        here = at + pointer("x-codes", code)
        if not isinstance(entry, dict):
            findings.add(here, "says nothing of the code", "Write `{kind: …}`.")
            continue
        findings.keywords(entry, here, _CODE, _NO_SUCH)
        if code != ANY and entry.get("kind") not in KINDS:
            findings.add(here, "has no known `kind`", f"Write one of {', '.join(KINDS)}.")
        for flag in ("form", "retryable", "outcome-unknown"):
            if entry.get(flag, True) is not True:
                findings.add(f"{here}/{flag}", "is not true", f"Write `{flag}: true`, or leave it out.")
        if entry.get("x-evidence", "documented") not in EVIDENCE:
            findings.add(f"{here}/x-evidence", "is no evidence", f"Write one of {', '.join(EVIDENCE)}.")
        remedy = entry.get("remedy", "Do it.")
        if not isinstance(remedy, str) or not re.fullmatch(r"\S.*[.!]", remedy):
            findings.add(f"{here}/remedy", "is no sentence", "Write one sentence, with its full stop.")


class _Answer:
    """A component that the provider sends, and the conditions that are put on its fields."""

    def __init__(self, name: str, findings: Findings) -> None:
        self.name = name
        self.findings = findings
        self.schemas = findings.schemas

    def schema(self, path: str) -> dict[str, Any] | None:
        """The schema of a field by its dotted path in wire names; None if there is none, or a list is on the way."""
        schema: Any = self.schemas.get(self.name)
        for name in path.split("."):
            schema = self.schemas.get(referred(schema) or "", schema) if schema else None
            properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
            if name not in properties:
                return None
            schema = properties[name]
        return schema if isinstance(schema, dict) else None

    def field(self, path: str, at: str) -> dict[str, Any] | None:
        """The same; that there is none is a finding."""
        schema = self.schema(path)
        if schema is None:
            self.findings.add(at, f"names no field of the answer: {path}", f"Look at {self.name}.")
        return schema

    def outcome(self, outcome: object, at: str) -> None:
        if not isinstance(outcome, dict):
            remedy = "Write `subject`, and conditions in `verified`, `rejected`, `pending`."
            self.findings.add(at, "is no table", remedy)
            return
        self.findings.keywords(outcome, at, _OUTCOME, _NO_SUCH)
        subject = outcome.get("subject")
        subjects = [subject]
        if isinstance(subject, dict):
            values = subject.get("values")
            subjects = list(values.values()) if isinstance(values, dict) else [None]
            if self.schema(str(subject.get("field"))) is None:
                self.findings.add(f"{at}/subject", "names no field of the answer", f"Look at {self.name}.")
        if not subjects or any(item not in SUBJECTS for item in subjects):
            self.findings.add(f"{at}/subject", "is none that is known", f"Write one of {', '.join(SUBJECTS)}.")
        if not any(outcome.get(key) for key in _RULED):
            remedy = "Remove it: an operation that decides nothing has no outcome."
            self.findings.add(at, "lists no condition", remedy)
        for key in _RULED:
            self.conditions(outcome.get(key, []), f"{at}/{key}")

    def conditions(self, conditions: object, at: str) -> None:
        if not isinstance(conditions, list):
            self.findings.add(at, "is no list of conditions", "Write a list; each entry gives fields their values.")
            return
        for index, condition in enumerate(conditions):
            here = f"{at}/{index}"
            if not isinstance(condition, dict) or not condition:
                self.findings.add(here, "is no condition", "Write `{field: VALUE}`.")
                continue
            for field, value in condition.items():
                if (schema := self.field(field, here)) is not None:
                    for allowed in value if isinstance(value, list) else [value]:
                        self.allowed(schema, allowed, f"{here}{pointer(field)}")

    def allowed(self, schema: dict[str, Any], value: object, at: str) -> None:
        """A value that a field can have, so that a condition cannot be one that is never met."""
        if value is None:
            return
        if isinstance(value, dict):
            if set(value) != {"field"} or self.schema(str(value.get("field"))) is None:
                self.findings.add(at, "names no other field of the answer", "Write `{field: NAME}`.")
            return
        component = self.schemas.get(referred(schema) or "", schema)
        if is_enum(component):
            if value not in enum_values(component):
                known = ", ".join(enum_values(component))
                self.findings.add(at, f"is none of the values: {value}", f"There are: {known}.")
            return
        kind = _JSON_TYPES.get(type(value), "number")
        if component.get("const", value) != value or kind not in (kinds(component) or [kind]):
            self.findings.add(at, "is no value that the field can have", "Compare it with the field's type.")


class _Operation:
    """The facts of one operation."""

    def __init__(self, node: dict[str, Any], at: str, findings: Findings) -> None:
        document = findings.document
        self.node = node
        self.at = at
        self.findings = findings
        self.answers = document.get("x-answers")
        answers = answer_components(document, node.get("responses", {}).get("200", {}))
        self.answer = _Answer(answers[0] if answers else "", findings)
        component = referred(body_schema(node) or {}) or ""
        body = findings.schemas.get(component, {})
        self.body = pointer("components", "schemas", component)
        self.properties: dict[str, Any] = body.get("properties", {})
        parameters = [resolve(document, each, "parameters") for each in node.get("parameters", [])]
        self.arguments = dict.fromkeys([*(each.get("name", "") for each in parameters), *body.get("properties", {})])
        self.required = {each.get("name", "") for each in parameters if each.get("required") is True}
        self.required.update(body.get("required", ()))

    def argument(self, name: object, at: str) -> None:
        """Demand an argument of this name."""
        if str(name) not in self.arguments:  # a list or a table would be no key
            self.findings.add(at, f"names no argument: {name}", f"There are: {', '.join(self.arguments)}.")

    def one_of(self) -> None:
        """At least one of these arguments."""
        names, here = self.node.get("x-requires-one-of"), f"{self.at}/x-requires-one-of"
        if isinstance(names, list) and len(names) > 1:
            for name in names:
                self.argument(name, here)
        elif names is not None:
            self.findings.add(here, "does not list two arguments or more", "Write their wire names.")

    def binds(self) -> None:
        """What ties an answer to its question; demanded where no signature does."""
        binds, unbound, here = self.node.get("x-binds"), self.node.get("x-unbound"), f"{self.at}/x-binds"
        if binds is None:
            if self.answers == "unsigned" and not unbound:
                remedy = (
                    "Add `x-binds: {answerField: argument}`, or `x-unbound:` with the reason why nothing of the answer "
                    "repeats what was asked."
                )
                self.findings.add(self.at, "does not bind its unsigned answer to what was asked", remedy)
            return
        if not isinstance(binds, dict) or not binds or unbound:
            self.findings.add(here, "is no table of fields", "Write `{answerField: argument}`, and no `x-unbound`.")
            return
        for field, argument in binds.items():
            self.answer.field(field, here)
            self.argument(argument, here)
        if self.answers == "unsigned" and not self.required.intersection(map(str, binds.values())):
            what = "binds to arguments only that may be left out"
            self.findings.add(here, what, "Bind to a required one, or give the reason in `x-unbound`.")

    def fresh(self) -> None:
        """Ids that are made where they are left out: nothing else is an id that anybody may have to find again."""
        for wire, schema in self.properties.items():
            why, here = schema.get("x-fresh"), f"{self.body}/properties{pointer(wire)}/x-fresh"
            if why is None:
                continue
            if not isinstance(why, str) or not why.strip():
                self.findings.add(here, "gives no reason", "Write what the page says of it, in one sentence.")
            if wire not in self.required or schema.get("type") != "string" or schema.get("x-sensitive"):
                what = "stands at something else than a required text that is not sensitive"
                self.findings.add(here, what, "Remove it: only such a one is made for the caller.")
            elif not _takes_fresh(schema):
                what = "stands at a text that does not take 32 hexadecimal digits, or has no limit"
                self.findings.add(here, what, "Remove it, or compare the limits with the page.")
            answer = self.findings.schemas.get(self.answer.name, {})
            if field_name(wire) in map(field_name, answer.get("properties", {})):
                what = f"stands at an argument whose name a field of {self.answer.name} has"
                self.findings.add(here, what, "Remove it: the answer could not tell what was sent.")

    def outcome(self, ruled: dict[str, tuple[str, object]]) -> None:
        """What an answer says of a person; one rule for one component."""
        outcome, answer, here = self.node.get("x-outcome"), self.answer.name, f"{self.at}/x-outcome"
        _one_rule(ruled, answer, self.node["operationId"], self.node, self.at, self.findings)
        if outcome is None:
            return
        self.answer.outcome(outcome, here)
        is_bound = self.answers == "signed" or "x-binds" in self.node
        if isinstance(outcome, dict) and outcome.get("verified") and not is_bound and not outcome.get("one-shot"):
            remedy = "Bind it by `x-binds`; of a comparison that is over at once, give the reason in `one-shot`."
            self.findings.add(here, "calls an answer verified that nothing binds", remedy)

    def waiter(self, methods: set[str]) -> None:
        """How to wait, where waiting does no harm."""
        waiter, here = self.node.get("x-waiter"), f"{self.at}/x-waiter"
        if waiter is None:
            return
        if not isinstance(waiter, dict):
            self.findings.add(here, "is no table", "Write `name`, `pause`, `limit` and `while`.")
            return
        self.findings.keywords(waiter, here, _WAITER, _NO_SUCH)
        if self.node.get("x-retry") != "safe":
            self.findings.add(here, "waits by repeating what may not be repeated", "Remove it, or see `x-retry`.")
        name = str(waiter.get("name", ""))
        if not name.startswith("wait_for_") or not is_python_name(name) or name in methods:
            self.findings.add(f"{here}/name", "is no method's name of its own", "Write `name: wait_for_…`.")
        methods.add(name)
        for key in ("pause", "limit"):
            if type(waiter.get(key)) not in (int, float) or waiter[key] <= 0:
                self.findings.add(f"{here}/{key}", "is no number of seconds", f"Write `{key}: 5`.")
        if not waiter.get("while"):
            self.findings.add(here, "does not say while what there is more to wait for", "Add conditions in `while`.")
        for key in ("while", "until"):
            self.answer.conditions(waiter.get(key, []), f"{here}/{key}")
