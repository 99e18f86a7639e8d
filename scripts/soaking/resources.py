"""Descriptors, threads and memory of a process, from /proc; zeros where there is none."""

from pathlib import Path

from attrs import frozen

PAGE = 4096


@frozen
class Resources:
    """What a process holds."""

    descriptors: int
    threads: int
    memory: float
    """MiB that are resident."""

    @classmethod
    def of(cls, pid: int | str = "self") -> "Resources":
        """Of a process; all zero if it is gone."""
        process = Path(f"/proc/{pid}")
        try:
            memory = int((process / "statm").read_text().split()[1]) * PAGE / 2**20
            return cls(len([*(process / "fd").iterdir()]), len([*(process / "task").iterdir()]), round(memory, 1))
        except OSError:
            return cls(0, 0, 0.0)
