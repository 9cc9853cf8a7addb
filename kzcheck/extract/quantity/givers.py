"""Find the amount or the noun whose unit a number takes over without saying so."""

from __future__ import annotations

from fractions import Fraction

from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.nouns import noun_phrase
from kzcheck.extract.quantity.units import UnitReading, read_rate

_SHARES = frozenset({"percent", "pp", "bp", "permille", "x"})
_NOT_MONEY = frozenset({"TEU", "FEU"})


def giver(scene: Scene, items: list[Item], k: int) -> Item | None:
    """Give the amount whose unit goes without saying for item k, or None."""
    return _money_before(items, k) or _of_another_time(scene, items, k) or _measured(scene, items, k)


def noun_of_end(scene: Scene, items: list[Item], k: int) -> tuple[str, UnitReading | None]:
    """Give the noun that stands only after the second figure of "from 19 to 13 submarines", and the rate behind it."""
    item = items[k]
    if scene.word(item.first - 1) not in scene.lexicon.from_ or k + 1 >= len(items):
        return "", None
    end = items[k + 1]
    if end.unit or scene.word(item.last + 1) not in scene.lexicon.to or end.first - item.last != 2:
        return "", None
    noun = noun_phrase(scene, end.last + 1, len(scene.words), one=False)
    if noun is None:
        return "", None
    rate = read_rate(scene.tokens, noun[0] + 1)
    return noun[1], None if rate is not None and scene.any_owned(noun[0] + 1, rate.last) else rate


def _money_before(items: list[Item], k: int) -> Item | None:
    """Give the amount of money before a number with a scale and no unit: "of 414 billion rand, 51 billion"."""
    if not items[k].num.scaled or items[k].num.form not in ("digits", "words"):
        return None
    return items[k - 1] if k and is_money(items[k - 1].unit) else None


def _of_another_time(scene: Scene, items: list[Item], k: int) -> Item | None:
    """Give the figure that this one is compared with: "54 million tons, 4 percent below last year's 56 million"."""
    item = items[k]
    i = item.first - 1
    if not item.num.scaled or i < 1 or scene.words[i] != "'s" or not scene.owned[i - 1]:
        return None
    return next((x for x in reversed(items[:k]) if x.num.scaled and x.unit not in ("", *_SHARES)), None)


def _measured(scene: Scene, items: list[Item], k: int) -> Item | None:
    """Give the amount whose unit goes without saying: "280 million of the 1.5bn shekels", "up 41 points to 7,918"."""
    item = items[k]
    after = items[k + 1] if k + 1 < len(items) else None
    smaller = after is not None and item.num.value is not None and item.num.value < (after.num.value or Fraction(0))
    if after is not None and after.unit and (smaller or (item.num.scaled and after.num.scaled)):
        link = scene.words[item.last + 1 : after.first]
        if len(link) > 1 and link[0] in scene.lexicon.of and all(x in scene.lexicon.definite for x in link[1:]):
            return after
    before = scene.word(item.first - 1)
    if before in scene.lexicon.at or before in scene.lexicon.to:
        return next((x for x in reversed(items[:k]) if x.unit == "index_point"), None)
    return _aside(scene, items, k)


def _aside(scene: Scene, items: list[Item], k: int) -> Item | None:
    """Give the amount whose range or spread stands in brackets after it: "7.8 mmol/L (range 5.1–11.4)"."""
    last = items[k - 1] if k else None
    if last is None or last.unit in ("", "count", "x") or items[k].num.scaled:
        return None
    link = scene.words[last.last + 1 : items[k].first]
    named = link[:1] == ["("] and len(link) > 1 and all(x in scene.lexicon.spreads for x in link[1:])
    return last if named else None


def is_money(unit: str) -> bool:
    """Tell whether a unit is a currency: three capitals, as ISO 4217 writes them."""
    return len(unit) == 3 and unit.isupper() and unit.isalpha() and unit not in _NOT_MONEY
