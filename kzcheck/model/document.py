"""Documents as they were read, and notices about what could not be read, resolved or compared."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from kzcheck.model.period import Period


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
        if not 1 <= len(parts) <= 3 or not all(p.isdigit() for p in parts) or len(parts[0]) != 4:
            raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
        known = cls(*(int(p) for p in parts))
        try:
            known.period  # noqa: B018  building the period checks month and day
        except ValueError as error:
            raise ValueError(f"{text!r} is no date: {error}") from None
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
class Location:
    """A place for people: 1-based line and column (in code points)."""

    line: int
    column: int


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
    fields: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()
    _lines: list[int] = field(default_factory=list, init=False, repr=False, compare=False, hash=False)

    def location(self, offset: int) -> Location:
        """Give the line and column of an offset."""
        if not self._lines:
            at = 0
            while at >= 0:
                self._lines.append(at)
                at = self.text.find("\n", at) + 1 or -1
        line = bisect_right(self._lines, offset)
        return Location(line, offset - self._lines[line - 1] + 1)


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
