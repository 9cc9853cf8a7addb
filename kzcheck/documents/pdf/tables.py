"""Find the tables among the rows of a column of text, and lay their pieces into a grid.

A table is a run of rows of several pieces that stand in common columns, with figures in them. Columns are what pieces
share from left to right, the narrow ones first: a head that reaches over two of them spans both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile

from kzcheck.documents.pdf.glyphs import Box, Word
from kzcheck.documents.pdf.rows import NUMBER, PREFIX, SUFFIX, Piece, Row

# In heights of a row.
_FAR = 3.4
_HEAD_GAP = 2.2
_SAME_LINE = 0.8
_TIGHT = 1.45
_BLANK_ROW = 2.2
_ROOM = 1.25  # of how far rows stand from one another
_ROWS_APART = 1.12
_ONE_LEADING = 1.05
_CLOSE = 0.88  # of the pitch of rows with figures: lines closer than that are of one cell
_CUT = 0.3
_UNDER = 0.7
_CUT_IN_LINE = 0.1
_MOST_HEADS = 9
_LONE_IN_A_ROW = 4
_LABELS_IN_A_ROW = 14
_LONG = 70
_SENTENCE = 3
_FILLED = 0.7
_LABEL = 45
_INSET = 3.0
_APART = 1.5
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_DATE = re.compile(r"\d{1,2},|(?:19|20)\d\d")
_DOTS = frozenset(".…·")
_FEWEST_DOTS = 3
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


def without_leader(words: list[Word]) -> list[Word]:
    """Give the words of a cell without the dots that lead from a label to its figures."""
    end = len(words)
    while end and _DOTS.issuperset(words[end - 1].text):
        end -= 1
    dots = sum(len(word.text) for word in words[end:])
    return words[:end] if end and dots >= _FEWEST_DOTS else words


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
        if out and row.base - out[0].base > _FAR * row.size:
            break
        short = all(len(p.text) < _LABEL for p in row.pieces) and not any(_is_amount(p.text) for p in row.pieces)
        # The label of the first section may stand below the head.
        label = len(row.pieces) == 1 and row.left < margin + _INSET * row.size
        beside = bool(out) and row.base - out[0].base < _SAME_LINE * row.size  # a corner at the middle of the heads
        if not short or (label and not beside and any(len(r.pieces) > 1 for r in out)):
            break
        out.insert(0, row)
    return out if any(len(row.pieces) > 1 for row in out) else []


def hanging_labels(rows: Sequence[Row], grid: Grid) -> list[Row]:
    """Give the rows below the last table of a page, where all are labels of what goes on under it on the next one."""
    above = grid.rows[-1]
    room = _room(grid.rows, _BLANK_ROW)
    for row in rows:
        if above.base - row.base > room or not _is_label(row, grid.edges):
            return []
        above = row
    return list(rows)


def with_heads(
    heads: Sequence[Row], labels: Sequence[Row], grid: Grid | None, rules: Sequence[Box]
) -> tuple[Grid, int] | None:
    """Give a table with the head that the page before ends with; None where it does not stand over its columns.

    `labels` are the rows above the table on its own page, all of which must be labels of it; or, where these begin
    with figures, rows that are too few to be known as a table without a head. Gives how many of those are taken, too.
    """
    taken = len(labels)
    few = list(takewhile(_has_figures, labels))
    if few:
        taken = len(few)
        edges = _columns([*heads, *few])
        grid = Grid(rows=few, edges=edges)
        labels = []
    if grid is None:
        return None
    rows = [*labels, *grid.rows]
    top = rows[0]
    first = grid.edges[1][0] if len(grid.edges) > 1 else top.left
    lowest = next((row for row in reversed(heads) if len(row.pieces) > 1), heads[-1])
    if any(row.pieces[-1].left > grid.edges[-1][1] for row in heads) or lowest.pieces[-1].right < first:
        return None
    if not all(_is_label(row, grid.edges) for row in labels):
        return None
    _move_above(heads, top)
    return _grid([*heads, *rows], rules), taken


def continued(
    edges: Sequence[tuple[float, float]], hanging: Sequence[Row], rows: Sequence[Row], rules: Sequence[Box]
) -> Grid | None:
    """Give the rows that a page begins with as a part of the table in these columns that the page before ends with.

    `hanging` are labels at the end of that page. None where these rows are of no such table.
    """
    under = [_stands_under(row, edges) for row in rows]
    if True not in under or not all(fits or _is_label(row, edges) for fits, row in zip(under, rows, strict=True)):
        return None
    if hanging:
        _move_above(hanging, rows[0])
    return _grid([*hanging, *rows], rules, edges)


def leading_rows(rows: Sequence[Row], edges: Sequence[tuple[float, float]]) -> int:
    """Count the rows at the top of a page that may be of a table in these columns; the last of them has figures."""
    count = 0
    room = _room(rows)
    for index, row in enumerate(rows):
        if _stands_under(row, edges):
            count = index + 1
        elif not _is_label(row, edges) or (index and rows[index - 1].base - row.base > room):
            break
    return count


def _room(rows: Sequence[Row], factor: float = _ROOM) -> float:
    """Give how far a row may stand from the table that it belongs to: somewhat more than its rows from one another."""
    steps = sorted(a.base - b.base for a, b in pairwise(rows) if a.base - b.base > _TIGHT * b.size)
    return max(
        _HEAD_GAP * max((row.size for row in rows[:1]), default=0.0), factor * steps[len(steps) // 2] if steps else 0.0
    )


def _move_above(rows: Sequence[Row], top: Row) -> None:
    """Move rows of the page before to the place right above one of this page."""
    shift = top.base + _TIGHT * top.size - rows[-1].base
    for row in rows:
        row.base += shift
        for word in row.words:
            word.base += shift


def _is_label(row: Row, edges: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a row fits into the column of labels and is no sentence."""
    fits = len(row.pieces) == 1 and len(edges) > 1 and row.right < edges[1][0] and row.left < edges[0][1]
    return fits and not _is_sentence(row)


def _is_sentence(row: Row) -> bool:
    return row.text.endswith((".", "!", "?")) and len(row.words) >= _SENTENCE


def _stands_under(row: Row, edges: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a row has figures, and all that it has stands in columns of a table."""
    figures = [p for p in row.pieces if NUMBER.fullmatch(p.text.strip()) and p.right > edges[0][1]]
    others = [p for p in row.pieces if p not in figures and p is not row.pieces[0]]
    if not figures or others or not any(_is_amount(p.text) for p in figures) or len(edges) < 2:
        return False
    label = row.pieces[0] not in figures
    if label and row.pieces[0].left > edges[0][1]:
        return False
    return all(sum(_shares(p, *edge) for edge in edges[1:]) == 1 for p in figures)


def _figures(row: Row) -> int:
    return sum(1 for piece in row.pieces if NUMBER.fullmatch(piece.text.strip()) is not None)


def _run(rows: Sequence[Row], at: int, rules: Sequence[Box]) -> int:
    """Give the end of the run of rows from one on that may be a table."""
    end = at + 1
    lone = 0
    last = end
    first = _first_column(rows[at])
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if len(row.pieces) == 1:
            _part_figures(row, rows[at:end])
        far = above.base - row.base > _FAR * max(row.size, above.size)
        if (
            (far and not _goes_on_below(rows, at, end, first))
            or is_leader(row)
            or _begins_another(rows, at, end, first)
        ):
            break
        if len(row.pieces) > 1:
            lone = 0
            last = end + 1
            first = min(first, _first_column(row))
        else:
            lone += 1
            step = (above.base - row.base) / max(row.size, above.size)
            goes_on = row.text[:1].islower() or step < _SAME_LINE or _in_one_frame(above, row, rules)
            if last == end and step < _TIGHT and goes_on:
                last = end + 1
            elif (
                lone > (_LABELS_IN_A_ROW if _labels_figures(rows, end, first) else _LONE_IN_A_ROW)
                or _stands_alone(rows, end, first)
                or _stands_apart(rows, at, end)
            ):
                break
        end += 1
    return last


def _part_figures(row: Row, above: Sequence[Row]) -> None:
    """Part the figures at the end of a row that stand close behind one another in the columns of a row above."""
    last = next((r for r in reversed(above) if _figures(r)), None)
    columns = [] if last is None else [p for p in last.pieces if NUMBER.fullmatch(p.text.strip())]
    words = row.pieces[0].words
    if len(columns) < 2 or len(words) <= len(columns):
        return
    figures = words[-len(columns) :]
    if all(
        NUMBER.fullmatch(word.text) and word.left < column.right and column.left < word.right
        for word, column in zip(figures, columns, strict=True)
    ):
        label = words[: -len(columns)]
        row.pieces = [Piece(label, label[0].left, label[-1].right), *(Piece([w], w.left, w.right) for w in figures)]


def _labels_figures(rows: Sequence[Row], index: int, first: float) -> bool:
    """Tell whether a row and those below fit beside the column of figures at `first`, down to a row of figures."""
    for row in rows[index : index + _LABELS_IN_A_ROW]:
        if len(row.pieces) > 1 or row.right >= first:
            return any(_is_amount(p.text) for p in row.pieces)
    return False


def _goes_on_below(rows: Sequence[Row], at: int, index: int, first: float) -> bool:
    """Tell whether a table whose rows stand far apart goes on below a blank row, its figures in the same columns."""
    steps = sorted(a.base - b.base for a, b in pairwise(rows[at:index]) if a.base - b.base > _TIGHT * b.size)
    if len(steps) < 2 or rows[index - 1].base - rows[index].base > _BLANK_ROW * steps[len(steps) // 2]:
        return False
    below = next((r for r in rows[index : index + _LONE_IN_A_ROW] if len(r.pieces) > 1 or r.right >= first), None)
    last = next((r for r in reversed(rows[at:index]) if _figures(r)), None)
    if below is None or last is None or not _figures(below):
        return False
    return all(
        any(p.left < q.right and q.left < p.right for q in last.pieces) for p in below.pieces if _is_amount(p.text)
    )


def _titles_another(rows: Sequence[Row], index: int, first: float) -> bool:
    """Tell whether rows of one piece at the left end in a head over the columns, not in a row of figures."""
    if rows[index].left >= first:
        return False
    for number in range(index + 1, min(index + 1 + _LONE_IN_A_ROW, len(rows))):
        below = rows[number]
        if len(below.pieces) > 1 or below.left >= first:
            near = rows[number - 1].base - below.base < _SAME_LINE * below.size
            years = all(_is_year(p.text) for p in below.pieces[1:])
            return not near and not _has_figures(below) and (below.left >= first or years)
    return False


def _begins_another(rows: Sequence[Row], at: int, index: int, first: float) -> bool:
    """Tell whether a head without a label begins a table of other columns, right below one that has its figures."""
    row = rows[index]
    last = next((r for r in reversed(rows[at:index]) if _has_figures(r)), None)
    if row.left < first or _has_figures(row) or last is None:
        return False
    if rows[index - 1].base - row.base < _SAME_LINE * row.size:
        return False
    below = next((r for r in rows[index : index + _MOST_HEADS] if _has_figures(r)), None)
    if below is None or last is None:
        return False
    ours, theirs = ([p for p in r.pieces if NUMBER.fullmatch(p.text.strip())] for r in (below, last))
    return len(ours) != len(theirs) and not all(
        any(p.left < q.right and q.left < p.right for q in theirs) for p in ours
    )


def _has_figures(row: Row) -> bool:
    return any(NUMBER.fullmatch(p.text.strip()) and not _is_year(p.text) for p in row.pieces)


def _first_column(row: Row) -> float:
    """Give where the figures of a row begin, or what stands behind its label."""
    figures = [p.left for p in row.pieces if _is_amount(p.text)]
    return min(figures, default=row.pieces[1].left)


def _stands_alone(rows: Sequence[Row], index: int, first: float) -> bool:
    """Tell whether a row of one piece is prose or a heading between two tables, and no label of this one.

    `first` is where the figures of the rows above begin.
    """
    row, above = rows[index], rows[index - 1]
    step = above.base - row.base
    if _is_sentence(row) and step > _TIGHT * row.size:
        return True
    if _titles_another(rows, index, first):
        return True
    reach = _LABELS_IN_A_ROW if _labels_figures(rows, index, first) else _LONE_IN_A_ROW
    below = next((r for r in rows[index + 1 : index + 1 + reach] if len(r.pieces) > 1), None)
    if below is None:
        return True
    if len(row.text) > _LONG and row.right > below.pieces[1].left:
        return True
    far = step > (_TIGHT if all(word.bold for word in row.words) else _HEAD_GAP) * row.size
    return far and not any(_is_amount(p.text) for p in below.pieces)


def _stands_apart(rows: Sequence[Row], at: int, index: int) -> bool:
    """Tell whether a row of one piece has more room above and below than the rows of the table before it."""
    steps = sorted(a.base - b.base for a, b in pairwise(rows[at:index]) if a.base - b.base > _SAME_LINE * b.size)
    if len(steps) < 2 or index + 1 >= len(rows):
        return False
    room = _APART * steps[len(steps) // 2]
    return min(rows[index - 1].base - rows[index].base, rows[index].base - rows[index + 1].base) > room


def _is_amount(text: str) -> bool:
    """Tell whether a piece holds a figure that is no year."""
    return NUMBER.fullmatch(text.strip()) is not None and not _is_year(text)


def _is_year(text: str) -> bool:
    return _YEAR.fullmatch(text.strip()) is not None


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
    room = min(_room(rows), _FAR * below.size)
    for row in reversed(above[-_MOST_HEADS:]):
        if isinstance(row, Grid) or is_leader(row) or len(row.text) > 2 * _LONG:
            break
        step = row.base - below.base
        if step > max(room, _HEAD_GAP * row.size):
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


def _grid(rows: list[Row], rules: Sequence[Box], columns: Sequence[tuple[float, float]] = ()) -> Grid:
    """Lay rows into a grid, in the columns given where there are any."""
    edges = list(columns) or _columns(rows)
    placed = [[(part, *_place(part, edges)) for piece in row.pieces for part in _cut(piece, edges)] for row in rows]
    lines = _Lines(edges, rules, _pitch(rows, placed), _leading(rows, placed))
    grid = Grid(rows=rows, edges=edges)
    cells: dict[int, GridPiece] = {}
    group: list[tuple[Piece, int, int]] = []
    number = -1
    for index, row in enumerate(rows):
        if not group or not _same_row(rows[index - 1], row, group, placed[index], lines):
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


@dataclass(frozen=True, slots=True)
class _Lines:
    """What tells whether two lines are of one row: columns, ruled lines, how far rows and lines of one cell stand.

    `pitch` and `leading` are 0 where they are not known.
    """

    edges: list[tuple[float, float]]
    rules: Sequence[Box]
    pitch: float
    leading: float


def _leading(rows: Sequence[Row], placed: Sequence[Placed]) -> float:
    """Give how far lines of one cell stand from one another, 0 where rows stand no farther apart than lines do."""
    bases = [_label_base(row, here) for row, here in zip(rows, placed, strict=True)]
    labels = [(base, row.size) for base, row in zip(bases, rows, strict=True) if base is not None]
    steps = [a - b for (a, size), (b, _) in pairwise(labels) if _SAME_LINE * size < a - b < _TIGHT * size]
    if not steps or max(a - b for (a, _), (b, _) in pairwise(labels)) < _ROWS_APART * min(steps):
        return 0.0
    leading = _ONE_LEADING * min(steps)
    taken: set[int] = set()
    for index, here in enumerate(placed):
        if index and rows[index - 1].base - rows[index].base > leading:
            taken = set()
        figures = {column for piece, column, _ in here if _is_figure(piece)}
        if figures & taken:
            return 0.0
        taken |= figures
    return leading


def _label_base(row: Row, here: Placed) -> float | None:
    return row.base if any(column == 0 for _, column, _ in here) else None


def _spread_heads(grid: Grid, rules: Sequence[Box]) -> None:
    """Let heads that stand over several columns span them: by the line below, or up to the next head of the row."""
    first = min((c.row for c in grid.cells if c.column and _is_amount(c.text)), default=0)
    columns = len(grid.edges)
    for number, cells in groupby(list(grid.cells), key=lambda c: c.row):
        row = list(cells)
        # Below the first figures only rows without a label are heads.
        heads = [c for c in row if c.column and NUMBER.fullmatch(c.text.strip()) is None]
        if not heads or len([c for c in row if c.column]) > len(heads) or (number >= first and len(row) > len(heads)):
            continue
        left_set = all(abs(c.left - grid.edges[c.column][0]) < c.lines[0][0].size for c in heads)
        owners = [_owner(grid, heads, column, left_set=left_set) for column in range(1, columns)]
        for head in heads:
            under = _under(grid, head, rules)
            own = under or [column for column, owner in enumerate(owners, start=1) if owner is head]
            taken = any(c is not head and own[0] <= c.column <= own[-1] for c in row) if own else True
            if not taken and head.column in own:
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
        start = index - 1 if index > 1 and PREFIX.fullmatch(piece.words[index - 1].text) else index
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


def _same_row(above: Row, row: Row, before: Placed, here: Placed, lines: _Lines) -> bool:
    """Tell whether a row of words goes on in the row of the table above it, whose pieces are `before`."""
    step = above.base - row.base
    if _clash(before, here):
        return False
    if step < _SAME_LINE * max(row.size, above.size) or _in_one_frame(above, row, lines.rules):
        return True
    labels = [p for p, column, _ in here if column == 0]
    last = [p for p, column, _ in before if column == 0]
    if lines.leading:
        ended = bool(last) and last[-1].text.rstrip().endswith(":")
        return step <= lines.leading and not ended and bool(labels) == bool(last)
    if not labels or any(column == 0 and _is_amount(p.text) for p, column, _ in (*before, *here)):
        return False
    if 0 < step < _CLOSE * lines.pitch:
        return True
    if step > _TIGHT * max(row.size, above.size):
        return False
    words = labels[0].words
    if last and all(column == 0 for _, column, _ in before) and not last[-1].text.rstrip().endswith(":"):
        # The label above ran out of room: the first word here had none left there.
        left, right = lines.edges[0]
        room = max(right, last[-1].right)
        if not words[0].text[:1].islower() and last[-1].right - left < _FILLED * (room - left):
            return False
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
        if all(PREFIX.fullmatch(w) for w in words):
            start = left if start is None else start
        elif out and all(SUFFIX.fullmatch(w) for w in words):
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
