"""Write what babel knows of currencies into the data files: `python tools/make_currencies.py`.

Two files: `kzcheck/units/currencies.txt` gives each currency a dimension of its own, `kzcheck/lang/en/currencies.yaml`
its English names. A test tells when they are not what this script would write with the babel that they were made with.
"""

from __future__ import annotations

import sys
from pathlib import Path

import babel
from babel.core import get_global
from babel.numbers import get_currency_name

ROOT = Path(__file__).resolve().parents[1]
# No legal tender today, but sums in them still stand in texts. XDR: the IMF's special drawing rights.
FORMER = ("ANG", "ATS", "BEF", "BGN", "CUC", "DEM", "ESP", "FIM", "FRF", "GRD", "HRK", "IEP", "ITL", "NLG", "PTE")
OTHERS = ("XDR", "ZWL")
HEAD = f"# Made by tools/make_currencies.py from the data of babel {babel.__version__}; edit that, not this.\n"


def codes() -> list[str]:
    """Give the ISO 4217 codes of every currency that is legal tender somewhere, and of a few others, sorted."""
    tender = {
        code
        for uses in get_global("territory_currencies").values()
        for code, _start, end, is_tender in uses
        if is_tender and end is None
    }
    return sorted(tender.union(FORMER, OTHERS))


def units() -> str:
    """Give the text of currencies.txt."""
    return HEAD + "".join(f"{code} = [{code}]\n" for code in codes())


def names(language: str) -> str:
    """Give the text of a language's currencies.yaml: code, then its names, one of them first."""
    lines = []
    for code in codes():
        forms = (get_currency_name(code, n, locale=language).split(" (")[0] for n in (1, 2, None))
        unlike = {form.casefold(): form for form in forms}
        lines.append(f"{code}: [{', '.join(repr_yaml(form) for form in unlike.values())}]\n")
    return HEAD + "# Exercised by: corpus/markets.yaml, corpus/neighbours.yaml\n" + "".join(lines)


def repr_yaml(text: str) -> str:
    """Quote a text for a flow sequence."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def files() -> dict[Path, str]:
    """Give every file that this script writes, with its text."""
    return {
        ROOT / "kzcheck/units/currencies.txt": units(),
        ROOT / "kzcheck/lang/en/currencies.yaml": names("en"),
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
