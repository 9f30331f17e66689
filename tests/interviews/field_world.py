"""A device as the portal sees it: signed in, it sends what was typed on it."""

import json
from uuid import uuid4

from django.test import Client
from django.urls import reverse


TYPED = {"tenue": "tenu", "duree": "40", "suite": "termine", "engagement_qui": "medecin"}


class Device:
    def __init__(self, user, *, checks=False):
        self.client = Client(enforce_csrf_checks=checks)
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        self.client.force_login(user, backend=backend)

    def ask(self, name):
        return self.client.get(reverse(name), secure=True)

    def carried(self):
        return self.ask("terrain-entretiens").json()

    def post(self, body, **headers):
        return self.client.post(
            reverse("terrain-comptes-rendus"),
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            secure=True,
            headers={"Referer": "https://testserver/terrain/", **headers},
        )


def draft(interview, *, form="medical", revision=1, edition=0, **fields):
    """What a device sends; `fields` are typed over those of a short report."""
    return {
        "uuid": str(uuid4()),
        "revision": revision,
        "edition": edition,
        "interview": interview.pk,
        "starts": interview.starts_at.isoformat() if interview.starts_at else "",
        "form": form,
        "device_time": "2031-05-01T08:00:00+02:00",
        "fields": {**TYPED, **fields},
    }


def again(sent, *, revision=None, **fields):
    """The same draft, edited when there is a revision."""
    edited = {**sent, "fields": {**sent["fields"], **fields}}
    return {**edited, "revision": revision or sent["revision"]}
