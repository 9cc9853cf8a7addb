"""Text to claims: seconds and peak memory by size, beside one digit regex (the floor) and published extractors.

Each measurement runs in a process of its own. The text is the shipped seeds, repeated with changed digits so that no
two documents are alike.

The briefs hold some twenty figures a kilobyte, news about three, and megabytes a second follow that density: where the
five source texts of the project's gold lie beside the checkout, they are read instead. The table names the text.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import peers

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "seeds"
SIZES = (0.1, 1.0, 10.0, 100.0)
SLOW = {"quantulum3": 0.1, "Recognizers-Text": 0.1}
"""The largest size in MB that a peer is run on; both take minutes for more."""


def documents(megabytes: float) -> Iterator[str]:
    """Give texts of about `megabytes` in all, made one at a time."""
    chance = random.Random(0)  # noqa: S311  reproducible text, no secret
    seeds = [p.read_text(encoding="utf-8") for p in sorted(SOURCES.glob("*.txt"))]
    if not seeds:
        seeds = [p.read_text(encoding="utf-8").split("---\n", 2)[2] for p in sorted((ROOT / "seeds").glob("*.md"))]
    size, wanted = 0, int(megabytes * 1e6)
    while size < wanted:
        text = "\n".join(re.sub(r"[1-9]", lambda _: str(chance.randint(1, 9)), seed) for seed in seeds)
        size += len(text)
        yield text


def floor() -> Callable[[str], int]:
    """Find digit runs with one regex: no extractor can be faster and read every number."""
    pattern = re.compile(r"\d[\d.,]*")
    return lambda text: len(pattern.findall(text))


def kzcheck() -> Callable[[str], int]:
    """Text to tied claims."""
    from kzcheck.extract import extract
    from kzcheck.model import Document, PartialDate

    published = PartialDate(2025, 3, 13)

    def run(text: str) -> int:
        return len(extract(Document(id="d", text=text, published=published))[0])

    return run


def _counted(read: Callable[[str], list[object]]) -> Callable[[str], int]:
    return lambda text: len(read(text))


READERS: dict[str, tuple[Callable[[], Callable[[str], int]], str]] = {
    "floor: one digit regex": (floor, "re"),
    "kzcheck": (kzcheck, "kzcheck"),
    "quantulum3": (lambda: _counted(peers.quantulum3()), peers.MODULES["quantulum3"]),
    "Recognizers-Text": (lambda: _counted(peers.recognizers()), peers.MODULES["Recognizers-Text"]),
}


def measure(reader: str, megabytes: float) -> dict[str, float]:
    """Read `megabytes` with one reader in this process; give seconds, what it found and how peak memory grew, in MB."""
    read = READERS[reader][0]()
    read("Turnover rose by 5.3 percent to $10.5 million in 2024.")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, found, size = 0.0, 0, 0
    for text in documents(megabytes):
        start = time.perf_counter()
        found += read(text)
        seconds += time.perf_counter() - start
        size += len(text)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "found": found,
        "size": size / 1e6,
        "grown": (peak - before) / 1024,
        "peak": peak / 1024,
    }


def section() -> str:
    """Give the table as Markdown."""
    rows, floors = [], {}
    for megabytes in SIZES:
        for reader, (_, module) in READERS.items():
            if megabytes > SLOW.get(reader, SIZES[-1]):
                continue
            if importlib.util.find_spec(module) is None:
                rows.append(f"| {reader} | {megabytes:g} | not installed | | | | | |")
                continue
            command = [sys.executable, "-m", "benchmarks.extraction_speed", reader, str(megabytes)]
            got = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            rate = got["size"] / got["seconds"]
            floors.setdefault(megabytes, rate)
            rows.append(
                f"| {reader} | {megabytes:g} | {rate:.3g} | {rate / floors[megabytes]:.3g} | {got['found']} "
                f"| {1e6 * got['seconds'] / max(1, got['found']):.3g} | {got['peak']:.0f} | {got['grown']:.0f} |"
            )
    head = (
        f"## Text to claims\n\nText: {'the five source texts' if SOURCES.exists() else 'the shipped briefs'}, "
        "repeated with changed digits.\n\n"
        "| reader | MB | MB/s | of the floor | found | µs a find | peak memory, MB | grown while reading, MB |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], float(sys.argv[2]))))
