"""Small worlds of true facts that several sources restate in their own words, and the same with one wrong number.

Everything comes from a seed. A world has things of one kind, each with quantities by year; sources tell some of them in
templates of their own, rounded or hedged as texts do, and only as the facts allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

_YEARS = (2022, 2023, 2024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What a field counts: its name, the unit before and after a number, its range and the parts it has."""

    name: str
    before: str = ""
    after: str = ""
    low: int = 120
    high: int = 980
    places: int = 1
    scope: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of life: what its things are called, and what is counted of them."""

    name: str
    things: tuple[str, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Texts by name of the source; `planted` is the wrong number as written, "" in a true world."""

    texts: Mapping[str, str]
    planted: str = ""


FIELDS = (
    Field(
        name="ports",
        things=("Port of Harnsund", "Port of Velling", "Port of Orrick"),
        quantities=(
            Quantity(name="container traffic", after=" thousand TEU"),
            Quantity(name="bulk cargo", after=" thousand tonnes", scope=("", "grain", "ore")),
        ),
    ),
    Field(
        name="breweries",
        things=("Lindqvist Brewing", "Marrow Vale Brewing", "Tolland Beer"),
        quantities=(
            Quantity(name="revenue", before="$", after=" million", scope=("", "export", "domestic")),
            Quantity(name="operating profit", before="$", after=" million"),
            Quantity(name="beer output", after=" thousand hectolitres"),
        ),
    ),
    Field(
        name="parks",
        things=("Karrin National Park", "Ostwold National Park", "Belmere National Park"),
        quantities=(
            Quantity(name="number of visitors", after=" thousand visitors", scope=("", "foreign")),
            Quantity(name="burnt area", after=" hectares"),
        ),
    ),
    Field(
        name="grids",
        things=("Westland Grid", "Norrmark Grid", "Selby Power"),
        quantities=(
            Quantity(name="wind generation", after=" GWh"),
            Quantity(name="peak load", after=" MW", low=1200, high=9800),
            Quantity(name="network losses", after=" GWh"),
        ),
    ),
    Field(
        name="hospitals",
        things=("Ashgrove Hospital", "Rennick Hospital", "St Bride Hospital"),
        quantities=(
            Quantity(name="births", after=" births", low=1200, high=4800, places=0),
            Quantity(name="average waiting time", after=" days"),
            Quantity(name="budget", before="€", after=" million"),
        ),
    ),
    Field(
        name="fisheries",
        things=("Tarvik region", "Sandholm region", "Eyre region"),
        quantities=(
            Quantity(name="catch", after=" thousand tonnes", scope=("herring", "cod", "mackerel")),
            Quantity(name="fleet", after=" vessels", places=0),
        ),
    ),
)

_LEVELS = (
    "In {year}, {what} of {whose} was {said}.",
    "{Whose}: {what} stood at {said} in {year}.",
    "{What} at {whose} came to {said} in {year}.",
    "{What} of {whose} reached {said} in {year}.",
)
_GROWTH = (
    "{What} of {whose} {rose} by {by} % to {said} in {year}.",
    "In {year}, {what} of {whose} {rose} {by} % from {old} the year before.",
)
_PAIR = ("{What} of {whose} went from {old} in {before} to {said} in {year}.",)


def world(seed: int, *, planted: bool = False) -> World:
    """Make the texts of one world; with `planted`, one number that an earlier source tells rightly is changed."""
    rng = Random(seed)  # noqa: S311  texts, not keys
    field = FIELDS[seed % len(FIELDS)]
    facts = [
        (thing, quantity, scope, {year: _drawn(rng, quantity) for year in _YEARS})
        for thing in field.things
        for quantity in field.quantities
        for scope in quantity.scope
    ]
    sources = ("gazette", "bulletin", "courier")
    told: dict[str, list[str]] = {source: [] for source in sources}
    for thing, quantity, scope, values in facts:
        for source in sources:
            if rng.random() < 0.75:
                told[source].append(_sentence(rng, thing, quantity, scope, values))
    wrong = ""
    if planted:
        thing, quantity, scope, values = rng.choice(facts)
        right, wrong = _said(quantity, values[2024]), _said(quantity, values[2024] * rng.choice((1.3, 0.7)))
        name = f"{scope} {quantity.name}".strip()
        told["gazette"].append(f"In 2024, the {name} of {thing} was {right}.")
        told["courier"].append(f"The {name} of {thing} came to {wrong} in 2024.")
    for sentences in told.values():
        rng.shuffle(sentences)
    texts = {source: f"# Figures of the {field.name}\n\n" + "\n\n".join(lines) + "\n" for source, lines in told.items()}
    return World(texts=texts, planted=wrong)


def _sentence(rng: Random, thing: str, quantity: Quantity, scope: str, values: Mapping[int, float]) -> str:
    year = rng.choice(_YEARS)
    value, what = values[year], f"the {scope} {quantity.name}".replace("  ", " ")
    said = rng.choice((_said, _said, _said, _rounded, _about, _over))(quantity, value)
    words = {"year": year, "whose": thing, "what": what, "said": said, "before": year - 1}
    words |= {"What": what[0].upper() + what[1:], "Whose": thing}
    if year == _YEARS[0] or rng.random() < 0.6:
        return rng.choice(_LEVELS).format(**words)
    old = values[year - 1]
    words |= {"said": _said(quantity, value), "old": _said(quantity, old)}
    by = 100 * (value / old - 1)
    words |= {"rose": "rose" if by > 0 else "fell", "by": f"{abs(by):.1f}"}
    return rng.choice(_GROWTH if abs(by) > 1 else _PAIR).format(**words)


def _drawn(rng: Random, quantity: Quantity) -> float:
    steps = 10**quantity.places
    return rng.randrange(quantity.low * steps, quantity.high * steps) / steps


def _written(value: float, places: int) -> str:
    return f"{value:,.{places}f}"


def _said(quantity: Quantity, value: float) -> str:
    return f"{quantity.before}{_written(value, quantity.places)}{quantity.after}"


def _rounded(quantity: Quantity, value: float) -> str:
    return f"{quantity.before}{_written(value, 0)}{quantity.after}"


def _about(quantity: Quantity, value: float) -> str:
    return f"about {_rounded(quantity, value)}"


def _over(quantity: Quantity, value: float) -> str:
    return f"more than {quantity.before}{_written(int(value * 0.98), 0)}{quantity.after}"
