"""Where the marks of the drawings stand: scales, ticks, interval tracks, timelines. The templates draw them as SVG.

Tracks are laid out in percent of their width, so that they reflow with the page while text keeps its size; a timeline
is laid out in units of its own box.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kzcheck.model import Interval, Period
from kzcheck.render.numbers import digits, humane, scale_of
from kzcheck.units import unit_words

# Shares of the track kept free at either side, and more where an interval runs on without end.
_MARGIN, _RUN_ON = 0.09, 0.2
_LOG_FROM = 40.0
# Narrower intervals than this (percent of the track) are drawn as a dot: caps would lie on one another.
_DOT = 1.6
# The width in pixels of a label's character, and of the narrowest track (on a screen of 320 pixels).
_CHARACTER, _NARROWEST = 6.6, 255.0


class Tick(NamedTuple):
    """A mark on an axis: where (percent or units), and what it says."""

    at: float
    label: str


class Scale(NamedTuple):
    """A map from numbers to 0..1, linear or logarithmic."""

    low: float
    high: float
    log: bool = False

    def at(self, x: Fraction | float) -> float:
        """Give the place of a number, not limited to 0..1."""
        if self.log:
            return (math.log(float(x)) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return (float(x) - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> tuple[Fraction, ...]:
        """Choose round numbers inside the scale, at most `most` of them."""
        return _log_ticks(self, most) if self.log else _linear_ticks(self, most)


class Bar(NamedTuple):
    """An interval to draw: `style` is stated, hedged or derived; `words` says it in full."""

    interval: Interval
    style: str
    words: str


class Track(NamedTuple):
    """A drawn interval, in percent of the width. `dot` where it is too narrow to show its ends."""

    left: float
    right: float
    style: str
    dot: bool
    open_left: bool
    open_right: bool
    runs_left: bool
    runs_right: bool
    words: str


class Band(NamedTuple):
    """A shaded stretch across all tracks: the gap between what the claims allow, or what all of them allow."""

    left: float
    right: float
    kind: str


class Panel(NamedTuple):
    """Tracks on one axis."""

    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    unit: str
    band: Band | None


def panel(
    bars: Sequence[Bar], unit: str, shade: Sequence[str] = ("gap", "meet"), shaded: int | None = None
) -> Panel | None:
    """Lay out intervals of one unit on an axis chosen so that their difference shows; None where none has an end.

    `shade` says what to mark between the first `shaded` of them (all if None): the gap, what they have in common
    ("meet"), or neither. A single interval is drawn on an axis from zero: there is no difference to show.
    """
    ends = [float(e) for b in bars for e in (b.interval.low, b.interval.high) if e is not None]
    if not ends:
        return None
    if len(bars) == 1 and unit != "year":
        ends.append(0.0)
    scale = _fitting(ends, bars)
    marks: tuple[Tick, ...] = ()
    word = ""
    for most in (6, 5, 4, 3, 2):
        ticks = scale.ticks(most)
        largest = max((abs(t) for t in ticks), default=Fraction(0))
        factor, word = (1, "") if unit in {"year", "x", "percent", "pp"} else scale_of(largest)
        marks = tuple(Tick(_percent(scale, t), _tick_label(t / factor, unit)) for t in ticks)
        if sum(len(m.label) * _CHARACTER + 14 for m in marks) <= _NARROWEST:
            break
    tracks = tuple(_track(b, scale) for b in bars)
    band = _band(bars[:shaded], scale)
    title = f"{axis_title(unit, word)}{', log scale' if scale.log else ''}".removeprefix(", ")
    return Panel(tracks, marks, title, band if band is not None and band.kind in shade else None)


def axis_title(unit: str, word: str) -> str:
    """Name what an axis counts: "million USD", "%", "x"."""
    name = unit_words(unit)
    return f"{word} {name}".strip()


def _tick_label(value: Fraction, unit: str) -> str:
    return str(int(value)) if unit == "year" and value.denominator == 1 else digits(value)


def _fitting(ends: Sequence[float], bars: Sequence[Bar], log_from: float = _LOG_FROM) -> Scale:
    low, high = min(ends), max(ends)
    if low > 0 and high / low > log_from:
        room = (high / low) ** 0.15
        return Scale(low / room, high * room, log=True)
    width = (high - low) or abs(high) * 0.1 or 1.0
    left = _RUN_ON if any(b.interval.low is None for b in bars) else _MARGIN
    right = _RUN_ON if any(b.interval.high is None for b in bars) else _MARGIN
    return Scale(low - width * left, high + width * right)


def _percent(scale: Scale, x: Fraction) -> float:
    return round(100 * scale.at(x), 2)


def _track(bar: Bar, scale: Scale) -> Track:
    interval = bar.interval
    left = 0.0 if interval.low is None else _percent(scale, interval.low)
    right = 100.0 if interval.high is None else _percent(scale, interval.high)
    return Track(
        left=left,
        right=max(right, left),
        style=bar.style,
        dot=right - left < _DOT,
        open_left=not interval.low_closed,
        open_right=not interval.high_closed,
        runs_left=interval.low is None,
        runs_right=interval.high is None,
        words=bar.words,
    )


def _band(bars: Sequence[Bar], scale: Scale) -> Band | None:
    low = max((b.interval.low for b in bars if b.interval.low is not None), default=None)
    high = min((b.interval.high for b in bars if b.interval.high is not None), default=None)
    left = 0.0 if low is None else _percent(scale, low)
    right = 100.0 if high is None else _percent(scale, high)
    if left > right:
        return Band(right, left, "gap")
    return Band(left, right, "meet") if left < right else None


def _linear_ticks(scale: Scale, most: int) -> tuple[Fraction, ...]:
    raw = (scale.high - scale.low) / (most + 0.5)
    power = Fraction(10) ** math.floor(math.log10(raw))
    step = next((power * n for n in (1, 2, Fraction(5, 2), 5, 10) if power * n >= raw), power * 10)
    first = math.ceil(scale.low / float(step))
    last = math.floor(scale.high / float(step))
    return tuple(step * n for n in range(first, last + 1) if 0.03 <= scale.at(step * n) <= 0.97)


def _log_ticks(scale: Scale, most: int) -> tuple[Fraction, ...]:
    first, last = math.floor(math.log10(scale.low)), math.ceil(math.log10(scale.high))
    for steps in ((1, 2, 5), (1, 3), (1,)):
        found = tuple(
            Fraction(10) ** power * n
            for power in range(first, last + 1)
            for n in steps
            if 0.03 <= scale.at(Fraction(10) ** power * n) <= 0.97
        )
        if len(found) <= most:
            return found
    return found[:: math.ceil(len(found) / most)]


class Level(NamedTuple):
    """A value said of a period by some voices; `kind` is actual, target or part (of a year)."""

    period: Period | None
    value: Fraction | None
    interval: Interval
    kind: str
    hedged: bool
    verdict: str
    label: str
    words: str


class Growth(NamedTuple):
    """A change said to lead from one period to another, as a factor."""

    base: Period
    period: Period
    factor: Fraction
    label: str
    words: str


class Bound(NamedTuple):
    """What the sources jointly imply for a period."""

    period: Period
    interval: Interval
    words: str


class Mark(NamedTuple):
    """A level on a timeline: a box from `x` to `x + width` and from `y` to `y + height`, its middle at `cx`, `cy`."""

    x: float
    y: float
    width: float
    height: float
    cx: float
    cy: float
    kind: str
    hedged: bool
    verdict: str
    words: str
    runs_up: bool
    runs_down: bool


class Note(NamedTuple):
    """A label on a timeline, anchored in the middle."""

    x: float
    y: float
    text: str
    verdict: str


class Arrow(NamedTuple):
    """A growth claim on a timeline."""

    x1: float
    y1: float
    x2: float
    y2: float
    angle: float
    words: str


class Timeline(NamedTuple):
    """Levels over time. All in units of a box of `width` by `height`."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    arrows: tuple[Arrow, ...]
    bands: tuple[Mark, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    unit: str
    log: bool
    aside: float | None


_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 12, 26, 34
_ASIDE = 96
_LINE = 15.0


def timeline(
    levels: Sequence[Level], growths: Sequence[Growth], unit: str, bounds: Sequence[Bound] = ()
) -> Timeline | None:
    """Lay out what is said of one quantity over time; None where fewer than two levels can be placed.

    `bounds` are drawn as bands behind the levels, cut off where the axis ends.
    """
    placed = [v for v in levels if v.period is not None and _ends(v)]
    apart = [v for v in levels if v.period is None and v.kind == "target" and _ends(v)]
    if len(placed) + len(apart) < 2 or not placed:
        return None
    ends = [float(e) for v in (*placed, *apart) for e in _ends(v)]
    ends += [float(e) for b in bounds for e in (b.interval.low, b.interval.high) if e]
    scale = _fitting(ends, (), log_from=12.0)
    periods = [*(v.period for v in placed if v.period), *(b.period for b in bounds)]
    first = min(p.start for p in periods).year
    last = max(_last_year(p) for p in periods)
    right = _WIDTH - _RIGHT - (_ASIDE if apart else 0)
    across = _Across(first, last + 1, _LEFT, right)
    bottom = _HEIGHT - _BOTTOM

    def up(x: Fraction | float) -> float:
        return round(bottom - scale.at(x) * (bottom - _TOP), 1)

    marks = _in_lanes([_mark(v, across, up) for v in placed])
    marks += [_apart(v, up, right, n, len(apart)) for n, v in enumerate(apart)]
    ticks = scale.ticks(5)
    factor, word = scale_of(max((abs(t) for t in ticks), default=Fraction(0)))
    if unit in {"percent", "x", "pp", "year"}:
        factor, word = 1, ""
    return Timeline(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=right,
        bottom=bottom,
        marks=tuple(marks),
        notes=_notes(marks, [v.label for v in (*placed, *apart)], right + (_ASIDE if apart else 0)),
        arrows=tuple(a for g in growths if (a := _arrow(g, placed, across, up)) is not None),
        bands=(*(_joint(b, across, up, bottom) for b in bounds), *_bands(placed, across, up)),
        years=across.years(),
        values=tuple(Tick(up(t), digits(t / factor)) for t in ticks),
        unit=axis_title(unit, word),
        log=scale.log,
        aside=float(right) if apart else None,
    )


_Up = Callable[[Fraction | float], float]


class _Across(NamedTuple):
    first: int
    last: int
    left: int
    right: int

    def at(self, day: date) -> float:
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 1, 1).toordinal()
        return round(self.left + (day.toordinal() - start) / (end - start) * (self.right - self.left), 1)

    def years(self) -> tuple[Tick, ...]:
        room = (self.right - self.left) / (self.last - self.first)
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if room * s >= 40)
        shown = (y for y in range(self.first, self.last) if (y - self.first) % step == 0)
        return tuple(Tick(round((self.at(date(y, 1, 1)) + self.at(date(y + 1, 1, 1))) / 2, 1), str(y)) for y in shown)


def _last_year(period: Period) -> int:
    return period.end.year - 1 if (period.end.month, period.end.day) == (1, 1) else period.end.year


def _ends(level: Level) -> list[Fraction]:
    interval = level.interval
    return [e for e in (interval.low, interval.high) if e is not None]


def _mark(level: Level, across: _Across, up: _Up) -> Mark:
    assert level.period is not None  # noqa: S101  the caller sorted those without one out
    x1, x2 = across.at(level.period.start), across.at(level.period.end)
    inset = min(3.0, (x2 - x1) / 8)
    return _box(level, x1 + inset, max(x2 - inset, x1 + inset + 4), up)


def _in_lanes(marks: Sequence[Mark]) -> list[Mark]:
    """Set marks of one period side by side where they would cover one another."""
    groups: dict[tuple[float, float], list[int]] = {}
    for index, mark in enumerate(marks):
        groups.setdefault((mark.x, mark.width), []).append(index)
    out = list(marks)
    for members in groups.values():
        lanes: list[list[Mark]] = []
        lane_of: dict[int, int] = {}
        for index in members:
            mark = marks[index]
            free = (n for n, lane in enumerate(lanes) if not any(_covers(mark, other) for other in lane))
            lane_of[index] = next(free, len(lanes))
            if lane_of[index] == len(lanes):
                lanes.append([])
            lanes[lane_of[index]].append(mark)
        for index, lane in lane_of.items():
            mark = marks[index]
            width = mark.width / len(lanes)
            x = round(mark.x + lane * width, 1)
            if len(lanes) > 1:
                out[index] = mark._replace(x=x, width=round(width - 2, 1), cx=round(x + width / 2 - 1, 1))
    return out


def _covers(one: Mark, other: Mark) -> bool:
    return one.y < other.y + other.height + 1 and other.y < one.y + one.height + 1


def _apart(level: Level, up: _Up, right: float, number: int, count: int) -> Mark:
    room = (_ASIDE - 16) / count
    left = right + 12 + number * room
    return _box(level, left, left + room - 4, up)


def _box(level: Level, x1: float, x2: float, up: _Up) -> Mark:
    low, high = level.interval.low, level.interval.high
    bottom_end = low if low is not None else high
    top_end = high if high is not None else low
    assert bottom_end is not None and top_end is not None  # noqa: S101, PT018  `_ends` is not empty
    y1, y2 = up(top_end), up(bottom_end)
    if y2 - y1 < 4:
        middle = (y1 + y2) / 2
        y1, y2 = middle - 2, middle + 2
    return Mark(
        x=round(x1, 1),
        y=round(y1, 1),
        width=round(x2 - x1, 1),
        height=round(y2 - y1, 1),
        cx=round((x1 + x2) / 2, 1),
        cy=round((y1 + y2) / 2, 1),
        kind=level.kind,
        hedged=level.hedged,
        verdict=level.verdict,
        words=level.words,
        runs_up=high is None,
        runs_down=low is None,
    )


def _notes(marks: Sequence[Mark], labels: Sequence[str], right: float) -> tuple[Note, ...]:
    """Place a label above or below its mark where it meets no other; one that finds no room is left to the table."""
    taken: list[tuple[float, float, float, float]] = [(m.x, m.y - 1, m.x + m.width, m.y + m.height + 1) for m in marks]
    notes = []
    for own, (mark, label) in enumerate(zip(marks, labels, strict=True)):
        width = len(label) * _CHARACTER + 6
        x = min(max(mark.cx, _LEFT + width / 2), right - width / 2)
        above = [mark.y - 6 - _LINE * n - (10 if mark.runs_up else 0) for n in range(3)]
        below = [mark.y + mark.height + 13 + _LINE * n + (10 if mark.runs_down else 0) for n in range(3)]
        for y in [p for pair in zip(above, below, strict=True) for p in pair]:
            box = (x - width / 2, y - 11, x + width / 2, y + 3)
            if box[1] < 2 or box[3] > _HEIGHT - _BOTTOM - 1:
                continue
            if not any(_meet(box, other) for n, other in enumerate(taken) if n != own):
                taken.append(box)
                notes.append(Note(round(x, 1), round(y, 1), label, mark.verdict))
                break
    return tuple(notes)


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _arrow(growth: Growth, levels: Sequence[Level], across: _Across, up: _Up) -> Arrow | None:
    if growth.base.start.year < across.first or _last_year(growth.period) >= across.last:
        return None
    start = next((v.value for v in levels if v.period == growth.base and v.value), None)
    if start is None:
        end = next((v.value for v in levels if v.period == growth.period and v.value), None)
        start = end / growth.factor if end is not None and growth.factor > 0 else None
    if start is None or start <= 0:
        return None
    x1, x2 = (_middle(across, p) for p in (growth.base, growth.period))
    y1, y2 = up(start), up(start * growth.factor)
    if not all(_TOP - 12 <= y <= _HEIGHT - _BOTTOM for y in (y1, y2)):
        return None
    return Arrow(x1, y1, x2, y2, round(math.degrees(math.atan2(y2 - y1, x2 - x1)), 1), growth.words)


def _middle(across: _Across, period: Period) -> float:
    return round((across.at(period.start) + across.at(period.end)) / 2, 1)


def _bands(levels: Iterable[Level], across: _Across, up: _Up) -> tuple[Mark, ...]:
    """Shade what all actual levels of a period allow together, and mark the periods where that is nothing."""
    periods: dict[Period, list[Level]] = {}
    for level in levels:
        if level.kind == "actual" and level.period is not None:
            periods.setdefault(level.period, []).append(level)
    bands = []
    for period, some in sorted(periods.items()):
        if len(some) < 2:
            continue
        meet = some[0].interval
        for level in some[1:]:
            meet = meet.meet(level.interval)
        if meet.low is None or meet.high is None:
            continue
        x1, x2 = across.at(period.start), across.at(period.end)
        y1, y2 = sorted((up(meet.low), up(meet.high)))
        bands.append(
            Mark(
                x=x1,
                y=y1,
                width=round(x2 - x1, 1),
                height=max(round(y2 - y1, 1), 1.0),
                cx=round((x1 + x2) / 2, 1),
                cy=round((y1 + y2) / 2, 1),
                kind="apart" if meet.empty else "implied",
                hedged=False,
                verdict="conflict" if meet.empty else "agree",
                words="",
                runs_up=False,
                runs_down=False,
            )
        )
    return tuple(bands)


def _joint(bound: Bound, across: _Across, up: _Up, bottom: float) -> Mark:
    low, high = bound.interval.low, bound.interval.high
    x1, x2 = across.at(bound.period.start), across.at(bound.period.end)
    y1 = float(_TOP) if high is None else up(high)
    y2 = bottom if low is None or low <= 0 else up(low)
    return Mark(
        x=x1,
        y=y1,
        width=round(x2 - x1, 1),
        height=max(round(y2 - y1, 1), 2.0),
        cx=round((x1 + x2) / 2, 1),
        cy=round((y1 + y2) / 2, 1),
        kind="joint",
        hedged=False,
        verdict="",
        words=bound.words,
        runs_up=high is None,
        runs_down=low is None or low <= 0,
    )


def short(value: Fraction, unit: str, noun: str = "") -> str:
    """Write a value as briefly as a label on a drawing wants it: "$533.4M", "1.485M t", "62 %"."""
    text = humane(value, unit, noun)
    for word, letter in ((" trillion", "T"), (" billion", "B"), (" million", "M")):
        text = text.replace(word, letter)
    return text
