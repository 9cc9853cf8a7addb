"""What a second run over many small documents costs when one of them changed, beside the first.

Each run is a process of its own on a cold start; the kinds of claims and the shape of the texts vary, so that the
claims are not all alike.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

_DOCUMENTS = 10_000
_COMMANDS = (("check",), ("check", "--format", "json"), ("extract",))
_THINGS = ("Exports", "Imports", "Freight", "Output", "Revenue", "Consumption", "Investment", "Sales", "Traffic")
_OF = ("steel", "grain", "copper", "timber", "cement", "cotton", "software", "fish", "glass", "paper", "sugar", "wool")
_UNITS = ("million tons", "billion dollars", "thousand containers", "million euros", "megawatts", "percent")
_FORMS = (
    "{thing} of {of} {place} reached {a} {unit} in {year}, the office said.",
    "In {year}, {thing} of {of} {place} came to {a} {unit}.",
    "The office put {thing} of {of} {place} at about {a} {unit} for {year}.",
)
_FILLER = (
    "The minister thanked the staff and spoke of the road ahead.",
    "Work on the harbour goes on, and the old quay is to be closed for good when the new one stands.",
    "Neither side named a reason, and no further talks have been announced so far.",
)


def write(folder: Path, count: int) -> None:
    """Write the documents: one to two kilobytes each, with three to eight sentences that hold numbers."""
    rng = random.Random(20261122)  # noqa: S311  a benchmark, no secret
    for n in range(count):
        said = []
        # Nothing is said twice of one thing: a repository that is under the gate holds few contradictions.
        for thing, of in rng.sample([(thing, of) for thing in _THINGS for of in _OF], rng.randint(3, 8)):
            said.append(
                rng.choice(_FORMS).format(
                    thing=thing,
                    of=of,
                    place=f"in district {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}",
                    unit=rng.choice(_UNITS),
                    a=round(rng.uniform(1, 900), 1),
                    year=rng.randint(2005, 2025),
                )
            )
            said += rng.sample(_FILLER, rng.randint(1, 3))
        text = f"---\npublisher: Office {n % 97}\npublished: 2025-06\n---\n" + "\n\n".join(said) + "\n"
        (folder / f"{n:05}.md").write_text(text, encoding="utf-8")


class Cost(NamedTuple):
    """What a run took: seconds by the clock, and seconds of computing in it and in the processes that it started."""

    clock: float
    computing: float


def cost(command: tuple[str, ...], folder: Path, cache: Path) -> Cost:
    """Run a command on the documents."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "kzcheck", *command, str(folder), "--no-rules", "-q", "--cache", str(cache)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "KZCHECK_DEBUG": ""},
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - began, used)


def section(count: int = _DOCUMENTS) -> str:
    """Measure first runs and ones after a single change; give the table."""
    lines = [
        "| command | first, seconds | computing | second, seconds | computing | of the first | cache, MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "docs"
        folder.mkdir()
        write(folder, count)
        size = sum(p.stat().st_size for p in folder.iterdir())
        changed = folder / "00042.md"
        for n, command in enumerate(_COMMANDS):
            cache = Path(name) / f"cache-{n}"
            first = cost(command, folder, cache)
            changed.write_text(changed.read_text(encoding="utf-8") + f"Exports reached 7.{n} million tons in 2021.\n")
            second = cost(command, folder, cache)
            kept = sum(p.stat().st_size for p in cache.rglob("*") if p.is_file())
            share = f"{second.computing / first.computing:.0%}"
            lines.append(
                f"| `kzcheck {' '.join(command)}` | {first.clock:.1f} | {first.computing:.1f} | {second.clock:.1f}"
                f" | {second.computing:.1f} | {share} | {kept / 1e6:.0f} |"
            )
    said = (
        f"{count:,} documents, {size / 1e6:.1f} MB, of which one changed between the runs. Seconds by the clock, and of"
        " computing in all processes of a run, of which the share is taken."
    )
    return "\n".join(["## A second run", "", said, "", *lines]) + "\n"
