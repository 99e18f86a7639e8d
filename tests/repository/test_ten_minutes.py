"""The README's first ten minutes, as they stand there: in a shell, in an empty folder, one step after the other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.blocks import Block, blocks, output_after

README = Path(__file__).parents[2] / "README.md"
HEADING = "The first ten minutes"
START = "realname sandbox --write-env sandbox.env --finish-after 0"
INSTALLED_ALREADY = ("python3 -m venv ", "pip install ", "cd ../tryout")
STEPS = [block for block in blocks(README) if block.heading == HEADING and block.language in {"sh", "python"}]


@pytest.fixture
def environment() -> dict[str, str]:
    """A shell that finds what the README has just installed, and no other pytest plugin; it knows no account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REALNAME_", "PYTEST_"))}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "-p realname",
    }


@pytest.fixture
def sandbox(tmp_path: Path, environment: dict[str, str]) -> Iterator[None]:
    """The sandbox in its own terminal, ready."""
    command = [str(Path(sys.executable).parent / START.split()[0]), *START.split()[1:]]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any(line.startswith("control ") for line in process.stdout)
        try:
            yield
        finally:
            process.terminate()


def _lines(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line != START and not line.startswith(INSTALLED_ALREADY)]


@pytest.mark.usefixtures("sandbox")
def test_the_first_ten_minutes(tmp_path: Path, environment: dict[str, str]) -> None:
    """Every command succeeds, or fails where the README says so, and prints what stands below it."""
    printed: list[tuple[str, str]] = []
    for block in STEPS:
        if block.language == "python":
            (tmp_path / block.file_name).write_text(block.text, encoding="utf-8")
            continue
        done = subprocess.run(
            ["/bin/sh", "-c", "\n".join(_lines(block)) or ":"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        printed.append((output_after(block) or "", done.stdout))

    expected = [output for output, _ in printed]
    assert expected == [shown[len(shown) - len(output) :] for output, shown in printed]
    assert 2 == sum(bool(output) for output in expected)
    assert "SIGNATURE_INVALID\n" in printed[2][1]
    assert " 2 passed in " in printed[3][1]
