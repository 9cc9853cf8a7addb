#!/usr/bin/env bash
# One letter more changes the dimension. The SI Brochure (table 8) lets the tonne take prefixes: kt, Mt and Gt are masses,
# and ppm, ppb and ppt are parts per million, billion and trillion.
# pint reads 5 Mt and 5 Gt as masses, but 5 kt, which is between them, as KNOTS (2.57 m/s); 5 ppm is 5e-6, but 5 ppt is
# five PICO-PINTS, a volume of 2.4e-15 m³. unyt reads 5 MB as five million BEL (5.8 million neper) and has no byte at all.
# astropy reads "J/kg K" as joule per kilogram and kelvin, but in its OGIP dialect as joule KELVIN per kilogram: one string,
# in one library, times kelvin or divided by it, according to which dialect a file declares.
# All are accepted, and multiply on. kzcheck reads kt, Mt, MB and ppm by kind (kzcheck/units, lang/en/units.yaml).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile pint==0.25.3 unyt==3.2.0 astropy==8.0.2
cat > probe.py <<'PY'
from importlib.metadata import version

import pint
import unyt
from astropy import units

unit = pint.UnitRegistry()
print("pint", version("pint"))
stated = {"5 t": "[mass]", "5 kt": "[length] / [time]", "5 Mt": "[mass]", "5 ppm": "dimensionless", "5 ppt": "[length] ** 3"}
for text, dimension in stated.items():
    seen = unit(text)
    print(f"  {text} -> {seen} = {seen.to_base_units()}")
    assert str(seen.dimensionality) == dimension, "the behaviour differs from what this script states"

size = unyt.unyt_quantity.from_string("5 MB").in_base()
print("unyt", version("unyt"), ": 5 MB ->", size)
assert str(size.units) == "Np", "the behaviour differs from what this script states"

print("astropy", version("astropy"))
dialects = {"generic": "J / (kg K)", "fits": "J / (kg K)", "vounit": "J / (kg K)", "ogip": "J K / kg"}
for dialect, meaning in dialects.items():
    seen = units.Unit("J/kg K", format=dialect)
    print(f"  J/kg K, {dialect} -> {seen}")
    assert seen == units.Unit(meaning), "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
