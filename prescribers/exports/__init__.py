"""The whole list in a file: the rows of the screen, as CSV, workbook or paper.

Every format is drawn from the same `Sheet` and the same profiles, whether a request gives the file
at once or a job makes it.
"""

from prescribers.exports.drawing import Drawn, content_type, draw
from prescribers.exports.sheet import Sheet, filter_words, sheet_of
from prescribers.exports.wanting import wanted_of


__all__ = ["Drawn", "Sheet", "content_type", "draw", "filter_words", "sheet_of", "wanted_of"]
