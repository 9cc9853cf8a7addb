"""Golden files: texts that a report has to give again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with its golden file; KZCHECK_GOLDEN=write writes the file instead, to be read before a commit."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("KZCHECK_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
