"""What was found in the documents of a run, as one table and as claims, each made as far as it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from kzcheck.model import Claim, Claims, Period
from kzcheck.table.arrow import from_arrow, joined, to_arrow
from kzcheck.table.frame import claims_of, frame
from kzcheck.table.keeping import Found, Part

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Write = Callable[[Claim], str]


class Rows:
    """The claims of documents, in their order."""

    def __init__(
        self,
        parts: Sequence[Part | Found],
        *,
        written: Callable[[str, Callable[[Sequence[int]], Sequence[Sequence[str]]]], Sequence[str]] | None = None,
    ) -> None:
        """Take what is known of each document.

        `written` gives the lines that were written of the claims, as `kzcheck.table.keeping.Kept.written` does.
        """
        self.parts = tuple(parts)
        self._ends = list(accumulate(_size(part) for part in self.parts))
        self._written = written

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """Give the claims: as they are where all are objects, else made as they are asked for."""
        some = [part.claims for part in self.parts]
        if all(claims is not None for claims in some) and self._written is None:
            return tuple(claim for claims in some for claim in claims or ())
        return Claims(
            self._ends[-1] if self._ends else 0,
            make=self._make,
            column=self._column,
            written=None if self._written is None else self._texts,
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Give the table, the same whatever the claims come from."""
        if any(isinstance(part, Part) and part.count for part in self.parts):
            return from_arrow(self._arrow)
        return frame(self.claims)

    @cached_property
    def _arrow(self) -> pa.Table:
        pieces: list[tuple[pa.Table, int, int]] = []
        loose: list[Claim] = []

        def gather() -> None:
            if loose:
                pieces.append((to_arrow(frame(loose)), 0, len(loose)))
                loose.clear()

        for part in self.parts:
            if isinstance(part, Found):
                loose.extend(part.claims)
            else:
                gather()
                pieces.append((part.rows, part.first, part.count))
        gather()
        return joined(pieces) if pieces else to_arrow(frame(()))

    def _make(self, rows: Sequence[int]) -> Sequence[Claim]:
        """Give the claims of some rows, those from columns all at once."""
        made: dict[int, Claim] = {}
        pieces: dict[int, tuple[pa.Table, int, int]] = {}
        for row in rows:
            n = bisect_right(self._ends, row)
            part, at = self.parts[n], row - self._ends[n]
            if part.claims is not None:
                made[row] = part.claims[at]  # counted from the end
            elif isinstance(part, Part):
                pieces[row] = part.rows, part.first + part.count + at, 1
        if pieces:
            made.update(zip(pieces, claims_of(from_arrow(joined(list(pieces.values())))), strict=True))
        return [made[row] for row in rows]

    def _column(self, name: str) -> Sequence[Any]:
        if name in ("period", "base"):
            days = zip(*(self._arrow.column(f"{name}_{end}").to_pylist() for end in ("start", "end")), strict=True)
            known: dict[Any, Period | None] = {(None, None): None}
            return [known[d] if d in known else known.setdefault(d, Period(d[0].date(), d[1].date())) for d in days]
        plain: list[Any] = self._arrow.column(name).to_pylist()
        return plain

    def _texts(self, name: str, write: Write) -> Sequence[str]:
        assert self._written is not None  # noqa: S101  it is handed over only then

        def make(documents: Sequence[int]) -> Sequence[Sequence[str]]:
            rows = [range(self._ends[n] - _size(self.parts[n]), self._ends[n]) for n in documents]
            claims = iter(self._make([row for some in rows for row in some]))
            return [[write(next(claims)) for _ in some] for some in rows]

        return self._written(name, make)


def _size(part: Part | Found) -> int:
    return len(part.claims) if isinstance(part, Found) else part.count
