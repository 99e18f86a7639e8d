"""Files that people name: what is theirs survives every command and every option that takes a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from realname.cli.application import app, command
from realname.sandbox import Sandbox
from tests.faces.cli.conftest import Run, query

OWN = "DATABASE_URL=postgres://the-only-copy\n"
FILE = "{}"
CAPTURE = "GET / HTTP/1.1\r\n\r\n"
BULK = ("bulk", "esign", "get-flow-outline")
RUN = ("conformance", "zoloz", "--base-url", "http://127.0.0.1:1", "--max-calls", "1")
ROWS: dict[str, tuple[str, ...]] = {
    "bulk --input": (*BULK, "--input", FILE, "--output", f"{FILE}.out"),
    "bulk --output": (*BULK, "--input", f"{FILE}.csv", "--output", FILE),
    "bulk --env-file": (*BULK, "--input", f"{FILE}.csv", "--output", f"{FILE}.out", "--env-file", FILE),
    "explain capture": ("explain", "zoloz", FILE),
    "explain --response": ("explain", "zoloz", "--response", FILE, "--path", "/x"),
    "explain --public-key": ("explain", "zoloz", "--public-key", FILE),
    "explain --env-file": ("explain", "zoloz", "--env-file", FILE),
    "doctor --env-file": ("doctor", "--env-file", FILE),
    "conformance --junit": (*RUN, "--junit", FILE),
    "conformance --env-file": (*RUN, "--env-file", FILE),
    "sandbox --write-env": ("sandbox", "--write-env", FILE),
    "sandbox --env-file": ("sandbox", "--env-file", FILE),
    "sandbox reset --env-file": ("sandbox", "reset", "--env-file", FILE),
    "sandbox --state": ("sandbox", "--state", FILE),
    "call --env-file": (*query("zoloz"), "--env-file", FILE),
    "call @FILE": query("zoloz", user_id=f"@{FILE}"),  # type: ignore[dict-item]  # a list is as good
}
"""By the option: the words of a command, with the file that is somebody's own."""


def _taking_files(group: Any = None, name: str = "") -> Iterator[str]:
    """Every option and argument that takes a file, once where many commands have the same: of `call`, of a sandbox."""
    group = group or typer.main.get_command(app)
    yield from (
        f"{name} {next((word for word in parameter.opts if word.startswith('--')), parameter.name)}"
        for parameter in group.params
        if isinstance(parameter.type, click.Path) or "FILE" in str(parameter.metavar)
    )
    for each, inner in getattr(group, "commands", {}).items():
        if each != "call" and (name != "sandbox" or each == "reset"):
            yield from _taking_files(inner if name else command(each), f"{name} {each}".strip())


def test_every_option_that_takes_a_file_is_tried() -> None:
    """One that comes to be is tried as well."""
    assert [] == [name for name in _taking_files() if name not in ROWS]
    assert "bulk --output" in [*_taking_files()]


@pytest.mark.parametrize("option", ROWS)
def test_a_file_of_the_users_survives(
    option: str, tmp_path: Path, sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, whatever the command says to it."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("realname.sandbox.__main__._is_pipe", lambda _: True)  # one that served would end at once
    path = tmp_path / ".env"
    path.write_text(OWN, encoding="utf-8")
    path.with_name(".env.csv").write_text("flowId\n1\n", encoding="utf-8")
    before = path.stat()
    words = [word.format(path) for word in ROWS[option]]
    done = run(*words, input=CAPTURE)

    assert (OWN, before.st_ino, before.st_mtime_ns) == (
        path.read_text("utf-8"),
        path.stat().st_ino,
        path.stat().st_mtime_ns,
    )
    assert isinstance(done.exception, SystemExit | None)


def test_a_report_is_replaced_by_the_next_one(tmp_path: Path, sandbox: Sandbox, env_file: Path, run: Run) -> None:
    """That is what it is for."""
    path = tmp_path / "report.xml"
    words = ("conformance", "esign", "--base-url", sandbox.esign.url, "--max-calls", "1", "--junit", path)
    found = []
    for _ in range(2):
        run(*words, "--env-file", env_file)
        found.append((path.stat().st_mtime_ns, path.read_bytes()[:5]))

    assert found[0][0] < found[1][0]
    assert [b"<?xml"] * 2 == [head for _, head in found]
