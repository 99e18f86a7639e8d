#!/usr/bin/env python3
"""Compare two editions of a contract: what each change does to callers, the version that follows, a changelog entry.

    scripts/diff.py old.yaml specs/zoloz.yaml
    scripts/diff.py v1.2.0:specs/zoloz.yaml specs/zoloz.yaml
    scripts/diff.py v1.2.0 HEAD --contract specs/zoloz.yaml

OLD and NEW are files, or REVISION:PATH as git knows it (the path from the root of the repository), or, with --contract,
a REVISION alone. What is there as a file is taken as a file.

    major   breaks callers: an argument that was accepted no longer is (a new required field, a shorter limit, a value
            or field less), an answer that was promised no longer is (a field less, null, a longer limit, a new value of
            a closed enum), or a name that they use is gone (operation, enum value, component, server)
    minor   gives callers something: a new operation, optional argument, answer field, value of an open enum, server
    patch   changes nothing but words: descriptions, evidence, the edition of the document

Examples and anything else that no field table holds are not compared. The next version counts from the old contract's
info.version; below 1.0.0 the second number counts what breaks, and the third everything else.

Exit status: 0 compared; 1 a change reaches the level of --fail-on; 2 a contract or an argument cannot be read.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from contracts.load import load, parse
from contracts.problems import ContractError
from fieldtable.changes import Change, Level, changes
from fieldtable.contract import read_contract
from fieldtable.release import VersionError, changelog, next_version, sentence
from fieldtable.screen import Style, columns
from fieldtable.table import ContractTable


class RevisionError(Exception):
    """An edition is neither a file nor something that git has."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        old, new = (_edition(name, options.contract) for name in (options.old, options.new))
        found = changes(old, new)
        before: str = options.version or old.version
        following = next_version(before, found)
    except (ContractError, RevisionError, VersionError) as error:
        print(error, file=sys.stderr)
        return 2
    entry = changelog(new.title, following, found)
    if options.format == "json":
        print(json.dumps(_document(before, following, found, entry), ensure_ascii=False, indent=2))
    else:
        print(_report(before, following, found, entry))
    limit = Level[options.fail_on.upper()] if options.fail_on else None
    return 1 if limit is not None and any(change.level >= limit for change in found) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", metavar="OLD", help="the earlier edition")
    parser.add_argument("new", metavar="NEW", help="the later edition")
    parser.add_argument("--contract", metavar="PATH", help="the contract's path in revisions that name none")
    parser.add_argument("--version", metavar="1.2.3", help="the earlier version (default: info.version of OLD)")
    parser.add_argument(
        "--fail-on", choices=["major", "minor"], help="exit 1 if there is a change of this level or above"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    return parser.parse_args(arguments)


def _edition(name: str, contract: str | None) -> ContractTable:
    path = Path(name)
    if path.is_file():
        return read_contract(load(path, file=name))
    revision, colon, _ = name.partition(":")
    if not colon and contract is None:
        raise RevisionError(
            f"{name}: is no file; of a git revision say which contract: `{name}:PATH`, or --contract PATH"
        )
    blob = name if colon else f"{revision}:{contract}"
    git = shutil.which("git")
    if git is None:
        raise RevisionError(f"{blob}: is no file, and git is not installed")
    command = [git, "show", "--no-textconv", "--end-of-options", blob]
    shown = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - git takes `blob` for no option
    if shown.returncode:
        raise RevisionError(f"{blob}: is no file, and git says: {shown.stderr.decode(errors='replace').strip()}")
    return read_contract(parse(shown.stdout, file=blob))


def _document(before: str, following: str, found: list[Change], entry: str) -> dict[str, object]:
    return {
        "old_version": before,
        "next_version": following,
        "level": max(change.level for change in found).word if found else None,
        "changes": [
            {
                "operation": change.operation,
                "field": change.field,
                "what": change.what,
                "old": change.old,
                "new": change.new,
                "level": change.level.word,
            }
            for change in found
        ],
        "changelog": entry,
    }


def _report(before: str, following: str, found: list[Change], entry: str) -> str:
    style = Style.of(sys.stdout)
    if not found:
        return style.good("Nothing changed that callers or readers could see.")
    rows = [(change.level.word, change.operation, change.field, change.what, sentence(change)) for change in found]
    lines = columns(("level", "operation", "field", "what", "change"), rows, style)
    lines = [style.bad(line) if line.startswith(Level.MAJOR.word) else line for line in lines]
    return "\n".join([*lines, "", style.head(f"{before} → {following}"), "", entry])


if __name__ == "__main__":
    sys.exit(main())
