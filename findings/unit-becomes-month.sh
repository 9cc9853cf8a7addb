#!/usr/bin/env bash
# A spreadsheet column of 12.5 and 97.3 with the number format 0.0" Mt" shows "12.5 Mt" and "97.3 Mt"; text in quotes is
# literal (ECMA-376 Part 1, 18.8.31). xlsx2csv applies number formats: 0.125 with 0% is "13%".
# It looks for the letters of a date format inside the quotes too: both cells come out as text around the MONTH of the
# day with that serial number, 0.0" 01t" and 0.0" 04t", and 533.4 with 0.0" million" as 0.0" 06illion". The number is lost.
# 0.0025 with 0" bps" is the time "00:03" where a fraction stands, and 0.0%;(0.0%) shows 0.05 without its percent. With
# 0.0% a cell of 0.0015 (shown 0.2%, being 0.15%) is 0.002, with no sign and rounded as the percentage would be.
# kzcheck shows cells as a spreadsheet does and keeps the stored value (kzcheck/documents/number_format.py, tests/documents/
# test_number_format.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile xlsx2csv==0.8.6 openpyxl==3.1.5
cat > probe.py <<'PY'
import csv
import io
from importlib.metadata import version

import openpyxl
from xlsx2csv import Xlsx2csv

stated = [
    (12.5, '0.0" Mt"', '0.0" 01t"'),
    (97.3, '0.0" Mt"', '0.0" 04t"'),
    (12.5, '0.0" t"', "12.50000"),
    (533.4, '0.0" million"', '0.0" 06illion"'),
    (1234, '#,##0" GWh"', '#,##0" gw12"'),
    (0.05, "0.0%;(0.0%)", "0.050000"),
    (0.0015, "0.0%", "0.002"),
    (0.0025, '0" bps"', "00:03"),
]
book = openpyxl.Workbook()
for row, (value, form, _) in enumerate(stated, 1):
    book.active.cell(row, 1, value).number_format = form
book.save("units.xlsx")
out = io.StringIO()
Xlsx2csv("units.xlsx", outputencoding="utf-8").convert(out)
print("xlsx2csv", version("xlsx2csv"))
for (value, form, shown), seen in zip(stated, csv.reader(io.StringIO(out.getvalue())), strict=True):
    print(f"  {value} with {form} -> {seen[0]}")
    assert seen == [shown], "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
