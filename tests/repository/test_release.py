"""What is published: the page for an index, the list of parts, and the files themselves."""

import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from markdown_it import MarkdownIt

import index_page
import realname
import release
import sbom
from tests import facts

ROOT = facts.ROOT
VERSION = realname.__version__


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Source distribution, wheel and list."""
    return release.build(tmp_path_factory.mktemp("release"))


# ---- the page for an index ----


def _targets(text: str) -> Iterator[str]:
    """Where a page's links and pictures lead."""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        for child in token.children or ():
            yield from (str(child.attrs[name]) for name in ("href", "src") if name in child.attrs)


def _leading_nowhere(text: str) -> list[str]:
    return [target for target in _targets(text) if not target.startswith(("https://", "http://", "#"))]


def test_no_link_of_the_index_page_is_relative(built: list[Path]) -> None:
    """As it stands in the wheel's metadata; the README itself has such links."""
    with zipfile.ZipFile(next(path for path in built if path.suffix == ".whl")) as wheel:
        [name] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        metadata = message_from_bytes(wheel.read(name))
    page = str(metadata.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]  # bytes of a text part

    assert "text/markdown" == metadata["Description-Content-Type"]
    assert page.strip() == index_page.page(ROOT).strip()
    assert [] == _leading_nowhere(page)
    assert _leading_nowhere((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the keys](docs/keys.md#aes).", "See the keys (`docs/keys.md`)."),
        ("[`docs/keys.md`](docs/keys.md)", "`docs/keys.md`"),
        ("[中文](README.zh-CN.md)", "中文"),
        ("a\n![a picture](docs/a.png)\nb\n", "a\nb\n"),
        ("[![badge](a.svg)](docs/a.md)\nb", "b"),
        ("[out](https://example.com/a) [in](#part)", "[out](https://example.com/a) [in](#part)"),
        ("```md\n[a](b.md)\n```\n[a](b.md)\n", "```md\n[a](b.md)\n```\na (`b.md`)\n"),
    ],
)
def test_a_relative_link_becomes_words(text: str, shown: str) -> None:
    """And a picture is left out."""
    assert shown == index_page.shown(text)


# ---- the list of parts ----


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The list."""
    return sbom.bill()


def test_the_list_is_cyclonedx(bill: dict[str, Any]) -> None:
    """By the schema that the tools for it bring along; a list that is none is told."""
    validator = JsonStrictValidator(SchemaVersion.V1_6)

    assert validator.validate_str(json.dumps(bill)) is None
    assert validator.validate_str(json.dumps(bill | {"components": [{"name": "x"}]})) is not None


def test_the_list_names_what_is_needed(bill: dict[str, Any]) -> None:
    """The base as required, extras as optional, tools not at all; each with version, digests and what it needs."""
    scopes = {each["name"]: each["scope"] for each in bill["components"]}
    needed = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    own = bill["metadata"]["component"]

    assert {"attrs", "cattrs", "cryptography", "httpcore", "httpx"} <= {n for n, s in scopes.items() if s == "required"}
    assert {"typer", "schemathesis", "httptools", "uvicorn"} <= {n for n, s in scopes.items() if s == "optional"}
    assert not {"ruff", "mypy", "zizmor", "datamodel-code-generator"} & {*scopes}
    assert VERSION == own["version"]
    assert {each["bom-ref"] for each in (own, *bill["components"])} == {*needed}
    assert {other for others in needed.values() for other in others} <= {*needed}
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])


def test_the_list_tells_nothing_of_this_machine(bill: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """No address of an index, no folder; the same again, and a time only where one is given."""
    text = json.dumps(bill)

    assert ["http://cyclonedx.org/schema/bom-1.6.schema.json"] == re.findall(r"\w+://[^\s\"]+", text)
    assert str(ROOT) not in text
    assert "timestamp" not in bill["metadata"]
    assert bill == sbom.bill()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert "2026-01-01T00:00:00+00:00" == sbom.bill()["metadata"]["timestamp"]


# ---- the files ----


def test_the_source_distribution_has_what_the_page_names(built: list[Path]) -> None:
    """Vectors, documents, tests: what README calls a file of the project is there."""
    [source] = [path for path in built if path.suffix == ".gz"]
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert {"vectors/README.md", "vectors/check.mjs", "vectors/zoloz.json", "scripts/vectors.py"} <= names
    assert [] == [
        link for link in links if not any(name == link or name.startswith(f"{link.rstrip('/')}/") for name in names)
    ]
    assert not {name for name in names if "node_modules" in name or name.startswith("site/")}


def test_a_release_is_built_to_the_byte_again(built: list[Path], tmp_path: Path) -> None:
    """The three files."""
    again = release.build(tmp_path)

    assert [f"realname-{VERSION}-py3-none-any.whl", f"realname-{VERSION}.tar.gz", "realname.cdx.json"] == [
        path.name for path in again
    ]
    assert [path.read_bytes() for path in built] == [path.read_bytes() for path in again]


@pytest.mark.parametrize("tag", ["v9.9.9", VERSION, f"v{VERSION}.1", ""])
def test_another_tag_is_refused(tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is built."""
    assert 1 == release.main([tag])
    assert f"refused: the tag is {tag}, and the version" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "is_refused"),
    [
        (f"## [{VERSION}] - 2026-12-01", False),
        (f"## [{VERSION}] - unreleased", True),
        (f"## [Unreleased]\n\n## [{VERSION}] - 2026-12-01", True),
        ("## [9.9.9] - 2026-12-01", True),
        ("", True),
    ],
)
def test_the_changelog_has_to_tell_of_it(heading: str, is_refused: bool) -> None:
    """The version, with its day, on top."""
    if not is_refused:
        release.require_entry(f"# Changelog\n\n{heading}\n")
        return
    with pytest.raises(release.RefusalError, match=r"CHANGELOG\.md begins with"):
        release.require_entry(f"# Changelog\n\n{heading}\n")
