"""A campaign of visits: its life, its targets, its board."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from interviews.enums import Channel, Kind, Motive, QuotaBy, State, Theme
from interviews.models import VisitCampaign, VisitSatisfaction, VisitTarget
from interviews.presenters.visits import satisfaction_words
from interviews.rules.visits import Told, board
from interviews.selectors.visits import COVERAGE, covered, handed_documents, targets_of
from interviews.services import conduct, visit_targets as targets, visits
from tests.accounts.factories import person
from tests.interviews.world import at, doctor, document, report_on, written


pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(db):
    return person(Role.ADMIN_CAMPAGNE, at="061")


@pytest.fixture
def dam(db):
    return person(Role.DAM, at="061")


def by(user, day=3):
    return Author(at=at(day), by=user.pk)


def said(**fields):
    usual = {"title": "Arrêts courts", "since": date(2026, 11, 2), "until": date(2026, 12, 18)}
    return visits.Written(**{**usual, "quota_by": QuotaBy.TOTAL, "quota": 20, **fields})


@pytest.fixture
def campaign(pilot):
    return visits.create_campaign("061", Theme.IJ, said(), by(pilot))


def aimed(campaign, pilot, dam, count=1):
    numbers = [doctor().rpps for _ in range(count)]
    targets.add_targets(campaign, numbers, targets.Sharing([dam.pk]), by(pilot))
    return list(VisitTarget.objects.filter(campaign=campaign).order_by("pk"))


def opened(campaign, pilot, dam, count=1):
    aimed(campaign, pilot, dam, count)
    visits.open_campaign(campaign, by(pilot))
    return list(VisitTarget.objects.filter(campaign=campaign).order_by("pk"))


def visited(target, dam, day=17, **fields):
    visit = targets.propose_visit(target, Channel.PRACTICE, by(dam))
    slot = conduct.Slot(at(day, 9), 40, Channel.PRACTICE)
    visit = conduct.schedule(visit, slot, by(dam))
    report_on(visit, written(**fields))
    visit.refresh_from_db()
    return visit


@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"until": date(2026, 11, 1)}, {"quota": 0}, {"title": "1 85 05 78 006 084"}],
)
def test_a_campaign_that_says_nothing_is_refused(pilot, fields):
    with pytest.raises(Refusal):
        visits.create_campaign("061", Theme.IJ, said(**fields), by(pilot))


def test_it_opens_with_doctors_and_closes_with_a_sentence(campaign, pilot, dam):
    with pytest.raises(Refusal, match="au moins un médecin"):
        visits.open_campaign(campaign, by(pilot))
    with pytest.raises(Refusal, match="pas ouverte"):
        visits.close_campaign(campaign, by(pilot), sentence="Objectif atteint en six semaines")
    (target,) = opened(campaign, pilot, dam)
    with pytest.raises(Refusal, match="10 caractères"):
        visits.close_campaign(campaign, by(pilot), sentence="Fini")
    visits.close_campaign(campaign, by(pilot), sentence="Objectif atteint en six semaines")
    with pytest.raises(Refusal, match="close"):
        targets.propose_visit(target, Channel.PRACTICE, by(dam))
    with pytest.raises(DatabaseError), transaction.atomic():
        VisitCampaign.objects.filter(pk=campaign.pk).update(title="Autre")


def test_doctors_are_added_once_shared_and_unknown_ones_named(campaign, pilot, dam):
    other = person(Role.DAM, at="061")
    numbers = [doctor().rpps for _ in range(4)]
    sharing = targets.Sharing([dam.pk, other.pk])
    elsewhere = doctor(caisse="831", departement="83").rpps
    added = targets.add_targets(campaign, [*numbers, elsewhere], sharing, by(pilot))
    assert (added.added, added.unknown) == (4, (elsewhere,))
    assert targets.add_targets(campaign, numbers, sharing, by(pilot)).already == 4
    assert targets_of(campaign, delegate=dam.pk).count() == 2
    with pytest.raises(Refusal, match="qui visitera"):
        targets.add_targets(campaign, numbers, targets.Sharing([]), by(pilot))


def test_a_doctor_leaves_before_any_visit_and_may_come_back(campaign, pilot, dam):
    first, second = opened(campaign, pilot, dam, 2)
    targets.remove_target(first, by(pilot), reason="Départ à la retraite")
    rpps = first.prescriber.rpps
    assert targets.add_targets(campaign, [rpps], targets.Sharing([dam.pk]), by(pilot)).added == 1
    visit = targets.propose_visit(second, Channel.PRACTICE, by(dam))
    for act in (
        lambda: targets.remove_target(second, by(pilot), reason="Départ à la retraite"),
        lambda: targets.propose_visit(second, Channel.PRACTICE, by(dam)),
        lambda: targets.entrust(second, dam.pk, by(pilot)),
    ):
        with pytest.raises(Refusal):
            act()
    conduct.cancel(visit, by(dam), reason="Créneau retiré du planning")
    assert targets.propose_visit(second, Channel.PHONE, by(dam)).pk != visit.pk


def test_a_visit_is_on_the_theme_and_led_by_its_delegate(campaign, pilot, dam):
    (target,) = opened(campaign, pilot, dam)
    visit = targets.propose_visit(target, Channel.PRACTICE, by(pilot))
    assert (visit.kind, visit.motive, visit.lead) == (Kind.VISIT, Motive.THEME, dam)
    assert VisitTarget.objects.get(pk=target.pk).interview == visit


def test_each_target_is_counted_once_and_the_filters_agree_with_the_board(campaign, pilot, dam):
    found = opened(campaign, pilot, dam, 7)
    given = document()
    visited(found[0], dam, 17, documents=(given.pk,))
    visited(found[1], dam, 18)
    targets.propose_visit(found[2], Channel.PRACTICE, by(dam))
    declined = targets.propose_visit(found[3], Channel.PRACTICE, by(dam))
    conduct.decline(declined, by(dam), reason="Ne souhaite pas de visite")
    gone = targets.propose_visit(found[4], Channel.PRACTICE, by(dam))
    conduct.cancel(gone, by(dam), reason="Créneau retiré du planning")
    missed = targets.propose_visit(found[5], Channel.PRACTICE, by(dam))
    conduct.schedule(missed, conduct.Slot(at(19, 9), 40, Channel.PRACTICE), by(dam))
    conduct.close(conduct.miss(missed, by(dam, 20)), by(dam, 20))
    seen = covered(campaign).board
    whole = seen.whole
    assert (whole.targets, whole.visited, whole.planned, whole.declined, whole.left) == (
        7, 2, 1, 1, 3,
    )  # fmt: skip
    counts = {state: targets_of(campaign, coverage=state.value).count() for state in COVERAGE}
    assert {state.name: n for state, n in counts.items()} == {
        "VISITED": 2, "DECLINED": 1, "PLANNED": 1, "LEFT": 3,
    }  # fmt: skip
    assert [week.visits for week in seen.weeks] == [0, 0, 2, 0, 0, 0, 0]
    assert (seen.weeks[-1].reached, seen.weeks[-1].pace) == (2, 20)
    assert [(one.title, one.visits) for one in handed_documents(campaign)] == [
        (given.document.title, 1)
    ]


def test_a_quota_by_delegate_adds_up():
    told = [Told(1, State.HELD, "", date(2026, 11, 3)), Told(1), Told(2)]
    seen = board(
        told,
        since=date(2026, 11, 2),
        until=date(2026, 11, 8),
        quota_by=QuotaBy.DELEGATE,
        quota=5,
    )
    assert ([row.quota for row in seen.rows], seen.whole.quota) == ([5, 5], 10)
    for row in (*seen.rows, seen.whole):
        assert row.targets == row.planned + row.visited + row.declined + row.left
    assert sum(row.targets for row in seen.rows) == seen.whole.targets == 3


def test_an_opinion_is_told_once_by_who_visited(campaign, pilot, dam):
    (target,) = opened(campaign, pilot, dam)
    planned = targets.propose_visit(target, Channel.PRACTICE, by(dam))
    with pytest.raises(Refusal, match="une fois la visite tenue"):
        visits.rate_visit(planned, 4, by(dam))
    conduct.schedule(planned, conduct.Slot(at(17, 9), 40, Channel.PRACTICE), by(dam))
    planned.refresh_from_db()
    report_on(planned, written())
    with pytest.raises(Refusal, match="Seule la personne"):
        visits.rate_visit(planned, 4, by(pilot))
    with pytest.raises(Refusal, match="de 1 à 5"):
        visits.rate_visit(planned, 6, by(dam))
    visits.rate_visit(planned, 4, by(dam))
    with pytest.raises(Refusal, match="déjà notée"):
        visits.rate_visit(planned, 5, by(dam))
    with pytest.raises(DatabaseError), transaction.atomic():
        VisitSatisfaction.objects.update(mark=5)


def test_opinions_are_shown_from_eleven():
    assert "rien n’est montré" in satisfaction_words({5: 6, 1: 4})
    assert satisfaction_words({5: 6, 1: 5}) == "3,2 sur 5, 11 réponses."


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"priority": 9}, "visit_target_priority_known"),
        ({"removed_at": at(3)}, "visit_target_removed_says_why"),
    ],
)
def test_the_database_refuses_a_target(campaign, pilot, dam, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VisitTarget.objects.create(
            campaign=campaign, prescriber=doctor(), assigned=dam, added_at=at(3), added_by=pilot,
            **fields,
        )  # fmt: skip
