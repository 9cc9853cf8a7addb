"""Numerals: digits, number words, fractions, scales and ranges as exact values with their stated precision.

Takes the tokens of a passage; gives numerals. Knows no unit.
"""
