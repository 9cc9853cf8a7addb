"""What stands in the text and says no number: code, deleted and hidden text, the marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kzcheck.model import BlockKind, Document, MarkKind

_SILENT = frozenset({MarkKind.DELETED, MarkKind.HIDDEN, MarkKind.CODE})
# What a raised sign may be that points to a note: digits, one letter, a star, any of them in brackets.
_NOTE = re.compile(r"[(\[⁽]?(?:[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[A-Za-z]|[*†‡§¶#]{1,3})(?:[,;] ?(?:[0-9]{1,3}|[A-Za-z]))*[)\]⁾]?")
_POWER = re.compile(r"(?<![0-9.,])10<[sS][uU][pP]>$")
# "km<sup>2</sup>": the sign of a length, raised to an area or a volume.
_LENGTH = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}<[sS][uU][pP]>$")
_AREAS = frozenset("23")
# Code that is nothing but a number before its unit is text: "`512` MB".
_NUMBER = re.compile(r"`[-+−–$€£]?[0-9][0-9.,]*%?`(?=%| ?[A-Za-z])")

Spans = list[tuple[int, int]]


def code_blocks(document: Document) -> Spans:
    """Give the blocks of code, in order."""
    return [(block.start, block.end) for block in document.blocks if block.kind is BlockKind.CODE]


def silent(document: Document, found: Sequence[tuple[int, int]] = ()) -> Spans:
    """Give the spans that no claim is read from, with those `found` already: in order, none overlapping."""
    text = document.text
    spans = [(m.start, m.end) for m in document.marks if m.kind in _SILENT and not is_number(text, m.start - 1)]
    spans += [
        (m.start, m.end) for m in document.marks if m.kind is MarkKind.SUPERSCRIPT and is_note(text, m.start, m.end)
    ]
    if not spans:
        return list(found)
    out: Spans = []
    for start, end in sorted([*spans, *found]):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def is_number(text: str, start: int) -> bool:
    """Tell whether the code that opens at `start` is nothing but a number before its unit."""
    return start >= 0 and text.startswith("`", start) and _NUMBER.match(text, start) is not None


def is_note(text: str, start: int, end: int) -> bool:
    """Tell whether raised text points to a note: it is no power (m², 10<sup>6</sup>) and no ending of an ordinal."""
    raised = text[start:end].strip()
    if _NOTE.fullmatch(raised) is None:
        return False
    if not raised.isascii():
        # Raised digits stand in the text of a page as such signs: "4.5¹" and "m²" need no telling apart, "4.5⁽¹⁾" does.
        return raised[0] == "⁽"
    before = text[max(0, start - 8) : start]
    if raised in _AREAS and _LENGTH.search(before) is not None:
        return False
    return not (raised.isdecimal() and _POWER.search(before) is not None)
