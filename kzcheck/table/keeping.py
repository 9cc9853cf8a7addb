"""Claims of documents that were read before, kept as rows of the table under a key of all that they depend on.

The key is a digest of the document (its text and what is known of it), the metrics, and everything that reads: the
code, the words of the languages, the units and the release of Babel, whose names of countries it reads. So a claim from
the store is the claim that reading would give. Kept are the columns of the table, many documents together, since a run
needs the table of all documents and the objects of a few claims; and what was once written of the claims.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import __version__
from kzcheck.model import Claim, Concept, Document, Metric, Notice, PartialDate
from kzcheck.storage import Place, Segments, Store, scattered
from kzcheck.table.arrow import joined, to_arrow
from kzcheck.table.frame import frame
from kzcheck.table.schema import names, registered

if TYPE_CHECKING:
    import pyarrow as pa

_READING = ("model", "lang", "concepts", "units", "extract", "table", "render/json.py", "render/numbers.py")
_SUFFIXES = frozenset({".py", ".yaml", ".txt"})
_ROWS_OF, _TEXT_OF = b"rows", b"text of "
_TOGETHER = 1000
_MOST_ROWS = 50_000


class Found(NamedTuple):
    """What reading a document gave: its date where a dateline tells it, claims, and notices."""

    claims: Sequence[Claim]
    notices: Sequence[Notice]
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is known of a document: its claims as `count` rows of a table from `first` on, else as in `Found`.

    `claims` holds the objects too where they are at hand.
    """

    rows: pa.Table
    first: int
    count: int
    notices: tuple[Notice, ...] = ()
    published: PartialDate | None = None
    claims: Sequence[Claim] | None = None


_PLAIN_NOTE = b'["",[]]'


def count(store: Store) -> int:
    """Count the documents whose claims a store holds."""
    return Segments(store, _ROWS_OF).count()


class Kept:
    """The store seen as claims of documents under some metrics."""

    def __init__(self, store: Store, metrics: Sequence[Metric], concepts: Sequence[Concept] = ()) -> None:
        """Take the store, and the metrics and concepts of the rules that claims are read with."""
        self._rows = Segments(store, _ROWS_OF)
        self._store = store
        self._context = _context(metrics, concepts)

    def get(self, documents: Sequence[Document]) -> list[Part | None]:
        """Give what is known of each of the documents."""
        keys = [self.key(d) for d in documents]
        places = self._rows.places(keys)
        tables = self._tables({place.segment for place in places.values()})
        parts = [_part(tables, places.get(key)) for key in keys]
        again = scattered(list(places.values()))
        some = [
            (document, part)
            for document, key, part in zip(documents, keys, parts, strict=True)
            if part is not None and places[key].segment in again
        ]
        if some:
            self._keep(some, joined([(part.rows, part.first, part.count) for _, part in some]))
        return parts

    def put(self, found: Sequence[tuple[Document, Found]]) -> list[Part | None]:
        """Keep what was found in documents; give it back as rows, None where a claim cannot stand in a table."""
        parts: list[Part | None] = []
        at = 0
        while at < len(found):
            end = at + 1
            rows = len(found[at][1].claims)
            while end < len(found) and end - at < _TOGETHER and rows < _MOST_ROWS:
                rows += len(found[end][1].claims)
                end += 1
            parts += self._put(found[at:end])
            at = end
        return parts

    def _put(self, found: Sequence[tuple[Document, Found]]) -> list[Part | None]:
        claims = [claim for _, what in found for claim in what.claims]
        try:
            rows = to_arrow(frame(claims))
        except UnicodeEncodeError:  # half a character, from a careless writer of JSON
            if len(found) == 1:
                return [None]
            half = len(found) // 2
            return [*self._put(found[:half]), *self._put(found[half:])]
        parts = []
        at = 0
        for _, what in found:
            parts.append(
                Part(
                    rows=rows,
                    first=at,
                    count=len(what.claims),
                    notices=tuple(what.notices),
                    published=what.published,
                    claims=what.claims,
                )
            )
            at += len(what.claims)
        self._keep([(document, part) for (document, _), part in zip(found, parts, strict=True)], rows)
        return [*parts]

    def _keep(self, found: Sequence[tuple[Document, Part]], rows: pa.Table) -> None:
        places = {}
        at = 0
        for document, part in found:
            places[self.key(document)] = at, part.count, _noted(part)
            at += part.count
        self._rows.put(_packed(rows), places)

    def _tables(self, names: set[bytes]) -> dict[bytes, pa.Table]:
        found = {name: _unpacked(payload) for name, payload in self._rows.payloads(sorted(names)).items()}
        return {name: rows for name, rows in found.items() if rows is not None}

    def written(
        self, name: str, make: Callable[[Sequence[int]], Sequence[Sequence[str]]], *, documents: Sequence[Document]
    ) -> list[str]:
        """Give the lines of text that were written of the claims of each document, in order.

        `name` names what is written; `make` writes the lines of the documents at some positions that are not kept.
        """
        kept = Segments(self._store, _TEXT_OF + name.encode())
        keys = [self.key(d) for d in documents]
        places = kept.places(keys)
        texts = {
            s: _text(payload) for s, payload in kept.payloads(sorted({p.segment for p in places.values()})).items()
        }
        lines: list[list[str] | None] = [_cut(texts, places.get(key)) for key in keys]
        absent = [n for n, some in enumerate(lines) if some is None]
        again = scattered(list(places.values()))
        for n, some in zip(absent, make(absent), strict=True):
            lines[n] = list(some)
        anew = absent + [n for n, key in enumerate(keys) if key in places and places[key].segment in again]
        done = [some or [] for some in lines]
        for start in range(0, len(anew), _TOGETHER):
            self._write(kept, [(keys[n], done[n]) for n in anew[start : start + _TOGETHER]])
        return [line for some in done for line in some]

    def _write(self, kept: Segments, found: Sequence[tuple[bytes, Sequence[str]]]) -> None:
        places = {}
        pieces = []
        at = 0
        for key, lines in found:
            text = "".join(f"{line}\n" for line in lines)
            places[key] = at, len(text), b""
            pieces.append(text)
            at += len(text)
        kept.put(_squeezed("".join(pieces)), places)

    def key(self, document: Document) -> bytes:
        """Give the digest of all that the claims of a document depend on."""
        known = [getattr(document, name) for name in _DOCUMENT]
        hidden = [(c.start, c.end) for c in document.comments]
        digest = self._context.copy()
        for value in (document.text, repr((known, hidden))):
            part = value.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return digest.digest()


_DOCUMENT = tuple(f.name for f in fields(Document) if f.init and f.name not in ("text", "comments"))


def _part(tables: Mapping[bytes, pa.Table], place: Place | None) -> Part | None:
    rows = None if place is None else tables.get(place.segment)
    if place is None or rows is None or place.first + place.size > rows.num_rows:
        return None
    if place.note == _PLAIN_NOTE:
        return Part(rows=rows, first=place.first, count=place.size)
    try:
        day, said = json.loads(place.note)
        published = PartialDate.parse(day) if day else None
        notices = tuple(Notice(**notice) for notice in said)
    except (ValueError, TypeError):
        return None  # written by something else: read the document again
    return Part(rows=rows, first=place.first, count=place.size, notices=notices, published=published)


def _noted(part: Part) -> bytes:
    note = [str(part.published or ""), [asdict(notice) for notice in part.notices]]
    return json.dumps(note, separators=(",", ":")).encode()


def _packed(rows: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4", unify_dictionaries=True)
    with pa.ipc.new_stream(sink, rows.schema, options=options) as writer:
        writer.write_table(rows.combine_chunks())
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _unpacked(payload: bytes) -> pa.Table | None:
    import pyarrow as pa

    try:
        rows = pa.ipc.open_stream(payload).read_all()
        rows.validate(full=True)
    except (pa.ArrowException, OSError):
        return None  # written by something else
    return rows if tuple(rows.schema.names) == names() else None


def _squeezed(text: str) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "lz4") as stream:
        stream.write(text.encode())
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _text(payload: bytes) -> str:
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.BufferReader(payload), "lz4") as stream:
            return str(stream.read(), "utf-8")
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return ""  # written by something else


def _cut(texts: Mapping[bytes, str], place: Place | None) -> list[str] | None:
    if place is None or place.first + place.size > len(texts.get(place.segment, "")) or place.segment not in texts:
        return None
    return texts[place.segment][place.first : place.first + place.size].split("\n")[:-1]


def _context(metrics: Sequence[Metric], concepts: Sequence[Concept]) -> hashlib.blake2b:
    digest = hashlib.blake2b(_program(), digest_size=20)
    for metric in metrics:
        digest.update(repr(astuple(replace(metric, file="", line=0))).encode("utf-8", "surrogatepass"))
    for concept in concepts:
        digest.update(repr(astuple(replace(concept, file=""))).encode("utf-8", "surrogatepass"))
    for column in registered():
        digest.update(f"{column.name}\0{column.dtype}\0".encode())
        digest.update(Path(inspect.getfile(column.read)).read_bytes())
    return digest


@cache
def _program() -> bytes:
    """Digest all that reads: code, words, units, and the releases of what reads or keeps with them."""
    root = Path(__file__).parents[1]
    others = (version(name) for name in ("babel", "pandas", "pyarrow"))
    digest = hashlib.blake2b(" ".join((__version__, *others)).encode(), digest_size=20)
    for name in _READING:
        for path in sorted(((root / name).rglob("*")) if (root / name).is_dir() else [root / name]):
            if path.suffix in _SUFFIXES and "corpus" not in path.parts:
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.digest()
