"""The build stops when the tools it stands on are not the ones it was made for, or say anything."""

import shutil
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import datamodel_code_generator
import pytest
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError

from contracts.emit import toolchain

from .workshop import Workshop


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates that the toolchain looks at."""
    copied = tmp_path / "templates"
    shutil.copytree(toolchain.TEMPLATES, copied)
    monkeypatch.setattr(toolchain, "TEMPLATES", copied)
    return copied


@pytest.mark.parametrize(
    ("tool", "template"),
    [
        ("datamodel-code-generator", "dataclass.jinja2"),
        ("datamodel-code-generator", "Enum.jinja2"),
        ("openapi-python-client", "client.py.jinja"),
    ],
)
def test_changed_upstream_template_stops_the_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tool: str, template: str
) -> None:
    """A generator's template that is not the one ours was written against is told with what to compare."""
    upstream = toolchain.upstream_template
    changed = tmp_path / "changed"
    changed.write_bytes(upstream(tool, template).read_bytes() + b"\n")
    instead = {(tool, template): changed}
    monkeypatch.setattr(toolchain, "upstream_template", lambda *of: instead.get(of) or upstream(*of))

    outcome = workshop.run()

    assert outcome.status == 2
    assert f"{tool} changed its template {template}" in outcome.err
    assert f"scripts/templates/{template}" in outcome.err
    assert not workshop.output.exists()


def test_template_without_a_record_stops_the_build(templates: Path) -> None:
    """A template that does not say what it was written against cannot be checked."""
    template = templates / "Enum.jinja2"
    template.write_text(template.read_text(encoding="utf-8").replace("sha256", "digest"), encoding="utf-8")

    with pytest.raises(toolchain.BuildError, match=r"^Enum\.jinja2 records no upstream template"):
        toolchain.template_digests()


def test_recorded_templates_are_the_installed_ones() -> None:
    """As they stand, the records are right, and every template of ours has a digest."""
    assert sorted(toolchain.template_digests()) == sorted(path.name for path in toolchain.TEMPLATES.iterdir())


@pytest.mark.parametrize("tool", toolchain.TOOLS)
def test_other_version_of_a_tool_stops_the_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    """What another version makes is another thing."""
    monkeypatch.setattr(toolchain, "version", lambda name: "0.0.1" if name == tool else version(name))

    outcome = workshop.run()

    assert outcome.status == 2
    assert f"{tool} 0.0.1 is installed, pyproject.toml pins" in outcome.err


def test_warning_of_the_model_generator_stops_the_build(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever datamodel-code-generator warns of might be a part of the contract that it leaves out."""
    generate = datamodel_code_generator.generate

    def warn(*arguments: Any, **options: Any) -> object:
        warnings.warn("a schema was left out", stacklevel=2)
        return generate(*arguments, **options)

    monkeypatch.setattr(datamodel_code_generator, "generate", warn)

    outcome = workshop.run()

    assert outcome.status == 2
    assert "datamodel-code-generator warns:\n  a schema was left out\n" in outcome.err


@pytest.mark.parametrize("of", ["a component", "an endpoint"])
def test_report_of_the_client_generator_stops_the_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    """Whatever openapi-python-client reports might be an operation that it leaves out."""
    from_dict = GeneratorData.from_dict

    def report(*arguments: Any, **options: Any) -> GeneratorData | GeneratorError:
        data = from_dict(*arguments, **options)
        assert isinstance(data, GeneratorData)
        found = (
            data.errors if of == "a component" else next(iter(data.endpoint_collections_by_tag.values())).parse_errors
        )
        found.append(ParseError(header="WARNING", detail=f"{of} was left out"))
        return data

    monkeypatch.setattr(GeneratorData, "from_dict", report)

    outcome = workshop.run()

    assert outcome.status == 2
    assert f"openapi-python-client reports:\n  WARNING {of} was left out\n" in outcome.err


def test_code_that_does_not_parse_stops_the_build(tmp_path: Path) -> None:
    """Ruff refuses what is no Python."""
    (tmp_path / "models.py").write_text("class :\n", encoding="utf-8")

    with pytest.raises(toolchain.BuildError) as caught:
        toolchain.ruff(tmp_path)

    assert str(caught.value).startswith("ruff check refuses what was generated:\n")
