"""Documents of ten further fields in three further forms, clean and with one slip planted: from a seed alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from planter import SLIPS, World, odd, world

_NAMES = ("who", "what", "unit", "people", "did", "things", "sites_of", "made", "money", "prize_of", "birds")
_ROWS = (
    (
        "Kell Abbey",
        "honey",
        "kilograms",
        "novices",
        "play the organ",
        "pilgrims",
        "hives",
        "gave",
        "$",
        "Abbot's medal",
        "swifts",
    ),
    (
        "the Dunmere circus",
        "hay",
        "tonnes",
        "acrobats",
        "ride horses",
        "shows",
        "stables",
        "took",
        "€",
        "Golden clown",
        "doves",
    ),
    (
        "Fenwick canal trust",
        "gravel",
        "tonnes",
        "volunteers",
        "are over 60",
        "narrowboats",
        "locks",
        "needed",
        "£",
        "Lock-keeper's cup",
        "herons",
    ),
    (
        "the Marsh glassworks",
        "sand",
        "tonnes",
        "blowers",
        "were apprentices here",
        "lamps",
        "furnaces",
        "melted",
        "$",
        "Crystal award",
        "gulls",
    ),
    (
        "Ostrel planetarium",
        "film",
        "hours",
        "school classes",
        "came twice",
        "lectures",
        "projectors",
        "showed",
        "€",
        "Comet prize",
        "owls",
    ),
    (
        "the Pinder bindery",
        "paper",
        "tonnes",
        "binders",
        "live nearby",
        "atlases",
        "presses",
        "used",
        "£",
        "Gilt edge prize",
        "wrens",
    ),
    (
        "Skerry island council",
        "peat",
        "tonnes",
        "islanders",
        "speak Norn",
        "sailings",
        "crofts",
        "cut",
        "$",
        "Harbour prize",
        "puffins",
    ),
    (
        "the Tolland ski school",
        "snow",
        "cubic metres",
        "pupils",
        "passed the test",
        "lessons",
        "slopes",
        "kept",
        "€",
        "Silver pole",
        "crows",
    ),
    (
        "Varga chess club",
        "tea",
        "litres",
        "juniors",
        "hold a title",
        "games",
        "tables",
        "saw",
        "£",
        "Queen's cup",
        "pigeons",
    ),
    (
        "the Wexley foundry",
        "scrap",
        "tonnes",
        "moulders",
        "work nights",
        "bells",
        "crucibles",
        "poured",
        "$",
        "Bellfounder's prize",
        "jackdaws",
    ),
)
FIELDS: tuple[Mapping[str, str], ...] = tuple(dict(zip(_NAMES, row, strict=True)) | {"event": ""} for row in _ROWS)
FORMS = (
    """\
# {Who}: {what} {way} {rounded}% in {year}

| | {last} | {year} |
|---|---|---|
| {What} ({unit}) | {before} | {after} |

{Who} used {after} {unit} of {what} in {year} against {before} {unit} in {last}, a {noun} of {growth}.

A survey covered {whole} {people}; {part} of them, or {share} percent, {did}.

Spending came to {money}{budget} million: wages {cost0} million, repairs {cost1} million and insurance \
{cost2} million.

The subscription share went from {rate0}% to {rate1}%, {points} more.

The year closed with a net result of −{money}{loss} million. A net result of {sign}{money}{loss2} million is \
no surprise, said the treasurer.

The {prize_of} is worth {money}{prize}. Last week the {prize_of}, worth {money2}{prize2}, went to a beginner.
""",
    """\
In {year} {who} counted {counted1} {things}, compared with {counted0} in {last}; that is {more} more.

On average each of the {sites} {sites_of} {made} {average} {unit}, so that together they {made} {total} {unit}.

{Who} opened in {founded} and celebrated its {jubilee} anniversary in {year}. The feast was held on {weekday} {day}.

{What} {rose} to {after} {unit} in {year}, {way} {growth} from {before} {unit} in {last}.

| {year} | {birds} |
|---|---|
| March | {month0} |
| April | {month1} |

In March {year}, {said0} {birds} were seen; in April {year}, {said1} {birds} were seen.
""",
    """\
{part} of the {whole} {people} ({share}%) {did}.

Wages cost {money}{cost0} million, repairs {money}{cost1} million and insurance {money}{cost2} million, a \
total of {money}{budget} million.

The use of {what} {rose} by {growth} to {after} {unit} in {year} from {before} {unit} the year before.

Approval is up {points} at {rate1}%, against {rate0}% a year ago.

{counted0} {things} took place in {last} and {counted1} in {year}, an increase of {more}.

With {sites} {sites_of} at {average} {unit} each, {total} {unit} were {made_of}.

The {prize_of} brings its winner {money}{prize} (in the hall's programme: "the {prize_of} brings its winner \
{money2}{prize2}").
""",
)


def text(made: World, form: int, more: Mapping[str, str]) -> str:
    """Write a document in one of the further forms."""
    rising = made.after > made.before
    who, what = made.names["who"], made.names["what"]
    words = {
        "Who": who[0].upper() + who[1:],
        "What": what.capitalize(),
        "rose": "rose" if rising else "fell",
        "way": "up" if rising else "down",
        "noun": "rise" if rising else "drop",
        "made_of": "the yield",
        "day": f"{made.day.day} {made.day:%B} {made.day.year}",
        "year": made.year,
        "last": made.year - 1,
        "founded": made.founded,
        "money2": made.names["money"],
    }
    return FORMS[form].format(**{**made.names, **words, **made.numbers(), **more, **made.said})


def extras(rng: Random, made: World) -> dict[str, str]:
    """Draw what the further forms tell beside the numbers of a world."""
    loss, prize = f"{odd(rng, 112, 789) / 10:.1f}", f"{odd(rng, 12_345, 98_765):,}"
    months = f"{odd(rng, 132, 487):,}", f"{odd(rng, 523, 978):,}"
    return {
        "rounded": f"{abs(made.after / made.before - 1) * 100:.0f}",
        "loss": loss,
        "loss2": loss,
        "sign": "−",
        "prize": prize,
        "prize2": prize,
        "month0": months[0],
        "month1": months[1],
        "said0": months[0],
        "said1": months[1],
    }


_DIGITS_OF = (("after", "part", "before"), ("total", "counted1", "counted0", "after"), ("part", "total", "after"))
_CURRENCIES = {"$": "€", "€": "£", "£": "$"}


def documents(seed: int = 11, count: int = 60) -> Iterator[tuple[str, str, str, str]]:
    """Give (kind of slip, what was changed, clean text, text with the slip)."""
    rng = Random(seed)  # noqa: S311  documents, no secrets
    for i in range(count):
        kind, form = PLANTED[i % len(PLANTED)]
        made = world(rng, FIELDS[i % len(FIELDS)])
        more = extras(rng, made)
        said = _further(kind, made, more) or _shared(rng, kind, made, form)
        yield kind, next(iter(said)), text(made, form, more), text(replace(made, said=said), form, more)


def _further(kind: str, made: World, more: Mapping[str, str]) -> dict[str, str]:
    """Plant a slip that only the further forms can have."""
    slips = {
        "sign_lost": {"sign": ""},
        "currency_swapped": {"money2": _CURRENCIES[made.names["money"]]},
        "periods_swapped": {"said0": more["month1"], "said1": more["month0"]},
        "factor_million": {"prize2": f"{more['prize']} million"},
        "headline": {"rounded": str(int(more["rounded"]) + 7)},
    }
    return slips.get(kind, {})


def _shared(rng: Random, kind: str, made: World, form: int) -> Mapping[str, str]:
    """Plant a slip of the first form, in a number that this form tells."""
    while True:
        name, said = SLIPS[kind](rng, made)
        if kind not in _DIGIT_KINDS or name in _DIGITS_OF[form]:
            return said


_DIGIT_KINDS = ("digits_swapped", "digit_lost", "digit_doubled", "factor_10", "factor_1000")
PLANTED = (
    ("digits_swapped", 0),
    ("digit_lost", 1),
    ("digit_doubled", 2),
    ("factor_10", 0),
    ("factor_1000", 1),
    ("off_by_one_last_place", 2),
    ("other_year", 1),
    ("percent_for_points", 0),
    ("wrong_base", 1),
    ("direction", 2),
    ("weekday", 1),
    ("anniversary", 1),
    ("sign_lost", 0),
    ("currency_swapped", 2),
    ("periods_swapped", 1),
    ("factor_million", 0),
    ("headline", 0),
    ("digits_swapped", 1),
    ("digit_lost", 2),
    ("digit_doubled", 0),
    ("factor_10", 2),
    ("factor_1000", 2),
    ("off_by_one_last_place", 0),
    ("other_year", 2),
    ("percent_for_points", 2),
    ("wrong_base", 2),
    ("direction", 1),
    ("currency_swapped", 0),
    ("factor_million", 2),
    ("wrong_base", 0),
)
