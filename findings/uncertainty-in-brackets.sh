#!/usr/bin/env bash
# Laboratories state a value with its standard uncertainty in the last digits: 12.34(5) is 12.34 ± 0.05, and CODATA gives
# the constant of gravitation as 6.67430(15)e-11 (± 0.00015e-11); so say the GUM (7.2.2) and the SI Brochure (5.4.5).
# pint reads that notation only where as many digits stand in the brackets as after the point. Otherwise it takes the
# brackets for "0." and digits: 12.34(5) becomes ± 0.5, 1234(5) ± 0.5 instead of ± 5, 6.67430(15) ± 0.15, a thousandfold.
# And where the package "uncertainties" is not installed, which pint does not ask for, the same text is a PRODUCT:
# 12.34(5) kg is 61.7 kg. So what a line means depends on what else happens to be installed, and is wrong both ways.
# kzcheck reads 12.34 kg and takes the brackets for no number of their own (lang/en/corpus/numbers.yaml).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile pint==0.25.3
cat > product.py <<'PY'
from importlib.metadata import version

import pint

unit = pint.UnitRegistry()
print("pint", version("pint"), "alone: 12.34(5) kg ->", unit("12.34(5) kg"))
assert abs(unit("12.34(5) kg").magnitude - 61.7) < 1e-9, "the behaviour differs from what this script states"
PY
cat > spread.py <<'PY'
from importlib.metadata import version

import pint
from uncertainties import ufloat_fromstr

unit = pint.UnitRegistry()
print("pint", version("pint"), "with uncertainties", version("uncertainties"))
stated = {"1.5(3)": 0.3, "100.25(12)": 0.12, "12.34(5)": 0.5, "1234(5)": 0.5, "0.123(45)": 0.45, "6.67430(15)": 0.15}
for text, spread in stated.items():
    seen, right = unit(f"{text} kg").magnitude, ufloat_fromstr(text)
    print(f"  {text}: pint {seen.n} ± {seen.s}, by the notation ± {right.s}")
    assert abs(seen.s - spread) < 1e-12, "the behaviour differs from what this script states"
assert ufloat_fromstr("6.67430(15)").s == 0.00015
PY
./venv/bin/python product.py
./venv/bin/pip install -q --no-compile uncertainties==3.2.3
./venv/bin/python spread.py
