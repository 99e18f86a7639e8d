"""`realname call` against the sandbox."""

import base64
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from realname import zoloz
from realname.cli import inputs
from realname.cli.call import HIDDEN
from realname.core.waiting import without_waiting
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.cli.conftest import PERSON, Run, command, query, secrets_of


@pytest.fixture(autouse=True)
def enrolled(sandbox: Sandbox) -> None:
    """The person is known to ZOLOZ."""
    sandbox.zoloz.enroll(PERSON)


def test_an_answer_is_plain_text_off_the_terminal(run: Run, env_file: Path) -> None:
    """Each field stands on a line of its own; how far it can be trusted goes to standard error."""
    result = run(*query("zoloz"), "--env-file", env_file)
    body = json.loads(run(*query("zoloz", "--json"), "--env-file", env_file).stdout)

    *lines, asked = [line.partition(": ") for line in result.stdout.splitlines()]
    assert (0, "signature verified, HTTP 200\n") == (result.exit_code, result.stderr)
    assert ("bizId", ": ", facts.main("zoloz").minimal["biz_id"]) == asked  # of the request, and not in the body
    assert lines
    assert [facts.at(body, path) for path, _, _ in lines] == [value for _, _, value in lines]


def test_an_answer_is_a_table_on_a_terminal(run: Run, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are forced, or on a terminal, rich draws a frame."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    result = run(*query("zoloz"), "--env-file", env_file)

    assert "│ field" in result.stdout.replace("┃", "│")
    assert "SUCCESS │" in " ".join(result.stdout.split())


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_a_terminal_breaks_no_name_of_a_field(
    columns: int, run: Run, sandbox: Sandbox, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a frame has no room for them, there is none. A time has its date beside it, in the time of this machine."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(columns))
    sandbox.esign.add_samples()
    here = f"{datetime.fromtimestamp(1562656814.273).astimezone():%Y-%m-%d %H:%M:%S %z}"
    words = query("esign", "--env-file", str(env_file), flow_id=sandbox.esign.sample_flow_id)
    shown, body = run(*words).stdout, json.loads(run(*words, "--json").stdout)

    assert "data.relatedFlows[0].subFlows[0].subFlowType" in shown
    assert f"1562656814273 ({here})" in " ".join(shown.replace("│", " ").split())
    assert 1562656814273 == body["data"]["createTime"]


def test_an_answer_can_be_had_as_it_came(run: Run, env_file: Path) -> None:
    """--json gives the documented fields under their wire names, --raw the bytes, without a line end."""
    raw, indented = (run(*query("zoloz", form), "--env-file", env_file).stdout for form in ("--raw", "--json"))

    assert (json.loads(indented), "}") == (json.loads(raw), raw[-1])
    assert indented != f"{raw}\n"


HOSTILE = "\x1b[2J\u009b2J\u202e張三\u2066\U000e0041\r\n"
"""What a terminal would act on, or show in another order, around a name."""


@pytest.mark.parametrize(
    ("form", "charset"),
    [("--json", "utf-8"), ("--json", "gbk"), ("--json", "ascii"), ("--raw", "ascii"), (None, "gbk"), (None, "ascii")],
)
def test_a_terminal_gets_nothing_to_act_on(form: str | None, charset: str, sandbox: Sandbox, env_file: Path) -> None:
    """JSON has its own escapes and stays the same value, whatever the charset; lines have codes; bytes stay bytes."""
    flow_id = sandbox.esign.add_flow(context_id=HOSTILE)
    words = query("esign", *filter(None, [form]), "--show-personal", "--env-file", str(env_file), flow_id=flow_id)

    result = command(*words, charset=charset)

    text = result.stdout.decode("utf-8" if form == "--raw" else charset)
    acting = [c for c in text if not c.isprintable() and c != "\n"]
    assert (0, b"Traceback" in result.stderr) == (result.returncode, False)
    if form:
        assert HOSTILE == json.loads(text)["data"]["contextId"]
    if form != "--raw":
        assert [] == acting
        assert charset == "ascii" or "張三" in text


def test_raw_bytes_are_escaped_on_a_terminal(sandbox: Sandbox, env_file: Path) -> None:
    """There nobody counts bytes, and a terminal would act on them."""
    flow_id = sandbox.esign.add_flow(context_id="\u009b\u202e張三")
    words = query("esign", "--raw", "--env-file", str(env_file), flow_id=flow_id)
    master, slave = os.openpty()
    with open(master, "rb", buffering=0) as screen:  # noqa: PTH123  a descriptor
        result = command(*words, stdout=slave)
        os.close(slave)
        shown = screen.read(65536).decode()

    assert (0, True) == (result.returncode, "張三" in shown)
    assert [] == [c for c in shown if not c.isprintable() and c not in "\r\n"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["--json", "--raw", "--show-personal"])
def test_an_answer_that_cannot_be_written_is_no_refusal(form: str, sandbox: Sandbox, env_file: Path) -> None:
    """The exit code says that there is no complete answer, and standard error why."""
    words = query("esign", form, "--env-file", str(env_file), flow_id=sandbox.esign.add_flow())
    with Path("/dev/full").open("wb") as full:
        result = command(*words, stdout=full, env={"PYTHONUNBUFFERED": ""})

    assert (4, b"there is an answer, but it cannot be written (OSError)\n") == (result.returncode, result.stderr)


@pytest.mark.parametrize(("options", "is_shown"), [((), False), (("--show-personal",), True)])
def test_sensitive_fields_are_masked_unless_asked_for(
    options: tuple[str, ...], is_shown: bool, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """A field that the contract calls sensitive is shown only with --show-personal."""
    flow_id = sandbox.esign.add_flow(context_id="MARKER-7")

    result = run(*query("esign", *options, flow_id=flow_id), "--env-file", env_file)

    assert (not is_shown, is_shown) == (HIDDEN in result.stdout, "MARKER-7" in result.output)


@pytest.mark.parametrize("form", ["@-", "@{}", "@@user"])
def test_a_value_is_read_from_where_its_at_sign_says(
    form: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """@- reads standard input and @FILE a file, each without the line end; @@ stands for one @."""
    sandbox.zoloz.enroll("@user")
    path = tmp_path / "user"
    path.write_text(f"{PERSON}\n", encoding="utf-8")

    result = run(*query("zoloz", user_id=form.format(path)), "--env-file", env_file, input=f"{PERSON}\n")

    assert 0 == result.exit_code


def _sent(sandbox: Sandbox) -> dict[str, Any]:
    """The body of the last request."""
    body: dict[str, Any] = json.loads(sandbox.requests[-1].body)
    return body


JPG = b"\xff\xd8\xff\xe0 no real picture \xff\xd9"
PICTURES = {
    "jpg": JPG,
    "png": b"\x89PNG\r\n\x1a\n no real picture",
    "bmp": b"BM" + (40).to_bytes(4, "little") + bytes(34),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_of_an_image_the_base64_is_sent(kind: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """Known by its first bytes, in a file and on standard input; text that begins like one stays text."""
    picture, text = tmp_path / f"photo.{kind}", tmp_path / "text"
    picture.write_bytes(PICTURES[kind])
    text.write_text("BMW of the person", encoding="utf-8")
    words = ("call", "zoloz", "enroll", "--biz-id", "1", "--user-id", PERSON, "--env-file", env_file)

    sent = []
    for given in (f"@{picture}", "@-", f"@{text}", "@@photo.jpg"):
        result = run(*words, "--base64-image-content", given, input=PICTURES[kind])
        assert 0 == result.exit_code
        sent.append(_sent(sandbox)["base64ImageContent"])

    encoded = base64.b64encode(PICTURES[kind]).decode()
    assert [encoded, encoded, "BMW of the person", "@photo.jpg"] == sent


def test_an_object_is_written_as_json(run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """An @ in its texts names a file, too, unless the JSON comes from a file itself: that may be somebody else's."""
    picture, document = tmp_path / "photo.jpg", tmp_path / "face.json"
    picture.write_bytes(JPG)
    document.write_text(json.dumps({"content": f"@{picture}"}), encoding="utf-8")
    words = ("call", "zoloz", "compare-faces", "--biz-id", "1", "--env-file", env_file)

    result = run(*words, "--face1", json.dumps({"content": f"@{picture}", "rect": "@@1"}), "--face2", f"@{document}")

    assert 0 == result.exit_code
    assert {"content": base64.b64encode(JPG).decode(), "rect": "@1"} == _sent(sandbox)["face1"]
    assert {"content": f"@{picture}"} == _sent(sandbox)["face2"]


SHAPES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "an object": (
        "alipay", "initialize-certify-open",
        {
            "outer_order_no": "1",
            "biz_code": "FACE",
            "identity_param": {
                "identity_type": "CERT_INFO", "cert_type": "IDENTITY_CARD", "cert_name": "張三", "cert_no": "1"
            },
            "merchant_config": {"return_url": "https://merchant.example/"},
        },
    ),
    "a list": ("esign", "create-indiv-auth-url", {"availableAuthTypes": ["PSN_FACEAUTH_BYURL", "ANOTHER"]}),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_more_than_one_value_is_sent_as_it_was_written(
    shape: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """Objects and lists, under the names that the provider has for them."""
    provider, name, arguments = SHAPES[shape]
    given = [
        (f"--{facts.python_name(wire).replace('_', '-')}", value if isinstance(value, str) else json.dumps(value))
        for wire, value in arguments.items()
    ]

    result = run("call", provider, name, *(word for pair in given for word in pair), "--env-file", env_file)

    assert 0 == result.exit_code
    assert arguments == {wire: _sent(sandbox)[wire] for wire in arguments}


@pytest.mark.parametrize(("written", "sent"), [("0.5", "0.50"), ("0.07", "0.07")])
def test_an_amount_is_sent_with_all_its_places(
    written: str, sent: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """It is a decimal from beginning to end."""
    run("call", "esign", "verify-random-amount", "--flow-id", "1", "--amount", written, "--env-file", env_file)

    assert f'"amount":{sent}' in sandbox.requests[-1].body.decode()


FACE = ("call", "zoloz", "compare-faces", "--biz-id", "1", "--face2", '{"content": "AAAA"}', "--face1")
ENROLL = ("call", "zoloz", "enroll", "--biz-id", "1", "--base64-image-content", "AAAA", "--user-id")
AMOUNT = ("call", "esign", "verify-random-amount", "--flow-id", "1", "--amount")
LIST = ("call", "esign", "create-indiv-auth-url", "--available-auth-types")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*FACE, "{MARKER-7"), '--face1 cannot be sent: it is not JSON, such as ["…"] for a list or '),
        ((*FACE, '["MARKER-7"]'), "--face1 cannot be sent: $ must be an object."),
        (
            (*FACE, '{"MARKER-7": 1}'),
            "--face1 cannot be sent: $ has a member that is unknown; it must be an object of ",
        ),
        ((*FACE, '{"rect": "MARKER-7"}'), "--face1 cannot be sent: $.content is required and missing."),
        ((*FACE, '{"content": ["MARKER-7"]}'), "--face1 cannot be sent: $.content must be text of 1 to "),
        (
            (*FACE, '{"content": "@/nowhere/MARKER-7"}'),
            "the file that --face1 names after its @ (@@ stands for one @) cannot be read",
        ),
        ((*LIST, '{"MARKER-7": 1}'), "--available-auth-types cannot be sent: $ must be a list."),
        ((*ENROLL, "MARKER-7" * 9), "--user-id: userId must be text of at most 64 characters."),
        ((*AMOUNT, "MARKER-7"), "--amount must be a number, such as 0.51."),
        ((*AMOUNT, "0.123"), "--amount: amount must be a Decimal from 0.01 to 0.99, a multiple of 0.01."),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_sent_is_told_by_its_option(
    words: tuple[str, ...], told: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """With the place inside of it and the limit, and without the value; nothing is sent."""
    result = run(*words, "--env-file", env_file)

    assert (2, [], True, False) == (
        result.exit_code, sandbox.requests, told in result.stderr, "MARKER-7" in result.output
    )  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_editors_save_it(
    charset: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """The mark that an editor puts at its beginning is not part of the value, in a file and in standard input."""
    sandbox.zoloz.enroll("user")
    path = tmp_path / "user"
    path.write_bytes("user\r\n".encode(charset))

    for given in (f"@{path}", "@-"):
        result = run(*query("zoloz", user_id=given), "--env-file", env_file, input=path.read_bytes())

        assert (0, "user") == (result.exit_code, json.loads(sandbox.requests[-1].received.body)["userId"])


@pytest.mark.parametrize(
    ("given", "stdin", "told"),
    [
        ("@/nowhere/at/all", b"", "the file that --user-id names after its @ (@@ stands for one @) cannot be read"),
        ("@/", b"", "cannot be read (it is a directory)"),
        ("@/dev/zero", b"", f"is larger than {inputs.LIMIT} bytes"),
        ("@-", None, "standard input is closed"),
        ("@-", b"\xff\xfe\x00", "standard input is not text in utf-8"),
    ],
    ids=["absent", "a directory", "endless", "closed", "no text"],
)
def test_what_cannot_be_read_is_named(
    given: str, stdin: bytes | None, told: str, sandbox: Sandbox, env_file: Path
) -> None:
    """A file, or standard input, and why; nothing is sent."""
    closed = {"input": None, "stdin": None, "preexec_fn": lambda: os.close(0)} if stdin is None else {"input": stdin}
    result = command(*query("zoloz", user_id=given), "--env-file", env_file, **closed)

    assert (2, True, []) == (result.returncode, told in result.stderr.decode(), sandbox.requests)
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        ("result_code", 1, "SYSTEM_ERROR"),
        ("tampered_body", 3, "realname explain"),
        ("cut_body", 4, "TransportError"),
        ("missing_field", 5, "DecodeError"),
    ],
)
def test_a_failure_is_an_exit_code(
    fault: str, code: int, told: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """A refusal, a forgery, no answer and one off the contract are told apart; nothing of them is shown."""
    sandbox.fail_next("zoloz", fault)

    result = run(*query("zoloz", "--attempts", "1"), "--env-file", env_file)

    assert (code, "", True) == (result.exit_code, result.stdout, told in result.stderr)


def test_the_providers_words_are_shown_only_when_asked_for(run: Run, env_file: Path) -> None:
    """They may hold personal data."""
    stranger = [*query("zoloz", user_id="stranger"), "--env-file", env_file]

    hidden, shown = run(*stranger), run(*stranger, "--show-personal")

    assert [False, True] == ["The provider's words: " in result.stderr for result in (hidden, shown)]
    assert [True, False] == ["--show-personal shows" in result.stderr for result in (hidden, shown)]
    assert "attribute" not in hidden.stderr + shown.stderr


@pytest.mark.parametrize(("status", "outcome"), [("SUCCESS", "verified"), ("FAIL", "rejected"), ("ING", "pending")])
def test_the_outcome_is_told_beside_the_answer(
    status: str, outcome: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """On standard error, however the answer is shown; that an answer is authentic does not look like a yes."""
    words = query("esign", "--env-file", str(env_file), flow_id=sandbox.esign.add_flow(flow_status=status))
    waiting = [*words[:2], facts.main("esign").described["x-waiter"]["name"].replace("_", "-"), *words[3:]]
    shown = [run(*words, *form) for form in ([], ["--json"], ["--raw"])]
    waited = [] if outcome == "pending" else [run(*waiting)]

    assert [f"outcome {outcome}, not signed by provider, HTTP 200, request id"] * 3 == [
        result.stderr.rpartition(" ")[0] for result in shown
    ]
    assert [f"outcome {outcome}\n"] * len(waited) == [result.stderr for result in waited]


@pytest.mark.parametrize(("status", "code", "told"), [("SUCCESS", 0, ""), ("ING", 4, "not finished after 0.5 s")])
def test_what_takes_time_is_waited_for(
    status: str, code: int, told: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """The last answer is shown; a wait that is too short has no complete answer."""
    words = query("esign", "--timeout", "0.5", flow_id=sandbox.esign.add_flow(flow_status=status))
    words[2] = facts.main("esign").described["x-waiter"]["name"].replace("_", "-")

    with without_waiting():
        result = run(*words, "--env-file", env_file)

    assert (code, code == 0, True) == (result.exit_code, f": {status}\n" in result.stdout, told in result.stderr)


@pytest.mark.parametrize(
    "words",
    [
        query("zoloz")[:-2],
        query("zoloz", "--json", "--raw"),
        query("zoloz", biz_id="MARKER-7" * 1000),
        query("zoloz", user_id="@/nowhere/at/all"),
        query("alipay", query_type="undocumented"),
        query("zoloz", "--timeout", "0"),
        query("zoloz", "--attempts", "0"),
        query("zoloz", "--base-url", "nowhere"),
    ],
    ids=["missing option", "two forms", "too long", "no file", "no choice", "no time", "no attempt", "no server"],
)
def test_wrong_usage_is_exit_code_2(words: list[str], run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """What cannot be right is told, without the value, and nothing is sent."""
    result = run(*words, "--env-file", env_file)

    assert (2, [], False) == (result.exit_code, sandbox.requests, "MARKER-7" in result.output)


def test_missing_credentials_are_exit_code_2_and_named(run: Run) -> None:
    """Without settings the first missing variable is named."""
    result = run(*query("zoloz"))

    assert (2, True) == (result.exit_code, "REALNAME_ZOLOZ_" in result.stderr)


def test_a_server_can_be_named(run: Run, sandbox: Sandbox, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--base-url takes the names in the contract."""
    monkeypatch.setattr(zoloz, "SERVERS", {"here": sandbox.zoloz.url})

    assert 0 == run(*query("zoloz"), "--env-file", env_file, "--base-url", "here").exit_code


@pytest.mark.parametrize(
    ("provider", "option"),
    [("zoloz", ("--encrypt",)), ("alipay", ("--encrypt",)), ("esign", ("--access", "token"))],
)
def test_a_client_s_options_are_passed_on(
    provider: str, option: tuple[str, ...], run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """They change what is sent: an encrypted body, or a token in the place of a signature."""
    changes = {"flow_id": sandbox.esign.sample_flow_id} if provider == "esign" else {}
    for words in (query(provider, **changes), query(provider, *option, **changes)):
        run(*words, "--env-file", env_file)

    plain, changed = [record for record in sandbox.requests if record.path.endswith(facts.main(provider).path[-8:])]
    headers = [{name.lower() for name, _ in record.headers} for record in (plain, changed)]
    assert plain.verdict == changed.verdict
    assert (headers[0], plain.body) != (headers[1], changed.body)


def test_no_key_is_ever_printed(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Neither an answer nor any failure shows what the settings hold."""
    sandbox.fail_next("zoloz", "tampered_body")
    results = [
        run(*query("zoloz"), "--env-file", env_file),
        run(*query("zoloz", "--show-personal", user_id="stranger"), "--env-file", env_file),
        run("doctor", "--online", "--env-file", env_file),
        run("explain", "zoloz", "--env-file", env_file, input="GET / HTTP/1.1\n\n"),
    ]

    printed = "".join(result.output for result in results)
    assert [] == [secret for secret in secrets_of(sandbox) if secret in printed]
