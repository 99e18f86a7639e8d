#!/usr/bin/env python3
"""Compare a provider's document with the contract that was transcribed from it.

    scripts/audit.py --document page.txt --contract specs/zoloz.yaml

Every difference is one field and one kind:

    missing_in_contract   the document has a field that the contract lacks
    missing_in_document   the contract has a field that the document lacks, and names no other source for it
                          (x-evidence; `inferred` counts as one only while the document is the transcribed edition)
    type, required, max_length, enum, method, path
                          the two state it differently; what a document does not state is no difference

Fields are named by place and path in the contract's wire names: request.header.X-Name, request.path.flowId,
request.query.cert_no, request.body.bizId, response.body.data.relatedFlows[].contextId; the method and the path of the
operation itself: request.method, request.path. What the contract lacks is spelled as the document has it. An object
that was renamed makes two entries, and its fields are compared all the same.

Exit status: 0 they agree; 1 they differ; 2 the document or the contract cannot be read.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from contracts.load import load
from contracts.problems import ContractError
from documents.layouts import LAYOUTS, read_fields
from documents.text import DocumentError, read_document
from fieldtable.contract import read_contract
from fieldtable.differences import Difference, audit, is_transcribed, operation_described
from fieldtable.screen import Style, columns
from fieldtable.table import ContractTable, DocumentTable, OperationTable


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    try:
        document = read_fields(read_document(options.document, file=str(options.document)), options.layout)
        contract = read_contract(load(options.contract, file=str(options.contract)))
        operation = _operation(document, contract, options.operation)
    except (ContractError, DocumentError, LookupError) as error:
        print(error.args[0] if isinstance(error, LookupError) else error, file=sys.stderr)
        return 2
    found = audit(document, operation)
    if options.format == "json":
        print(json.dumps([dataclasses.asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        print(_report(options, document, operation, found))
    return 1 if found else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--document", type=Path, required=True, metavar="FILE", help="the page as text, UTF-8")
    parser.add_argument(
        "--contract", type=Path, required=True, metavar="FILE", help="the contract, such as specs/zoloz.yaml"
    )
    parser.add_argument("--operation", metavar="ID", help="operationId (default: the one closest to the document)")
    parser.add_argument("--layout", choices=LAYOUTS, help="how the document is laid out (default: recognised)")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    return parser.parse_args(arguments)


def _operation(document: DocumentTable, contract: ContractTable, name: str | None) -> OperationTable:
    if name is None:
        return operation_described(document, contract)
    for operation in contract.operations:
        if operation.id == name:
            return operation
    known = ", ".join(operation.id for operation in contract.operations)
    raise LookupError(f"the contract has no operation {name}; it has {known}")


def _report(
    options: argparse.Namespace, document: DocumentTable, operation: OperationTable, found: list[Difference]
) -> str:
    style = Style.of(sys.stdout)
    edition = "is" if is_transcribed(document, operation) else "is not"
    lines = [
        f"{options.document}: {document.title}",
        f"{options.contract}: {operation.id} ({operation.method} {operation.path})",
        f"This edition {edition} the one that was transcribed (sha256 {document.sha256}).",
        "",
    ]
    if not found:
        return "\n".join([*lines, style.good("The document and the contract agree.")])
    rows = [(each.field, each.what, _shown(each.document), _shown(each.contract)) for each in found]
    lines += columns(("field", "what", "document", "contract"), rows, style)
    return "\n".join([*lines, "", style.bad(f"{len(found)} difference(s).")])


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
