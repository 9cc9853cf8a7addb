#!/usr/bin/env bash
# num2words writes numbers out in words, as contracts and cheques do; it should give back what it was given.
# A float, a Decimal or a text of -0.5 is "zero point five" in English, German, French, Spanish and Dutch, though -1.5
# is "minus one point five", and the currency form of -0.5 keeps its minus.
# In Vietnamese every number below zero is another number: -5 is "fifteen", -15 "five", -1.5 "nineteen point fifty" (the
# digits are looked up from the end of the list). In Persian 0.05 and 0.005 are both "a half", and 1.05 is 1.5.
# Who compares an amount in figures with the amount in words sees a conflict that no writer made, or misses one.
# kzcheck reads "minus zero point five percent" as -0.5 and takes a word for a number only as its language data say.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile num2words==0.5.14
cat > probe.py <<'PY'
from decimal import Decimal
from importlib.metadata import version

from num2words import num2words

print("num2words", version("num2words"))
stated = [
    (-0.5, "en", "zero point five"),
    (Decimal("-0.25"), "en", "zero point two five"),
    ("-0.5", "de", "null Komma fünf"),
    (-0.5, "fr", "zéro virgule cinq"),
    (-1.5, "en", "minus one point five"),
    (-5, "vi", num2words(15, lang="vi")),
    (-15, "vi", num2words(5, lang="vi")),
    (-1.5, "vi", num2words(19, lang="vi") + " phẩy năm mươi"),
    (0.05, "fa", num2words(0.5, lang="fa")),
    (0.005, "fa", num2words(0.5, lang="fa")),
    (1.05, "fa", num2words(1.5, lang="fa")),
]
for number, language, words in stated:
    seen = num2words(number, lang=language)
    print(f"  {language} {number!r} -> {seen}")
    assert seen == words, "the behaviour differs from what this script states"
print("  currency:", num2words(-0.5, to="currency", currency="USD"))
PY
./venv/bin/python probe.py
