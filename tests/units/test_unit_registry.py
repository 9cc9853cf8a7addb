"""Conversion is exact, refuses what does not convert, and works without pint once it has been computed."""

import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.storage import recall
from kzcheck.units import (
    DimensionError,
    OffsetError,
    UnknownUnitError,
    base_unit,
    convert,
    defined,
    dimension,
    factor,
    factors,
    known,
)

UNITS = defined()
OFFSET = {"degC", "degF"}
SCALES = [unit for unit in UNITS if unit not in OFFSET]


@pytest.mark.parametrize(
    ("unit", "to", "expected"),
    [
        ("t", "kg", 1000),
        ("kg", "g", 1000),
        ("Mt", "t", 10**6),
        ("lb", "g", Fraction("453.59237")),
        ("lb", "oz", 16),
        ("short_ton", "kg", Fraction("907.18474")),
        ("long_ton", "lb", 2240),
        ("troy_oz", "g", Fraction("31.1034768")),
        ("mi", "m", Fraction("1609.344")),
        ("ft", "inch", 12),
        ("nmi", "km", Fraction("1.852")),
        ("km2", "ha", 100),
        ("mi2", "acre", 640),
        ("acre", "m2", Fraction("4046.8564224")),
        ("bbl", "gal", 42),
        ("bbl", "L", Fraction("158.987294928")),
        ("imp_gal", "L", Fraction("4.54609")),
        ("bcm", "m3", 10**9),
        ("km3", "m3", 10**9),
        ("h", "s", 3600),
        ("year", "day", Fraction("365.25")),
        ("year", "month", 12),
        ("decade", "year", 10),
        ("kWh", "MJ", Fraction("3.6")),
        ("TWh", "kWh", 10**9),
        ("GB", "MB", 1000),
        ("GiB", "MiB", 1024),
        ("B", "bit", 8),
        ("percent", "x", Fraction(1, 100)),
        ("bp", "pp", Fraction(1, 100)),
        ("permille", "percent", Fraction(1, 10)),
        ("ppm", "percent", Fraction(1, 10000)),
        ("FEU", "TEU", 2),
        ("bbl/day", "bbl/year", Fraction("365.25")),
        ("km/h", "m/s", Fraction(5, 18)),
        ("USD/bbl", "USD/gal", Fraction(1, 42)),
        ("t/ha", "kg/m2", Fraction(1, 10)),
        ("count/(100000*person)", "count/(1000*person)", Fraction(1, 100)),
        ("L/(100*km)", "L/km", Fraction(1, 100)),
        ("K", "delta_degF", Fraction(9, 5)),
    ],
)
def test_a_factor_is_exact(unit, to, expected):
    assert factor(unit, to) == expected


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (0, "degC", "degF", 32),
        (100, "degC", "degF", 212),
        (-40, "degC", "degF", -40),
        (20, "degC", "K", Fraction("293.15")),
        (Fraction("98.6"), "degF", "degC", 37),
        (0, "K", "degF", Fraction("-459.67")),
        (3, "t", "kg", 3000),
    ],
)
def test_values_convert_with_their_zero(value, unit, to, expected):
    assert convert(Fraction(value), unit, to) == expected


def test_a_difference_of_temperatures_has_no_zero():
    assert convert(Fraction(3, 2), "degC", "degF", difference=True) == Fraction(27, 10)
    assert factor("degC/day", "degF/day") == Fraction(9, 5)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("t", "mass"),
        ("t/year", "mass/time"),
        ("USD", "USD"),
        ("USD/bbl", "USD/volume"),
        ("count", "count"),
        ("person", "count"),
        ("person/km2", "count/area"),
        ("percent", "ratio"),
        ("x", "ratio"),
        ("count/(100000*person)", "ratio"),
        ("kWh", "energy"),
        ("kWh/m2", "energy/area"),
        ("MW", "power"),
        ("degC", "temperature"),
        ("TEU", "TEU"),
        ("index_point", "index"),
        ("m/s**2", "acceleration"),
        ("GB", "data"),
    ],
)
def test_a_dimension_has_a_short_name(unit, expected):
    assert dimension(unit) == expected


@pytest.mark.parametrize(
    "unit", ["ton", "tonnes", "", "(", "t/", "100", "t t", "9**9**9", "t**99", "k", "USDX", "t;t", "t" * 500]
)
def test_nonsense_is_no_unit(unit):
    assert not known(unit)


def test_an_unknown_unit_is_named_with_the_nearest():
    with pytest.raises(UnknownUnitError, match=r"unknown unit 'shrt_ton'; did you mean 'short_ton'\?"):
        factor("shrt_ton", "kg")


@pytest.mark.parametrize(
    ("unit", "to"), [("t", "km"), ("USD", "EUR"), ("bbl", "t"), ("percent", "count"), ("t", "t/year")]
)
def test_units_of_other_dimensions_do_not_convert(unit, to):
    with pytest.raises(DimensionError, match="there is no factor"):
        factor(unit, to)


def test_a_scale_that_does_not_start_at_zero_has_no_factor():
    with pytest.raises(OffsetError, match="different zeros"):
        factor("degC", "degF")


def test_a_column_leaves_out_what_is_no_unit():
    assert factors(["t", "ton", "km", "t"]) == {"t": (Fraction(10**6), "mass"), "km": (Fraction(1000), "length")}


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_known_and_has_a_base(unit):
    assert known(unit)
    assert dimension(base_unit(unit)) == dimension(unit)
    assert base_unit(base_unit(unit)) == base_unit(unit)


def _alike():
    groups: dict[str, list[str]] = {}
    for unit in SCALES:
        groups.setdefault(dimension(unit), []).append(unit)
    return [pair for group in groups.values() for pair in pairwise(group)]


@given(st.data())
def test_there_and_back_is_one(data):
    unit, to = data.draw(st.sampled_from(_alike()))
    assert factor(unit, to) * factor(to, unit) == 1


@given(st.fractions(), st.sampled_from(["degC", "degF", "K"]), st.sampled_from(["degC", "degF", "K"]))
def test_a_temperature_comes_back(value, unit, to):
    assert convert(convert(value, unit, to), to, unit) == value


@given(st.text(alphabet="tkgmsUSD/*()0123456789 .^-", max_size=30))
@settings(max_examples=60)
def test_any_text_is_a_unit_or_not(text):
    assert known(text) in (True, False)


_ASK = "from kzcheck.units import factor; import sys; print(factor('bbl/day', 'm3/s'), 'pint' in sys.modules)"


def _ask(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", _ASK], env={"KZCHECK_CACHE": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    return run.stdout.split()


def test_a_second_run_gives_the_same_without_pint(tmp_path):
    first, second = _ask(tmp_path), _ask(tmp_path)
    assert first[1] == "True"
    assert second == [first[0], "False"]


def test_a_broken_cache_is_made_anew(tmp_path):
    first = _ask(tmp_path)
    (kept,) = (tmp_path / "units").iterdir()
    kept.write_text("{broken", encoding="utf-8")
    assert _ask(tmp_path) == first
    assert "bbl/day" in recall(kept)
