"""How processor time grows with the size of the input: the exponent over four doublings, for ten shapes.

Linear work has the exponent 1, and n log n a little more; what compares each with each has 2. Every shape runs in a
process of its own, which reads a short text first, so that what is made once is no part of the times. The exponent is
that of the line of least squares through the logarithms of the times.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

DOUBLINGS = 4
PUBLISHED = "2025-03-13"
NUMBERS = 9973
"""A prime, so that the numbers of a text repeat late."""


def _numbers(size: int) -> Iterator[str]:
    return (str(1000 + 7 * i % NUMBERS) for i in range(size))


def _line(size: int) -> list[str]:
    return [" ".join(_numbers(size))]


def _list(size: int) -> list[str]:
    return [f"The mill sold {', '.join(f'{n} tons' for n in _numbers(size))} in 2024."]


def _sentences(size: int) -> list[str]:
    told = (f"Acme Mill sold {n} tons of steel in {1990 + i % 35}." for i, n in enumerate(_numbers(size)))
    return [" ".join(told)]


def _names(size: int) -> list[str]:
    return [" ".join(f"Alpha{chr(97 + i % 26)} Corp{i} rose by 5%." for i in range(size))]


def _quotes(size: int) -> list[str]:
    return [" ".join(f'"We sold {n} tons," Ann Lee said.' for n in _numbers(size))]


def _rows(size: int) -> list[str]:
    body = "\n".join(f"| Item {i} | {n} | {i} |" for i, n in enumerate(_numbers(size)))
    return [f"| Item | Sales, tons | Cost, $m |\n|---|---|---|\n{body}\n"]


def _columns(size: int) -> list[str]:
    head = " | ".join(f"Area {i}" for i in range(size))
    row = f"| Sales | {' | '.join(_numbers(size))} |"
    return [f"| Item | {head} |\n|{'---|' * (size + 1)}\n{row}\n{row}\n"]


def _texts(size: int) -> list[str]:
    return [f"Mill {i} sold {n} tons of steel in 2024." for i, n in enumerate(_numbers(size))]


def _sources(size: int) -> list[str]:
    return ["Acme Mill sold 500 tons of steel in 2024."] * size


def _conflicts(size: int) -> list[str]:
    return [f"Mill {i} sold {500 + k * i} tons of steel in 2024." for i in range(1, size + 1) for k in range(2)]


SHAPES: dict[str, tuple[str, Callable[[int], list[str]], int, bool]] = {
    "line": ("numbers in one line", _line, 1000, False),
    "list": ("members of one list", _list, 500, False),
    "sentences": ("sentences in one line", _sentences, 250, False),
    "names": ("names in one text", _names, 250, False),
    "quotes": ("quotations in one line", _quotes, 250, False),
    "rows": ("rows of a table", _rows, 125, False),
    "columns": ("columns of a table", _columns, 50, False),
    "texts": ("short texts, checked", _texts, 50, True),
    "sources": ("sources of one quantity, checked", _sources, 25, True),
    "conflicts": ("pairs of texts that disagree, checked", _conflicts, 25, True),
}
"""For each shape: its title, what makes its texts, the smallest size, and whether it is checked or only read."""


def _seconds(texts: Sequence[str], *, checked: bool) -> float:
    """Give the processor time of reading texts or, where they are `checked`, of all that `check` does."""
    from kzcheck import pipeline

    given = [{"id": f"{i}.md", "text": text, "published": PUBLISHED} for i, text in enumerate(texts)]
    settings = pipeline.Settings(paths=(), cache=False)
    start = time.process_time()
    reading = pipeline.read(settings, given=given)
    if checked:
        pipeline.judge(reading, settings)
    return time.process_time() - start


def measure(shape: str) -> list[float]:
    """Give the seconds of a shape at its smallest size and after each doubling, in this process."""
    _, make, smallest, checked = SHAPES[shape]
    _seconds(make(5), checked=checked)
    return [_seconds(make(smallest << n), checked=checked) for n in range(DOUBLINGS + 1)]


def exponent(seconds: Sequence[float]) -> float:
    """Give the slope of the logarithms of times over those of sizes that double."""
    logs = [math.log2(max(s, 1e-6)) for s in seconds]
    middle, mean = (len(logs) - 1) / 2, sum(logs) / len(logs)
    above = sum((n - middle) * (log - mean) for n, log in enumerate(logs))
    return above / sum((n - middle) ** 2 for n in range(len(logs)))


def section() -> str:
    """Give the table as Markdown."""
    rows = []
    for shape, (title, _, smallest, _) in SHAPES.items():
        command = [sys.executable, "-m", "benchmarks.scaling", shape]
        seconds = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        times = " | ".join(f"{s:.2f}" for s in seconds)
        rows.append(f"| {title} | {smallest} | {times} | {exponent(seconds):.2f} |")
    doubled = " | ".join(f"x {1 << n}" for n in range(1, DOUBLINGS + 1))
    head = (
        "## Growth with size\n\nSeconds of processor time at a size and after each doubling; exponent 1 is linear.\n\n"
        f"| shape | size | x 1 | {doubled} | exponent |\n|---|---|---|{'---|' * (DOUBLINGS + 1)}\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
