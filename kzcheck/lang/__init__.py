"""Languages: one folder each, all words as YAML; this package only reads them."""

from kzcheck.lang.dress import bare, undressed
from kzcheck.lang.letters import CAPITAL
from kzcheck.lang.phrases import Phrases
from kzcheck.lang.reader import languages, read
from kzcheck.lang.tokens import Tokens, singular, tokenize, words_of

__all__ = ["CAPITAL", "Phrases", "Tokens", "bare", "languages", "read", "singular", "tokenize", "undressed", "words_of"]
