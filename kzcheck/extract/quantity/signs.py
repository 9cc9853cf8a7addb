"""Read what makes a number negative, a change or a spread: signs before currencies, brackets of accounts, "±"."""

from __future__ import annotations

from kzcheck.extract.number.numerals import Numeral, plus_minus, read_scale, read_simple
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_prefix, read_unit
from kzcheck.model import Step

_PERCENT = "percent"
# From here on a whole number in brackets is no mark of a list.
_LARGE = 1000
# Signs that are no hyphen and no dash, so that a gap may follow them.
_APART = frozenset("−－")


def plus(scene: Scene, item: Item, first: int) -> None:
    """Take the plus sign that is glued to the number, or to the currency before it: "+0.2%", "(+$4m)"."""
    signs = scene.lexicon.numbers.plus_signs
    for i in (first, item.num.first):
        sign = i - 1
        if scene.word(sign) not in signs or not scene.tokens.glued(i):
            continue
        if not scene.tokens.glued(sign) or not scene.words[sign - 1][-1].isalnum():
            item.plus, item.first = True, min(item.first, sign)
            return


def minus(scene: Scene, item: Item, first: int) -> None:
    """Take the minus before what has been read from token `first` on: "−$46 million", "minus $5", "was − 4 684"."""
    num = item.num
    sign = first - 1
    word = scene.word(sign)
    numbers = scene.lexicon.numbers
    if not (word in numbers.signs or word in numbers.minus) or num.value is None or num.value.numerator <= 0:
        return
    if first < num.first and word in numbers.signs and scene.tokens.glued(first):
        said = not scene.tokens.glued(sign) or not (scene.words[sign - 1][-1].isalnum() or scene.words[sign - 1] == "%")
    elif word in _APART:
        before = scene.word(sign - 1)
        said = before in scene.lexicon.figure_verbs or before in scene.lexicon.stop
    else:
        said = first < num.first and word in numbers.minus
    if said:
        num.value, item.first = -num.value, sign
        item.why.append(Step("minus", scene.tokens.raw[sign]))


def opens_loss(scene: Scene, i: int) -> bool:
    """Tell whether a number in brackets stands after the sign of a currency, as accounts write a loss: "$(3.2)m"."""
    tokens = scene.tokens
    w = scene.words
    return w[i - 1] == "(" and tokens.glued(i) and tokens.glued(i - 1) and not w[i - 2].isalpha()


def lost(scene: Scene, num: Numeral) -> bool:
    """Take the closing bracket of a loss and the scale after it; tell whether it is there."""
    j = num.last + 1
    if scene.word(j) != ")" or num.value is None:
        return False
    num.value, num.last = -num.value, j
    scale = read_scale(scene.tokens, j + 1, scene.lexicon.numbers)
    if scale is not None:
        num.value *= scale[0]
        num.ulp *= scale[0]
        num.scale, num.scaled, num.last = scale[0], True, scale[1]
    num.digits = scene.tokens.surface(num.first, num.last)
    return True


def bracketed(scene: Scene, item: Item) -> None:
    """Make an amount negative that stands in brackets where a figure is due: "was ($46 million)", "to (8.4)%"."""
    num = item.num
    i, j = item.first - 1, item.last + 1
    if scene.word(i) != "(" or scene.word(j) != ")" or num.value is None or num.value <= 0 or item.hedge != "exact":
        return
    percent = None if item.unit else read_unit(scene.tokens, j + 1)
    if percent is not None and (percent.unit != _PERCENT or not scene.tokens.glued(j + 1)):
        percent = None
    plain = not item.unit and not num.scaled and num.value.denominator == 1 and num.value < _LARGE
    if percent is None and (plain or not _due(scene, i - 1, share=item.unit == _PERCENT)):
        return
    num.value, item.first, item.last = -num.value, i, j
    item.why.append(Step("negative in brackets", scene.tokens.surface(i, j)))
    if percent is not None:
        item.set_unit(percent, scene.tokens)


def _due(scene: Scene, at: int, *, share: bool) -> bool:
    """Tell whether a figure must follow the word `at`, so that its brackets are no aside: "was", "to", "of".

    After a participle a `share` is an aside where a number stands before: "two of every five have died (41 percent)".
    """
    lexicon, before = scene.lexicon, scene.word(at)
    if share and before.endswith(lexicon.passives):
        counted = (scene.word(k) for k in range(at))
        counts = lexicon.numbers.small.keys() | lexicon.numbers.vague_counts.keys()
        share = any(word[:1].isdigit() or word in counts for word in counted)
    links = (lexicon.copulas, lexicon.figure_verbs, lexicon.to, lexicon.of, lexicon.from_, lexicon.than, lexicon.by)
    return any(before in some for some in links) or (not share and before.endswith(lexicon.passives))


def before_hedge(scene: Scene, item: Item) -> None:
    """Read the sign of a currency that stands before the hedge: "$ about 38"."""
    i = item.first
    if item.unit or item.hedge == "exact" or not i or scene.owned[i - 1] or scene.words[i - 1].isalpha():
        return
    prefix = read_prefix(scene.tokens, i)
    if prefix is not None:
        item.first, item.unit, item.dimension = prefix.first, prefix.unit, prefix.dimension
        item.unit_text = scene.tokens.surface(prefix.first, prefix.last)
        item.why.append(Step("unit before", item.unit_text))


def spread(scene: Scene, item: Item) -> None:
    """Read "± 7.6 ms" after "353.6 ms", "± 4 %" of the value, ", plus or minus $0.20"."""
    numbers = scene.lexicon.numbers
    j = item.last + 1
    opened = scene.word(j) == "("
    start = j + 1 if opened or scene.word(j) == "," else j
    k = plus_minus(scene.tokens, start, numbers)
    if k == start or k >= len(scene.words):
        return
    money = read_prefix(scene.tokens, k + 1) if k + 1 < len(scene.words) else None
    money = money if money is not None and money.first == k else None
    other = read_simple(scene.tokens, k if money is None else k + 1, numbers, money=money is not None)
    if other is None or other.value is None or item.num.value is None:
        return
    unit = read_unit(scene.tokens, other.last + 1)
    if money is not None and money.unit != item.unit.partition("/")[0]:
        return
    last = other.last
    value = other.value * item.factor
    if unit is not None and unit.unit == item.unit:
        last = unit.last
    elif unit is not None and unit.unit == _PERCENT:
        last, value = unit.last, abs(item.num.value) * other.value / 100
    if opened:
        # The spread may stand in brackets, as that of 61% (±2%) does.
        last += 1
        if scene.word(last) != ")":
            return
    item.num.spread, item.last = value, last
    item.why.append(Step("plus-minus", scene.tokens.surface(j, last)))
