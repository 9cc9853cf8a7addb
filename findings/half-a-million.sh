#!/usr/bin/env bash
# "Half a million" is one number in English: 500,000.
# Five readers of number words are given it: none says that it cannot read it, and none gives 500,000.
# quantulum3 ADDS the half (1,500,000 people), Recognizers-Text and word2number drop it (1,000,000), numerizer prints
# "1/2 1000000" and text2num "half a 1000000". Who compares such a text with a table gets a factor of two or three, and
# no warning; "half a million" is among the commonest round figures of news and reports.
# kzcheck reads 500,000 to the nearest hundred thousand (kzcheck/extract/number/numerals.py; lang/en/corpus).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile quantulum3==0.10.0 setuptools==65.5.0 recognizers-text-suite==1.0.2a2 emoji==1.1.0 \
  word2number==1.1 numerizer==0.2.4 text2num==3.1.0
cat > probe.py <<'PY'
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
from numerizer import numerize
from quantulum3 import parser
from recognizers_number_with_unit import Culture, recognize_currency
from text_to_num import alpha2digit
from word2number import w2n

TEXT = "half a million"
seen = {
    "quantulum3": parser.parse(f"{TEXT} people")[0].value,
    "recognizers-text-suite": recognize_currency(f"{TEXT} dollars", Culture.English)[0].resolution["value"],
    "word2number": w2n.word_to_num(TEXT),
    "numerizer": numerize(TEXT),
    "text2num": alpha2digit(TEXT, "en"),
}
stated = {
    "quantulum3": 1_500_000.0,
    "recognizers-text-suite": "1000000",
    "word2number": 1_000_000,
    "numerizer": "1/2 1000000",
    "text2num": "half a 1000000",
}
for name, value in seen.items():
    print(f"{name} {version(name)}: {TEXT!r} -> {value!r}")
assert seen == stated, "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
