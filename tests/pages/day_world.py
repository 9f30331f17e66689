"""« Ma journée » by HTTP: the lines of a page, by their stable keys and by their group."""

import re
from html import unescape

from django.urls import reverse


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def opened(client, user, **query):
    client.force_login(user, backend=BACKEND)
    answer = client.get(reverse("ma-journee"), query)
    assert answer.status_code == 200
    return answer


def keys(answer, group=None):
    page = answer.content.decode()
    if group is not None:
        found = re.search(rf'<section class="ij-group" id="{group}".*?</section>', page, re.DOTALL)
        page = found.group() if found else ""
    return re.findall(r'data-line="([^"]+)"', page)


def text(answer):
    bare = re.sub(r"<[^>]+>", "", answer.content.decode())
    return re.sub(r"\s+", " ", unescape(bare).replace("\u202f", " ").replace("\u00a0", " "))
