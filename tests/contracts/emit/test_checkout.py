"""A script that is started with any Python goes on in the checkout's own environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import checkout


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What a Python without any of the packages starts, with file names in the place of paths."""
    started: list[list[str]] = []

    def named(command: list[str]) -> list[str]:
        return [Path(part).name for part in map(str, command)]

    def install(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(named(command))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["scripts/build.py", "--check"])
    monkeypatch.setattr(checkout, "find_spec", lambda _: None)
    monkeypatch.setattr(subprocess, "run", install)
    monkeypatch.setattr(os, "execv", lambda _, command: started.append(named(command)))
    return started


def test_another_python_hands_over(steps: list[list[str]]) -> None:
    """The environment is made if need be, and the same command starts again within it."""
    checkout.enter()

    assert [["install"], ["python", "build.py", "--check"]] == steps


def test_the_checkouts_own_python_never_hands_over(steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if something is missing there: it would hand over to itself for ever."""
    monkeypatch.setattr(sys, "prefix", str(checkout.ENVIRONMENT))

    checkout.enter()

    assert [] == steps


def test_a_python_that_has_the_packages_stays(steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever made an environment of their own is not sent elsewhere."""
    monkeypatch.setattr(checkout, "find_spec", lambda _: object())

    checkout.enter()

    assert [] == steps


def test_an_installation_that_fails_ends_the_script(steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the installation's own exit status, and nothing started."""
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 2))

    with pytest.raises(SystemExit) as caught:
        checkout.enter()

    assert (2, []) == (caught.value.code, steps)
