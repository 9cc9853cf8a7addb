"""Modality and attribution: whether a figure is a fact, a target or denied; who says it, by whose statistics.

Takes a passage with quantities; gives a mood and a voice for each.
"""
