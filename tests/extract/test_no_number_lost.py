"""Whatever is put around a number of a sentence, the number is still found with its value."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_corpus import entries, unmarked

from kzcheck.extract import extract
from kzcheck.model import Document

# {} is the number; what stands around it is what a reader does not count as text, or passes over.
AROUND = {
    "bold": "**{}**",
    "bold by lines": "__{}__",
    "italic": "*{}*",
    "italic by lines": "_{}_",
    "bold italic": "***{}***",
    "link": "[{}](https://example.org/a)",
    "titled link": '[{}](https://example.org/a "see there")',
    "reference link": "[{}][there]",
    "html bold": "<b>{}</b>",
    "html strong": "<strong>{}</strong>",
    "html span": '<span class="x">{}</span>',
    "html link": '<a href="#n4">{}</a>',
    "html mark": "<mark>{}</mark>",
    "html italic": "<em>{}</em>",
    "small": "<small>{}</small>",
    "note": "{}[^1]",
    "numbered note": "{}[4]",
    "raised note": "{}<sup>a</sup>",
    "raised note in brackets": "{}<sup>[2]</sup>",
    "raised figure": "{}¹",
    "zero-width space": "\u200b{}",
    "word joiner": "{}\u2060",
    "no-break space": "\u00a0{}",
    "thin space": "{}\u2009",
    "comment in brackets": "(see below) {}",
    "unknown word": "qorvex {}",
    "unknown aside": "– qorvex – {}",
    "opening quote": "“{}”",
    "struck out before": "~~99~~ {}",
    "html struck out before": "<del>99</del> {}",
    "dagger": "{}†",
    "starred note": "{}*",
    "bracketed note": "{}(1)",
    "note beside a note": "{}[4][5]",
    "editor's bracket": "{}[citation needed]",
    "sic": "{} [sic]",
    "single quotes": "‘{}’",
    "guillemets": "«{}»",
    "inserted": "<ins>{}</ins>",
    "underlined": "<u>{}</u>",
    "broken line of a page": "<br>{}",
    "html comment": "<!-- seen -->{}",
    "named space": "{}&nbsp;",
    "pictogram": "📈 {}",
    "soft hyphen": "\u00ad{}",
    "two spaces": " {} ",
}


@cache
def numbers():
    """Give (text before, digits, text after, value) for every plain number of the corpus that is read as written."""
    out = []
    for param in entries():
        row = param.values[0]
        text, spans = unmarked(row["text"])
        if "known_wrong" in row or not spans or any(sign in text for sign in "*_<[`~&|\n#"):
            continue
        for claim in claims(text):
            whole = text[claim.start : claim.end]
            bare = claim.digits.replace(",", "")
            # A number without a unit of its own may be the label of an unknown word before it.
            if (
                not whole.endswith(claim.digits)
                and claim.kind in PLAIN
                and bare.isdecimal()
                and whole.count(claim.digits) == 1
                and claim.value is not None
            ):
                at = claim.start + whole.index(claim.digits)
                after = text[at + len(claim.digits) :]
                before = text[:at]
                if before[-1:] in ("", " ") and after[:1] in (" ", ".") and after[1:2] != "":
                    out.append((before, claim.digits, after, claim.value))
    return out


PLAIN = frozenset({"level", "count", "share", "change", "difference", "duration"})


def claims(text):
    return extract(Document(id="text", text=text))[0]


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_number_is_found_whatever_is_put_around_it(around, data):
    before, digits, after, value = data.draw(st.sampled_from(numbers()))
    found = claims(before + around.format(digits) + after)
    # A word between may part a number from its verb, so that a fall by 8 becomes an 8, or join it to a range.
    values = {abs(v) for c in found for v in (c.value, c.range_low, c.range_high) if v is not None}
    assert abs(value) in values, [c.surface for c in found]
