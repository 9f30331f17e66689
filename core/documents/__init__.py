"""Printed documents: a committed Typst layout and its data make the same tagged PDF everywhere.

The only fonts are those of the product. Data enter as one JSON input, so a name that looks like
markup is printed as it is; a layout reads no file outside its own folder.
"""

from core.documents.printing import CONTENT_TYPE, PICTURE, pdf, picture


__all__ = ["CONTENT_TYPE", "PICTURE", "pdf", "picture"]
