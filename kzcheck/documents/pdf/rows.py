"""Words of a page become rows of pieces, by their places: one baseline is a row, a wide gap parts two pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kzcheck.documents.pdf.glyphs import Box, Word

# In heights of a word's box, which is about 1.17 times the size of its letters.
_SAME_BASE = 0.25
_RAISED = (0.1, 0.75)
_LOWERED = (0.04, 0.45)
_SMALL = 0.9
_NEAR = 0.35
_WORD_GAP = 0.1
_CELL_GAP = 0.75
_NUMBER_GAP = 0.36
_CURRENCIES = "$€£¥₸₽"

NUMBER = re.compile(
    r"[$€£¥₸₽~<>≈±+]{0,3}\s?[(\[]?[-−–+]?[$€£¥₸₽]?\s?\d[\d,.’'\u00a0\u2007\u2009\u202f]*(?:\s\d{3})*\s?[%‰)\]bpsx]{0,4}\*{0,2}"
    r"|[-−–—]+|n/?a|n\.a\.|nm",
    re.IGNORECASE,
)
"""What a cell of figures holds: a number, a dash, or that there is none."""
PREFIX = re.compile(r"[$€£¥₸₽(\s]+|US\$|EUR|USD")
SUFFIX = re.compile(r"[)%‰\]\s]+")
"""Signs that stand before a figure and behind it, apart from it."""


@dataclass(slots=True)
class Piece:
    """Words of one row without a wide gap between them."""

    words: list[Word]
    left: float
    right: float
    _said: tuple[int, str] = (-1, "")  # the text of the first so many words: it is asked for again and again

    @property
    def text(self) -> str:
        """Give the words with blanks where there are gaps."""
        if self._said[0] != len(self.words):
            self._said = len(self.words), joined(self.words)
        return self._said[1]


@dataclass(slots=True)
class Row:
    """Words on one baseline from left to right; raised and lowered ones stand among them."""

    words: list[Word]
    base: float
    size: float
    left: float = 0.0
    right: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give the pieces with blanks between them."""
        return " ".join(piece.text for piece in self.pieces)


def rows_of(words: Iterable[Word], rules: Sequence[Box] = ()) -> list[Row]:
    """Give the rows of words from top to bottom; upright `rules` part the pieces that they stand between."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda w: -w.base):
        row = next(
            (r for r in reversed(rows[-4:]) if abs(r.base - word.base) < _SAME_BASE * min(r.size, word.size)), None
        )
        if row is not None and not (word.size < _SMALL * row.size and abs(row.base - word.base) > 0.03 * row.size):
            row.words.append(word)
            row.size = max(row.size, word.size)
        else:
            rows.append(Row([word], word.base, word.size))
    rows = _settled(rows)
    upright = [r for r in rules if r[3] - r[1] > r[2] - r[0]]
    for row in rows:
        row.words.sort(key=lambda w: w.left)
        row.left = row.words[0].left
        row.right = max(w.right for w in row.words)
        row.pieces = _pieces(row, upright)
    return rows


def _settled(rows: list[Row]) -> list[Row]:
    """Put the words of small rows that hang on a word above or below the baseline into that word's row."""
    for index, small in enumerate(rows):
        near = [r for r in rows[max(0, index - 3) : index + 4] if r is not small and small.size < _SMALL * r.size]
        for row in near:
            off = (small.base - row.base) / row.size
            raised = 1 if _RAISED[0] < off < _RAISED[1] else -1 if _LOWERED[0] < -off < _LOWERED[1] else 0
            if not raised:
                continue
            hung = [word for word in small.words if _hangs(word, row)]
            for word in hung:
                word.raised = raised
                row.words.append(word)
            small.words = [word for word in small.words if word not in hung]
    return [row for row in rows if row.words]


def _hangs(word: Word, row: Row) -> bool:
    near = _NEAR * row.size
    return any(
        -near < word.left - other.right < near or -near < other.left - word.right < near
        for other in row.words
        if not other.raised
    )


def _pieces(row: Row, rules: Sequence[Box]) -> list[Piece]:
    out: list[Piece] = []
    here = [r[0] for r in rules if r[1] <= row.base + row.size / 3 <= r[3]]
    for word in row.words:
        last = out[-1] if out else None
        if last is not None and not _parts(last, word, row.size, here):
            last.words.append(word)
            last.right = max(last.right, word.right)
        else:
            out.append(Piece([word], word.left, word.right))
    return _with_signs(out)


def _with_signs(pieces: list[Piece]) -> list[Piece]:
    """Join signs to the figure that they stand before or behind, however wide the gap: "$      1,234 )"."""
    out: list[Piece] = []
    for given in pieces:
        piece = given
        last = out[-1] if out else None
        if last is not None and len(piece.words) > 1 and SUFFIX.fullmatch(piece.words[0].text) and _is_bare(last):
            # "24.0    % 22.3": the sign closes the column before.
            sign, *rest = piece.words
            last.words.append(sign)
            last.right = sign.right
            piece = Piece(rest, rest[0].left, piece.right)
        text = piece.text.strip()
        if last is not None and (
            (PREFIX.fullmatch(last.text) and NUMBER.fullmatch(text) and text[0] not in _CURRENCIES)
            or (SUFFIX.fullmatch(text) and _is_bare(last))
        ):
            last.words.extend(piece.words)
            last.right = max(last.right, piece.right)
        else:
            out.append(piece)
    return out


def _is_bare(piece: Piece) -> bool:
    """Tell whether a piece is a figure that no sign closes yet."""
    text = piece.text.strip()
    return text[-1:].isdigit() and NUMBER.fullmatch(text) is not None


def _parts(piece: Piece, word: Word, size: float, rules: Sequence[float]) -> bool:
    """Tell whether a word begins a new piece."""
    gap = word.left - piece.right
    if gap > _CELL_GAP * size:
        return True
    if any(piece.right - 1 <= x <= word.left + 1 for x in rules):
        return True
    last = piece.words[-1]
    if not last.text[-1:].isdigit() or not word.text[:1].isdigit() or word.raised:
        return gap > _NUMBER_GAP * size and NUMBER.fullmatch(last.text) is not None and _is_figure(word.text)
    # Two numbers without a blank of the file's own between them are two, whatever the gap.
    return gap > _WORD_GAP * size and (not word.spaced or gap > _NUMBER_GAP * size)


def _is_figure(text: str) -> bool:
    return any(c.isdigit() for c in text) and NUMBER.fullmatch(text) is not None


def gap_before(words: Sequence[Word], index: int) -> bool:
    """Tell whether a blank stands before a word."""
    if index == 0:
        return False
    last, word = words[index - 1], words[index]
    if word.raised or last.raised:
        if word.spaced and not word.raised:
            return True
        return word.left - last.right > 2 * _WORD_GAP * max(last.size, word.size)
    return word.spaced or word.left - last.right > _WORD_GAP * word.size


def joined(words: Sequence[Word]) -> str:
    """Give words with blanks where there are gaps."""
    return "".join(f" {w.text}" if gap_before(words, i) else w.text for i, w in enumerate(words))
