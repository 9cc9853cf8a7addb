"""Every cause is said in words."""

from __future__ import annotations

import pytest

from kzcheck.model import Cause, Slip
from kzcheck.render.causes import words


@pytest.mark.parametrize("slip", list(Slip))
def test_every_slip_has_a_sentence_of_its_own(slip):
    said = words(Cause(slip=slip))
    assert said
    assert [other for other in Slip if words(Cause(slip=other)) == said] == [slip]


def test_what_tells_so_is_named():
    assert words(Cause(slip=Slip.OTHER_YEAR, told=("461.9", "2022"))) == "shifted year (461.9 is given for 2022)"
    assert words(Cause(slip=Slip.OTHER_AGENCY, told=("A", "B"))) == "other agency (A, B)"
