"""Languages: one folder each, all words as YAML; this package only reads them."""

from kzcheck.lang.phrases import Phrases
from kzcheck.lang.reader import languages, read
from kzcheck.lang.tokens import Tokens, singular, tokenize, words_of

__all__ = ["Phrases", "Tokens", "languages", "read", "singular", "tokenize", "words_of"]
