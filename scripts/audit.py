#!/usr/bin/env python3
"""Compare a provider's document with the contract that was transcribed from it.

    scripts/audit.py --document page.txt --contract specs/zoloz
    scripts/audit.py --document page.txt --contract specs/zoloz/query-enroll-status.yaml
    scripts/audit.py --document fields.json --contract specs/alipay

A document is a page about one operation, or a table of the fields of many (JSON), of which those are compared that the
contract has. The contract is a folder, one page of a folder (read together with the others), or a file. It has to keep
the rules of contracts but for those on examples' values. Every difference is one field and one kind:

    missing_in_contract   the document has a field or code that the contract lacks
    missing_in_document   the contract has a field or code that the document lacks, and names no other source for it
                          (x-evidence; `inferred` counts as one only while the document is the transcribed edition)
    type, required, max_length, enum, method, path
                          the two state it differently; what a document does not state is no difference

Fields are named by place and path in the contract's wire names: request.header.X-Name, request.path.flowId,
request.query.cert_no, request.body.bizId, response.body.data.relatedFlows[].contextId; the method and the path of the
operation itself: request.method, request.path; the code of a refusal: codes.NOT_SAME_PERSON. What the contract lacks is
spelled as the document has it. An object that was renamed makes two entries, and its fields are compared all the same.

Exit status: 0 they agree; 1 they differ; 2 the document or the contract cannot be read.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import dataclasses
import sys
from pathlib import Path

from contracts.audit.differences import Difference, OperationError, audit, is_transcribed, operations_described
from contracts.audit.layouts import LAYOUTS, read_tables
from contracts.audit.text import DocumentError, read_document
from contracts.edition import RevisionError, read_edition
from contracts.problems import ContractError, Problem
from contracts.screen import columns, print_json
from contracts.table import DocumentTable, OperationTable


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        documents = read_tables(read_document(options.document, file=str(options.document)), options.layout)
        contract = read_edition(str(options.contract))
        described = operations_described(documents, contract, options.operation)
    except (ContractError, DocumentError, OperationError, RevisionError) as error:
        print(error, file=sys.stderr)
        return 2
    found = [
        [(each, contract.source.problem(each.pointer, each.what, "")) for each in audit(document, operation)]
        for document, operation in described
    ]
    if options.format == "json":
        print_json(
            [
                dataclasses.asdict(each) | {"operation": operation.id, "file": at.file, "line": at.line}
                for (_, operation), differences in zip(described, found, strict=True)
                for each, at in differences
            ]
        )
    else:
        reports = (_report(options, *pair, differences) for pair, differences in zip(described, found, strict=True))
        print("\n\n".join(reports))
        if documents[1:]:
            print(f"\nCompared: {len(described)} of the {len(documents)} operations that the document describes.")
    return 1 if any(found) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--document", type=Path, required=True, metavar="FILE", help="the page as text, UTF-8")
    contract = "the contract, such as specs/zoloz, or one page"
    parser.add_argument("--contract", type=Path, required=True, metavar="PATH", help=contract)
    parser.add_argument("--operation", metavar="ID", help="operationId (default: the one closest to the document)")
    parser.add_argument("--layout", choices=LAYOUTS, help="how the document is laid out (default: recognised)")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    return parser.parse_args(arguments)


def _report(
    options: argparse.Namespace,
    document: DocumentTable,
    operation: OperationTable,
    found: list[tuple[Difference, Problem]],
) -> str:
    edition = "is" if is_transcribed(document, operation) else "is not"
    lines = [
        f"{options.document}: {document.title}",
        f"{options.contract}: {operation.id} ({operation.called})",
        f"This edition {edition} the one that was transcribed (sha256 {document.sha256}).",
        f"It states {len(document.rows)} field(s) and {len(document.codes or ())} code(s).",
        "",
    ]
    if not found:
        return "\n".join([*lines, "The document and the contract agree."])
    rows = [
        (each.field, each.what, _shown(each.document), _shown(each.contract), f"{at.file}:{at.line}: {at.pointer}")
        for each, at in found
    ]
    lines += columns(("field", "what", "document", "contract", "where"), rows)
    return "\n".join([*lines, "", f"{len(found)} difference(s)."])


def _shown(value: object) -> str:
    match value:
        case None:
            return "-"
        case tuple():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
