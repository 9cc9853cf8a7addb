"""Tables: takes the grid of a document's table and gives, for each figure in it, its value, unit, period and paths.

What a cell's figure means stands around it: heads of several levels, the row's label and its section, the caption, the
lines before. `layout` tells heads, sections and bodies apart and joins cells that were split, `figures` reads one cell,
`measures` the units and scales that words state, `times` the periods, and `reading` puts them together.
"""

from kzcheck.extract.table.reading import Cell, SaidCell, Tables

__all__ = ["Cell", "SaidCell", "Tables"]
