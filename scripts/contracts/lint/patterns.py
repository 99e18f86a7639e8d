"""What a `pattern` may be: the part of regular expressions that every engine reads alike.

The models match with Python's `re`, the sandbox and the examples with Rust's, a provider's own server with ECMA-262 or
another one. They differ in what a digit or a full stop stands for, in anchors, flags, nested sets and much else. So a
list is kept of what is allowed, not of what is not.
"""

import re

import jsonschema_rs

_MANY = 1000
"""The largest number that may stand in `{n,m}`."""
_DEEPEST = 20
"""Groups in groups."""

_ESCAPED = r"\\[\^$\\.*+?()\[\]{}|/nrt%s]|\\x[0-9A-Fa-f]{2}|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_MEMBER = rf"(?:(?!&&|~~|\|\|)[^\\\[\]\-\^{_HIDDEN}]|{_ESCAPED % '^-'})"
_TOKENS = re.compile(
    rf"(?P<one>[^\\^$.|?*+()\[\]{{}}{_HIDDEN}]|{_ESCAPED % ''})"
    rf"|(?P<set>\[\^?-?(?:{_MEMBER}(?:-{_MEMBER})?)+-?\])"
    r"|(?P<open>\((?:\?:|(?!\?)))|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<times>[*+?]|\{(?P<least>[0-9]+)(?P<to>,(?P<most>[0-9]+)?)?\})"
)
_REMEDIES = (
    (r"\\d", "Write `[0-9]`."),
    (r"\\D", "Write `[^0-9]`."),
    (r"\\w", "Write `[A-Za-z0-9_]`."),
    (r"\\W", "Write `[^A-Za-z0-9_]`."),
    (r"\\s", r"Write the characters that are meant, such as `[ \t\r\n]`."),
    (r"\\S", r"Write the characters that are not meant, such as `[^ \t\r\n]`."),
    (r"\.", r"Write the characters that are meant, such as `[^\r\n]`, or `\.` for a full stop."),
    (r"\\[bBAZzG]|[\^$]", "Write `^` first and `$` last, and nowhere else."),
    (r"\|", "Put the alternatives in a group: `^(?:a|b)$`."),
    (r"\(\?", "Write `(?:…)`: there are no flags, names, comments, conditions and no looking around."),
    (r"\[", r"Write single characters and ranges, with `\` before any of `[ ] ^ - \`."),
    (r"[*+?{]", f"Write one of `* + ? {{n}} {{n,}} {{n,m}}`, once after what it repeats, n and m up to {_MANY}."),
    (r"\\", r"Escape signs that have a meaning; other characters are `\n \r \t \xHH \uHHHH` or themselves."),
)  # fmt: skip
_ONCE = "Repeat a group only if it holds no alternatives and no `* + ? {n,m}`: `^[a-z-]+$` for `^[a-z]+(?:-[a-z]+)*$`."
_ANY = "Write characters, `[…]`, `(?:…)`, `|` in a group, and `* + ? {n,m}`."


def fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern, and the remedy; None for one that means the same everywhere."""
    if len(pattern) < 2 or pattern[0] != "^" or pattern[-1] != "$":
        bare = pattern.removeprefix("^").removesuffix("$")
        return "does not match the whole string", f"Write `^(?:{bare})$`." if "|" in bare else f"Write `^{bare}$`."
    at, end, repeatable, varies = 1, len(pattern) - 1, False, False
    groups = [False]  # of each group that is open: whether it can match in several ways
    while at < end:
        found = _TOKENS.match(pattern, at, end)
        kind = found.lastgroup if found else None
        is_sound = {
            "bar": len(groups) > 1,
            "close": len(groups) > 1,
            "open": len(groups) <= _DEEPEST,
            "times": repeatable and _is_bounded(found),
        }.get(kind or "", kind is not None)
        if found is None or not is_sound:
            return f"is not read alike everywhere, from {pattern[at : at + 8]!r} on", _remedy(pattern[at:])
        if kind == "open":
            groups.append(False)
        elif kind == "close":
            varies = groups.pop()
            groups[-1] |= varies
        elif kind == "times":
            if varies and found[0] != "?":
                return f"can be matched in too many ways, from {pattern[at : at + 8]!r} on", _ONCE
            groups[-1] |= found["least"] is None or found["to"] is not None
        groups[-1] |= kind == "bar"
        varies = varies and kind == "close"
        repeatable = kind in ("one", "set", "close")
        at = found.end()
    if len(groups) > 1:
        return "is no regular expression: a group is not closed", _ANY
    try:
        re.compile(pattern)
        jsonschema_rs.validator_for({"pattern": pattern})
    except (re.error, jsonschema_rs.ValidationError, OverflowError, RecursionError, ValueError):
        return "is no regular expression that can be used", "Look at its ranges, and at how often what is repeated."
    return None


def _is_bounded(found: re.Match[str] | None) -> bool:
    if found is None or found["least"] is None:
        return found is not None
    least, most = int(found["least"]), int(found["most"] or found["least"])
    return least <= most <= _MANY


def _remedy(rest: str) -> str:
    return next((remedy for start, remedy in _REMEDIES if re.match(start, rest)), _ANY)
