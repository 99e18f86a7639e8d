"""`realname --lang`, and the locale."""

import subprocess
import sys

import pytest

from realname import language
from realname.cli import application, exits
from tests.faces.cli.conftest import Run, command


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a few sentences, whatever the real catalogue says."""
    sentences = {
        application.COMMANDS["call"].removesuffix("."): "调用接口",
        "there is no such operation": "没有这个接口",
        "Did you mean {}?": "是否想写 {}？",
        exits.POINTER: "退出码的含义：realname --help。",
        "Options": "选项",
        "No such option: {}": "没有这个选项：{}",
    }
    real = language.say

    def say(text: str, chosen: language.Language | None = None) -> str:
        if (chosen or language.chosen()) == "en":
            return text
        return sentences.get(text) or sentences.get(text.removesuffix(".")) or real(text, chosen)

    for module in ("commands", "exits", "typer_words", "output"):
        monkeypatch.setattr(f"realname.cli.{module}.say", say)


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "zh", "call", "--help"],
        ["call", "--lang=zh", "--help"],
        ["call", "--help", "--lang", "zh_CN"],
        ["call", "-h", "--lang=ZH-Hans"],
    ],
    ids=" ".join,
)
def test_a_language_is_named_anywhere(words: list[str], run: Run) -> None:
    """In any place before --, and by the name of a locale, too."""
    result = run(*words)

    assert (0, True, True) == (result.exit_code, "调用接口" in result.stdout, "退出码" in result.stdout)
    assert "╭─ 选项 ─" in result.stdout


@pytest.mark.parametrize(
    ("variables", "is_chinese"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN"}, True),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, False),
    ],
)
def test_without_it_the_locale_says(
    variables: dict[str, str], is_chinese: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first variable that is set counts; --lang wins over all."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert is_chinese is ("调用接口" in run("call", "--help").stdout)
    assert "调用接口" not in run("call", "--help", "--lang", "en").stdout


def test_an_error_is_said_and_an_object_is_not(run: Run) -> None:
    """What happened and what to do, each by itself; programs get English."""
    result = run("reference", "zoloz", "enrol", "--lang", "zh", "--json")

    assert result.stderr.startswith("ConfigurationError: 没有这个接口。")
    assert '"message": "there is no such operation", "remedy": "Did you mean enroll?"' in result.stdout


def test_a_language_that_is_none_is_wrong_usage(run: Run) -> None:
    """The right ones are named; without a value, too."""
    for words in (["--lang", "fr", "call"], ["call", "--lang"], ["doctor", "--lang=english"]):
        result = run(*words)
        assert (2, True) == (result.exit_code, "choose one of en, zh" in result.stderr)


def test_what_stands_behind_two_hyphens_is_left_alone(run: Run) -> None:
    """There it is an argument."""
    result = run("doctor", "--", "--lang", "zh")

    assert (2, True) == (result.exit_code, "--lang" in result.stderr)


@pytest.mark.parametrize("module", ["realname", "realname.cli"])
def test_it_runs_as_a_module(module: str) -> None:
    """Under the name that people type."""
    done = subprocess.run([sys.executable, "-m", module, "-h"], capture_output=True, text=True, check=True, timeout=60)

    assert "Usage: realname [OPTIONS] COMMAND" in done.stdout


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("--help", "ascii:strict"),
        ("call zoloz --help", "cp936"),
        ("reference esign", "latin-1:strict"),
        ("doctor esign", "gbk:strict"),
        ("call zoloz x", "ascii:strict"),
    ],
)
def test_no_charset_ends_it(words: str, charset: str) -> None:
    """In Chinese neither, on neither stream."""
    done = command("--lang", "zh", *words.split(), charset=charset)

    done.stdout.decode(charset.partition(":")[0])
    done.stderr.decode(charset.partition(":")[0])
    assert (b"Traceback" in done.stderr, done.returncode) in [(False, code) for code in (0, 1, 2)]
