"""Rows of a column become paragraphs, headings, items and notes; words cut at a line's end become whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kzcheck.documents.pdf.glyphs import HYPHEN, Box, Word, turned_box
from kzcheck.documents.pdf.rows import Row, gap_before
from kzcheck.documents.writing import Piece
from kzcheck.model import BlockKind, MarkKind, Place

# In heights of a row.
_PITCH = 1.35
_PITCH_OF_ALL = 1.2
_INDENT = 0.7
_OTHER_SIZE = 0.1
# How much larger than the body's letters a heading is, by its level.
_LEVELS = ((1.75, 1), (1.32, 2), (1.1, 3))
_BOLD_LEVEL = 4
_LONGEST_HEADING = 160
_SHORT = 0.7
_SLACK = 0.04
_BLANK = 0.3
_SMALL = 0.93
_ITEM = re.compile(r"[•▪◦●‣∙○■□➢–—-]|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]|§")
_NOTE = re.compile(r"[*†‡§¶]|\(?[0-9]{1,3}\)?$|[a-z]$")
_ENDS = (".", "!", "?", ":", ";", "…", ".”", '."', ".)")


@dataclass(frozen=True, slots=True)
class Where:
    """The page of words, and how to turn their boxes back to it."""

    page: int
    turn: int

    def place(self, words: Sequence[Word]) -> Place:
        """Give the place of words."""
        left, right = min(w.left for w in words), max(w.right for w in words)
        bottom = min(w.base - 0.21 * w.size for w in words)
        top = max(w.base + 0.79 * w.size for w in words)
        box: Box = turned_box((left, bottom, right, top), (4 - self.turn) % 4)
        return Place(page=self.page, box=(round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)))


@dataclass(slots=True)
class Paragraph:
    """Rows that are read on, and what they are."""

    kind: BlockKind
    level: int
    rows: list[Row]


def body_size(rows: Iterator[Row]) -> float:
    """Give the size in which most letters are set."""
    letters: Counter[float] = Counter()
    for row in rows:
        letters[round(row.size, 1)] += sum(len(w.text) for w in row.words)
    return letters.most_common(1)[0][0] if letters else 0.0


def paragraphs(rows: Sequence[Row], body: float) -> Iterator[Paragraph]:
    """Give the paragraphs of rows that follow one another in a column."""
    steps = sorted(a.base - b.base for a, b in pairwise(rows) if a.base > b.base)
    pitch = steps[len(steps) // 3] if len(steps) > 3 else 0.0
    right = max((row.right for row in rows), default=0.0)
    held: list[Row] = []
    for row in rows:
        if held and _begins(held, row, pitch, right):
            yield _told(held, body)
            held = []
        held.append(row)
    if held:
        yield _told(held, body)


def _begins(held: Sequence[Row], row: Row, pitch: float, right: float) -> bool:
    """Tell whether a row begins a paragraph of its own."""
    above, first = held[-1], held[0]
    step = above.base - row.base
    size = max(above.size, row.size)
    if abs(above.size - row.size) > _OTHER_SIZE * size or step < 0:
        return True
    if step > _PITCH * size and step > _PITCH_OF_ALL * pitch:
        return True
    if _is_bold(above) != _is_bold(row) and (_is_bold(first) or len(held) == 1):
        return True
    if _ITEM.fullmatch(row.words[0].text) is not None and (row.words[0].text[0] not in "–—-" or len(row.words) > 1):
        return not above.text.endswith("-") and row.left <= above.left + _INDENT * size and _starts_item(row)
    if len(held) > 1 or row.left < first.left:
        body_left = held[-1].left
        if row.left > body_left + _INDENT * size and above.right < right:
            return True
    # A line ends where its next word has no room: with room left, a paragraph ended.
    room = right - above.right
    needed = row.words[0].right - row.words[0].left + _BLANK * size
    width = right - above.left
    return room > needed + _SLACK * width and (above.text.endswith(_ENDS) or room > (1 - _SHORT) * width)


def _starts_item(row: Row) -> bool:
    return len(row.words) > 1 and gap_before(row.words, 1)


def _is_bold(row: Row) -> bool:
    return all(word.bold for word in row.words)


def _told(rows: list[Row], body: float) -> Paragraph:
    size = rows[0].size
    text = " ".join(row.text for row in rows)
    first = rows[0].words[0]
    has_letters = any(c.isalpha() for c in text)
    if body and has_letters and len(text) <= _LONGEST_HEADING:
        for factor, level in _LEVELS:
            if size > factor * body:
                return Paragraph(BlockKind.HEADING, level, rows)
        if all(_is_bold(row) for row in rows) and not text.endswith((".", ",", ";")) and len(rows) < 3:
            return Paragraph(BlockKind.HEADING, _BOLD_LEVEL, rows)
    if size < _SMALL * body and (first.raised > 0 or _NOTE.fullmatch(first.text) is not None):
        return Paragraph(BlockKind.FOOTNOTE, 0, rows)
    if _ITEM.fullmatch(first.text) is not None and _starts_item(rows[0]):
        return Paragraph(BlockKind.ITEM, 1, rows)
    return Paragraph(BlockKind.PARAGRAPH, 0, rows)


def bullet(paragraph: Paragraph) -> str:
    """Take the label off an item and give it: "-" for any bullet."""
    words = paragraph.rows[0].words
    label = words.pop(0).text
    piece = paragraph.rows[0].pieces[0]
    piece.words = [word for word in piece.words if word in words]
    paragraph.rows[0].pieces = [p for p in paragraph.rows[0].pieces if p.words]
    return label if label[-1] in ".)" else "-"


def pieces(lines: Sequence[Sequence[Sequence[Word]]], where: Where) -> list[Piece]:
    """Give the text of lines (each of groups of words that a wide gap parts), words cut at an end made whole."""
    out: list[Piece] = []
    for index, line in enumerate(lines):
        words = [word for group in line for word in group]
        if not words:
            continue
        place = where.place(words)
        if index and not _whole(out, words[0]):
            out.append(Piece(" "))
        for number, group in enumerate(line):
            if number:
                out.append(Piece("\t"))
            for i, word in enumerate(group):
                if gap_before(group, i):
                    out.append(Piece(" "))
                out.append(_piece(word, where, place))
    return out


def _piece(word: Word, where: Where, place: Place) -> Piece:
    marks = (MarkKind.DELETED,) if word.struck else ()
    if word.raised:
        marks = (*marks, MarkKind.SUPERSCRIPT if word.raised > 0 else MarkKind.SUBSCRIPT)
    # A figure has a box of its own, other words that of their line.
    own = where.place([word]) if any(c.isdigit() for c in word.text) else place
    return Piece(word.text, marks, own)


def _whole(out: list[Piece], word: Word) -> bool:
    """Join the end of a line with the word that goes on with it; tell whether there was one."""
    last = out[-1]
    text = last.text
    if text.endswith(HYPHEN):
        out[-1] = last._replace(text=text.removesuffix(HYPHEN))
        return True
    if not text.endswith(("-", "‐", "‑")):
        return False
    stem = text[:-1]
    if not stem:
        return word.text[:1].isdigit()
    if stem[-1].isalpha() and word.text[:1].islower() and "-" not in stem:
        out[-1] = last._replace(text=stem)
    return stem[-1].isalnum()
