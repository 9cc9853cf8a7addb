"""What a second run over many small documents costs when one of them changed, as a share of the first.

Usage: python -m benchmarks.cache [DOCUMENTS]. Each run is a process of its own on a cold start; the kinds of claims and
the shape of the texts vary, so that the claims are not all alike.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def timed(command: str, folder: Path, cache: Path) -> float:
    """Run a command on the documents and give the seconds it took."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kzcheck", command, str(folder), "--no-rules", "-q", "--cache", str(cache)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "KZCHECK_DEBUG": ""},
        check=False,
    )
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of a first run and of one with a single change, for finding claims and for the whole gate."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "docs"
        folder.mkdir()
        write(folder, count)
        size = sum(p.stat().st_size for p in folder.iterdir())
        print(f"{count:,} documents, {size / 1e6:.1f} MB")
        for command in ("extract", "check"):
            cache = Path(name) / f"cache-{command}"
            first = timed(command, folder, cache)
            changed = folder / "00042.md"
            changed.write_text(changed.read_text(encoding="utf-8") + "Exports reached 7.7 million tons in 2021.\n")
            second = timed(command, folder, cache)
            kept = (cache / "claims.sqlite").stat().st_size
            share = f"{second / first:.0%}"
            print(
                f"{command}: first {first:.1f} s, second {second:.1f} s ({share}); the cache holds {kept / 1e6:.1f} MB"
            )


if __name__ == "__main__":
    main()
