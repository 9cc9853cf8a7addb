"""Packs of rules: YAML in, typed rules out."""
