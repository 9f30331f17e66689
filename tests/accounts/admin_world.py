"""The administration by HTTP: the words of a page, the acts of the journal, a right granted."""

from datetime import date
from html import unescape

from django.urls import reverse

from accounts.enums import Role
from core.models import JournalEntry
from tests.accounts.factories import caisse


TODAY = date(2026, 11, 17)


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def acts():
    return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def grant(client, user, **said):
    form = {
        "role": Role.DAM.value,
        "organisation": caisse("061").pk,
        "valid_from": "2026-11-17",
        "last_day": "",
        "reason": "Prise de poste",
        **said,
    }
    return client.post(reverse("admin-habilitation-accorder", args=[user.pk]), form)
