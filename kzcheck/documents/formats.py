"""The formats that can be read, and which of them a file is in."""

from __future__ import annotations

import codecs
from typing import Protocol

from kzcheck.documents import html, jsonl, markdown, plain
from kzcheck.documents.metadata import Reading


class Format(Protocol):
    """What a module of a format offers. `SUFFIXES` are lower case with their point; "" means a name without one."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def read(self, name: str, data: bytes) -> Reading:
        """Give the documents of a file; `name` is the id of a document or what ids begin with.

        Raises NotTextError where the bytes are none of the format.
        """
        ...


FORMATS: tuple[Format, ...] = (plain, markdown, html, jsonl)

_BY_SUFFIX = {suffix: format_ for format_ in FORMATS for suffix in format_.SUFFIXES}


def known(suffix: str) -> bool:
    """Tell whether files of this kind are read where a folder is given."""
    return suffix.lower() in _BY_SUFFIX


def of(suffix: str, data: bytes) -> Format:
    """Choose the format by suffix; by the first bytes where the suffix tells nothing."""
    found = _BY_SUFFIX.get(suffix.lower())
    if found is not None and suffix:
        return found
    head = data[:256].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return html
    if head.startswith(b"{") and jsonl.looks_like(data.removeprefix(codecs.BOM_UTF8)):
        return jsonl
    return plain
