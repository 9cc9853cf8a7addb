"""Quantities: a numeral with its unit, hedge, kind, direction, and its links to other numbers of the sentence.

Takes a passage and its time words; gives quantities. Knows no period and no subject.
"""
