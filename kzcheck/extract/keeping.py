"""Claims of documents that were read before, kept under a key of all that they depend on.

The key is a digest of the document (its text and what is known of it), the metrics, and everything that reads: the
code, the words of the languages, the units and the version of the sentence splitter. So a claim from the store is the
claim that reading would give.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from kzcheck import __version__
from kzcheck.model import Claim, Document, Metric, Notice
from kzcheck.storage import Store
from kzcheck.storage.rows import codec

_READING = ("model", "lang", "units", "extract", "storage")
_SUFFIXES = frozenset({".py", ".yaml", ".txt"})
_CLAIMS = codec(tuple[Claim, ...])
_NOTICES = codec(tuple[Notice, ...])


class Found(NamedTuple):
    """What was found in a document."""

    claims: Sequence[Claim]
    notices: Sequence[Notice]


class Kept:
    """The store seen as claims of documents under some metrics."""

    def __init__(self, store: Store, metrics: Sequence[Metric]) -> None:
        """Take the store, and the metrics that claims are read with."""
        self._store = store
        self._context = _context(metrics)

    def get(self, documents: Sequence[Document]) -> dict[Document, Found]:
        """Give what is known of documents."""
        keys = {self._key(d): d for d in documents}
        values = self._store.get(list(keys))
        found = {}
        collecting = gc.isenabled()
        gc.disable()  # many small objects are made, and none of them is garbage
        try:
            for key, value in values.items():
                kept = _read(value)
                if kept is not None:
                    found[keys[key]] = kept
        finally:
            if collecting:
                gc.enable()
        return found

    def put(self, found: Sequence[tuple[Document, Found]]) -> None:
        """Keep what was found in documents."""
        self._store.put({self._key(document): _written(what) for document, what in found})

    def _key(self, document: Document) -> bytes:
        digest = self._context.copy()
        for value in _known(document):
            part = value.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return digest.digest()


def _known(document: Document) -> Iterator[str]:
    for name in _DOCUMENT:
        value = getattr(document, name)
        yield value if isinstance(value, str) else repr(value)


_DOCUMENT = tuple(f.name for f in fields(Document) if f.init and f.name != "comments")


def _written(found: Found) -> bytes:
    rows = [_CLAIMS.write(found.claims), _NOTICES.write(found.notices)]
    return json.dumps(rows, separators=(",", ":")).encode()


def _read(value: bytes) -> Found | None:
    try:
        claims, notices = json.loads(value)
        return Found(_CLAIMS.read(claims), _NOTICES.read(notices))
    except (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, OverflowError):
        return None  # written by something else: read the document again


def _context(metrics: Sequence[Metric]) -> hashlib.blake2b:
    digest = hashlib.blake2b(_program(), digest_size=20)
    for metric in metrics:
        digest.update(repr(astuple(replace(metric, file="", line=0))).encode("utf-8", "surrogatepass"))
    return digest


@cache
def _program() -> bytes:
    """Digest all that reads: code, words, units, and the release of Babel, whose names of countries it reads."""
    root = Path(__file__).parents[1]
    digest = hashlib.blake2b(f"{__version__} {version('babel')}".encode(), digest_size=20)
    for name in _READING:
        for path in sorted((root / name).rglob("*")):
            if path.suffix in _SUFFIXES and "corpus" not in path.parts:
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.digest()
