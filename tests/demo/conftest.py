from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture
def plain(tmp_path: Path, checkout: Path) -> dict[str, str]:
    """The environment of someone without a terminal, and with temporary files in a place of their own."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}}
    return kept | {"PYTHONPATH": str(checkout / "scripts"), "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
