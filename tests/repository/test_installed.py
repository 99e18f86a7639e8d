"""The script that tests the wheel knows every dependency, and takes each at its lowest version."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement

import installed

TESTS = Path(__file__).parents[1]


def test_each_direct_dependency_has_a_lowest_version() -> None:
    """The base and the extras, each with one `>=`."""
    names = {requirement.name: installed.lowest_version(requirement) for requirement in installed.direct_dependencies()}

    assert {"attrs", "cattrs", "cryptography", "httpx"} < names.keys()
    assert all(names.values())


def test_a_dependency_without_a_lower_bound_is_found() -> None:
    """A bound that nobody stated cannot be tested."""
    with pytest.raises(ValueError, match="unpack"):
        installed.lowest_version(Requirement("attrs<27"))


def test_the_lowest_version_is_that_of_the_bound() -> None:
    """Whatever other conditions stand beside it."""
    assert "0.28.1" == installed.lowest_version(Requirement("httpx>=0.28.1,<0.29"))


def test_the_lock_holds_back_nothing_that_is_taken_at_its_lowest() -> None:
    """What is left of the lock names indirect dependencies only, by version."""
    direct = {requirement.name for requirement in installed.direct_dependencies()}
    locked = [Requirement(text) for text in installed.locked_versions()]

    assert set() == direct & {requirement.name for requirement in locked}
    assert all(str(requirement.specifier).startswith("==") for requirement in locked)


def test_every_extra_is_tested_at_its_lowest() -> None:
    """What one round leaves free, another one takes at its lowest."""
    taken = {text.partition("==")[0] for each in installed.LOWEST for text in installed.lowest_requirements(each)}

    assert {requirement.name for requirement in installed.direct_dependencies()} == taken


def test_what_is_left_out_is_there() -> None:
    """Nothing is left out under a name that does not exist any more."""
    assert [] == [name for name in installed.NEED_THE_SOURCE if not (TESTS / name).exists()]
