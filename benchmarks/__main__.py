"""Run benchmarks and write their tables to docs/benchmarks.md: `python -m benchmarks [NAME...]`, all without names.

Each table stands in a section of its own with the day and machine it was measured on; a run replaces the sections of
the benchmarks that it was asked for, puts new ones first and leaves the others.
"""

from __future__ import annotations

import importlib
import pkgutil
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from kzcheck.storage import write_text

DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = "# Benchmarks\n\nWritten by `make bench`; all rows of a table come from one run on one machine.\n"
# A section starts with its title.
_SECTION = re.compile(r"(?m)^## (.+)$")


def sections(text: str) -> dict[str, str]:
    """Give the sections of a page under their titles, in its order."""
    starts = [*_SECTION.finditer(text)]
    ends = [m.start() for m in starts[1:]] + [len(text)]
    return {m[1]: text[m.start() : end].rstrip() + "\n" for m, end in zip(starts, ends, strict=True)}


def main() -> None:
    """Run the named benchmarks; each module gives its section as Markdown from `section()`."""
    known = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    wanted = sys.argv[1:] or known
    if unknown := sorted(set(wanted) - set(known)):
        sys.exit(f"no benchmark named {', '.join(unknown)}; there are {', '.join(known)}")
    page = {} if wanted == known or not DOCS.exists() else sections(DOCS.read_text(encoding="utf-8"))
    measured = f"Measured on {datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}."
    for name in wanted:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "section"):
            text = module.section()
            print(text, flush=True)
            fresh = sections(f"{text.rstrip()}\n\n{measured}\n")
            page = {title: "" for title in fresh if title not in page} | page | fresh
    write_text(DOCS, "\n".join([HEAD, *page.values()]))


if __name__ == "__main__":
    main()
