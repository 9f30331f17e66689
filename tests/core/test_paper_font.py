"""Paper and page share one typeface: Typst finds the committed TTF, and no system font."""

import typst
from django.conf import settings


SOURCE = '#set text(font: "Source Sans 3", fallback: false)\nÉcart ≥ 1,5 fois (1,31–1,90)'


def test_typst_writes_with_the_committed_font():
    pdf = typst.compile(
        SOURCE.encode(), font_paths=[str(settings.DATA_DIR / "fonts")], ignore_system_fonts=True
    )
    assert b"SourceSans3" in pdf
