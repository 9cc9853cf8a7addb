"""Find the tables among the rows of a column of text, and lay their pieces into a grid.

A table is a run of rows of several pieces that stand in common columns, with figures in them. Columns are what pieces
share from left to right, the narrow ones first: a head that reaches over two of them spans both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kzcheck.documents.pdf.glyphs import Box, Word
from kzcheck.documents.pdf.rows import NUMBER, Piece, Row

# In heights of a row.
_FAR = 3.4
_HEAD_GAP = 2.2
_SAME_LINE = 0.8
_TIGHT = 1.45
_CLOSE = 0.88  # of the pitch of rows with figures: lines closer than that are of one cell
_CUT = 0.3
_UNDER = 0.7
_CUT_IN_LINE = 0.1
_MOST_HEADS = 9
_LONE_IN_A_ROW = 4
_LONG = 70
_LABEL = 45
_INSET = 3.0
_APART = 1.5
_PREFIX = re.compile(r"[$€£¥₸₽(\s]+|US\$|EUR|USD")
_SUFFIX = re.compile(r"[)%‰\]\s]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_DATE = re.compile(r"\d{1,2},|(?:19|20)\d\d")
_LEADER = re.compile(r"(?:[.…·]\s?){5,}\s*[0-9ivxlcA-Z-]{1,8}$")


@dataclass(slots=True)
class GridPiece:
    """A cell: its words line by line, and its place in the grid."""

    row: int
    column: int
    span: int
    lines: list[list[Word]]
    left: float
    right: float

    @property
    def text(self) -> str:
        """Give the words as one line."""
        return " ".join(Piece(words, 0, 0).text for words in self.lines)


@dataclass(slots=True)
class Grid:
    """A table: its cells, and the rows that it was made of."""

    cells: list[GridPiece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    edges: list[tuple[float, float]] = field(default_factory=list)


def is_leader(row: Row) -> bool:
    """Tell whether a row is an entry of a table of contents: words, dots, a page."""
    return _LEADER.search(row.text) is not None


def parts(rows: list[Row], rules: Sequence[Box]) -> list[Row | Grid]:
    """Give the rows of a column, those of tables laid into grids."""
    out: list[Row | Grid] = []
    at = 0
    while at < len(rows):
        end = _run(rows, at, rules) if len(rows[at].pieces) > 1 else at
        if end - at < 2 or not _is_table(rows[at:end]):
            out.append(rows[at])
            at += 1
            continue
        heads = _heads(out, rows[at:end])
        del out[len(out) - len(heads) :]
        out.append(_grid([*heads, *rows[at:end]], rules))
        at = end
    return out


def hanging_heads(rows: Sequence[Row]) -> list[Row]:
    """Give the rows at the end of a page that are the head of a table whose body stands on the next one."""
    if not rows:
        return []
    margin = min(row.left for row in rows)
    out: list[Row] = []
    for row in reversed(rows[-_MOST_HEADS:]):
        if out and row.base - out[0].base > _HEAD_GAP * row.size:
            break
        short = all(len(p.text) < _LABEL for p in row.pieces) and not any(_is_amount(p.text) for p in row.pieces)
        if not short or (len(row.pieces) == 1 and row.left < margin + _INSET * row.size):
            break
        out.insert(0, row)
    return out if any(len(row.pieces) > 1 for row in out) else []


def with_heads(heads: Sequence[Row], grid: Grid, rules: Sequence[Box]) -> Grid | None:
    """Give a table with the head that the page before ends with; None where it does not stand over its columns."""
    top = grid.rows[0]
    first = grid.edges[1][0] if len(grid.edges) > 1 else top.left
    if any(row.pieces[-1].left > grid.edges[-1][1] for row in heads) or heads[-1].pieces[-1].right < first:
        return None
    shift = top.base + _TIGHT * top.size - heads[-1].base
    for row in heads:
        row.base += shift
        for word in row.words:
            word.base += shift
    return _grid([*heads, *grid.rows], rules)


def _figures(row: Row) -> int:
    return sum(1 for piece in row.pieces if NUMBER.fullmatch(piece.text.strip()) is not None)


def _run(rows: Sequence[Row], at: int, rules: Sequence[Box]) -> int:
    """Give the end of the run of rows from one on that may be a table."""
    end = at + 1
    lone = 0
    last = end
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if above.base - row.base > _FAR * max(row.size, above.size) or is_leader(row):
            break
        if len(row.pieces) > 1:
            lone = 0
            last = end + 1
        else:
            lone += 1
            step = (above.base - row.base) / max(row.size, above.size)
            goes_on = row.text[:1].islower() or step < _SAME_LINE or _in_one_frame(above, row, rules)
            if last == end and step < _TIGHT and goes_on:
                last = end + 1
            elif lone > _LONE_IN_A_ROW or _stands_alone(rows, end) or _stands_apart(rows, at, end):
                break
        end += 1
    return last


def _stands_alone(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row of one piece is prose or a heading between two tables, and no label of this one."""
    row, above = rows[index], rows[index - 1]
    step = above.base - row.base
    if row.text.endswith((".", "!", "?")) and step > _TIGHT * row.size:
        return True
    below = next((r for r in rows[index + 1 : index + 1 + _LONE_IN_A_ROW] if len(r.pieces) > 1), None)
    if below is None:
        return True
    if len(row.text) > _LONG and row.right > below.pieces[1].left:
        return True
    far = step > (_TIGHT if all(word.bold for word in row.words) else _HEAD_GAP) * row.size
    return far and not any(_is_amount(p.text) for p in below.pieces)


def _stands_apart(rows: Sequence[Row], at: int, index: int) -> bool:
    """Tell whether a row of one piece has more room above and below than the rows of the table before it."""
    steps = sorted(a.base - b.base for a, b in pairwise(rows[at:index]))
    if len(steps) < 2 or index + 1 >= len(rows):
        return False
    room = _APART * steps[len(steps) // 2]
    return min(rows[index - 1].base - rows[index].base, rows[index].base - rows[index + 1].base) > room


def _is_amount(text: str) -> bool:
    """Tell whether a piece holds a figure that is no year."""
    return NUMBER.fullmatch(text.strip()) is not None and _YEAR.fullmatch(text.strip()) is None


def _is_table(rows: Sequence[Row]) -> bool:
    """Tell whether rows hold figures in common columns."""
    several = [row for row in rows if len(row.pieces) > 1]
    with_figures = sum(1 for row in rows if _figures(row))
    if len(several) < 2 or with_figures < 2 or with_figures < 0.3 * len(several):
        return False
    figures = [p for row in rows for p in row.pieces if NUMBER.fullmatch(p.text.strip())]
    shared = sum(1 for p in figures if any(q is not p and p.left < q.right and q.left < p.right for q in figures))
    return shared > len(figures) / 2


def _heads(above: Sequence[Row | Grid], rows: Sequence[Row]) -> list[Row]:
    """Give the rows above a table that belong to it: those over its figures, and labels of sections between."""
    first = min((p.left for row in rows for p in row.pieces[1:]), default=0.0)
    heads: list[Row] = []
    kept = 0
    below = rows[0]
    for row in reversed(above[-_MOST_HEADS:]):
        if isinstance(row, Grid) or is_leader(row) or len(row.text) > 2 * _LONG:
            break
        step = row.base - below.base
        if step > _HEAD_GAP * max(row.size, below.size):
            break
        heads.insert(0, row)
        several = len(row.pieces) > 1 and all(len(p.text) < _LONG for p in row.pieces)
        # A label of several lines has its figures between them.
        if several or row.left > first - 2 * row.size or (kept == len(heads) - 1 and 0 < step < _SAME_LINE * row.size):
            kept = len(heads)
        elif len(row.text) > _LABEL or row.right > first:
            break
        below = row
    return heads[len(heads) - kept :]


def _grid(rows: list[Row], rules: Sequence[Box]) -> Grid:
    edges = _columns(rows)
    placed = [[(part, *_place(part, edges)) for piece in row.pieces for part in _cut(piece, edges)] for row in rows]
    pitch = _pitch(rows, placed)
    grid = Grid(rows=rows, edges=edges)
    cells: dict[int, GridPiece] = {}
    group: list[tuple[Piece, int, int]] = []
    number = -1
    for index, row in enumerate(rows):
        if not group or not _same_row(rows[index - 1], row, group, placed[index], edges, rules, pitch):
            number += 1
            cells, group = {}, []
        group.extend(placed[index])
        for piece, column, span in placed[index]:
            there = cells.get(column)
            if there is None:
                cells[column] = GridPiece(number, column, span, [piece.words], piece.left, piece.right)
                grid.cells.append(cells[column])
            elif abs(piece.words[0].base - there.lines[-1][0].base) < 0.1 * row.size:
                there.lines[-1] = [*there.lines[-1], *piece.words]
            else:
                there.lines.append(piece.words)
    grid.cells.sort(key=lambda c: (c.row, c.column))
    _spread_heads(grid, rules)
    return grid


def _spread_heads(grid: Grid, rules: Sequence[Box]) -> None:
    """Let heads that stand over several columns span them: by the line below, or up to the next head of the row."""
    first = min((c.row for c in grid.cells if c.column and _is_amount(c.text)), default=0)
    columns = len(grid.edges)
    for row in range(first):
        heads = [c for c in grid.cells if c.row == row and c.column and NUMBER.fullmatch(c.text.strip()) is None]
        if not heads or len([c for c in grid.cells if c.row == row and c.column]) > len(heads):
            continue
        left_set = all(abs(c.left - grid.edges[c.column][0]) < c.lines[0][0].size for c in heads)
        owners = [_owner(grid, heads, column, left_set=left_set) for column in range(1, columns)]
        for head in heads:
            under = _under(grid, head, rules)
            own = under or [column for column, owner in enumerate(owners, start=1) if owner is head]
            if own and head.column in own:
                head.column, head.span = own[0], own[-1] - own[0] + 1


def _owner(grid: Grid, heads: Sequence[GridPiece], column: int, *, left_set: bool) -> GridPiece | None:
    """Give the head of a row that a column stands under: the last one that begins before it, or the nearest middle."""
    left, right = grid.edges[column]
    if left_set:
        return next((c for c in reversed(heads) if c.column <= column), None)
    middle = (left + right) / 2
    return min(heads, key=lambda c: abs((c.left + c.right) / 2 - middle))


def _under(grid: Grid, head: GridPiece, rules: Sequence[Box]) -> list[int]:
    """Give the columns over which the line right below a head reaches."""
    word = head.lines[-1][0]
    for left, bottom, right, top in rules:
        level = right - left > top - bottom and 0 < word.base - (bottom + top) / 2 < _UNDER * word.size
        if level and left < head.right and right > head.left:
            return [i for i, (a, b) in enumerate(grid.edges) if i and left < (a + b) / 2 < right]
    return []


Placed = Sequence[tuple[Piece, int, int]]


def _pitch(rows: Sequence[Row], placed: Sequence[Placed]) -> float:
    """Give how far rows with figures stand from one another, 0 where that is not known."""
    steps = sorted(
        a.base - b.base
        for a, b, above, below in zip(rows, rows[1:], placed, placed[1:], strict=False)
        if any(_is_figure(p) for p, _, _ in above) and any(_is_figure(p) for p, _, _ in below)
    )
    return steps[len(steps) // 2] if steps else 0.0


def _cut(piece: Piece, edges: Sequence[tuple[float, float]]) -> list[Piece]:
    """Cut a label from a figure that stands close behind it, in a column of its own."""
    for index in range(1, len(piece.words)):
        word = piece.words[index]
        if NUMBER.fullmatch(word.text) is None or _OF_DATE.fullmatch(word.text) or piece.left > edges[-1][0]:
            continue
        start = index - 1 if index > 1 and _PREFIX.fullmatch(piece.words[index - 1].text) else index
        last = piece.words[start - 1]
        gap = (piece.words[start].left - last.right) / word.size
        for left, right in edges[1:]:
            in_line = min(abs(word.right - right), abs(word.left - left)) < _CUT * word.size
            apart = gap > _CUT or (gap > _CUT_IN_LINE and in_line)
            if (
                apart
                and piece.left < left - 1
                and word.left < right
                and word.right > left
                and last.right < left + word.size
            ):
                first, rest = piece.words[:start], piece.words[start:]
                return [Piece(first, piece.left, last.right), *_cut(Piece(rest, rest[0].left, piece.right), edges)]
    return [piece]


def _same_row(
    above: Row,
    row: Row,
    before: Placed,
    here: Placed,
    edges: Sequence[tuple[float, float]],
    rules: Sequence[Box],
    pitch: float,
) -> bool:
    """Tell whether a row of words goes on in the row of the table above it, whose pieces are `before`."""
    step = above.base - row.base
    if _clash(before, here):
        return False
    if step < _SAME_LINE * max(row.size, above.size) or _in_one_frame(above, row, rules):
        return True
    labels = [p for p, column, _ in here if column == 0]
    if not labels or any(column == 0 and _is_amount(p.text) for p, column, _ in (*before, *here)):
        return False
    if 0 < step < _CLOSE * pitch:
        return True
    if step > _TIGHT * max(row.size, above.size):
        return False
    words = labels[0].words
    last = [p for p, column, _ in before if column == 0]
    if last and all(column == 0 for _, column, _ in before) and not last[-1].text.rstrip().endswith(":"):
        # The label above ran out of room: the first word here had none left there.
        room = max(edges[0][1], last[-1].right)
        return last[-1].right + words[0].right - words[0].left + 0.3 * row.size > room and len(here) > 1
    return len(here) == 1 and bool(last) and words[0].text[:1].islower()


def _clash(before: Placed, here: Placed) -> bool:
    """Tell whether both rows have a figure in the same column."""
    figures = {column for piece, column, _ in before if _is_figure(piece)}
    return any(column in figures and _is_figure(piece) for piece, column, _ in here)


def _is_figure(piece: Piece) -> bool:
    return NUMBER.fullmatch(piece.text.strip()) is not None


def _in_one_frame(above: Row, row: Row, rules: Sequence[Box]) -> bool:
    """Tell whether two rows stand in one cell of a ruled grid: upright lines beside them, no level one between."""
    left, right = min(above.left, row.left), max(above.right, row.right)
    upright = [r for r in rules if r[3] - r[1] > r[2] - r[0] and r[1] < row.base < above.base < r[3] + above.size]
    if not any(r[0] <= left for r in upright) or not any(r[0] >= right for r in upright):
        return False
    level = (
        r for r in rules if r[2] - r[0] > r[3] - r[1] and row.base < r[1] < above.base and r[0] < right and r[2] > left
    )
    return next(level, None) is None


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Give the columns as stretches from left to right."""
    pieces = sorted((p for row in rows for p in row.pieces), key=lambda p: p.right - p.left)
    edges: list[tuple[float, float]] = []
    texts: list[list[str]] = []
    for piece in pieces:
        meets = [i for i, (left, right) in enumerate(edges) if _shares(piece, left, right)]
        if not meets:
            edges.append((piece.left, piece.right))
            texts.append([piece.text.strip()])
        elif len(meets) == 1:
            left, right = edges[meets[0]]
            others = [edge for i, edge in enumerate(edges) if i != meets[0]]
            new = (min(left, piece.left), max(right, piece.right))
            if not any(new[0] < other[1] and other[0] < new[1] for other in others):
                edges[meets[0]] = new
            texts[meets[0]].append(piece.text.strip())
    order = sorted(range(len(edges)), key=lambda i: edges[i])
    return _without_signs([edges[i] for i in order], [texts[i] for i in order])


def _shares(piece: Piece, left: float, right: float) -> bool:
    shared = min(piece.right, right) - max(piece.left, left)
    return shared > 0.15 * min(piece.right - piece.left, right - left)


def _without_signs(edges: list[tuple[float, float]], texts: list[list[str]]) -> list[tuple[float, float]]:
    """Join columns of currency signs to the column after them, and those of "%" and ")" to the one before."""
    out: list[tuple[float, float]] = []
    start: float | None = None
    for (left, right), words in zip(edges, texts, strict=True):
        if all(_PREFIX.fullmatch(w) for w in words):
            start = left if start is None else start
        elif out and all(_SUFFIX.fullmatch(w) for w in words):
            out[-1] = (out[-1][0], right)
        else:
            out.append((left if start is None else start, right))
            start = None
    return out or edges


def _place(piece: Piece, edges: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Give the column of a piece, and how many it spans."""
    meets = [i for i, (left, right) in enumerate(edges) if _shares(piece, left, right) or left <= piece.left < right]
    if not meets:
        middle = (piece.left + piece.right) / 2
        i = bisect_left([left for left, _ in edges], middle)
        near = [k for k in (i - 1, i) if 0 <= k < len(edges)]
        return min(near, key=lambda k: abs((edges[k][0] + edges[k][1]) / 2 - middle)), 1
    if len(meets) > 1 and (meets[0] == 0 or NUMBER.fullmatch(piece.text.strip())):
        # A label that is longer than its column, a figure wider than its own: where most of it stands.
        if meets[0] == 0:
            return 0, 1
        return max(meets, key=lambda k: min(piece.right, edges[k][1]) - max(piece.left, edges[k][0])), 1
    return meets[0], len(meets)
