#!/usr/bin/env bash
# "Between one hundred and two hundred people" is a range, 100 to 200. The "and" inside "one hundred and two" is the same
# word, and readers of number words take it without looking at the "hundred" that follows.
# number-parser rewrites the sentence to "between 102 100 people", word2number gives 202, Recognizers-Text one number of
# 300 (the sum). Each of them reads "one hundred and two" and "two hundred" rightly. No error, no warning.
# The same fault was in kzcheck (it read 10,200) and is mended: lang/en/corpus/numbers.yaml, "And parts two numbers".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile number-parser==0.3.2 word2number==1.1 recognizers-text-suite==1.0.2a2 emoji==1.1.0 setuptools==65.5.0
cat > probe.py <<'PY'
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
from number_parser import parse
from recognizers_number import Culture, recognize_number
from word2number import w2n

RANGE = "between one hundred and two hundred people"
recognized = [found.resolution["value"] for found in recognize_number(RANGE, Culture.English)]
seen = {"number-parser": parse(RANGE), "word2number": w2n.word_to_num(RANGE), "recognizers-text-suite": recognized}
stated = {"number-parser": "between 102 100 people", "word2number": 202, "recognizers-text-suite": ["300"]}
for name, value in seen.items():
    print(f"{name} {version(name)}: {RANGE!r} -> {value!r}")
assert seen == stated, "the behaviour differs from what this script states"
assert parse("one hundred and two") == "102"
assert w2n.word_to_num("two hundred") == 200
PY
./venv/bin/python probe.py
