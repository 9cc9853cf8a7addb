"""Read files of concepts: YAML to typed concepts, or every error with file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from kzcheck.model import Concept
from kzcheck.model.concept import CONCEPT_NATURES, OWNERS
from kzcheck.storage import YamlError, load_placed, load_yaml

KEYS = (
    *("title", "words", "not", "measure", "nature", "of", "broader", "directed", "beside", "keeps", "each"),
    *("same", "different"),
)
"""What an entry may hold."""
_ID = re.compile(r"[a-z][a-z0-9_]*")
_LISTS = ("words", "not", "measure", "beside", "keeps")
_PAIRS = ("same", "different")

_Where = tuple[str | int, ...]


class ConceptError(ValueError):
    """Concepts that cannot be used: one line an error, each with file, line and column."""


@cache
def default() -> tuple[Concept, ...]:
    """Give the concepts that come with kzcheck, in the order of their files. Raises ConceptError."""
    folder = files("kzcheck.concepts")
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".yaml"))
    return concepts_of({f"concepts/{name}": (folder / name).read_bytes() for name in names})


def concepts_of(texts: Mapping[str, bytes]) -> tuple[Concept, ...]:
    """Give the concepts of files, by their names. Raises ConceptError with all errors of all of them."""
    errors: list[str] = []
    found: dict[str, Concept] = {}
    for name, data in texts.items():
        try:
            entries = load_yaml(data)
        except YamlError as error:
            errors.append(f"{name}:{error.line}:{error.column}: {error}")
            continue
        problems = list(_problems(entries))
        twice = [] if problems else [concept_id for concept_id in entries if concept_id in found]
        problems += [((twin,), f"{twin!r} stands in {found[twin].file} already") for twin in twice]
        if problems:
            _, places = load_placed(data)
            for path, message in problems:
                line, column = places.get(path, (1, 1))[:2]
                errors.append(f"{name}:{line}:{column}: {message}")
            continue
        found |= {concept_id: _concept(concept_id, entry, name) for concept_id, entry in entries.items()}
    named = [(c, other) for c in found.values() for other in (c.broader, c.each)]
    lost = [(c, other) for c, other in named if other and other not in found]
    errors += [f"{c.file}: {c.id!r}: no concept {other!r}{_near(other, found)}" for c, other in lost]
    if errors:
        raise ConceptError("\n".join(errors))
    return tuple(found.values())


def _problems(entries: Any) -> Iterable[tuple[_Where, str]]:
    """Give what is wrong, each with the path to it."""
    if not isinstance(entries, dict):
        yield (), "a file of concepts holds entries: an id, then its keys, indented"
        return
    for concept_id, entry in entries.items():
        if not _ID.fullmatch(concept_id):
            yield (concept_id,), f"an id is lower case letters, digits and underscores, not {concept_id!r}"
        if not isinstance(entry, dict):
            yield (concept_id,), f"{concept_id!r} holds keys ({', '.join(KEYS)}), indented below it"
            continue
        for key, value in entry.items():
            if message := _wrong(key, value):
                yield (concept_id, key), message
        if missing := [key for key in ("title", "words") if not entry.get(key)]:
            yield (concept_id,), f"{concept_id!r} lacks {' and '.join(missing)}"


def _wrong(key: str, value: Any) -> str:
    """Say what is wrong with one key of an entry, "" where nothing is."""
    if key not in KEYS:
        return f"unknown key {key!r}{_near(key, KEYS)}"
    if key in _LISTS:
        right = isinstance(value, list) and all(isinstance(v, str) for v in value)
        return "" if right else f"{key!r} takes a list of texts"
    if key in _PAIRS:
        right = isinstance(value, list) and all(isinstance(v, list) and len(v) == 2 for v in value)
        return "" if right else f"{key!r} takes a list of pairs of sentences"
    if key == "directed":
        return "" if isinstance(value, bool) else "'directed' is true or false"
    known = {"nature": CONCEPT_NATURES, "of": OWNERS}.get(key)
    if known and value not in known:
        return f"{key!r} is one of {', '.join(known)}, not {value!r}"
    return "" if isinstance(value, str) else f"{key!r} takes a text"


def alternatives(words: Iterable[str]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Give the word groups of each alternative: "a|b + c" is one of a, b and c."""
    return tuple(tuple(tuple(p.strip() for p in group.split("|")) for group in text.split(" + ")) for text in words)


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _concept(concept_id: str, entry: Mapping[str, Any], file: str) -> Concept:
    return Concept(
        id=concept_id,
        title=entry["title"],
        words=alternatives(entry["words"]),
        excluded=tuple(entry.get("not", ())),
        measures=tuple(entry.get("measure", ())),
        nature=entry.get("nature", ""),
        of=entry.get("of", "any"),
        broader=entry.get("broader", ""),
        directed=entry.get("directed", False),
        beside=tuple(entry.get("beside", ())),
        keeps=tuple(entry.get("keeps", ())),
        each=entry.get("each", ""),
        same=tuple((a, b) for a, b in entry.get("same", ())),
        different=tuple((a, b) for a, b in entry.get("different", ())),
        file=file,
    )
