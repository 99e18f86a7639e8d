"""The commands of the page about keys make a pair that clients take, in both languages."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from realname.core.keys import PrivateKey, PublicKey
from tests import facts
from tests.repository.blocks import blocks


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("page", ["docs/keys.md", "docs/zh/keys.md"])
def test_the_commands_make_a_pair(page: str, tmp_path: Path) -> None:
    """Run in their order, they leave a private key, its public half, and that on one line."""
    commands = [block.text for block in blocks(facts.ROOT / page) if block.language == "sh"]

    printed = [
        subprocess.run(["sh", "-ec", command], cwd=tmp_path, capture_output=True, text=True, check=True).stdout  # noqa: S607
        for command in commands
    ]

    own = PrivateKey.parse((tmp_path / "app-private-key.pem").read_bytes())
    assert own.public_key() == PublicKey.parse((tmp_path / "app-public-key.pem").read_bytes())
    assert own.public_key() == PublicKey.parse(base64.b64decode(printed[-1], validate=True))
