"""So many calls a minute, exactly, for each client; tokens are counted apart."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from sosij.enums import IntakeScope
from sosij.models import IntakeRate
from sosij.services.intake_clients import new_token
from sosij.services.intake_rate import seconds_to_wait
from tests.sosij.api_world import ROOT, Portal


pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 9, 12, 0, 20, tzinfo=UTC)


@pytest.fixture
def portal(settings):
    settings.SOSIJ_API_CALLS_A_MINUTE = 3
    settings.SOSIJ_API_TOKENS_A_MINUTE = 2
    with time_machine.travel(NOON, tick=False):
        yield Portal()


def test_the_call_past_the_limit_is_told_when_to_come_back(portal):
    assert [portal.get("demandes/").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    told = portal.get("demandes/")
    assert (told["Retry-After"], told.json()["code"]) == ("40", "TROP_D_APPELS")
    with time_machine.travel(NOON + timedelta(seconds=40), tick=False):
        assert portal.get("demandes/").status_code == 200


def test_a_refused_call_counts_and_another_client_does_not(portal):
    assert [portal.ask("").status_code for _ in range(4)] == [400, 400, 400, 429]
    other = Portal("portail-msa")
    assert other.get("demandes/").status_code == 200


def test_tokens_are_counted_before_the_secret_is_tried(portal):
    form = f"grant_type=client_credentials&client_id={portal.client.code}&client_secret="
    kind = "application/x-www-form-urlencoded"
    told = [
        portal.http.post(ROOT + "jeton/", form + secret, content_type=kind, secure=True)
        for secret in ("faux", portal.secret, portal.secret)
    ]
    assert [answer.status_code for answer in told] == [401, 200, 429]
    portal.token = new_token(portal.client)
    assert portal.get("demandes/").status_code == 200


def test_a_call_that_waited_reopens_no_past_minute(portal):
    def wait(seconds):
        return seconds_to_wait(
            portal.client, IntakeScope.CALL, NOON + timedelta(seconds=seconds), 1
        )

    assert wait(40) is None
    assert wait(0) == 40
    assert wait(41) == 59
    assert IntakeRate.objects.get().minute == NOON + timedelta(seconds=40)
