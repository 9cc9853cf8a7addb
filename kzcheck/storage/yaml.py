"""Read YAML 1.2 strictly with ruamel.yaml: duplicate keys are errors and `NO` is a string.

ruamel.yaml reads about 0.5 MB/s (in C; a fifth of that where it keeps positions), so parsed data is kept as JSON in the
cache folder under the hash of the file's bytes; the cache can vanish at any time. Positions are needed for error
messages only: `load_positions` reads a text again for them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from kzcheck.storage.cache import cache_folder
from kzcheck.storage.kept import keep, recall

_FORMAT = "2"


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
    match recall(kept) if kept is not None else None:
        case [plain]:
            return plain
    plain = json.loads(json.dumps(_parse(data, "safe"), default=str))
    if kept is not None:
        keep(kept, [plain])
    return plain


def load_positions(data: bytes) -> Any:
    """Give the same data as ruamel.yaml's round-trip types, whose `.lc` knows line and column (0-based)."""
    return _parse(data, "rt")


def load_placed(
    data: bytes, *, cache: bool = True
) -> tuple[Any, dict[tuple[str | int, ...], tuple[int, int, int, int]]]:
    """Give the plain data of a YAML text, and for every path in it the 1-based line and column of key and value.

    A path is the keys and list indexes from the root; an item of a list has no key, so its value stands for both.
    Raises YamlError with line and column.
    """
    kept = _kept(data, "placed-") if cache else None
    match recall(kept) if kept is not None else None:
        case [plain, places]:
            return plain, {tuple(path): tuple(place) for path, place in places}
    read = _parse(data, "rt")
    found: list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]] = []
    _places(read, (), found)
    plain = json.loads(json.dumps(read, default=str))
    if kept is not None:
        keep(kept, [plain, found])
    return plain, dict(found)


def _places(
    node: Any, path: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]]
) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            with contextlib.suppress(KeyError, AttributeError):  # keys merged in with "<<" have no place of their own
                (kl, kc), (vl, vc) = node.lc.key(key), node.lc.value(key)  # type: ignore[attr-defined]
                found.append(((*path, str(key)), (kl + 1, kc + 1, vl + 1, vc + 1)))
            _places(value, (*path, str(key)), found)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            line, column = node.lc.item(i)  # type: ignore[attr-defined]
            found.append(((*path, i), (line + 1, column + 1, line + 1, column + 1)))
            _places(value, (*path, i), found)


def _kept(data: bytes, prefix: str = "") -> Path:
    return cache_folder() / "yaml" / f"{prefix}{_FORMAT}-{hashlib.sha256(data).hexdigest()[:32]}.json"


@cache
def _dates_as_written(constructor: type[Any]) -> type[Any]:
    """Give the constructor without the one of dates, which would crash on the 31st of February."""
    plain = type("DatesAsWritten", (constructor,), {})
    plain.add_constructor("tag:yaml.org,2002:timestamp", lambda _constructor, node: node.value)  # type: ignore[attr-defined]
    return plain


def _parse(data: bytes, typ: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _at(f"byte 0x{data[error.start]:02x} is no UTF-8", data[: error.start].decode("utf-8")) from None
    yaml = YAML(typ=typ)
    yaml.Constructor = _dates_as_written(yaml.Constructor)
    yaml.composer.warn_double_anchors = False  # YAML allows an anchor to be set again
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or error).split())
        raise YamlError(problem, line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0) from None
    except YAMLError as error:
        problem = " ".join(str(getattr(error, "reason", error)).split())
        raise _at(problem, text[: getattr(error, "position", 0)]) from None


def _at(problem: str, before: str) -> YamlError:
    """Give the error of a place by the text before it."""
    return YamlError(problem, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
