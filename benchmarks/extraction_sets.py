"""Score the extraction on the published test sets of three quantity readers, and say what is left out and why.

    python -m benchmarks.extraction_sets ../shared/corpora/extraction [--misses]

Their conventions differ from one another and from ours. A case is left out where it is no claim of a text: numbers
without a unit that are names or years (quantulum3's "dimensionless"), time of day, conversions between units
(duckling's compound lengths), sentences that the set marks as not supported. What is scored: the value of every
annotated quantity, and value with unit. A range counts where both ends are right. Surplus findings count against
precision only where they are of the set's own dimension, since each set annotates one dimension alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from kzcheck.extract import extract
from kzcheck.extract.kinds import is_money
from kzcheck.extract.units import read_prefix, read_unit
from kzcheck.lang import tokenize
from kzcheck.model import Claim, Document
from kzcheck.units import UnitError, dimension, factor

_RECOGNIZERS = {
    "NumberWithUnit_CurrencyModel": "money",
    "NumberWithUnit_DimensionModel": "dimension",
    "NumberWithUnit_TemperatureModel": "temperature",
    "NumberWithUnit_AgeModel": "age",
    "Number_PercentModel": "percent",
}
# Names of the sets that are no words of a text.
_NAMES = {
    "C": "degrees Celsius",
    "F": "degrees Fahrenheit",
    "United States dollar": "US dollars",
    "Dollar": "US dollars",
    "Pound": "pounds sterling",
    "British pound": "pounds sterling",
    "Netherlands guilder": "Dutch guilders",
    "percentage": "percent",
    "pound-mass": "lb",
    "K": "kelvin",
}
_DUCKLING = {"AmountOfMoney", "Quantity", "Volume", "Distance", "Temperature", "Duration"}


@dataclass
class Gold:
    """One annotated quantity."""

    low: Fraction
    high: Fraction
    unit: str
    surface: str


@dataclass
class Case:
    """One text with its quantities; `scope` names the dimension that the set annotates ("" for all)."""

    text: str
    gold: list[Gold]
    scope: str = ""
    ignored: list[Fraction] = field(default_factory=list)


@dataclass
class Score:
    """Counts of one set."""

    gold: int = 0
    found: int = 0
    units: int = 0
    claimed: int = 0

    def line(self, name: str) -> str:
        """Write precision, recall and F1 of values, and F1 of values with units."""
        precision = self.found / max(self.claimed, 1)
        recall = self.found / max(self.gold, 1)
        f1 = 2 * self.found / max(self.gold + self.claimed, 1)
        unit = 2 * self.units / max(self.gold + self.claimed, 1)
        numbers = f"{100 * precision:5.1f} {100 * recall:5.1f} {100 * f1:5.1f}  {100 * unit:5.1f}"
        return f"{name:34} {self.gold:4} {numbers}"


@cache
def unit_of(words: str) -> tuple[str, Fraction]:
    """Give our name of a unit that a set names in words, with its factor ("cent" is 1/100 USD), or the words."""
    words = _NAMES.get(words, words)
    cleaned = words.replace("_", " ").strip()
    for text in (cleaned, cleaned.lower(), f"{cleaned.lower()}s"):
        tokens = tokenize(f"1 {text}")
        reading = read_unit(tokens, 1)
        if reading is not None and reading.last == len(tokens) - 1:
            return reading.unit, reading.factor
        tokens = tokenize(f"{text} 1")
        reading = read_prefix(tokens, len(tokens) - 1)
        if reading is not None:
            return reading.unit, reading.factor
    return cleaned.lower(), Fraction(1)


def recognizers(folder: Path, left: Counter[str]) -> dict[str, list[Case]]:
    """Read Recognizers-Text's specifications of numbers with units."""
    out: dict[str, list[Case]] = {}
    for name, scope in _RECOGNIZERS.items():
        cases = out.setdefault(f"recognizers {name.split('_')[1]}", [])
        for row in json.loads((folder / "recognizers" / f"{name}.json").read_text(encoding="utf-8-sig")):
            if "python" in row.get("NotSupported", ""):
                left[f"{name}: marked as not supported"] += 1
                continue
            gold = [g for g in (_recognized(r, scope) for r in row["Results"]) if g is not None]
            if len(gold) != len(row["Results"]):
                left[f"{name}: a result without a number"] += 1
                continue
            cases.append(Case(row["Input"], gold, scope))
    return out


def _recognized(result: dict[str, Any], scope: str) -> Gold | None:
    value = str((result.get("Resolution") or {}).get("value") or "").rstrip("%")
    try:
        number = Fraction(value)
    except ValueError:
        return None
    name = "percent" if scope == "percent" else str(result["Resolution"].get("unit", ""))
    unit, factor = unit_of(name)
    return Gold(number * factor, number * factor, unit, result["Text"])


def quantulum(folder: Path, left: Counter[str]) -> dict[str, list[Case]]:
    """Read quantulum3's own tests."""
    out: dict[str, list[Case]] = {}
    for name in ("quantities", "quantities.ambiguity"):
        cases = out.setdefault(f"quantulum3 {name}", [])
        for row in json.loads((folder / "quantulum3" / f"{name}.json").read_text(encoding="utf-8-sig")):
            gold, ignored = [], []
            for r in row["res"]:
                value = Fraction(str(r["value"]))
                spread = Fraction(str(r.get("uncertainty") or 0))
                if r["unit"] == "dimensionless":
                    left[f"{name}: dimensionless"] += 1
                    ignored.append(value)
                    continue
                unit, factor = unit_of(r["unit"])
                gold.append(Gold((value - spread) * factor, (value + spread) * factor, unit, r["surface"]))
            cases.append(Case(row["req"], gold, "", ignored))
    return out


def duckling(folder: Path, left: Counter[str]) -> dict[str, list[Case]]:
    """Read duckling's corpus: one quantity a phrase."""
    cases: list[Case] = []
    for row in json.loads((folder / "duckling" / "duckling_en.json").read_text(encoding="utf-8")):
        dim, expect = row["dim"], row["expect"] or ""
        if dim not in _DUCKLING:
            left[f"duckling: {dim} (numbers alone, ordinals and times are no quantities)"] += 1
            continue
        simple = re.fullmatch(
            r"(?:simple|above|under|DurationData) (?:(\w+) )?([\d.e-]+)(?: (\w+))?(?: \(.*\)| Nothing)?", expect
        )
        between = re.fullmatch(r"between (\w+) \(([\d.e-]+), ?([\d.e-]+)\)(?: .*)?", expect)
        if dim == "Duration" and simple:
            unit, low, high = simple[3] or "", simple[2], simple[2]
        elif simple:
            unit, low, high = simple[1] or simple[3] or "", simple[2], simple[2]
        elif between:
            unit, low, high = between[1], between[2], between[3]
        else:
            left["duckling: expectation that is not one value"] += 1
            continue
        if unit in ("Unnamed", "", "M", "Degree"):
            left["duckling: no unit, or one left open"] += 1
            continue
        name, factor = unit_of(unit)
        cases.append(Case(row["text"], [Gold(Fraction(low) * factor, Fraction(high) * factor, name, row["text"])]))
    return {"duckling": cases}


def matches(gold: Gold, claim: Claim) -> tuple[bool, bool]:
    """Tell whether a claim has the value of the gold, and its unit as well, converting where they differ."""
    low = claim.range_low if claim.value is None else claim.value
    high = claim.range_high if claim.value is None else claim.value
    if low is None or high is None:
        return False, False
    if claim.kind in ("change", "difference") and low < 0 <= gold.low:
        low, high = -high, -low
    same = _near(low, gold.low) and _near(high, gold.high)
    if same:
        return True, _same_unit(gold.unit, claim)
    try:
        scale = Fraction(factor(claim.unit, gold.unit))
    except (UnitError, ValueError):
        return False, False
    same = _near(low * scale, gold.low) and _near(high * scale, gold.high)
    return same, same


def _near(a: Fraction, b: Fraction) -> bool:
    return abs(a - b) <= abs(b) / 10**4


def _same_unit(unit: str, claim: Claim) -> bool:
    if unit == claim.unit or unit_of(unit)[0] == claim.unit:
        return True
    if claim.unit == "count":
        return unit.lower()[:4] in claim.unit_text.lower()
    # "Dollar" where the text says no country, barrels a day told as barrels
    return claim.unit.split("/")[0] == unit or {unit, claim.unit} <= {"USD", "dollar"}


def _of_scope(scope: str, claim: Claim) -> bool:
    if claim.kind in ("date", "ordinal", "rank", "score", "anniversary"):
        return False
    if not scope:
        return True
    if scope == "percent":
        return claim.unit == "percent"
    if scope == "money":
        return is_money(claim.unit.split("/")[0])
    if scope == "age":
        return claim.kind == "age"
    kind = dimension(claim.unit) if claim.unit else ""
    if scope == "dimension":
        known = ("length", "mass", "volume", "area", "speed", "data", "information", "angle", "power", "energy")
        return any(word in kind for word in known)
    return scope in kind


def score(cases: list[Case], *, misses: bool) -> Score:
    """Match claims and annotations one to one, each annotation to the first free claim with its value."""
    out = Score()
    for n, case in enumerate(cases):
        claims, _ = extract(Document(id=f"case{n}", text=case.text))
        free = [c for c in claims if c.kind != "date" or c.value is not None]
        out.gold += len(case.gold)
        for gold in case.gold:
            ranked = [(c, *matches(gold, c)) for c in free]
            best = next((r for r in ranked if r[2]), None) or next((r for r in ranked if r[1]), None)
            if best is None:
                if misses:
                    print(f"  miss {gold.surface!r} {float(gold.low):g} {gold.unit} in {case.text!r}")
                continue
            free.remove(best[0])
            out.found += 1
            out.units += best[2]
            out.claimed += 1
            if misses and not best[2]:
                print(f"  unit {gold.surface!r} want {gold.unit} have {best[0].unit}")
        for claim in free:
            if claim.value in case.ignored or not _of_scope(case.scope, claim):
                continue
            out.claimed += 1
            if misses:
                print(f"  extra {claim.surface!r} {claim.kind} in {case.text!r}")
    return out


def main() -> None:
    """Score all sets in a folder and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every case that is not right")
    parser.add_argument("--only", default="", help="only sets whose name holds this")
    options = parser.parse_args()
    left: Counter[str] = Counter()
    sets = recognizers(options.folder, left) | quantulum(options.folder, left) | duckling(options.folder, left)
    print(f"{'set':34} gold  prec   rec    F1  +unit")
    for name, cases in sets.items():
        if options.only in name:
            print(score(cases, misses=options.misses).line(name))
    print("\nleft out:")
    for reason, count in sorted(left.items()):
        print(f"{count:5} {reason}")


if __name__ == "__main__":
    main()
