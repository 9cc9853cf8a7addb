"""Jupyter notebooks (.ipynb): the texts of their cells and what their code printed; the code itself is no text.

Nothing is run. A table that a cell showed (HTML) is a table; pictures are left out and counted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from kzcheck.documents import html
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.metadata import Reading
from kzcheck.documents.outline import outlined
from kzcheck.model import Document, Notice, Place, SourceMap

NAME = "notebook"
SUFFIXES: tuple[str, ...] = (".ipynb",)


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a notebook; raises NotTextError where it is none."""
    text, said = decoded(name, data)
    try:
        book = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotTextError("damaged", f"damaged: no readable notebook ({error})") from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if not isinstance(cells, list):
        raise NotTextError("damaged", "no notebook of version 4: it has no list of cells")
    parts: list[str] = []
    starts, places = [0], [Place()]
    at = pictures = 0
    for number, cell in enumerate((c for c in cells if isinstance(c, dict)), start=1):
        written, seen = _cell(cell)
        pictures += seen
        for part in written:
            starts.append(at)
            places.append(Place(cell=f"cell {number}"))
            parts.append(part.rstrip("\n") + "\n\n")
            at += len(parts[-1])
    if pictures:
        message = f"left out: {pictures} picture{'s' * (pictures > 1)}"
        said = [*said, Notice(severity="info", code="hidden", message=message, where=name)]
    if not parts:
        return [], [*said, Notice(severity="error", code="empty", message="the notebook holds no text", where=name)]
    document = outlined(Document(id=name, text="".join(parts), format=NAME))
    source = SourceMap(starts=starts, targets=range(len(starts)), places=tuple(places))
    return [replace(document, source=source)], said


def _cell(cell: dict[str, Any]) -> tuple[list[str], int]:
    """Give the texts of a cell, and how many pictures it shows."""
    source = _joined(cell.get("source"))
    kind = cell.get("cell_type")
    if kind == "code":
        fence = "~~~~~~" if "```" in source else "```"
        parts = [f"{fence}\n{source}\n{fence}"] if source.strip() else []
        pictures = 0
        for output in cell.get("outputs") or ():
            shown, picture = _output(output) if isinstance(output, dict) else ("", False)
            parts += [shown] if shown.strip() else []
            pictures += picture
        return parts, pictures
    return ([source] if kind in {"markdown", "raw"} and source.strip() else []), 0


def _output(output: dict[str, Any]) -> tuple[str, bool]:
    """Give what an output shows: its table or page, else its text; an error shows nothing that is stated."""
    if output.get("output_type") == "stream":
        return _joined(output.get("text")), False
    data = output.get("data")
    if not isinstance(data, dict):
        return "", False
    if page := _joined(data.get("text/html")):
        documents, _ = html.read("output", f"<body>{page}</body>".encode("utf-8", "replace"))
        if documents:
            return documents[0].text, False
    picture = any(str(kind).startswith("image/") for kind in data)
    return ("" if picture else _joined(data.get("text/markdown") or data.get("text/plain"))), picture


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
