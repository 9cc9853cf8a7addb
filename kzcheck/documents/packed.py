"""Packed files (.gz, .zip): what is in them is read as if it lay there, within bounds and one layer deep."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from kzcheck.documents.archive import Archive, kind_of_zip
from kzcheck.documents.decoding import NotTextError

ENDINGS = (".gz", ".zip")

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LARGEST = 400_000_000
_MOST_FILES = 2_000
_HIDDEN = ("__MACOSX", ".")


class Inner(NamedTuple):
    """A file in a packed one: what it is called, its suffix, and its bytes or why they cannot be had."""

    name: str
    suffix: str
    data: bytes
    problem: NotTextError | None = None


def unpacked(name: str, suffix: str, data: bytes) -> Iterator[Inner]:
    """Give the files in a packed one; any other file gives itself.

    A file in a zip is called ARCHIVE#PATH. Raises NotTextError where it is damaged or too large.
    """
    if data.startswith(_GZIP):
        inner = PurePosixPath(name.removesuffix(suffix)).suffix if suffix.lower() == ".gz" else suffix
        yield Inner(name, inner, _gunzip(data))
    elif data.startswith(_ZIP) and not kind_of_zip(data):
        yield from _members(name, Archive(data, "a zip file"))
    else:
        yield Inner(name, suffix, data)


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            out = file.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise NotTextError("damaged", f"damaged: no readable gzip file ({error})") from None
    if len(out) > _LARGEST:
        raise NotTextError("too-large", f"unpacks to more than the {_LARGEST:,} bytes that are read")
    return out


def _members(name: str, archive: Archive) -> Iterator[Inner]:
    names = sorted(n for n in archive.names if not n.endswith("/") and not _is_hidden(n))
    if len(names) > _MOST_FILES:
        raise NotTextError("too-large", f"holds {len(names):,} files, more than the {_MOST_FILES:,} that are read")
    for inner in names:
        suffix = PurePosixPath(inner).suffix
        try:
            data = archive.read(inner)
        except NotTextError as error:
            yield Inner(f"{name}#{inner}", suffix, b"", error)
            continue
        if data.startswith(_GZIP) or (data.startswith(_ZIP) and not kind_of_zip(data)):
            again = NotTextError("kind", "packed again inside a packed file: unpack it first")
            yield Inner(f"{name}#{inner}", suffix, b"", again)
        else:
            yield Inner(f"{name}#{inner}", suffix, data)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts)
