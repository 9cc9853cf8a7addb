"""Find the columns of text on a page: a gutter with lines of prose on both sides of it. Tables are not torn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kzcheck.documents.pdf.glyphs import Box, Word
from kzcheck.documents.pdf.rows import Row, rows_of

_FEWEST_ROWS = 5
_FEWEST_A_SIDE = 3
_MARGIN = 0.12
_PLACES = 90
_PROSE = 16  # letters a line has at least where it is prose
_FILLED = 0.5
_DEEPEST = 8
_PITCH = 1.9
_GAP = 4.0


def flows(words: list[Word], rules: Sequence[Box], depth: int = 0) -> Iterator[list[Row]]:
    """Give the rows of a page in the order in which they are read: one list a column or band."""
    rows = rows_of(words, rules)
    gutter = _gutter(rows) if len(rows) >= _FEWEST_ROWS and depth < _DEEPEST else None
    if gutter is None:
        yield rows
        return
    first, last, x = gutter
    inside = [word for row in rows[first : last + 1] for word in row.words]
    parts = (
        [word for row in rows[:first] for word in row.words],
        [word for word in inside if word.left + word.right <= 2 * x],
        [word for word in inside if word.left + word.right > 2 * x],
        [word for row in rows[last + 1 :] for word in row.words],
    )
    for part in parts:
        if part:
            for word in part:
                word.raised = 0  # told anew in the rows of the part
            yield from flows(part, rules, depth + 1)


def _gutter(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """Give the first and last row beside a gutter, and its place; None where there is no gutter."""
    left, right = min(r.left for r in rows), max(r.right for r in rows)
    width = right - left
    if width <= 0 or _mostly_whole(rows, width):
        return None
    places = np.linspace(left + _MARGIN * width, right - _MARGIN * width, _PLACES)
    free = np.ones((len(rows), _PLACES), dtype=np.bool_)
    for index, row in enumerate(rows):
        for piece in row.pieces:
            free[index] &= (places < piece.left) | (places > piece.right)
    best: tuple[int, int, int, float] | None = None
    for place in range(_PLACES):
        for first, last in _runs(free[:, place]):
            if last - first + 1 < _FEWEST_ROWS or (best is not None and last - first + 1 <= best[0]):
                continue
            if (judged := _judge(rows, first, last, float(places[place]), (left, right))) is not None:
                first_, last_, count = judged
                if best is None or count > best[0]:
                    best = (count, first_, last_, float(places[place]))
    return None if best is None else best[1:]


def _mostly_whole(rows: Sequence[Row], width: float) -> bool:
    """Tell whether most rows reach over the page as one piece: most pages of one column end here."""
    return sum(len(r.pieces) == 1 and r.right - r.left > 0.6 * width for r in rows) > 0.75 * len(rows)


def _runs(free: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], free.astype(np.int8), [0])))
    yield from zip(np.nonzero(edges == 1)[0].tolist(), (np.nonzero(edges == -1)[0] - 1).tolist(), strict=True)


def _judge(
    rows: Sequence[Row], first: int, last: int, x: float, edges: tuple[float, float]
) -> tuple[int, int, int] | None:
    """Tell whether prose stands on both sides of a gutter; give its first and last row and how many there are."""
    prose_right = [
        index
        for index in range(first, last + 1)
        for piece in rows[index].pieces
        if piece.left > x and _is_prose(piece.text)
    ]
    chain = _longest_chain(rows, prose_right)
    if len(chain) < _FEWEST_A_SIDE:
        return None
    first, last = chain[0], chain[-1]
    sides: tuple[list[tuple[int, float, str]], list[tuple[int, float, str]]] = ([], [])
    for index in range(first, last + 1):
        for piece in rows[index].pieces:
            sides[piece.left > x].append((index, piece.right - piece.left, piece.text))
    widths = (x - edges[0], edges[1] - x)
    for side, width in zip(sides, widths, strict=True):
        prose = [p for p in side if _is_prose(p[2])]
        if len(prose) < _FEWEST_A_SIDE or len(prose) < 0.6 * len(side):
            return None
        if float(np.median([p[1] for p in side])) < _FILLED * width:
            return None
    # The left column may begin above and end below the right one.
    while first > 0 and _goes_on(rows, first - 1, first, x):
        first -= 1
    while last + 1 < len(rows) and _goes_on(rows, last + 1, last, x):
        last += 1
    return first, last, last - first + 1


def _longest_chain(rows: Sequence[Row], indexes: Sequence[int]) -> list[int]:
    """Give the longest run of rows that follow one another without a wide gap."""
    best: list[int] = []
    chain: list[int] = []
    for index in indexes:
        if chain and rows[chain[-1]].base - rows[index].base > _GAP * rows[index].size:
            chain = []
        chain.append(index)
        if len(chain) > len(best):
            best = chain
    return best


def _goes_on(rows: Sequence[Row], index: int, beside: int, x: float) -> bool:
    row, other = rows[index], rows[beside]
    near = abs(row.base - other.base) < _PITCH * other.size and abs(row.size - other.size) < 0.1 * other.size
    return near and row.right < x and _is_prose(row.text)


def _is_prose(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= _PROSE
