"""``--check`` builds anew and compares both trees, both ways."""

import pytest

from .workshop import Workshop


def test_untouched_build_passes(built: Workshop) -> None:
    """What the build just made is what it makes."""
    assert built.run("--check").status == 0


@pytest.mark.parametrize(
    "name", ["library/models.py", "library/client.py", "library/contract.json", "library/build.lock", "REFERENCE.md"]
)
def test_edited_file_is_reported(built: Workshop, name: str) -> None:
    """A single byte added by hand is found, and the file named with what to do."""
    with (built.output / name).open("a", encoding="utf-8") as file:
        file.write(" ")

    outcome = built.run("--check")

    assert outcome.status == 1
    assert outcome.err == f"output/{name}: edited by hand, or its source has changed: run scripts/build.py\n"


@pytest.mark.parametrize("name", ["library/py.typed", "library/__init__.py", "REFERENCE.md"])
def test_deleted_file_is_reported(built: Workshop, name: str) -> None:
    """A file that the build makes and that is gone is found."""
    (built.output / name).unlink()

    outcome = built.run("--check")

    assert outcome.status == 1
    assert outcome.err == f"output/{name}: deleted: run scripts/build.py\n"


@pytest.mark.parametrize("name", ["library/extra.py", "library/nested/extra.py", "extra.md"])
def test_added_file_is_reported(built: Workshop, name: str) -> None:
    """A file that the build does not make is found, wherever it stands."""
    added = built.output / name
    added.parent.mkdir(exist_ok=True)
    added.touch()

    outcome = built.run("--check")

    assert outcome.status == 1
    assert outcome.err == f"output/{name}: added; the build does not make it: delete it\n"


def test_changed_contract_is_reported(built: Workshop) -> None:
    """A contract edited without a build is found in everything that comes of it."""
    built.change("maximum: 30", "maximum: 31")

    outcome = built.run("--check")

    assert [line.partition(":")[0] for line in outcome.err.splitlines()] == [
        "output/REFERENCE.md",
        "output/library/build.lock",
        "output/library/client.py",
        "output/library/contract.json",
        "output/library/models.py",
    ]


def test_comment_in_the_contract_is_reported(built: Workshop) -> None:
    """The lock holds the digest of the file itself."""
    built.change("# A small contract", "# A tiny contract")

    assert built.run("--check").err.startswith("output/library/build.lock: edited")


def test_caches_of_python_are_ignored(built: Workshop) -> None:
    """Importing a package changes nothing in it."""
    cache = built.output / "library" / "__pycache__" / "models.cpython-311.pyc"
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
    (built.output / "library" / "models.py").write_text("", encoding="utf-8")
    (built.output / "library" / "extra.py").touch()
    (built.output / "library" / "py.typed").unlink()
    assert built.run().status == 0

    assert built.run("--check").status == 0
