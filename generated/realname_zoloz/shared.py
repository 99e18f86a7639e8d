# Generated from specs/zoloz/contract.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: what its pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.model import WireEnum, wire


class ResultStatus(WireEnum):
    """How a request ended.

    - `S`: it succeeded.
    - `F`: it failed.
    - `U`: unknown issue, so the outcome is open.
    """

    S = "S"
    F = "F"
    U = "U"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class Result(Answer):
    """What came of a request, in the form that all ZOLOZ operations share."""

    result_status: ResultStatus = field(metadata=wire("resultStatus"))
    """Whether the request succeeded."""

    result_message: str = field(metadata=wire("resultMessage"))
    """The reason for a human reader; programs should not branch on it."""

    result_code: str | None = field(default=None, metadata=wire("resultCode"))
    """The reason in a word, an open set; `SUCCESS` where the request succeeded."""


@frozen(kw_only=True)
class CodedResult(Answer):
    """What came of a request, on those pages that mark the code as required."""

    result_status: ResultStatus = field(metadata=wire("resultStatus"))
    """Whether the request succeeded."""

    result_code: str = field(metadata=wire("resultCode"))
    """The reason in a word, an open set; `SUCCESS` where the request succeeded."""

    result_message: str = field(metadata=wire("resultMessage"))
    """The reason for a human reader; programs should not branch on it."""
