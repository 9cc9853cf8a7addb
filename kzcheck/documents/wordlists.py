"""The labels of list items in Word documents, counted as Word counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.documents.archive import Archive, attribute, local

if TYPE_CHECKING:
    from lxml import etree

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HIGHEST = 3999


class Label(NamedTuple):
    """What stands before an item, and how deep the item is (1 the outermost)."""

    text: str
    level: int


class _Level(NamedTuple):
    start: int
    form: str
    text: str


@dataclass(slots=True)
class Lists:
    """The numberings of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by the numbering's id
    families: dict[str, str] = field(default_factory=dict)  # numberings of one family count on
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, archive: Archive, part: str) -> Lists:
        """Read the numberings of a document; a document without that part has none."""
        lists = cls()
        if not part:
            return lists
        root = archive.xml(part)
        abstract = {attribute(e, "abstractNumId"): _levels(e) for e in root if local(e) == "abstractNum"}
        for number in (e for e in root if local(e) == "num"):
            name = attribute(number, "numId")
            family = next((attribute(c, "val") for c in number if local(c) == "abstractNumId"), "")
            lists.levels[name] = dict(abstract.get(family, {}))
            lists.families[name] = family
            for change in (c for c in number if local(c) == "lvlOverride"):
                level = int(attribute(change, "ilvl") or 0)
                start = next((attribute(c, "val") for c in change if local(c) == "startOverride"), "")
                if start.isdecimal() and level in lists.levels[name]:
                    lists.levels[name][level] = lists.levels[name][level]._replace(start=int(start))
                    lists.families[name] = f"{family}/{name}"
        return lists

    def label(self, own: etree._Element | None, inherited: etree._Element | None) -> Label | None:
        """Count one item and give its label, or None for a paragraph that is none."""
        numbering = next((c for c in own if local(c) == "numPr"), inherited) if own is not None else inherited
        if numbering is None:
            return None
        values = {local(c): attribute(c, "val") for c in numbering}
        name = values.get("numId", "0")
        depth = int(values.get("ilvl") or 0)
        level = self.levels.get(name, {}).get(depth)
        if name == "0" or level is None:
            return None
        counts = self.counts[self.families[name]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form in {"bullet", "none"}:
            return Label("-", depth + 1)
        known = self.levels[name]

        def place(m: re.Match[str]) -> str:
            at = int(m[1]) - 1
            there = known.get(at, level)
            return numeral(counts.get(at, there.start), there.form)

        return Label(_PLACE.sub(place, level.text).strip() or "-", depth + 1)


def numeral(number: int, form: str) -> str:
    """Write a number as a list does: 3, c, C, iii, III."""
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number <= _HIGHEST:
        out = ""
        for value, letters in (*_ROMAN, *_ROMAN_SMALL):
            out += letters * (number // value)
            number %= value
        return out.upper() if form == "upperRoman" else out
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _levels(element: etree._Element) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for level in (e for e in element if local(e) == "lvl"):
        values = {local(c): attribute(c, "val") for c in level}
        start = values.get("start", "1")
        out[int(attribute(level, "ilvl") or 0)] = _Level(
            int(start) if start.isdecimal() else 1, values.get("numFmt", "decimal"), values.get("lvlText", "")
        )
    return out
