#!/usr/bin/env bash
# Paragraphs as Word writes them, and three readers of .docx: none of the three gets all of them right.
# - the no-break hyphen (Ctrl+Shift+hyphen, <w:noBreakHyphen/>, ECMA-376 Part 1, 17.3.3.18) is how one keeps a minus beside
#   its number: docx2python drops it, so "-5.3 %" is 5.3 % and "5-7 t" is 57 t;
# - the minus of the font Symbol (Insert, Symbol; <w:sym/>) is dropped by python-docx: "−5.3 %" is 5.3 %;
# - the result of a simple field (<w:fldSimple/>) is dropped by mammoth and by python-docx: "1,234 t" is " t";
# - an equation 10⁶ is "106" in docx2python, and gone in the two others; a half set as a fraction is "12".
# So a check of the text of a report finds figures that the page does not show, and the sign is what goes first.
# kzcheck walks the XML itself and keeps all of them (kzcheck/documents/docx.py, tests/documents/test_word.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
./venv/bin/pip install -q --no-compile python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0
cat > probe.py <<'PY'
import re
from importlib.metadata import version

import docx
import mammoth
from docx2python import docx2python
from docx.oxml import parse_xml

BASE = "http://schemas.openxmlformats.org/"
W, M = f'xmlns:w="{BASE}wordprocessingml/2006/main"', f'xmlns:m="{BASE}officeDocument/2006/math"'
TEN = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>"
HALF = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
cases = [  # the paragraph, then what python-docx, docx2python and mammoth make of it
    ("<w:r><w:noBreakHyphen/><w:t>5.3 %</w:t></w:r>", "-5.3 %", "5.3 %", "\u20115.3 %"),
    ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>7 t</w:t></w:r>", "5-7 t", "57 t", "5\u20117 t"),
    ('<w:r><w:sym w:font="Symbol" w:char="F02D"/><w:t>5.3 %</w:t></w:r>', "5.3 %", None, "\u22125.3 %"),
    ('<w:fldSimple w:instr=" DOCPROPERTY Output "><w:r><w:t>1,234</w:t></w:r></w:fldSimple><w:r><w:t> t</w:t></w:r>',
     "t", "1,234 t", "t"),
    (f"<m:oMath>{TEN}</m:oMath><w:r><w:t> cells</w:t></w:r>", "cells", "106 cells", "cells"),
    (f"<m:oMath>{HALF}</m:oMath><w:r><w:t> litre</w:t></w:r>", "litre", "12 litre", "litre"),
]
names = ("python-docx", "docx2python", "mammoth")
print(", ".join(f"{name} {version(name)}" for name in names))
for body, *stated in cases:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W} {M}>{body}</w:p>"))
    document.save("report.docx")
    with docx2python("report.docx") as read, open("report.docx", "rb") as file:
        texts = (docx.Document("report.docx").paragraphs[0].text, read.text, mammoth.extract_raw_text(file).value)
    seen = [re.sub("</?latex>", "", text).strip() for text in texts]
    print(" ", re.sub("(<[^>]*>)+", " ", body).strip(), "->", dict(zip(names, seen, strict=True)))
    for text, wanted in zip(seen, stated, strict=True):
        assert wanted is None or text == wanted, "the behaviour differs from what this script states"
PY
./venv/bin/python probe.py
