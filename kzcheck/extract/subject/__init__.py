"""What a number is about: a metric of the rules, or else a frame of entity, concept and qualifiers found in the text.

Takes a passage with quantities and time words; gives what each is about.
"""
