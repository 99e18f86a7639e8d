"""`scripts/demo`: its steps in a copy with stand-ins, and the demonstration itself, also with something wrong."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from demonstration.__main__ import OneByteChanged, main
from realname import alipay, zoloz
from realname.core.reply import Verification

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "demonstration"]
INTERPRETER = """#!/bin/sh
case "$*" in
    --version) echo "Python 3.x" ;;
    scripts/build.py) {build} ;;
    "-m demonstration") echo "demonstrated with PYTHONPATH $PYTHONPATH"; exit {status} ;;
    *) echo "unknown: $*" >&2; exit 99 ;;
esac
"""
GENERATED = "generated/realname_zoloz/shared.py"


def believing(*_: object) -> Verification:
    """Verify nothing."""
    return Verification.VERIFIED


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, str]:
    """The environment of someone without a terminal, and with temporary files in a place of their own."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME", "ALIAS_HTTPX"}}
    return kept | {"PYTHONPATH": str(ROOT / "scripts"), "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}


class Copy:
    """A checkout with nothing in it but `scripts/demo`, in a folder whose name has a space."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "a checkout"
        for name in ("scripts", "generated/realname_zoloz", ".venv/bin"):
            (self._folder / name).mkdir(parents=True)
        shutil.copy(ROOT / "scripts/demo", self._folder / "scripts")
        (self._folder / GENERATED).write_text("before\n", encoding="utf-8")
        self._program("scripts/install", "#!/bin/sh\necho installed\n")

    def run(self, *, build: str = ":", status: int = 0) -> subprocess.CompletedProcess[str]:
        """Run it from elsewhere, with a build that does `build` and a demonstration that ends with `status`."""
        self._program(".venv/bin/python", INTERPRETER.format(build=build, status=status))
        command = [str(self._folder / "scripts/demo")]
        return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)

    def _program(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8")
        (self._folder / name).chmod(0o755)


def test_the_steps_follow_each_other(tmp_path: Path) -> None:
    """It installs, builds, finds nothing changed, and demonstrates; started from anywhere."""
    run = Copy(tmp_path).run()

    assert (0, "") == (run.returncode, run.stderr)
    assert [
        "1. Environment",
        "installed",
        "   Python 3.x in .venv, locked packages",
        "2. Clients, regenerated from specs/",
        "   nothing changed: generated/ is what the contracts make",
        "demonstrated with PYTHONPATH scripts",
    ] == run.stdout.splitlines()


@pytest.mark.parametrize(
    ("build", "file"),
    [
        (f"echo after > {GENERATED}", GENERATED),
        ("touch generated/new.py", "generated/new.py"),
        (f"rm {GENERATED}", GENERATED),
    ],
    ids=["changed", "added", "removed"],
)
def test_generated_files_that_were_not_up_to_date_are_named(tmp_path: Path, build: str, file: str) -> None:
    """A file that the build changes, adds or removes was not what the contracts make."""
    run = Copy(tmp_path).run(build=build)

    assert (1, [file]) == (run.returncode, run.stderr.splitlines()[1:])
    assert "demonstrated" not in run.stdout


@pytest.mark.parametrize(("build", "status", "demonstrated"), [("exit 2", 0, False), (":", 1, True)])
def test_what_ends_it_decides(tmp_path: Path, build: str, status: int, demonstrated: bool) -> None:
    """What the demonstration found; nothing is demonstrated with clients that could not be made."""
    run = Copy(tmp_path).run(build=build, status=status)

    assert (1, demonstrated) == (run.returncode, "demonstrated" in run.stdout)


def test_a_misspelt_option_does_nothing() -> None:
    """There are none, and what is not understood is not passed over."""
    run = subprocess.run([ROOT / "scripts/demo", "--fast"], capture_output=True, text=True, check=False)

    assert (2, "", "scripts/demo takes no arguments\n") == (run.returncode, run.stdout, run.stderr)


@pytest.fixture(scope="module")
def transcript(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demonstration printed; it ended well."""
    folder = tmp_path_factory.mktemp("transcript")
    environment = {
        "PYTHONPATH": str(ROOT / "scripts"),
        "TMPDIR": str(folder),
        "PYTHONIOENCODING": "utf-8",
        "HTTP_PROXY": "http://127.0.0.1:9",  # must not stand in between
        "REALNAME_ZOLOZ_PRIVATE_KEY_FILE": "/nowhere",  # the user's own settings must not count
    }
    run = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    assert (0, "", []) == (run.returncode, run.stderr, list(folder.iterdir()))
    return run.stdout


def test_every_provider_is_called_twice(transcript: str) -> None:
    """Each operation is called sync and async, and its answer, request id and time are shown."""
    shown = re.findall(r"^ ok +(sync|async) .*?(\w+ SUCCESS) .* ([\w-]{13,}) +\d+ ms", transcript, re.MULTILINE)

    assert [
        ("sync", "resultCode SUCCESS"),
        ("async", "resultCode SUCCESS"),
        ("sync", "identity_result SUCCESS"),
        ("async", "identity_result SUCCESS"),
        ("sync", "flowStatus SUCCESS"),
        ("async", "flowStatus SUCCESS"),
    ] == [(how, says) for how, says, _ in shown]
    assert len({request_id for _, _, request_id in shown}) == len(shown)


def test_a_journey_of_each_provider_is_gone_with_two_persons(transcript: str) -> None:
    """One is verified; for the other `require_verified` raises."""
    rows = re.findall(r"^ ok +(\S+) +.*(wait_for_\w+).* +(\w+) +(\w+) *$", transcript, re.MULTILINE)

    assert [
        ("ZOLOZ", "wait_for_checkresult", "VERIFIED", "RejectedError"),
        ("Alipay", "wait_for_face_verification", "VERIFIED", "RejectedError"),
        ("e签宝", "wait_for_flow", "VERIFIED", "RejectedError"),
    ] == rows


def test_forged_answers_are_refused_and_their_twins_accepted(transcript: str) -> None:
    """Seven forgeries raise; the genuine answer beside each of them is accepted."""
    rows = re.findall(r"^ ok +(\S+) +.*(SignatureError|DecodeError) +accepted", transcript, re.MULTILINE)

    assert [("ZOLOZ", "SignatureError")] * 3 + [("Alipay", "SignatureError")] * 3 + [("e签宝", "DecodeError")] == rows


def test_changed_requests_are_refused_in_the_providers_words(transcript: str) -> None:
    """One byte changed after signing, and each gateway says so in its own way."""
    rows = re.findall(r"^ ok +(\S+) +(.*) \(HTTP (\d+)\) +AuthenticationError +accepted", transcript, re.MULTILINE)

    assert [
        ("ZOLOZ", "SIGNATURE_INVALID: the signature does not match", "200"),
        ("Alipay", "invalid-signature: the signature does not match", "400"),
        ("e签宝", "401: INVALID_SIGNATURE", "401"),
    ] == rows


def test_nothing_private_is_printed(transcript: str) -> None:
    """Neither persons, tokens and keys nor signatures are in the output, and without a terminal no control codes."""
    assert [] == [text for text in ("110101", "token-", "conn-", "demo-user", "MII", "\x1b") if text in transcript]


@pytest.mark.parametrize(
    ("owner", "method", "idle", "problem"),
    [
        (zoloz.Auth, "verify", believing, "ZOLOZ, answer .*: expected SignatureError, got"),
        (alipay.Auth, "verify", believing, "Alipay, answer .*: expected SignatureError, got"),
        (
            OneByteChanged,
            "handle_request",
            httpx.HTTPTransport.handle_request,
            ".*: expected AuthenticationError, got an answer",
        ),
    ],
    ids=["ZOLOZ", "Alipay", "meddler"],
)
def test_what_checks_or_changes_nothing_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    owner: object,
    method: str,
    idle: Callable[..., object],
    problem: str,
) -> None:
    """If verification or the meddler did nothing, the demonstration would fail, and name the three that passed."""
    monkeypatch.setattr(owner, method, idle)

    status = main()

    captured = capfd.readouterr()
    assert (1, 3) == (status, len(re.findall(f"^- {problem}", captured.err, re.MULTILINE)))
    assert "Everything was as expected" not in captured.out


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("zoloz/signing.py", "{client_id}.{time}.", "{client_id},{time},"),
        ("zoloz/testing/canonical.py", 'separator: str = "."', 'separator: str = ","'),
        ("alipay/signing.py", 'head + body + b"\\n" + tail', "head + body + tail"),
        ("esign/testing/canonical.py", "self.method, self.accept,", "self.accept, self.method,"),
    ],
    ids=["client: comma for full stop", "judge: comma", "client: no last line feed", "judge: order of headers"],
)
def test_a_mistake_in_what_is_signed_is_found_out(
    plain: dict[str, str], tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    """Be it the client's or the sandbox's: the two do not agree any more, and the demonstration fails."""
    package = shutil.copytree(ROOT / "overlays/realname", tmp_path / "overlays/realname") / file
    assert 1 == package.read_text(encoding="utf-8").count(right)
    package.write_text(package.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    path = os.pathsep.join(str(folder) for folder in (tmp_path / "overlays", ROOT / "generated", ROOT / "scripts"))

    run = subprocess.run(COMMAND, env=plain | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)

    assert (1, True) == (run.returncode, "expected an answer, got" in run.stderr), run.stderr


def test_a_sandbox_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The exit status is 1, and the reason is named."""
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    interpreter.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(interpreter))

    assert 1 == main()
    assert "the sandbox ended with status 7" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(
    plain: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    """Ctrl-C and SIGTERM end the sandbox, too, and its files are removed."""
    with subprocess.Popen(
        COMMAND,
        env=plain,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # What a shell runs in the background is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        pid = next(int(line.rsplit(" ", 1)[1]) for line in process.stdout if "in process" in line)
        process.send_signal(number)
        process.communicate()

    assert (128 + number, []) == (process.returncode, list(tmp_path.iterdir()))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
