"""Schemathesis on the intake: no 5xx, and no answer that the description does not foresee.

IJPORTAL_LONG=1 sends more than 5 000 requests instead of about 300.
"""

import os
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from core.journal import Author
from ijportal.wsgi import application
from sosij.api.schema import described
from sosij.enums import Motive
from sosij.models import HelpRequest
from sosij.services.answer import answer
from sosij.services.conduct import take
from sosij.services.intake import Posted, post_request
from sosij.services.qualify import Reading, qualify
from sosij.services.receive import Asked
from tests.sosij.api_world import Portal
from tests.sosij.help_world import QUESTION, at, doctor, seated


pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1800)]
LONG = bool(os.environ.get("IJPORTAL_LONG"))
EXAMPLES = 480 if LONG else 25
NOON = at(9, 12)
SEARCH = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not LONG,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# A well-formed request may be refused: drawn at random, a doctor or a reference is unknown.
EXCLUDED = [positive_data_acceptance]


@pytest.fixture(autouse=True)
def one_connection():
    """The real application closes its connection after each request: here it is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Fuzz:
    """One portal, one doctor, and every answer counted by its status."""

    def __init__(self):
        self.portal, self.rpps, self.seen = Portal(), doctor().rpps, Counter()
        self.answered, self.papers = self.one_answered(), 0
        schema = schemathesis.openapi.from_dict(described())
        schema.app = application
        self.operations = [found.ok() for found in schema.get_all_operations()]

    def one_answered(self):
        """A request of the portal that has its answer: the only one with a PDF.

        By the services: the test client would connect again the signals that are cut here.
        """
        posted, author = Posted("1", Asked(self.rpps, QUESTION)), Author(at=NOON, by=seated().pk)
        request, _ = post_request(self.portal.client, posted, NOON)
        qualify(request, Reading((Motive.WORKPLACE,)), author)
        answer(take(request, author), "Une visite de préreprise est possible.", author)
        return request.reference

    def run(self, operation, mode):
        @SEARCH
        @given(case=operation.as_strategy(generation_mode=mode))
        def search(case):
            if mode is GenerationMode.POSITIVE and sum(self.seen.values()) % 3:
                self.make_real(case)
            answer = case.call(headers=self.headers(case))
            self.seen[answer.status_code] += 1
            self.papers += answer.content.startswith(b"%PDF-")
            case.validate_response(answer, excluded_checks=EXCLUDED, headers=self.headers(case))

        search()

    def headers(self, case):
        return {} if case.path.endswith("/jeton/") else self.portal.headers

    def make_real(self, case):
        """Two in three well-formed requests name somebody, or a request that exists."""
        last = HelpRequest.objects.order_by("-pk").first()
        if isinstance(case.body, dict) and "rpps" in case.body:
            case.body["rpps"] = self.rpps
            case.body.pop("pieces", None)
        if isinstance(case.body, dict) and "grant_type" in case.body:
            # One in five: a secret is dear to check.
            known = sum(self.seen.values()) % 5 == 0
            case.body["client_id"] = self.portal.client.code if known else "inconnu"
            case.body["client_secret"] = self.portal.secret
        if "reference" in case.path_parameters and last:
            paper = case.path.endswith(".pdf") and sum(self.seen.values()) % 2
            case.path_parameters["reference"] = self.answered if paper else last.reference
        if isinstance(case.body, dict) and "texte" in case.body:
            case.body.pop("pieces", None)


def test_whatever_is_sent_the_answer_is_foreseen(settings, record_property):
    settings.SOSIJ_API_CALLS_A_MINUTE = settings.SOSIJ_API_TOKENS_A_MINUTE = 10**9
    fuzz = Fuzz()
    assert len(fuzz.operations) == 8
    for operation in fuzz.operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            fuzz.run(operation, mode)
    record_property("answers", dict(fuzz.seen))
    assert sum(fuzz.seen.values()) >= (5_000 if LONG else 250)
    # The search went inside: requests were made, completed, refused for what they say.
    assert {200, 201, 400, 401, 404, 409, 422} <= set(fuzz.seen)
    assert fuzz.papers
    assert not [status for status in fuzz.seen if status >= 500]
