"""Files with settings."""

import os
from pathlib import Path

import pytest

from realname.cli import environment
from realname.core.copied_text import SETTING_LIMIT
from realname.core.errors import ConfigurationError
from realname.sandbox import Sandbox
from tests.faces.cli.conftest import Run, query
from tests.faces.test_plain_http import OTHER, elsewhere


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1\nB=2", {"A": "1", "B": "2"}),
        ("export A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("# it's a comment\n\n  A=1  # it's another\n", {"A": "1"}),
        ("A='a b'\nB=\"c d\"", {"A": "a b", "B": "c d"}),
        ("A='-----BEGIN\nx\n-----END'\nB=2", {"A": "-----BEGIN\nx\n-----END", "B": "2"}),
        ('A="-----BEGIN\nx"\nB=2', {"A": "-----BEGIN\nx", "B": "2"}),
        (r'A="a\"b\\c\$d\n"', {"A": r'a"b\c$d\n'}),
        ("A='it'\"'\"'s'", {"A": "it's"}),
        ("A=a#b\nB=#c\nC==", {"A": "a#b", "B": "#c", "C": "="}),
        ("A=\nB=''", {"A": "", "B": ""}),
        ("A=a b", {"A": "a b"}),
    ],
)
def test_settings_are_read_as_a_shell_would(text: str, expected: dict[str, str]) -> None:
    """Quotes, comments, `export` and values over several lines."""
    assert expected == environment.parse(text)


@pytest.mark.parametrize("line", ["MARKER", "A='MARKER", "1A=MARKER", 'A="MARKER'])
def test_what_is_no_setting_is_told_by_its_line(line: str) -> None:
    """The number of the line is told, and nothing that stands in it."""
    with pytest.raises(ConfigurationError) as caught:
        environment.parse(f"A=1\n{line}\n")

    assert ("line 2 of the file is no KEY=VALUE", False) == (caught.value.args[0], "MARKER" in str(caught.value))


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_file_is_read_as_editors_save_it(charset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notepad writes a byte-order mark, PowerShell UTF-16."""
    monkeypatch.delenv("REALNAME_ESIGN_APP_ID", raising=False)
    path = tmp_path / "env"
    path.write_bytes("REALNAME_ESIGN_APP_ID=7438\r\n# 注释\r\n".encode(charset))

    environment.load(path)

    assert "7438" == os.environ["REALNAME_ESIGN_APP_ID"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("A=密".encode("gbk"), "is not text in UTF-8"),
        ("A=1\n\u200bB=MARKER".encode(), "line 2 of {} is no KEY=VALUE: its key holds U+200B (ZERO WIDTH SPACE)"),
        (b"A=MARKER\0", "A in {} holds what no variable can hold"),
        (bytes(SETTING_LIMIT + 1), "is larger than"),
        (None, "cannot be read (it is a directory)"),
    ],
    ids=["GBK", "invisible", "NUL", "huge", "a directory"],
)
def test_a_file_that_is_none_of_settings_is_named(content: bytes | None, told: str, tmp_path: Path) -> None:
    """By what is wrong with it, and by nothing that stands in it."""
    path = tmp_path
    if content is not None:
        path = tmp_path / "env"
        path.write_bytes(content)

    with pytest.raises(ConfigurationError) as caught:
        environment.load(path)

    assert (True, False) == (told.format(path) in caught.value.args[0], "MARKER" in str(caught.value))


def test_a_setting_takes_the_place_of_its_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that names a value replaces a variable that names a file, since both at once are an error."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET_FILE", "/run/secret")
    path = tmp_path / "env"
    path.write_text("REALNAME_ESIGN_APP_SECRET=x\n", encoding="utf-8")

    environment.load(path)

    assert (None, "x") == tuple(map(os.environ.get, ("REALNAME_ESIGN_APP_SECRET_FILE", "REALNAME_ESIGN_APP_SECRET")))


def test_what_a_file_replaces_is_told_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file wins, since somebody named it; neither value is shown, and what is the same is not told."""
    given = {"APP_ID": "MARKER-1", "BASE_URL": "https://smlopenapi.esign.cn", "APP_SECRET_FILE": "/MARKER-2"}
    for name, value in given.items():
        monkeypatch.setenv(f"REALNAME_ESIGN_{name}", value)
    path = tmp_path / "env"
    path.write_text(
        "REALNAME_ESIGN_APP_ID=MARKER-3\nREALNAME_ESIGN_BASE_URL=https://smlopenapi.esign.cn\n"
        "REALNAME_ESIGN_APP_SECRET=MARKER-4\nREALNAME_ESIGN_ACCESS=token\n",
        encoding="utf-8",
    )

    environment.load(path)
    told = capsys.readouterr().err

    assert "MARKER-3" == os.environ["REALNAME_ESIGN_APP_ID"]
    names = "REALNAME_ESIGN_APP_ID, REALNAME_ESIGN_APP_SECRET_FILE"
    assert f"{path} replaces these variables of the environment: {names}\n" == told


def test_hosts_of_sandboxes_elsewhere_are_read(sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment or as an option; `realname doctor` calls them a problem whenever there is one."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, elsewhere(value))
    words = query("esign", flow_id=sandbox.esign.add_flow())
    refused = run(*words)
    said = run(*words, "--insecure-test-hosts", OTHER)
    monkeypatch.setenv("REALNAME_ESIGN_INSECURE_TEST_HOSTS", OTHER)
    found = run(*words)
    doctor = run("doctor", "esign")

    assert [2, 0, 0, 1] == [done.exit_code for done in (refused, said, found, doctor)]
    assert "name its host in insecure_test_hosts" in refused.stderr
    assert "problem REALNAME_ESIGN_INSECURE_TEST_HOSTS: lets plain http" in doctor.stdout
    assert "Unset it in production." in doctor.stdout
