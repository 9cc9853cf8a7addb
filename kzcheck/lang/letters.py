"""The capitals of every script, for patterns: "Ørsted", "Éva" and "İzmir" begin with one as "Acme" does."""

from __future__ import annotations

from itertools import groupby

_PLANE = 0x10000


def _capitals() -> str:
    """Give the letters that have a small form, of the first plane of Unicode, as the inside of a class of a pattern."""
    places = [n for n, letter in enumerate(map(chr, range(_PLANE))) if letter.isalpha() and letter.lower() != letter]
    runs = []
    for _, run in groupby(enumerate(places), lambda at: at[1] - at[0]):
        first, *rest = (chr(n) for _, n in run)
        runs.append(f"{first}-{rest[-1]}" if rest else first)
    return "".join(runs)


CAPITAL = f"[{_capitals()}]"
"""A pattern for one capital."""
