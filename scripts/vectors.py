#!/usr/bin/env python3
"""Make the published vectors in vectors/ again, from the keys and certificates that stand in them.

    scripts/vectors.py            writes vectors/<provider>.json
    scripts/vectors.py --check    writes nothing, and tells which file is not as it would be

What it signs with is written here a further time: nothing of the package is imported. It is deterministic.

Exit status: 0 all is as it should be; 1 a file differs (--check).
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from vectoring import alipay, esign, zoloz

FOLDER = Path(__file__).parents[1] / "vectors"
MAKERS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "zoloz": lambda file: zoloz.make(file["keys"]),
    "alipay": lambda file: alipay.make(file["keys"], file["certificates"]),
    "esign": lambda file: esign.make(file["keys"]),
}


def text(provider: str) -> str:
    """A file as it should be."""
    file = json.loads((FOLDER / f"{provider}.json").read_bytes())
    file["cases"] = MAKERS[provider](file)
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write, or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file differs")
    options = parser.parse_args(arguments)
    differing = []
    for provider in MAKERS:
        path, made = FOLDER / f"{provider}.json", text(provider)
        if path.read_text(encoding="utf-8") != made:
            differing.append(path.name)
            if not options.check:
                path.write_text(made, encoding="utf-8", newline="\n")
    if differing:
        print("differs:" if options.check else "written:", *differing)
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
