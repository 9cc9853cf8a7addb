"""Totals, sub-totals and balances beside the figures that they are the sum of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.statement import digits
from kzcheck.compare.tables.grid import Figure, Grid, Line, explained, shown
from kzcheck.compare.tables.labels import Sort

CHANCE = 1e-3
"""From which likelihood on a fit of figures that have nothing to do with one another is no evidence."""
PLAIN = 0.05
"""The same of the one fit that the label itself names: a total of all lines since the total before."""
_SLIGHT = 0.02
"""The same of other fits, where a figure that does not fit looks gone wrong itself, as it does of plain ones then."""
HOPELESS = 4
"""Lines at which a guess fails, more often than not, from which on no further ones are tried."""
_MOST = 40
"""Lines of which the longest sum that is looked for is made."""
_HAIR = 1e-9
_FEW = 4
"""Digits of a total from which on a slip in it, or in a part, is seen without another total that holds."""

_PARTS = 3
_CLOSE = 0.02
"""How far off a total may be, as a share of it, to be seen where all other lines of the table are its parts."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its signed parts where they cross one line; `sure` tells that others of its kind hold."""

    total: int
    parts: tuple[tuple[int, int], ...]
    holds: bool
    sure: bool = True


@dataclass(slots=True)
class _Guess:
    """Lines that may be the parts of a total, and where they are and are not; `plain` are those that a label names.

    `slight` tells that they fit somewhere where that may be by chance.

    `gaps` are where they are not and a part has no figure: a dash is nothing, but "n/a" is unknown.
    """

    total: Line
    parts: tuple[tuple[Line, int], ...]
    plain: bool = False
    slight: bool = False
    fits: list[float] = field(default_factory=list)
    fails: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    chance: float = 1.0

    def of(self, place: float) -> list[tuple[Figure, int]] | None:
        """Give the figures of the parts where they cross a line, None where the total or too many of them miss."""
        total = self.total.figures.get(place)
        if total is None:
            return None
        some = [(line.figures[place], sign) for line, sign in self.parts if place in line.figures]
        some = [(f, sign) for f, sign in some if f.unit == total.unit]
        return some if len(some) > 1 else None

    def whole(self, place: float) -> bool:
        """Tell whether no part misses where the parts cross a line, of those that have figures of the total's unit."""
        unit = self.total.figures[place].unit
        return all(
            (f := line.figures.get(place)) is not None and f.unit == unit
            for line, _ in self.parts
            if any(f.unit == unit for f in line.figures.values())
        )


def sums(table: Quantities, grid: Grid) -> Iterator[Sum]:
    """Give the sums that hold in a block of a table, and those that fail where others of their kind hold."""
    stack: list[Line] = []
    held: list[_Guess] = []
    left: list[tuple[_Guess, list[_Guess]]] = []
    for n, line in enumerate(grid.lines):
        if _is_counted(line, grid.lines[:n]):
            continue
        if not line.sort & (Sort.TOTAL | Sort.RESULT):
            if not line.sort & Sort.APART or line.sort & Sort.LESS:
                stack.append(line)
            continue
        plain = _plainest(line, stack)
        guesses = [*_above(line, stack), *(() if stack else _below(line, grid.lines[n + 1 :]))]
        if plain is not None:
            guesses = [plain, *(g for g in guesses if g.parts != plain.parts)]
        best = _best(grid, guesses)
        if best is not None:
            held.append(best)
            yield from _told(table, grid, best, guesses)
            parts = {id(part) for part, _ in best.parts}
            stack = [*(x for x in stack if id(x) not in parts), line]
        else:
            if plain is not None:
                left.append((plain, guesses))
            stack.append(line)
    yield from _families(table, grid)
    for guess, guesses in left:
        yield from _alone(table, grid, guess, guesses, held)


def _is_counted(line: Line, before: Sequence[Line]) -> bool:
    """Tell whether a line breaks a line before it down, and so is counted there."""
    if line.sort & Sort.COUNTED:
        return True
    return len(line.path) > 1 and any(other.path == line.path[:-1] and other.figures for other in before)


def _above(total: Line, stack: Sequence[Line]) -> Iterator[_Guess]:
    """Give what the layout allows a total to be the sum of: the last 2, 3, ... lines that no total has taken yet."""
    for k in range(2, min(len(stack), _MOST) + 1):
        lines = stack[-k:]
        yield _Guess(total, tuple((line, 1) for line in lines))
        signs = [-1 if line.sort & Sort.LESS and not line.sort & Sort.TOTAL else 1 for line in lines]
        if -1 in signs:
            yield _Guess(total, tuple(zip(lines, signs, strict=True)))
        if total.sort & Sort.RESULT:
            yield _Guess(total, tuple((line, -1 if i else 1) for i, line in enumerate(lines)))


def _below(total: Line, lines: Sequence[Line]) -> Iterator[_Guess]:
    """Give the same for a total that stands before its parts."""
    some: list[Line] = []
    for n, line in enumerate(lines[:_MOST]):
        if line.sort & Sort.TOTAL:
            break
        if not _is_counted(line, lines[:n]) and not line.sort & Sort.APART:
            some.append(line)
            if len(some) > 1:
                yield _Guess(total, tuple((x, 1) for x in some))


def _families(table: Quantities, grid: Grid) -> Iterator[Sum]:
    """Give lines with figures whose parts are set in below them."""
    for n, line in enumerate(grid.lines):
        children = [x for x in grid.lines[n + 1 :] if x.path[:-1] == line.path and line.path]
        children = [x for x in children if not x.sort & (Sort.COUNTED | Sort.TOTAL)]
        if len(children) > 1 and line.figures:
            guess = _Guess(line, tuple((x, 1) for x in children))
            if _best(grid, [guess]) is not None:
                yield from _told(table, grid, guess, [guess])


def _best(grid: Grid, guesses: Sequence[_Guess]) -> _Guess | None:
    """Give the guess that holds where most lines cross it, if that is more than chance and more than the exception."""
    best: _Guess | None = None
    for guess in guesses:
        _try(grid, guess)
        if guess.fits and (best is None or _rank(guess) > _rank(best)):
            best = guess
    if best is None or len(best.fails) > max(1, len(best.fits) // 2):
        return None
    ways = len({tuple((line.place, sign) for line, sign in guess.parts) for guess in guesses})
    best.slight = best.chance * ways > CHANCE
    return best if best.chance * ways <= _SLIGHT or (best.plain and best.chance <= PLAIN) else None


def _rank(guess: _Guess) -> tuple[int, float]:
    return len(guess.fits) - len(guess.fails), -guess.chance


def _try(grid: Grid, guess: _Guess) -> None:
    seen: set[tuple[float, ...]] = set()
    for place, total in guess.total.figures.items():
        some = guess.of(place)
        if some is None:
            continue
        chance = _fit(total, some)
        if chance is not None:
            guess.fits.append(place)
            values = tuple(f.value for f, _ in some)
            if values not in seen:
                seen.add(values)
                guess.chance *= chance
        elif not total.share and not grid.crossing[place].sort & Sort.APART:
            (guess.fails if guess.whole(place) else guess.gaps).append(place)
            if len(guess.fails) >= HOPELESS and len(guess.fails) > len(guess.fits):
                guess.fits.clear()
                return


def _fit(total: Figure, parts: Sequence[tuple[Figure, int]]) -> float | None:
    """Give how likely a sum that holds is by chance, None for one that does not."""
    summed = sum(f.value * sign for f, sign in parts)
    size = max(abs(total.value), *(abs(f.value) for f, _ in parts))
    off = abs(summed - total.value)
    allowed = total.half + sum(f.half for f, _ in parts)
    if not size:
        return 1.0
    if off > allowed + size * _HAIR:
        return None
    return min(1.0, (2 * allowed + total.place) / size)


def _told(table: Quantities, grid: Grid, guess: _Guess, others: Sequence[_Guess]) -> Iterator[Sum]:
    """Give a guess that was accepted, where it holds and where it alone fails."""
    for place in guess.fits:
        yield _sum(guess, place, holds=True)
    for place in [*guess.fails, *guess.gaps]:
        if any(place in other.fits for other in others if other is not guess) or _explained(grid, guess, place):
            continue
        if _judged(table, grid, guess, place):
            yield _sum(guess, place, holds=False)


def _explained(grid: Grid, guess: _Guess, place: float) -> bool:
    total, parts = guess.total.figures[place], guess.of(place) or []
    gap = total.value - sum(f.value * sign for f, sign in parts)
    return explained(grid.crossing[place], gap, [total, *(f for f, _ in parts)])


def _sum(guess: _Guess, place: float, *, holds: bool, sure: bool = True) -> Sum:
    parts = tuple((f.row, sign) for f, sign in guess.of(place) or ())
    return Sum(guess.total.figures[place].row, parts, holds, sure)


def _judged(table: Quantities, grid: Grid, guess: _Guess, place: float) -> bool:
    """Tell whether figures that do not make their total are like those that do: under heads that differ in time alone.

    Under other heads may stand what does not add up (visitors, of whom each is counted once), unless one figure looks
    gone wrong.
    """
    total = guess.total.figures[place]
    mine = grid.crossing[place]
    alike = [p for p in guess.fits if guess.total.figures[p].unit == total.unit]
    if not alike:
        return False
    if guess.slight and not _is_slip(table, total, guess.of(place) or []):
        return False
    if place in guess.gaps:
        return len(digits(table.statement(total.row))) >= _FEW and _is_slip(table, total, guess.of(place) or [])
    if any(grid.crossing[p].heads == mine.heads for p in alike) or len(alike) > 2:
        return True
    return _is_slip(table, total, guess.of(place) or [])


def _plainest(total: Line, stack: Sequence[Line]) -> _Guess | None:
    """Give the lines that a label itself names: those since the total before, in one section, or since an opening.

    A result is of the lines of its section, else of the results before it; an opening balance may stand behind what
    leads from it to the next.
    """
    some: list[Line] = []
    results = total.sort & Sort.RESULT and all(line.sort & Sort.RESULT for line in stack)
    for line in reversed(stack):
        if not results and (line.sort & Sort.TOTAL or line.path[:-1] != stack[-1].path[:-1]):
            break
        some.append(line)
        if line.sort & Sort.OPENING and len(some) > 1:
            break
    if len(some) < 2:
        return None
    opened = any(line.sort & Sort.OPENING for line in some)
    sectioned = total.sort & Sort.RESULT and len(total.path) > 1 and total.path[:-1] == stack[-1].path[:-1]
    if not (total.sort & Sort.TOTAL or opened or results or sectioned):
        return None
    return _Guess(total, tuple((line, 1) for line in reversed(some)), plain=True)


def _alone(
    table: Quantities, grid: Grid, guess: _Guess, others: Sequence[_Guess], held: Sequence[_Guess]
) -> Iterator[Sum]:
    """Give totals that hold nowhere: where another total of their lines holds, or one figure must have gone wrong."""
    _try(grid, guess)
    opened = any(line.sort & Sort.OPENING for line, _ in guess.parts)
    for place in guess.fails if not guess.fits else ():
        total, parts = guess.total.figures[place], guess.of(place) or []
        sizes = [f.value for f, _ in parts]
        if not opened and (min(sizes) < 0 or total.value <= max(sizes)):
            continue
        if any(place in other.fits for other in others) or _explained(grid, guess, place):
            continue
        same = any(place in h.fits and h.total.sort & Sort.TOTAL for h in held)
        if (same or len(digits(table.statement(total.row))) >= _FEW) and _is_slip(table, total, parts):
            yield _sum(guess, place, holds=False, sure=same)


def _is_slip(table: Quantities, total: Figure, parts: Sequence[tuple[Figure, int]]) -> bool:
    """Tell whether one changed digit, or two that swapped places, would make a sum hold."""
    statements = [shown(table, f.row) for f, _ in parts]
    whole = shown(table, total.row)
    place = max([s.ulp for s in (whole, *statements)])
    if not place or whole.value is None:
        return False
    summed = sum((s.value or 0) * sign for s, (_, sign) in zip(statements, parts, strict=True))
    off = summed - whole.value
    if slipped(str(round(summed / place)), str(round(whole.value / place))):
        return True
    numbers = [round((s.value or 0) / place) for s in statements]
    instead = [n - sign * round(off / place) for n, (_, sign) in zip(numbers, parts, strict=True)]
    return any(n * m > 0 and slipped(str(abs(n)), str(abs(m))) for n, m in zip(numbers, instead, strict=True))
