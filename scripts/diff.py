#!/usr/bin/env python3
"""Compare two editions of a contract: what each change does to callers, the version that follows, the changelog.

    scripts/diff.py HEAD:specs/zoloz specs/zoloz
    scripts/diff.py v1.2.0 HEAD --contract specs/zoloz/query-enroll-status.yaml
    scripts/diff.py old.yaml new.yaml

OLD and NEW are folders, pages of folders, or files, here or as git knows them: REVISION:PATH (the path from the root of
the repository) or, with --contract, a REVISION alone. What is there as a file is taken as a file. A folder of today is
found in a revision where it was one file. Where one of the two is a page, only what it is about is compared. Both have
to keep the rules of contracts but for those on examples' values and, in an edition without x-answers, on facts.

    major   breaks callers: an argument that was accepted no longer is (a new required field, a shorter limit, a value
            or field less), an answer that was promised no longer is (a field less, null, a longer limit, a new value of
            a closed enum), a name that they use is gone (operation, enum value, component, server, waiter), or the same
            answer means something else (a code gone or of another kind, another outcome, another end of waiting, a
            field that is bound no longer)
    minor   gives callers something: a new operation, optional argument, answer field, value of an open enum, server,
            code, outcome, waiter, or warning (deprecated)
    patch   changes nothing but words: descriptions, remedies, evidence, the edition of the document

Examples and anything else that no field table holds are not compared. The next version counts from the old contract's
info.version; below 1.0.0 the second number counts what breaks, and the third everything else. What is printed for the
changelog belongs below the heading of the version that is not released yet.

Exit status: 0 compared; 1 a change reaches the level of --fail-on; 2 a contract or an argument cannot be read.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import dataclasses
import sys

from contracts.diff.changes import Change, Level, changes
from contracts.diff.release import VersionError, changelog, next_version, sentence
from contracts.edition import RevisionError, read_edition
from contracts.problems import ContractError
from contracts.screen import columns, print_json


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        old, new = (read_edition(name, options.contract) for name in (options.old, options.new))
        found = changes(old, new)
        before: str = options.version or old.version
        following = next_version(before, found)
    except (ContractError, RevisionError, VersionError) as error:
        print(error, file=sys.stderr)
        return 2
    entry = changelog(new, found)
    if options.format == "json":
        print_json(
            {
                "old_version": before,
                "next_version": following,
                "level": max(change.level for change in found).word if found else None,
                "changes": [dataclasses.asdict(change) | {"level": change.level.word} for change in found],
                "changelog": entry,
            }
        )
    else:
        print(_report(before, following, new.version, found, entry))
    limit = Level[options.fail_on.upper()] if options.fail_on else None
    return 1 if limit is not None and any(change.level >= limit for change in found) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", metavar="OLD", help="the earlier edition")
    parser.add_argument("new", metavar="NEW", help="the later edition")
    parser.add_argument("--contract", metavar="PATH", help="the contract's path in revisions that name none")
    parser.add_argument("--version", metavar="1.2.3", help="the earlier version (default: info.version of OLD)")
    fail_on = "exit 1 if there is a change of this level or above"
    parser.add_argument("--fail-on", choices=["major", "minor"], help=fail_on)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    return parser.parse_args(arguments)


def _report(before: str, following: str, stated: str, found: list[Change], entry: str) -> str:
    if not found:
        return "Nothing changed that callers or readers could see."
    rows = [(change.level.word, change.operation, change.field, change.what, sentence(change)) for change in found]
    lines = columns(("level", "operation", "field", "what", "change"), rows)
    due = f" (info.version is still {stated}: raise it)" if stated == before != following else ""
    return "\n".join([*lines, "", f"{before} → {following}{due}", "", entry])


if __name__ == "__main__":
    sys.exit(main())
