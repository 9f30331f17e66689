"""The life of a request under any order of acts, time jumps and illegal commands."""

import os
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, DropReason, Event, HoldReason, Motive, State
from sosij.models import HelpRequest, IntakeClient
from sosij.models.request import OPEN_STATES, RUNNING_STATES
from sosij.rules.workflow import STEPS
from sosij.services import answer, conduct
from sosij.services.complement import Added, complement
from sosij.services.qualify import Reading, qualify, redirect
from sosij.services.watch import watch
from tests.sosij.help_world import at, doctor, received, seated


pytestmark = pytest.mark.django_db
LONG = os.environ.get("IJPORTAL_LONG") == "1"
EXAMPLES, STEPS_EACH = (300, 30) if LONG else (25, 20)
REASON = "Une raison assez longue"
MOTIVES = st.lists(st.sampled_from(list(Motive)), min_size=1, max_size=3)


class RequestLife(RuleBasedStateMachine):
    """Each act either changes the request by a step of the table, or changes nothing at all."""

    @initialize()
    def receives(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [seated(), seated(), seated(desk=Desk.SOCIAL), seated(desk=Desk.BENEFITS)]
        self.now = at(9, 11)
        self.request = received(doctor(), when=self.now)
        self.portal, self.added = IntakeClient(code="portail-praticiens"), 0

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            transaction.set_rollback(False)

    def tries(self, person, act):
        before = HelpRequest.objects.filter(pk=self.request.pk).values().get()
        moves, acts = self.request.moves.count(), JournalEntry.objects.count()
        try:
            act(self.request, Author(at=self.now, by=self.people[person].pk))
        except Refusal:
            after = HelpRequest.objects.filter(pk=self.request.pk).values().get()
            assert after == before
            assert (self.request.moves.count(), JournalEntry.objects.count()) == (moves, acts)
            return
        assert self.request.moves.count() == moves + 1
        assert JournalEntry.objects.count() == acts + 1
        move = self.request.moves.latest("id")
        assert before["state"] in STEPS[Event(move.event)].before
        assert move.before == before["state"]

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        watch(self.now)

    @rule(who=st.integers(0, 3), motives=MOTIVES)
    def qualified(self, who, motives):
        self.tries(who, lambda r, by: qualify(r, Reading(motives), by))

    @rule(who=st.integers(0, 3), desk=st.sampled_from(list(Desk)))
    def sent_on(self, who, desk):
        self.tries(who, lambda r, by: redirect(r, desk, by, reason=REASON))

    @rule(who=st.integers(0, 3))
    def taken(self, who):
        self.tries(who, conduct.take)

    @rule(who=st.integers(0, 3))
    def given_back(self, who):
        self.tries(who, conduct.give_back)

    @rule(who=st.integers(0, 3), why=st.sampled_from(list(HoldReason)))
    def suspended(self, who, why):
        self.tries(who, lambda r, by: conduct.suspend(r, why, by, detail=REASON))

    @rule(who=st.integers(0, 3))
    def resumed(self, who):
        self.tries(who, conduct.resume)

    @rule(who=st.integers(0, 3), why=st.sampled_from(list(DropReason)))
    def dropped(self, who, why):
        self.tries(who, lambda r, by: conduct.drop(r, why, by, detail=REASON))

    @rule(
        who=st.integers(0, 3),
        act=st.sampled_from(["answer", "answer_by_phone", "submit", "approve"]),
    )
    def answered(self, who, act):
        self.tries(who, lambda r, by: getattr(answer, act)(r, "Une réponse.", by))

    @rule(who=st.integers(0, 3))
    def sent_back(self, who):
        self.tries(who, lambda r, by: answer.send_back(r, by, note="À reprendre."))

    @rule()
    def completed(self):
        """What the doctor adds ends a suspension that awaits him, and no other."""
        self.added += 1
        open_one = self.request.suspensions.filter(end__isnull=True).first()
        said = Added(f"Précision {self.added}")
        self.tries(0, lambda r, by: complement(r, said, self.portal, self.now))
        after = HelpRequest.objects.get(pk=self.request.pk)
        awaited = open_one is not None and open_one.reason == HoldReason.DOCTOR
        assert after.state == (State.HELD if awaited else self.request.state)
        assert after.holder_id == self.request.holder_id

    @invariant()
    def stands(self):
        if not hasattr(self, "request"):
            return
        row = HelpRequest.objects.get(pk=self.request.pk)
        self.request = row
        moves = list(row.moves.order_by("id"))
        assert moves[-1].after == row.state
        assert all(then.before == first.after for first, then in pairwise(moves))
        assert (row.due_at is not None) == (row.state in RUNNING_STATES)
        assert (row.closed_at is not None) == (row.state not in OPEN_STATES)
        assert row.suspensions.filter(end__isnull=True).exists() == (row.state == State.SUSPENDED)
        assert sum(move.event == Event.BREACH for move in moves) <= 1
        if row.state == State.ANSWERED:
            assert row.in_time == (row.net_seconds <= 36 * 3600)
            assert row.gross_seconds >= row.net_seconds >= 0


def test_the_life_of_a_request(db):
    run_state_machine_as_test(
        RequestLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
