"""Find the quantities of a passage: numerals with their units, hedges, kinds, directions and ties.

One walk over the tokens reads numerals with the unit before or after them; what stands beside them then decides whether
they are claims at all (`rejections`), of which kind (`kinds`), and which of them are said together (`ties`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import compress, count

from kzcheck.extract.number.numerals import (
    Numeral,
    plus_minus,
    precision,
    read_numeral,
    read_part,
    read_simple,
)
from kzcheck.extract.quantity import anaphora, kinds, lists, rejections, signs
from kzcheck.extract.quantity import links as ties
from kzcheck.extract.quantity.givers import is_money
from kzcheck.extract.quantity.items import REACH, Item, Scene, no_words
from kzcheck.extract.quantity.nouns import noun_phrase
from kzcheck.extract.quantity.units import UnitReading, read_pair, read_prefix, read_unit
from kzcheck.extract.quantity.words import Words, words
from kzcheck.extract.types import Mention, Passage, Quantity
from kzcheck.lang import bare
from kzcheck.model import Step

# How many words may stand before the numbers in "the ratio of the number of men to that of women is 4 to 6".
_LONGEST_PROPORTION = 24
_ONE, _TEN, _CENT = Fraction(1), Fraction(10), Fraction(1, 100)
_DEGREES = frozenset({"deg", "degC", "degF"})
# Kinds of amounts that are never negative, so that a sign before them is the dash of a range.
_UNSIGNED = frozenset({"length", "mass", "volume", "area", "time"})
# How far before "two to one" the word may stand that makes it a proportion.
_NEAR = 5
# What may be glued to a proportion after it.
_CLOSING = frozenset(".,;)]\"”'’?!")
# From here on a number before a capital X is the name of a model: "7950X".
_MODEL = 1000
# How many times its lower end the upper end of "by 3 to 12" may be.
_FAR = 5


@dataclass(slots=True)
class Context:
    """What a passage takes over from the document: where code and addresses stand, and the noun last counted."""

    codes: Sequence[tuple[int, int]] = ()
    noun: str = ""
    passage: Passage | None = field(default=None, repr=False)


def find(
    passage: Passage, mentions: Sequence[Mention], language: str = "en", context: Context | None = None
) -> list[Quantity]:
    """Give the quantities of a passage in the order of the text; time words in `mentions` are left alone."""
    return find_all(passage, mentions, language, context)[0]


def find_all(
    passage: Passage, mentions: Sequence[Mention], language: str = "en", context: Context | None = None
) -> tuple[list[Quantity], list[Quantity]]:
    """Give the quantities of a passage, and beside them the counts that only refer back ("the two sides")."""
    context = context or Context(no_words(passage.document.text))
    lexicon = words(language)
    said = passage.tokens.words
    places = list(compress(count(), map(lexicon.opens.__getitem__, said)))
    if not places and lexicon.pairs.keys().isdisjoint(said):
        return [], []
    scene = Scene.of(passage, mentions, lexicon, context.codes)
    items = _items(scene, places)
    if items:
        _judge(scene, items, _noun_before(passage, context))
    back = [_quantity(scene, item, language) for item in anaphora.found(scene, items)]
    items = [item for item in items if item.kind and item.role != anaphora.ROLE]
    ties.tie(scene, items)
    for item in items:
        if item.noun:
            context.noun, context.passage = item.noun, passage
    return [_quantity(scene, item, language) for item in items], back


def _judge(scene: Scene, items: list[Item], noun_before: str) -> None:
    """Give the items their hedges, signs, units and kinds; `noun_before` was counted in the sentence before."""
    kinds.hedge(scene, items)
    for item in items:
        signs.before_hedge(scene, item)
        signs.bracketed(scene, item)
    ties.share_units(scene, items)
    kinds.classify(scene, items, noun_before)
    lists.share_nouns(scene, items)
    lists.share_kinds(scene, items)
    lists.share_compared(scene, items)
    lists.share_dated(scene, items)
    lists.share_totals(scene, items)
    lists.restated(scene, items)


def _noun_before(passage: Passage, context: Context) -> str:
    """Give the noun last counted, where the sentence just before counted it."""
    last = context.passage
    if last is None or last.document is not passage.document or passage.row is not None:
        return ""
    between = passage.document.text[last.end : passage.start]
    return context.noun if not between.strip() and between.count("\n") < 3 else ""


def _items(scene: Scene, places: Sequence[int]) -> list[Item]:
    """Read the numeral with its unit at every place where one may start."""
    out: list[Item] = []
    w = scene.words
    owned = scene.owned
    starts = scene.lexicon.starts
    articles, lasting = scene.lexicon.numbers.articles, scene.lexicon.numbers.lasting
    joins = scene.lexicon.numbers.join
    i = 0
    n = len(w)
    for place in places:
        if place < i or owned[place]:
            continue
        i = place
        word = w[i]
        follows = starts.get(word)
        if (
            follows is not None
            and not (i + 1 < n and (w[i + 1] in follows or w[i + 1][0].isdecimal()))
            and not (word in articles and i and (w[i - 1] in scene.lexicon.hedges or w[i - 1] in lasting))
        ):
            continue
        item = _item(scene, i, out[-1] if out else None)
        if item is None:
            i += 1
            if i > 1 and w[i - 2] in rejections.ENDS_OF_RANGES:
                # the upper end of "15%-20%"
                continue
            if i > 1 and w[i - 2] == "+" and scene.tokens.glued(i - 1):
                # A telephone number: all its blocks are passed over.
                while i < n and (w[i][0].isdecimal() or w[i] in ("(", ")", "-")):
                    i += 1
            elif w[i - 1][0] == "0" and len(w[i - 1]) > 2 and w[i - 1].isdecimal():
                # "0800 555 111"
                while i < n and w[i].isdecimal():
                    i += 1
            goes_on = bool(out) and bool(out[-1].unit) and out[-1].last == i - 2
            while (
                i < n
                and not goes_on
                and not (i > 1 and rejections.tied(scene, i))
                and scene.tokens.glued(i)
                and w[i][0].isdecimal()
                and w[i - 1] in ("-", ".", ",", "/", ":")
            ):
                i += 2 if i + 1 < n and w[i + 1] in ("-", ".", ",", "/", ":") else 1
            continue
        if item.unit and item.last + 2 < n and w[item.last + 1] in joins:
            _and_part(scene, item)
        if out and _loose(scene, out[-1], item):
            out[-1] = _with_loose(scene, out[-1], item)
        elif out and _joins_range(scene, out[-1], item):
            out[-1] = _range_of_two(scene, out[-1], item)
        elif out and _compounds(scene, out[-1], item):
            out[-1] = _compound(scene, out[-1], item)
        else:
            one = _one_before(scene, item)
            out.append(_compound(scene, one, item) if one is not None and _compounds(scene, one, item) else item)
        i = max(item.last, i) + 1
    return out


def _item(scene: Scene, i: int, previous: Item | None) -> Item | None:
    """Read one numeral with its unit at token i, or None where there is none or it is no quantity."""
    lexicon = scene.lexicon
    tokens = scene.tokens
    special = kinds.ordinal(scene, i)
    if special is not None:
        return special if special.kind else None
    if scene.words[i] not in lexicon.numbers.starts and scene.words[i] in lexicon.ordinals:
        return None
    one = _one_unit(scene, i) or _of_pair(scene, i)
    if one is not None:
        return one
    prefix = read_prefix(tokens, i) if i and not scene.owned[i - 1] else None
    if prefix is not None and previous is not None and prefix.first <= previous.last:
        prefix = None
    loss = prefix is None and i > 1 and signs.opens_loss(scene, i)
    if loss:
        prefix = read_prefix(tokens, i - 1)
        loss = prefix is not None
    factor = prefix is None and _is_factor(scene, i)
    num = _numeral(scene, i, prefix, factor=factor)
    if num is None or _is_turn(scene, num):
        return None
    if prefix is None:
        game = _proportion_of_colon(scene, num) or _in_words_to_one(scene, num) or kinds.score(scene, num)
        if game is not None:
            return game
        if not _goes_on(scene, previous, i) and rejections.identifier(scene, num):
            return None
    if loss and not signs.lost(scene, num):
        return None
    item = _begun(scene, num, prefix)
    if num.form == "multiple":
        return item if kinds.multiple(scene, item) else None
    if num.form == "proportion" and not item.kind:
        item.kind, item.unit, item.dimension = "ratio", "x", "ratio"
        return item
    if factor:
        item.set_ratio(num.last, tokens)
        return item
    _after_number(scene, item)
    goes_on = previous is not None and bool(previous.unit) and previous.last == i - 1
    if not item.unit and not item.noun and not goes_on and rejections.bare(scene, item):
        return None
    return item


def _of_pair(scene: Scene, i: int) -> Item | None:
    """Read one of the two numbers of "120/80 mmHg" at token i."""
    if not scene.words[i].isdecimal():
        return None
    first = scene.word(i + 1) not in rejections.STROKES
    unit = read_pair(scene.tokens, i - 2 if first else i)
    num = None if unit is None else read_simple(scene.tokens, i, scene.lexicon.numbers, money=False)
    if unit is None or num is None or num.last != i or scene.any_owned(i, unit.last):
        return None
    item = Item(num, i, i)
    item.set_unit(unit, scene.tokens)
    if unit.first != i + 1:
        item.last = i
    return item


def _numeral(scene: Scene, i: int, prefix: UnitReading | None, *, factor: bool) -> Numeral | None:
    """Read the numeral at token i with its range, unless its "to" leads from a change to where it led."""
    lexicon = scene.lexicon
    money = prefix is not None
    before = scene.word((prefix.first if prefix else i) - 1)
    after_by = before in lexicon.by
    num = read_numeral(
        scene.tokens,
        i,
        lexicon.numbers,
        money=money,
        sign=scene.words[prefix.first : prefix.last + 1] if prefix else (),
        to=not scene.from_to(i),
        scaled_to=not after_by,
    )
    if num is None:
        return None
    led = (after_by or before in lexicon.verbs) and _by_and_to(scene, num)
    if not (led or (factor and _leads_to_amount(scene, num)) or scene.any_owned(num.first, num.last)):
        return num
    num = read_simple(scene.tokens, i, lexicon.numbers, money=money)
    return None if num is not None and scene.any_owned(num.first, num.last) else num


def _proportion_of_colon(scene: Scene, num: Numeral) -> Item | None:
    """Give "a ratio of 4:1" as an item."""
    if num.low is not None or not _colon_proportion(scene, num):
        return None
    return _of_ratio(num)


def _of_ratio(num: Numeral) -> Item:
    item = Item(num, num.first, num.last, kind="level", unit="x", dimension="ratio")
    item.why.append(Step("ratio of two numbers", num.digits))
    return item


def _in_words_to_one(scene: Scene, num: Numeral) -> Item | None:
    """Give "outnumbered three to one", "a margin of nearly 2 to 1" as an item."""
    w = scene.words
    end = num.last + 2
    if num.value is None or num.value <= 1 or num.scaled or num.form not in ("digits", "words") or end >= len(w):
        return None
    one = w[end] == "1" or scene.lexicon.numbers.small.get(w[end]) == 1
    follows = scene.word(end + 1)
    counts = follows.isalpha() and follows not in scene.lexicon.stop
    if not one or counts or w[end - 1] not in scene.lexicon.to or scene.any_owned(num.first, end):
        return None
    if scene.lexicon.to_one.isdisjoint(w[max(0, num.first - _NEAR) : num.first]):
        return None
    num.last, num.form, num.digits = end, "proportion", scene.tokens.surface(num.first, end)
    return _of_ratio(num)


def _begun(scene: Scene, num: Numeral, prefix: UnitReading | None) -> Item:
    """Make an item of a numeral with what stands before it: unit, signs, "between"."""
    lexicon = scene.lexicon
    item = Item(num, num.first, num.last)
    first = num.first if prefix is None else prefix.first
    signs.plus(scene, item, first)
    if num.low is not None and num.form == "digits" and prefix is None and _proportion(scene, num):
        item.kind, item.unit, item.dimension = "level", "x", "ratio"
        item.why.append(Step("ratio of two numbers", num.digits))
    elif num.low is not None and scene.word(item.first - 1) in lexicon.numbers.between and prefix is None:
        item.first -= 1
    if prefix is not None:
        item.first = min(item.first, prefix.first)
        item.unit, item.dimension = prefix.unit, prefix.dimension
        item.unit_text = scene.tokens.surface(prefix.first, prefix.last)
        item.scale_by(prefix.factor)
        item.why.append(Step(prefix.why or "unit before", item.unit_text))
    signs.minus(scene, item, first)
    spread = num.value is not None and num.value.numerator < 0
    if spread and plus_minus(scene.tokens, num.first - 2, lexicon.numbers) == num.first + 1:
        # "a margin of plus or minus 2 points"
        num.value, num.first, item.first = -(num.value or _ONE), num.first + 1, min(item.first, num.first - 2)
    return item


def _is_turn(scene: Scene, num: Numeral) -> bool:
    """Tell whether what reads as a part is the turn of a time: "for a fifth month", but "a fifth of a month"."""
    if num.form != "fraction" or scene.words[num.last] not in scene.lexicon.ordinals:
        return False
    return read_unit(scene.tokens, num.last + 1) is not None


def _by_and_to(scene: Scene, num: Numeral) -> bool:
    """Tell whether "by 14 to 3,412" is a change and where it led, for the ends are far apart and no percentages."""
    if num.low is None or num.high is None or num.high < _FAR * num.low:
        return False
    after = read_unit(scene.tokens, num.last + 1)
    return after is None or after.dimension != "ratio"


def _goes_on(scene: Scene, previous: Item | None, i: int) -> bool:
    """Tell whether the number at token i is glued to a quantity that it goes on with: 5'7", "6-foot-4", "3km-5km"."""
    if previous is None or not previous.unit or not scene.tokens.glued(i):
        return False
    if previous.last == i - 1:
        return previous.unit in scene.lexicon.loose
    return previous.last == i - 2 and scene.words[i - 1] in scene.lexicon.numbers.dashes


def _leads_to_amount(scene: Scene, num: Numeral) -> bool:
    """Tell whether "a factor of 2.5 to 40 ms" is a multiple and where it led, for no multiple has a unit."""
    return num.low is not None and read_unit(scene.tokens, num.last + 1) is not None


def _is_factor(scene: Scene, i: int) -> bool:
    """Tell whether the number at token i is a multiple: "by a factor of 10", "by a factor of about three"."""
    lexicon = scene.lexicon
    hedged = lexicon.hedges.before(scene.words, i)
    return lexicon.factors.before(scene.words, i if hedged is None else i - hedged[1]) is not None


def _colon_proportion(scene: Scene, num: Numeral) -> bool:
    """Read "a ratio of 4:1" as one number, 4/1; tell whether it is one."""
    w = scene.words
    tokens = scene.tokens
    end = num.last + 2
    if num.value is None or scene.word(num.last + 1) != ":" or end >= len(w) or not w[end].isdecimal():
        return False
    below = int(w[end])
    if tokens.glued(end) != tokens.glued(end - 1) or not below or scene.any_owned(num.first, end):
        return False
    said = not scene.lexicon.ratio_words.isdisjoint(w[max(0, num.first - _LONGEST_PROPORTION) : num.first])
    if not (said and tokens.glued(end)) and not _to_one(scene, num, end):
        return False
    num.value, num.ulp, num.form = num.value / below, Fraction(1, below), "proportion"
    num.last, num.digits = end, tokens.surface(num.first, end)
    return True


def _to_one(scene: Scene, num: Numeral, end: int) -> bool:
    """Tell whether "4:1" is so many to one: no time has one digit after its colon, but a verse and a score may."""
    w = scene.words
    before = num.first - 1
    if (
        w[end] != "1"
        or num.value == 1
        or rejections.is_name(scene, before)
        or scene.word(before) in scene.lexicon.labels
    ):
        return False
    if scene.word(before) in (":", "/", "-") or (num.first and scene.tokens.glued(num.first)):
        return False
    if end + 1 < len(w) and scene.tokens.glued(end + 1) and w[end + 1] not in _CLOSING:
        return False
    return scene.lexicon.scores.isdisjoint(w[max(0, num.first - REACH) : num.first])


def _proportion(scene: Scene, num: Numeral) -> bool:
    """Read "the ratio of men to women is 4 to 6" as one number, 4/6; tell whether it is one."""
    lexicon = scene.lexicon
    w = scene.words
    start = max(0, num.first - _LONGEST_PROPORTION)
    named = [i for i in range(start, num.first - 1) if w[i] in lexicon.ratio_words]
    if not named or num.low is None or not num.high or w[num.first - 1] in lexicon.from_:
        return False
    between = w[named[-1] + 1 : num.first]
    opens = between[0] in lexicon.of or between[0] in lexicon.numbers.between
    if not opens or lexicon.copulas.isdisjoint(between) or lexicon.to.union(lexicon.numbers.join).isdisjoint(between):
        return False
    num.value, num.ulp, num.form = num.low / num.high, 1 / num.high, "proportion"
    num.low = num.high = None
    return True


def _after_number(scene: Scene, item: Item) -> None:
    """Read what stands after the numeral: "+", the unit, "x" and "times", the spread of "± 7.6 ms"."""
    tokens = scene.tokens
    w = scene.words
    n = len(w)
    lexicon = scene.lexicon
    kinds.hedge_after(scene, item)
    j = item.last + 1
    if j >= n or scene.owned[j]:
        return
    if item.unit:
        # "$3.5 a barrel", "$40 per person", "US$5 million dollars", "$80-a-barrel"
        hyphen = w[j] in lexicon.numbers.dashes and j + 2 < n and w[j + 1] in lexicon.rate_starts
        hyphen = hyphen and w[j + 2] in lexicon.numbers.dashes and tokens.glued(j) == tokens.glued(j + 1)
        start = j + 1 if hyphen else j
        more = read_unit(tokens, start, money=item.unit) if w[start] in lexicon.rate_starts else None
        if more is not None:
            item.set_unit(more, tokens)
        signs.spread(scene, item)
        return
    part = item.num.form == "fraction" or (item.num.value is not None and item.num.value < 1)
    if part and _part_of_unit(scene, item, j):
        return
    glued = tokens.glued(j)
    hyphen = w[j] in lexicon.numbers.dashes and glued and j + 1 < n and tokens.glued(j + 1)
    k = j + 1 if hyphen else j
    if w[j] in lexicon.of and j + 1 < n and (item.num.form == "vague" or w[j + 1] in lexicon.numbers.timed):
        # "hundreds of", "one and a quarter of hours"
        k = j + 1
    if w[k] in lexicon.numbers.fold or (
        w[k] in lexicon.numbers.times_glued
        and not (k + 1 < n and tokens.glued(k + 1) and w[k + 1][0].isalnum())
        and (glued or not (k + 1 < n and w[k + 1][0].isdecimal()))
        and not (tokens.raw[k].isupper() and (item.num.value or _ONE) >= _MODEL)
    ):
        item.set_ratio(k, tokens)
    elif w[k] in lexicon.numbers.times_words:
        item.set_ratio(k, tokens)
        item.times = True
    else:
        # "15 more minutes"
        further = (
            w[k] in lexicon.plain_comparatives and k + 1 < n and not scene.owned[k + 1] and item.num.form == "digits"
        )
        unit = read_unit(tokens, k + 1 if further else k)
        if unit is not None and not scene.any_owned(unit.first, unit.last) and not _runs_on(scene, unit.last):
            item.set_unit(unit, tokens)
            if further:
                item.kind, item.direction = "difference", lexicon.comparatives[w[k]]
    if item.unit and not item.num.spread:
        signs.spread(scene, item)
    if item.unit in _DEGREES or not item.unit:
        _below_zero(scene, item)
    kinds.hedge_after(scene, item)


def _below_zero(scene: Scene, item: Item) -> None:
    """Read "ten degrees below zero" and "ten below zero"."""
    j = item.last + 1
    for phrase in scene.lexicon.below_zero:
        if tuple(scene.words[j : j + len(phrase)]) == phrase and item.num.value is not None and item.num.value > 0:
            item.num.value, item.last = -item.num.value, j + len(phrase) - 1
            item.unit, item.dimension = (
                ("degC", "temperature") if item.unit in ("", "deg") else (item.unit, item.dimension)
            )
            item.why.append(Step("below zero", " ".join(phrase)))
            return


def _runs_on(scene: Scene, last: int) -> bool:
    """Tell whether digits are glued to what looks like a unit ("24703L202", "24703 L-202") and is no sign (5'7")."""
    tokens = scene.tokens
    w = scene.words
    j = last + 1
    if j >= len(w) or not tokens.glued(j) or not w[last][0].isalpha():
        return False
    if len(w[last]) == 1 and not tokens.glued(last) and w[j] in scene.lexicon.numbers.dashes and j + 1 < len(w):
        j += 1
    return tokens.glued(j) and w[j][0].isdecimal()


def _part_of_unit(scene: Scene, item: Item, j: int) -> bool:
    """Read the unit of "half an hour", "a quarter of a mile"."""
    w = scene.words
    lexicon = scene.lexicon
    k = j + 1 if w[j] in lexicon.of and j + 1 < len(w) else j
    if w[k] not in lexicon.numbers.articles:
        return False
    unit = read_unit(scene.tokens, k + 1)
    if unit is None or scene.any_owned(k, unit.last):
        return False
    item.set_unit(unit, scene.tokens)
    item.num.form = "words"
    return True


def _one_unit(scene: Scene, i: int) -> Item | None:
    """Read "an hour and a half" at its "a half", and "more than a mile" at its article after a hedge.

    "It took an hour" is one hour as well.
    """
    w = scene.words
    tokens = scene.tokens
    lexicon = scene.lexicon
    if w[i] not in lexicon.numbers.articles or i < 1 or tokens.glued(i + 1 if i + 1 < len(w) else i):
        return None
    value, first, last = _ONE, i, i
    fraction = lexicon.numbers.fractions.get(w[i + 1]) if i + 1 < len(w) else None
    if w[i - 1] in lexicon.numbers.join and fraction is not None:
        for k in range(i - 2, max(i - 4, 0), -1):
            if w[k - 1] in lexicon.numbers.articles or lexicon.numbers.small.get(w[k - 1]) == 1:
                unit = read_unit(tokens, k)
                if unit is not None and unit.last == i - 2 and not scene.any_owned(k - 1, i + 1):
                    value, first, last = 1 + fraction, k - 1, i + 1
                    break
        else:
            return None
    elif lexicon.hedges.before(w, i) is not None:
        unit = read_unit(tokens, i + 1)
        if unit is None or scene.any_owned(i, unit.last):
            return None
        last = unit.last
    elif w[i - 1] in lexicon.numbers.lasting:
        unit = read_unit(tokens, i + 1)
        if unit is None or unit.dimension != "time" or scene.any_owned(i, unit.last):
            return None
        last = unit.last
        if last + 2 < len(w) and w[last + 1] in lexicon.numbers.join:  # "an hour and half", "an hour and a half"
            at = last + 3 if w[last + 2] in lexicon.numbers.articles else last + 2
            part = lexicon.numbers.fractions.get(w[at]) if at < len(w) else None
            if part is not None:
                value, last = 1 + part, at
    else:
        return None
    if unit is None:
        return None
    surface = tokens.surface(first, last)
    ulp = _ONE if value == 1 else Fraction(1, 10)
    num = Numeral(
        first, last, value, ulp, 1 if value == 1 else 2, surface, "words", why=[Step("one of a unit", surface)]
    )
    item = Item(num, first, last)
    item.set_unit(unit, tokens)
    return item


def _and_part(scene: Scene, item: Item) -> None:
    """Add the part of the unit that follows it: "two hours and a half", "a mile and a quarter"."""
    num = item.num
    if num.value is None or num.value.denominator != 1 or num.scaled or item.factor != 1 or "/" in item.unit:
        return
    part = read_part(scene.tokens, item.last + 1, scene.lexicon.numbers)
    if part is None or scene.any_owned(item.last + 1, part[1]):
        return
    after = scene.word(part[1] + 1)
    if after.isalpha() and after not in scene.lexicon.stop:
        # "two hours and a half pint"
        return
    num.value += part[0]
    num.ulp, item.last = Fraction(1, 10), part[1]
    item.why.append(Step("part of the unit", scene.tokens.surface(num.first, part[1])))


def _one_before(scene: Scene, item: Item) -> Item | None:
    """Read the unit that an article counts before "and": "an hour and 52 minutes"."""
    join = item.first - 1
    if item.dimension != "time" or scene.word(join) not in scene.lexicon.numbers.join:
        return None
    article = join - 2
    if scene.word(article) not in scene.lexicon.numbers.articles or scene.any_owned(article, join):
        return None
    unit = read_unit(scene.tokens, article + 1)
    if unit is None or unit.last != join - 1:
        return None
    surface = scene.tokens.surface(article, unit.last)
    num = Numeral(article, article, Fraction(1), Fraction(1), 1, surface, "words", why=[Step("one of a unit", surface)])
    one = Item(num, article, article)
    one.set_unit(unit, scene.tokens)
    return one


def _joins_range(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether two quantities are the ends of one range: "5% to 7%", "3 km - 5 km"."""
    numbers = scene.lexicon.numbers
    x, y = a.num, b.num
    if not a.unit and _dash_is_no_sign(scene, a, b):
        a.unit, a.dimension, y.value = b.unit, b.dimension, -y.value if y.value is not None else None
        return True
    if x.value is None or y.value is None or a.unit != b.unit or not a.unit or b.first - a.last < 2:
        return False
    if b.first - a.last > 2:
        # "between 2 g and about 7 g"
        hedged = scene.lexicon.hedges.before(scene.words, b.first)
        if hedged is None or b.first - hedged[1] - a.last != 2 or scene.words[a.last + 1] not in numbers.join:
            return False
    if not x.value < y.value and not (y.value < x.value and scene.ranged(a.first)):
        return False
    word = scene.words[a.last + 1]
    if word in numbers.dashes:
        return True
    if word in numbers.join:
        return any(scene.words[i] in numbers.between for i in range(max(0, a.first - 2), a.first))
    return word in numbers.to and not scene.from_to(a.first) and not scene.changes_before(a.first)


def _dash_is_no_sign(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether a dash glued to the second number only makes a range: "75 -300mm"."""
    x, y = a.num, b.num
    if x.value is None or y.value is None or not 0 < x.value < -y.value or b.dimension not in _UNSIGNED:
        return False
    return a.last + 1 == b.first == y.first and x.form == y.form == "digits" and scene.tokens.glued(b.first + 1)


def _range_of_two(scene: Scene, a: Item, b: Item) -> Item:
    surface = scene.tokens.surface(a.num.first, b.num.last)
    num = Numeral(
        a.num.first,
        b.num.last,
        None,
        min(a.num.ulp, b.num.ulp),
        max(a.num.significant, b.num.significant),
        surface,
        a.num.form,
        b.num.scale,
        scaled=b.num.scaled,
        low=min(a.num.value or Fraction(0), b.num.value or Fraction(0)),
        high=max(a.num.value or Fraction(0), b.num.value or Fraction(0)),
        why=[*a.num.why, *b.num.why, Step("range", surface)],
    )
    first = a.first - 1 if a.first and scene.words[a.first - 1] in scene.lexicon.numbers.between else a.first
    out = Item(num, first, b.last, unit=b.unit, unit_text=b.unit_text, dimension=b.dimension, times=b.times)
    out.why = [*a.why, *b.why]
    return out


def _loose(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether b is so many of the next smaller unit, which is not said: "six foot two", "2 hours ten"."""
    if b.unit or b.first != b.num.first or a.num.value is None or b.num.value is None or a.num.low is not None:
        return False
    if a.num.value.denominator != 1 or b.num.value.denominator != 1 or a.num.value <= 0 or b.num.scaled:
        return False
    smaller = _smaller(scene, a)
    if smaller is None or not 0 < b.num.value < smaller[1] or b.num.form not in ("digits", "words"):
        return False
    link = scene.words[a.last + 1 : b.first]
    glued = scene.tokens.glued(b.first)
    joined = len(link) == 1 and link[0] in scene.lexicon.numbers.join and kinds.ends(scene, b)
    if joined and a.dimension != "time":
        # "12 dollars and 50"
        joined = is_money(a.unit) and not scene.word(b.last + 1)[:1].isalnum()
    if link and not joined and not (len(link) == 1 and link[0] in scene.lexicon.numbers.dashes and glued):
        return False
    if smaller[0] == a.unit and (b.num.value < _TEN or len(scene.words[b.num.last]) < 2):
        return False
    return noun_phrase(scene, b.last + 1, len(scene.words), one=False) is None


def _smaller(scene: Scene, a: Item) -> tuple[str, int] | None:
    """Give the unit below that of a, and how many of it make one: inches for feet, cents for money in words."""
    if is_money(a.unit):
        words = scene.words[a.num.last + 1 : a.last + 1]
        return (a.unit, 100) if a.factor == 1 and words and words[-1].isalpha() else None
    return scene.lexicon.loose.get(a.unit)


def _with_loose(scene: Scene, a: Item, b: Item) -> Item:
    """Write the sum in the smaller unit; a sum of money in the larger one."""
    unit, factor = _smaller(scene, a) or (a.unit, 1)
    b.unit, b.dimension = unit, a.dimension
    if unit == a.unit:
        b.scale_by(Fraction(1, factor))
    return _compound(scene, a, b)


def _compounds(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether b adds to a: "5 ft 11 in", "two hours and ten minutes"."""
    if not a.unit or not b.unit or a.num.value is None or b.num.value is None:
        return False
    link = scene.words[a.last + 1 : b.first]
    if len(link) > 2 or not all(word == "," or word in scene.lexicon.numbers.join for word in link):
        return False
    if a.num.value.denominator != 1 or a.num.value <= 0 or b.num.value <= 0 or a.num.low is not None:
        return False
    if a.unit == b.unit:
        # "3 dollars 50 cents"
        return a.factor == 1 and b.factor < 1 and b.num.value < 1
    if b.factor == _CENT and not link and is_money(a.unit) and is_money(b.unit):
        # "3 francs 40 cents"
        return a.factor == 1 and b.num.value < 1
    factor = scene.lexicon.compounds.get((a.unit, b.unit))
    return factor is not None and b.num.value < factor


def _compound(scene: Scene, a: Item, b: Item) -> Item:
    """Write the sum in the smaller unit, which both numbers give exactly."""
    if is_money(a.unit):
        b.unit = a.unit
    factor = scene.lexicon.compounds.get((a.unit, b.unit), 1)
    value = (a.num.value or Fraction(0)) * factor + (b.num.value or Fraction(0))
    surface = scene.tokens.surface(a.num.first, b.last)
    ulp, significant = b.num.ulp, max(a.num.significant + b.num.significant, 2)
    num = Numeral(a.num.first, b.num.last, value, ulp, significant, surface, a.num.form, why=[*a.num.why, *b.num.why])
    out = Item(
        num, a.first, b.last, unit=b.unit, unit_text=scene.tokens.surface(a.num.last + 1, b.last), dimension=b.dimension
    )
    out.why = [*a.why, *b.why, Step("compound", surface)]
    return out


def _quantity(scene: Scene, item: Item, language: str) -> Quantity:
    """Give the item as the rest of the extraction takes it."""
    num = item.num
    if scene.tokens.joined and item.unit_text:
        item.unit_text = bare(item.unit_text, language)
    value, low, high = num.value, num.low, num.high
    if item.direction < 0 and item.kind in ("change", "difference"):
        value = -abs(value) if value is not None else None
        if low is not None and high is not None:
            low, high = -high, -low
    hedge = item.hedge
    if num.spread is not None:
        hedge = "plus_minus" if hedge == "exact" else hedge
    elif low is not None and hedge == "exact":
        hedge = "between"
    return Quantity(
        first=item.first,
        last=item.last,
        number_first=num.first,
        number_last=num.last,
        kind=item.kind,
        digits=num.digits,
        value=value,
        ulp=num.ulp,
        significant=num.significant,
        unit=item.unit,
        unit_text=item.unit_text,
        range_low=low,
        range_high=high,
        hedge=hedge,
        hedge_text=item.hedge_text,
        direction=item.direction,
        spread=num.spread,
        elided_unit=item.elided,
        tie=item.tie,
        role=item.role,
        readings=item.readings,
        why=[*num.why, *item.why],
    )


__all__ = ["Context", "Words", "find", "precision"]
