#!/usr/bin/env bash
# "1990s" is a decade, and "n/a" in a table of dates means that there is none. Two readers of dates and tables disagree.
# dateparser, as it stands, takes "1990s" for "1990 seconds ago", "n/a" and "N/A" for last Thursday (Estonian "N"),
# "n.a." for today (Norwegian), the fiscal year "2023-24" for the 24th of a month in 2023, the ISO 8601 week date
# 2024-W05-1 (29 January) for 1 May (Polish), and "12.5%" for 5 December.
# agate, the table reader of csvkit, types a column of decades as durations: 1990s is 0:33:10; visits of 5m and 10m
# (millions) become five and ten minutes, and the scores 5-3 and 4-2 the 3rd of May and the 2nd of April.
# kzcheck reads a decade as ten years, in prose and in tables (lang/en/corpus/periods.yaml, tests/extract/tables/public.yaml;
# in tables it dated it by its first year till we saw this), and "n/a" as no value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile dateparser==1.5.0 agate==1.14.2
cat > probe.py <<'PY'
import io
from datetime import datetime
from importlib.metadata import version

import agate
import dateparser

today = datetime(2026, 6, 15, 12)
stated = {
    "1990s": "2026-06-15 11:26:50",
    "n/a": "2026-06-11 00:00:00",
    "N/A": "2026-06-11 00:00:00",
    "n.a.": "2026-06-15 12:00:00",
    "2023-24": "2023-06-24 00:00:00",
    "2024-W05-1": "2024-05-01 00:00:00",
    "12.5%": "2026-12-05 00:00:00",
}
print("dateparser", version("dateparser"), "on", today)
seen = {text: str(dateparser.parse(text, settings={"RELATIVE_BASE": today})) for text in stated}
for text, value in seen.items():
    print(f"  {text!r} -> {value}")
assert seen == stated, "the behaviour differs from what this script states"

print("agate", version("agate"))
table = agate.Table.from_csv(io.StringIO("decade,visits,score\n1990s,5m,5-3\n2000s,10m,4-2\n"))
columns = {name: [str(value) for value in column.values()] for name, column in table.columns.items()}
for name, values in columns.items():
    print(f"  {name}: {type(table.columns[name].data_type).__name__} {values}")
assert columns["decade"] == ["0:33:10", "0:33:20"]
assert columns["visits"] == ["0:05:00", "0:10:00"]
assert [value[-5:] for value in columns["score"]] == ["05-03", "04-02"]
PY
./venv/bin/python probe.py
