#!/usr/bin/env bash
# Prices per unit have three decimals: fuel at $3.499 a gallon, a fee of $0.125 a share, a swap of 12,345.678 dollars.
# price-parser tells decimal points from thousands, and its manual has an argument for what can be both ($140.600).
# Three digits after the last mark are thousands for it even where that cannot be: "$0.125" is 125 dollars (no number
# of thousands starts with 0), "12,345.678" is 12345678, though the two marks differ and the comma has taken the
# thousands. With four decimals both are right, so a column mixes them. "CHF 1’234.50" with the apostrophe that Swiss
# typography uses (U+2019) is 1 franc; with the ASCII one it is 1234.50. kzcheck reads 0.125, 12,345.678 and 1’234.50
# as they stand (kzcheck/lang/en/corpus/numbers.yaml).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile price-parser==0.5.1
cat > probe.py <<'PY'
from importlib.metadata import version

from price_parser import Price

print("price-parser", version("price-parser"))
stated = {
    "$0.125": "125",
    "$0.1250": "0.1250",
    "12,345.678 USD": "12345678",
    "12,345.6789 USD": "12345.6789",
    "1.234,567 EUR": "1234567",
    "CHF 1\u2019234.50": "1",
    "CHF 1'234.50": "1234.50",
}
for text, amount in stated.items():
    seen = str(Price.fromstring(text).amount)
    print(f"  {text!r} -> {seen}")
    assert seen == amount, "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
