"""Corpora: one JSON object a line, `{"id", "text", "title", "publisher", "published", "url", "language", ...}`.

A document is called PATH#ID; further keys are kept in its `fields`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading, typed
from kzcheck.documents.outline import outlined
from kzcheck.model import Document, Notice
from kzcheck.model.visible import name as harmless

NAME = "jsonl"
SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")

_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def looks_like(data: bytes) -> bool:
    """Tell whether the first line is a JSON object with a text."""
    try:
        row = json.loads(data.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "text" in row


def _whole(row: Any) -> tuple[Any, int]:
    """Put U+FFFD for each unpaired surrogate in a parsed line, which no table or page can hold; count them."""
    text, halves = _HALF.subn("\ufffd", json.dumps(row, ensure_ascii=False))
    return json.loads(text), halves


def read(name: str, data: bytes) -> Reading:
    """Give a document for each line that holds one, and an error for each line that does not."""
    text, notices = decoded(name, data)
    documents: list[Document] = []
    taken: set[str] = set()
    again: Counter[str] = Counter()

    def refuse(line: int, column: int, message: str, severity: str = "error") -> None:
        notices.append(
            Notice(severity=severity, code="jsonl", message=message, where=name, line=line, column=column),
        )

    for number, row_text in enumerate(text.split("\n"), 1):
        if not row_text.strip():
            continue
        try:
            row = json.loads(row_text)
            if _ESCAPED_HALF.search(row_text):
                row, halves = _whole(row)
                if halves:
                    refuse(
                        number,
                        1,
                        f"half characters (unpaired surrogates), {halves} in all, are read as '\ufffd'",
                        "warning",
                    )
        except ValueError as error:
            column = getattr(error, "colno", 1)
            refuse(number, column, f"this line is no JSON: {getattr(error, 'msg', error)}; the line is left out")
            continue
        except RecursionError:
            refuse(number, 1, "this line is nested too deeply; the line is left out")
            continue
        if not isinstance(row, dict):
            refuse(number, 1, 'a line must be an object such as {"id": ..., "text": ...}; the line is left out')
            continue
        body = row.pop("text", None)
        if not isinstance(body, str):
            missing = 'has no "text"' if body is None else 'has a "text" that is no string'
            refuse(number, 1, f"this line {missing}; the line is left out")
            continue
        given = row.pop("id", None)
        key = str(number) if given is None or given == "" else harmless(str(given))
        if key in taken:
            while (free := f"{key}~{again[key] + 2}") in taken:
                again[key] += 1
            refuse(number, 1, f"the id {key!r} was used above; this document is called {free!r}", "warning")
            key = free
        taken.add(key)
        if not body.strip():
            refuse(number, 1, f"the document {key!r} is empty", "warning")
            continue
        known, problems = typed(row)
        for problem in problems:
            refuse(number, 1, f"{problem.message} (document {key!r})", "warning")
        documents.append(known.describe(outlined(Document(id=f"{name}#{key}", text=body, format=NAME))))
    return documents, notices
