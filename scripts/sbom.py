#!/usr/bin/env python3
"""List what realname consists of at run time, as CycloneDX: the package and, from the lock, what it depends on.

    scripts/sbom.py                              prints it
    scripts/sbom.py --output realname.cdx.json   writes it

Versions and digests are those of scripts/dev.lock, with which the suite is run; pyproject.toml allows others. What the
base needs is `required`, what an extra needs `optional`. The same tree always gives the same list: it is made for the
oldest Python, which needs the most packages, and has no time but SOURCE_DATE_EPOCH, if that is set.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import json
import os
import re
import sys
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import realname

ROOT = Path(__file__).parents[1]
SYSTEM = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}
"""What the list is made for, whatever it is made on."""
LOCKED = re.compile(r"^([\w.-]+)==([^ \\\n]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)

Lock = dict[str, tuple[str, list[str]]]
"""Name → version, and the SHA-256 digests of its files."""


def read_lock(text: str) -> Lock:
    """The lock, for the system."""
    found: Lock = {}
    for name, version, rest in LOCKED.findall(text):
        marker = re.match(r" ; (.*?) \\", rest)
        if marker is None or Marker(marker[1]).evaluate(SYSTEM):
            found[canonicalize_name(name)] = version, re.findall(r"sha256:([0-9a-f]{64})", rest)
    return found


def needs(name: str, extras: Sequence[str] = ("",)) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a distribution asks for on the system: the name, and the extras of it that are wanted."""
    for text in metadata.requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or any(
            requirement.marker.evaluate(SYSTEM | {"extra": extra}) for extra in extras
        ):
            yield canonicalize_name(requirement.name), ("", *sorted(requirement.extras))


def closure(extras: Sequence[str]) -> dict[str, set[str]]:
    """Everything that realname needs with these extras, each with what it needs itself."""
    found: dict[str, set[str]] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [("realname", tuple(extras))]
    seen = set()
    while waiting:
        name, wanted = each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        needed = list(needs(name, wanted))
        found.setdefault(name, set()).update(other for other, _ in needed)
        waiting += needed
    return found


def bill() -> dict[str, Any]:
    """The list."""
    lock = read_lock((ROOT / "scripts/dev.lock").read_text(encoding="utf-8"))
    extras = metadata.metadata("realname").get_all("Provides-Extra") or []
    base, whole = closure([""]), closure(["", *extras])
    version = realname.__version__
    own = {
        "type": "library",
        "bom-ref": f"pkg:pypi/realname@{version}",
        "name": "realname",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": f"pkg:pypi/realname@{version}",
    }
    refs = {name: f"pkg:pypi/{name}@{lock[name][0] if name in lock else version}" for name in whole}
    components = [
        _component(name, refs[name], *lock[name], required=name in base) for name in sorted(whole) if name in lock
    ]
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own, "lifecycles": [{"phase": "build"}]},
        "components": components,
        "dependencies": [
            {"ref": refs[name], "dependsOn": sorted(refs[other] for other in whole[name])} for name in sorted(whole)
        ],
    }
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        document["metadata"]["timestamp"] = datetime.fromtimestamp(int(epoch), UTC).isoformat()
    return document | {"serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(document)).urn}


def _component(name: str, ref: str, version: str, digests: list[str], *, required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": ref,
        "name": name,
        "version": version,
        "scope": "required" if required else "optional",
        "purl": ref,
        # Of all files of the version: which of them a machine takes cannot be known here.
        "externalReferences": [
            {
                "type": "distribution",
                "url": ref,
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(digests)],
            }
        ],
    }
    expression = next(iter(metadata.metadata(name).get_all("License-Expression") or ()), None)
    return found | ({"licenses": [{"expression": expression}]} if expression else {})


def main(arguments: Sequence[str]) -> int:
    """Print or write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it here")
    options = parser.parse_args(arguments)
    text = json.dumps(bill(), ensure_ascii=False, indent=2) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
