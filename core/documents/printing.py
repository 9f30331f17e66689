"""From a layout and its data to a PDF, here or in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from core.documents.letters import printable


CONTENT_TYPE: Final = "application/pdf"
PICTURE: Final = "image/png"
# Twice the points of a page: sharp once pasted at its width.
PICTURE_PPI: Final = 144
# Tagged, with a title, a language and a text for each drawing: what a screen reader needs.
STANDARD: Final = "ua-1"
APART: Final = Path(__file__).with_name("apart.py")
# 2 000 rows take 2 s on an idle core.
LONGEST_SECONDS: Final = 120


def pdf(layout: str, data: Mapping[str, Any], *, large: bool = False) -> bytes:
    """`data` holds at least `title`; whether the data are synthetic is not left to the caller.

    `large`: the compiler keeps what it laid out for its next ten documents, 110 MB for each
    thousand rows of a table. A process that ends with the document gives them back.
    """
    work = _work(layout, data)
    return _apart(work) if large else typst.compile(**work)


def picture(layout: str, data: Mapping[str, Any]) -> bytes:
    """The first page of a layout as a PNG."""
    work = _work(layout, data) | {"format": "png", "ppi": PICTURE_PPI, "pdf_standards": []}
    return typst.compile(**work)


def _work(layout: str, data: Mapping[str, Any]) -> dict[str, Any]:
    root = settings.DOCUMENT_LAYOUTS
    inputs = {**printable(dict(data)), "synthetic": settings.SYNTHETIC_DATA}
    return {
        "input": str(root / f"{layout}.typ"),
        "root": str(root),
        "font_paths": [str(settings.DATA_DIR / "fonts")],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(inputs, allow_nan=False)},
        "pdf_standards": [STANDARD],
    }


def _apart(work: Mapping[str, Any]) -> bytes:
    done = subprocess.run(  # noqa: S603 (our own program, no argument from anybody)
        [sys.executable, "-I", str(APART)],
        input=json.dumps(work).encode(),
        capture_output=True,
        check=True,
        timeout=LONGEST_SECONDS,
    )
    return done.stdout
