"""Keep a number whose neighbours are unknown: it is a figure, unless something makes it a name or a label.

An unknown word that stands as a unit does ("9 ksi", "15.3 ppg") becomes the unit's text, without a unit.
"""

from __future__ import annotations

from fractions import Fraction

from kzcheck.extract.number.numerals import Numeral
from kzcheck.extract.quantity import rejections
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_rate

# A word of at most so many letters, after whole digits, is a sign for a unit if it has no vowel.
_LONGEST_SIGN = 4
_VOWELS = frozenset("aeiouy")
# Beside one of these a number is part of a formula, a path, a time or a cell.
_FORMULA = frozenset("*/^=:×\\_<>|#@+&")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
# Below this a whole number after a noun or in brackets is a label or a mark of a list: "scope 1", "(3)".
_LABEL = 100
_MARK = 1000
_GROUP = 3
# How far back the article of "a glossy 12 page report" may stand.
_ARTICLE = 2
# How far back a list of labels may reach: "pages 12, 15 and 17".
_LONGEST_LIST = 12


def own_unit(scene: Scene, item: Item) -> int | None:
    """Give the token of an unknown word that stands as the unit of a number, or None: "19.4 ppg", "9 ksi", "4.2xyz"."""
    num = item.num
    j = item.last + 1
    if num.form != "digits" or _decimal_comma(num) or j >= len(scene.words) or scene.owned[j]:
        return None
    word, raw = scene.words[j], scene.tokens.raw[j]
    if (
        not (word.isalpha() and word.isascii())
        or word in scene.lexicon.stop
        or word in scene.lexicon.verbs
        or raw[0].isupper()
    ):
        return None
    if word in scene.lexicon.figure_verbs or word in scene.lexicon.superlatives or word in scene.lexicon.comparatives:
        return None
    follows = scene.word(j + 1)
    ends = not follows.isalpha() or follows in scene.lexicon.stop
    sign = len(word) <= _LONGEST_SIGN and (_VOWELS.isdisjoint(word) or (ends and len(word) < _LONGEST_SIGN))
    if word in scene.lexicon.ordinal_endings:
        return None
    if _inverse(scene, j):
        return j + 2
    if scene.tokens.glued(j):
        return j if len(word) > 1 else None
    if sign and len(word) > 1:
        return j
    decimal = num.value is not None and num.value.denominator != 1 and not num.scaled
    if decimal and not word.endswith(scene.lexicon.passives):
        return j
    # "a 12 page report"
    before = scene.words[max(0, item.first - _ARTICLE) : item.first]
    return j if not ends and not scene.lexicon.numbers.articles.isdisjoint(before) else None


def _inverse(scene: Scene, j: int) -> bool:
    """Tell whether a power is glued to the unknown unit at token j: "5 fb−1"."""
    tokens = scene.tokens
    signed = j + 2 < len(tokens) and scene.words[j + 1] in scene.lexicon.numbers.signs
    return signed and tokens.glued(j + 1) and tokens.glued(j + 2) and scene.words[j + 2] in ("1", "2", "3")


def stands(scene: Scene, item: Item) -> bool:
    """Tell whether digits that count nothing are a figure, since nothing makes them a name, a label or a mark."""
    num = item.num
    w, raw = scene.words, scene.tokens.raw
    i, j = item.first - 1, item.last + 1
    before, after = scene.word(i), scene.word(j)
    if (
        num.form != "digits"
        or _decimal_comma(num)
        or _foreign(before)
        or _foreign(after)
        or before in _FORMULA
        or after in _FORMULA
    ):
        return False
    ends = (num.low, num.high) if num.value is None else (num.value,)
    whole = all(x is None or x.denominator == 1 for x in ends)
    size = abs(num.value if num.value is not None else num.low or Fraction(0))
    if i < 0 and not num.scaled:
        # "9.2", "15 Financial risk management"
        return after.isalpha() and raw[j].islower()
    if (j < len(w) and scene.tokens.glued(j) and after in _BRACKETS) or after in scene.lexicon.ordinal_endings:
        return False
    if after == _BRACKETS.get(before, "") and after and whole and size < _MARK:
        return False
    if j < len(w) and raw[j].isupper() and len(after) == 1:
        # "part 245 L-202"
        return False
    if before in scene.lexicon.definite and after in scene.lexicon.marks:
        return True
    if before in scene.lexicon.definite or before in scene.lexicon.selecting or scene.owned[i]:
        return False
    if whole and not num.scaled and (before in scene.lexicon.numbers.articles or before in scene.lexicon.codes):
        # a code: "returns a 503", "retries on 429"
        return False
    if whole and before in scene.lexicon.to and scene.word(i - 1) in scene.lexicon.labels:
        # a label at one remove: "set the log level to 3"
        return False
    if whole and size < _LABEL and not num.scaled and _labels(scene, i) and read_rate(scene.tokens, j) is None:
        # but "fetched sovereigns 70 a piece"
        return False
    return not _in_list_of_names(scene, i)


def _labels(scene: Scene, i: int) -> bool:
    """Tell whether the word at token i can take a number as its label: a noun, so none that is known to be no noun."""
    word = scene.words[i]
    lexicon = scene.lexicon
    if (
        not (word.isalpha() and word.isascii())
        or word in lexicon.stop
        or word in lexicon.verbs
        or word in lexicon.figure_verbs
    ):
        return False
    known = word in lexicon.not_names or word in lexicon.figure_nouns or word in lexicon.toll_verbs
    return not known and not word.endswith(lexicon.passives)


def _in_list_of_names(scene: Scene, i: int) -> bool:
    """Tell whether a list that the number goes on began after a name or label: "pages 190 and 191"."""
    numbers = scene.lexicon.numbers
    floor = max(i - _LONGEST_LIST, -1)
    at = i
    while at > floor:
        word = scene.words[at]
        listed = word in numbers.join or word in numbers.either or word in numbers.to or word == ","
        if not listed and not word[0].isdecimal():
            break
        at -= 1
    if at > 0 and at < i and scene.words[at] in scene.lexicon.numbered_links:
        return scene.words[at - 1] in scene.lexicon.numbered
    if at == i or at < 0:
        return False
    return scene.words[at + 1][0].isdecimal() and (_labels(scene, at) or rejections.is_name(scene, at))


def _foreign(word: str) -> bool:
    """Tell whether a word is of another script or has letters of another language."""
    return word.isalpha() and not word.isascii()


def _decimal_comma(num: Numeral) -> bool:
    """Tell whether the digits have a decimal comma, as no English figure has without a unit."""
    _, comma, decimals = num.digits.partition(",")
    return bool(comma) and decimals.isdecimal() and len(decimals) != _GROUP
