"""Load documents: find the files, decode them, read their format, and put down what is known of each source."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kzcheck.documents import formats, jsonl
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.files import SOURCES, Found, InputError, bounded, find, leads_out
from kzcheck.documents.metadata import Metadata, sources
from kzcheck.documents.packed import Inner, unpacked
from kzcheck.model import Document, Notice, PartialDate, isolated

__all__ = ["InputError", "load", "of_rows"]

_ROWS = "rows"


def load(
    paths: Sequence[str],
    *,
    stdin: Callable[[], bytes] | None = None,
    published: PartialDate | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    skip: Sequence[Path] = (),
    base: Path = Path(),
) -> tuple[list[Document], list[Notice]]:
    """Read the documents that `paths` (files, folders, globs, .jsonl corpora, "-") mean, in a fixed order.

    `stdin` gives the bytes for "-". What is known of a document counts in this order: `published` (the command line),
    a `sources.yaml` beside the file, the document itself (front matter, `meta` tags, the keys of a .jsonl line).
    `include`, `exclude`, `skip`, `base` as in `files.find`. Each file that is left out is a notice; raises InputError
    where a path does not exist.
    """
    found, notices = find(paths, include=include, exclude=exclude, skip=skip, base=base)
    described = _Sources()
    documents: list[Document] = []
    for file in found:
        with isolated(notices.append, f"{file.id} was not read", passing=InputError):
            read, told = _read(file, stdin)
            notices.extend(told)
            known = described.of(file)
            documents.extend(_describe(document, known, published) for document in read)
    notices.extend(described.notices())
    return documents, notices


def of_rows(rows: Iterable[Mapping[str, object]]) -> tuple[list[Document], list[Notice]]:
    """Give documents for rows held in memory, with the keys of a .jsonl corpus: `text`, `id`, `published`, ...

    A document is called by its `id`, or else by the number of its row from 1. What cannot be taken is a notice.
    """
    lines = "\n".join(json.dumps(dict(row), ensure_ascii=False, default=str) for row in rows)
    documents, notices = jsonl.read(_ROWS, lines.encode("utf-8", "replace"))
    return [replace(d, id=d.id.removeprefix(f"{_ROWS}#")) for d in documents], notices


def _read(file: Found, stdin: Callable[[], bytes] | None) -> tuple[list[Document], list[Notice]]:
    documents: list[Document] = []
    notices: list[Notice] = []
    left_out = 0
    try:
        data = _bytes(file, stdin)
        for inner in unpacked(file.id, file.path.suffix if file.path is not None else "", data):
            if inner.name != file.id and not (formats.known(inner.suffix) or formats.is_data(inner.suffix)):
                left_out += 1
                continue
            read, told = _inner(inner)
            documents += read
            notices += told
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        notices.append(Notice(severity="error", code="unreadable", message=f"cannot be read: {why}", where=file.id))
    except NotTextError as error:
        notices.append(_refused(file.id, error))
    if left_out:
        message = f"left out: {left_out} file{'s' * (left_out > 1)} of a kind that is not read"
        notices.append(Notice(severity="info", code="left-out", message=message, where=file.id))
    return documents, notices


def _inner(inner: Inner) -> tuple[list[Document], list[Notice]]:
    try:
        if inner.problem is not None:
            raise inner.problem
        return formats.of(inner.suffix, inner.data).read(inner.name, inner.data)
    except NotTextError as error:
        return [], [_refused(inner.name, error)]


def _refused(name: str, error: NotTextError) -> Notice:
    return Notice(
        severity="error", code=error.code, message=str(error), where=name, line=error.line, column=error.column
    )


def _bytes(file: Found, stdin: Callable[[], bytes] | None) -> bytes:
    if file.path is None:
        if stdin is None:
            raise InputError("standard input (-) cannot be read here")
        return stdin()
    try:
        return bounded(file.path)
    except OSError:
        if stat.S_ISSOCK(file.path.stat().st_mode):
            raise OSError("it is a socket") from None
        raise


def _describe(document: Document, known: Metadata | None, published: PartialDate | None) -> Document:
    if known is not None:
        own = document
        document = replace(known, fields=()).describe(document)
        if document.format == jsonl.NAME:  # an entry for a corpus gives what its lines leave out
            document = replace(
                document,
                title=own.title or document.title,
                publisher=own.publisher or document.publisher,
                published=own.published or document.published,
                url=own.url or document.url,
            )
    return document if published is None else replace(document, published=published, published_how="stated")


class _Sources:
    """The sources.yaml files met so far, each read once."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, Metadata]] = {}
        self._names: dict[Path, str] = {}
        self._used: dict[Path, set[str]] = {}
        self._notices: list[Notice] = []

    def of(self, file: Found) -> Metadata | None:
        """Give what the nearest sources.yaml, up to the folder that was given, says of a file."""
        if file.path is None:
            return None
        folder, inside = file.path.parent, file.path.name
        while True:
            entries = self._entries(folder, file, inside)
            if inside in entries:
                self._used[folder].add(inside)
                return entries[inside]
            if folder in (file.root, folder.parent):
                return None
            inside = f"{folder.name}/{inside}"
            folder = folder.parent

    def notices(self) -> list[Notice]:
        """Give the errors of the sources.yaml files, and the entries whose file does not exist."""
        absent = [
            Notice(
                severity="warning",
                code="metadata",
                message=f"describes {file!r}, which is not there",
                where=self._names[folder],
            )
            for folder, entries in self._folders.items()
            for file in entries
            if file not in self._used[folder] and not (folder / file).exists()
        ]
        return [*self._notices, *absent]

    def _entries(self, folder: Path, file: Found, inside: str) -> dict[str, Metadata]:
        if folder in self._folders:
            return self._folders[folder]
        path = folder / SOURCES
        entries: dict[str, Metadata] = {}
        if path.is_file() and not leads_out(path, file.root):
            above = PurePosixPath(file.id).parts[: -len(PurePosixPath(inside).parts)]
            name = self._names[folder] = str(PurePosixPath(*above, SOURCES))
            try:
                entries, told = sources(name, bounded(path))
            except OSError as error:
                why = (error.strerror or str(error)).lower()
                told = [Notice(severity="error", code="unreadable", message=f"cannot be read: {why}", where=name)]
            self._notices.extend(told)
        self._folders[folder] = entries
        self._used[folder] = set()
        return entries
