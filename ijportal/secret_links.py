"""No log names the link of a doctor: it opens his questionnaire, and its instant is his answer’s.

Django writes the address of every refusal; on this page the address is the secret.
"""

import logging
import re


_LINK = re.compile(r"(/sos-ij/questionnaire/)[^/\s]+")


def hide_links(record: logging.LogRecord) -> bool:
    """Keep the line, without what opens the page."""
    said = record.getMessage()
    hidden = _LINK.sub(r"\1…", said)
    if hidden != said:
        record.msg, record.args = hidden, ()
    return True
