"""README and the pages in docs/ hold: what they show runs and prints what they say."""

import ast
import importlib.util
import inspect
import os
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import WSGIApplication

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings  # type: ignore[import-untyped]  # Django ships no types
from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # the same
from django.test import override_settings  # type: ignore[import-untyped]  # the same
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from typer.main import get_command
from typer.testing import CliRunner

import realname
from realname import alipay, zoloz
from realname.cli.application import app
from realname.providers import PROVIDERS
from realname.sandbox import Received, Sandbox
from realname.sandbox.control.control import Control
from realname.testing.gateway.messages import Answer, Stream
from tests import facts
from tests.certificates import pem
from tests.repository.blocks import Block, blocks, output_after

ROOT = facts.ROOT
README = ROOT / "README.md"
CONTROL = ("REALNAME_SANDBOX_CONTROL_URL", "REALNAME_SANDBOX_CONTROL_TOKEN")
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
SANDBOX = ROOT / "docs" / "sandbox.md"
PAGE = blocks(README)
JOURNEYS = blocks(ROOT / "docs" / "journeys.md")
LIVING = blocks(SANDBOX)
FAST = blocks(ROOT / "docs" / "performance.md")
PYTHON = [block for block in (*PAGE, *JOURNEYS, *LIVING, *FAST) if block.language == "python" and not block.file_name]
EXAMPLES = [block for block in PYTHON if "alias_httpx" not in block.text]


def _commands(page: list[Block]) -> list[str]:
    lines = [line for block in page if block.language == "sh" for line in block.text.splitlines()]
    return [line for line in lines if not line.startswith("#")]


COMMANDS = _commands(PAGE)
ALL_COMMANDS = list(dict.fromkeys((*COMMANDS, *_commands(LIVING), *_commands(blocks(ROOT / "CONTRIBUTING.md")))))
COMMAND_LINE_FLOW_ID = facts.main("esign").wire["flowId"]
FLOW_ID = "100000000000000001"

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Sandbox, dict[str, str]]]:
    """A sandbox for all examples, and everything that one in another process would write to its file."""
    sandbox = Sandbox()
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    try:
        address = {"REALNAME_SANDBOX_CONTROL_URL": url, "REALNAME_SANDBOX_CONTROL_TOKEN": control.token}
        yield sandbox, sandbox.environment() | address
    finally:
        sandbox.close()


@pytest.fixture
def sandbox(running: tuple[Sandbox, dict[str, str]]) -> Sandbox:
    """That sandbox, as it is after its start."""
    running[0].reset()
    return running[0]


@pytest.fixture
def names(
    sandbox: Sandbox,
    running: tuple[Sandbox, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Mapping[str, object]:
    """What the README's reader has: users, a token, flows, variables, key files, and values of their own."""
    for number in (1, 2, 3):
        sandbox.zoloz.enroll(f"user-{number}")
    face = {"subFlowId": "1", "subFlowType": "FACEAUTH_ZMXY", "status": "SUCCESS"}
    sandbox.esign.add_flow(FLOW_ID, sub_flows=[face])
    sandbox.esign.add_flow(COMMAND_LINE_FLOW_ID)
    token = sandbox.alipay.issue_token()
    for gateway in (sandbox.zoloz, sandbox.alipay, sandbox.esign):
        gateway.settings.finish_after = 0
    for name, value in running[1].items():
        monkeypatch.setenv(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setattr(zoloz, "SERVERS", {"sandbox": sandbox.zoloz.url})
    monkeypatch.setattr(alipay, "SERVERS", {"sandbox": sandbox.alipay.url})
    monkeypatch.chdir(tmp_path)
    for name, text in _files(sandbox, running[1]).items():
        Path(name).write_text(text, encoding="utf-8")
    return {
        "conn_key": token.conn_key,
        "once_token": token.once_token,
        "cert_no": token.cert_no,
        "service_id": "service-1",
        "code_from": sandbox.esign.sent_code,
        "amount_from": lambda flow_id: str(sandbox.esign.transferred_amount(flow_id)),
    }


def _files(sandbox: Sandbox, variables: Mapping[str, str]) -> dict[str, str]:
    """The files that the examples read, under the names that consoles give them."""
    certificates = sandbox.alipay.environment(certificates=True)
    return {
        "merchant-private-key.pem": variables["REALNAME_ZOLOZ_PRIVATE_KEY"],
        "zoloz-public-key.pem": variables["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"],
        "app-private-key.pem": certificates["REALNAME_ALIPAY_PRIVATE_KEY"],
        "appCertPublicKey.crt": certificates["REALNAME_ALIPAY_APP_CERTIFICATE"],
        "alipayCertPublicKey_RSA2.crt": certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"],
        "alipayRootCert.crt": certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"],
        "company-ca.pem": pem(
            ec.generate_private_key(ec.SECP256R1()),
            extension=x509.BasicConstraints(ca=True, path_length=None),
        ),
        "photo.jpg": "a face",
        "flows.csv": f"flow_id\n{FLOW_ID}\n",
        "sandbox.env": "".join(f"{name}={value}\n" for name, value in variables.items()),
    }


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve a WSGI application on loopback, and give its address."""
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Print nothing."""


def _run(block: Block, names: Mapping[str, object], request: pytest.FixtureRequest) -> dict[str, Any]:
    """Execute an example as a module of its own, then the tests that it defines, with the fixtures they ask for."""
    namespace = {"__name__": "example", **names}
    tree = ast.parse("\n" * (block.line - 1) + block.text, str(block.page))
    exec(compile(tree, str(block.page), "exec"), namespace)  # noqa: S102 - the project's own pages
    for name, value in list(namespace.items()):
        if name.startswith("test_") and isinstance(value, FunctionType):
            fixtures = [request.getfixturevalue(fixture) for fixture in inspect.signature(value).parameters]
            for fixture in fixtures:
                if isinstance(fixture, Sandbox):
                    fixture.reset()  # as it would be for each test
            value(*fixtures)
    return namespace


def _example(heading: str) -> Block:
    """The last example below a heading."""
    return [block for block in EXAMPLES if block.heading == heading][-1]


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_runs_and_prints_what_stands_below_it(
    block: Block, names: Mapping[str, object], capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Each Python block is complete: it runs by itself, but for the reader's own values."""
    _run(block, names, request)

    output = output_after(block)
    if output is not None:
        assert output == capsys.readouterr().out


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("block", [block for block in PYTHON if block not in EXAMPLES], ids=str)
def test_an_example_for_httpx2_runs_in_a_process_of_its_own(block: Block) -> None:
    """From its first line on httpx is httpx2 there."""
    lines = "import httpcore, httpx; print(httpx.__name__, httpcore.__name__)"
    done = subprocess.run([sys.executable, "-c", f"{block.text}\n{lines}"], capture_output=True, check=False, text=True)

    assert (0, "") == (done.returncode, done.stderr)
    assert "httpx2 httpcore2" == done.stdout.splitlines()[-1]


def test_an_example_that_prints_something_else_would_be_found(
    names: Mapping[str, object], capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """The output block belongs to its example: another flow gives another output."""
    block = _example("e签宝")
    changed = Block(README, block.heading, "python", 1, block.text.replace(FLOW_ID, "100000000000000002"))

    with pytest.raises(realname.ApiError):
        _run(changed, names, request)

    assert output_after(block) != capsys.readouterr().out


def test_a_callback_reaches_the_django_view(
    names: Mapping[str, object], sandbox: Sandbox, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Served by Django itself: a genuine callback is answered with 200, a forged one with 400."""
    views = ModuleType("views")
    vars(views).update(_run(_example("Callbacks of e签宝"), names, request))
    if not settings.configured:  # one set of settings a process, whichever test comes first
        settings.configure(SECRET_KEY="made-up")
    site = override_settings(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=views, MIDDLEWARE=[CSRF])
    sandbox.esign.settings.callback_schedule = ()
    with site, serving(get_wsgi_application()) as url:
        statuses = [
            *sandbox.esign.send_callback(f"{url}/identity-ended?orderNo=001", FLOW_ID),
            *sandbox.esign.send_callback(f"{url}/identity-ended?orderNo=001", FLOW_ID, genuine=False),
        ]

    assert [200, 400] == statuses
    assert f"{FLOW_ID} verified\n" == capsys.readouterr().out


async def test_the_fastapi_service_answers(names: Mapping[str, object], request: pytest.FixtureRequest) -> None:
    """A flow that has succeeded, and one that the provider does not know."""
    app = _run(_example("FastAPI"), names, request)["app"]
    transport = httpx.ASGITransport(app)

    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        answers = [await http.get(f"/verified/{flow}") for flow in (FLOW_ID, "100000000000000002")]

    assert [(200, True), (502, {"detail": "no answer to rely on"})] == [
        (answer.status_code, answer.json()) for answer in answers
    ]


def test_the_tracing_example_keeps_persons_out(
    names: Mapping[str, object], sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """With the README's processor no exporter gets to see the document number; without it one does."""
    token = sandbox.alipay.issue_token()
    example = next(block for block in EXAMPLES if "class WithoutQuery" in block.text)
    recorded = []
    for processors in ([_run(example, names, request)["WithoutQuery"]()], []):
        exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
        for processor in (*processors, SimpleSpanProcessor(exporter)):
            provider.add_span_processor(processor)
        with httpx.Client() as http:
            HTTPXClientInstrumentor.instrument_client(http, tracer_provider=provider)
            with pytest.raises(realname.ApiError):
                realname.alipay.Client.from_env(http_client=http).query_jobworth_authentication(cert_no=token.cert_no)
        recorded.append([token.cert_no in span.to_json() for span in exporter.get_finished_spans()])

    assert [[False], [True]] == recorded


def test_there_is_an_example_for_every_provider() -> None:
    """A sync call to each of the three, and an async one."""
    assert {"ZOLOZ", "Alipay", "e签宝", "Async"} <= {block.heading for block in EXAMPLES}


def test_the_first_example_is_a_whole_journey() -> None:
    """Start, wait, outcome, in at most twenty lines."""
    text = EXAMPLES[0].text

    assert "One journey" == EXAMPLES[0].heading
    assert len(text.splitlines()) <= 20
    steps = [text.index(step) for step in (".create_", ".wait_for_", ".get_flow_detail(", "require_verified()")]
    assert sorted(steps) == steps


@pytest.mark.parametrize("heading", ["ZOLOZ", "Alipay", "e签宝"])
def test_a_call_takes_ten_lines(heading: str) -> None:
    """The first example of each provider is short."""
    block = _example(heading)

    assert len(block.text.splitlines()) <= 10


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_a_command_exists(command: str, sandbox: Sandbox) -> None:
    """Each shell line names a script or a command of the project, an extra that it has, or an action of the sandbox."""
    words = shlex.split(command, comments=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    match words:
        case [script, *options] if script.startswith("scripts/"):
            assert os.access(ROOT / script, os.X_OK)
            source = (ROOT / script).read_text(encoding="utf-8")
            assert all(option in source for option in options if option.startswith("--"))
        case ["realname", *arguments]:
            _read(arguments)
        case ["python", "broken.py"] | ["pytest", "test_enrolled.py"]:
            assert any(words[-1] == block.file_name for block in PAGE)
        case ["python3", "-m", "venv", "../tryout", "&&", ".", "../tryout/bin/activate"] | ["cd", "../tryout"]:
            assert "cd ../tryout && . bin/activate" in COMMANDS
        case ["cd", "../tryout", "&&", ".", "bin/activate"]:
            assert "python3 -m venv ../tryout && . ../tryout/bin/activate" in COMMANDS
        case ["python", "-m", module, *options]:
            main = importlib.util.find_spec(f"{module}.__main__")
            assert main is not None
            assert main.origin is not None
            source = Path(main.origin).read_text(encoding="utf-8")
            assert all(option in source for option in options if option.startswith("--"))
        case ["pip", "install", target, *others]:
            extras = re.fullmatch(r"\.(?:\[([\w,]+)\])?", target)
            assert extras is not None
            assert others in ([], ["pytest"])
            assert set((extras[1] or "").split(",")) <= {"", *project["optional-dependencies"]}
        case ["curl", "-N", url, "-H", header]:
            assert isinstance(_control(sandbox, "GET", url, header), Stream)
        case ["curl", url, "-H", header, *body]:
            answer = _control(sandbox, "POST" if body else "GET", url, header, *body)
            assert isinstance(answer, Answer)
            assert 200 == answer.status
        case ["set", "-a;", ".", "./sandbox.env;", "set", "+a"]:
            assert any("--env-file sandbox.env" in line for line in COMMANDS)
        case _:
            pytest.fail(f"nobody checks this command: {command}")


def _read(arguments: list[str]) -> None:
    """Let the command line read a command, without carrying it out: it raises if there is no such thing."""
    command: Any = get_command(app)
    context = command.make_context("realname", arguments)
    while rest := getattr(context, "_protected_args", []):
        name, command, rest = command.resolve_command(context, [*rest, *context.args])
        context = command.make_context(name, rest, parent=context)


def _control(sandbox: Sandbox, method: str, url: str, header: str, *data: str) -> Answer | Stream:
    """What the control address answers to a curl command."""
    control = Control(sandbox)
    name, _, value = header.replace("$REALNAME_SANDBOX_CONTROL_TOKEN", control.token).partition(": ")
    headers = (("host", "127.0.0.1"), (name.lower(), value))
    assert ("-d",) == data[:1] or not data
    body = data[1] if data else ""
    target = url.removeprefix("$REALNAME_SANDBOX_CONTROL_URL")
    return control.answer(Received(method, target, headers, body.encode()))


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("page", [PAGE, LIVING], ids=["README", "sandbox"])
def test_the_commands_of_realname_work(page: list[Block], sandbox: Sandbox) -> None:
    """In the order of the page, with the sandbox's settings."""
    sandbox.zoloz.add_samples()
    for command in _commands(page):
        words = [
            sandbox.zoloz.url if word.startswith("http://") else word for word in shlex.split(command, comments=True)
        ]
        if words[0] != "realname" or _does_not_end(words):
            continue
        if words[1] == "conformance":
            sandbox.zoloz.settings.finish_after = None
            words += ["--per-second", "1000"]
        done = CliRunner().invoke(app, words[1:])
        assert 0 == done.exit_code, (command, done.output)


def _does_not_end(words: list[str]) -> bool:
    """Whether a command serves a sandbox, or waits for requests to come."""
    return words[1:3] == ["sandbox", "--write-env"] or "--follow" in words


@pytest.mark.parametrize(
    "page", [path.relative_to(ROOT).as_posix() for folder in (ROOT, ROOT / "docs") for path in folder.glob("*.md")]
)
def test_links_lead_somewhere(page: str) -> None:
    """Links within the project name files that are there."""
    content = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", content)

    assert [] == [target for target in targets if not ((ROOT / page).parent / target).exists()]


def test_the_variables_are_those_that_are_read(sandbox: Sandbox) -> None:
    """The pages name every variable that the clients read, the control address, and no other."""
    pages = README.read_text(encoding="utf-8") + SANDBOX.read_text(encoding="utf-8")
    named = set(re.findall(r"REALNAME_[A-Z_]+[A-Z]", pages))

    assert named == {
        *sandbox.environment(),
        *sandbox.zoloz.environment(access_key=True),
        *sandbox.alipay.environment(certificates=True),
        "REALNAME_ALIPAY_APP_AUTH_TOKEN",
        "REALNAME_ALIPAY_CHECK_CHAIN",
        *(f"REALNAME_{provider}_INSECURE_TEST_HOSTS".upper() for provider in PROVIDERS),
        *CONTROL,
    }


def test_the_table_of_errors_is_complete() -> None:
    """Each error of the package has its row, and each row its error."""
    table = re.findall(r"^\|[^|]+\| `(\w+Error)`", README.read_text(encoding="utf-8"), re.MULTILINE)
    errors = [name for name in realname.__all__ if name.endswith("Error") and name != "RealnameError"]

    assert sorted(errors) == sorted(table)


def test_what_the_layout_names_is_there() -> None:
    """The folders in the README's overview exist."""
    overview = README.read_text(encoding="utf-8").partition("## Where things are")[2]
    folders = re.findall(r"^(\w+)/", overview, re.MULTILINE)

    assert ["specs", "generated", "overlays", "examples", "scripts", "tests", "docs"] == folders
    assert [] == [folder for folder in folders if not (ROOT / folder).is_dir()]
