"""Who may read a file that holds a secret, and whether that is as it should be."""

import os
import stat
from pathlib import Path
from typing import Final

_ROOT: Final = 0
_SECRETS: Final = (Path("/run/secrets"), Path("/var/run/secrets"))
"""Where containers get their secrets."""
_MOUNTS: Final = Path("/proc/self/mounts")
_WRITE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def access(path: Path) -> tuple[str, str]:
    """Who may read a file, and what to do about it; "" for nothing.

    Containers mount secrets that everybody in them may read and nobody may change, and whose mode the service cannot
    set. So what is mounted for reading, and what root left for its group or for nobody to change, is as it should be.

    Raises:
        OSError: there is no such file.
    """
    found = path.stat()
    mode = found.st_mode
    if not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return "only its owner may read the file", ""
    if _is_mounted(path.resolve()):
        return "the file is mounted as secrets of containers are", ""
    may_others_write = mode & (stat.S_IWGRP | stat.S_IWOTH)
    is_given = found.st_uid == _ROOT or found.st_uid != os.geteuid()
    if is_given and not mode & stat.S_IRWXO and not may_others_write:
        return "only its owner and its group may read the file", ""
    if is_given and not mode & _WRITE:
        return "the file is for reading only, and its owner gave it to this user", ""
    doing = "change" if may_others_write else "read"
    is_own = found.st_uid == os.geteuid()
    remedy = f"Run chmod 600 {path}." if is_own else f"Let its owner run chmod o-rwx,g-w {path}."
    return f"others on this machine may {doing} the file", remedy


def _is_mounted(path: Path) -> bool:
    """Whether a file is below a mount point for secrets: one that is read-only, or in memory and not for everybody."""
    if any(path.is_relative_to(secrets) for secrets in _SECRETS):
        return True
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return True
    top = next((each for each in path.parents if os.path.ismount(each)), Path("/"))
    return _kind(top) == "tmpfs" and not top.stat().st_mode & stat.S_IWOTH


def _kind(top: Path) -> str:
    """The kind of file system that is mounted at a place; "" if the system does not tell."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((kind for _, place, kind, *_ in map(str.split, reversed(lines)) if place == str(top)), "")
