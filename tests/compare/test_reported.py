"""Kinds of cases that fact-checkers and users report, in our own words: the wrong are found, the right left alone.

`missed` ones are wrong and not seen yet; once one is, it belongs under `wrong`. `alarms` are right and called wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck.compare import compare
from kzcheck.pipeline import Settings, read
from kzcheck.storage import load_yaml

HERE = Path(__file__).parent
FILES = ("reported.yaml", "judged.yaml", "slips.yaml")
DAY = "2026-03-01"


def cases():
    """Give (file and kind, what it is, documents, days) of each case."""
    for name in FILES:
        for kind, group in load_yaml((HERE / name).read_bytes()).items():
            for what, some in group.items():
                for case in some:
                    if isinstance(case, dict):
                        yield f"{name[:-5]}-{kind}", what, list(case["texts"]), [str(day) for day in case["days"]]
                    else:
                        texts = [case] if isinstance(case, str) else list(case)
                        yield f"{name[:-5]}-{kind}", what, texts, [DAY] * len(texts)


CASES = list(cases())
KINDS = sorted({kind for kind, *_ in CASES})


def contradicts(folder, texts, days):
    """Tell whether kzcheck finds a contradiction in or between these texts."""
    folder.mkdir()
    for i, (text, day) in enumerate(zip(texts, days, strict=True)):
        head = f"---\npublished: {day}\npublisher: Desk {i}\n---\n\n"
        (folder / f"d{i}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    reading = read(Settings(paths=(str(folder),), cache=False))
    return any(c.verdict == "conflict" for c in compare(reading.table, reading.pack, documents=reading.documents))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_is_seen_and_what_is_right_is_not(kind, tmp_path):
    wrongly = []
    for i, (_, what, texts, days) in enumerate(case for case in CASES if case[0] == kind):
        if contradicts(tmp_path / str(i), texts, days) != (what in {"wrong", "alarms"}):
            wrongly.append((what, texts))
    assert wrongly == []
