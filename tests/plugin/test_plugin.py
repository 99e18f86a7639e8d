"""The plugin in other people's projects: found, used, and not in the way of those who do not use it."""

import subprocess
import sys
from importlib.metadata import entry_points

from .conftest import Project

CALLS = """
    import asyncio
    import pytest
    import stamina
    from realname import zoloz

    @pytest.fixture
    def anyio_backend():
        return "asyncio"

    async def enroll_and_ask(sandbox):
        assert [] == sandbox.requests
        sandbox.zoloz.enroll("user-1")
        async with zoloz.AsyncClient(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
            await client.query_enroll_status(biz_id="1", user_id="user-1")
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
        assert not stamina.is_testing()
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


def test_a_failed_test_shows_what_the_sandbox_received(project: Project) -> None:
    """One line a request with its verdict, without query and body; other tests have no such part."""
    project.write(
        "test_theirs.py",
        """
        from realname import alipay, zoloz

        def test_of_theirs(realname_sandbox, realname_environment):
            realname_sandbox.zoloz.enroll("user-1")
            token = realname_sandbox.alipay.issue_token()
            realname_sandbox.fail_next("alipay", "tampered_body")
            with zoloz.Client.from_env() as zoloz_client, alipay.Client.from_env() as client:
                zoloz_client.query_enroll_status(biz_id="1", user_id="user-1")
                client.query_jobworth_authentication(
                    conn_key=token.conn_key, once_token=token.once_token, query_type="exact", identity_type="04",
                    service_id="1", cert_no=token.cert_no, cert_type="0",
                )

        def test_of_nobody():
            raise ArithmeticError

        def test_that_sends_nothing(realname_sandbox):
            raise ArithmeticError
        """,
    )

    run = project.run("--tb=line", "-rN")

    shown = run.output.partition("= FAILURES =")[2].splitlines()
    assert {"failed": 3} == run.outcomes
    assert [
        "zoloz POST /api/v1/zoloz/connect/queryEnrollStatus: 200 accepted",
        "alipay GET /v3/zhima/customer/jobworth/authentication: 200 accepted [tampered_body]",
    ] == [line for line in shown if line.startswith(("zoloz ", "alipay "))]


def test_without_the_extra_it_says_what_to_install(project: Project) -> None:
    """The test that asks for it ends with an error that names the extra; the others run."""
    project.write("conftest.py", "import sys\nsys.modules['jsonschema_rs'] = None\n")
    project.write("test_theirs.py", "def test_a(realname_sandbox): ...\ndef test_b(): ...\n")

    run = project.run()

    assert {"passed": 1, "error": 1} == run.outcomes
    assert "the sandbox needs jsonschema_rs: install the extra, realname[sandbox]" in run.output


def test_a_run_that_does_not_use_it_imports_nothing(project: Project) -> None:
    """Neither the sandbox nor the libraries of the clients are loaded until a test asks."""
    project.write(
        "test_theirs.py",
        """
        import sys

        def test_that_nothing_is_loaded():
            unwanted = {"attrs", "cattrs", "cryptography", "httpx", "jsonschema_rs", "stamina", "uvicorn"}
            assert set() == unwanted & sys.modules.keys()
            own = {name for name in sys.modules if name.startswith("realname")}
            assert {"realname", "realname.pytest_plugin"} == own
        """,
    )

    run = project.run()

    assert {"passed": 1} == run.outcomes, run.output


def test_it_imports_no_module_that_pytest_has_not() -> None:
    """Beside its own two modules, the plugin costs a run nothing."""
    code = "import sys, pytest; before = {*sys.modules}; import realname.pytest_plugin; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"realname", "realname.pytest_plugin"} == set(done.stdout.split())


def test_the_entry_point_names_it() -> None:
    """Its name is what `-p realname` and `-p no:realname` take."""
    [entry] = entry_points(group="pytest11", name="realname")

    assert "realname.pytest_plugin" == entry.value
