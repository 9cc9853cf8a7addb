"""Files of the cache: data only, each with a digest, so that a damaged or foreign file counts as none.

A file is the hex digest of its name and its data, a line break, and the data as JSON. Nothing in it is ever executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from kzcheck.storage.atomic import write_text


def recall(file: Path) -> Any:
    """Give the data that `keep` put into a file; None where there is none, or it is not as it was written."""
    try:
        said, _, data = file.read_text(encoding="utf-8").partition("\n")
        return json.loads(data) if said == _digest(file, data) else None
    except (OSError, ValueError, RecursionError):
        return None


def keep(file: Path, data: Any) -> None:
    """Keep data that JSON can say; where that cannot be done (no room, no right), nothing is kept."""
    text = json.dumps(data, ensure_ascii=False)
    with contextlib.suppress(OSError, UnicodeEncodeError):
        write_text(file, f"{_digest(file, text)}\n{text}")


def _digest(file: Path, data: str) -> str:
    return hashlib.blake2b(f"{file.name}\n{data}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
