"""The glyphs of a PDF page as pdfium places them: characters with boxes, never its order of the text.

A box is "loose": as wide as the glyph's advance, as high as its font reaches, so that its height tells the size at
which it is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kzcheck.documents.archive import installed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_GLYPHS = 200_000
_MOST_SHAPES = 20_000
_INVISIBLE_MODES = frozenset({3, 7})
_NEARLY_WHITE = 250
_FAINT = 8
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
# What fonts of Adobe draw for private characters (Adobe Glyph List for New Fonts): old-style and other digits.
_PRIVATE = {0xF730 + n: str(n) for n in range(10)} | {0xF643 + n: str(n) for n in range(10)} | {0xF6DC: "1"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_DIGITS = {zero + n: str(n) for zero in (0x660, 0x6F0) for n in range(10)} | {0x66B: ".", 0x66C: ","}
_HYPHENS = {0x2, 0xFFFE, 0xAD}
_FIXED = frozenset("\u00a0\u2007\u2009\u200a\u202f")
# Gaps in heights of a glyph's box, which is about 1.17 times the size of the letters: wider ones part words.
_GAP = 0.13
_GAP_OF_DIGITS = 0.1
_BACK = 0.6
_STEP = 0.08
# Between which parts of a glyph's box a line strikes it out: below lies the underline.
_STRUCK = (0.3, 0.6)
_MOST_STRIKES = 2_000
HYPHEN = "\u00ad"
"""A hyphen that is seen only where a line ends."""

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Word:
    """Glyphs that touch one another, on one baseline and of one size; turned so that they run from left to right.

    `spaced` tells that the file has a blank of its own before it. `raised` is 1, -1 or 0; `struck` a line through it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False
    raised: int = 0
    struck: bool = False


@dataclass(slots=True)
class Layer:
    """The words of a page that run in one direction.

    `turn` counts the quarter turns (against the clock) of that direction on the page as the file has it; words and
    rules are turned back by it.
    """

    turn: int
    words: list[Word]
    rules: list[Box]


@dataclass(slots=True)
class Page:
    """What a page holds: its words by direction, the upright first, and what is not seen of it."""

    number: int
    width: float
    height: float
    layers: list[Layer] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    unseen: Counter[str] = field(default_factory=Counter)
    unmapped: int = 0
    letters: int = 0
    right_to_left: int = 0
    pictured: bool = False


class Reader:
    """Reads pages through pdfium's C functions; bound once, since they are called for each glyph."""

    def __init__(self) -> None:
        """Bind the functions. Raises NotTextError where pypdfium2 is not installed."""
        with installed("pdf", "a PDF"):
            from pypdfium2 import raw
        self._raw: Any = raw
        self._code = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_int)
        self._box = _bound(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
        self._made = _bound(raw.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_int)
        self._unmapped = _bound(raw.FPDFText_HasUnicodeMapError, ctypes.c_int, ctypes.c_int)
        self._angle = _bound(raw.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_int)
        self._object = _bound(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
        self._origin = _bound(raw.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._point = (ctypes.c_double * 2)()

    def page(self, page: Any, number: int) -> Page:
        """Read one page of a pypdfium2 document."""
        width, height = page.get_size()
        out = Page(number, width, height)
        text = page.get_textpage()
        try:
            handle = ctypes.cast(text.raw, ctypes.c_void_p).value
            count = min(max(self._raw.FPDFText_CountChars(text.raw), 0), _MOST_GLYPHS)
            fills = self._shapes(page, out)
            if count:
                self._glyphs(page, out, handle, count, fills)
        finally:
            text.close()
        return out

    def _glyphs(self, page: Any, out: Page, handle: int | None, count: int, fills: list[Box]) -> None:
        raw = (ctypes.c_float * (4 * count))()
        base = ctypes.addressof(raw)
        box, code, owner = self._box, self._code, self._object
        codes = [code(handle, i) for i in range(count)]
        owners = [owner(handle, i) for i in range(count)]
        for i in range(count):
            box(handle, i, base + 16 * i)
        # pdfium gives left, top, right, bottom.
        boxes = np.frombuffer(memoryview(raw), dtype=np.float32).reshape(count, 4)[:, [0, 3, 2, 1]].astype(np.float64)
        left, bottom, right, top = page.get_cropbox()
        middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside = ((middle_x >= left) & (middle_x <= right) & (middle_y >= bottom) & (middle_y <= top)).tolist()
        looks = _Looks(self._raw, fills)
        upright = page.get_rotation() // 90
        by_turn: dict[int, tuple[list[int], list[str], list[bool]]] = {}
        turn, before, look = upright, 0, _SEEN
        for i, value in enumerate(codes):
            if value <= 32 or value in _HYPHENS:
                # Only blanks, new lines and hyphens are made up by pdfium.
                if not value or self._made(handle, i) == 1:
                    continue
                if value <= 32 and value not in _HYPHENS:
                    if turn in by_turn:
                        _add(by_turn[turn], i, " ", bold=False)
                    continue
            if owners[i] != before:
                before = owners[i] or 0
                look = looks.of(before, boxes[i])
                direction = _turn(self._angle(handle, i))
                look = look._replace(turn=direction, unmapped=self._unmapped(handle, i) == 1)
            plain = value < 0x660 or (0x6F9 < value < 0xE000)
            character = chr(value) if plain and value not in _HYPHENS else _character(value)
            if look.unmapped or character == "\ufffd":
                out.unmapped += 1
            elif not inside[i]:
                out.unseen["off the page"] += 1 + _uncut(by_turn.get(look.turn), boxes, i)
            elif look.unseen:
                out.unseen[look.unseen] += 1
            elif look.turn < 0:
                out.unseen["set aslant"] += 1
            else:
                turn = look.turn
                out.letters += 1
                if "\u0590" <= character <= "\u08ff" and not character.isdigit():
                    out.right_to_left += 1
                _add(by_turn.setdefault(turn, ([], [], [])), i, character, bold=look.bold)
        for turn in sorted(by_turn, key=lambda t: t != upright):
            places, characters, bolds = by_turn[turn]
            rules = [(a, b, c, d) for a, b, c, d in turned(np.array(out.rules), turn).tolist()] if out.rules else []
            laid = _Laid(places, characters, bolds, turned(boxes[places], turn), turn)
            words = self._words(handle, laid, rules)
            out.layers.append(Layer(turn, words, rules))

    def _words(self, handle: int | None, laid: _Laid, rules: list[Box]) -> list[Word]:
        """Join glyphs that follow one another without a gap, by their places alone."""
        boxes, characters = laid.boxes, laid.characters
        height = np.maximum(boxes[:, 3] - boxes[:, 1], 0.1)
        struck = _struck(boxes, height, rules)
        starts, blank = _starts(boxes, height, characters, struck)
        ends = [*starts[1:], len(characters)]
        out: list[Word] = []
        spaced = False
        lefts, rights, sizes = boxes[:, 0].tolist(), boxes[:, 2].tolist(), height.tolist()
        for start, end in zip(starts, ends, strict=True):
            if blank[start]:
                spaced = True
                continue
            word = Word(
                "".join(characters[start:end]).strip(),
                lefts[start],
                max(rights[start:end]),
                self._baseline(handle, laid.places[start], laid.turn),
                sizes[start],
                laid.bold[start],
                spaced,
                0,
                bool(struck[start]),
            )
            spaced = False
            last = out[-1] if out else None
            if last is not None and _same_twice(last, word):
                continue
            if last is not None and _goes_on(last, word):
                last.text += word.text
                last.right = max(last.right, word.right)
                last.size = max(last.size, word.size)
                continue
            out.append(word)
        return out

    def _baseline(self, handle: int | None, place: int, turn: int) -> float:
        base = ctypes.addressof(self._point)
        self._origin(handle, place, base, base + 8)
        x, y = self._point
        return float((y, -x, -y, x)[turn % 4])

    def _shapes(self, page: Any, out: Page) -> list[Box]:
        """Note the thin lines of a page; give the filled places, on which white text is seen."""
        raw = self._raw
        fills: list[Box] = []
        area = max(out.width * out.height, 1.0)
        for index, shape in enumerate(
            page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=6)
        ):
            if index >= _MOST_SHAPES:
                break
            try:
                left, bottom, right, top = shape.get_bounds()
            except Exception:  # noqa: BLE001, S112  a shape without bounds is none that is seen
                continue
            if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
                fills.append((left, bottom, right, top))
                out.pictured = out.pictured or (right - left) * (top - bottom) > area / 3
            elif min(right - left, top - bottom) <= 3:
                if max(right - left, top - bottom) >= 3:
                    out.rules.append((left, bottom, right, top))
            elif not _white(raw, shape.raw):
                fills.append((left, bottom, right, top))
        return fills


@dataclass(slots=True)
class _Laid:
    """The glyphs of one direction, in the file's order: their index, character, weight and box."""

    places: list[int]
    characters: list[str]
    bold: list[bool]
    boxes: NDArray[np.float64]
    turn: int


def _starts(
    boxes: NDArray[np.float64], height: NDArray[np.float64], characters: list[str], struck: NDArray[np.bool_]
) -> tuple[list[int], list[bool]]:
    """Give where words begin among glyphs, and which glyphs are blanks."""
    blank = np.array([c.isspace() for c in characters])
    digit = np.array([c.isdigit() for c in characters])
    # A narrow or fixed blank between digits is part of the number.
    kept = np.array([c in _FIXED for c in characters])
    kept[1:-1] &= digit[:-2] & digit[2:]
    blank &= ~kept
    gap = boxes[1:, 0] - boxes[:-1, 2]
    low = np.minimum(height[1:], height[:-1])
    apart = (gap > np.where(digit[1:] & digit[:-1], _GAP_OF_DIGITS, _GAP) * low) | (gap < -_BACK * low)
    apart |= np.abs(boxes[1:, 1] - boxes[:-1, 1]) > _STEP * low
    apart |= np.abs(height[1:] - height[:-1]) > _STEP * low
    apart |= blank[1:] | blank[:-1] | (struck[1:] != struck[:-1])
    return [0, *(np.nonzero(apart)[0] + 1).tolist()], blank.tolist()


def _struck(boxes: NDArray[np.float64], height: NDArray[np.float64], rules: list[Box]) -> NDArray[np.bool_]:
    """Tell which glyphs a line goes through at half the height of small letters."""
    out = np.zeros(len(boxes), dtype=np.bool_)
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    for left, bottom, right, top in rules[:_MOST_STRIKES]:
        if right - left > top - bottom:
            at = ((bottom + top) / 2 - boxes[:, 1]) / height
            out |= (at > _STRUCK[0]) & (at < _STRUCK[1]) & (middle > left) & (middle < right)
    return out


def _same_twice(last: Word, word: Word) -> bool:
    """Tell whether a word is drawn a second time over itself, which makes it bold."""
    return last.text == word.text and abs(last.left - word.left) + abs(last.base - word.base) < 0.1 * word.size


def _goes_on(last: Word, word: Word) -> bool:
    """Tell whether a word goes on on the same baseline: ligatures and small capitals have boxes of another height."""
    near = abs(last.base - word.base) < 0.02 * word.size and last.struck == word.struck
    return near and not word.spaced and -0.3 * word.size < word.left - last.right < _GAP_OF_DIGITS * word.size


class _Look(NamedTuple):
    """How the glyphs of a text object look; `unseen` says why they are not seen, "" where they are."""

    unseen: str = ""
    bold: bool = False
    turn: int = 0
    unmapped: bool = False


_SEEN = _Look()


def _add(to: tuple[list[int], list[str], list[bool]], place: int, character: str, *, bold: bool) -> None:
    to[0].append(place)
    to[1].append(character)
    to[2].append(bold)


def _uncut(laid: tuple[list[int], list[str], list[bool]] | None, boxes: NDArray[np.float64], i: int) -> int:
    """Take away the digits right before a character that is off the page: the edge cuts a number; count them."""
    count = 0
    while laid is not None and laid[0] and (laid[1][-1].isdigit() or laid[1][-1] in ".,"):
        before, here = boxes[laid[0][-1]], boxes[i]
        height = here[3] - here[1]
        if abs(before[1] - here[1]) > _STEP * height or abs(here[0] - before[2]) > (count + 1) * height:
            break
        for part in laid:
            part.pop()
        count += 1
    return count


class _Looks:
    """Tells of text objects whether they are seen and bold, each once."""

    def __init__(self, raw: Any, fills: list[Box]) -> None:
        self._raw = raw
        self._fonts: dict[int, bool] = {}
        self._fills = fills
        self._mode = _bound(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
        self._font = _bound(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
        self._colour = _bound(raw.FPDFPageObj_GetFillColor, ctypes.c_int, *[ctypes.c_void_p] * 4)
        self._rgba = (ctypes.c_uint * 4)()

    def of(self, handle: int, box: NDArray[np.float64]) -> _Look:
        """Tell whether the glyphs of a text object are seen, by the first of them, and bold."""
        if not handle:
            return _SEEN
        font = self._font(handle) or 0
        if font not in self._fonts:
            self._fonts[font] = self._is_bold(font)
        return _Look(self._unseen(handle, box), self._fonts[font])

    def _unseen(self, handle: int, box: NDArray[np.float64]) -> str:
        mode = self._mode(handle)
        if mode in _INVISIBLE_MODES:
            return "invisible"
        base = ctypes.addressof(self._rgba)
        if self._colour(handle, base, base + 4, base + 8, base + 12):
            red, green, blue, alpha = self._rgba
            if alpha < _FAINT:
                return "invisible"
            if min(red, green, blue) >= _NEARLY_WHITE and mode in {0, 4} and not self._on_fill(box):
                return "white"
        return ""

    def _is_bold(self, font: int) -> bool:
        if not font:
            return False
        buffer = ctypes.create_string_buffer(256)
        name = _bound(self._raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t)
        name(font, ctypes.addressof(buffer), 256)
        return _BOLD.search(buffer.value.decode("ascii", "replace")) is not None

    def _on_fill(self, box: NDArray[np.float64]) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._fills)


def turned(boxes: NDArray[np.float64], turn: int) -> NDArray[np.float64]:
    """Turn boxes of text that runs in a direction so that it runs from left to right; 4 - turn turns them back."""
    match turn % 4:
        case 1:
            return np.stack([boxes[:, 1], -boxes[:, 2], boxes[:, 3], -boxes[:, 0]], axis=1)
        case 2:
            return np.stack([-boxes[:, 2], -boxes[:, 3], -boxes[:, 0], -boxes[:, 1]], axis=1)
        case 3:
            return np.stack([-boxes[:, 3], boxes[:, 0], -boxes[:, 1], boxes[:, 2]], axis=1)
        case _:
            return boxes


def turned_box(box: Box, turn: int) -> Box:
    """Turn one box as `turned` does many."""
    left, bottom, right, top = turned(np.array([box]), turn)[0]
    return float(left), float(bottom), float(right), float(top)


def _character(code: int) -> str:
    if code in _HYPHENS:
        return HYPHEN if code == 0xAD else "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _DIGITS:
        return _DIGITS[code]
    if code in _PRIVATE:
        return _PRIVATE[code]
    if (
        0xE000 <= code <= 0xF8FF
        or 0xD800 <= code <= 0xDFFF
        or code > 0x10FFFF
        or (code < 32 and code not in {9, 10, 13})
    ):
        return "\ufffd"
    return chr(code)


def _turn(angle: float) -> int:
    """Give the quarter turns of an angle in radians (pdfium's are clockwise), -1 where it lies between."""
    quarters = -angle / (math.pi / 2)
    near = round(quarters)
    return near % 4 if abs(quarters - near) < 0.06 else -1


def _white(raw: Any, handle: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if raw.FPDFPath_GetDrawMode(handle, mode, stroke) and not mode.value:
        return True  # nothing is filled
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return True
    return alpha.value < 128 or min(red.value, green.value, blue.value) >= _NEARLY_WHITE


def _bound(function: Any, result: Any, *kinds: Any) -> Any:
    """Bind a C function for a handle and further values, without the checks that take longer than the call."""
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *kinds)(ctypes.cast(function, ctypes.c_void_p).value or 0)
