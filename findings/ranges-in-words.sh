#!/usr/bin/env bash
# Two ways to state a range: "between one hundred and two hundred people" (100 to 200) and "3 to 5 million dollars", where
# both numbers are millions. Readers of numbers take the words one by one.
# The "and" is taken for that of "one hundred and two": number-parser rewrites the text to "between 102 100 people",
# word2number gives 202, Recognizers-Text one number of 300 (the sum).
# The millions are given to the second number only: quantulum3 states the middle of 3 and 5,000,000, which is 2,500,001.5
# dollars, Recognizers-Text finds 3 dollars in "$3 to $5 million", numerizer makes "two to three hundred" into "2 to 300".
# No error, no warning, and for each a factor of a million or a number that nobody wrote.
# kzcheck reads both (lang/en/corpus/numbers.yaml); the first it had wrong, too, till we saw this.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile number-parser==0.3.2 word2number==1.1 recognizers-text-suite==1.0.2a2 emoji==1.1.0 \
  setuptools==65.5.0 quantulum3==0.10.0 numerizer==0.2.4
cat > probe.py <<'PY'
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
from number_parser import parse
from numerizer import numerize
from quantulum3 import parser
from recognizers_number import Culture, recognize_number
from recognizers_number_with_unit import recognize_currency
from word2number import w2n

AND, TO, MONEY = "between one hundred and two hundred people", "3 to 5 million dollars", "$3 to $5 million"
quantity = parser.parse(TO)[0]
recognized = [found.resolution["value"] for found in recognize_number(AND, Culture.English)]
money = [found.resolution["value"] for found in recognize_currency(MONEY, Culture.English)]
rows = [
    ("number-parser", AND, parse(AND), "between 102 100 people"),
    ("word2number", AND, w2n.word_to_num(AND), 202),
    ("recognizers-text-suite", AND, recognized, ["300"]),
    ("recognizers-text-suite", MONEY, money, ["3", "5000000"]),
    ("quantulum3", TO, (quantity.value, quantity.uncertainty), (2500001.5, 2499998.5)),
    ("numerizer", "two to three hundred", numerize("two to three hundred"), "2 to 300"),
]
for name, text, seen, _ in rows:
    print(f"{name} {version(name)}: {text!r} -> {seen!r}")
assert all(seen == stated for _, _, seen, stated in rows), "the behaviour differs from what this script states"
assert parse("one hundred and two") == "102"
assert w2n.word_to_num("two hundred") == 200
PY
./venv/bin/python probe.py
