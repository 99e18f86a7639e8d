"""What is shown to people comes in their language: looked up whole, by its gaps, or sentence by sentence."""

import pytest
from typer.testing import CliRunner

from realname import language
from realname.cli.application import app
from realname.language import of_locale, say, with_remedy


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh-Hans.GB18030@stroke"}, "zh"),
        ({"LANG": "ZH"}, "zh"),
        ({"LANG": "zha_CN.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
    ],
)
def test_the_locale_says_the_language(environment: dict[str, str], expected: str) -> None:
    """The first variable that is set counts, and only what stands before territory and charset."""
    assert of_locale(environment) == expected


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Ask again later.", "请稍后再查询。"),
        ("REALNAME_ZOLOZ_CLIENT_ID is not set", "REALNAME_ZOLOZ_CLIENT_ID 未设置"),
        ("is not the public half of your own private key.", "不是您自己私钥对应的公钥。"),  # not "is not {}"
        ("REALNAME_ZOLOZ_PRIVATE_KEY is cut short", "REALNAME_ZOLOZ_PRIVATE_KEY 被截断"),
        ("ZOLOZ: private_key is a certificate", "ZOLOZ：private_key 是证书"),
        ("the notification has no sign", "通知中没有 sign"),
        ("the answer from ZOLOZ carries no signature", "ZOLOZ 的应答没有签名"),
        ("$.a must be a whole number from 1 to 5", "$.a 必须是 1 到 5 的整数"),
        ("zoloz refused with X_Y (HTTP 200, unsigned)", "zoloz 拒绝了请求，错误码 X_Y（HTTP 200，未签名）"),
        ("zoloz refused with X_Y (HTTP 200)", "zoloz 拒绝了请求，错误码 X_Y（HTTP 200）"),
        ("Leave them out. Write 13 digits.", "请去掉。请写 13 位数字。"),
        ("Leave them out.\n\nWrite 13 digits.", "请去掉。\n\n请写 13 位数字。"),
        (
            "Start one with `realname sandbox --write-env sandbox.env` and pass --env-file sandbox.env here, "
            "or set A and B.",
            "请用 `realname sandbox --write-env sandbox.env` 启动沙箱，并在这里传入 --env-file sandbox.env，"
            "或设置 A 和 B。",
        ),
        ("REALNAME_A is a PKCS#12 file (.p12 or .pfx)", "REALNAME_A 是 PKCS#12 文件（.p12 或 .pfx）"),
        (
            "REALNAME_A_FILE (k.p12) is a PKCS#12 file (.p12 or .pfx)",
            "REALNAME_A_FILE（k.p12） 是 PKCS#12 文件（.p12 或 .pfx）",
        ),
        (
            "Set A or A_FILE. APP is set, and nothing reads it: did you mean A?",
            "请设置 A 或 A_FILE。设置了 APP，但没有程序读取它：您是不是想写 A？",
        ),
        (
            "LEFT OUT enroll: not sent, since it was not chosen, or may start, charge, send, move money or delete",
            "未测试 enroll：没有发送：未被选中，或它可能会发起流程、计费、发送消息、划转资金或删除数据",
        ),
        (
            "Set each of them, or add _FILE to its name and set that to the path of a file. The servers are a, b.",
            "请逐个设置；或在变量名后加上 _FILE，并设为文件路径。服务器有：a, b。",
        ),
    ],
)
def test_a_sentence_is_found(english: str, chinese: str) -> None:
    """Whole, with gaps, as a name with what is said of it, with its end, or one after the other."""
    assert say(english, "zh") == chinese
    assert say(english, "en") == english


@pytest.mark.parametrize(
    "text",
    ["", "谢谢", "this is said or that is done", "this one of that one", "x" * 5000, "no such thing of theirs."],
)
def test_what_nobody_knows_stays_as_it_is(text: str) -> None:
    """Words that join sentences change nothing between words that are unknown."""
    assert say(text, "zh") == text


def test_braces_of_a_value_are_no_gaps() -> None:
    """What stands in a gap is shown, whatever it is."""
    assert say("{0} {} {x is not set", "zh") == "{0} {} {x 未设置"
    assert say("{0} is not set", "zh") == "{0} 未设置"
    assert say("the capture cannot be read: \\1", "zh") == "抓取的报文无法读取：\\1"


@pytest.mark.parametrize(
    "text",
    [
        "REALNAME_X is not set. " * 170,
        "is " * 330,
        "one of " * 140,
        "; " * 480,
        ": " * 480,
        " and " * 199,
        "{}" * 500,
        "a\n" * 1900,
    ],
    ids=lambda text: text[:12],
)
def test_whatever_somebody_wrote_the_search_ends(text: str) -> None:
    """Gaps within gaps are no way to go deeper and deeper."""
    assert isinstance(say(text, "zh"), str)


def test_what_happened_and_what_to_do() -> None:
    """Two sentences, in the language that was chosen."""
    assert with_remedy("x is not set", "Ask again later.") == "x is not set. Ask again later."
    assert with_remedy("x is not set", "") == "x is not set."
    assert with_remedy("x is not set", "Ask again later.", "zh") == "x 未设置。请稍后再查询。"


def test_the_chosen_language_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until another one is chosen."""
    monkeypatch.setattr(language, "_chosen", "en")
    language.choose("zh")
    assert language.chosen() == "zh"
    assert say("Ask again later.") == "请稍后再查询。"
    language.choose("en")
    assert say("Ask again later.") == "Ask again later."


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (["--nope"], "没有选项：--nope"),
        (["nope"], "没有命令 'nope'。"),
        (["doctr"], "您是不是想写 'doctor'？"),
        (["explain"], "缺少参数 'provider'。"),
        (["conformance", "zoloz"], "缺少选项 '--base-url'。"),
        (["bulk", "zoloz", "x", "--input"], "选项 '--input' 需要一个值。"),
        (["doctor", "zoloz", "--online=1"], "选项 '--online' 不带值。"),
        (["doctor", "nope"], "'nope' 不在可选值之内"),
        (["doctor", "zoloz", "more"], "有多余的参数"),
        (["bulk", "zoloz", "x", "--input", "f", "--concurrency", "0"], "0 不在范围 1<=x<=100 内。"),
        (["bulk", "zoloz", "x", "--input", "f", "--concurrency", "q"], "'q' 不是整数。"),
    ],
)
def test_typer_speaks_chinese(wrong: list[str], expected: str) -> None:
    """Usage that is wrong is answered without an English sentence."""
    try:
        shown = CliRunner().invoke(app, ["--lang", "zh", *wrong], env={"COLUMNS": "200"}).output
    finally:
        language.choose("en")
    assert expected in shown
    assert "Usage" not in shown
    assert "Error" not in shown


def test_lines_of_chinese_break_between_characters() -> None:
    """Not only at the spaces beside Latin words, and no line begins with a mark."""
    try:
        shown = CliRunner().invoke(app, ["--lang", "zh", "bulk", "--help"], env={"COLUMNS": "60"}).output
    finally:
        language.choose("en")
    paragraph = [line.strip() for line in shown.splitlines() if line.startswith(" ") and "。" in line]
    assert all(line[0] not in "，。；：、）" for line in paragraph)
    assert not any(line == "按 Ctrl-C" for line in paragraph)
