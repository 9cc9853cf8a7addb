"""Keep counts that refer back: "the two sides", "these 12 ships", "the other two", "both countries".

Such a number tells which things are meant, not how many there are, so it is no claim about them. It is told by its
form, a definite word before a small number, whatever the noun.
"""

from __future__ import annotations

from fractions import Fraction

from kzcheck.extract.number.numerals import Numeral
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.nouns import noun_phrase, plural_before
from kzcheck.model import Step

ROLE = "anaphoric"
_KIND = "ordinal"
# Up to here a number may point back.
SMALL = 12
_ONE = Fraction(1)


def definite(scene: Scene, item: Item) -> bool:
    """Tell whether a small number stands after a word that points at things known: "the two", "these 12"."""
    num = item.num
    before = scene.word(item.first - 1)
    if num.value is None or num.scaled or item.hedge != "exact" or not 1 < num.value <= SMALL:
        return False
    if num.value.denominator != 1 or before not in scene.lexicon.definite or before in scene.lexicon.not_pointing:
        return False
    return num.form == "words" or (num.form == "digits" and before in scene.lexicon.demonstratives)


def refer(scene: Scene, item: Item, noun: tuple[int, str] | None, *, of_them: bool) -> None:
    """Note the things that a number points back at: the noun after it, or a plural before it."""
    text = plural_before(scene, item.first) if of_them else ""
    item.back = noun if noun is not None else (item.last, text)


def found(scene: Scene, items: list[Item]) -> list[Item]:
    """Give the items that refer back, as items of their own kind, with those that a word such as "both" says."""
    out = [_kept(item) for item in items if item.back is not None and not item.kind]
    taken = {i for item in items if item.kind for i in range(item.first, item.last + 1)}
    taken.update(i for item in out for i in range(item.first, item.last + 1))
    for i, word in enumerate(scene.words):
        value = scene.lexicon.pairs.get(word)
        if value is not None and i not in taken and not scene.owned[i]:
            pair = _pair(scene, i, value)
            if pair is not None and taken.isdisjoint(range(pair.first, pair.last + 1)):
                out.append(pair)
    return out


def _kept(item: Item) -> Item:
    last, text = item.back or (item.last, "")
    item.last, item.unit_text = max(item.last, last), text
    return _marked(item)


def _marked(item: Item) -> Item:
    item.kind, item.role, item.unit, item.dimension = _KIND, ROLE, "count", "count"
    item.direction, item.tie = 0, 0
    item.why.append(Step("refers back", item.unit_text or item.num.digits))
    return item


def _pair(scene: Scene, i: int, value: int) -> Item | None:
    """Read "both countries" and "both of them" at token i; "both the mayor and the council" counts nothing."""
    lexicon = scene.lexicon
    of_them = any(tuple(scene.words[i + 1 : i + 1 + len(phrase)]) == phrase for phrase in lexicon.of_them)
    noun = None if of_them else noun_phrase(scene, i + 1, len(scene.words), one=False)
    if not of_them and (noun is None or noun[0] != i + 1):
        # "Both support passkeys" counts no passkeys.
        return None
    last, text = noun or (i, plural_before(scene, i))
    if scene.word(last + 1) in lexicon.numbers.join:
        return None
    digits = scene.tokens.surface(i, i)
    num = Numeral(i, i, Fraction(value), _ONE, 1, digits, "words", why=[Step("number words", digits)])
    return _marked(Item(num, i, last, unit_text=text))
