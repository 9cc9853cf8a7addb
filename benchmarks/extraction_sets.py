"""Score the values and units that are read in texts with known quantities, beside published extractors.

    python -m benchmarks.extraction_sets [FOLDER] [--reader NAME] [--misses] [--only SET]

The texts are the test sets of three quantity readers (Recognizers-Text, quantulum3, duckling) where FOLDER holds them,
and the project's own corpus. All readers are scored on the same cases with the same matching, one to one: a quantity
is found where both ends of its value are right (units converted where they differ), and right with its unit where that
is the same as well.

Conventions of the sets differ from one another and from ours. `CONVENTIONS` says which are mapped, for every reader
alike; what is left out, since it is no quantity with a unit in a text, is counted and named.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import peers
from kzcheck.extract import extract
from kzcheck.extract.quantity.givers import is_money
from kzcheck.extract.quantity.units import read_prefix, read_unit
from kzcheck.lang import tokenize
from kzcheck.model import Claim, Document
from kzcheck.storage import load_yaml
from kzcheck.units import UnitError, dimension, factor

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "corpora" / "extraction"
CORPUS = ROOT / "kzcheck" / "lang" / "en" / "corpus"
OWN = "kzcheck's own corpus"
READERS = ("kzcheck", *peers.MODULES)

CONVENTIONS = (
    "the two ends of a range count as the range, and the range as its two ends, whichever of them a set annotates",
    "lengths said together (3 years, 2 months) count as one sum or as their parts, whichever a set annotates",
    "where a set annotates only the end of a range that touches the unit (eight to *10 feet*), the whole range counts",
    "degrees without a scale are right in any scale of temperature, pounds in a set of masses are masses",
    "an amount by which something fell has no sign in the sets, so its sign is not compared",
    "surplus findings count only where they are of the set's own dimension, since each set annotates one alone",
    "lengths of time that kzcheck's own corpus does not mark are no surplus, since it leaves them open",
    "a whole number from 1900 to 2100 without a unit is a year, so no surplus; no reader's dates and ordinals count",
)
"""What is mapped, said of the sets and the readers."""

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
    "dollar": "US dollars",
    "Pound": "pounds sterling",
    "British pound": "pounds sterling",
    "pound sterling": "pounds sterling",
    "Netherlands guilder": "Dutch guilders",
    "percentage": "percent",
    "pound-mass": "lb",
    "K": "kelvin",
    "inverse second": "hertz",
    "age": "years",
}
_MASSES = {"Pound": "lb"}
# Names of units that are so many of another, or a rate.
_OTHERS = {
    "": ("count", Fraction(1)),
    "dozen": ("count", Fraction(12)),
    "count per week": ("count/week", Fraction(1)),
}
_DEGREES = {"deg", "degC", "degF"}
_LENGTHS_OF_TIME = {"s", "min", "h", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century"}
_DUCKLING = {"AmountOfMoney", "Quantity", "Volume", "Distance", "Temperature", "Duration"}
# Kinds of claims that are no quantity to the sets.
_NO_QUANTITIES = ("date", "ordinal", "rank", "score", "anniversary")


@dataclass
class Gold:
    """One annotated quantity; `part` says that it may be the second end of a range whose first is left out."""

    low: Fraction
    high: Fraction
    unit: str
    surface: str
    part: bool = False


@dataclass
class Found:
    """One quantity as a reader gives it, in our names of units; `kind` and the unit's `text` where it has them."""

    low: Fraction
    high: Fraction
    unit: str
    surface: str
    kind: str = ""
    text: str = ""
    spread: Fraction = Fraction(0)


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

    def add(self, *, unit: bool) -> None:
        """Count a quantity that was found, with its unit or without."""
        self.found += 1
        self.claimed += 1
        self.units += unit

    @property
    def f1(self) -> tuple[float, float]:
        """Give F1 in percent, of values and of values with units."""
        total = max(self.gold + self.claimed, 1)
        return 200 * self.found / total, 200 * self.units / total

    def line(self, name: str) -> str:
        """Write precision, recall and F1 of values, and F1 of values with units."""
        precision = self.found / max(self.claimed, 1)
        recall = self.found / max(self.gold, 1)
        return (
            f"{name:34} {self.gold:4} {100 * precision:5.1f} {100 * recall:5.1f} {self.f1[0]:5.1f}  {self.f1[1]:5.1f}"
        )


Reader = Callable[[str], list[Found]]


@cache
def unit_of(words: str, *, mass: bool = False) -> tuple[str, Fraction]:
    """Give our name of a unit that is named in words, with its factor ("cent" is 1/100 USD), or the words."""
    if words in _OTHERS:
        return _OTHERS[words]
    words = _MASSES[words] if mass and words in _MASSES else _NAMES.get(words, words)
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
        cases = out.setdefault(f"Recognizers-Text {name.split('_')[1].removesuffix('Model')}", [])
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
    unit, factor = unit_of(name, mass=scope == "dimension")
    return Gold(number * factor, number * factor, unit, result["Text"], part=True)


def quantulum(folder: Path, left: Counter[str]) -> dict[str, list[Case]]:
    """Read quantulum3's own tests."""
    out: dict[str, list[Case]] = {}
    cases = out.setdefault("quantulum3's own tests", [])
    for name in ("quantities", "quantities.ambiguity"):
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
    """Read duckling's corpus: one quantity a phrase, or none."""
    cases: list[Case] = []
    for row in json.loads((folder / "duckling" / "duckling_en.json").read_text(encoding="utf-8")):
        dim, expect = row["dim"], row["expect"] or ""
        if dim not in _DUCKLING:
            left[f"duckling: {dim} (numbers alone, ordinals and times are no quantities)"] += 1
            continue
        if row.get("negative"):
            cases.append(Case(row["text"], []))
            continue
        between = re.search(r"between (\w+) \(([\d.e-]+), ?([\d.e-]+)\)?[^()]*$", expect)
        simple = re.fullmatch(
            r"(?:simple|above|under|DurationData) (?:(\w+) )?\(?([\d.e-]+)\)?(?: (\w+))?(?: \(.*\)| Nothing)?", expect
        )
        if between:
            unit, low, high = between[1], between[2], between[3]
        elif simple:
            unit = (simple[3] or "") if dim == "Duration" else simple[1] or simple[3] or ""
            low = high = simple[2]
        else:
            left["duckling: expectation that is not one value"] += 1
            continue
        if unit in ("Unnamed", "", "M"):
            left["duckling: no unit, or one left open"] += 1
            continue
        name, factor = unit_of(unit, mass=dim == "Quantity")
        cases.append(Case(row["text"], [Gold(Fraction(low) * factor, Fraction(high) * factor, name, row["text"])]))
    return {"duckling": cases}


def own(left: Counter[str]) -> dict[str, list[Case]]:
    """Read the sentences of the project's corpus whose claims all have a value and a unit."""
    cases: list[Case] = []
    for path in sorted(CORPUS.glob("*.yaml")):
        data = load_yaml(path.read_bytes())
        for row in data if isinstance(data, list) else data.get("sentences", ()):
            if "none" in row:
                cases += [Case(text, []) for text in row["none"]]
            if "text" not in row or "claims" not in row:
                continue
            gold = [_annotated(claim) for claim in row["claims"]]
            if any(g is None for g in gold):
                left[f"{OWN}: a claim without a value or unit (scores, ranks, dates)"] += 1
                continue
            surfaces = re.findall("⟦(.*?)⟧", row["text"], re.DOTALL)
            for g, surface in zip(gold, surfaces, strict=True):
                g.surface = surface
            cases.append(Case(re.sub("[⟦⟧]", "", row["text"]), gold, "not time"))
    return {OWN: cases}


def _annotated(claim: dict[str, Any]) -> Gold | None:
    """Give the quantity of one entry of the corpus, or None where it has no value, no unit or is no quantity."""
    ends = [claim.get("low", claim.get("value")), claim.get("high", claim.get("value"))]
    if None in ends or "unit" not in claim or claim.get("kind") in _NO_QUANTITIES:
        return None
    low, high = sorted(Fraction(str(end)) for end in ends)
    if high < 0 and claim.get("kind") != "level" and claim["unit"] not in _DEGREES:
        low, high = -high, -low
    return Gold(low, high, claim["unit"], "")


def kzcheck(text: str) -> list[Found]:
    """Read a text with kzcheck."""
    claims, _ = extract(Document(id="case", text=text))
    return [_of_claim(c) for c in claims if c.kind not in _NO_QUANTITIES]


def _of_claim(claim: Claim) -> Found:
    low = claim.value if claim.value is not None else claim.range_low or Fraction(0)
    high = claim.value if claim.value is not None else claim.range_high or Fraction(0)
    if claim.kind in ("change", "difference") and low < 0:
        low, high = -high, -low
    spread = (claim.interval.high or low) - low if claim.hedge == "plus_minus" else Fraction(0)
    return Found(low, high, claim.unit, claim.surface, claim.kind, claim.unit_text, abs(spread))


def peer(name: str) -> Reader:
    """Give a peer as a reader in our names of units."""
    read = peers.readings(name)

    def found(text: str) -> list[Found]:
        out = []
        for r in read(text):
            unit, factor = unit_of(r.unit)
            out.append(Found(r.low * factor, r.high * factor, unit, r.surface))
        return out

    return found


def matches(gold: Gold, found: Found, *, temperature: bool = False) -> tuple[bool, bool]:
    """Tell whether a finding has the value of the gold, and its unit as well, converting where they differ."""
    if gold.low != gold.high and found.spread:
        found = replace(found, low=found.low - found.spread, high=found.high + found.spread)
    same = _near(found.low, gold.low) and _near(found.high, gold.high)
    if same and _same_unit(gold.unit, found, temperature=temperature):
        return True, True
    try:
        scale = Fraction(factor(found.unit, gold.unit))
    except (UnitError, ValueError):
        return same, False
    converted = _near(found.low * scale, gold.low) and _near(found.high * scale, gold.high)
    return same or converted, converted


def _near(a: Fraction, b: Fraction) -> bool:
    return abs(a - b) <= abs(b) / 10**4


def _same_unit(unit: str, found: Found, *, temperature: bool) -> bool:
    if unit == found.unit or unit_of(unit)[0] == found.unit:
        return True
    if temperature and unit == "deg" and found.unit in _DEGREES:
        return True
    if found.unit == "count" and unit != "count":
        return bool(found.text) and unit.lower()[:4] in found.text.lower()
    # "Dollar" where the text says no country, barrels a day told as barrels
    return found.unit.split("/")[0] == unit or {unit, found.unit} <= {"USD", "dollar"}


def _of_scope(scope: str, found: Found) -> bool:
    if not scope:
        return True
    if scope == "not time":
        return found.kind != "duration" and found.unit not in _LENGTHS_OF_TIME
    if scope == "percent":
        return found.unit == "percent"
    if scope == "money":
        return is_money(found.unit.split("/")[0])
    if scope == "age":
        return found.kind == "age"
    try:
        kind = dimension(found.unit) if found.unit else ""
    except (UnitError, ValueError):
        return False
    if scope == "dimension":
        known = ("length", "mass", "volume", "area", "speed", "data", "information", "angle", "power", "energy")
        return any(word in kind for word in known)
    return scope in kind


def score(cases: list[Case], read: Reader, *, misses: bool = False) -> Score:
    """Match what a reader finds and the annotations one to one, then by the conventions; count both."""
    out = Score()
    for case in cases:
        free = read(case.text)
        out.gold += len(case.gold)
        open_golds: list[Gold] = []
        for gold in case.gold:
            ranked = [(f, *matches(gold, f, temperature=case.scope in ("", "temperature"))) for f in free]
            best = next((r for r in ranked if r[2]), None) or next((r for r in ranked if r[1]), None)
            if best is None:
                open_golds.append(gold)
                continue
            free.remove(best[0])
            out.add(unit=best[2])
            if misses and not best[2]:
                print(f"  unit {gold.surface!r} want {gold.unit} have {best[0].unit}")
        open_golds, free = _by_conventions(open_golds, free, out)
        for gold in open_golds if misses else ():
            print(f"  miss {gold.surface!r} {float(gold.low):g} {gold.unit} in {case.text!r}")
        for found in free:
            known = any(_near(found.low, number) for number in case.ignored)
            if known or _is_year(found) or not _of_scope(case.scope, found):
                continue
            out.claimed += 1
            if misses:
                print(f"  extra {found.surface!r} {found.kind} in {case.text!r}")
    return out


def _is_year(found: Found) -> bool:
    return found.unit == "count" and found.low.denominator == 1 and 1900 <= found.low == found.high <= 2100


def _by_conventions(golds: list[Gold], free: list[Found], out: Score) -> tuple[list[Gold], list[Found]]:
    """Match what is said in other parts than the set annotates; gives what stays unmatched on both sides."""
    golds, free = list(golds), list(free)
    for f in list(free):
        parts = _parts(f, golds)
        if parts:
            free.remove(f)
            for gold in parts:
                golds.remove(gold)
                out.add(unit=_convertible(f.unit, gold.unit))
    for gold in list(golds):
        told = _told(gold, free)
        if told:
            golds.remove(gold)
            free = [f for f in free if not any(f is t for t in told)]
            out.add(unit=True)
    return golds, free


def _parts(f: Found, golds: list[Gold]) -> list[Gold]:
    """Give the neighbouring annotations that one finding says at once: ends of its range, terms of its sum."""
    if f.low != f.high:
        for a, b in pairwise(golds):
            if _near(f.low, a.low) and _near(f.high, b.high) and a.low == a.high and b.low == b.high:
                return [a, b]
        return [g for g in golds if g.part and g.low == g.high and _near(f.high, g.high)][:1]
    for i in range(len(golds)):
        total = Fraction(0)
        for j in range(i, len(golds)):
            scale = _scale(golds[j].unit, f.unit)
            if scale is None or golds[j].low != golds[j].high:
                break
            total += golds[j].low * scale
            if j > i and _near(total, f.low):
                return golds[i : j + 1]
    return []


def _told(gold: Gold, free: list[Found]) -> list[Found]:
    """Give the neighbouring findings that say one annotation in parts: ends of its range, terms of its sum."""
    for i in range(len(free) - 1):
        a, b = free[i], free[i + 1]
        scales = _scale(a.unit, gold.unit), _scale(b.unit, gold.unit)
        if gold.low != gold.high and scales[0] is not None and scales[1] is not None:
            ends = sorted((a.low * scales[0], b.high * scales[1]))
            if a.low == a.high and b.low == b.high and _near(ends[0], gold.low) and _near(ends[1], gold.high):
                return [a, b]
        total = Fraction(0)
        for j in range(i, len(free)):
            scale = _scale(free[j].unit, gold.unit)
            if scale is None or free[j].low != free[j].high or gold.low != gold.high:
                break
            total += free[j].low * scale
            if j > i and _near(total, gold.low):
                return free[i : j + 1]
    return []


def _scale(unit: str, wanted: str) -> Fraction | None:
    if unit == wanted:
        return Fraction(1)
    try:
        return Fraction(factor(unit, wanted))
    except (UnitError, ValueError):
        return None


def _convertible(unit: str, wanted: str) -> bool:
    return _scale(unit, wanted) is not None


def all_sets(folder: Path, left: Counter[str]) -> dict[str, list[Case]]:
    """Give every set that is there; what is left out of them is counted in `left`."""
    sets: dict[str, list[Case]] = {}
    if folder.is_dir():
        sets |= recognizers(folder, left) | quantulum(folder, left) | duckling(folder, left)
    return sets | own(left)


def reader(name: str) -> Reader:
    """Give a reader by its name."""
    return kzcheck if name == "kzcheck" else peer(name)


def section() -> str:
    """Give the table of all readers on all sets as Markdown."""
    left: Counter[str] = Counter()
    sets = all_sets(FOLDER, left)
    names = [name for name in READERS if name == "kzcheck" or peers.installed(name)]
    readers = {name: reader(name) for name in names}
    lines = [
        "## Values and units found",
        "",
        "F1 in percent of the values, and of the values with their units, by each reader on the same cases in one run.",
        "",
    ]
    if not FOLDER.is_dir():
        lines += ["The published test sets do not lie beside this checkout; the project's own corpus does.", ""]
    lines += [
        "| text | quantities | " + " | ".join(f"{name}: value | with unit" for name in READERS) + " |",
        "|---|---:|" + "---:|---:|" * len(READERS),
    ]
    for title, cases in sets.items():
        cells = []
        for name in READERS:
            if name in readers:
                got = score(cases, readers[name])
                cells += [f"{got.f1[0]:.1f}", f"{got.f1[1]:.1f}"]
            else:
                cells += ["not installed", ""]
        lines.append(f"| {title} | {sum(len(c.gold) for c in cases)} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "kzcheck was developed on all of these texts, each peer on the set that bears its name: none is held out.",
        "",
        "Conventions mapped:",
        "",
        *(f"- {text};" for text in CONVENTIONS),
        "",
        "Left out:",
        "",
        *(f"- {count} of {reason};" for reason, count in sorted(left.items())),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Score one reader on all sets in a folder and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--reader", choices=READERS, default="kzcheck")
    parser.add_argument("--misses", action="store_true", help="print every case that is not right")
    parser.add_argument("--only", default="", help="only sets whose name holds this")
    options = parser.parse_args()
    if options.reader in peers.MODULES and not peers.installed(options.reader):
        parser.error(f"{options.reader} is not installed: it comes with the extra bench (pip install '.[bench]')")
    left: Counter[str] = Counter()
    sets = all_sets(options.folder, left)
    read = reader(options.reader)
    print(f"{'set':34} gold  prec   rec    F1  +unit")
    for name, cases in sets.items():
        if options.only.lower() in name.lower():
            print(score(cases, read, misses=options.misses).line(name))
    print("\nconventions mapped:")
    for text in CONVENTIONS:
        print(f"      {text}")
    print("\nleft out:")
    for reason, count in sorted(left.items()):
        print(f"{count:5} {reason}")


if __name__ == "__main__":
    main()
