"""What hypothesis draws: values that a JSON schema allows, values that nearly fit, and bytes that nobody should send.

`REALNAME_DRAWS` sets how many draws a test makes: few by default, ten thousand by `scripts/test --deep`.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

DRAWS = int(os.environ.get("REALNAME_DRAWS", "50"))
"""Draws of each drawing test."""

drawing = settings(
    max_examples=DRAWS,
    deadline=None,
    database=None,
    derandomize=DRAWS < 1000,  # the daily suite is the same every day; a deep run looks elsewhere each time
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

sampling = settings(drawing, max_examples=max(5, DRAWS // 5))
"""For a test that runs once an operation: all of them together draw more than any other test."""

Json = Any
Schema = Mapping[str, Any]
Strategy = st.SearchStrategy[Any]

characters = st.characters(exclude_categories=["Cs"])
one_of = st.one_of
texts = st.text(characters, max_size=40)
# JSON Schema takes 1.0 for a whole number, which this package refuses by design.
fractions = st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
numbers = st.integers(-(2**63), 2**63 - 1) | fractions
scalars: Strategy = st.none() | st.booleans() | numbers | texts
documents: Strategy = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
"""JSON of any shape."""
depths = st.sampled_from([3, 300, 950, 1_050, 100_000]) | st.integers(0, 2_000)
"""Of nesting, on both sides of what Python's stack bears."""

_INTEGERS = {"int32": 2**31, "int64": 2**63}


def matching(schema: Schema, components: Schema) -> Strategy:
    """Values that a schema of a contract allows; objects may hold fields that it does not mention."""
    if "$ref" in schema:
        return matching(components[schema["$ref"].rpartition("/")[2]], components)
    if "oneOf" in schema:
        return st.one_of([matching(alternative, components) for alternative in schema["oneOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "x-extensible-enum" in schema:
        return st.sampled_from(schema["x-extensible-enum"]) | texts
    kinds = schema.get("type", [])
    drawn = [_of_type(kind, schema, components) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    strategy = st.one_of(drawn) if drawn else documents
    if "not" in schema:
        forbidden = schema["not"]["const"]
        strategy = strategy.filter(lambda value: value != forbidden)
    return strategy


def _of_type(kind: str, schema: Schema, components: Schema) -> Strategy:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            bound = _INTEGERS[schema.get("format", "int64")]
            return st.integers(-bound, bound - 1)
        case "number":
            return numbers
        case "array":
            return st.lists(matching(schema.get("items", {}), components), max_size=3)
        case "string" if "pattern" in schema:
            return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True).map(str.rstrip)
        case "string":
            return st.text(characters, max_size=schema.get("maxLength", 40))
        case "object":
            return _objects(schema, components)
    raise NotImplementedError(kind)


def _objects(schema: Schema, components: Schema) -> Strategy:
    properties = {name: matching(child, components) for name, child in schema.get("properties", {}).items()}
    required = schema.get("required", [])
    known = st.fixed_dictionaries(
        {name: properties[name] for name in required},
        optional={name: child for name, child in properties.items() if name not in required},
    )
    others = st.dictionaries(texts.filter(lambda name: name not in properties), documents, max_size=2)
    return st.tuples(known, others).map(lambda pair: pair[1] | pair[0])


def documented(document: Json, schema: Schema, components: Schema) -> Json:
    """What of an answer is documented: no other fields, and nothing for an optional field that is null or empty."""
    if "$ref" in schema:
        return documented(document, components[schema["$ref"].rpartition("/")[2]], components)
    if isinstance(document, dict) and "oneOf" in schema:  # an object, or null
        return documented(document, schema["oneOf"][0], components)
    if isinstance(document, dict) and "properties" in schema:
        required = schema.get("required", [])
        return {
            name: documented(document[name], child, components)
            for name, child in schema["properties"].items()
            if name in document and (name in required or not _counts_as_absent(document[name], child))
        }
    if isinstance(document, list) and "items" in schema:
        return [documented(item, schema["items"], components) for item in document]
    return document


def _counts_as_absent(value: Json, schema: Schema) -> bool:
    return value is None or (value == [] and schema.get("type") in ("array", ["array", "null"]))


# ---- nearly ----


def nearly(schema: Schema, components: Schema) -> Strategy:
    """Values for one argument: what the schema allows, what just misses it, and what is of another type."""
    resolved = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    misses: list[Strategy] = [scalars, documents]
    if "maxLength" in resolved:
        limit = resolved["maxLength"]
        misses.append(
            st.integers(limit - 1, limit + 2).flatmap(lambda size: st.text(characters, min_size=size, max_size=size))
        )
    if "enum" in resolved:
        value = st.sampled_from(resolved["enum"])
        misses.append(value.flatmap(lambda text: st.sampled_from([text.upper(), f"{text} ", f"{text}\n", text[:-1]])))
    if "pattern" in resolved:
        fitting = matching(resolved, components)
        misses += [
            fitting.map(lambda text: f"{text}\n"),
            fitting.flatmap(lambda text: texts.map(lambda more: text + more)),
        ]
    return st.one_of(matching(resolved, components), st.one_of(misses))


def edges(schema: Schema, components: Schema) -> list[Json]:
    """Values on both sides of what a schema allows; always the same."""
    resolved = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    values: list[Json] = ["", "x", "\n", 0, 1.5, True, [], {}, ["x"], {"x": 1}]
    if "maxLength" in resolved:
        values += [character * (resolved["maxLength"] + more) for character in "x中😀" for more in (-1, 0, 1)]
    for value in resolved.get("enum", ()):
        values += [value, f"{value} ", f"{value}\n", value.upper(), value[:-1]]
    if "pattern" in resolved:
        values += ["x\n", " x", "x/y", "x.y", "é", "٣", "x" * 300]
    return values


def payloads(properties: Mapping[str, Schema], components: Schema) -> Strategy:
    """Arguments by wire name, each present, absent or None; at most two of them are anything but what is allowed."""
    allowed = st.fixed_dictionaries(
        {}, optional={name: st.none() | matching(schema, components) for name, schema in properties.items()}
    )
    if not properties:
        return allowed
    near = {name: nearly(schema, components) for name, schema in properties.items()}
    misses = st.lists(st.sampled_from(list(near)), max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: near[name] for name in names})
    )
    return st.tuples(allowed, misses).map(lambda pair: pair[0] | pair[1])


# ---- hostile ----


def distorted(genuine: Strategy) -> Strategy:
    """A document with one of its values replaced by anything."""

    @st.composite
    def distort(draw: st.DrawFn) -> Json:
        document = deepcopy(draw(genuine))
        places = list(_places(document))
        if not places:
            return draw(documents)
        owner, key = draw(st.sampled_from(places))
        owner[key] = draw(documents)
        return document

    return distort()


def _places(document: Json) -> Iterator[tuple[Any, Any]]:
    if isinstance(document, dict | list):
        for key in list(document) if isinstance(document, dict) else range(len(document)):
            yield document, key
            yield from _places(document[key])


def _nested(depth: int) -> bytes:
    return b'{"result":' * depth + b"1" + b"}" * depth


@st.composite
def _with_duplicate_key(draw: st.DrawFn, genuine: Strategy) -> bytes:
    body = json.dumps(draw(genuine)).encode()
    name, value = draw(st.sampled_from(["result", "code", "data", "identity_result", "success"])), draw(scalars)
    return b"{" + json.dumps(name).encode() + b":" + json.dumps(value).encode() + b"," + body[1:]


def bodies(genuine: Strategy) -> st.SearchStrategy[bytes]:
    """Bodies of answers, from quite right to quite wrong.

    Args:
        genuine: documents that the contract allows.
    """
    as_json = (genuine | distorted(genuine) | documents).map(lambda document: json.dumps(document).encode())
    return st.one_of(
        as_json,
        st.binary(max_size=200),
        texts.map(str.encode),
        depths.map(_nested),
        depths.map(lambda depth: b"[" * depth),
        st.integers(1, 9_000).map(lambda digits: b'{"code":' + b"9" * digits + b"}"),
        st.integers(1, 9_000).map(lambda digits: b'{"code":1e' + b"9" * digits + b"}"),
        st.sampled_from(
            [b'{"code":NaN}', b'{"code":-Infinity}', b'{"message":"\\ud800"}', b'{"\\udfff":1}', b"\xef\xbb\xbf{}"]
        ),
        _with_duplicate_key(genuine),
        as_json.map(lambda body: body.decode().encode("utf-16")),
        st.tuples(as_json, st.integers(0, 100)).map(lambda pair: pair[0][: -1 - pair[1]]),
        as_json.map(lambda body: body.replace(b'"S"', b'"\\ud83d"').replace(b"SUCCESS", b"\\udc00")),
    )
