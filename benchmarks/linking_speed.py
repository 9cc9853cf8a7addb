"""How long linking takes beside reading, for many reports: claims of different texts, and those of one text.

The reports are made of tables and of prose that tells their figures again. `python -m benchmarks.linking_speed N`
prints the table for N reports (30 claims each); as a benchmark it takes a tenth of those that docs/linking.md tells of.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

REPORTS = 420
"""About 10,000 claims."""
_PLACES = (
    "harbour",
    "library",
    "tramway",
    "orchard",
    "clinic",
    "quarry",
    "theatre",
    "nursery",
    "brewery",
    "lighthouse",
)
_THINGS = ("visitors", "parcels", "lanterns", "permits", "seedlings", "barrels", "tickets", "tiles", "lessons", "boats")
_NAMES = ("Arlen", "Bryde", "Corvey", "Dunmere", "Elsworth", "Farrow", "Glenick", "Hollin", "Ister", "Jarrow")


def reports(count: int) -> Iterator[Mapping[str, str]]:
    """Give reports with a table of five rows and two years, and prose about it."""
    random = Random(7)  # noqa: S311  the same reports each time
    for n in range(count):
        name = f"{random.choice(_NAMES)}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} {random.choice(_PLACES)}"
        things = random.sample(_THINGS, 5)
        figures = {thing: (random.randint(1_000, 99_999), random.randint(1_000, 99_999)) for thing in things}
        rows = "\n".join(f"| {thing.title()} | {one:,} | {two:,} |" for thing, (one, two) in figures.items())
        told = " ".join(
            f"The {name} counted {two:,} {thing} in 2024, after {one:,} in 2023."
            for thing, (one, two) in figures.items()
        )
        yield {
            "id": f"{n}.md",
            "text": f"# {name.title()}\n\n| Count | 2023 | 2024 |\n|---|---|---|\n{rows}\n\n{told}\n",
        }


def measure(count: int) -> tuple[int, dict[str, float]]:
    """Give the number of claims and the seconds of processor time of each step."""
    from kzcheck.compare.candidates import Scope
    from kzcheck.compare.copies import copies
    from kzcheck.compare.linking.again import told_again
    from kzcheck.compare.linking.retold import retelling, retold
    from kzcheck.compare.ordering import in_order
    from kzcheck.compare.quantities import Quantities
    from kzcheck.model import Pack
    from kzcheck.pipeline import Settings, read

    took: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = step()
        took[name] = time.process_time() - start
        return made

    given = [*reports(count)]
    frame = timed("reading", lambda: read(Settings(paths=(), cache=False), given=given).table)
    frame = in_order(frame)
    scope = Scope(table=Quantities(frame, without=copies(frame, None)), pack=Pack(), every=True)
    timed("links of different texts", lambda: scope.links)
    timed("figures told wrongly in one text", lambda: retold(scope.table, retelling(), scope.inside.retold_apart))
    timed("figures told again in one text", lambda: [*told_again(scope.table, scope.inside.layout, retelling())])
    return len(frame), took


def section(count: int = REPORTS) -> str:
    """Give the table as Markdown."""
    claims, took = measure(count)
    rows = "\n".join(f"| {name} | {seconds:.1f} | {seconds / took['reading']:.2f} |" for name, seconds in took.items())
    head = f"## Time of linking\n\n{claims:,} claims of {count:,} reports, processor time.\n\n"
    return f"{head}| step | seconds | of reading |\n|---|---:|---:|\n{rows}\n"


if __name__ == "__main__":
    print(section(int(sys.argv[1])))
