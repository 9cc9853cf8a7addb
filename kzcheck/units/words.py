"""Units as people write them: "22 people", "3 m³", "$0.73 a share"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_POWER = re.compile(r"(?<=[A-Za-z])[23]\b")
_RAISED = {"2": "²", "3": "³"}
_COUNT = "count"
_THINGS = frozenset({"person", "head", "dose", "seat", "vote"})
_CURRENCY = re.compile(r"[A-Z]{3}")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
# Words whose first letter is not how they sound.
_AN = re.compile(r"(?:[aeio]|u(?!ni|se)|hour|honou?r)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def unit_words(unit: str, noun: str = "", *, one: bool = False) -> str:
    """Write a unit as people do, without the number before it; `noun` are the words of the text for what is counted.

    >>> unit_words("person"), unit_words("m3"), unit_words("USD/count", "$ per share"), unit_words("km/h")
    ('people', 'm³', 'USD a share', 'km/h')
    """
    base, slash, _per = unit.partition("/")
    if base == _COUNT and noun:
        return noun
    above = _plain(base, one=one)
    return f"{above}{per_words(unit, noun)}" if slash else above


@lru_cache(maxsize=4096)
def per_words(unit: str, noun: str = "") -> str:
    """Write what a unit is for one of: " a share", " an hour", "/m²"; " each" where nobody says of what; "" for none.

    >>> per_words("USD/count", "$ per share"), per_words("USD/h"), per_words("km/h"), per_words("USD/count")
    (' a share', ' an hour', '/h', ' each')
    """
    base, slash, per = unit.partition("/")
    if not slash:
        return ""
    if per == _COUNT:
        found = _LAST_WORD.search(noun)
        word = found[1] if found else ""
    else:
        spelled = base in _names() or _CURRENCY.fullmatch(base) or base == _COUNT or per in _THINGS
        word = _names()[per][0] if spelled and per in _names() else ""
        if not word:
            return f"/{per if per in _names() else _plain(per, one=True)}"
    return f" {'an' if _AN.match(word) else 'a'} {word}" if word else " each"


def _plain(unit: str, *, one: bool) -> str:
    if unit == _COUNT:
        return ""
    if unit in _names():
        return _names()[unit][0 if one else 1]
    return _POWER.sub(lambda m: _RAISED[m[0]], unit).replace("_", " ")


@cache
def _names() -> dict[str, tuple[str, str]]:
    found = {}
    for line in files(__package__).joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        unit, equals, words = line.partition(" = ")
        if equals and not line.startswith("#"):
            one, _, many = words.partition(", ")
            found[unit] = (one, many)
    return found
