"""Find what the note under a table is on: "(3) Includes a gain of 5" is of the column whose head is "2024 (3)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kzcheck.extract.types import Passage, Setting
from kzcheck.model import Claim, Document, Table

NOTE = "period.note"
_MARK = re.compile(r"[ \t]*(\((?:[0-9]{1,2}|[a-z])\)|\*{1,3}|[†‡§¹²³⁴⁵⁶⁷⁸⁹])(?=\s*\S)")
_PAGE = re.compile(r"\s*[0-9]{1,4}\s*")
"""A line that is nothing but the number of a page."""
_BACK = 40
"""Passages that a note may be long, with its items."""
_TABLES = 4
_FAR = 20_000
"""Characters from the end of a table to a note on it."""


class Notes:
    """The notes of one document, each looked up once among the tables before it."""

    def __init__(self, document: Document, claims: Sequence[Claim], bullets: frozenset[str]) -> None:
        """Take the document, the claims of it so far (a list that grows) and the marks of items."""
        self._document = document
        self._claims = claims
        self._bullets = bullets
        self._known: dict[int, Setting | None] = {}

    def setting(self, passage: Passage) -> Setting | None:
        """Give the time of what a note is on; None where that cannot be told, and for text that is no note."""
        if not self._document.tables or self._document.tables[0].start > passage.start:
            return None
        here: Passage | None = passage
        for _ in range(_BACK):
            if here is None or self._document.table_at(here.start) is not None:
                return None
            line = self._document.text.rfind("\n", 0, here.start) + 1
            mark = _MARK.match(self._document.text, line, here.end)
            if mark is not None:
                return self._of_mark(line, mark[1])
            before = here.before
            if before is None or not self._goes_on(before, here, line):
                return None
            here = before
        return None

    def _goes_on(self, before: Passage, here: Passage, line: int) -> bool:
        """Tell whether a passage belongs to the note that the one before it is a part of."""
        text = self._document.text
        if before.paragraph == here.paragraph or _PAGE.fullmatch(before.text):
            return True
        item = text[line : here.end].lstrip()[:1] in self._bullets
        return item or text[here.end - 1] == ":" or _PAGE.fullmatch(here.text) is not None

    def _of_mark(self, line: int, mark: str) -> Setting | None:
        if line not in self._known:
            self._known[line] = self._look_up(line, mark)
        return self._known[line]

    def _look_up(self, line: int, mark: str) -> Setting | None:
        """Give the one time of the figures that a mark stands with, in the nearest table before that has it."""
        text = self._document.text
        near = [t for t in self._document.tables if t.end <= line and line - t.end < _FAR][-_TABLES:]
        for table in reversed(near):
            marked = [text[c.start : c.end] for c in table.cells if text[c.start : c.end].rstrip().endswith(mark)]
            if not marked:
                continue
            claims = list(self._inside(table))
            under = [c for c in claims if any(head in marked for head in c.column)]
            lines = {text.rfind("\n", 0, c.start) for c in table.cells if text[c.start : c.end] in marked}
            beside = [c for c in claims if text.rfind("\n", 0, c.start) in lines]
            return _one_time(under or beside)
        return None

    def _inside(self, table: Table) -> Iterator[Claim]:
        for claim in reversed(self._claims):
            if claim.start < table.start:
                return
            if claim.start < table.end and claim.table:
                yield claim


def _one_time(claims: Sequence[Claim]) -> Setting | None:
    times = {(c.period, c.period_symbol) for c in claims}
    if len(times) != 1 or times == {(None, "")}:
        return None
    one = claims[0]
    return Setting(NOTE, one.period_text, one.period, one.period_symbol, "inferred" if one.period else "")
