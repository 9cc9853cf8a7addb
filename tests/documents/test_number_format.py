"""What spreadsheets show of a stored number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.documents.number_format import BUILT_IN, decimal, is_date, show, show_text

INDIAN = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"
SHORT = '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0'


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("1234567", "#,##0,", "1,235"),
        ("1234567890", '#,##0,,"M"', "1,235M"),
        ("1234567890", '#,##0.0,,,"bn"', "1.2bn"),
        ("1234567", "#,##0.0,", "1,234.6"),
        ("533.4", '0.0" million"', "533.4 million"),
        ("0.125", "0.0%", "12.5%"),
        ("12.5", r"0.0\%", "12.5%"),
        ("0.125", '0.0"%"', "0.1%"),
        ("7", "0 %", "700 %"),
        ("0.0025", '0" bps"', "0 bps"),
        ("1234.5", "[$€-407] #,##0.00", "€ 1,234.50"),
        ("1234.5", "#,##0.00 [$₸-43F]", "1,234.50 ₸"),
        ("1.005", "0.00", "1.01"),
        ("2.675", "0.00", "2.68"),
        ("-2.5", "0", "-3"),
        ("-0.3", "0", "0"),
        ("0.285", "0%", "29%"),
        ("0.28499999999999998", "0%", "29%"),
        ("-1234.5", "#,##0_);(#,##0)", "(1,235)"),
        ("-1234.5", BUILT_IN[44], "$(1,234.50)"),
        ("1234.5", BUILT_IN[44], "$1,234.50"),
        ("0", '#,##0;(#,##0);"-"', "-"),
        ("5", ";;;", ""),
        ("12345678", INDIAN, "1,23,45,678"),
        ("1234567", INDIAN, "12,34,567"),
        ("4567", INDIAN, "4,567"),
        ("-4567", INDIAN, "-4,567"),
        ("1500000", SHORT, "1.5M"),
        ("1500", SHORT, "1.5K"),
        ("-1500", SHORT, "-1500"),
        ("-0.0123", "+0.0%;-0.0%;0.0%", "-1.2%"),
        ("0.5", ".00", ".50"),
        ("3", "0.##", "3"),
        ("1234", "# ##0", "1 234"),
        ("2024", '0"E"', "2024E"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("1.5", "# ?/?", "1 1/2"),
        ("0.75", "# ??/16", "12/16"),
        ("1234567.891", "General", "1234567.891"),
        ("0.30000000000000004", "General", "0.3"),
        ("45382", "mmm-yy", "Mar-24"),
        ("45382", "dd/mm/yyyy", "2024-03-31"),
        ("45382.5", "d mmmm yyyy h:mm", "31 March 2024 12:00"),
        ("0.1", "[h]:mm:ss", "2:24:00"),
    ],
)
def test_a_number_is_shown_as_the_spreadsheet_shows_it(stored, code, shown):
    assert show(decimal(stored), code).text == shown


def test_the_number_behind_a_format_of_thousands_keeps_its_digits_and_tells_its_scale():
    shown = show(decimal("1234567"), "#,##0,")
    assert (shown.number, shown.scale) == (Decimal("1234.567"), 1000)
    assert show(decimal("0.125"), "0.0%").number == Decimal("12.5")


def test_brackets_written_by_the_format_leave_the_number_negative():
    assert show(decimal("-1234.5"), "#,##0_);(#,##0)").number == Decimal("-1234.5")


def test_a_workbook_of_1904_counts_its_days_from_there():
    assert show(decimal("43920"), "yyyy-mm-dd", from_1904=True).text == "2024-03-31"


def test_a_format_of_text_may_put_words_beside_it():
    assert show_text("A", '0;-0;0;"grade "@') == "grade A"
    assert show_text("007", "0.00") == "007"
    assert show(Decimal(7), "@").text == "7"


def test_dates_are_told_from_numbers_whose_words_hold_their_letters():
    assert is_date("d mmm")
    assert not is_date('0.0" days"')
    assert not is_date(r"0.0\d")
    assert not is_date("[Red]0.0")


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_what_is_shown_lies_within_half_a_unit_of_its_last_place(units, places):
    stored = Decimal(units).scaleb(-3)
    code = "#,##0" + ("." + "0" * places if places else "")
    shown = show(stored, code).text
    assert abs(Decimal(shown.replace(",", "")) - stored) <= Decimal(1).scaleb(-places) / 2


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1e9, max_value=1e9), st.text(max_size=12)
)
def test_no_format_breaks_the_reader(stored, code):
    assert isinstance(show(stored, code).text, str)
