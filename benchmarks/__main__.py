"""Run every benchmark and write its table to docs/benchmarks.md: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from kzcheck.storage import write_text

DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Run the named benchmarks (all without names); each module gives its section as Markdown from `section()`."""
    known = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    wanted = sys.argv[1:] or known
    if unknown := sorted(set(wanted) - set(known)):
        sys.exit(f"no benchmark named {', '.join(unknown)}; there are {', '.join(known)}")
    sections = []
    for name in wanted:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "section"):
            text = module.section()
            print(text, flush=True)
            sections.append(text)
    if wanted == known:
        head = (
            "# Benchmarks\n\nWritten by `make bench`; all rows of a table come from one run on one machine "
            f"({platform.machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}).\n"
        )
        write_text(DOCS, "\n".join([head, *sections]))


if __name__ == "__main__":
    main()
