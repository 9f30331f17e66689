"""A portal with its secret, its token, and calls in its name."""

import base64
import json
import uuid
from datetime import date

from django.test import Client

from sosij.models import IntakeClient
from sosij.services.intake_clients import new_token, open_client
from tests.sosij.help_world import QUESTION, doctor


ROOT = "/api/sos-ij/v1/"
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n rest"
JPEG = b"\xff\xd8\xff\xe0 rest"


class Portal:
    """What a portal of practitioners does, with plain HTTP."""

    def __init__(self, code="portail-praticiens"):
        self.secret = open_client(code, code, on=date(2025, 1, 20), system="essai")
        self.client = IntakeClient.objects.get(code=code)
        self.http = Client()
        self.token = new_token(self.client)

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path, **query):
        return self.http.get(ROOT + path, query, headers=self.headers, secure=True)

    def send(self, path, body, **headers):
        return self.http.post(
            ROOT + path,
            body if isinstance(body, bytes) else json.dumps(body),
            content_type="application/json",
            headers={**self.headers, **headers},
            secure=True,
        )

    def ask(self, key=None, **fields):
        key = str(uuid.uuid4()) if key is None else key
        return self.send("demandes/", body_of(**fields), **{"Idempotency-Key": key})


def body_of(**fields):
    body = {"question": QUESTION, "regime": "RG", **fields}
    return body if "rpps" in body else {**body, "rpps": doctor().rpps}


def piece(content=PDF, name="compte-rendu.pdf"):
    return {"nom": name, "contenu": base64.b64encode(content).decode()}
