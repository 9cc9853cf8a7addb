"""Concepts: what texts of many fields measure, as data that anyone can edit (README.md), and the code that reads it."""

from kzcheck.concepts.lexicon import Lexicon, lexicon
from kzcheck.concepts.loading import ConceptError, alternatives, concepts_of, default

__all__ = ["ConceptError", "Lexicon", "alternatives", "concepts_of", "default", "lexicon"]
