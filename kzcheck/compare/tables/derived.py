"""Changes, shares, averages and rates beside the figures that they are worked out of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from kzcheck.compare.tables.grid import Figure, Grid, Line, explained
from kzcheck.compare.tables.labels import DERIVED, Sort
from kzcheck.compare.tables.sums import CHANCE, HOPELESS, PLAIN

_NEAR = 8
"""Lines to each side of a derived one among which those that it is worked out of are sought."""
_HAIR = 1e-9
_POWERS = (0, 2, 3, 4, 5, 6, -3, -6)
"""Powers of ten by which a rate may be told: to the hundred, to the thousand, in thousands of the other unit."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is worked out of others: how, of which, and by which power of ten."""

    how: str
    rows: tuple[int, ...]
    figure: int
    holds: bool
    power: int = 0


Range = tuple[float, float]
Of = Callable[[float], tuple[Figure, ...] | None]


@dataclass(slots=True)
class _Guess:
    """One way of working a line out of others; `of` gives the figures that it takes where another line crosses.

    `plain` are the two lines right before it, or an average of all of them: there a reader looks first.
    """

    line: Line
    how: str
    of: Of
    power: int = 0
    plain: bool = False
    fits: list[float] = field(default_factory=list)
    fails: list[float] = field(default_factory=list)
    chance: float = 1.0


def derived(grid: Grid) -> Iterator[Derived]:
    """Give the derived figures of a block of a table that hold, and those that fail where others of their line hold."""
    for n, line in enumerate(grid.lines):
        if not line.sort & DERIVED or not line.figures:
            continue
        near = [*grid.lines[max(0, n - _NEAR) : n], *grid.lines[n + 1 : n + 1 + _NEAR]]
        guesses = [*_guesses(grid, line, near), *_means(line, grid.lines[:n])]
        best = _best(guesses, grid.crossing)
        if best is None:
            continue
        for place in [*best.fits, *best.fails]:
            figures = best.of(place)
            if figures is None:
                continue
            holds = place in best.fits
            others = (g for g in guesses if g is not best and g.how == best.how)
            if holds or not (any(place in g.fits for g in others) or _excused(grid, best, place, figures)):
                rows = tuple(f.row for f in figures)
                yield Derived(best.how, rows, line.figures[place].row, holds, best.power)


def _guesses(grid: Grid, line: Line, near: Sequence[Line]) -> Iterator[_Guess]:
    """Give what a line may be worked out of by two others, or by one and its total."""
    sort = line.sort
    apart = Sort.CHANGE if sort & Sort.CHANGE else DERIVED
    nearest = {x.place for x in [y for y in near if y.place < line.place and not y.sort & apart][-2:]}
    for one, other in permutations(near, 2):
        if not one.figures.keys() & other.figures.keys() & line.figures.keys():
            continue
        of = _pair(one, other)
        plain = {one.place, other.place} == nearest
        if sort & Sort.CHANGE:
            yield _Guess(line, "difference", of, plain=plain)
            yield _Guess(line, "change", of, plain=plain)
        if sort & Sort.PROPORTION:
            yield _Guess(line, "share", of, plain=plain)
        if sort & Sort.QUOTIENT:
            yield from (_Guess(line, "rate", of, power) for power in _POWERS)
    if sort & Sort.PROPORTION:
        totals = [place for place, crossing in grid.crossing.items() if crossing.sort & Sort.TOTAL]
        for one in near:
            yield from (_Guess(line, "share", _of_total(one, place)) for place in totals if place in one.figures)


def _means(line: Line, before: Sequence[Line]) -> Iterator[_Guess]:
    if line.sort & Sort.AVERAGE:
        for k in range(2, len(before) + 1):
            yield _Guess(line, "mean", _all(before[-k:]), plain=k == len(before))


def _pair(one: Line, other: Line) -> Of:
    def of(place: float) -> tuple[Figure, ...] | None:
        a, b = one.figures.get(place), other.figures.get(place)
        return None if a is None or b is None else (a, b)

    return of


def _of_total(one: Line, total: float) -> Of:
    def of(place: float) -> tuple[Figure, ...] | None:
        a = one.figures.get(place)
        return None if a is None or place == total else (a, one.figures[total])

    return of


def _all(lines: Sequence[Line]) -> Of:
    def of(place: float) -> tuple[Figure, ...] | None:
        found = tuple(line.figures[place] for line in lines if place in line.figures)
        return found if len(found) == len(lines) and len({f.unit for f in found}) == 1 else None

    return of


def _best(guesses: Sequence[_Guess], crossing: Mapping[float, Line]) -> _Guess | None:
    best: _Guess | None = None
    for guess in guesses:
        _try(guess, crossing)
        if guess.fits and (best is None or _rank(guess) > _rank(best)):
            best = guess
    if best is None or len(best.fits) < 2 or len(best.fails) > max(1, len(best.fits) // 3):
        return None
    return best if best.chance * len(guesses) <= CHANCE or (best.plain and best.chance <= PLAIN) else None


def _excused(grid: Grid, guess: _Guess, place: float, figures: tuple[Figure, ...]) -> bool:
    """Tell whether a derived figure that does not hold may yet be right.

    Another figure explains a difference; a change, share or rate may have been worked out before the last place of a
    rounded figure was set so that its column adds up.
    """
    figure = guess.line.figures[place]
    if guess.how in ("difference", "mean"):
        one, *rest = figures
        gap = figure.value - (one.value - sum(f.value for f in rest))
        return guess.how == "difference" and explained(grid.crossing[place], gap, [figure, *figures])
    widened = tuple(replace(f, half=f.half + f.place) if f.half else f for f in figures)
    given = _GIVEN[guess.how](widened, figure, guess.power)
    own = _own(guess.how, figure)
    return given is not None and given[0] <= own[1] and own[0] <= given[1]


def _rank(guess: _Guess) -> tuple[int, float]:
    return len(guess.fits) - len(guess.fails), -guess.chance


def _try(guess: _Guess, crossing: Mapping[float, Line]) -> None:
    size = max(abs(f.value) * _scale(guess.how, f) for f in guess.line.figures.values())
    for place, figure in guess.line.figures.items():
        if crossing[place].sort & DERIVED and guess.how != "difference":
            continue  # a change of shares is no share of changes
        figures = guess.of(place)
        given = None if figures is None else _GIVEN[guess.how](figures, figure, guess.power)
        if given is None:
            continue
        low, high = given
        own = _own(guess.how, figure)
        hair = _HAIR * (abs(low) + abs(high))
        width = own[1] - own[0]
        if low - hair <= own[1] and own[0] <= high + hair:
            guess.fits.append(place)
            guess.chance *= min(1.0, (high - low + width) / size) if size else 1.0
        else:
            guess.fails.append(place)
            if len(guess.fails) >= HOPELESS and len(guess.fails) > len(guess.fits):
                guess.fits.clear()
                return


def _scale(how: str, figure: Figure) -> float:
    """Give what turns a figure into what is worked out.

    A change or share that is no percentage is a hundredth; a rate is worked out in the units that are told.
    """
    if how == "rate":
        return 1 / figure.factor
    return 0.01 if how in ("change", "share") and not figure.share else 1.0


def _own(how: str, figure: Figure) -> Range:
    scale = _scale(how, figure)
    half = figure.half if how == "difference" else figure.place / 2
    return (figure.value - half) * scale, (figure.value + half) * scale


def _ends(figure: Figure) -> Range:
    return figure.value - figure.half, figure.value + figure.half


def _difference(figures: tuple[Figure, ...], figure: Figure, power: int) -> Range | None:  # noqa: ARG001  one form
    one, other = figures
    if one.unit != other.unit or (figure.unit != one.unit and not (figure.share and one.share)):
        return None
    off = one.half + other.half
    return one.value - other.value - off, one.value - other.value + off


def _quotient(one: Figure, other: Figure) -> Range | None:
    low, high = _ends(other)
    if low <= 0 or one.value < 0:
        return None
    ends = _ends(one)
    return ends[0] / high, ends[1] / low


def _change(figures: tuple[Figure, ...], figure: Figure, power: int) -> Range | None:  # noqa: ARG001
    one, other = figures
    found = _quotient(one, other) if one.unit == other.unit else None
    return None if found is None else (found[0] - 1, found[1] - 1)


def _share(figures: tuple[Figure, ...], figure: Figure, power: int) -> Range | None:  # noqa: ARG001
    one, other = figures
    return _quotient(one, other) if one.unit == other.unit and not one.share else None


def _rate(figures: tuple[Figure, ...], figure: Figure, power: int) -> Range | None:
    one, other = figures
    found = None if one.share or other.share or figure.share else _quotient(one, other)
    scale = 10.0**power * other.factor / one.factor
    return None if found is None else (found[0] * scale, found[1] * scale)


def _mean(figures: tuple[Figure, ...], figure: Figure, power: int) -> Range | None:  # noqa: ARG001
    n = len(figures)
    if figure.unit != figures[0].unit:
        return None
    return sum(f.value - f.half for f in figures) / n, sum(f.value + f.half for f in figures) / n


_GIVEN: Mapping[str, Callable[[tuple[Figure, ...], Figure, int], Range | None]] = {
    "difference": _difference,
    "change": _change,
    "share": _share,
    "rate": _rate,
    "mean": _mean,
}
