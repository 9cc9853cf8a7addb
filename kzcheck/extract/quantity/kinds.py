"""Decide of which kind a quantity is: level, change, ratio, difference, share, count, duration, age, rank, ordinal.

The evidence is what stands beside the number: verbs and nouns of change ("fell by", "growth of"), comparatives ("more",
"higher"), "of" after a percentage, the noun that is counted.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from kzcheck.extract.number.numerals import Numeral
from kzcheck.extract.quantity import anaphora, figures
from kzcheck.extract.quantity.givers import giver, noun_of_end
from kzcheck.extract.quantity.items import REACH, Item, Scene
from kzcheck.extract.quantity.nouns import hyphen_noun, noun_phrase, plural_before
from kzcheck.extract.quantity.units import read_rate, read_unit, unit_words
from kzcheck.model import Step
from kzcheck.model.claim import Sign

PERCENT = frozenset({"percent", "pp", "bp", "permille"})
_ONE = Fraction(1)
# How many words may name what the next figure of a list is of: "sales rose 6%, profit 11%".
_GAPPED = 4
_BREAKS = frozenset({"", ",", ";", ":", "–", "—"})
_OPENINGS = frozenset({",", "(", "–", "|"})
_KINDS = {"time": "duration", "count": "count"}
_OLDEST = 120
_UPPER = frozenset({"under", "up_to", "at_most"})
# How many words stand between a noun of change and the verb of its percentage: "growth in the year was 5 %".
_CLOSE = 8
# From here on a number that names no thing is a figure, no name or index.
_LARGE = 1000
# How many words may say of whose things a part is: "two of the firm's five directors".
_LONGEST_OWNER = 6
# How many words may name what a figure is of: "14.6 in rural areas and", "a third of voters (".
_LONGEST_CASE = 6
# What is counted from a zero of its own may have a plus: "+5 °C".
_NOT_SIGNED = frozenset({"temperature", "angle", "time"})


def ordinal(scene: Scene, i: int) -> Item | None:
    """Read "second meeting", "20th anniversary", "third largest" at token i.

    Gives None where no ordinal stands there, and an item without kind where one stands that is no claim.
    """
    lexicon = scene.lexicon
    read = _ordinal_value(scene, i)
    if read is None:
        return None
    value, last = read
    words_form = last == i
    # What is written in digits is passed over where it is no claim; words are read on.
    nothing = None if words_form else _nothing(i, last)
    j = last + 1
    if scene.word(j) in lexicon.numbers.dashes and scene.tokens.glued(j) and scene.word(j + 1) in lexicon.superlatives:
        j += 1
    follows = scene.word(j)
    plain_name = follows not in lexicon.anniversaries | lexicon.ordinal_nouns
    if i and follows and scene.tokens.raw[j][0].isupper() and plain_name:
        # "the 82nd Airborne Division", "the Second World War"
        return nothing
    surface = scene.tokens.surface(i, last)
    num = Numeral(i, last, Fraction(value), _ONE, 2, surface, "words", why=[Step("ordinal", surface)])
    item = Item(num, i, last)
    if i and scene.word(i - 1) in lexicon.each:
        return nothing
    if i and scene.word(i - 1) in lexicon.rank_before and follows not in lexicon.rank_nouns:
        item.kind, item.unit = "rank", "count"
        return item
    bare = None if words_form else item
    if not follows or scene.owned[j] or not (follows.isalpha() and len(follows) > 1):
        return bare
    if _of_anniversary(scene, item, j) or _of_rank(scene, item, j):
        return item
    if follows in lexicon.ordinal_except and follows not in lexicon.ordinal_nouns:
        return nothing
    named = _ordered(scene, j)
    large = not words_form and value > 100
    if follows in lexicon.stop or (named is None and (value == 1 or large)):
        return bare
    item.kind, item.unit = "ordinal", "count"
    item.last = named if named is not None else j
    item.unit_text = scene.tokens.surface(j, item.last)
    return item


def _ordinal_value(scene: Scene, i: int) -> tuple[int, int] | None:
    """Read the ordinal at a token, "second", "twenty-second" or "22nd": its number and last token."""
    w, lexicon = scene.words, scene.lexicon
    if w[i] in lexicon.ordinals:
        value = lexicon.ordinals[w[i]]
        if i > 1 and w[i - 1] in lexicon.numbers.dashes and scene.tokens.glued(i):
            tens = lexicon.numbers.tens.get(w[i - 2])
            return None if tens is None else (value + tens, i)
        return value, i
    if not (w[i].isdecimal() and len(w[i]) < 6 and i + 1 < len(w) and scene.tokens.glued(i + 1)):
        return None
    fits = w[i + 1] in lexicon.ordinal_endings and lexicon.ordinal_ending(int(w[i])) in ("", w[i + 1])
    return (int(w[i]), i + 1) if fits else None


def _of_anniversary(scene: Scene, item: Item, j: int) -> bool:
    """Make the ordinal an anniversary where the words from j on say so."""
    n = len(scene.words)
    found = next((k for k in range(j, min(j + 3, n)) if scene.words[k] in scene.lexicon.anniversaries), None)
    if found is None:
        return False
    item.kind, item.unit, item.last = "anniversary", "year", found
    item.unit_text = scene.tokens.surface(j, found)
    return True


def _of_rank(scene: Scene, item: Item, j: int) -> bool:
    """Make the ordinal a rank where the word at j says so: "third largest", "in third place"."""
    lexicon, follows, i = scene.lexicon, scene.words[j], item.first
    placed = follows in lexicon.rank_nouns and i > 0 and scene.word(i - 1) not in lexicon.definite
    if follows not in lexicon.superlatives and not placed:
        return False
    item.kind, item.unit, item.last = "rank", "count", j
    item.unit_text = follows
    return True


def _ordered(scene: Scene, j: int) -> int | None:
    """Give the noun of what is counted in order among the words from j on: "second bilateral meeting"."""
    w, lexicon = scene.words, scene.lexicon
    for k in range(j, min(j + 4, len(w))):
        if w[k] in lexicon.stop or not w[k].isalpha():
            return None
        if w[k] in lexicon.ordinal_nouns:
            return k
    return None


def _nothing(first: int, last: int) -> Item:
    """Give an item that is no claim, so that its tokens are passed over."""
    return Item(Numeral(first, last, None, _ONE, 1, "", "words"), first, last)


def score(scene: Scene, num: Numeral) -> Item | None:
    """Read the score of a game ("3-1"): two small numbers on a dash, near a word of games, with no unit after them."""
    tokens = scene.tokens
    w = scene.words
    lexicon = scene.lexicon
    i = num.first
    if i + 2 >= len(w) or w[i + 1] not in lexicon.numbers.dashes or not tokens.glued(i + 1) or not tokens.glued(i + 2):
        return None
    a, b = w[i], w[i + 2]
    if not (a.isdecimal() and b.isdecimal() and len(a) < 4 and len(b) < 4) or (
        i and tokens.glued(i) and w[i - 1] != "("
    ):
        return None
    after = scene.word(i + 3)
    if after in lexicon.numbers.scales or after in ("%", "-") or (after and tokens.glued(i + 3) and after.isalnum()):
        return None
    near = w[max(0, i - REACH) : i] + w[i + 3 : i + 3 + REACH // 2]
    if not any(word in lexicon.scores for word in near) or (
        after.isalpha() and after not in lexicon.stop and int(a) < int(b)
    ):
        return None
    surface = tokens.surface(i, i + 2)
    read = Numeral(i, i + 2, None, _ONE, 2, surface, why=[Step("score", surface)])
    return Item(read, i, i + 2, unit="count", unit_text="", kind="score")


def multiple(scene: Scene, item: Item) -> bool:
    """Complete "doubled", "fivefold", "twice as many"; tell whether it is a ratio at all."""
    w = scene.words
    lexicon = scene.lexicon
    word = w[item.num.last]
    after = scene.word(item.num.last + 1)
    needs = lexicon.multiple_needs.get(word)
    if needs is not None and after not in needs and not scene.any_owned(item.num.last + 1, item.num.last + 1):
        return False
    if word in lexicon.numbers.multiples and (after in lexicon.multiple_except or after in lexicon.numbers.dashes):
        return False
    item.unit, item.dimension, item.kind = "x", "ratio", "ratio"
    item.unit_text = word
    item.direction = -1 if item.num.value is not None and item.num.value < 1 else 1
    return True


def hedge(scene: Scene, items: list[Item]) -> None:
    """Read the hedge before each item; one that a figure touches is a comparison ("48,000 more than 40,000")."""
    w = scene.words
    hedges = scene.lexicon.hedges
    previous = -1
    for item in items:
        at = item.first
        if item.hedge == "exact" and at > 0:
            while True:
                found = hedges.before(w, at)
                if found is None:
                    break
                sense, length = found
                start = at - length
                if start <= previous or scene.any_owned(start, at - 1):
                    break
                if scene.word(start - 1) == "." and scene.tokens.glued(start):
                    # the "C." of "D.C."
                    break
                if start == previous + 1 and previous >= 0 and w[start] not in scene.lexicon.numbers.either:
                    break
                if length == 1 and _spans(scene, start, item) and _is_spell(scene, item):
                    break
                if scene.word(start - 1) in scene.lexicon.moving and tuple(w[start:at]) in scene.lexicon.ways:
                    break
                if item.hedge == "exact" and sense != "exact":
                    item.hedge, item.hedge_text = sense, scene.tokens.surface(start, at - 1)
                    item.why.append(Step(f"hedge: {sense}", item.hedge_text))
                item.first = at = start
        previous = item.last


def _is_spell(scene: Scene, item: Item) -> bool:
    """Tell whether the item is a length of time, or of what follows in a row: "eleven seasons"."""
    return item.dimension == "time" or (
        not item.unit and not scene.lexicon.spanning_nouns.isdisjoint(scene.words[item.last + 1 : item.last + 3])
    )


def _spans(scene: Scene, i: int, item: Item) -> bool:
    """Tell whether the word at token i says during which time, and is no hedge: "a raise over four years"."""
    lexicon = scene.lexicon
    if scene.words[i] not in lexicon.spanning or scene.word(item.last + 1) in lexicon.not_spanning_after:
        return False
    before = scene.word(i - 1)
    return before.isalpha() and before not in lexicon.not_spanning


def hedge_after(scene: Scene, item: Item) -> None:
    """Read "+", "or more", "or so", "give or take" after what has been read of the item."""
    w = scene.words
    j = item.last + 1
    n = len(w)
    if item.hedge != "exact" or j >= n:
        return
    comma = w[j] == ","
    k = j + 1 if comma else j
    if k >= n:
        return
    for phrase, sense in scene.lexicon.hedges_after.get(w[k], ()):
        end = k + len(phrase)
        if (len(phrase) > 1 or not comma) and tuple(w[k:end]) == phrase:
            if phrase == ("+",) and (not scene.tokens.glued(k) or (end < n and w[end][0].isdecimal())):
                continue
            # "5 plus 3", "£355 plus a fee"
            adds = end < n and (w[end][0].isdecimal() or w[end] in scene.lexicon.numbers.articles)
            if phrase[0].isalpha() and len(phrase) == 1 and adds:
                continue
            # "8 million cattle and over 22 million sheep"
            if phrase[0] in scene.lexicon.numbers.join and end < n and w[end][0].isdecimal():
                continue
            item.hedge, item.hedge_text = sense, scene.tokens.surface(k, end - 1)
            item.why.append(Step(f"hedge: {sense}", item.hedge_text))
            item.last = end - 1
            return


def classify(scene: Scene, items: list[Item], noun_before: str) -> None:
    """Give each item its kind, noun, direction; an item that is no claim keeps the kind ""."""
    noun = noun_before
    for k, item in enumerate(items):
        if k and items[k - 1].kind and item.num.first <= items[k - 1].last:
            # "3.2 deaths per 1,000 births": the number below the stroke is part of the rate.
            continue
        if not item.kind:
            _classify(scene, items, k, noun)
            _sign(scene, items, item)
            if item.elided and item.noun and item.noun is noun_before and (own := plural_before(scene, item.first)):
                # "Emergency visits fell to 48,000" speaks of visits, whatever the sentence before counted.
                item.unit_text = item.noun = own
        if item.kind == "ratio":
            _ratio(scene, item)
        if item.noun:
            noun = item.noun
    for a, b in pairwise(items):
        if a.kind == "change" and b.kind == "level" and a.unit == b.unit and _goes_on(scene, a, b):
            b.kind, b.direction = a.kind, a.direction


def _goes_on(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether nothing but times stands between two figures of a list: "growth of 2% this year and 3% next".

    The verb may go without saying: "the fund gained 8.2% and the index 6.9%".
    """
    numbers = scene.lexicon.numbers
    link = [scene.words[i] for i in range(a.last + 1, b.first) if not scene.owned[i]]
    if not link or not (link[0] == "," or link[0] in numbers.join or link[0] in numbers.either):
        return False
    rest = [x for x in link if x != "," and x not in numbers.join and x not in numbers.either]
    closed = ends(scene, b) or scene.word(b.last + 1) in scene.lexicon.selecting
    return len(rest) <= _GAPPED and closed and not any(_tells(scene, x) for x in rest)


def _tells(scene: Scene, word: str) -> bool:
    """Tell whether a word has a verb or a preposition of its own to tell what a figure is."""
    lexicon = scene.lexicon
    if word in lexicon.definite or word in lexicon.numbers.articles:
        return False
    some = (lexicon.stop, lexicon.verbs, lexicon.figure_verbs, lexicon.copulas, lexicon.nouns)
    return not word.isalpha() or any(word in each for each in some) or word.endswith(lexicon.passives)


def _sign(scene: Scene, items: list[Item], item: Item) -> None:
    """Make a change of what has a plus sign, and of what has a minus beside others with a plus: "+0.2%, -0.1%"."""
    if item.kind not in ("level", "count") or item.dimension in _NOT_SIGNED:
        return
    minus = item.num.value is not None and item.num.value < 0
    paced = minus and item.unit in PERCENT and scene.word(item.last + 1) in scene.lexicon.spans
    if item.plus or paced or (minus and any(other.plus and other.unit == item.unit for other in items)):
        item.kind = "change" if item.unit in PERCENT else "difference"
        item.direction = 1 if item.plus else -1


def _restates(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether b says a change or share once more in other terms: "fell 245 points, or 0.7 percent"."""
    if a.kind not in ("change", "difference", "share"):
        return False
    # As in "warmed by 0.9 °C (1.6 °F)".
    other = a.kind == "difference" and a.unit != b.unit and a.dimension == b.dimension != "count"
    if _percentage(a) == _percentage(b) and not other:
        return False
    if a.kind == "share" and not _percentage(b):
        return False
    link = scene.words[a.last + 1 : b.first]
    bracketed = bool(link) and link[-1] == "(" and scene.word(b.last + 1) == ")"
    if other:
        return bracketed and len(link) == 1
    if a.kind == "share" and bracketed:
        return len(link) <= _LONGEST_CASE
    return len(link) <= 2 and bool(link) and (link[-1] in scene.lexicon.numbers.either or link == ["("])


def _percentage(item: Item) -> bool:
    """Tell whether an item is in percent, perhaps by the time: "1.4% a year"."""
    return item.unit.partition("/")[0] in PERCENT


def _classify(scene: Scene, items: list[Item], k: int, noun: str) -> None:
    item = items[k]
    if k and item.unit and item.unit != "x" and _restates(scene, items[k - 1], item):
        item.kind = "share" if items[k - 1].kind == "share" else "change" if _percentage(item) else "difference"
        item.direction = items[k - 1].direction
        said = "share" if item.kind == "share" else "change"
        sign = Sign.RESTATES if item.kind != "share" else ""
        item.why.append(Step(f"the {said} before in other terms", items[k - 1].num.digits, sign))
        return
    num = item.num
    floor = items[k - 1].last + 1 if k else 0
    if num.form == "vague" and item.hedge == "exact":
        item.hedge, item.hedge_text = "at_least", num.digits
    lexicon = scene.lexicon
    if item.unit == "x":
        if item.times and not _is_multiple(scene, item, floor):
            item.kind, item.unit, item.noun = "count", "count", item.unit_text
            _rate(scene, item)
            return
        item.kind = "ratio"
        return
    if item.unit in PERCENT:
        direction = _change(scene, item, floor)
        if direction is not None:
            item.kind, item.direction = "change", direction
        else:
            of = scene.word(item.last + 1) in lexicon.of and not scene.any_owned(item.last + 1, item.last + 1)
            parts = of or lexicon.share_verbs.before(scene.words, item.first) is not None
            item.kind = "share" if parts else "level"
        return
    if num.form == "odds":
        item.kind, item.unit, item.dimension = "share", "x", "ratio"
        return
    if num.form == "fraction" and not item.unit:
        _fraction(scene, item)
        return
    if item.unit and item.unit != "count":
        item.kind = _KINDS.get(item.dimension, "level")
        if item.kind == "count":
            item.noun = item.unit_text
        if item.kind == "duration" and _age(scene, item):
            item.kind = "age"
        direction = _change(scene, item, floor)
        if direction is not None:
            item.kind, item.direction = "difference", direction
        return
    _count(scene, items, k, noun)


def _fraction(scene: Scene, item: Item) -> None:
    """Give "a third of the exports", "half as many", "half the size" their kinds; a bare "half" is no claim."""
    w = scene.words
    lexicon = scene.lexicon
    j = item.num.last + 1
    if any(tuple(w[j : j + len(phrase)]) == phrase for phrase in lexicon.half_ratio):
        item.kind, item.direction = "ratio", -1
    elif scene.word(j) in lexicon.of or (scene.word(j) in lexicon.definite and w[item.num.last] in lexicon.half):
        verb = scene.word(item.first - 1)
        turn = lexicon.verbs.get(verb, 0)
        item.kind, item.direction = ("change", turn) if turn else ("share", 0)
    elif scene.word(j) in lexicon.share_nouns:
        item.kind = "share"
    elif scene.word(j) in lexicon.comparatives:
        item.kind, item.direction, item.last = "change", lexicon.comparatives[scene.word(j)], j
    elif scene.word(item.first - 1) in lexicon.intransitive and w[item.num.last] not in lexicon.half:
        item.kind, item.direction = "change", lexicon.verbs[w[item.first - 1]]
    elif item.first and w[item.first - 1] in lexicon.by:
        direction = _change(scene, item, 0)
        item.kind, item.direction = "change", direction or 0
    elif scene.word(item.first - 1) in lexicon.intransitive and _ends_clause(scene, j):
        # "fell a third", "is up a quarter on last year"
        item.kind, item.direction = "change", lexicon.verbs[w[item.first - 1]]
    elif _plural_fraction(scene, item):
        turn = lexicon.verbs.get(scene.word(item.first - 1), 0)
        item.kind, item.direction = ("change", turn) if turn else ("share", 0)
    else:
        return
    item.unit, item.dimension = "x", "ratio"


def _ends_clause(scene: Scene, j: int) -> bool:
    """Tell whether no noun stands at token j."""
    word = scene.word(j)
    return not word.isalpha() or word in scene.lexicon.stop or scene.any_owned(j, j)


def _plural_fraction(scene: Scene, item: Item) -> bool:
    """Tell whether several parts are named that are no unit: "two thirds", but not "three quarters", which pass."""
    last = item.num.last
    word = scene.words[last]
    hyphen = scene.words[last - 1] in scene.lexicon.numbers.dashes and scene.tokens.glued(last)
    return word in scene.lexicon.numbers.plural_fractions and (hyphen or word not in unit_words(scene.tokens.language))


def _count(scene: Scene, items: list[Item], k: int, noun: str) -> None:
    """Decide about a number without unit: what it counts, if anything."""
    item = items[k]
    lexicon = scene.lexicon
    num = item.num
    if _age(scene, item) or _age_in_commas(scene, item) or (k and _age_in_list(scene, items[k - 1], item)):
        item.kind, item.unit = "age", "year"
        return
    direction = _change(scene, item, items[k - 1].last + 1 if k else 0)
    small = num.form == "words" and num.value is not None and num.value <= anaphora.SMALL and not num.scaled
    before = scene.word(item.first - 1)
    counted_of = bool(k) and items[k - 1].kind == "count" and is_part(scene, items[k - 1], item)
    known = before in lexicon.definite and not counted_of
    pointing = known and anaphora.definite(scene, item)
    if pointing or (small and item.hedge == "exact" and (known or (num.value == 1 and item.first == num.first))):
        if pointing:
            anaphora.refer(scene, item, _noun(scene, items, k)[0], of_them=_of_them(scene, item))
        return
    found, more = _noun(scene, items, k)
    direction = more if more is not None else direction
    if found is None:
        if before in lexicon.rate_starts - lexicon.numbers.articles and not item.hedge_text:
            # "cases per 100,000 rose"
            return
        if not _taken_over(scene, items, k, noun, direction):
            _bare(scene, items, k, noun, direction, small=small)
        return
    last, text = found
    light = scene.words[last] in lexicon.light_nouns or (num.value == 2 and scene.words[last] in lexicon.pair_nouns)
    if small and light and (item.hedge == "exact" or scene.words[last] in lexicon.pair_nouns):
        return
    compound = scene.word(item.first - 2) in lexicon.numbers.dashes and scene.tokens.glued(item.first - 1)
    if before in lexicon.selecting and not num.scaled and not counted_of and not compound:
        return
    item.last = max(item.last, last)
    item.unit, item.dimension, item.unit_text, item.noun = "count", "count", text, text
    if direction is None:
        direction = _compared(scene, item)
    item.kind = "difference" if direction is not None else "count"
    item.direction = direction or 0
    item.why.append(Step("noun counted", text))
    _rate(scene, item)


def _of_them(scene: Scene, item: Item) -> bool:
    j = item.last + 1
    return any(tuple(scene.words[j : j + len(phrase)]) == phrase for phrase in scene.lexicon.of_them)


def _noun(scene: Scene, items: list[Item], k: int) -> tuple[tuple[int, str] | None, int | None]:
    """Find the noun that item k counts: its last token and its words; and the direction of a "more" before it."""
    item = items[k]
    lexicon = scene.lexicon
    j = item.last + 1
    limit = items[k + 1].first if k + 1 < len(items) else len(scene.words)
    of_them = _of_them(scene, item)
    found = None
    if not of_them:
        found = noun_phrase(scene, j, limit, one=item.num.value == 1) or hyphen_noun(scene, item, j)
    word = scene.word(j)
    if found is None and word in lexicon.of and item.num.form == "vague":
        found = noun_phrase(scene, j + 1, limit, one=False)
    if found is None and word in lexicon.of and scene.word(j + 1) in lexicon.definite and item.num.value != 1:
        # "all 950 of its robotaxis"
        found = noun_phrase(scene, j + 2, limit, one=False)
    if found is None and word in lexicon.plain_comparatives and not of_them:
        # "145 more runs"
        found = noun_phrase(scene, j + 1, limit, one=False)
        return found, lexicon.comparatives[word] if found is not None else None
    return found, None


def _taken_over(scene: Scene, items: list[Item], k: int, noun: str, direction: int | None) -> bool:
    """Take over the unit or noun that goes without saying; tell whether there is one."""
    item = items[k]
    after, rate = noun_of_end(scene, items, k)
    if after:
        item.unit, item.dimension, item.kind, item.elided = "count", "count", "count", True
        if rate is not None:
            # "from 59 to 64 cases per 100,000"
            item.unit, item.dimension, item.kind = f"count/{rate.unit}", f"count/{rate.dimension}", "level"
        item.unit_text = item.noun = after
        item.why.append(Step("noun taken over", after))
        return True
    amount = giver(scene, items, k)
    if amount is not None:
        item.unit, item.dimension, item.elided = amount.unit, amount.dimension, True
        item.unit_text, item.noun = amount.unit_text, amount.noun
        item.kind = "difference" if direction is not None else "level"
        item.direction = direction or 0
        item.why.append(Step("unit taken over", amount.unit_text))
        return True
    whole = _whole(scene, items, k)
    if whole is not None:
        item.unit, item.dimension, item.kind, item.elided = whole.unit or "count", "count", "count", True
        of_what = noun_phrase(scene, whole.last + 1, len(scene.words), one=False) if whole is not item else None
        item.unit_text = item.noun = of_what[1] if of_what else (whole is not item and whole.unit_text) or noun
        item.why.append(Step("part of a whole", scene.tokens.surface(item.first, whole.last)))
        return True
    return False


def _bare(scene: Scene, items: list[Item], k: int, noun: str, direction: int | None, *, small: bool) -> None:
    """Decide about a number that counts nothing known: an unknown unit, a figure whose noun went before, or none."""
    item = items[k]
    num = item.num
    own = figures.own_unit(scene, item)
    if own is not None:
        item.unit_text = scene.tokens.surface(item.last + 1, own)
        item.last = own
        item.unit, item.dimension = "count", "count"
        item.kind, item.direction = ("difference", direction) if direction is not None else ("level", 0)
        item.why.append(Step("unknown unit", item.unit_text))
        return
    of_them = _of_them(scene, item)
    whole = items[k - 1] if of_them and k and (num.value or 0) < (items[k - 1].num.value or 0) else None
    if whole is not None and whole.kind and whole.unit not in ("", "count", "x") and whole.unit not in PERCENT:
        # "14,200 hours, 5,600 of them at night"
        item.unit, item.dimension, item.kind, item.elided = whole.unit, whole.dimension, whole.kind, True
        item.unit_text = whole.unit_text
        item.why.append(Step("unit taken over", whole.unit_text))
        return
    if _elided(scene, items, k, noun, of_them=of_them, changes=direction is not None, small=small):
        item.unit, item.dimension, item.elided = "count", "count", True
        if of_them:
            noun = plural_before(scene, item.first) or noun
        item.unit_text, item.noun = noun, noun
        # A small figure that counts nothing is an index or a record, not exact as a count of things is.
        whole_number = num.value is None or num.value.denominator == 1
        total = bool(noun) or num.scaled or (_size(num) >= _LARGE and whole_number)
        item.kind = "difference" if direction is not None else "count" if total else "level"
        item.direction = direction or 0
        if noun:
            item.why.append(Step("noun taken over", noun))
            if any(other.noun == noun and "/" in other.unit for other in items[:k]):
                # "40 messages an hour or 600 a day"
                _rate(scene, item)
    elif figures.stands(scene, item):
        item.unit, item.dimension, item.kind, item.elided = "count", "count", "level", True
        item.why.append(Step("a figure by itself", num.digits))


def _rate(scene: Scene, item: Item) -> None:
    """Add the time or thing that counted things are counted by: "lorries a day"."""
    j = item.last + 1
    if j >= len(scene.words) or scene.owned[j]:
        return
    rate = read_rate(scene.tokens, j)
    if rate is not None and not scene.any_owned(j, rate.last):
        item.unit, item.dimension = f"count/{rate.unit}", f"count/{rate.dimension}"
        item.last = rate.last
        item.kind = "level" if item.kind == "count" else item.kind
        item.why.append(Step("rate", scene.tokens.surface(j, rate.last)))


def _whole(scene: Scene, items: list[Item], k: int) -> Item | None:
    """Give the m of "n of m" ("10 of 32 rules", "34 out of 2,772"), for either of the two; the item itself for m."""
    item = items[k]
    if k + 1 < len(items) and is_part(scene, item, items[k + 1]):
        return items[k + 1]
    return item if k and is_part(scene, items[k - 1], item) else None


def is_part(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether a is so many of the b: "10 of 32 rules", "nine of their last 11 games"."""
    x, y = a.num, b.num
    if a.unit not in ("", "count") or (b.unit and b.dimension != "count"):
        return False
    if x.value is None or y.value is None or x.value <= 0:
        return False
    # "less than 8 of 4 tests" is said of a part as well.
    if x.value >= y.value and a.hedge not in _UPPER:
        return False
    link = scene.words[x.last + 1 : b.first]
    if link and link[0] in scene.lexicon.numbers.out:
        link = link[1:]
    of = bool(link) and link[0] in scene.lexicon.of
    lexicon = scene.lexicon
    if of and link[-1] == "'s" and len(link) <= _LONGEST_OWNER:
        # "two of the firm's five directors"
        return all(word.isalpha() for word in link[1:-1])
    return of and len(link) <= 3 and all(word in lexicon.definite or word in lexicon.selecting for word in link[1:])


def _size(num: Numeral) -> Fraction:
    """Give the size of a number, of a range its lower end."""
    return abs(num.value if num.value is not None else num.low or Fraction(0))


def _elided(scene: Scene, items: list[Item], k: int, noun: str, *, of_them: bool, changes: bool, small: bool) -> bool:
    """Tell whether a number that names no thing is a figure all the same."""
    lexicon = scene.lexicon
    item = items[k]
    num = item.num
    if of_them or changes:
        return True
    if num.form == "vague":
        return False
    if item.hedge != "exact":
        return not small or bool(noun)
    if num.scaled or (_size(num) >= _LARGE and num.form == "digits"):
        return True
    before = scene.word(item.first - 1)
    ended = ends(scene, item)
    if num.form == "digits" and _is_figure(scene, item, ended=ended):
        return True
    if ended and (before in lexicon.toll_verbs or before in lexicon.hosting_verbs):
        # "the blast killed two", "the tent sleeps four"
        return True
    instead = lexicon.instead.before(scene.words, item.first) is not None
    if instead and not scene.word(item.last + 1).isalpha():
        return True
    if small:
        return _acts(scene, item, noun)
    last = items[k - 1] if k and items[k - 1].kind else None
    if _led_to(scene, item) or (last is not None and _goes_with(scene, last, item, noun)):
        return True
    joined = before in lexicon.numbers.join or before in lexicon.numbers.either
    if noun and any(other.noun == noun for other in items[max(0, k - 12) : k]):
        opens = before in _OPENINGS or joined or before in lexicon.by or before in lexicon.from_
        return opens and (ended or scene.any_owned(item.last + 1, item.last + 1))
    return scene.word(item.last + 1) in lexicon.figure_verbs and (before in ("", ",") or joined)


def _led_to(scene: Scene, item: Item) -> bool:
    """Tell whether a verb of figures leads to a number: "stood at 14", "reached 14", "grew from 14 in 1995 to 500"."""
    lexicon = scene.lexicon
    i = item.first - 1
    before = scene.word(i)
    if before in lexicon.figure_verbs or (before in lexicon.at and scene.word(i - 1) in lexicon.figure_verbs):
        return True
    if before in lexicon.from_ and scene.changes_before(i):
        dated = scene.any_owned(item.last + 1, item.last + 1)
        return dated or scene.word(item.last + 1) in lexicon.to
    return before in lexicon.to and scene.changes_before(i)


def _goes_with(scene: Scene, last: Item, item: Item, noun: str) -> bool:
    """Tell whether a number stands beside the figure before it: compared with it, or the end of what it starts."""
    lexicon = scene.lexicon
    i = item.first - 1
    if last.elided and compared(scene, item):
        return True
    end = i - 2 if scene.word(i - 1) == "," else i - 1
    if parallel(scene, last, item) or (scene.word(i) in lexicon.from_ and last.elided and last.last == end):
        return True
    return bool(noun) and last.noun == noun and (compared(scene, item) or _opened_by_whole(scene, last, item))


def _acts(scene: Scene, item: Item, noun: str) -> bool:
    """Tell whether a small number word stands for those counted before, who do something: "nine opposed it"."""
    lexicon = scene.lexicon
    before, after = scene.word(item.first - 1), scene.word(item.last + 1)
    opens = before in _BREAKS or before in lexicon.numbers.join
    return bool(noun) and opens and (after.endswith(lexicon.passives) or after in lexicon.copulas)


def _is_figure(scene: Scene, item: Item, *, ended: bool) -> bool:
    """Tell whether digits that count nothing are a figure by what leads to them: "an average of 18.6", "just 88"."""
    lexicon = scene.lexicon
    w = scene.words
    i = item.first - 1
    before = scene.word(i)
    if before in lexicon.of:
        if scene.word(i - 1) in lexicon.figure_nouns or scene.word(item.last + 1) in lexicon.than:
            return True
        # "a crew of 320"
        if ended and any(x in lexicon.numbers.articles for x in w[max(0, i - 3) : i - 1]):
            return True
    decimal = _size(item.num).denominator != 1
    if decimal and (
        before in lexicon.at
        or before in lexicon.of
        or before in lexicon.figure_nouns
        or before in lexicon.definite
        or scene.word(item.last + 1) in lexicon.of
    ):
        return True
    if before == "=" or (before == "," and decimal):
        # "n = 36", and "r2 = 0.94" with its two tokens
        joined = scene.word(i - 2) + scene.word(i - 1) if scene.word(i - 1).isdecimal() else scene.word(i - 1)
        return joined in lexicon.statistics
    if before in lexicon.statistics and (decimal or item.hedge != "exact"):
        return True
    if not ended:
        return False
    j = item.last + 1
    if any(tuple(w[j : j + len(phrase)]) == phrase for phrase in lexicon.total_phrases):
        return True
    # "a lead of just 88", "of which 45", "all out for 208"
    if item.first < item.num.first or lexicon.of_whole.before(w, item.first) is not None:
        return True
    if decimal and before in lexicon.stop and before not in lexicon.numbered_links and before not in lexicon.than:
        return True
    return lexicon.figure_phrases.before(w, item.first) is not None


def compared(scene: Scene, item: Item) -> bool:
    """Tell whether words of comparison after a comma or bracket lead to the item: "..., up from 27.2"."""
    w = scene.words
    i = item.first
    return any(tuple(w[i - n : i]) in scene.lexicon.start_links for n in (2, 3, 4) if n <= i and w[i - n] in _OPENINGS)


def parallel(scene: Scene, a: Item, b: Item) -> bool:
    """Tell whether b repeats the pattern of a for another case: "14.6 in the country and 19.2 in towns"."""
    link = scene.words[a.last + 1 : b.first]
    lexicon = scene.lexicon
    if not 3 <= len(link) <= _LONGEST_CASE or (link[-1] not in lexicon.numbers.join and link[-1] != ","):
        return False
    after = scene.word(b.last + 1)
    if after == link[0]:
        return after in lexicon.stop and after.isalpha()
    # "40 mpg in the city, 38 on the highway"
    return after in lexicon.cases and link[0] in lexicon.cases


def _opened_by_whole(scene: Scene, whole: Item, item: Item) -> bool:
    """Tell whether the sentence opens with the whole that the item is a part of: "Of the 30 companies, 23 ..."."""
    i = whole.first - 1
    if scene.word(i) in scene.lexicon.definite:
        i -= 1
    opens = scene.word(i) in scene.lexicon.of and (i == 0 or not scene.words[i - 1].isalpha())
    return opens and scene.word(item.first - 1) == ","


def _is_multiple(scene: Scene, item: Item, floor: int) -> bool:
    """Tell whether "5 times" multiplies ("rose 5 times", "5 times more") and does not count occasions."""
    lexicon = scene.lexicon
    after = scene.word(item.last + 1)
    if (
        after in lexicon.comparatives
        or after in lexicon.as_
        or after in lexicon.definite
        or after in lexicon.ratio_nouns
    ):
        return True
    if item.num.value is not None and item.num.value.denominator != 1:
        return True
    before = scene.word(item.first - 1)
    if before in lexicon.by or item.num.spread is not None:
        return True
    return _verb(scene, item.first, max(floor, item.first - REACH)) is not None


def _ratio(scene: Scene, item: Item) -> None:
    """Give a ratio its direction and, where language has two, both readings."""
    lexicon = scene.lexicon
    value = item.num.value
    j = item.last + 1
    after = scene.word(j)
    # "10 times above average" compares, "doubled over the decade" and "fivefold over the past five years" do not.
    idle = after in lexicon.hedge_words and item.unit_text not in lexicon.numbers.times_words
    if after in lexicon.comparatives and not idle and not scene.any_owned(j, j):
        item.last = j
        item.direction = lexicon.comparatives[after]
        if value is not None and value > 1 and after in lexicon.plain_comparatives:
            item.readings = (value, value + 1)
    elif item.first and scene.words[item.first - 1] in lexicon.by and item.unit_text in lexicon.numbers.times_words:
        if value is not None:
            item.readings = (value, value + 1)
        item.first -= 1
    if not item.direction:
        found = _verb(scene, item.first, max(0, item.first - REACH))
        item.direction = found or 1


def _verb(scene: Scene, end: int, floor: int) -> int | None:
    """Give the direction of the nearest verb or noun of change before token `end`, within its clause."""
    lexicon = scene.lexicon
    for i in range(end - 1, floor - 1, -1):
        word = scene.words[i]
        if word in lexicon.verbs and not (word in lexicon.hedge_words and _compounded(scene, i)):
            return lexicon.verbs[word]
        if word in lexicon.nouns:
            return lexicon.nouns[word]
        if word in (";", "|"):
            return None
    return None


def _compounded(scene: Scene, i: int) -> bool:
    """Tell whether word i ends a compound: the "up" of "start-up"."""
    return scene.word(i - 1) in scene.lexicon.numbers.dashes and scene.tokens.glued(i)


def _compared(scene: Scene, item: Item) -> int | None:
    """Give the direction of the comparative after counted things, "three points fewer", or None; it joins the item."""
    lexicon = scene.lexicon
    j = item.last + 1
    after = scene.word(j)
    if after not in lexicon.comparatives or scene.any_owned(j, j):
        return None
    follows = scene.word(j + 1)
    if after in lexicon.hedge_words and follows not in lexicon.than and follows not in lexicon.to_compare:
        return None
    item.last = j
    return lexicon.comparatives[after]


def _change(scene: Scene, item: Item, floor: int) -> int | None:
    """Tell whether the item says by how much something changed: the direction (0: not told), or None."""
    lexicon = scene.lexicon
    w = scene.words
    behind = _change_behind(scene, item)
    i = item.first - 1
    if behind is not None or i < 0:
        return behind
    before = w[i]
    if item.hedge_text and any(tuple(item.hedge_text.lower().split()[-len(x) :]) == x for x in lexicon.crossings):
        return None
    if before in lexicon.by:
        return _change_by(scene, item, floor)
    if before in lexicon.copulas:
        return _was_change(scene, item, i, floor)
    if before in lexicon.of:
        return _change_of(scene, item)
    if item.unit in PERCENT and lexicon.down_phrases.before(w, item.first) is not None:
        return -1
    if item.unit and item.unit not in PERCENT and scene.word(item.num.last + 1) in lexicon.numbers.dashes:
        # "climbed a 23-degree slope"
        return None
    for k in range(i, max(i - 3, floor - 1, -1), -1):
        word = w[k]
        up = word in lexicon.hedge_words
        if word in lexicon.verbs and not (up and (scene.word(k - 1) in lexicon.not_up or _compounded(scene, k))):
            if k == i or not (set(w[k + 1 : i + 1]) & lexicon.barriers):
                return _by_verb(scene, item, k)
            return None
        if word in lexicon.barriers:
            return None
    return None


def _change_behind(scene: Scene, item: Item) -> int | None:
    """Read the change that follows the figure: "5 % more", "a 5 % increase"."""
    lexicon = scene.lexicon
    w = scene.words
    n = len(w)
    j = item.last + 1
    if j >= n or scene.owned[j]:
        return None
    if _compares(scene, item, j):
        item.last = j
        return lexicon.comparatives[w[j]]
    for k in range(j, min(j + 4, n)):
        if w[k] in lexicon.nouns:
            item.last = k
            return lexicon.nouns[w[k]]
        if w[k] in lexicon.stop or not (w[k].isalpha() or w[k] == "-"):
            return None
    return None


def _compares(scene: Scene, item: Item, j: int) -> bool:
    """Tell whether a comparative at j says by how much the figure before it is more or less."""
    lexicon = scene.lexicon
    after, follows = scene.word(j), scene.word(j + 1)
    past = follows in lexicon.definite and scene.word(j + 2) in lexicon.selecting
    # "a 10-gallon cooler" is a thing
    attribute = bool(item.unit) and scene.word(item.num.last + 1) in lexicon.numbers.dashes
    if after not in lexicon.comparatives or past or attribute or follows[:1].isdecimal():
        return False
    noun = follows.isalpha() and follows not in lexicon.stop and after in lexicon.plain_comparatives
    if noun and item.unit not in PERCENT:
        return False
    if after not in lexicon.hedge_words or follows in lexicon.than or follows in lexicon.to_compare:
        return True
    if after in lexicon.ends_up and follows in lexicon.after_up:
        return True
    return after in lexicon.crossed_times and j + 1 < len(scene.words) and scene.owned[j + 1] == 1


def _change_by(scene: Scene, item: Item, floor: int) -> int | None:
    """Judge what stands after "by": "rose by 5 %", but "passed by 52 votes to 48", "founded by two engineers"."""
    lexicon = scene.lexicon
    i = item.first - 1
    found = _verb(scene, i, max(0, i - REACH))
    if found is None and item.unit not in PERCENT and _level_follows(scene, item):
        # "passed by 52 votes to 48"
        return None
    if found is None and 0 < floor == i and item.dimension == "length":
        # "3 m by 4 m"
        return None
    if found is None and item.unit in PERCENT and scene.word(item.last + 1) in lexicon.of:
        # "named by 38 percent of those asked"
        return None
    if _done_by(scene, item, i):
        return None
    item.first = i
    return found or 0


def _change_of(scene: Scene, item: Item) -> int | None:
    """Read the change that the figure is of: "an increase of 5 %", "grew at an annual pace of 5 %"."""
    lexicon = scene.lexicon
    w = scene.words
    i = item.first - 1
    for k in range(i - 1, max(i - 2, -1), -1):
        if w[k] in lexicon.nouns:
            return lexicon.nouns[w[k]]
    for k in range(i - 2, max(i - 8, -1), -1):
        if w[k] in lexicon.nouns and scene.word(k + 1) in lexicon.inside:
            return lexicon.nouns[w[k]]
    if w[i - 1] in lexicon.paces and item.unit in PERCENT:
        for k in range(i - 2, max(i - 6, 0), -1):
            if w[k] in lexicon.at:
                return lexicon.verbs.get(w[k - 1])
    return None


def _done_by(scene: Scene, item: Item, by: int) -> bool:
    """Tell whether those who did something stand after "by": "founded by two engineers", "was heard by 900 people"."""
    lexicon = scene.lexicon
    verb = scene.word(by - 1)
    if item.dimension not in ("", "count") or verb in lexicon.verbs or verb in lexicon.margins or not verb.isalpha():
        return False
    told = scene.word(by - 2) in lexicon.copulas and verb not in lexicon.comparatives and verb not in lexicon.stop
    return verb.endswith(lexicon.passives) or told


def _was_change(scene: Scene, item: Item, copula: int, floor: int) -> int | None:
    """Judge "growth was 5 %", "the change in net sales in 2024 was $5 million": a noun of change before a copula.

    An amount is one of change only where the noun says of what: "the gain in 2024 was $5 million" is a level.
    """
    lexicon, w = scene.lexicon, scene.words
    close = item.unit in PERCENT
    for k in range(copula - 1, max(copula - REACH, floor - 1, -1), -1):
        close = close and k > copula - _CLOSE and w[k] not in lexicon.to
        if w[k] in lexicon.nouns:
            if close:
                return lexicon.nouns[w[k]]
            opens = k == floor or w[k - 1] in lexicon.definite or w[k - 1] in lexicon.numbers.articles
            of_what = w[k + 1] in lexicon.inside and not scene.owned[k + 2]
            return lexicon.nouns[w[k]] if opens and of_what else None
        if not scene.owned[k] and (w[k] in lexicon.verbs or w[k] in lexicon.to or w[k] in (";", "|", ",")):
            return None
    return None


def _by_verb(scene: Scene, item: Item, k: int) -> int | None:
    """Judge "rose 14.3 %", "up 24 %": a verb of change directly before the figure.

    A plain amount needs a verb that takes one: "lost $4 million", but "raised $4 million" or "cut 40 jobs" stay levels.
    """
    lexicon = scene.lexicon
    word = scene.words[k]
    direction = lexicon.verbs[word]
    if item.unit in PERCENT or item.unit == "index_point":
        return direction
    if word in lexicon.intransitive or _level_follows(scene, item) or (direction and _percent_follows(scene, item)):
        return direction
    return None


def _percent_follows(scene: Scene, item: Item) -> bool:
    """Tell whether the item is said once more as a percentage, so that it is a change: "lost 190 seats, or 8%"."""
    w = scene.words
    j = item.last + 2 if scene.word(item.last + 1) == "," else item.last + 1
    if scene.word(j) not in scene.lexicon.numbers.either:
        return False
    number = next((k for k in range(j + 1, min(j + 4, len(w))) if w[k][0].isdecimal()), None)
    unit = None if number is None else read_unit(scene.tokens, number + 1)
    percent = unit is not None and unit.unit.partition("/")[0] in PERCENT
    return percent and scene.word((unit.last if unit else 0) + 1) not in scene.lexicon.of


def _level_follows(scene: Scene, item: Item) -> bool:
    """Tell whether "to" and a figure follow, so that the item before is the change: "lost 2 cents to $5.61"."""
    w = scene.words
    j = item.last + 1
    if j + 1 >= len(w) or w[j] not in scene.lexicon.to:
        return False
    follows = w[j + 1]
    return follows[0].isdecimal() or follows in scene.lexicon.starts or not (follows.isalpha() or follows[0] in ",;(")


def _age_in_commas(scene: Scene, item: Item) -> bool:
    """Tell whether the number stands alone between commas after a person's name or noun: "the victim, 19, was"."""
    num = item.num
    if item.first != item.last or item.hedge != "exact" or num.value is None:
        return False
    if num.form != "digits" and not (num.form == "words" and scene.word(item.first - 2) in scene.lexicon.aged_nouns):
        return False
    before, after = scene.word(item.first - 2), scene.word(item.last + 2)
    commas = scene.word(item.first - 1) == scene.word(item.last + 1) == ","
    oldest = num.value.denominator == 1 and 1 < num.value < _OLDEST
    return (
        commas
        and oldest
        and before.isalpha()
        and after.isalpha()
        and before not in scene.lexicon.labels
        and not (scene.any_owned(item.first - 2, item.first - 2))
    )


def _age_in_list(scene: Scene, last: Item, item: Item) -> bool:
    """Tell whether the number goes on a list of ages: "aged nine and 11"."""
    link = scene.words[last.last + 1 : item.first]
    listed = last.kind == "age" and 0 < len(link) <= 2 and link[-1] in (scene.lexicon.numbers.join | {","})
    return listed and not item.unit and (scene.word(item.last + 1) in scene.lexicon.stop or ends(scene, item))


def ends(scene: Scene, item: Item) -> bool:
    """Tell whether no word that it could count follows the item."""
    after = scene.word(item.last + 1)
    return after in scene.lexicon.stop or not after.isalpha()


def large(item: Item) -> bool:
    """Tell whether a number is too large for a percentage."""
    return _size(item.num) >= _LARGE


def of_people(scene: Scene, item: Item) -> bool:
    """Tell whether a bound stands after people who have an age: "children under five", "residents will be over 65"."""
    if not item.hedge_text or _size(item.num) >= _OLDEST:
        return False
    i = item.first - 1
    aged = scene.lexicon.aged_nouns
    said_of = scene.word(i) in scene.lexicon.copulas and not aged.isdisjoint(scene.words[max(0, i - 3) : i])
    return said_of or scene.word(i) in aged


def _age(scene: Scene, item: Item) -> bool:
    """Tell whether the number is somebody's age: "aged 25", "25 years old", "25-year-old"."""
    w = scene.words
    lexicon = scene.lexicon
    if lexicon.ages_before.before(w, item.first) is not None and item.dimension in ("time", ""):
        # "the age of 15", but "an age of 140 characters"
        return scene.word(item.first - 1) not in lexicon.of or not noun_phrase(scene, item.last + 1, len(w), one=False)
    if scene.word(item.first - 1) in lexicon.turning and item.dimension == "" and ends(scene, item):
        # "who turned 36 last week"
        return item.num.value is not None and 1 < item.num.value < _OLDEST
    bounded = item.hedge_text.lower() in lexicon.age_hedges or of_people(scene, item)
    if bounded and item.dimension == "" and item.num.scale == 1:
        return not noun_phrase(scene, item.last + 1, len(w), one=False)
    if item.dimension != "time":
        of_figure = item.num.form == "digits" and scene.word(item.first - 1) in lexicon.copulas
        return of_figure and not item.dimension and scene.word(item.last + 1) in lexicon.moments
    start = item.num.last + 1
    cut = [x for x in w[start : start + 6] if x not in lexicon.numbers.dashes]
    for phrase in lexicon.ages_after:
        if tuple(cut[: len(phrase)]) == phrase:
            item.last = max(
                item.last,
                start + len(phrase) - 1 + sum(x in lexicon.numbers.dashes for x in w[start : start + len(phrase) + 1]),
            )
            item.last = min(item.last, len(w) - 1)
            return True
    return False
