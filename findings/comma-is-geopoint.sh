#!/usr/bin/env bash
# A CSV file of a country with decimal commas: fields parted by semicolons, numbers as 12,5 and 6,5.
# One expects numbers, or text, which one can see. frictionless, the reference implementation of Table Schema,
# finds the delimiter by itself and then infers the type "geopoint" (longitude, latitude): 12,5 is the point (12, 5).
# The report says that the file is valid. One row with a part above 90 degrees (12,95) turns the whole column to text.
# And "bareNumber": false, which the standard gives for "additional non-numeric characters such as $ or %",
# takes the signs that accounts use away with them: ($5) and the typographic minus of "−5" are read as +5.
# kzcheck reads 12.5 and 6.5, and a bracketed or typographic minus as a minus (tests/documents/test_data.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile frictionless==5.21.0
printf 'item;cost\nbread;12,5\nmilk;6,5\n' > comma.csv
printf 'item;cost\nbread;12,95\nmilk;6,5\n' > comma95.csv
cat > probe.py <<'PY'
from importlib.metadata import version

from frictionless import Resource, fields, validate

print("frictionless", version("frictionless"))
seen = {}
for path in ("comma.csv", "comma95.csv"):
    resource = Resource(path=path)
    resource.infer()
    seen[path] = (resource.schema.get_field("cost").type, [str(row["cost"]) for row in resource.read_rows()])
    print(f"  {path}: {seen[path][0]} {seen[path][1]}, valid: {validate(path).valid}")
assert seen["comma.csv"] == ("geopoint", ["[12.0, 5.0]", "[6.0, 5.0]"]), "the behaviour differs"
assert seen["comma95.csv"][0] == "string"
assert validate("comma.csv").valid

number = fields.NumberField.from_descriptor({"name": "n", "type": "number", "bareNumber": False})
signs = {text: str(number.read_cell(text)[0]) for text in ("$-5", "-5%", "($5)", "\u22125%")}
print("  bareNumber false:", signs)
assert signs == {"$-5": "-5", "-5%": "-5", "($5)": "5", "\u22125%": "5"}, "the behaviour differs"
PY
./venv/bin/python probe.py
