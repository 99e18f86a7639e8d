"""The recipe of ``docs/hsm.md`` against SoftHSM 2, as it stands there: its commands make the token, its code signs."""

import base64
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from realname.sandbox import Sandbox
from tests import facts
from tests.pairs import KeyPair
from tests.providers import accepted_arguments
from tests.repository.blocks import Block, blocks

PAGE = facts.ROOT / "docs/hsm.md"
SERVICE = Path(__file__).with_name("hsm_service.py")
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
MODULE = next((path for path in MODULES if Path(path).exists()), None)
KEYS = {"zoloz": "REALNAME_ZOLOZ_PRIVATE_KEY", "alipay": "REALNAME_ALIPAY_PRIVATE_KEY"}
Run = Callable[[str], subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


def _block(heading: str) -> Block:
    return next(block for block in blocks(PAGE) if block.heading == heading)


@pytest.fixture(params=[False, True], ids=["public key", "certificates"])
def run(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox) -> Run:
    """A token with the sandbox's keys, the recipe, and what runs code beside both without any key in its settings."""
    assert MODULE is not None
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n", encoding="utf-8")
    settings = sandbox.environment()
    if request.param:
        settings |= sandbox.alipay.environment(certificates=True)
    variables = os.environ | settings | {"SOFTHSM2_CONF": str(configuration), "HSM_MODULE": MODULE, "HSM_PIN": "1234"}
    keys = {label: variables.pop(name) for label, name in KEYS.items()}
    _make_token(tmp_path, keys, variables)
    recipe = _block("The signer")
    (tmp_path / recipe.file_name).write_text(recipe.text, encoding="utf-8")
    (tmp_path / "zoloz-public-key.pem").write_text(settings["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"], encoding="utf-8")
    arguments = [accepted_arguments(sandbox, "alipay") for _ in range(2)]
    variables |= {"ARGUMENTS": json.dumps(arguments), "PYTHONPATH": str(tmp_path)}
    return lambda code: subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )


def _make_token(folder: Path, keys: Mapping[str, str], variables: Mapping[str, str]) -> None:
    """Run the page's commands, the second one for each key."""
    init, bring_in = (shlex.split(line) for line in _block("A key to try it with").text.splitlines())
    commands = [init]
    for label, text in keys.items():
        loaded = load_der_private_key(base64.b64decode(text), None)
        (folder / f"{label}.pem").write_bytes(KeyPair(loaded).private())  # type: ignore[arg-type]  # it is RSA
        changes = {"merchant-private-key.pem": f"{label}.pem", "zoloz": label, "01": label.encode().hex()}
        commands.append([changes.get(word, word) for word in bring_in])
    for command in commands:
        subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)


def test_the_key_in_the_token_signs_in_every_mode(run: Run) -> None:
    """Sync and async, encrypted, from threads, in a child and afterwards; the process has no private key.

    The child has a session of its own, as PKCS#11 demands: SoftHSM would let it go on with its parent's, and devices
    do not.
    """
    done = run(SERVICE.read_text(encoding="utf-8"))

    assert 0 == done.returncode, done.stderr
    said = json.loads(done.stdout)
    assert "a session of its own" == said.pop("the child has")
    assert {"zoloz", "alipay", "encrypted", "threads", "child, then parent"} == {*said}
    assert {"verified"} == {each for found in said.values() for each in found}, said


def test_the_example_of_its_use_runs(run: Run) -> None:
    """It stands in the page as one would write it."""
    done = run(_block("Its use").text + "\nprint(credentials)")

    assert (0, "Credentials(client_id='2188000123456789')\n") == (done.returncode, done.stdout), done.stderr
