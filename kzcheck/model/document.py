"""Documents as they were read, and notices about what could not be read, resolved or compared."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from kzcheck.model.period import Period
from kzcheck.model.structure import Block, Cell, Fact, Mark, Place, SourceMap, Table, line_starts

_FIRST_YEAR, _LAST_YEAR = 1000, 2999


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read YYYY, YYYY-MM or YYYY-MM-DD; raise ValueError on anything else."""
        parts = text.strip().split("-")
        written = all(p.isascii() and p.isdecimal() and len(p) <= 4 for p in parts)
        if not 1 <= len(parts) <= 3 or not written or len(parts[0]) != 4:
            raise ValueError(f"{text[:40]!r} is not a valid date: write YYYY, YYYY-MM or YYYY-MM-DD")
        known = cls(*(int(p) for p in parts))
        try:
            known.period  # noqa: B018  building the period checks month and day
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{text!r} is not a valid date: {error}") from None
        return known

    @classmethod
    def of_document(cls, text: str) -> PartialDate:
        """Read the date of a document as `parse` does; raise ValueError also where no document can have it.

        Tools write 0001-01-01 or 9999-12-31 where they know of no date, and no calendar has the years beyond.
        """
        known = cls.parse(text)
        if not _FIRST_YEAR <= known.year <= _LAST_YEAR:
            raise ValueError(f"{text!r} is not a date of a document: years are {_FIRST_YEAR} to {_LAST_YEAR}")
        return known

    @property
    def period(self) -> Period:
        """Give the days that it may mean."""
        if self.month is None:
            return Period.of_year(self.year)
        if self.day is None:
            if not 1 <= self.month <= 12:
                raise ValueError("month must be in 1..12")
            return Period.of_months(self.year, self.month)
        return Period.of_day(date(self.year, self.month, self.day))

    @property
    def last_day(self) -> date:
        """Give the latest day that it may mean."""
        return self.period.end - timedelta(days=1)

    def __str__(self) -> str:
        """Write it to the precision known."""
        out = f"{self.year:04d}"
        if self.month is not None:
            out += f"-{self.month:02d}"
        return out if self.day is None else f"{out}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that readers of a document do not see: half-open offsets into the text, and what it says.

    Where the text is what a reader sees (HTML), a comment is no part of it and takes no room: start is end.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text exactly as read, with what is known of it. All offsets are half-open code points into `text`.

    `body` is where the text proper starts (after front matter). `published_how` is one of stated (the command line,
    sources.yaml, front matter), inferred (a dateline in the text), or "" where the date is unknown. `fields` holds what
    else the source says of itself (such as `group` in a .jsonl corpus). `statistics` names whose figures the document
    gives where it does not say so itself. `comments` are what formats that have comments
    hide from the reader; no claim is read from them.

    `is_data` tells of a file that holds data and no prose: its labels alone name its numbers.

    `blocks`, `marks` and `tables` are in the order of the text, blocks and tables do not overlap their like; `source`
    leads from the text to the file where the two differ. All four may be missing: the text alone is a document. `facts`
    are the tags of its numbers.
    """

    id: str
    text: str
    body: int = 0
    title: str = ""
    publisher: str = ""
    published: PartialDate | None = None
    published_how: str = ""
    url: str = ""
    statistics: str = ""
    language: str = "en"
    format: str = "text"
    is_data: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False, hash=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False, hash=False)
    tables: tuple[Table, ...] = field(default=(), repr=False, hash=False)
    source: SourceMap | None = field(default=None, repr=False, hash=False)
    facts: tuple[Fact, ...] = field(default=(), repr=False, hash=False)
    _lines: list[int] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)
    _tables: list[int] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)

    def location(self, offset: int) -> Place:
        """Give the place of an offset in the source: line and column of the file, or what its format has instead."""
        if self.source is not None:
            return self.source.place(offset)
        if not self._lines:
            self._lines.extend(line_starts(self.text))
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1)

    def end_of(self, offset: int) -> Place:
        """Give the place where what ends before an offset ends: as `location`, but without the markup behind it."""
        return self.location(offset) if self.source is None else self.source.end(offset)

    def where(self, offset: int) -> str:
        """Name the place of an offset with its document: "notes.md:12:5", "report.pdf:p12"."""
        place = str(self.location(offset))
        return f"{self.id}:{place}" if place else self.id

    def table_at(self, offset: int) -> Table | None:
        """Give the table that holds a character of the text."""
        if not self.tables:
            return None
        if not self._tables:
            self._tables.extend(table.start for table in self.tables)
        i = bisect_right(self._tables, offset) - 1
        return self.tables[i] if i >= 0 and offset < self.tables[i].end else None

    def cell_at(self, offset: int) -> tuple[Table, Cell] | None:
        """Give the cell that holds a character of the text, with its table."""
        table = self.table_at(offset)
        cell = None if table is None else table.cell_at(offset)
        return None if table is None or cell is None else (table, cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that was not read, resolved or compared, named so that nothing is skipped silently.

    `severity` is error (nothing can go on with it), warning or info. `line` and `column` are 1-based, 0 where unknown.
    """

    severity: str
    code: str
    message: str
    where: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write one line: where:line:column: message."""
        place = ":".join(str(p) for p in (self.where, self.line, self.column) if p)
        return f"{place}: {self.message}" if place else self.message
