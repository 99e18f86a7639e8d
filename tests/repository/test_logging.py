"""Logging as a library should: nothing is configured, nothing is printed, one logger to turn on."""

import json
import logging
import subprocess
import sys

import httpx

from tests import facts

OPERATION = facts.main("esign")
IMPORT_AND_CALL = f"""
import json
import logging
import httpx
from realname import esign
transport = httpx.MockTransport(lambda request: httpx.Response(200, json=json.loads({json.dumps(OPERATION.success)!r})))
credentials = esign.Credentials(app_id="1", app_secret="made-up")
def call():
    with httpx.Client(transport=transport) as http:
        client = esign.Client(credentials, base_url="https://gateway.example", http_client=http)
        client.{OPERATION.name}(**{OPERATION.arguments!r})
call()
"""


def _python(code: str) -> tuple[str, str]:
    """What a fresh interpreter writes to stdout and stderr."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def test_nothing_is_printed_where_nothing_is_configured() -> None:
    """A call in a program without logging leaves the screen alone."""
    assert ("", "") == _python(IMPORT_AND_CALL)


def test_the_root_logger_is_left_alone() -> None:
    """Handlers and level of the root stay as they were, after importing everything and a call."""
    code = "\nfrom realname import alipay, zoloz\nroot = logging.getLogger()\nprint(root.handlers, root.level)"

    assert (f"[] {logging.WARNING}\n", "") == _python(IMPORT_AND_CALL + code)


def test_the_loggers_level_is_the_programs_to_choose() -> None:
    """Logger `realname` has a handler that does nothing, no level, and passes its records on."""
    code = "\nown = logging.getLogger('realname')\nprint(*own.handlers, own.level, own.propagate, own.disabled)"

    assert ("<NullHandler (NOTSET)> 0 True False\n", "") == _python(IMPORT_AND_CALL + code)


def test_one_line_a_call_once_it_is_turned_on() -> None:
    """A program that configures logging at INFO gets the line."""
    code = "\nlogging.basicConfig(level=logging.INFO, format='%(name)s %(levelname)s')\ncall()"

    _, errors = _python(IMPORT_AND_CALL + code)

    assert [f"{httpx.__name__} INFO", "realname INFO"] == sorted(errors.splitlines())
