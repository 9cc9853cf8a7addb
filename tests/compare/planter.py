"""Documents of ten fields whose numbers fit one another, and the same with one slip planted: from a seed alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from random import Random

FIELDS: tuple[Mapping[str, str], ...] = (
    {
        "who": "the Elmford orchard",
        "what": "harvest",
        "unit": "tonnes",
        "people": "pickers",
        "did": "came from abroad",
        "things": "crates of plums",
        "sites_of": "fields",
        "made": "gave",
        "event": "first picking",
        "money": "$",
    },
    {
        "who": "the Norvik clinic",
        "what": "intake",
        "unit": "litres",
        "people": "patients",
        "did": "went home the same day",
        "things": "vaccinations",
        "sites_of": "wards",
        "made": "used",
        "event": "opening of the ward",
        "money": "€",
    },
    {
        "who": "the Aldmoor railway",
        "what": "freight",
        "unit": "tonnes",
        "people": "drivers",
        "did": "work part-time",
        "things": "late trains",
        "sites_of": "depots",
        "made": "handled",
        "event": "strike",
        "money": "£",
    },
    {
        "who": "the Tarn university",
        "what": "intake",
        "unit": "students",
        "people": "lecturers",
        "did": "hold a doctorate",
        "things": "applications",
        "sites_of": "halls",
        "made": "housed",
        "event": "graduation",
        "money": "$",
    },
    {
        "who": "the Oster power station",
        "what": "output",
        "unit": "GWh",
        "people": "engineers",
        "did": "joined this year",
        "things": "outages",
        "sites_of": "turbines",
        "made": "supplied",
        "event": "restart",
        "money": "€",
    },
    {
        "who": "the Quillon museum",
        "what": "attendance",
        "unit": "visitors",
        "people": "guides",
        "did": "speak French",
        "things": "school tours",
        "sites_of": "rooms",
        "made": "drew",
        "event": "reopening",
        "money": "£",
    },
    {
        "who": "the Brackwater port",
        "what": "traffic",
        "unit": "containers",
        "people": "dockers",
        "did": "were trained",
        "things": "ships",
        "sites_of": "berths",
        "made": "moved",
        "event": "naming of the quay",
        "money": "$",
    },
    {
        "who": "the Sable bank",
        "what": "lending",
        "unit": "million euros",
        "people": "customers",
        "did": "bank by telephone",
        "things": "mortgages",
        "sites_of": "branches",
        "made": "lent",
        "event": "annual meeting",
        "money": "€",
    },
    {
        "who": "the Hadley fishery",
        "what": "catch",
        "unit": "tonnes",
        "people": "skippers",
        "did": "own their boats",
        "things": "trawlers",
        "sites_of": "boats",
        "made": "landed",
        "event": "blessing of the fleet",
        "money": "£",
    },
    {
        "who": "the Ferrand observatory",
        "what": "archive",
        "unit": "terabytes",
        "people": "astronomers",
        "did": "are visitors",
        "things": "nights of observation",
        "sites_of": "telescopes",
        "made": "recorded",
        "event": "eclipse",
        "money": "$",
    },
)
KINDS = (
    "digits_swapped",
    "digit_lost",
    "digit_doubled",
    "factor_10",
    "factor_1000",
    "off_by_one_last_place",
    "other_year",
    "percent_for_points",
    "wrong_base",
    "direction",
    "weekday",
    "anniversary",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


TEXT = """\
# Figures of {year}

The {what} of {who} {rose} from {before} {unit} in {last} to {after} {unit} in {year}, {way} {growth}.

Of the {whole} {people}, {part} ({share}%) {did}.

The budget of {money}{budget} million comprises {cost0} for wages, {cost1} for repairs and {cost2} for insurance.

The share of the region in all of this climbed {points}, from {rate0}% to {rate1}%.

There were {counted1} {things}, {more} more than the {counted0} of the year before.

The {sites} {sites_of} {made} {total} {unit}, an average of {average} {unit} each.

Founded in {founded}, the place marked its {jubilee} anniversary in {year}.

The {event} took place on {weekday}, {day}.
"""


@dataclass(frozen=True)
class World:
    """The numbers of one document; `said` puts another text in the place of a number."""

    names: Mapping[str, str]
    year: int
    before: int
    after: int
    whole: int
    part: int
    costs: tuple[int, int, int]
    rates: tuple[int, int]
    counted: tuple[int, int]
    sites: int
    average: int
    founded: int
    day: date
    said: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Write the document."""
        rising = self.after > self.before
        day = f"{self.day.day} {self.day:%B} {self.day.year}"
        words = {"rose": "rose" if rising else "fell", "way": "up" if rising else "down", "day": day}
        years = {"year": self.year, "last": self.year - 1, "founded": self.founded}
        return TEXT.format(**{**self.names, **years, **words, **self.numbers(), **self.said})

    def numbers(self) -> dict[str, str]:
        """Give what the document states, by name, as it should be."""
        growth = abs(self.after / self.before - 1) * 100
        budget = sum(self.costs)
        return {
            "before": f"{self.before:,}",
            "after": f"{self.after:,}",
            "growth": f"{growth:.1f}%",
            "whole": f"{self.whole:,}",
            "part": f"{self.part:,}",
            "share": f"{self.part / self.whole * 100:.1f}",
            "budget": f"{budget / 10:.1f}",
            **{f"cost{i}": f"{c / 10:.1f}" for i, c in enumerate(self.costs)},
            "points": f"{(self.rates[1] - self.rates[0]) / 10:.1f} percentage points",
            "rate0": f"{self.rates[0] / 10:.1f}",
            "rate1": f"{self.rates[1] / 10:.1f}",
            "counted0": f"{self.counted[0]:,}",
            "counted1": f"{self.counted[1]:,}",
            "more": f"{self.counted[1] - self.counted[0]:,}",
            "sites": str(self.sites),
            "total": f"{self.sites * self.average:,}",
            "average": f"{self.average:,}",
            "jubilee": ordinal(self.year - self.founded),
            "weekday": DAYS[self.day.weekday()],
        }


def ordinal(n: int) -> str:
    """Write an ordinal: 21st."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def world(rng: Random, names: Mapping[str, str]) -> World:
    """Draw the numbers of a document: no digit repeats its neighbour, and none is round."""
    before = odd(rng, 2_000, 8_000)
    whole = odd(rng, 300, 2_000)
    low = odd(rng, 113, 391)
    first = odd(rng, 300, 900)
    return World(
        names=names,
        year=rng.randrange(2012, 2025),
        before=before,
        after=int(before * rng.choice((0.78, 0.87, 1.13, 1.27, 1.46))),
        whole=whole,
        part=int(whole * rng.uniform(0.2, 0.8)),
        costs=(odd(rng, 41, 97), odd(rng, 21, 39), odd(rng, 12, 19)),
        rates=(low, low + odd(rng, 23, 97)),
        counted=(first, first + odd(rng, 61, 199)),
        sites=odd(rng, 12, 48),
        average=odd(rng, 123, 897),
        founded=rng.randrange(1901, 1990),
        day=date(rng.randrange(2005, 2024), rng.randrange(1, 13, 2), rng.randrange(1, 29)),
    )


def odd(rng: Random, low: int, high: int) -> int:
    """Draw a number whose digits all differ from their neighbours and that ends in no zero."""
    while True:
        n = rng.randrange(low, high)
        digits = str(n)
        if digits[-1] != "0" and all(a != b for a, b in pairwise(digits)):
            return n


def documents(seed: int = 7, count: int = 200) -> Iterator[tuple[str, str, str, str]]:
    """Give (kind of slip, what was changed, clean text, text with the slip), every kind and field in turn."""
    rng = Random(seed)  # noqa: S311  documents, no secrets
    for i in range(count):
        kind = KINDS[i % len(KINDS)]
        clean = world(rng, FIELDS[i % len(FIELDS)])
        name, said = SLIPS[kind](rng, clean)
        yield kind, name, clean.text(), replace(clean, said=said).text()


_Planted = tuple[str, Mapping[str, str]]
_DIGITS = ("after", "part", "total", "counted1", "before", "counted0")


def _on(digits: Callable[[Random, str], str]) -> Callable[[Random, World], _Planted]:
    def plant(rng: Random, clean: World) -> _Planted:
        name = rng.choice(_DIGITS)
        number = clean.numbers()[name].replace(",", "")
        return name, {name: f"{int(digits(rng, number)):,}"}

    return plant


def _swap(rng: Random, digits: str) -> str:
    i = rng.choice([i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")])
    return digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]


def _lose(rng: Random, digits: str) -> str:
    i = rng.randrange(1, len(digits) - 1)
    return digits[:i] + digits[i + 1 :]


def _double(rng: Random, digits: str) -> str:
    i = rng.randrange(len(digits))
    return digits[: i + 1] + digits[i:]


def _last(_: Random, clean: World) -> _Planted:
    share = clean.numbers()["share"]
    return "share", {"share": f"{float(share) + 0.1:.1f}"}


def _other_year(_: Random, clean: World) -> _Planted:
    return "counted1", {"counted1": clean.numbers()["counted0"]}


def _points(_: Random, clean: World) -> _Planted:
    low, high = clean.rates
    return "points", {"points": f"{(high / low - 1) * 100:.1f} percentage points"}


def _base(_: Random, clean: World) -> _Planted:
    return "growth", {"growth": f"{abs(clean.after - clean.before) / clean.after * 100:.1f}%"}


def _direction(_: Random, clean: World) -> _Planted:
    up = clean.after > clean.before
    return "rose", {"rose": "fell" if up else "rose", "way": "down" if up else "up"}


def _weekday(rng: Random, clean: World) -> _Planted:
    return "weekday", {"weekday": DAYS[(clean.day.weekday() + rng.randrange(1, 7)) % 7]}


def _jubilee(_: Random, clean: World) -> _Planted:
    return "jubilee", {"jubilee": ordinal(clean.year - clean.founded + 10)}


SLIPS: Mapping[str, Callable[[Random, World], _Planted]] = {
    "digits_swapped": _on(_swap),
    "digit_lost": _on(_lose),
    "digit_doubled": _on(_double),
    "factor_10": _on(lambda _, digits: digits + "0"),
    "factor_1000": _on(lambda _, digits: digits + "000"),
    "off_by_one_last_place": _last,
    "other_year": _other_year,
    "percent_for_points": _points,
    "wrong_base": _base,
    "direction": _direction,
    "weekday": _weekday,
    "anniversary": _jubilee,
}
