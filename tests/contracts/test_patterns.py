"""A pattern that the build accepts means the same to the models and to the sandbox; what would not is refused."""

import re
from types import SimpleNamespace
from typing import Any, cast

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from contracts.lint.patterns import fault
from realname import RequestError
from realname.core.model import text

# Characters that engines take for different things: digits, letters, spaces, line ends, letters of one case.
CHARACTERS = "aAbz09_-é中ſK１٣\u0085\u200b\u2028\u3000\ufeff\x1c\t\r\n $^\\.]"
ONE = ["a", "é", "中", "😀", "-", "_", " ", r"\.", r"\^", r"\$", r"\/", r"\n", r"\x41", r"\u4e2d"]
SETS = [
    "[a-c]",
    "[^a]",
    r"[^\r\n]",
    r"[\u4e00-\u9fa5]",
    "[-a]",
    "[a-]",
    r"[a\]\-\^]",
    "[$(.]",
    "[A-Za-z0-9_]",
    "[^\U0001f600]",
]
TIMES = ["", "*", "+", "?", "{2}", "{1,}", "{0,2}"]
PARTS = st.recursive(
    st.builds(str.__add__, st.sampled_from([*ONE, *SETS]), st.sampled_from(TIMES)),
    lambda parts: (
        st.builds(
            lambda start, inside, times: f"{start}{'|'.join(inside)}){times}",
            st.sampled_from(["(", "(?:"]),
            st.lists(parts, min_size=1, max_size=3),
            st.sampled_from(["", "?"]),
        )
        | st.builds("(?:{}{}){}".format, st.sampled_from(ONE), st.sampled_from(SETS), st.sampled_from(TIMES))
    ),
    max_leaves=6,
)
SOUND = st.lists(PARTS, max_size=4).map("".join)
SURROGATE = re.compile("[\ud800-\udfff]")
SYNTAX = st.text(alphabet="ab1^$.|?*+(){}[]\\-&,:=!<>PiduwsbZ#", max_size=12)
NO_FILES = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def _model_accepts(pattern: str, value: str) -> bool:
    field = cast("Any", SimpleNamespace(name="value", metadata={}))
    try:
        text(pattern=pattern)(object(), field, value)
    except RequestError:
        return False
    return True


def _disagreements(pattern: str, values: list[str]) -> list[str]:
    judge = jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
    return [value for value in values if judge.is_valid(value) != _model_accepts(pattern, value)]


@NO_FILES
@given(SOUND, st.data())
def test_what_is_accepted_means_the_same(inside: str, data: st.DataObject) -> None:
    """Strings that fit, strings that nearly fit, and characters that engines disagree about."""
    pattern = f"^{inside}$"
    fitting = data.draw(st.from_regex(pattern, fullmatch=True).filter(lambda value: not SURROGATE.search(value)))
    other = data.draw(st.text(alphabet=CHARACTERS, max_size=4))

    assert fault(pattern) is None
    assert [] == _disagreements(pattern, [fitting, fitting + "\n", fitting + other, other, *CHARACTERS, ""])


@NO_FILES
@given(SYNTAX, st.text(alphabet="ab1-^ \n\\é１", max_size=4))
@example("[a&&b]", "a")
@example("(?i)a", "A")
def test_a_pattern_is_refused_or_means_the_same(inside: str, value: str) -> None:
    """Whatever is written: no accident, no warning, and no two meanings."""
    pattern = f"^{inside}$"
    assume(fault(pattern) is None)

    assert [] == _disagreements(pattern, [value, value + "\n", *"ab1-"])


@pytest.mark.parametrize(
    ("refused", "written"),
    [
        (r"^\d{2}$", "^[0-9]{2}$"),
        (r"^\w+$", "^[A-Za-z0-9_]+$"),
        (r"^\S+$", r"^[^ \t\r\n]+$"),
        ("^.+$", r"^[^\r\n]+$"),
        ("^a|b$", "^(?:a|b)$"),
        ("^(?P<x>a)$", "^(?:a)$"),
        ("^(?i)a$", "^[aA]$"),
        ("^[a&&b]$", r"^[ab&]$"),
        ("^[[:alpha:]]$", "^[a-z]$"),
        ("^[a[b]]$", r"^[a\[b]\]$"),
        ("^[a--b]$", r"^[ab\-]$"),
        (r"^\p{L}$", r"^[\u4e00-\u9fa5]$"),
        (r"^\u{41}$", r"^\u0041$"),
        (r"^\101$", r"^\x41$"),
        (r"^\ud83d$", "^[😀-😂]$"),
        (r"^(a)\1$", "^(?:aa)$"),
        (r"^a\b$", "^a$"),
        (r"^a\Z$", "^a$"),
        ("^a(?#x)$", "^a$"),
        ("^(a)?(?(1)b|c)$", "^(?:ab|c)$"),
        ("^(?=a)a$", "^(a)$"),
        ("^a++$", "^a+$"),
        ("^a+?$", "^a*$"),
        ("^a{,3}$", "^a{0,3}$"),
        ("^a{3,2}$", "^a{2,3}$"),
        ("^[z-a]$", "^[a-z]$"),
        ("^a{1001}$", "^a{1000}$"),
        ("^(?:[^a]{1000}){1000}$", "^(?:[^a]{10}){10}$"),
        ("^" + "(" * 21 + ")" * 21 + "$", "^" + "(" * 20 + ")" * 20 + "$"),
        ("^(a$", "^(a)$"),
        ("^(?:a+)+$", "^(?:a{2})+$"),
        ("^(?:a|aa)*$", "^(?:a|aa)?$"),
        ("^(?:(?:a?)){2}$", "^(?:(?:a))*$"),
        (r"^a\$", r"^a\$$"),
    ],
)
def test_beside_what_is_refused_stands_what_is_not(refused: str, written: str) -> None:
    """Each refusal has a remedy, and there is a way to write what was meant."""
    assert fault(written) is None
    found = fault(refused)

    assert found is not None
    assert re.search("Write|Put|Escape|Look|Repeat", found[1])
