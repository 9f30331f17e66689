"""One person for help and control: only by the director's dated reason, told in the journal."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.enums import Role
from accounts.models import DualHabilitation, Habilitation
from accounts.rules.cumul import HELPS, INSTRUCTS, rivals_of
from accounts.services.habilitations import DirectorDecision, delegate, grant_habilitation
from core.errors import Refusal
from core.models import JournalEntry
from tests.accounts.admin_world import TODAY, grant, page
from tests.accounts.factories import HabilitationFactory, UserFactory, caisse, person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "Un seul médecin-conseil pour la caisse jusqu’au recrutement"


def decided_by(director, on=TODAY, reason=WHY):
    return DirectorDecision(director, on, reason)


def given(user, role=Role.REPONDANT_SOS, **fields):
    known = {"organisation": caisse("061"), "valid_from": TODAY, "by": None, "system": "essai"}
    return grant_habilitation(user=user, role=role, reason="Renfort", **{**known, **fields})


@pytest.mark.parametrize("role", sorted(INSTRUCTS))
def test_each_role_that_instructs_is_the_rival_of_help(role):
    assert rivals_of(role) == HELPS
    assert role in rivals_of(Role.REPONDANT_SOS)


def test_the_other_roles_have_no_rival():
    free = set(Role) - HELPS - INSTRUCTS
    assert not any(rivals_of(role) for role in free)


@pytest.mark.parametrize(
    ("first", "second"),
    [(Role.MEDECIN_CONSEIL, Role.REPONDANT_SOS), (Role.REPONDANT_SOS, Role.ADMIN_CAMPAGNE)],
)
def test_both_are_refused_without_a_decision_wherever_they_are_held(first, second):
    user = person(first, at="831")
    with pytest.raises(Refusal, match="décision datée et motivée"):
        given(user, second)
    assert user.habilitations.count() == 1


def test_one_after_the_other_needs_no_decision():
    user = UserFactory()
    HabilitationFactory(user=user, role=Role.MEDECIN_CONSEIL, valid_to=TODAY)
    assert given(user).role == Role.REPONDANT_SOS


def test_a_lent_role_counts_and_a_loan_makes_no_cumul():
    chief, helper = person(Role.MEDECIN_CHEF, at="061"), person(Role.REPONDANT_SOS, at="061")
    lent = {"organisation": caisse("061"), "valid_from": TODAY, "valid_to": date(2026, 12, 24),
            "reason": "Congé", "by": None, "system": "essai"}  # fmt: skip
    with pytest.raises(Refusal, match="accordez plutôt une habilitation"):
        delegate(delegator=chief, delegate=helper, role=Role.MEDECIN_CHEF, **lent)
    other = UserFactory()
    delegate(delegator=chief, delegate=other, role=Role.MEDECIN_CHEF, **lent)
    with pytest.raises(Refusal, match="chef de service"):
        given(other)


def test_the_decision_is_kept_and_told():
    user, director = person(Role.MEDECIN_CONSEIL, at="061"), person(Role.DIRECTION, at="061")

    held = given(user, decision=decided_by(director))

    assert (held.dual.director, held.dual.decided_on) == (director, TODAY)
    last = JournalEntry.objects.order_by("-id").first()
    assert (last.action, last.object_id) == ("habilitation.cumuler", str(held.pk))
    assert last.reason == WHY


@pytest.mark.parametrize(
    ("where", "on", "words"),
    [("831", TODAY, "ne dirigeait pas"), ("061", date(2026, 11, 18), "précède le début")],
)
def test_a_decision_that_decides_nothing_is_refused(where, on, words):
    user, director = person(Role.MEDECIN_CONSEIL, at="061"), person(Role.DIRECTION, at=where)
    with pytest.raises(Refusal, match=words):
        given(user, decision=decided_by(director, on))


def test_nobody_decides_for_himself_nor_without_need():
    director = person(Role.DIRECTION, at="061")
    HabilitationFactory(user=director, role=Role.MEDECIN_CONSEIL, organisation=caisse("061"))
    with pytest.raises(Refusal, match="son propre cumul"):
        given(director, decision=decided_by(director))
    with pytest.raises(Refusal, match="pas de cumul"):
        given(UserFactory(), decision=decided_by(director))


def test_a_decision_is_never_changed():
    user, director = person(Role.MEDECIN_CONSEIL, at="061"), person(Role.DIRECTION, at="061")
    row = given(user, decision=decided_by(director)).dual
    for act in (lambda: DualHabilitation.objects.update(reason="Autre"), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="dual_habilitation_says_why"), transaction.atomic():
        DualHabilitation.objects.create(
            habilitation=HabilitationFactory(), director=director, decided_on=TODAY, reason=""
        )


class TestThePage:
    def test_the_refusal_says_what_to_fill_then_the_account_shows_the_decision(self, signed_in):
        user, director = person(Role.MEDECIN_CONSEIL, at="061"), person(Role.DIRECTION, at="061")
        helps = {"role": Role.REPONDANT_SOS.value}

        refused = grant(signed_in, user, **helps)
        assert "remplissez le cumul" in refused.content.decode()
        half = grant(signed_in, user, **helps, director=director.pk)
        assert half.content.decode().count("Complétez la décision") == 2
        assert Habilitation.objects.filter(user=user).count() == 1

        decision = {"director": director.pk, "decided_on": "2026-11-17", "dual_reason": WHY}
        assert grant(signed_in, user, **helps, **decision).status_code == 302
        shown = page(signed_in, "admin-compte", user.pk)
        assert f"Cumul décidé par {director.full_name} le 17/11/2026 : {WHY}" in shown
