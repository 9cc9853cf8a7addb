"""What one number tells of another beside it: in "76, 65, 82 and 91 marks" every number counts marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.model import Step

_SHORTEST = 3
"""Two numbers may stand side by side by chance ("on page 4, 12 people"); three make a list."""


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
