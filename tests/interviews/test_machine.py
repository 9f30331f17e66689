"""The life of an interview under any order of acts, time jumps and illegal commands."""

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

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import Channel, Ending, Event, NextStep, ReportState, State
from interviews.models import Interview, InterviewReport
from interviews.rules.workflow import STEPS
from interviews.services import conduct, report
from interviews.services.report import Written
from tests.accounts.factories import person
from tests.interviews.world import at, doctor, proposed


pytestmark = pytest.mark.django_db
LONG = os.environ.get("IJPORTAL_LONG") == "1"
EXAMPLES, STEPS_EACH = (300, 30) if LONG else (20, 20)
REASON = "Une raison assez longue"
# Two who may lead, a delegate who may not, the secretary.
ROLES = (Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.DAM, Role.SECRETARIAT_MEDICAL)
WHO, LEADS = st.integers(0, len(ROLES) - 1), st.integers(0, 1)
# What a report writes twice: the interview is held, then told.
HELD_AND_TOLD = [Event.HOLD, Event.REPORT]


class InterviewLife(RuleBasedStateMachine):
    """Each act either passes by a step of the table, or changes nothing at all."""

    @initialize(told=st.booleans())
    def is_proposed(self, told):
        """Half the lives start once the interview was held: few reach a signature otherwise."""
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [person(role, at="061") for role in ROLES]
        self.now = at(2)
        self.found = doctor()
        self.busy = proposed(self.people[0], found=self.found, when=self.now)
        self.interview = proposed(self.people[0], found=self.found, when=self.now)
        self.closed = None
        if told:
            said = Written(lasted_minutes=35, next_step=NextStep.DONE, held_at=at(1))
            author = Author(at=self.now, by=self.people[0].pk)
            report.write_report(self.interview, said, author, medical=False)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            transaction.set_rollback(False)

    def rows(self):
        """All that an act may write, as it is."""
        return (
            Interview.objects.filter(pk=self.interview.pk).values().get(),
            list(InterviewReport.objects.filter(interview=self.interview).values()),
            self.interview.moves.count(),
            JournalEntry.objects.count(),
        )

    def tries(self, who, act):
        before = self.rows()
        try:
            act(self.interview, Author(at=self.now, by=self.people[who].pk))
        except Refusal:
            assert self.rows() == before
            return
        row, _, moves, entries = self.rows()
        passed = list(self.interview.moves.order_by("id"))[before[2] :]
        events = [Event(move.event) for move in passed]
        assert len(events) == 1 or events == HELD_AND_TOLD
        assert entries - before[3] == moves - before[2]
        assert passed[0].before == before[0]["state"]
        assert passed[-1].after == row["state"]
        for move in passed:
            step = STEPS[Event(move.event)]
            assert move.before in step.before
            assert move.after == (step.to or move.before)
            assert not step.reason or move.reason
            assert move.by_id == self.people[who].pk

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(who=WHO, hours=st.integers(-5, 100))
    def given_a_date(self, who, hours):
        slot = conduct.Slot(self.now + timedelta(hours=hours), 40, Channel.OFFICE)
        self.tries(who, lambda i, by: conduct.schedule(i, slot, by, reason=REASON))

    @rule(hours=st.integers(1, 100))
    def another_takes_the_hour(self, hours):
        slot = conduct.Slot(self.now + timedelta(hours=hours), 40, Channel.PHONE)
        try:
            author = Author(at=self.now, by=self.people[3].pk)
            conduct.schedule(self.busy, slot, author, reason=REASON)
        except Refusal:
            return

    @rule(
        who=WHO,
        act=st.sampled_from(["postpone", "decline", "cancel"]),
        reason=st.sampled_from([REASON, "non"]),
    )
    def given_up(self, who, act, reason):
        """A reason too short is a refusal: `tries` then sees nothing change."""
        self.tries(who, lambda i, by: getattr(conduct, act)(i, by, reason=reason))

    @rule(who=WHO, heir=WHO)
    def handed_over(self, who, heir):
        lead = self.people[heir]
        self.tries(who, lambda i, by: conduct.hand_over(i, lead, by, reason=REASON))
        assert Interview.objects.get(pk=self.interview.pk).lead in self.people[:2]

    @rule(who=WHO, act=st.sampled_from(["miss", "close"]))
    def missed_or_closed(self, who, act):
        self.tries(who, getattr(conduct, act))

    @rule(who=LEADS, step=st.sampled_from(list(NextStep)), late=st.booleans())
    def told(self, who, step, late):
        """A delegate tells: the interview without a medical word; `late` reads an old edition."""
        written = InterviewReport.objects.filter(interview=self.interview).first()
        edition = written.edition - late if written else 0
        held_at = self.now - timedelta(hours=1)
        said = Written(lasted_minutes=35, next_step=step, held_at=held_at, edition=edition)
        self.tries(who, lambda i, by: report.write_report(i, said, by, medical=False))

    @rule(who=LEADS, act=st.sampled_from(["submit", "sign", "sign"]))
    def signed_or_submitted(self, who, act):
        self.tries(who, getattr(report, act))

    @rule(who=LEADS)
    def sent_back(self, who):
        self.tries(who, lambda i, by: report.send_back(i, by, reason=REASON))

    @invariant()
    def stands(self):
        if not hasattr(self, "interview"):
            return
        row = Interview.objects.get(pk=self.interview.pk)
        self.interview = row
        moves = list(row.moves.order_by("id"))
        assert moves[0].event == Event.PROPOSE
        assert all(then.before == first.after for first, then in pairwise(moves))
        assert moves[-1].after == row.state
        assert (moves[-1].lead_id, moves[-1].starts_at) == (row.lead_id, row.starts_at)
        self.told_apart(row)
        self.closed_stays(row)

    def told_apart(self, row):
        """A report belongs to what was held; signed, by another when a reading was asked."""
        written = InterviewReport.objects.filter(interview=row).first()
        held = row.state == State.HELD or row.ending == Ending.HELD
        assert (written is not None) == held == (row.lasted_minutes is not None)
        if row.ending == Ending.HELD:
            assert written.state == ReportState.SIGNED
        if written and written.second_reading and written.state == ReportState.SIGNED:
            assert written.signed_by_id != written.written_by_id

    def closed_stays(self, row):
        if row.state == State.CLOSED:
            kept = Interview.objects.filter(pk=row.pk).values().get()
            assert self.closed is None or self.closed == kept
            self.closed = kept
        else:
            assert self.closed is None


def test_the_life_of_an_interview(db):
    run_state_machine_as_test(
        InterviewLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
