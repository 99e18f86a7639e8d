"""The pytest plugin: a sandbox for the tests of a service that calls providers.

    def test_an_enrolled_user_is_known(realname_sandbox):
        realname_sandbox.zoloz.enroll("user-1")
        with zoloz.Client(realname_sandbox.zoloz.credentials, base_url=realname_sandbox.zoloz.url) as client:
            client.query_enroll_status(biz_id="1", user_id="user-1")

        [request] = realname_sandbox.requests
        assert {"bizId": "1", "userId": "user-1"} == json.loads(request.body)

pytest finds it by itself. The sandbox and everything it needs is imported and started by the first test that asks for
it; a run without such a test pays for this module alone. Under pytest-xdist each worker has a sandbox of its own.
"""

import os
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from realname.core.errors import RealnameError
    from realname.sandbox import Record, Sandbox


@pytest.fixture(scope="session")
def realname_session_sandbox(pytestconfig: pytest.Config) -> "Iterator[Sandbox]":
    """The sandbox behind `realname_sandbox`, for fixtures that outlive a test, such as an application under test."""
    from realname.sandbox import Sandbox

    with Sandbox() as sandbox:
        pytestconfig.pluginmanager.register(requests := _Requests(sandbox))
        yield sandbox
        pytestconfig.pluginmanager.unregister(requests)


@pytest.fixture
def realname_sandbox(realname_session_sandbox: "Sandbox") -> "Iterator[Sandbox]":
    """The gateways, with nothing in them and no fault armed. URLs and credentials stay the same during a run.

    While the test runs, no client of the process waits between attempts; each makes as many as it would otherwise. A
    test whose fault or breach could spoil no answer fails. The gateways' clock is that of the process, also where
    freezegun or time-machine stops it; `fast_forward` and `clock` move what a test needs moved, for that test.
    """
    from realname.core.waiting import without_waiting

    realname_session_sandbox.reset()
    with without_waiting():
        yield realname_session_sandbox
    unfit = [_line(record) for record in realname_session_sandbox.requests if record.verdict == "unfit fault"]
    realname_session_sandbox.reset()
    if unfit:
        pytest.fail("\n".join([_say("a fault could not spoil the answer that it met:"), *unfit]), pytrace=False)


@pytest.fixture
def realname_environment(realname_sandbox: "Sandbox", monkeypatch: pytest.MonkeyPatch) -> None:
    """What `from_env` of every provider reads, set to the sandbox for one test.

    Every other variable of theirs is unset, so that a developer's own credentials play no part.
    """
    from realname.providers import PROVIDERS

    prefixes = tuple(f"REALNAME_{provider}_".upper() for provider in PROVIDERS)
    for name in [name for name in os.environ if name.startswith(prefixes)]:
        monkeypatch.delenv(name)
    for name, value in realname_sandbox.environment().items():
        monkeypatch.setenv(name, value)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say in the language of the locale what an error of ours says in English; where that is the language, nothing."""
    report = yield
    if not (report.failed and call.excinfo and (error := _of_ours(call.excinfo.value))):
        return report
    from realname.language import of_locale, with_remedy

    if (language := of_locale(os.environ)) != "en":
        told = with_remedy(error.args[0], error.remedy, language)
        report.sections.append((_say("what happened"), f"{type(error).__name__}: {told}"))
    return report


class _Requests:
    """Shows, below a test that failed, what the sandbox received in it. In place once a sandbox runs."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.failed and "realname_sandbox" in getattr(item, "fixturenames", ()):
            lines = [_line(record) for record in self._sandbox.requests]
            report.sections.append((_say("realname_sandbox received"), "\n".join(lines) or _say("no request")))
        return report


def _line(record: "Record") -> str:
    """A request and what became of it, without anything personal: no query, no body."""
    fault = f" [{record.fault}]" if record.fault else ""
    return f"{record.provider} {record.method} {record.path}: {record.status} {_say(record.verdict)}{fault}"


def _of_ours(error: BaseException | None) -> "RealnameError | None":
    """The first error of ours in what was raised, and what led to it."""
    errors = sys.modules.get("realname.core.errors")  # not loaded: none was raised
    seen: list[BaseException] = []
    while errors and error and error not in seen:
        if isinstance(error, errors.RealnameError):
            ours: RealnameError = error
            return ours
        seen.append(error)
        error = error.__cause__ or error.__context__
    return None


def _say(text: str) -> str:
    """Text in the language of the locale."""
    from realname.language import of_locale, say

    return say(text, of_locale(os.environ))
