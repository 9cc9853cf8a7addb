"""What one number tells of another beside it: in "76, 65, 82 and 91 marks" every number counts marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_unit
from kzcheck.model import Step

_SHORTEST = 3
"""Two numbers may stand side by side by chance ("on page 4, 12 people"); three make a list."""
_LABELS = frozenset(":")
_APART = frozenset(",;(:–—-")
"""Signs that may stand between a figure and the same one of another time."""
_CLOSING = frozenset((".", ")", ";", ",", ""))
_THAN = 3
"""Words from "more" to the number that something is more than: "than the"."""


def share_nouns(scene: Scene, items: Sequence[Item]) -> None:
    """Give the bare numbers of a list the noun that one of them counts."""
    for run in _runs(scene, items):
        noun = next((item.noun for item in reversed(run) if item.kind == "count" and item.noun), "")
        if not noun:
            continue
        for item in run:
            if not item.noun and item.kind in ("", "level", "count"):
                item.kind, item.unit, item.dimension, item.elided = "count", "count", "count", True
                item.unit_text = item.noun = noun
                item.why.append(Step("noun of the list", noun))


def share_kinds(scene: Scene, items: Sequence[Item]) -> None:
    """Make a figure of the number that another stands in for: "50 instead of 85"."""
    for a, b in pairwise(items):
        found = scene.lexicon.instead.before(scene.words, b.first)
        if found is not None and b.first - found[1] == a.last + 1 and _plain(a) and _plain(b) and not a.kind:
            a.kind, a.unit, a.dimension = b.kind or "level", "count", "count"
            a.unit_text, a.noun, a.elided = b.unit_text, b.noun, True
            if not b.kind:
                b.kind, b.unit, b.dimension = a.kind, "count", "count"
            a.why.append(Step("a figure beside the one it replaces", b.num.digits))


def share_compared(scene: Scene, items: Sequence[Item]) -> None:
    """Make a figure of the number that another is compared with: "60 more than the 280 of last year"."""
    for a, b in pairwise(items):
        between = scene.words[a.last + 1 : b.first]
        than = 0 < len(between) <= _THAN and between[0] in scene.lexicon.than
        if a.kind != "difference" or b.kind or not _plain(b) or not than:
            continue
        if scene.lexicon.determiners.issuperset(between[1:]):
            b.kind = "level" if a.unit != "count" else "count"
            b.unit, b.dimension, b.noun, b.elided = a.unit, a.dimension, a.noun, True
            b.unit_text = a.unit_text
            b.why.append(Step("a figure beside what is more or less than it", a.num.digits))


def share_dated(scene: Scene, items: Sequence[Item]) -> None:
    """Give the noun counted before to a bare number behind another time: "118 concerts in 2025 (2024: 109)"."""
    for a, b in pairwise(items):
        between = range(a.last + 1, b.first)
        if a.kind != "count" or not a.noun or b.kind or not _plain(b) or not any(scene.owned[i] for i in between):
            continue
        last = b.first - 1 if scene.owned[b.first - 1] else b.first - 2
        if not scene.owned[last] or (last < b.first - 1 and scene.words[b.first - 1] not in _LABELS):
            continue
        if scene.word(b.last + 1) not in _CLOSING or not all(
            scene.owned[i] or scene.words[i] in _APART or scene.words[i] in scene.lexicon.numbers.join for i in between
        ):
            continue
        b.kind, b.unit, b.dimension, b.elided = "count", "count", "count", True
        b.unit_text = b.noun = a.noun
        b.why.append(Step("noun of the figure before", a.noun))


def share_totals(scene: Scene, items: Sequence[Item]) -> None:
    """Give the bare numbers of a list the unit of the total before it: "$12.4 million comprises 5.1 for staff, ..."."""
    for k, total in enumerate(items):
        if total.kind != "level" or total.unit in ("", "count", "percent", "x") or k + 2 >= len(items):
            continue
        opening = tuple(scene.words[total.last + 1 : items[k + 1].first])
        opens = opening[-1:] == (":",) or any(
            opening[-len(p) :] == p for some in scene.lexicon.part_words.values() for p in some
        )
        parts = items[k + 1 :]
        if not opens or not all(_part(scene, part) for part in parts):
            continue
        scaled = total.num.scaled and all(part.num.value < total.num.scale for part in parts if part.num.value)
        for part in parts:
            part.kind, part.unit, part.dimension, part.elided = "level", total.unit, total.dimension, True
            part.unit_text, part.noun = total.unit_text, ""
            if scaled and part.num.value is not None:
                part.num.value *= total.num.scale
                part.num.ulp *= total.num.scale
                part.num.scaled, part.num.scale = True, total.num.scale
            part.why.append(Step("unit of the total", scene.tokens.surface(total.first, total.last)))


def _part(scene: Scene, item: Item) -> bool:
    """Tell whether a number names what it is for and no unit: "5.1 for staff"."""
    after = scene.word(item.last + 1)
    named = after in scene.lexicon.cases or after in scene.lexicon.from_ or after in scene.lexicon.of
    return item.unit in ("", "count") and item.num.form == "digits" and item.num.value is not None and named


def restated(scene: Scene, items: Sequence[Item]) -> None:
    """Make figures of a number in words and the same one in digits after it: "within thirty (30) days"."""
    for a, b in pairwise(items):
        if not says_twice(scene, a, b) or not {a.unit, b.unit} <= {"", "count"} or a.noun or b.noun:
            continue
        at = b.last + 2
        unit = read_unit(scene.tokens, at)
        if unit is not None and not scene.any_owned(unit.first, unit.last):
            for item in (a, b):
                last = item.last
                item.set_unit(unit, scene.tokens)
                item.last = last
            a.kind = b.kind = "duration" if unit.dimension == "time" else "level"
        elif scene.word(at).isalpha() and scene.tokens.raw[at].islower() and scene.word(at) not in scene.lexicon.stop:
            for item in (a, b):
                item.kind, item.unit, item.dimension = "count", "count", "count"
                item.unit_text = item.noun = scene.tokens.raw[at]


def says_twice(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether a number in words has digits in brackets directly after it."""
    between = scene.words[a.last + 1 : b.first] == ["("] and scene.word(b.last + 1) == ")"
    return between and a.num.form == "words" and b.num.form == "digits"


def bare(scene: Scene, link: Sequence[str]) -> bool:
    """Tell whether words do nothing but part the items of a list: ",", "and", ", or"."""
    numbers = scene.lexicon.numbers
    parts = (",", *numbers.join, *numbers.either)
    return 0 < len(link) <= 2 and all(word in parts for word in link)


def _runs(scene: Scene, items: Sequence[Item]) -> Iterator[list[Item]]:
    run: list[Item] = []
    for a, b in pairwise(items):
        if _plain(a) and _plain(b) and bare(scene, scene.words[a.last + 1 : b.first]) and not a.noun:
            run = run or [a]
            run.append(b)
        elif run and a.elided and _plain(b) and bare(scene, scene.words[a.last + 1 : b.first]):
            run.append(b)
        else:
            if len(run) >= _SHORTEST:
                yield run
            run = []
    if len(run) >= _SHORTEST:
        yield run


def _plain(item: Item) -> bool:
    num = item.num
    return (
        item.unit in ("", "count")
        and num.form == "digits"
        and not num.scaled
        and num.value is not None
        and num.value.denominator == 1
    )
