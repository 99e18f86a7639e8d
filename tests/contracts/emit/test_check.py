"""``--check`` builds anew and compares both trees, both ways."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .workshop import Workshop


def test_untouched_build_passes(built: Workshop) -> None:
    """What the build just made is what it makes."""
    assert built.run("--check").status == 0


def edit(file: Path) -> None:
    """Add a single byte by hand."""
    file.write_bytes(file.read_bytes() + b" ")


def add(file: Path) -> None:
    """Put a file where there is none."""
    file.parent.mkdir(exist_ok=True)
    file.touch(exist_ok=False)


EDITED = "edited by hand, or its source has changed: run scripts/build.py"
DELETED = "deleted: run scripts/build.py"
ADDED = "added; the build does not make it: delete it"


@pytest.mark.parametrize(
    ("change", "report", "names"),
    [
        (
            edit,
            EDITED,
            [
                "REFERENCE.md",
                "library/build.lock",
                "library/client.py",
                "library/client.pyi",
                "library/contract.json",
                "library/loans.py",
            ],
        ),
        (Path.unlink, DELETED, ["REFERENCE.md", "library/__init__.py", "library/py.typed"]),
        (add, ADDED, ["extra.md", "library/extra.py", "library/nested/extra.py"]),
        (edit, EDITED, ["library/loans.py"]),
    ],
    ids=["edited", "deleted", "added", "one alone"],
)
def test_edited_file_is_reported(
    built: Workshop, change: Callable[[Path], None], report: str, names: list[str]
) -> None:
    """What was edited, is gone, or was added, wherever it stands, is named with what to do; nothing else is."""
    for name in names:
        change(built.output / name)

    outcome = built.run("--check")

    assert (outcome.status, outcome.err) == (1, "".join(f"output/{name}: {report}\n" for name in names))


def test_changed_contract_is_reported(built: Workshop) -> None:
    """A contract edited without a build is found in everything that comes of it."""
    built.change("maximum: 30", "maximum: 31")

    outcome = built.run("--check")

    assert [line.partition(":")[0] for line in outcome.err.splitlines()] == [
        "output/REFERENCE.md",
        "output/library/build.lock",
        "output/library/client.pyi",
        "output/library/contract.json",
        "output/library/loans.py",
    ]


def test_comment_in_the_contract_is_reported(built: Workshop) -> None:
    """The lock holds the digest of the file itself."""
    built.change("# A small contract", "# A tiny contract")

    assert built.run("--check").err.startswith("output/library/build.lock: edited")


def test_caches_of_python_are_ignored(built: Workshop) -> None:
    """Importing a package changes nothing in it."""
    cache = built.output / "library" / "__pycache__" / "loans.cpython-311.pyc"
    cache.parent.mkdir()
    cache.touch()

    assert built.run("--check").status == 0


def test_check_writes_nothing(built: Workshop) -> None:
    """Not even where it finds differences."""
    built.change("maxLength: 17", "maxLength: 18")
    before = built.files()
    built.run("--check")

    assert built.files() == before


def test_build_mends_what_check_finds(built: Workshop) -> None:
    """The advice that the report gives is true."""
    (built.output / "library" / "loans.py").write_text("", encoding="utf-8")
    (built.output / "library" / "extra.py").touch()
    (built.output / "library" / "py.typed").unlink()
    assert built.run().status == 0

    assert built.run("--check").status == 0
