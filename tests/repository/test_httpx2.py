"""httpx2 in httpx's place: in a program that has moved on to it, and in every process of `scripts/test --httpx2`."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from realname.sandbox import Sandbox
from tests import facts
from tests.providers import accepted_arguments

OPERATION = facts.main("alipay")
CALLS = f"""
import httpx2
httpx2.alias_httpx()
import asyncio, json, logging, sys
from realname import TransportError, alipay

def ask(**options):
    with alipay.Client.from_env(**options) as client:
        return shown(client.with_raw_response.{OPERATION.name}(**arguments.pop()))

async def ask_async(**options):
    async with alipay.AsyncClient.from_env(**options) as client:
        return shown(await client.with_raw_response.{OPERATION.name}(**arguments.pop()))

def shown(reply):
    return reply.parsed.to_wire(), reply.http.elapsed.total_seconds() > 0

logging.basicConfig(level=logging.DEBUG)
arguments = json.load(sys.stdin)
nowhere = {{"base_url": "http://127.0.0.1:9", "attempts": 1}}
with httpx2.Client(trust_env=False) as http:
    found = [ask(), asyncio.run(ask_async()), ask(http_client=http)]
for refused in (lambda: ask(**nowhere), lambda: asyncio.run(ask_async(**nowhere))):
    try:
        refused()
    except TransportError as error:
        found.append([error.outcome_unknown, isinstance(error.__cause__, httpx2.ConnectError)])
print(json.dumps(found))
"""
FIRST_IMPORT = """
import site, sys
sys.path.insert(0, sys.argv[1])
site.addsitedir(sys.argv[1])
assert not {"httpx", "httpx2"} & sys.modules.keys()
__import__(sys.argv[2])
print(*(sys.modules[name] is sys.modules[f"{name}2"] for name in ("httpx", "httpcore")))
"""
TESTS = Path(__file__).parents[1]


def _python(*words: str, stdin: str = "", **variables: str) -> tuple[str, str]:
    """What a fresh interpreter writes to stdout and stderr."""
    command, environment = [sys.executable, *words], os.environ | variables
    done = subprocess.run(command, input=stdin, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_a_program_that_has_moved_on(sandbox: Sandbox) -> None:
    """Connections of ours and a client of httpx2 bring the exchange, errors are httpx2's, no log names a person."""
    arguments = [accepted_arguments(sandbox, "alipay") for _ in range(5)]

    printed, logged = _python("-c", CALLS, stdin=json.dumps(arguments), **sandbox.environment())
    *answers, refused, refused_async = json.loads(printed)

    assert [[answers[0][0], True]] * 3 == answers
    assert [[False, True]] * 2 == [refused, refused_async]
    assert {"httpx2", "httpcore2.connection", "httpcore2.http11"} <= set(
        re.findall(r"^\w+:([\w.]+):", logged, re.MULTILINE)
    )
    assert not [name for each in arguments for name in ("cert_no", "once_token") if each[name] in logged]


@pytest.mark.parametrize("name", ["httpx", "httpcore"])
def test_every_process_of_a_run_can_have_it(name: str, tmp_path: Path) -> None:
    """The first import of either name brings both of the successor's modules; before it there is neither."""
    for part in ("py", "pth"):
        shutil.copy(TESTS / f"alias_httpx.{part}", tmp_path)
    where = {"PYTHONPATH": sysconfig.get_path("purelib"), "ALIAS_HTTPX": "1"}

    # Without its .pth files, the environment's own copy of these two is none.
    assert ("True True\n", "") == _python("-S", "-c", FIRST_IMPORT, str(tmp_path), name, **where)
