"""Tell numbers that are no claims: identifiers, versions, names, labels, times of day, list numbers, years."""

from __future__ import annotations

from kzcheck.extract.number.numerals import Numeral
from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.units import read_unit

STROKES = frozenset("/⁄∕")
_MARKS = frozenset("#@№_§\\=")
# What may stand between the first end of a range and its dash: "15%-20%", "magnitude-7.8".
ENDS_OF_RANGES = frozenset({"%", "magnitude"})
# A sign just after one of these belongs to the number: "(+1.3 million)".
_SIGNS = frozenset("+")
_OPENS = frozenset("([{|")
_QUOTES = frozenset("\"“”„‟«»'‘’")
# How many words a title that opens with a number, and the name of a street, may have.
_LONGEST_TITLE = 6
_LONGEST_STREET = 4
# A number below this before a closing bracket marks an item of a list: "12)".
_LONGEST_MARK = 100
# How many words a thing that is counted may have.
_WIDEST = 4


def identifier(scene: Scene, num: Numeral) -> bool:
    """Tell whether digits belong to an identifier, a version, a date in figures, a time, a phone or list number."""
    tokens = scene.tokens
    w = scene.words
    n = len(w)
    first, last = num.first, num.last
    if num.form in ("words", "digits") and _title(scene, num):
        return True
    if num.form in ("words", "multiple", "vague", "odds"):
        return num.form == "words" and _small_label(scene, num)
    after = w[last + 1] if last + 1 < n else ""
    after_glued = last + 1 < n and tokens.glued(last + 1)
    if scene.lexicon.eras_before.before(w, first) or _before_era(scene, last + 1):
        return True
    if num.digits[0] == "0" and len(num.digits) > 1 and num.digits.isdecimal():
        return True
    if _glued_before(scene, num, after) or _glued_after(scene, num):
        return True
    if num.low is not None and after in ("-", "–", "/") and after_glued and last + 2 < n:
        # "272-05-68", "88-4410-C"
        follows = scene.tokens.raw[last + 2]
        if follows[0].isdecimal() or (len(follows) == 1 and follows.isupper() and tokens.glued(last + 2)):
            return True
    if (
        first == 0
        and after == "."
        and last + 2 < n
        and num.value is not None
        and num.value.denominator == 1
        and not num.scaled
    ):
        return True
    if first == 0 and num.form == "digits" and "." in num.digits and not num.scaled and _heads(scene, last + 1):
        return True
    if num.form == "fraction":
        return after in scene.lexicon.past_the_hour
    whole = num.value is None or num.value.denominator == 1 or _hour_and_minutes(num)
    if whole and _phrase_at(scene, last + 1, scene.lexicon.clock):
        return True
    if num.digits[-1:] in ("K", "k") and len(num.digits) == 2 and after in scene.lexicon.screens:
        return True
    return _labelled(scene, num) or _code(scene, num) or _model(scene, num) or _address(scene, num)


def _phrase_at(scene: Scene, j: int, phrases: dict[str, list[tuple[str, ...]]]) -> bool:
    """Tell whether one of the phrases, which are kept by their first words, stands at token j."""
    w = scene.words
    return j < len(w) and any(tuple(w[j : j + len(phrase)]) == phrase for phrase in phrases.get(w[j], ()))


def _before_era(scene: Scene, j: int) -> bool:
    """Tell whether an era stands at token j, or after one more number: "between 780 and 740 BC"."""
    eras, numbers = scene.lexicon.eras_after, scene.lexicon.numbers
    link = scene.word(j)
    linked = link in numbers.join or link in numbers.to or link in numbers.either
    return _phrase_at(scene, j, eras) or (linked and scene.word(j + 1).isdecimal() and _phrase_at(scene, j + 2, eras))


def _glued_before(scene: Scene, num: Numeral, after: str) -> bool:
    """Tell whether what is glued to the number before it makes it a name, a version, a date or a telephone number."""
    tokens, w = scene.tokens, scene.words
    first, last, n = num.first, num.last, len(scene.words)
    if not first or not tokens.glued(first):
        return False
    before = w[first - 1]
    if before[0].isalpha() or before in _MARKS:
        return before != "=" or _is_set(scene, num)
    apart = w[first - 2] not in ENDS_OF_RANGES if first > 1 else False
    apart = apart and not tied(scene, first) and not (before in _SIGNS and w[first - 2] in _OPENS)
    if before in ("-", "/", ".", ":", "'", "–", "+", ",") and apart and tokens.glued(first - 1):
        # "COVID-19", "24/7", "13:20", "6.1.0-49", "272-05-68"; but "(+ 43" and "mid-20" stand apart
        return True
    if before == "+" and (after in {"(", "-"} or (last + 1 < n and w[last + 1][0].isdecimal())):
        return True
    return before == "[" and after == "]"


def _glued_after(scene: Scene, num: Numeral) -> bool:
    """Tell whether what is glued to the number after it makes it a path, a time, a run of digits or a list mark."""
    tokens, w = scene.tokens, scene.words
    first, last, n = num.first, num.last, len(scene.words)
    if last + 1 >= n or not tokens.glued(last + 1):
        return False
    after = w[last + 1]
    follows = w[last + 2] if last + 2 < n and tokens.glued(last + 2) else ""
    if after in ("/", ":") and follows and follows[0].isdecimal():
        return True
    if after in ("-", "–", ".") and follows and (follows[0].isdecimal()) and num.low is None:
        # A run of digits and dashes that is no range; "3-1" may be a score, which is no quantity either.
        return True
    if after == "_" or (after == "@" and follows):
        return True
    return after == ")" and first == 0 and num.value is not None and num.value < _LONGEST_MARK


def _heads(scene: Scene, j: int) -> bool:
    """Tell whether a heading follows its number: "8.9 Electronic Signatures", "12.1 Notices"."""
    return j < len(scene.words) and scene.tokens.raw[j].istitle() and not scene.tokens.glued(j)


def tied(scene: Scene, first: int) -> bool:
    """Tell whether a hyphen ties the number to a word that names nothing: "sub-300", "now-18-month-old"."""
    return scene.words[first - 1] in scene.lexicon.numbers.dashes and scene.words[first - 2] in scene.lexicon.tied


def _is_set(scene: Scene, num: Numeral) -> bool:
    """Tell whether a name is set to the number ("x=5"), which says nothing; "n=1,024" and "=39%" say something."""
    i = num.first - 2
    if i < 0 or not scene.tokens.glued(num.first - 1) or scene.words[i] in scene.lexicon.statistics:
        return False
    return read_unit(scene.tokens, num.last + 1) is None


def _hour_and_minutes(num: Numeral) -> bool:
    """Tell whether the digits can be a time of day with a full stop: "3.40"."""
    hour, _, minutes = num.digits.partition(".")
    return hour.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(hour) < 25 and int(minutes) < 60


def _code(scene: Scene, num: Numeral) -> bool:
    """Tell whether the number is said to be a code: "the PIN is 4821", "her account number was 20441"."""
    i = num.first - 2
    lexicon = scene.lexicon
    if i < 0 or scene.words[i + 1] not in lexicon.copulas or num.scaled or not num.digits.isdecimal():
        return False
    word = scene.words[i]
    return word in lexicon.code_names or (word in lexicon.code_nouns and scene.word(i - 1) in lexicon.code_kinds)


def _model(scene: Scene, num: Numeral) -> bool:
    """Tell whether the number names a model of aircraft: "the 737 MAX", "787 jets"."""
    if num.digits not in scene.lexicon.models or num.last + 1 >= len(scene.words):
        return False
    after = num.last + 1
    return scene.tokens.raw[after][0].isupper() or scene.words[after] in scene.lexicon.model_words


def _title(scene: Scene, num: Numeral) -> bool:
    """Tell whether a quoted title opens with the number: "12 Angry Men"."""
    raw = scene.tokens.raw
    i, j = num.first - 1, num.last + 1
    if i < 0 or raw[i] not in _QUOTES or not scene.tokens.glued(num.first) or j >= len(raw) or not raw[j][0].isupper():
        return False
    for k in range(j, min(j + _LONGEST_TITLE, len(raw))):
        if raw[k] in _QUOTES:
            return True
        if not raw[k][0].isupper() and scene.words[k] not in scene.lexicon.stop:
            return False
    return False


def _address(scene: Scene, num: Numeral) -> bool:
    """Tell whether the number is that of a house: "12 Station Road", "221B Baker Street"."""
    if not num.digits.isalnum():
        return False
    raw = scene.tokens.raw
    for k in range(num.last + 1, min(num.last + 1 + _LONGEST_STREET, len(raw))):
        if not raw[k][0].isupper():
            return False
        if k > num.last + 1 and scene.words[k] in scene.lexicon.streets:
            return not (k + 1 < len(raw) and plural(scene, k + 1) and raw[k + 1].islower())
    return False


def _small_label(scene: Scene, num: Numeral) -> bool:
    """Tell whether a number word is a label: "phase two", "number one"."""
    if num.scaled or not num.first:
        return False
    before = scene.words[num.first - 1]
    return before in scene.lexicon.labels and not _counts_follow(scene, num)


def _counts_follow(scene: Scene, num: Numeral) -> bool:
    """Tell whether a plural noun follows directly, so that the number counts it."""
    j = num.last + 1
    return j < len(scene.words) and plural(scene, j) and scene.words[j] not in scene.lexicon.stop


def _labelled(scene: Scene, num: Numeral) -> bool:
    """Tell whether a label stands before the number: "page 12", "No. 5", "version 0.4", "versions from 3.7"."""
    i = num.first - 1
    w = scene.words
    if i > 0 and w[i] in scene.lexicon.numbered_links and w[i - 1] in scene.lexicon.numbered:
        return True
    if i > 0 and w[i] in scene.lexicon.of and w[i - 1] in scene.lexicon.groups and num.low is None:
        # "the Group of 20"
        return scene.tokens.raw[i - 1][0].isupper() and not _counts_follow(scene, num)
    if i > 0 and w[i] in (".", ":", "-"):
        return w[i] == "." and w[i - 1] in scene.lexicon.labels and not num.scaled
    if i < 0 or w[i] not in scene.lexicon.labels or num.scaled or ("," in num.digits and w[i].isalpha()):
        # "build 300,000" counts
        return False
    if w[i] in scene.lexicon.numero and num.low is not None:
        return False
    if w[i] in ("#", "№", "v"):
        return True
    return not _counts_follow(scene, num) or scene.tokens.raw[i][0].isupper()


def bare(scene: Scene, item: Item) -> bool:
    """Tell whether a number without unit is no claim: a name, a year, glued to letters, a pronoun."""
    tokens = scene.tokens
    w = scene.words
    raw = tokens.raw
    n = len(w)
    num = item.num
    last = item.last
    if num.form in ("odds", "vague", "fraction"):
        return False
    if (
        last + 1 < n
        and tokens.glued(last + 1)
        and w[last + 1][0].isalpha()
        and num.form == "digits"
        and not w[last + 1].startswith("'")
    ):
        # "3D", "737s", "90s", "4x4", but "4.2xyz"
        return not _letters(scene, last + 1)
    if num.form == "words":
        return False
    if num.value is None:
        return not num.scaled and _named_twice(scene, num)
    if num.scaled:
        return False
    value = num.value
    if value.denominator == 1 and 1900 <= value <= 2100 and len(num.digits) == 4 and "," not in num.digits:
        # A year that the calendar did not take: a figure only where a plural in small letters follows.
        counts = last + 1 < n and plural(scene, last + 1) and raw[last + 1].islower()
        return not counts or w[last + 1] in scene.lexicon.year_nouns
    return _named(scene, num)


def _letters(scene: Scene, j: int) -> bool:
    """Tell whether the letters glued to digits can be the sign of a unit: at least two small ones, no digit after."""
    raw = scene.tokens.raw[j]
    goes_on = j + 1 < len(scene.words) and scene.tokens.glued(j + 1) and scene.words[j + 1][0] not in ".,;:)]!?\"'"
    named = scene.words[j] in scene.lexicon.ordinal_endings or scene.words[j] in scene.lexicon.name_endings
    return len(raw) > 1 and raw.islower() and not named and not goes_on


def _named(scene: Scene, num: Numeral) -> bool:
    """Tell whether a name with a capital stands directly before the number: "Boeing 737", "COP 29", "Python 3.10"."""
    i = num.first - 1
    if not is_name(scene, i) or (scene.words[i].isalpha() and scene.words[i] in scene.lexicon.spreads):
        return False
    if scene.word(i - 1) in scene.lexicon.giving and not num.scaled and scene.word(num.last + 1).isalpha():
        return False  # "gave John 7 cards"
    if scene.words[i] in scene.lexicon.verbs or scene.words[i] in scene.lexicon.figure_verbs:
        # "Shares Rise 5", but "upgrade to Go 1.22"
        return scene.tokens.raw[i].istitle() and i > 0 and scene.tokens.raw[i - 1].islower()
    return True


def _named_twice(scene: Scene, num: Numeral) -> bool:
    """Tell whether two numbers on a hyphen are the name of a model, and nothing is counted: "Boeing 737-800"."""
    if num.form != "digits" or num.last != num.first + 2 or not scene.tokens.glued(num.last):
        return False
    if not (scene.words[num.first].isdecimal() and scene.words[num.last].isdecimal()):
        return False
    if scene.word(num.first - 1) in scene.lexicon.statistics:
        return False
    if scene.words[num.first + 1] not in scene.lexicon.numbers.dashes or not is_name(scene, num.first - 1):
        return False
    for k in range(num.last + 1, min(num.last + 1 + _WIDEST, len(scene.words))):
        if scene.words[k] in scene.lexicon.stop or not scene.words[k].isalpha():
            break
        if plural(scene, k):
            return False
    return True


def is_name(scene: Scene, i: int) -> bool:
    """Tell whether the word at token i is a name by its capital: "iPhone 15", but "pH 7"."""
    if i < 0 or scene.words[i] in scene.lexicon.not_names or scene.owned[i]:
        return False
    word = scene.tokens.raw[i]
    short = word == "." and i > 0 and scene.tokens.glued(i)
    if short and (len(scene.tokens.raw[i - 1]) == 1 or scene.words[i - 1] in scene.lexicon.streets):
        # "Washington, D.C. 20549", "Elm St. 14"
        word = scene.tokens.raw[i - 1]
    elif word == ")" and i:
        # a name in brackets, as "the bulletin (SAB) 118" has it
        word = scene.tokens.raw[i - 1]
    return word[0].isupper() or (len(word) > 2 and word.isalpha() and word[1].isupper())


def plural(scene: Scene, i: int) -> bool:
    """Tell whether word i looks like a noun that can be counted."""
    word = scene.words[i]
    if word in scene.lexicon.plurals:
        return True
    if len(word) < 3 or not word.isalpha() or word in scene.lexicon.not_plurals:
        return False
    if not word.endswith(scene.lexicon.plural_endings):
        return False
    raw = scene.tokens.raw[i]
    return not word.endswith(scene.lexicon.singular_endings) or raw[:-1].isupper()
