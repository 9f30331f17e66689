"""The same key a hundred times at once while the web server is killed: one request, none lost.

The test owns the table that the intake needs next, so the server stops at a known point of its
transaction; it is killed there, or as soon as somebody has an acknowledgement. The portals try
again until they have one. IJPORTAL_LONG=1 kills it 21 times instead of twice.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest
from django.utils import timezone

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from ijportal.launcher.processes import Supervised, free_port, web_command
from ijportal.launcher.visit import wait_until_alive
from sosij.enums import IntakeScope
from sosij.models import HelpRequest, IntakeClient, IntakeKey, ReferenceSeries, RequestText
from sosij.services.intake import Posted, post_request
from sosij.services.intake_clients import open_client
from sosij.services.intake_rate import seconds_to_wait
from sosij.services.receive import Asked
from tests.faults.test_import_killed import WAITING_FOR_ME
from tests.faults.test_storm import at_once, wait_for
from tests.sosij.help_world import QUESTION, doctor


pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("faults"),  # one cluster, one fleet
]

AT_ONCE = 100
# What to hold, in the order in which the intake comes to it; None: until the first answer.
POINTS = (
    "sosij_intakerate",  # nothing written
    "sosij_referenceseries",  # the call counted, the key locked
    "sosij_helprequest",  # a number given
    "core_journalentry",  # the request written
    "medical.request_text",  # its first passage written
    "sosij_intakekey",  # all written but the key
    None,
)
# One key a round, every kill of a round under the same hundred portals.
ROUNDS = [POINTS] * 3 if os.environ.get("IJPORTAL_LONG") else [POINTS[-2:]]
EMPTIED = """
TRUNCATE prescribers_prescriber, accounts_organisation, sosij_helprequest, sosij_intakeclient,
         sosij_opening, sosij_referenceseries CASCADE
"""
ROOM = "/api/sos-ij/v1/"


class Server:
    """The real web server, on a port of its own."""

    def __init__(self, world):
        self.port = free_port()
        environment = {**world.environment, "IJPORTAL_SOSIJ_API_CALLS_A_MINUTE": "1000000"}
        where = world.services.where
        self.run = Supervised("web-intake", web_command(self.port), where, environment)

    def start(self):
        self.run.start()
        wait_until_alive(f"http://127.0.0.1:{self.port}", 60)

    def kill(self):
        os.killpg(self.run.process.pid, signal.SIGKILL)
        self.run.process.wait()

    def post(self, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", ROOM + path, body, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


@pytest.fixture
def owner(world, url):
    """Emptied before and after: other tests have a country of their own."""
    with psycopg.connect(url) as owner:
        empty(owner)
        yield owner
        empty(owner)


def empty(owner):
    owner.rollback()
    owner.execute(EMPTIED)
    owner.commit()


@pytest.fixture
def server(world, owner):
    server = Server(world)
    server.start()
    yield server
    server.run.stop()


def everything():
    return database_role(DatabaseRole.MEDICAL, ALL_CAISSES)


def opened():
    """A doctor and the secret of a portal."""
    with everything():
        secret = open_client("portail", "Portail", on=date(2025, 1, 20), system="essai")
        return doctor().rpps, secret


def headers_of(server):
    """A doctor, and a token of the portal that the server itself gave."""
    rpps, secret = opened()
    form = f"grant_type=client_credentials&client_id=portail&client_secret={secret}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, token = server.post("jeton/", form, kind)
    assert status == 200
    bearer = f"Bearer {token['access_token']}"
    return rpps, {"Authorization": bearer, "Content-Type": "application/json"}


class Storm:
    """A hundred portals that post the same thing until they are answered."""

    def __init__(self, server, key, rpps, headers):
        self.server, self.headers = server, {**headers, "Idempotency-Key": key}
        self.body = json.dumps({"rpps": rpps, "question": QUESTION})
        self.answers, self.cut = [], 0
        self.first, self.given_up = threading.Event(), threading.Event()

    def insist(self, seed):
        rng = random.Random(seed)
        while not self.given_up.is_set():
            try:
                status, told = self.server.post("demandes/", self.body, self.headers)
            except (OSError, http.client.HTTPException):
                self.cut += 1
                time.sleep(rng.uniform(0.1, 0.4))
                continue
            self.answers.append((status, told.get("reference")))
            self.first.set()
            return

    def blow(self, owner, points):
        """Kill the server at each of these points, then let everybody be answered."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            try:
                hold(owner, points[0])
                for seed in range(AT_ONCE):
                    threads.submit(self.insist, seed)
                for point, following in zip(points, [*points[1:], None], strict=True):
                    self.kill_at(owner, point, following)
            except BaseException:
                self.given_up.set()
                raise
            finally:
                owner.rollback()

    def kill_at(self, owner, point, following):
        if point:
            wait_for(lambda: owner.execute(WAITING_FOR_ME).fetchone()[0], 60)
        else:
            assert self.first.wait(60)
        cut = self.cut
        self.server.kill()
        owner.rollback()
        hold(owner, following)
        # Nobody waits for it to be alive: a hundred portals may fill it before we are heard.
        self.server.run.start()
        wait_for(lambda: self.cut > cut, 60)  # else the blow fell beside the requests


def hold(owner, table):
    if table:
        owner.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def test_one_key_a_hundred_times_under_kills_makes_one_request(server, owner):
    rpps, headers = headers_of(server)
    storms = {}
    for number, points in enumerate(ROUNDS):
        key = f"cle-{number}"
        storms[key] = Storm(server, key, rpps, headers)
        storms[key].blow(owner, points)

    with everything():
        kept = dict(IntakeKey.objects.values_list("key", "request__reference"))
        assert HelpRequest.objects.count() == len(ROUNDS)
        assert RequestText.objects.count() == len(ROUNDS)
        # No number is skipped: a killed request gave its own back.
        assert ReferenceSeries.objects.get().last == len(ROUNDS)
        assert IntakeClient.objects.count() == 1
    for key, storm in storms.items():
        assert len(storm.answers) == AT_ONCE
        statuses = [status for status, _ in storm.answers]
        assert set(statuses) <= {200, 201}
        assert statuses.count(201) <= 1
        assert {reference for _, reference in storm.answers} == {kept[key]}


def in_turn(call, seen):
    """One call in a transaction of its own, as a request is."""
    with database_role(DatabaseRole.GESTION):
        seen.append(call(IntakeClient.objects.get()))


def test_the_lock_of_a_key_lets_one_make_the_request(owner):
    rpps, _ = opened()
    posted, now, seen = Posted("cle", Asked(rpps, QUESTION)), timezone.localtime(), []
    at_once(20, lambda: in_turn(lambda portal: post_request(portal, posted, now), seen))
    assert [new for _, new in seen].count(True) == 1
    assert len({request.pk for request, _ in seen}) == 1
    assert len(seen) == 20


def test_exactly_so_many_calls_pass_when_all_come_at_once(owner):
    opened()
    now, seen = timezone.now(), []
    at_once(
        40,
        lambda: in_turn(lambda portal: seconds_to_wait(portal, IntakeScope.CALL, now, 25), seen),
    )
    assert (seen.count(None), len(seen)) == (25, 40)
