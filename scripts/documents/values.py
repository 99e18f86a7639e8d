"""Lists of values in prose, in the forms which documents use, with half- or full-width punctuation."""

import re
import unicodedata

# NAME(label) begins a line or follows a separator; NAME - label may follow the label before it without any break.
_WITH_LABEL = re.compile(
    r"""(?:(?:^|(?<=[\s;,.:、。)])) (?P<bracketed>[A-Z][A-Z0-9_]*) \s* \()
      | (?<![A-Za-z0-9_=]) (?P<dashed>[A-Z][A-Z0-9_]*)
        (?: [ \t]* [-–—] [ \t]* (?=[\u3400-\u9fff]) | [ \t]+ [-–—] [ \t] )
    """,
    re.MULTILINE | re.VERBOSE,
)
_SEPARATOR = re.compile(r"[,;、。\n]")
_QUOTES = " \t\"'“”‘’`\\"
_VALUE_FIRST = re.compile(r"(?:^|:)[\s\"'“”‘’`\\]*([A-Za-z0-9][A-Za-z0-9_.-]*)[\s\"'“”‘’`\\]*:(?!//)[^:]*$")
_VALUE_LAST = re.compile(r":\s*([A-Za-z0-9][A-Za-z0-9_.-]*)$")
_LISTED = re.compile(r"[-•*·]?\s*[`\"']?([A-Z][A-Z0-9_]*)[`\"']?\s*(?:$|[-–—:(=|])")


def labelled_names(text: str) -> tuple[str, ...]:
    """``INIT(已发起)`` and ``AUTHCODE - 短信验证码校验``, in the order of the text, each once."""
    found = _WITH_LABEL.finditer(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(match["bracketed"] or match["dashed"] for match in found))


def coloned_values(text: str) -> tuple[str, ...]:
    """``exact:精确查询,dim:模糊查询`` and, the label first, ``"身份证 : 0","护照: 1"``."""
    pieces = (piece.strip(_QUOTES) for piece in _SEPARATOR.split(unicodedata.normalize("NFKC", text)))
    found = (_VALUE_FIRST.search(piece) or _VALUE_LAST.search(piece) for piece in pieces)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def listed_names(text: str) -> tuple[str, ...]:
    """One value a line, below a line that ends in a colon."""
    above, _, below = unicodedata.normalize("NFKC", text).partition(":\n")
    found = (_LISTED.match(line.strip()) for line in below.split("\n")) if above else ()
    return tuple(dict.fromkeys(match[1] for match in found if match))
