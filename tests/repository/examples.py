"""What README and the pages of docs/ show, as tests use it: examples that are executed, commands that are read."""

import ast
import importlib.util
import inspect
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from typer.main import get_command

from realname import zoloz
from realname.cli.application import app
from realname.sandbox import Received, Sandbox
from realname.sandbox.control.control import Control
from realname.testing.gateway.messages import Answer, Stream
from tests import facts
from tests.certificates import pem
from tests.repository.blocks import Block, blocks

ROOT = facts.ROOT
README = ROOT / "README.md"
OF_THEIR_OWN = {
    "docs/hsm.md": "test_hsm.py",
    "docs/tutorial.md": "test_ten_minutes.py",
    "docs/zh/tutorial.md": "test_ten_minutes.py",
}
"""Pages that need something special, such as a token, and the tests that execute them."""
PAGES = sorted(
    page
    for pattern in ("README*.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md", "examples/*.md", "vectors/*.md")
    for page in ROOT.glob(pattern)
)
EXECUTED = [page for page in PAGES if page.relative_to(ROOT).as_posix() not in OF_THEIR_OWN]
FLOW_ID = "100000000000000001"
COMMAND_LINE_FLOW_ID = facts.main("esign").wire["flowId"]
_PATH = "/api/v1/zoloz/authentication/test"
_ASSIGNMENT = re.compile(r"[A-Z_]+=\S*")


def examples(page: Path) -> list[Block]:
    """The Python blocks of a page that are not files to save."""
    return [block for block in blocks(page) if block.language == "python" and not block.file_name]


def files(page: Path) -> dict[str, str]:
    """The files that a page's reader saves: name → text. One that is shown twice is the last one."""
    return {block.file_name: block.text for block in blocks(page) if block.file_name}


def save(name: str, text: str) -> None:
    """Write a file of the reader's, in the working directory or in a folder below it."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def needs_a_process(block: Block) -> bool:
    """Whether an example changes its process for good."""
    return "alias_httpx" in block.text


def run(block: Block, names: Mapping[str, object], request: pytest.FixtureRequest) -> dict[str, Any]:
    """Execute an example as a module of its own, then the tests that it defines, with the fixtures they ask for.

    The page's files are saved in the working directory, from where the example may import them.
    """
    namespace = {"__name__": "example", **names}
    tree = ast.parse("\n" * (block.line - 1) + block.text, str(block.page))
    saved = files(block.page)
    for name, text in saved.items():
        save(name, text)
    known = set(sys.modules)
    if saved:
        request.getfixturevalue("monkeypatch").syspath_prepend(str(Path.cwd()))
    try:
        exec(compile(tree, str(block.page), "exec"), namespace)  # noqa: S102 - the project's own pages
        for name, value in list(namespace.items()):
            if name.startswith("test_") and isinstance(value, FunctionType):
                fixtures = [request.getfixturevalue(fixture) for fixture in inspect.signature(value).parameters]
                for fixture in fixtures:
                    if isinstance(fixture, Sandbox):
                        fixture.reset()  # as it would be for each test
                value(*fixtures)
    finally:
        for name in {Path(each).stem for each in saved} & (set(sys.modules) - known):
            del sys.modules[name]
    return namespace


def as_module(name: str, namespace: Mapping[str, Any]) -> ModuleType:
    """What an example has defined, as the module that it would be in a service."""
    module = ModuleType(name)
    vars(module).update(namespace)
    return module


def readers_files(sandbox: Sandbox, variables: Mapping[str, str]) -> dict[str, str]:
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
        "capture.txt": _capture(sandbox),
        "flows.csv": f"flow_id\n{FLOW_ID}\n",
        "sandbox.env": "".join(f"{name}={value}\n" for name, value in variables.items()),
    }


def _capture(sandbox: Sandbox) -> str:
    """A signed request to ZOLOZ, as its raw text."""
    request = httpx.Request("POST", f"{sandbox.zoloz.url}{_PATH}", json={})
    zoloz.Auth(sandbox.zoloz.credentials).sign(request)
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    return f"POST {_PATH} HTTP/1.1\r\n{headers}\r\n{request.content.decode()}"


# ---- commands ----


def commands(page: Path) -> list[str]:
    """The lines of a page's shell blocks, those that end in a backslash joined; for PowerShell there is no check."""
    lines = [
        line
        for block in blocks(page)
        if block.language == "sh"
        for line in block.text.replace("\\\n", " ").splitlines()
    ]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def words_of(command: str) -> list[str]:
    """The words of a command, without variables that are set for it alone, and without its comment."""
    words = shlex.split(command, comments=True)
    while words and _ASSIGNMENT.fullmatch(words[0]):
        del words[0]
    return words[2:] if words[:3] == ["python", "-m", "realname"] else words


def exit_status(command: str) -> int:
    """The status that a command's comment says it ends with: ``# exit status 3`` or ``# 退出码 3``; else 0."""
    told = re.search(r"#.*(?:exit status|退出码) (\d)", command)
    return int(told[1]) if told else 0


def does_not_end(words: list[str]) -> bool:
    """Whether a command serves a sandbox, or waits for requests to come."""
    starts = words[1:2] == ["sandbox"] and (len(words) == 2 or words[2].startswith("-"))
    return (starts and not {"--help", "-h"} & set(words)) or "--follow" in words


def check(command: str, page: Path, sandbox: Sandbox) -> None:
    """A line of a shell block names what there is: a script, a command, an extra, a file of the page, a tool."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    saved = files(page)
    modules = {Path(name).stem for name in saved}

    match words_of(command):
        case []:
            pass
        case [script, *options] if script.startswith("scripts/"):
            assert os.access(ROOT / script, os.X_OK)
            source = (ROOT / script).read_text(encoding="utf-8")
            assert all(option in source for option in options if option.startswith("--"))
        case ["realname", *arguments] | ["python", "-m", "realname", *arguments]:
            _read(arguments)
        case ["python", file] | ["pytest", file]:
            assert file in saved
        case ["pytest"] | ["pytest", "-q"]:
            assert any(name.startswith("test_") for name in saved)
        case ["python3" | "python", "-m", "venv", folder, *rest]:
            assert rest in ([], ["&&", ".", f"{folder}/bin/activate"])
        case ["cd", _] | ["cd", _, "&&", ".", "bin/activate"] | [".", _] | ["mkdir", _]:
            pass
        case ["export", *assignments]:
            assert all(_ASSIGNMENT.fullmatch(each) for each in assignments)
        case ["python", "-m", module, *options]:
            main = importlib.util.find_spec(f"{module}.__main__")
            assert main is not None
            assert main.origin is not None
            source = Path(main.origin).read_text(encoding="utf-8")
            assert all(option in source for option in options if option.startswith("--"))
        case ["pip", "install", target, *_]:
            extras = re.fullmatch(r"\.(?:\[([\w,]+)\])?", target)
            assert extras is not None
            assert set((extras[1] or "").split(",")) <= {"", *project["optional-dependencies"]}
        case ["curl", "-N", url, "-H", header]:
            assert isinstance(_control(sandbox, "GET", url, header), Stream)
        case ["curl", url, "-H", header, *body]:
            answer = _control(sandbox, "POST" if body else "GET", url, header, *body)
            assert isinstance(answer, Answer)
            assert 200 == answer.status
        case ["set", "-a;", ".", "./sandbox.env;", "set", "+a"]:
            assert any("--write-env sandbox.env" in line for line in commands(page))
        case ["openssl" | "keytool" | "softhsm2-util" | "pkcs11-tool" | "git" | "docker" | "sudo", *_]:
            pass  # tools of others: the tests of the page run them
        case ["uvicorn" | "gunicorn" | "flask" | "celery" | "django-admin", *_] as service:
            assert any(re.search(rf"\b{module}\b", " ".join(service)) for module in modules)
        case _:
            pytest.fail(f"nobody checks this command: {command}")


def _read(arguments: list[str]) -> None:
    """Let the command line read a command, without carrying it out: it raises if there is no such thing."""
    if {"--help", "-h"} & set(arguments):
        return
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
