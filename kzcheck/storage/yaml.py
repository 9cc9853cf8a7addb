"""Read YAML 1.2 strictly with ruamel.yaml: duplicate keys are errors and `NO` is a string.

ruamel.yaml reads about 0.2 MB/s, so parsed data is kept as JSON in the cache folder under the hash of the file's bytes;
the cache can vanish at any time. Positions are needed for error messages only: `load_positions` reads a text again for
them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from kzcheck.storage.atomic import write_text
from kzcheck.storage.cache import cache_folder

_FORMAT = "1"


class YamlError(ValueError):
    """YAML that cannot be read: what is wrong, with 1-based line and column."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        """Keep the position beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column


def load_yaml(data: bytes, *, cache: bool = True) -> Any:
    """Give the plain data (dict, list, str, int, float, bool, None; dates as strings) of a YAML text.

    Raises YamlError with line and column.
    """
    kept = _kept(data) if cache else None
    if kept is not None and kept.exists():
        with contextlib.suppress(OSError, ValueError):
            return json.loads(kept.read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(_parse(data, "safe"), default=str))
    if kept is not None:
        with contextlib.suppress(OSError):
            write_text(kept, json.dumps(plain, ensure_ascii=False))
    return plain


def load_positions(data: bytes) -> Any:
    """Give the same data as ruamel.yaml's round-trip types, whose `.lc` knows line and column (0-based)."""
    return _parse(data, "rt")


def _kept(data: bytes) -> Path:
    return cache_folder() / "yaml" / f"{_FORMAT}-{hashlib.sha256(data).hexdigest()[:32]}.json"


def _parse(data: bytes, typ: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ=typ).load(data.decode("utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or error).split())
        raise YamlError(problem, line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0) from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise YamlError(" ".join(str(error).split())) from None
