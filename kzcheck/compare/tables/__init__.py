"""The arithmetic of tables: what labels and layout say that figures make of one another, shown by all other figures.

A label says what kind of figure a row or column holds (a total, a change, a share, an average, a rate). Which figures
beside it are meant, no label says for sure: of all that the layout allows, those are taken that hold in the other rows
or columns, where that is more than chance. A figure that alone does not fit is then a contradiction.
"""
