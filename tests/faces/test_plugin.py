"""The pytest plugin: its fixtures, and how it does in other people's projects, used or not."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import frozen

from realname import ServerError, SignatureError, alipay, esign, zoloz
from realname.sandbox import Sandbox
from tests.callers import ALIPAY, USER, ZOLOZ

ARGUMENTS = {**ZOLOZ.arguments, "user_id": USER}


@pytest.fixture
def client(realname_sandbox: Sandbox) -> Iterator[zoloz.Client]:
    """A client in front of the sandbox, where its user is enrolled."""
    gateway = realname_sandbox.zoloz
    gateway.enroll(USER)
    with zoloz.Client(gateway.credentials, base_url=gateway.url, attempts=2) as client:
        yield client


@pytest.fixture
def own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a developer may have set for accounts of their own."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", "/nowhere/key.pem")
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", "a certificate")


def test_what_was_received_can_be_told_and_a_fault_injected(realname_sandbox: Sandbox, client: zoloz.Client) -> None:
    """The next answer is spoilt, the one after it genuine; the record of a request holds what was sent."""
    realname_sandbox.fail_next("zoloz", "tampered_body")

    with pytest.raises(SignatureError):
        client.query_enroll_status(**ARGUMENTS)
    client.query_enroll_status(**ARGUMENTS)

    assert [{**ZOLOZ.wire, "userId": USER}] * 2 == [json.loads(item.body) for item in realname_sandbox.requests]


@pytest.mark.usefixtures("own_variables", "realname_environment")
def test_clients_come_from_the_environment(realname_sandbox: Sandbox) -> None:
    """Every provider's variables are set, and a developer's own play no part."""
    for module, gateway in zip((zoloz, alipay, esign), realname_sandbox.gateways.values(), strict=True):
        with module.Client.from_env() as client:
            assert repr(client).endswith(f"at {gateway.url}>")


def test_repetitions_are_as_many_as_ever_and_do_not_wait(realname_sandbox: Sandbox, client: zoloz.Client) -> None:
    """The client's own number of attempts holds, whether fewer or more are asked for."""
    realname_sandbox.fail_next("zoloz", "html_502", times=None)

    for attempts in (2, 12):  # which would take half a minute
        with pytest.raises(ServerError):
            client.with_options(attempts=attempts).query_enroll_status(**ARGUMENTS)

    assert 2 + 12 == len(realname_sandbox.requests)


def test_the_session_sandbox_is_the_same(realname_session_sandbox: Sandbox, realname_sandbox: Sandbox) -> None:
    """What outlives a test talks to the gateways that the test sees."""
    assert realname_session_sandbox is realname_sandbox


# ---- in other people's projects --------------------------------------------------------------------------------------


@frozen
class Run:
    """What a pytest run printed, and how it ended."""

    status: int
    output: str

    @property
    def outcomes(self) -> dict[str, int]:
        """The closing line's numbers, such as `{"passed": 3}`."""
        closing = [line for line in self.output.splitlines() if re.search(r" in \d+\.\d+s", line)][-1]
        return {
            word.removesuffix("s"): int(number)
            for number, word in re.findall(r"(\d+) (passed|failed|errors?)", closing)
        }


class Project:
    """A folder with tests that use the plugin."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Add a file."""
        (self._folder / name).write_text(dedent(text), encoding="utf-8")

    def run(self, *options: str, plugins: tuple[str, ...] | None = ("realname",), language: str = "C.UTF-8") -> Run:
        """Run the tests with these plugins, or with all that pytest finds if None."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("REALNAME_", "PYTEST_", "LC_"))
        } | {"LANG": language, "PYTHONUTF8": "1"}
        if plugins != ("realname",):  # of our code they run no more than those with this plugin alone
            environment.pop("COVERAGE_PROCESS_CONFIG", None)
        if plugins is not None:
            environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            options += tuple(f"-p{name}" for name in plugins)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        return Run(done.returncode, done.stdout)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


CALLS = f"""
    import asyncio
    import pytest
    from realname import zoloz
    from realname.core import waiting

    @pytest.fixture
    def anyio_backend():
        return "asyncio"

    async def enroll_and_ask(sandbox):
        assert [] == sandbox.requests
        sandbox.zoloz.enroll({USER!r})
        async with zoloz.AsyncClient(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
            await client.query_enroll_status(**{ARGUMENTS!r})
        assert ["accepted"] == [request.verdict for request in sandbox.requests]

    @pytest.mark.asyncio
    async def test_with_pytest_asyncio(realname_sandbox):
        await enroll_and_ask(realname_sandbox)

    @pytest.mark.anyio
    async def test_with_anyio(realname_sandbox):
        await enroll_and_ask(realname_sandbox)

    @pytest.mark.parametrize("number", range(3))
    def test_without_either(realname_sandbox, number):
        asyncio.run(enroll_and_ask(realname_sandbox))

    def test_repetitions_wait_again_afterwards():
        assert not waiting._skipping
"""


def test_pytest_finds_it_and_it_works_with_sync_asyncio_and_anyio_tests(project: Project) -> None:
    """Each test sees a sandbox without a trace of the others; whoever does not ask for it, waits as ever."""
    project.write("test_theirs.py", CALLS)

    run = project.run(plugins=None)

    assert {"passed": 6} == run.outcomes, run.output


def test_workers_of_xdist_do_not_meet(project: Project) -> None:
    """Each worker has its own sandbox."""
    project.write("test_theirs.py", CALLS)

    run = project.run("-n", "2", plugins=("realname", "xdist", "anyio", "asyncio"))

    assert {"passed": 6} == run.outcomes, run.output


ASKING = f"""
    import pytest
    from realname import WaitTimeoutError, esign, zoloz

    NEW_YEAR = 1577836800.0  # of 2020

    def ask(sandbox, at=None):
        sandbox.zoloz.enroll({USER!r})
        with (
            zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client,
            esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url, access="token") as other,
        ):
            client.query_enroll_status(**{ARGUMENTS!r})
            other.get_flow_outline(flow_id=sandbox.esign.sample_flow_id)
        judge(sandbox, at)

    async def ask_from_a_task(sandbox, at=None):
        sandbox.zoloz.enroll({USER!r})
        async with (
            zoloz.AsyncClient(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client,
            esign.AsyncClient(sandbox.esign.credentials, base_url=sandbox.esign.url, access="token") as other,
        ):
            await client.query_enroll_status(**{ARGUMENTS!r})
            await other.get_flow_outline(flow_id=sandbox.esign.sample_flow_id)
        judge(sandbox, at)

    def judge(sandbox, at):
        assert ["accepted"] * 3 == [record.verdict for record in sandbox.requests[-3:]]
        for record in sandbox.requests[-3:]:
            assert 0 <= record.seconds < 60
            assert at is None or at <= record.at < at + 60

    def wait(sandbox):
        sandbox.zoloz.enroll({USER!r})
        with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
            started = client.initialize(biz_id="1", user_id={USER!r}, meta_info="MOB_H5")
            with pytest.raises(WaitTimeoutError):
                client.wait_for_checkresult(biz_id="1", transaction_id=started.transaction_id, timeout=600.0)
"""
FROZEN = """
    import time
    import pytest
    from asking import NEW_YEAR, ask, ask_from_a_task, wait
    from freezegun import freeze_time

    def test_with_the_sandbox(realname_sandbox):
        with freeze_time("2020-01-01"):
            ask(realname_sandbox, NEW_YEAR)
            wait(realname_sandbox)

    @pytest.mark.parametrize("how", [{"real_asyncio": True}, {"tick": True}, {"auto_tick_seconds": 0.01}])
    def test_in_other_ways(realname_sandbox, how):
        with freeze_time("2020-01-01", **how):
            ask(realname_sandbox)
            wait(realname_sandbox)

    @freeze_time("2020-01-01")
    def test_decorated(realname_sandbox):
        ask(realname_sandbox, NEW_YEAR)

    @freeze_time("2020-01-01")
    class TestDecorated:
        def test_it(self, realname_sandbox):
            ask(realname_sandbox, NEW_YEAR)

    @pytest.mark.asyncio
    @freeze_time("2020-01-01")
    async def test_decorated_task(realname_sandbox):
        await ask_from_a_task(realname_sandbox, NEW_YEAR)

    def test_that_moves_it(realname_sandbox):
        with freeze_time("2020-01-01") as frozen:
            for change in (lambda: None, lambda: frozen.tick(7200), lambda: frozen.move_to("2019-01-01")):
                change()
                ask(realname_sandbox, time.time())

    def test_without_the_sandbox():
        with freeze_time("2020-01-01"):
            time.sleep(0.3)

    def test_thawed(realname_sandbox):
        realname_sandbox.fail_next("zoloz", "delay", seconds=0.01)
        ask(realname_sandbox)
"""
TRAVELLING = """
    import pytest
    import time_machine
    from asking import NEW_YEAR, ask, ask_from_a_task, wait

    @pytest.mark.parametrize("tick", [True, False])
    def test_of_a_traveller(realname_sandbox, tick):
        with time_machine.travel("2020-01-01 00:00 +0000", tick=tick) as traveller:
            ask(realname_sandbox, NEW_YEAR)
            wait(realname_sandbox)
            traveller.shift(7200)
            ask(realname_sandbox, NEW_YEAR + 7200)

    @pytest.mark.asyncio
    @time_machine.travel("2020-01-01 00:00 +0000", tick=False)
    async def test_of_a_travelling_task(realname_sandbox):
        await ask_from_a_task(realname_sandbox, NEW_YEAR)
"""
SESSIONS = {"": 13, "freeze_time('2021-01-01')": 10, "time_machine.travel('2021-01-01', tick=False)": 13}
"""What a whole session may be under, and how many tests can be: time-machine does not start where freezegun is on."""


@pytest.mark.parametrize("session", SESSIONS)
def test_a_frozen_clock_does_not_keep_it_from_working_and_ending(project: Project, session: str) -> None:
    """Whichever test freezes it or travels, also if time stands still before the sandbox is first asked for."""
    conftest = f"""
        import contextlib
        import pytest
        import time_machine
        from freezegun import freeze_time

        @pytest.fixture(scope="session", autouse=True)
        def frozen():
            with {session or "contextlib.nullcontext()"}:
                yield
        """
    project.write("conftest.py", conftest)
    project.write("asking.py", ASKING)
    project.write("test_frozen.py", FROZEN)
    if "freeze" not in session:
        project.write("test_travelling.py", TRAVELLING)

    run = project.run(plugins=("realname", "asyncio"))

    assert {"passed": SESSIONS[session]} == run.outcomes, run.output


THEIRS = f"""
    from realname import alipay, zoloz

    def test_of_theirs(realname_sandbox, realname_environment):
        realname_sandbox.zoloz.enroll("user-1")
        token = realname_sandbox.alipay.issue_token()
        realname_sandbox.fail_next("alipay", "tampered_body")
        arguments = {ALIPAY.arguments!r}
        arguments.update((name, getattr(token, name)) for name in arguments if hasattr(token, name))
        with zoloz.Client.from_env() as zoloz_client, alipay.Client.from_env() as client:
            zoloz_client.query_enroll_status(**{ARGUMENTS!r})
            client.query_jobworth_authentication(**arguments)

    def test_of_nobody():
        raise ArithmeticError

    def test_that_sends_nothing(realname_sandbox):
        raise ArithmeticError
"""


def test_a_failed_test_shows_what_the_sandbox_received(project: Project) -> None:
    """One line a request with its verdict, without query and body; other tests have no such part."""
    project.write("test_theirs.py", THEIRS)

    run = project.run("--tb=line", "-rN")

    shown = run.output.partition("= FAILURES =")[2].splitlines()
    assert {"failed": 3} == run.outcomes
    assert [
        f"zoloz {ZOLOZ.method} {ZOLOZ.path}: 200 accepted",
        f"alipay {ALIPAY.method} {ALIPAY.path}: 200 accepted [tampered_body]",
    ] == [line for line in shown if line.startswith(("zoloz ", "alipay "))]


FORGED = f"""
    import pytest
    from realname import zoloz

    def test_a_forged_answer(realname_sandbox, realname_environment):
        realname_sandbox.zoloz.enroll({USER!r})
        realname_sandbox.fail_next("zoloz", "wrong_key")
        with zoloz.Client.from_env() as client:
            try:
                client.query_enroll_status(**{ARGUMENTS!r})
            except Exception as error:
                raise ArithmeticError("of the service") from error

    def test_of_nobody():
        raise ArithmeticError

    def test_of_a_circle():
        error = ArithmeticError()
        error.__cause__ = KeyError()
        error.__cause__.__context__ = error
        raise error
"""


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_a_failed_test_tells_of_an_error_in_the_language_of_the_locale(project: Project, language: str) -> None:
    """What happened and what to do, for errors of ours alone; the traceback has it in English."""
    project.write("test_theirs.py", FORGED)

    run = project.run("-rN", language=language)

    says = "SignatureError: ZOLOZ 的应答带有签名，但不是 ZOLOZ 对这份应答的签名。请勿据此处理业务。"
    is_chinese = language.startswith("zh")
    assert {"failed": 3} == run.outcomes, run.output
    assert run.output.count(says) == is_chinese
    assert run.output.count("realname：发生了什么") == is_chinese
    assert run.output.count("已接受 [wrong_key]") == is_chinese
    assert run.output.count("realname_sandbox 收到的请求") == is_chinese


def test_a_fault_or_breach_that_spoils_nothing_fails_the_test(project: Project) -> None:
    """Though the test itself expects a failure, or none."""
    project.write(
        "test_theirs.py",
        f"""
        import pytest
        from realname import ServerError, alipay

        def ask(sandbox):
            token = sandbox.alipay.issue_token()
            arguments = {ALIPAY.arguments!r}
            arguments.update((name, getattr(token, name)) for name in arguments if hasattr(token, name))
            with alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as client:
                client.query_jobworth_authentication(**arguments)

        def test_a_fault(realname_sandbox):
            realname_sandbox.fail_next("alipay", "plain_answer")
            with pytest.raises(ServerError):
                ask(realname_sandbox)

        def test_a_breach(realname_sandbox):
            realname_sandbox.break_contract("alipay", "missing_required_field")
            ask(realname_sandbox)

        def test_neither(realname_sandbox):
            ask(realname_sandbox)
        """,
    )

    run = project.run("--tb=short", "-rN")

    assert {"passed": 3, "error": 2} == run.outcomes, run.output
    assert f"alipay {ALIPAY.method} {ALIPAY.path}: 500 unfit fault [plain_answer]" in run.output
    assert "no answer could be altered by these breaches: alipay: missing_required_field" in run.output


def test_without_the_extra_it_says_what_to_install(project: Project) -> None:
    """The test that asks for it ends with an error that names the extra; the others run."""
    project.write("conftest.py", "import sys\nsys.modules['jsonschema_rs'] = None\n")
    project.write("test_theirs.py", "def test_a(realname_sandbox): ...\ndef test_b(): ...\n")

    run = project.run()

    assert {"passed": 1, "error": 1} == run.outcomes
    assert "the sandbox needs jsonschema_rs: install the extra, realname[sandbox]" in run.output


OWN = {"realname", "realname.core", "realname.core.version", "realname.pytest_plugin"}


def test_a_run_that_does_not_use_it_imports_nothing(project: Project) -> None:
    """Neither the sandbox nor the libraries of the clients are loaded until a test asks."""
    project.write(
        "test_theirs.py",
        f"""
        import sys

        def test_that_nothing_is_loaded():
            unwanted = {{"attrs", "cattrs", "cryptography", "httpx", "jsonschema_rs", "uvicorn"}}
            assert set() == unwanted & sys.modules.keys()
            assert {OWN} == {{name for name in sys.modules if name.startswith("realname")}}
        """,
    )

    run = project.run()

    assert {"passed": 1} == run.outcomes, run.output


def test_it_imports_no_module_that_pytest_has_not() -> None:
    """Beside its own, the plugin costs a run nothing."""
    code = "import sys, pytest; before = {*sys.modules}; import realname.pytest_plugin; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) == OWN


def test_the_entry_point_names_it() -> None:
    """Its name is what `-p realname` and `-p no:realname` take."""
    [entry] = entry_points(group="pytest11", name="realname")

    assert "realname.pytest_plugin" == entry.value
