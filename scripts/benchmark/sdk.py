"""Part 3, on request: one signed call of Alipay's own Python SDK, which is 300 MB large and speaks the v2 protocol.

The SDK brings its own HTTP, so both sides call a server on this machine's loopback, in a process of its own, which
knows one answer for each protocol. Each side runs in a process and an environment of its own, in turns.
"""

import base64
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmark import gateways
from benchmark.by_hand import ALIPAY_ARGUMENTS
from benchmark.gateways import APP_ID, Keys
from benchmark.measure import Row

SDK = "alipay-sdk-python==3.7.1411"
CALLS = 40
TURNS = 5

_SERVER = """
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

answers = json.loads(sys.stdin.readline())

class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.give("v3")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.give("v2")

    def give(self, version):
        body = answers[version]["body"].encode()
        self.send_response(200)
        for name, value in answers[version]["headers"].items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
print(server.server_address[1], flush=True)
server.serve_forever()
"""

_TIMED = """
import time
for _ in range(3):
    call()
started = time.process_time_ns()
for _ in range(settings["calls"]):
    call()
print((time.process_time_ns() - started) / settings["calls"] / 1000)
"""

_THEIRS = (
    """
import http.client, json, sys
from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
from alipay.aop.api.domain.ZhimaCustomerJobworthAuthenticationQueryModel import (
    ZhimaCustomerJobworthAuthenticationQueryModel as Model,
)
from alipay.aop.api.request.ZhimaCustomerJobworthAuthenticationQueryRequest import (
    ZhimaCustomerJobworthAuthenticationQueryRequest as Request,
)

settings = json.loads(sys.stdin.readline())
config = AlipayClientConfig()
address, _, gateway_port = settings["url"].rpartition(":")
config.server_url = address + "/gateway.do"
config.app_id = settings["app_id"]
config.app_private_key = settings["private_key_pkcs1"]
config.alipay_public_key = settings["public_key"]
client = DefaultAlipayClient(config)

class Connection(http.client.HTTPConnection):
    def __init__(self, host, port, timeout):  # the SDK always asks for port 80, whatever the address says
        super().__init__(host, int(gateway_port), timeout=timeout)

http.client.HTTPConnection = Connection

def call():
    model = Model()
    for name, value in settings["arguments"].items():
        setattr(model, name, value)
    answer = json.loads(client.execute(Request(biz_model=model)))
    assert answer["identity_result"] == "SUCCESS", answer
"""
    + _TIMED
)

_OURS = (
    """
import json, sys
from realname import alipay

settings = json.loads(sys.stdin.readline())
credentials = alipay.Credentials(
    app_id=settings["app_id"], private_key=settings["private_key"], alipay_public_key=settings["public_key"]
)
client = alipay.Client(credentials, base_url=settings["url"])

def call():
    assert client.query_jobworth_authentication(**settings["arguments"]).identity_result == "SUCCESS"
"""
    + _TIMED
)


def measure(keys: Keys, *, turns: int = TURNS, calls: int = CALLS) -> list[Row]:
    """One signed call on loopback: ours over the SDK's, and what the SDK takes on the disk."""
    with _installed() as python, _server(keys) as url:
        settings = json.dumps(
            {
                "url": url,
                "app_id": APP_ID,
                "private_key": keys.caller.private_text,
                "private_key_pkcs1": _pkcs1(keys),
                "public_key": keys.provider.public_text,
                "arguments": ALIPAY_ARGUMENTS,
                "calls": calls,
            }
        )
        ours, theirs = [], []
        for _ in range(turns):
            ours.append(_run(Path(sys.executable), _OURS, settings))
            theirs.append(_run(python, _THEIRS, settings))
        size = sum(file.stat().st_blocks * 512 for file in python.parents[1].rglob("alipay/**/*"))
    return [
        Row("peers", f"Alipay: {SDK}", statistics.median(ours), "µs", statistics.median(theirs), "one v2 call"),
        Row("peers", f"{SDK}, as installed", size / 2**20, "MiB"),
    ]


@contextmanager
def _installed() -> Iterator[Path]:
    """The Python of an environment with the SDK, which goes away with the context."""
    with tempfile.TemporaryDirectory(prefix="realname-sdk-") as folder:
        python = Path(folder) / "bin/python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603  a constant
        pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        subprocess.run([*pip, SDK], check=True)  # noqa: S603  a constant
        yield python


@contextmanager
def _server(keys: Keys) -> Iterator[str]:
    transport = gateways.alipay(keys)
    content = transport.body.decode()
    v2 = {"zhima_customer_jobworth_authentication_query_response": json.loads(content)}
    body = json.dumps(v2, separators=(",", ":"))[:-1] + f',"sign":"{keys.provider.sign(content.encode())}"}}'
    answers = {"v3": {"body": content, "headers": transport.headers}, "v2": {"body": body, "headers": {}}}
    with subprocess.Popen(  # noqa: S603  a constant
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("both were asked for as pipes")
        process.stdin.write(json.dumps(answers) + "\n")
        process.stdin.flush()
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def _pkcs1(keys: Keys) -> str:
    """The SDK reads PKCS#1 only."""
    der = keys.caller.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return base64.b64encode(der).decode()


def _run(python: Path, script: str, settings: str) -> float:
    done = subprocess.run(  # noqa: S603  a script of this file
        [python, "-c", script], input=settings + "\n", stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout)
