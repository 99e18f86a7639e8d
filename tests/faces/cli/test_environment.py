"""Files with settings."""

import os
from pathlib import Path

import pytest

from realname.cli import environment
from realname.core.errors import ConfigurationError


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


def test_a_setting_takes_the_place_of_its_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that names a value replaces a variable that names a file, since both at once are an error."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET_FILE", "/run/secret")
    path = tmp_path / "env"
    path.write_text("REALNAME_ESIGN_APP_SECRET=x\n", encoding="utf-8")

    environment.load(path)

    assert (None, "x") == tuple(map(os.environ.get, ("REALNAME_ESIGN_APP_SECRET_FILE", "REALNAME_ESIGN_APP_SECRET")))
