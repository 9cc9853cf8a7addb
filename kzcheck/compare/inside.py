"""When two figures of one name in one document contradict, where nobody named the quantity."""

from __future__ import annotations

import numpy as np

from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.quantities import Quantities

_NEAR = 1.5


def doubtful(table: Quantities, first: int, second: int) -> bool:
    """Tell whether two unlike figures that one document gives under one name are rather of two things.

    A document that was read before it was published seldom contradicts itself, so two such figures are more often two
    things whose names were not read in full: a loss of one case and of another. They are held against one another where
    they look like one figure gone wrong, near to one another or with a digit that slipped, and where one is a headline.
    """
    document = table.text("document")
    if document[first] != document[second] or not table.discovered[first]:
        return False
    if table.heading[first] != table.heading[second]:
        return False
    one, other = abs(float(table.value[first])), abs(float(table.value[second]))
    if np.isnan(one) or np.isnan(other):
        return False
    digits = ("".join(c for c in table.text("digits")[row] if c.isdigit()) for row in (first, second))
    return not (max(one, other) <= _NEAR * min(one, other) or slipped(*digits))
