"""Records as data: one JSON object a line, without the texts that make a corpus of such a file."""

from __future__ import annotations

import json

from kzcheck.documents import trees
from kzcheck.documents.decoding import decoded
from kzcheck.documents.json_data import parsed
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice

NAME = "records"
SUFFIXES: tuple[str, ...] = ()


def looks_like(data: bytes) -> bool:
    """Tell whether the first line is a JSON object that holds values and no text."""
    try:
        row = json.loads(data.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "text" not in row and "id" not in row


def read(name: str, data: bytes) -> Reading:
    """Give the one document of all records; raises NotTextError where a line is no JSON."""
    text, said = decoded(name, data)
    records: list[Node] = [parsed(line, line=number) for number, line in enumerate(text.split("\n")) if line.strip()]
    writer = Writer()
    trees.lay_out(writer, records)
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said
