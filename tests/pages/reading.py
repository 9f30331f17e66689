"""How the tests read a page: its words, and what it cost."""

import html
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext


PUBLISHED_AT = datetime(2026, 3, 1, 2, 2, tzinfo=ZoneInfo("Europe/Paris"))
# The request's transaction and its role are no reads.
NOT_A_READ = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", "SELECT current_setting")


def text_of(response):
    """The words as a reader gets them."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def reads(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(NOT_A_READ)]
