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
_DEEPEST = 50
_MOST = 1_000_000


class YamlError(ValueError):
    """YAML that cannot be read: what is wrong, with 1-based line and column."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        """Keep the position beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column


class Places(dict[tuple[str | int, ...], tuple[int, int, int, int]]):
    """Lines and columns of keys and values by path; a path that has none stands where the nearest one above it does."""

    def __missing__(self, path: tuple[str | int, ...]) -> tuple[int, int, int, int]:
        """Give the place of what holds it, the beginning of the file for the root."""
        return self[path[:-1]] if path else (1, 1, 1, 1)


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


def load_placed(data: bytes, *, cache: bool = True) -> tuple[Any, Places]:
    """Give the plain data of a YAML text, and for every path in it the 1-based line and column of key and value.

    A path is the keys and list indexes from the root; an item of a list has no key, so its value stands for both. What
    has no place of its own (it was merged in by "<<") stands where that is which holds it.
    Raises YamlError with line and column.
    """
    kept = _kept(data, "placed-") if cache else None
    match recall(kept) if kept is not None else None:
        case [plain, places]:
            return plain, Places({tuple(path): tuple(place) for path, place in places})
    read = _parse(data, "rt")
    found: list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]] = []
    _places(read, (), found)
    plain = json.loads(json.dumps(read, default=str))
    if kept is not None:
        keep(kept, [plain, found])
    return plain, Places(found)


def _places(
    node: Any, path: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]]
) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            with contextlib.suppress(KeyError, AttributeError):  # keys merged in with "<<" have no place of their own
                (kl, kc), (vl, vc) = node.lc.key(key), node.lc.value(key)  # type: ignore[attr-defined]
                found.append(((*path, _name(key)), (kl + 1, kc + 1, vl + 1, vc + 1)))
            _places(value, (*path, _name(key)), found)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            line, column = node.lc.item(i)  # type: ignore[attr-defined]
            found.append(((*path, i), (line + 1, column + 1, line + 1, column + 1)))
            _places(value, (*path, i), found)


def _name(key: Any) -> str:
    """Write a key as the plain data has it: JSON makes texts of all."""
    return key if isinstance(key, str) else json.dumps(key, default=str)


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
        _bounded(text)
        return yaml.load(text)
    except YamlError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or error).split())
        raise YamlError(problem, line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0) from None
    except YAMLError as error:
        problem = " ".join(str(getattr(error, "reason", error)).split())
        raise _at(problem, text[: getattr(error, "position", 0)]) from None
    except Exception as error:  # noqa: BLE001  ruamel.yaml meets some nonsense with errors of any kind
        problem = " ".join(str(error).split())[:200]
        raise YamlError(f"no valid YAML: {problem or type(error).__name__}", line=1, column=1) from None


def _bounded(text: str) -> None:
    """Refuse what would take the reader down or means nothing as plain data, before anything is built of it.

    Raises YamlError for nesting beyond `_DEEPEST`, for aliases that multiply to more than `_MOST` values or lead back
    to themselves, for a list or a mapping as a key, and for tags, which ask for types.
    """
    from ruamel.yaml import YAML

    open_nodes: list[_Node] = []
    sizes: dict[str, int] = {}
    for event in YAML(typ="safe").parse(text):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        kind = type(event).__name__
        if kind.endswith("EndEvent") and open_nodes and kind.startswith(("Mapping", "Sequence")):
            done = open_nodes.pop()
            _counted(done.anchor, done.size, open_nodes, sizes, line, column)
        elif kind in {"MappingStartEvent", "SequenceStartEvent", "ScalarEvent", "AliasEvent"}:
            _plain_tag(event, line, column)
            scalar = kind == "ScalarEvent"
            if open_nodes and open_nodes[-1].takes_key() and not scalar:
                raise YamlError("a key must be a text, not a list, a mapping or an alias", line=line, column=column)
            if kind == "AliasEvent":
                if event.anchor not in sizes:
                    named = "leads back to itself" if _within(open_nodes, event.anchor) else "is not defined"
                    raise YamlError(f"the alias *{event.anchor} {named}", line=line, column=column)
                _counted(None, sizes[event.anchor], open_nodes, sizes, line, column)
            elif scalar:
                _counted(event.anchor, 1, open_nodes, sizes, line, column)
            else:
                sizes.pop(event.anchor, None)
                open_nodes.append(_Node(event.anchor, mapping=kind == "MappingStartEvent"))
                if len(open_nodes) > _DEEPEST:
                    raise YamlError(f"nested more than {_DEEPEST} deep", line=line, column=column)


class _Node:
    """A list or mapping that is being read: its anchor, how many values it holds, and how many of its own were met."""

    __slots__ = ("anchor", "mapping", "met", "size")

    def __init__(self, anchor: str | None, *, mapping: bool) -> None:
        self.anchor, self.mapping, self.met, self.size = anchor, mapping, 0, 1

    def takes_key(self) -> bool:
        """Tell whether what comes next is a key."""
        return self.mapping and self.met % 2 == 0


def _counted(
    anchor: str | None, size: int, open_nodes: list[_Node], sizes: dict[str, int], line: int, column: int
) -> None:
    """Add a value that was read in full to what holds it, and remember its size under its anchor."""
    if anchor is not None:
        sizes[anchor] = size
    if open_nodes:
        open_nodes[-1].met += 1
        open_nodes[-1].size += size
        if open_nodes[-1].size > _MOST:
            raise YamlError(f"aliases multiply to more than {_MOST:,} values", line=line, column=column)


def _within(open_nodes: list[_Node], anchor: str) -> bool:
    return any(node.anchor == anchor for node in open_nodes)


def _plain_tag(event: Any, line: int, column: int) -> None:
    tag = str(getattr(event, "tag", None) or "!")
    if tag not in {"!", "tag:yaml.org,2002:str"}:
        raise YamlError(f"the tag {tag} asks for a type; values here are plain", line=line, column=column)


def _at(problem: str, before: str) -> YamlError:
    """Give the error of a place by the text before it."""
    return YamlError(problem, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
