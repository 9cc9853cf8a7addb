"""Whose a discovered quantity is, as far as the documents together tell.

One document is about "Brightwater" and speaks of "revenue"; another speaks of "Brightwater's revenue" once and never
shows that this is a name. A name that some document is known to be about parts from the other words of a quantity
wherever it stands among them, so that both speak of the revenue of Brightwater. Figures without any name are of the
only one that their document names, and where it names none, of the only one whose such a figure is told elsewhere.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from kzcheck.lang import languages, read, singular

Array = np.ndarray[Any, Any]
_Names = tuple[str, ...]


def reconciled(metric: Array, parties: Array, document: Array, group: Array, rows: Array) -> tuple[Array, Array]:
    """Give metrics and parties (JSON lists, "" for none) of all claims, those of `rows` brought to one form.

    `metric`, `parties` and `document` are words, `group` the number of the documents that are compared together.
    """
    metric, parties = metric.copy(), parties.copy()
    if not (parties[rows] != "").any():
        return metric, parties
    known = _known(parties[rows], group[rows])
    seen: dict[tuple[str, str, int], tuple[str, _Names]] = {}
    of_document: dict[str, set[_Names]] = {}
    made: list[tuple[str, _Names]] = []
    for said, names, home, number in zip(metric[rows], parties[rows], document[rows], group[rows], strict=True):
        key = (said, names, number)
        if key not in seen:
            own = tuple(" ".join(map(singular, name.split())) for name in json.loads(names or "[]"))
            seen[key] = _parted(said, own, known.get(number, {}))
        made.append(seen[key])
        if seen[key][1]:
            of_document.setdefault(home, set()).add(seen[key][1])
    told: dict[tuple[str, int], set[_Names]] = {}
    for (said, names), number in zip(made, group[rows], strict=True):
        if names:
            told.setdefault((said, number), set()).add(names)
    for row, (said, names), home, number in zip(rows, made, document[rows], group[rows], strict=True):
        here, elsewhere = of_document.get(home, set()), told.get((said, number), set())
        whose = {names} if names else here if len(here) == 1 else elsewhere & (here or elsewhere)
        metric[row] = said
        parties[row] = json.dumps(next(iter(whose))) if len(whose) == 1 else ""
    return metric, parties


def _known(parties: Array, group: Array) -> dict[int, dict[str, list[_Names]]]:
    """Give the names that are known in each group of documents, by their first words."""
    found: dict[int, dict[str, list[_Names]]] = {}
    for names, number in pd.Series(zip(parties, group, strict=True)).unique():
        for name in json.loads(names or "[]"):
            words = tuple(map(singular, name.split()))
            some = found.setdefault(number, {}).setdefault(words[0], [])
            if words not in some:
                some.append(words)
    return found


def _parted(metric: str, parties: _Names, known: dict[str, list[_Names]]) -> tuple[str, _Names]:
    """Part the known names among the words of a discovered metric from the others."""
    mark = min((i for i in (metric.find(" ("), metric.find(" [")) if i >= 0), default=len(metric))
    words, suffix = metric[1:mark].split(), metric[mark:]
    here = set(words)
    names = {name for word in here if word in known for name in known[word] if here.issuperset(name)}
    rest = [w for w in words if not any(w in name for name in names)]
    if not names or not rest:
        return metric, parties
    if suffix.startswith(" ("):
        order, _, after = suffix[2:].partition(")")
        left = [w for w in order.split() if not any(w in name for name in names)]
        suffix = (f" ({' '.join(left)})" if len(left) > 1 and left != sorted(left) else "") + after
    whole = [n for n in names if not any(n != o and set(n) < set(o) for o in names)]
    return f"~{' '.join(rest)}{suffix}", tuple(sorted({*parties, *(" ".join(name) for name in whole)}))


def without_spans(metric: Array, days: Array, rows: Array) -> Array:
    """Leave "annual" out of the metrics of those `rows` whose period is a year, and so on for other lengths."""
    spans = _spans()
    out = metric.copy()
    for row in rows:
        words = out[row].split()
        kept = [w for w in words if not (w.lstrip("~") in spans and _lasts(int(days[row]), spans[w.lstrip("~")]))]
        if len(kept) < len(words) and kept and not kept[0].startswith(("[", "(")):
            out[row] = "~" + " ".join(kept).lstrip("~")
    return out


def _lasts(days: int, span: Sequence[int]) -> bool:
    return span[0] <= days <= span[1]


@cache
def _spans() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            found.update(read(language, "subjects")["spans"])
    return found
