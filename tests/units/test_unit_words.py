"""The words for units: every unit has some, every word has a unit, and the generated files are fresh."""

import importlib.util
import re
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest

from kzcheck.extract.quantity.units import _lexicon, expand, read_prefix, read_unit
from kzcheck.lang import read, tokenize
from kzcheck.units import defined, factors, known

ROOT = Path(__file__).parents[2]
# Units that no words name: "x" and "date" belong to the grammar ("5 times", "May 5"); a bushel's mass needs the crop,
# which a rule knows.
WITHOUT_WORDS = {"x", "date", "bushel_wheat", "bushel_soybean", "bushel_corn", "bushel_barley", "bushel_oats"}


def _senses():
    lexicon = _lexicon("en")
    tables = (lexicon.after, lexicon.before, lexicon.below)
    rates = {unit for some in lexicon.adverbs.values() for _phrase, unit, _alone in some}
    spellings = chain.from_iterable(chain.from_iterable(table.values()) for table in tables)
    return {sense.unit for spelling in spellings for sense in spelling.senses} | rates


def test_every_word_names_a_unit():
    said = _senses()
    assert sorted(said - factors(said).keys()) == []


def test_every_unit_has_a_word():
    said = {name for unit in _senses() for name in re.findall(r"[A-Za-z]\w*", unit)}
    assert [unit for unit in defined() if unit not in said and unit not in WITHOUT_WORDS] == []


@pytest.mark.parametrize("unit", read("en", "units")["units"])
def test_every_key_of_the_words_is_a_unit(unit):
    assert known(unit)


def test_every_list_that_a_condition_names_is_there_and_used():
    data = read("en", "units")
    used = {name[1:] for name in re.findall(r"@\w+", str(data["ambiguous"]))} | {"joiners"}
    assert used == set(data["lists"])


@pytest.mark.parametrize(
    "row", read("en", "units")["ambiguous"], ids=lambda row: str(row.get("words") or row["symbols"])
)
def test_every_sense_says_why(row):
    assert all(sense["why"] for sense in row["senses"])


@pytest.mark.parametrize(("code", "names"), read("en", "currencies").items())
def test_a_currency_is_read_by_its_names_and_its_code(code, names):
    for name in names:
        after = read_unit(tokenize(f"3.5 {name}"), 1)
        assert after is not None, name
        assert (after.unit, after.factor) == (code, Fraction(1))
    for text in (f"{code} 3.5 million", f"{code}3.5 million"):
        before = read_prefix(tokenize(text), 1)
        assert before is not None, text
        assert before.unit == code
    tokens = tokenize(f"3.5 million {code}")
    assert read_unit(tokens, 2).unit == code


def test_the_generated_currencies_are_fresh():
    spec = importlib.util.spec_from_file_location("make_currencies", ROOT / "tools" / "make_currencies.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    if not all(
        script.babel.__version__ in path.read_text(encoding="utf-8").split("\n", 1)[0] for path in script.files()
    ):
        pytest.skip(
            f"made with another babel than {script.babel.__version__}, which may know other currencies and names"
        )
    for path, text in script.files().items():
        assert path.read_text(encoding="utf-8") == text, f"run python tools/make_currencies.py: {path.name} is stale"


@pytest.mark.parametrize(
    ("pattern", "forms"),
    [
        ("ton(s)", ["ton", "tons"]),
        ("met(re|er)(s)", ["metre", "metres", "meter", "meters"]),
        ("r(o|)uble", ["rouble", "ruble"]),
        ("km", ["km"]),
    ],
)
def test_the_shorthand_writes_out(pattern, forms):
    assert list(expand([pattern])) == forms


def test_the_words_of_units_are_those_of_the_language_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from kzcheck.extract.quantity import units
    from kzcheck.lang import read, tokenize

    def other(language: str, name: str) -> object:
        data = read("en", name)
        if (language, name) != ("xx", "units"):
            return data
        return {**data, "units": {**data["units"], "km": {"words": ["werst"]}}}

    monkeypatch.setattr(units, "read", other)
    found = units.read_unit(tokenize("5 werst", language="xx"), 1)
    assert found is not None
    assert found.unit == "km"
    assert units.read_unit(tokenize("5 werst"), 1) is None
