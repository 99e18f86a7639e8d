"""A sandbox that other machines call: it runs in one network namespace, and they are in another."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faces.test_process import Running, ended, variables

ROOT = Path(__file__).parents[2]
NAMES = {side: f"realname-{side}-{os.getpid()}" for side in ("sandbox", "service")}
ADDRESSES = {"sandbox": "192.0.2.1", "service": "192.0.2.2"}
CALLER = """
import json, os, urllib.request
from realname import ConfigurationError, alipay, esign, zoloz
from tests import facts

url, token = (os.environ[f"REALNAME_SANDBOX_CONTROL_{name}"] for name in ("URL", "TOKEN"))
def steer(action):
    request = urllib.request.Request(f"{url}/{action}", b"{}", {"Authorization": f"Bearer {token}"})
    return json.load(urllib.request.urlopen(request))

issued = steer("issue_token")
names = ("conn_key", "once_token", "identity_type", "cert_no")
consult = facts.main("alipay").minimal | {name: issued[name] for name in names} | {"cert_type": "0", "user_id": None}
calls = {
    "zoloz": lambda: zoloz.Client.from_env().query_enroll_status(biz_id="1", user_id="sandbox-user-1"),
    "alipay": lambda: getattr(alipay.Client.from_env(), facts.main("alipay").name)(**consult),
    "esign": lambda: esign.Client.from_env().create_indiv_auth_url(),
    "esign by token": lambda: esign.Client.from_env(access="token").create_indiv_auth_url(),
}
found = {}
for name, call in calls.items():
    try:
        found[name] = type(call()).__name__
    except ConfigurationError as error:
        found[name] = str(error)
print(json.dumps([found, [record["verdict"] for record in steer("requests")]]))
"""


def ip(*words: str, check: bool = True) -> bool:
    """Run `ip`, and say whether that went well."""
    command = [shutil.which("ip") or "ip", *words]
    return subprocess.run(command, check=check, stderr=None if check else subprocess.DEVNULL).returncode == 0


@pytest.fixture(scope="module")
def two_machines() -> Iterator[None]:
    """Two namespaces with a cable between them, in which `sandbox` is the name of the first."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("needs root and ip (Debian: iproute2) for network namespaces")
    folder = Path("/etc/netns") / NAMES["service"]
    sides = [*NAMES]
    if not ip("netns", "add", NAMES["sandbox"], check=False):
        pytest.skip("needs the permission to make network namespaces")
    try:
        ip("netns", "add", NAMES["service"])
        folder.mkdir(parents=True)
        (folder / "hosts").write_text(f"{ADDRESSES['sandbox']} sandbox\n", "utf-8")
        ends = [f"rn{side[1]}{os.getpid()}" for side in sides]
        ip("link", "add", ends[0], "netns", NAMES[sides[0]], "type", "veth", "peer", ends[1], "netns", NAMES[sides[1]])
        for side, end in zip(sides, ends, strict=True):
            ip("-n", NAMES[side], "address", "add", f"{ADDRESSES[side]}/30", "dev", end)
            ip("-n", NAMES[side], "link", "set", "lo", "up")
            ip("-n", NAMES[side], "link", "set", end, "up")
        yield
    finally:
        for name in NAMES.values():
            ip("netns", "delete", name, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def in_namespace(side: str, *words: str) -> list[str]:
    """The words of a command there."""
    return [shutil.which("ip") or "ip", "netns", "exec", NAMES[side], sys.executable, *words]


@pytest.mark.usefixtures("two_machines")
def test_a_service_on_another_machine(tmp_path: Path) -> None:
    """Its clients find the sandbox by its name, with what the file says; without the setting nothing is sent."""
    running = Running(tmp_path / "sandbox.env", tmp_path / "printed")
    command = in_namespace("sandbox", "-m", "realname.sandbox", "--write-env", str(running.path))
    options = ["--host", ADDRESSES["sandbox"], "--advertise", "sandbox", "--port", "8000"]
    found = []
    with (
        running.printed.open("wb") as printed,
        ended(subprocess.Popen([*command, *options], stdin=subprocess.DEVNULL, stdout=printed)),
    ):
        running.lines("page ")
        told = variables(running.path)
        for settings in ({name: value for name, value in told.items() if "_INSECURE" not in name}, told):
            environment = os.environ | settings
            done = subprocess.run(
                in_namespace("service", "-c", CALLER), env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True
            )
            found.append(json.loads(done.stdout))
    (without, before), (answers, verdicts) = found

    assert [f"http://sandbox:{8000 + number}" for number in range(4)] == [
        value for name, value in told.items() if name.endswith("_URL")
    ]
    assert [True] * 4 == ["BASE_URL must use https: plain http is for" in text for text in without.values()]
    assert [] == before
    assert [] == [text for text in answers.values() if "base_url" in text]
    assert {"accepted"} == {*verdicts}
