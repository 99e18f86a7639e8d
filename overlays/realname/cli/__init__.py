"""`realname` on the command line. It needs the extra `realname[cli]`; nothing that a service imports imports this.

The commands live in `realname.cli.application`, which is imported when one runs.
"""

import sys
from importlib.util import find_spec
from io import TextIOWrapper

_NEEDED = ("rich", "typer")


def main() -> None:
    """Run the command line; ends the process."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        print(f"realname: the command line needs {' and '.join(missing)}: pip install 'realname[cli]'", file=sys.stderr)
        if sys.argv[1:2] == ["sandbox"]:
            print("A sandbox also runs without it: python -m realname.sandbox", file=sys.stderr)
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another charset must not lose an answer: it shows codes
            stream.reconfigure(errors="backslashreplace")
    try:
        from realname.cli.application import app
    except KeyboardInterrupt:  # Ctrl-C while it still loads: as typer ends it later
        sys.exit(130)
    app(prog_name="realname")  # also where Python was asked for the module
