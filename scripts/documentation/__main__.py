"""`scripts/docs`: build, and serve if asked to."""

import argparse
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from documentation.build import BuildError, build
from documentation.pages import ROOT

_PAUSE = 0.5
"""Seconds between two looks at the sources."""
_SOURCES = ("*.md", "mkdocs.yml", "docs/**/*", "generated/REFERENCE.md", "examples/*", "scripts/documentation/**/*")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="scripts/docs", description="Build the documentation into site/.")
    parser.add_argument("--serve", action="store_true", help="then serve it, and build again when a source changes")
    parser.add_argument("--port", type=int, default=8000, help="for --serve, on 127.0.0.1 (default: 8000; 0: any free)")
    parser.add_argument("--output", type=Path, default=ROOT / "site", help="folder to replace (default: site/)")
    options = parser.parse_args(arguments)
    status = _build(options.output)
    if not options.serve:
        return status
    try:
        _serve(options.output, options.port)
    except OSError as error:
        print(f"scripts/docs: port {options.port} cannot be used ({error.strerror}); name another: --port 8001")
        return 2
    except KeyboardInterrupt:
        print()
    return 0


def _build(output: Path) -> int:
    started = time.monotonic()
    try:
        pages = build(output)
    except BuildError as error:
        print(f"{error}\nscripts/docs: nothing was written.", file=sys.stderr)
        return 1
    index = output / "index.html"
    shown = index.relative_to(Path.cwd()) if index.is_relative_to(Path.cwd()) else index
    chinese = shown.parent / "zh/index.html"
    print(f"{pages} pages in {time.monotonic() - started:.1f} s. Open {shown}, or in Chinese {chinese}")
    return 0


def _serve(output: Path, port: int) -> None:
    """Serve on this machine until Ctrl-C, and build whenever a source was changed."""
    handler = partial(_Handler, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends)", flush=True)
        seen = _sources()
        while True:
            time.sleep(_PAUSE)
            if (now := _sources()) != seen:
                seen = now
                _build(output)


def _sources() -> dict[Path, int]:
    """When each source was changed; a file that is gone counts, too."""
    found = {}
    for pattern in _SOURCES:
        for path in ROOT.glob(pattern):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path] = path.stat().st_mtime_ns
    return found


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Print nothing."""


if __name__ == "__main__":
    sys.exit(main())
