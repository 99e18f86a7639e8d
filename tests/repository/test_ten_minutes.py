"""The tutorial, as it stands there in both languages: in a shell, in an empty folder, one step after the other."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import facts
from tests.repository.blocks import Block, blocks, output_after

START = "realname sandbox --write-env sandbox.env"
INSTALLED_ALREADY = ("python3 -m venv ", ". ../tryout/bin/activate", ". bin/activate", "pip install ", "cd ../tryout")
SETTINGS = "set -a; . ./sandbox.env; set +a"
SAMPLE_TESTS = 4


@dataclass(frozen=True)
class Reader:
    """Someone with a folder, a language and a shell that finds what the tutorial has just installed; no account."""

    page: Path
    folder: Path
    environment: dict[str, str]

    def does(self, commands: str) -> str:
        """What a shell in the folder prints."""
        shell = ["/bin/sh", "-c", commands]
        done = subprocess.run(
            shell, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, check=False, encoding="utf-8"
        )
        return done.stdout


@pytest.fixture(params=[("docs/tutorial.md", "C.UTF-8"), ("docs/zh/tutorial.md", "zh_CN.UTF-8")], ids=["en", "zh"])
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Reader:
    """A reader of each language; no pytest plugin but ours is there."""
    page, language = request.param
    others = ("REALNAME_", "PYTEST_", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    own = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "LANG": language,
        "PYTHONIOENCODING": "utf-8",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "-p realname",
    }
    return Reader(facts.ROOT / page, tmp_path, kept | own)


@pytest.fixture
def sandbox(reader: Reader) -> Iterator[None]:
    """The sandbox in its own terminal, ready."""
    command = [str(Path(sys.executable).parent / START.split()[0]), *START.split()[1:]]
    with subprocess.Popen(
        command,
        cwd=reader.folder,
        env=reader.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert any("http://127.0.0.1:" in line and "/#" in line for line in process.stdout)
        try:
            yield
        finally:
            process.terminate()


def _lines(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line != START and not line.startswith(INSTALLED_ALREADY)]


def _certify_id(address: str) -> str:
    """Whose page an address opens."""
    [content] = parse_qs(urlsplit(address.strip()).query)["biz_content"]
    found = re.search(r"\w{32}", content)
    assert found is not None
    return found[0]


@pytest.mark.usefixtures("sandbox")
def test_the_tutorial_goes_as_it_says(reader: Reader) -> None:
    """Every command prints what stands below it; in the browser, the reader clicks when the page tells them to."""
    printed: dict[str, list[str]] = {}
    settings = address = ""
    for block in blocks(reader.page):
        if block.file_name:
            (reader.folder / block.file_name).write_text(block.text, encoding="utf-8")
        if block.language != "sh" or not (lines := _lines(block)):
            continue
        settings = settings or SETTINGS * (SETTINGS in lines)
        out = reader.does("\n".join([settings, *lines]))
        printed.setdefault(lines[-1], []).append(out)
        if (shown := output_after(block)) is not None:
            assert shown == out[len(out) - len(shown) :], lines
        if "http://" in out:
            address = out
        elif address and "pending\n" == out:
            reader.does(f"realname sandbox finish {_certify_id(address)} --env-file sandbox.env")

    assert ["pending\n", "verified\n"] == printed["python shop.py outcome 1"]
    assert f" {SAMPLE_TESTS} passed in " in printed["pytest test_shop.py"][0]
    assert ["invalid-signature\n"] == printed["python broken.py"]
    assert "json_reserialised" in printed["realname explain alipay --sandbox"][0]


def test_the_careless_service_of_the_tutorial_fails_its_test(reader: Reader) -> None:
    """What the page asks to try: whoever believes an answer that was refused is found by the test of the forged one."""
    saved = {block.file_name: block.text for block in blocks(reader.page)}
    careless = saved["shop.py"].replace(
        "        except (RejectedError,",
        '        except Exception:\n            return "verified"\n        except (RejectedError,',
    )
    (reader.folder / "shop.py").write_text(careless, encoding="utf-8")
    (reader.folder / "test_shop.py").write_text(saved["test_shop.py"], encoding="utf-8")

    out = reader.does("pytest test_shop.py -p no:cacheprovider")

    assert " 1 failed, 3 passed in " in out
    assert "test_a_forged_answer_is_refused" in out
