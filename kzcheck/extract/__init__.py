"""From a document to its claims: the scanner, the grammar, the period resolver, the metric matcher.

No language in it.
"""
