"""Alipay's official Node client (`alipay-sdk`) as a judge; skipped by name where Node or its packages are absent."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from realname.sandbox import Sandbox

HERE = Path(__file__).parent


class Judge:
    """The official client in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, command: str, **given: Any) -> Any:
        """Run one command; what it returned, or ``{"error": …}``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer.get("result", answer)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """Install the locked packages if they are not there yet, and start the client."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("the official Node client of Alipay needs node and npm, which are absent")
    with (HERE / "package-lock.json").open(encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # one worker installs, the others wait for it
        is_there = (HERE / "node_modules" / "alipay-sdk" / "package.json").is_file()
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        if not is_there and subprocess.run(command, cwd=HERE, capture_output=True, timeout=300).returncode != 0:
            pytest.skip("the official Node client of Alipay cannot be installed from here (npm ci failed)")
    with subprocess.Popen(
        [node, "judge.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Judge(process)


def official_config(sandbox: Sandbox, *, certificate_mode: bool = False) -> dict[str, Any]:
    """What the official client is built with, to call the sandbox."""
    environment = sandbox.alipay.environment(certificates=certificate_mode)
    setting = {name.removeprefix("REALNAME_ALIPAY_"): value for name, value in environment.items()}
    config = {
        "appId": setting["APP_ID"],
        "privateKey": setting["PRIVATE_KEY"],
        "keyType": "PKCS8",
        "endpoint": setting["BASE_URL"],
        "encryptKey": setting["ENCRYPT_KEY"],
    }
    if not certificate_mode:
        return config | {"alipayPublicKey": setting["ALIPAY_PUBLIC_KEY"]}
    return config | {
        "appCertContent": setting["APP_CERTIFICATE"],
        "alipayPublicCertContent": sandbox.alipay.certificates.alipay[0].pem,
        "alipayRootCertContent": setting["ROOT_CERTIFICATES"],
    }
