"""Where the words stand: passages (sentences, headings, cells) and clauses of a document, and native search.

Takes a document; gives passages and their clauses. Knows no number, no unit and no time.
"""
