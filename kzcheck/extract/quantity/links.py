"""Tie quantities that are said together, and share units between them: "from 0.8 million to 4.5 million tons"."""

from __future__ import annotations

from itertools import pairwise

from kzcheck.extract.quantity import kinds, lists
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_unit
from kzcheck.model import Step
from kzcheck.model.claim import Sign, signed

_PLAIN = frozenset({"level", "count", "duration"})
_SHARES = frozenset({"percent", "x"})
_PERCENTS = frozenset({"percent", "pp", "bp"})
# Currencies are named by the three letters of ISO 4217.
_CODE = 3
# A number without a noun below this may be a rank, which rises as it becomes smaller.
_RANKS = 200
# The words between two figures that are said together are few.
_LONGEST_LINK = 10


def share_units(scene: Scene, items: list[Item]) -> None:
    """Give a number without unit the unit of its neighbour where only a link stands between them."""
    # From the right first, so that a list hands its unit down to its first number.
    pairs = list(enumerate(pairwise(items)))
    for k, (a, b) in [*reversed(pairs), *pairs]:
        if a.unit and b.unit.startswith(f"{a.unit}/") and scene.word(a.first - 1) in scene.lexicon.from_:
            # "from 30 kg to 25 kg a head"
            a.unit, a.dimension, a.elided = b.unit, b.dimension, True
            continue
        if a.kind or b.kind or bool(a.unit) == bool(b.unit):
            continue
        link = _link(scene, a, b)
        if link is None:
            continue
        giver, taker = (a, b) if a.unit else (b, a)
        if giver.unit in _PERCENTS and kinds.large(taker):
            # "50.8 percent, against 48,977 for his rival"
            continue
        if kinds.of_people(scene, taker):
            continue
        takes = taker.num.form in ("digits", "words")
        if taker is b and (kinds.parallel(scene, a, b) or (kinds.compared(scene, b) and _same_clause(scene, link))):
            if giver.unit not in ("x", "count") and takes:
                _hand_on(giver, taker)
            continue
        if not takes or giver.unit == "x" or giver.num.form == "fraction":
            continue
        if link == (",",) and (b.first - a.last != 2 or not _goes_on(scene, items, k)):
            # "60,300 in June, 12 percent below the average" and "38,400, 5 percent up" are no lists
            continue
        if taker is b and _hands_down(scene, a, b, link):
            _hand_on(a, b)
        elif taker is a:
            _hand_up(scene, a, b, link)


def _hands_down(scene: Scene, a: Item, b: Item, link: tuple[str, ...]) -> bool:
    """Tell whether a figure gives its unit to the one after it: "from $3 to 4", not "$4 and 32 is"."""
    lexicon = scene.lexicon
    starts, ends = link in lexicon.start_links, link in lexicon.end_links
    if a.unit in _PERCENTS and ends:
        # "fell 0.7 percent, to 34,567": the end of a change in percent is none
        return False
    if a.unit in _PERCENTS and starts and _changed(scene, a):
        # "12,400 patients, up 8 percent from 11,500": neither is its start
        return False
    if _noun_follows(scene, b) or scene.word(b.last + 1) in lexicon.of:
        return False
    # A list shares the unit of its last figure: "3, 4 and 5 tons", not "$4 and 32 is".
    return starts or ends


def _hand_up(scene: Scene, a: Item, b: Item, link: tuple[str, ...]) -> None:
    """Give a figure the unit of the one after it, and its scale: "3, 4 and 5 million tons"."""
    sides = _sides(scene, link, b)
    if not (_shares(scene, link) or sides):
        return
    if a.num.form == "words" and a.num.value == 1 and _describes(scene, a.first - 1):
        # 71.9 percent "for the old one and" 89.8 for another
        return
    small = bool(a.num.value) and a.num.value is not None and a.num.value < 1000
    if not sides and not a.num.scaled and b.num.scaled and small:
        _scale(a, b)
    _hand_on(b, a)


def _goes_on(scene: Scene, items: list[Item], k: int) -> bool:
    """Tell whether a list that items k and k + 1 could be of has a further item."""
    if k + 2 >= len(items):
        return False
    link = _link(scene, items[k + 1], items[k + 2])
    return link is not None and len(link) <= 2 and lists.bare(scene, link)


def _sides(scene: Scene, link: tuple[str, ...], last: Item) -> bool:
    """Tell whether numbers on a times sign are the sides of one thing: "60 x 20 cm", but not "the 4 x 100 m relay"."""
    numbers = scene.lexicon.numbers
    if len(link) != 1 or last.dimension != "length" or not (link[0] in numbers.times_signs or link[0] in numbers.sides):
        return False
    return scene.word(last.last + 1) not in numbers.relays


def _hand_on(giver: Item, taker: Item) -> None:
    taker.unit, taker.dimension, taker.elided = giver.unit, giver.dimension, True
    taker.unit_text = giver.unit_text
    taker.why.append(Step("unit taken over", giver.unit_text))


def _changed(scene: Scene, item: Item) -> bool:
    """Tell whether a word of change stands just before the amount: "up 8 percent", "rose by 3 percent"."""
    before = scene.word(item.first - 1)
    return before in scene.lexicon.by or before in scene.lexicon.verbs or before in scene.lexicon.comparatives


def _same_clause(scene: Scene, link: tuple[str, ...]) -> bool:
    """Tell whether no verb of change or of figures stands between two amounts that are compared."""
    return not any(word in scene.lexicon.figure_verbs or word == ";" for word in link)


def _shares(scene: Scene, link: tuple[str, ...]) -> bool:
    lexicon = scene.lexicon
    return link in lexicon.start_links or link in lexicon.end_links or link in lexicon.share_joints


def _noun_follows(scene: Scene, item: Item) -> bool:
    word = scene.word(item.last + 1)
    return word.isalpha() and word not in scene.lexicon.stop and not scene.owned[item.last + 1]


def _describes(scene: Scene, i: int) -> bool:
    word = scene.word(i)
    return word.isalpha() and word not in scene.lexicon.stop and word not in scene.lexicon.figure_verbs


def _scale(taker: Item, giver: Item) -> None:
    """Hand the scale on: "3, 4 and 5 million"."""
    num = taker.num
    if num.value is None:
        return
    num.value *= giver.num.scale
    num.ulp *= giver.num.scale
    num.scaled = True
    num.scale = giver.num.scale


def _link(scene: Scene, a: Item, b: Item) -> tuple[str, ...] | None:
    """Give the words between two items without time words, or None where they are too many."""
    if b.first - a.last - 1 > _LONGEST_LINK + 8:
        return None
    words = tuple(scene.words[i] for i in range(a.last + 1, b.first) if not scene.owned[i])
    return words if len(words) <= _LONGEST_LINK else None


def tie(scene: Scene, items: list[Item]) -> None:
    """Tie the quantities that are said together, each with its role."""
    number = 0
    for k in range(len(items) - 1):
        a, b = items[k], items[k + 1]
        link = _link(scene, a, b)
        if link is None:
            continue
        roles = _roles(scene, a, b, link)
        if roles is None:
            continue
        if not a.tie:
            number += 1
            a.tie = number
        b.tie = a.tie
        a.role = a.role or roles[0]
        b.role = roles[1]
        if {a.role, b.role} == {"start", "end"}:
            a.direction = b.direction = _direction(scene, a, b)
        b.why.append(Step(f"tie: {a.role} and {b.role}", " ".join(link)))
    _points(scene, items)
    _parts(scene, items, number)


def _points(scene: Scene, items: list[Item]) -> None:
    """Read points between two percentages as percentage points."""
    percent = {item.tie for item in items if item.tie and item.unit == "percent" and item.role in ("start", "end")}
    for item in items:
        pointed = not scene.lexicon.point_words.isdisjoint(item.unit_text.lower().split())
        if item.tie in percent and item.kind == "difference" and item.unit == "count" and pointed:
            item.kind, item.unit, item.dimension, item.role = "change", "pp", "ratio", "change"
            item.why.append(Step("points between percentages", item.unit_text))


def _roles(scene: Scene, a: Item, b: Item, link: tuple[str, ...]) -> tuple[str, str] | None:
    """Say what two neighbouring quantities are to one another, or None."""
    lexicon = scene.lexicon
    bare = link[1:] if link and link[0] == "," else link
    moves = a.kind in ("change", "ratio", "difference")
    if moves and b.kind in _PLAIN:
        if link in lexicon.end_links or bare in lexicon.end_links:
            return a.kind, "end"
        if _starts(scene, link):
            return a.kind, "start"
        return None
    if moves and b.kind in ("change", "difference") and signed(b.why[-1:], Sign.RESTATES):
        twice = a.kind == b.kind and a.dimension == b.dimension
        return ("equivalent", "equivalent") if twice else (a.kind, b.kind)
    if a.kind in _PLAIN and b.kind in ("change", "ratio", "difference"):
        opens = bool(link) and (not link[0].isalpha() or link[0] in lexicon.verbs)
        if opens and len(link) <= 3 and all(not word.isalpha() or word in lexicon.links for word in link):
            return ("end" if not a.role else a.role), b.kind
        return None
    if a.kind == "share" and b.kind in _PLAIN and bare and link[-1] in lexicon.numbers.either:
        return "share", "part"
    listed = len(link) <= 2 and all(not word.isalpha() or word in lexicon.numbers.either for word in link)
    if a.kind in _PLAIN and b.kind == "share" and a.unit not in _SHARES and link and listed:
        return "part", "share"
    return _roles_of_levels(scene, a, b, link) if a.kind in _PLAIN and b.kind in _PLAIN else None


def _roles_of_levels(scene: Scene, a: Item, b: Item, link: tuple[str, ...]) -> tuple[str, str] | None:
    """Say what two neighbouring levels are to one another: start and end, or one amount told twice."""
    lexicon = scene.lexicon
    if a.unit != b.unit:
        equal = link in lexicon.equivalent_links and a.unit != "count"
        return ("equivalent", "equivalent") if equal else None
    if lists.says_twice(scene, a, b):
        return "equivalent", "equivalent"
    begins = a.role == "start" or (scene.word(a.first - 1) in lexicon.from_ and len(link) <= 2)
    if begins and link and link[0] in lexicon.to:
        return "start", "end"
    return ("end", "start") if _starts(scene, link) else None


def _direction(scene: Scene, first: Item, second: Item) -> int:
    """Tell which way "fell from 3 to 4", "rose sharply to 5 from 4" says that it went; 0 where it does not."""
    lexicon = scene.lexicon
    small = first.num.value is not None and first.num.value < _RANKS
    if first.unit == "count" and not first.noun and not first.num.scaled and small:
        return 0  # a rank that rose from 5 to 3
    i = first.first - 1
    if scene.word(i) not in lexicon.from_ and scene.word(i) not in lexicon.to:
        return 0
    i -= 1
    while i > 0 and (scene.owned[i] or scene.words[i] in lexicon.manner):
        i -= 1
    way = lexicon.went.get(scene.word(i), 0)
    return 0 if way and _of_a_currency(scene, i, (first, second)) else way


def _of_a_currency(scene: Scene, verb: int, items: tuple[Item, Item]) -> bool:
    """Tell whether figures may count what a currency is worth in others: "the yen fell from 140 to 150 per dollar"."""
    if any(_is_currency(item.unit.partition("/")[2]) for item in items):
        return True
    if not _is_currency(items[0].unit):
        return False
    unit = read_unit(scene.tokens, verb - 1) if verb else None
    return (unit is not None and unit.unit == items[0].unit) or not scene.lexicon.exchange.isdisjoint(scene.words)


def _is_currency(unit: str) -> bool:
    return len(unit) == _CODE and unit.isalpha() and unit.isupper()


def _starts(scene: Scene, link: tuple[str, ...]) -> bool:
    """Tell whether what follows these words is what the figure before them is compared with."""
    bare = link[1:] if link and link[0] == "," else link
    return link in scene.lexicon.start_links or bare in scene.lexicon.start_links


def _parts(scene: Scene, items: list[Item], number: int) -> None:
    """Tie a total with the parts that follow it: "358 trains, including 146 ... and 212 ..."."""
    lexicon = scene.lexicon
    for k, total in enumerate(items[:-1]):
        if total.tie or total.kind not in _PLAIN or kinds.is_part(scene, total, items[k + 1]):
            continue
        after = scene.words[total.last + 1 : items[k + 1].first]
        if _names_parts(after, lexicon.part_words):
            parts = [x for x in items[k + 1 :] if x.unit == total.unit and x.kind == total.kind and not x.tie]
            if total.kind == "count":
                parts = [x for x in parts if x.noun == total.noun]
        else:
            parts = _elided_parts(scene, items, k)
        if not parts:
            continue
        number += 1
        total.tie, total.role = number, "total"
        for part in parts:
            part.tie, part.role = number, "part"
            part.why.append(Step("part of a total", scene.tokens.surface(total.first, total.last)))
        return


def _elided_parts(scene: Scene, items: list[Item], k: int) -> list[Item]:
    """Find the parts in "165 in April, 73 in transit and 92 in import"."""
    lexicon = scene.lexicon
    total = items[k]
    parts: list[Item] = []
    opened_by_comma = False
    if total.kind != "count" or not total.noun:
        return parts
    for a, b in pairwise(items[k:]):
        link = _link(scene, a, b)
        opens = link is not None and len(link) == 1 and not link[0].isalpha()
        opened_by_comma = opened_by_comma or (a is total and link == (",",))
        goes_on = link is not None and bool(link) and (link[-1] in lexicon.numbers.join or link[-1] == ",")
        # Bare numbers between commas are a list without a total: "4, 2, 3 and 1 points".
        goes_on = goes_on and not (opened_by_comma and link is not None and lists.bare(scene, link))
        # What each part is stands beside it; numbers alone are examples or places: "three integers (1, 2, 3)".
        said = scene.word(b.last + 1).isalpha() and scene.word(b.last + 1) not in lexicon.numbers.join
        if not (b.elided and b.noun == total.noun and said and (opens if a is total else goes_on)):
            break
        parts.append(b)
    return parts if len(parts) > 1 else []


def _names_parts(words: list[str], phrases: dict[str, list[tuple[str, ...]]]) -> bool:
    """Tell whether one of the phrases, which are kept by their first words, stands among the words."""
    for i, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if len(phrase) == 1 or tuple(words[i : i + len(phrase)]) == phrase:
                return True
    return False
