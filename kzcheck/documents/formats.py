"""The formats that can be read, and which of them a file is in."""

from __future__ import annotations

import codecs
from typing import Protocol

from kzcheck.documents import (
    asciidoc,
    csv_data,
    docx,
    epub,
    feed,
    html,
    json_data,
    json_lines,
    json_stat,
    jsonl,
    markdown,
    notebook,
    ods,
    odt,
    packed,
    parquet,
    pc_axis,
    pdf,
    plain,
    restructured,
    sdmx,
    slides,
    toml_data,
    xls,
    xlsx,
    yaml_data,
)
from kzcheck.documents.archive import kind_of_zip
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Reading
from kzcheck.documents.refused import is_workbook, kind


class Format(Protocol):
    """What a module of a format offers. `SUFFIXES` are lower case with their point; "" means a name without one."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def read(self, name: str, data: bytes) -> Reading:
        """Give the documents of a file; `name` is the id of a document or what ids begin with.

        Raises NotTextError where the bytes are none of the format.
        """
        ...


TEXTS: tuple[Format, ...] = (plain, markdown, html, jsonl, restructured, asciidoc, notebook, feed)
DATA: tuple[Format, ...] = (csv_data, json_data, json_lines, yaml_data, toml_data, parquet, pc_axis, json_stat, sdmx)
CUBES = (pc_axis, json_stat, sdmx)
ZIPPED: dict[str, Format] = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": slides,
    "odt": odt,
    "ods": ods,
    "odp": slides,
    "epub": epub,
}
FORMATS: tuple[Format, ...] = (*TEXTS, *DATA, *dict.fromkeys(ZIPPED.values()), pdf, xls)

_BY_SUFFIX = {suffix: format_ for format_ in FORMATS for suffix in format_.SUFFIXES}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def known(suffix: str) -> bool:
    """Tell whether files of this kind are read where a folder is given.

    Data are read where they are named: most of the JSON, YAML, TOML and CSV files of a folder are settings, locks and
    fixtures, whose numbers nobody states.
    """
    return suffix.lower() in _BY_SUFFIX and not is_data(suffix)


def is_data(suffix: str) -> bool:
    """Tell whether files of this kind hold data, or are packed, and are read where they are named or included."""
    return suffix.lower() in packed.ENDINGS or (bool(suffix) and _BY_SUFFIX.get(suffix.lower()) in DATA)


def of(suffix: str, data: bytes) -> Format:
    """Choose the format: by content where the first bytes tell it, else by suffix, else by how the text begins.

    Raises NotTextError naming what a file is that cannot be read.
    """
    if (binary := _binary(data)) is not None:
        return binary
    found = _BY_SUFFIX.get(suffix.lower())
    plainly = data.removeprefix(codecs.BOM_UTF8)
    if found is jsonl and json_lines.looks_like(plainly):
        return json_lines
    if not suffix or found in (None, plain, csv_data, json_data):
        cube = next((one for one in CUBES if one.looks_like(plainly)), None)
        if cube is not None:
            return cube
    if found is not None and suffix and (found in TEXTS or (found in DATA and found is not parquet)):
        return found
    head = plainly[:256].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return html
    if head.startswith((b"<?xml", b"<rss", b"<feed")) and feed.looks_like(plainly):
        return feed
    if head.startswith(b"{") and jsonl.looks_like(plainly):
        return jsonl
    return plain


def _binary(data: bytes) -> Format | None:
    """Give the format of bytes that are no text."""
    if data.startswith(_ZIP):
        what = kind_of_zip(data)
        if what in ZIPPED:
            return ZIPPED[what]
        raise NotTextError("kind", f"a zip file of a kind that is not read{f' ({what})' if what else ''}")
    if is_workbook(data):
        return xls
    if b"%PDF-" in data[:1024]:
        return pdf
    if data.startswith(b"PAR1"):
        return parquet
    if what := kind(data):
        raise NotTextError("kind", f"it is {what}")
    return None
