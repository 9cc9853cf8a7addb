"""Find the noun that a number counts: after it, behind what describes it and names, before a hyphen, or before it."""

from __future__ import annotations

from kzcheck.extract.quantity.items import Item, Scene
from kzcheck.extract.quantity.rejections import plural

# How many tokens a counted noun may have with all that describes it, and how many letters an acronym.
_WIDEST_NOUN = 8
_LONGEST_ACRONYM = 5
# A word of more letters than this after a hyphen is one that is counted.
_SHORT = 2


def noun_phrase(scene: Scene, j: int, limit: int, *, one: bool) -> tuple[int, str] | None:
    """Find the noun that is counted from token j on: its last token and the words up to it."""
    w = scene.words
    raw = scene.tokens.raw
    lexicon = scene.lexicon
    n = min(limit, len(w), j + _WIDEST_NOUN)
    end = -1
    named = False
    k = j
    while k < n:
        word = w[k]
        if scene.owned[k] == 1 and end >= 0:
            break
        if not word.isalpha():
            width = _inside_noun(scene, j, k)
            if not width:
                break
            k += width
            continue
        if word in lexicon.numbers.join and end < 0 and _joins_names(scene, j, k):
            k += 1
            continue
        if scene.owned[k] or (word in lexicon.stop and not (_model(scene, k) or _describes(scene, k))):
            break
        if plural(scene, k) or _plural_of_digits(scene, j, k):
            end, named = k, False
        elif end >= 0 and not (named and raw[k][0].isupper()):
            break
        elif len(word) > 1 and raw[k].isupper() and k == j and len(word) <= _LONGEST_ACRONYM:
            # "three FTSE firms" counts firms, "20 TEU" counts TEU
            end, named = k, True
        elif one and k + 1 < len(w) and (w[k + 1] in lexicon.stop or not w[k + 1].isalpha() or k >= j):
            end = k
            break
        k += 1
    if end < 0:
        return None
    if end + 2 < len(w) and w[end + 1] in lexicon.of and w[end + 2] in lexicon.of_nouns:
        end += 2
    return end, scene.tokens.surface(j, end)


def _inside_noun(scene: Scene, j: int, k: int) -> int:
    """Give how many tokens from k on, which is no word, belong to a noun that began at j: "co-owners", "Model 3s"."""
    tokens = scene.tokens
    glued = tokens.glued(k) and k > j
    joined = (
        scene.words[k] in scene.lexicon.numbers.dashes and glued and tokens.glued(k + 1 if k + 1 < len(tokens) else k)
    )
    if joined and k + 1 < len(tokens):
        return 2 if k + 2 < len(tokens) and not plural(scene, k + 1) else 1
    digit = scene.words[k][0].isdecimal()
    return int(digit and (glued or (k > j and tokens.raw[k - 1][0].isupper())))


def _describes(scene: Scene, k: int) -> bool:
    """Tell whether an adverb at token k describes a plural here: "3 million daily visitors"."""
    follows = k + 1 < len(scene.words) and not scene.owned[k + 1] and plural(scene, k + 1)
    return scene.words[k] in scene.lexicon.adjectives and follows and scene.words[k + 1] not in scene.lexicon.stop


def _joins_names(scene: Scene, j: int, k: int) -> bool:
    """Tell whether "and" at token k only joins what describes a noun that follows: "460 Kia and Hyundai cars"."""
    raw = scene.tokens.raw
    if k == j or k + 2 >= len(raw) or scene.owned[k + 1] or not raw[k - 1].isalpha() or not raw[k + 1].isalpha():
        return False
    lexicon = scene.lexicon
    alike = raw[k - 1][0].isupper() == raw[k + 1][0].isupper()
    words = (scene.words[k - 1], scene.words[k + 1])
    return alike and not any(x in lexicon.stop or x in lexicon.verbs or x.endswith(lexicon.passives) for x in words)


def _model(scene: Scene, k: int) -> bool:
    """Tell whether a capital at token k begins the name of a model: the A of "24 Airbus A321 jets"."""
    tokens = scene.tokens
    glued = k + 1 < len(tokens) and tokens.glued(k + 1) and tokens.words[k + 1][0].isdecimal()
    return glued and tokens.raw[k].isupper()


def _plural_of_digits(scene: Scene, j: int, k: int) -> bool:
    """Tell whether token k is the "s" of "63,150 Model 3s"."""
    return k > j and scene.words[k] == "s" and scene.tokens.glued(k) and scene.words[k - 1][0].isdecimal()


def hyphen_noun(scene: Scene, item: Item, j: int) -> tuple[int, str] | None:
    """Find the noun that a number before a hyphen counts: "12-storey", "27-nation", after digits any: "15T-token"."""
    w = scene.words
    dash = j + 1 < len(w) and w[j] in scene.lexicon.numbers.dashes
    if not dash or scene.tokens.glued(j) != scene.tokens.glued(j + 1):
        return None
    word = w[j + 1]
    named = word in scene.lexicon.hyphen_nouns
    if not named and item.num.form == "digits" and scene.tokens.glued(j):
        named = len(word) > _SHORT and scene.tokens.raw[j + 1].islower() and word not in scene.lexicon.stop
    return (j + 1, scene.tokens.raw[j + 1]) if named else None


def plural_before(scene: Scene, first: int) -> str:
    """Find the nearest plural noun before token `first`."""
    for i in range(first - 1, max(first - 20, 0) - 1, -1):
        if scene.words[i] not in scene.lexicon.stop and plural(scene, i):
            return scene.tokens.raw[i]
    return ""
