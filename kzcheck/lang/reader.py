"""Find and read the data of a language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from kzcheck.storage import YamlError, load_yaml


@cache
def languages() -> tuple[str, ...]:
    """Name the languages that have a folder, sorted."""
    folders = (p.name for p in files("kzcheck.lang").iterdir() if p.is_dir())
    return tuple(sorted(name for name in folders if not name.startswith("_")))


@cache
def read(language: str, name: str) -> Any:
    """Give the data of `<language>/<name>.yaml`, read once a process.

    Raises ValueError naming file, line and column.
    """
    path = files("kzcheck.lang") / language / f"{name}.yaml"
    try:
        return load_yaml(path.read_bytes())
    except YamlError as error:
        raise ValueError(f"lang/{language}/{name}.yaml:{error.line}:{error.column}: {error}") from None
