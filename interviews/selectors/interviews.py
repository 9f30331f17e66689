"""The interviews that a person may see, who may lead them, and what this person may do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from accounts.enums import Role
from accounts.models import Delegation, Habilitation, Organisation
from accounts.perimeter import Perimeter
from accounts.roles import action_named
from interviews.enums import Kind
from interviews.models import Commitment, Interview, InterviewMove, Participant
from interviews.rules.leads import is_practitioner, may_lead


PLANS = "entretiens.planifier"


def visible(perimeter: Perimeter) -> "QuerySet[Interview]":
    """Those of the caisses: dates, kinds and conclusions are read by the whole service."""
    return perimeter.filter(Interview.objects.all())


def one_interview(perimeter: Perimeter, number: int) -> Interview | None:
    """With who comes along, which `company` reads: one query for the whole head of the page."""
    known = visible(perimeter).select_related("prescriber", "lead", "report")
    there = Participant.objects.filter(interview=OuterRef("pk")).order_by("pk")
    said = JSONObject(user=F("user"), name=Coalesce(F("user__full_name"), F("name")))
    return known.annotate(company=ArraySubquery(there.values_list(said))).filter(pk=number).first()


def one_commitment(perimeter: Perimeter, number: int) -> Commitment | None:
    return (
        perimeter.filter(Commitment.objects.select_related("prescriber", "follower"))
        .filter(pk=number)
        .first()
    )


def history(interview: Interview) -> list[InterviewMove]:
    return list(interview.moves.select_related("by", "lead"))


def past_interviews(perimeter: Perimeter, prescriber: int) -> "QuerySet[Interview]":
    """What was had or planned with a doctor, the last first."""
    found = visible(perimeter).filter(prescriber_id=prescriber).select_related("lead", "report")
    return found.order_by("-starts_at", "-pk")


def writes_medical(perimeter: Perimeter, interview: Interview) -> bool:
    """Whether this person writes behind the wall at the caisse of this interview."""
    return is_practitioner(perimeter.roles_at(interview.caisse))


@dataclass(frozen=True)
class Companion:
    """A colleague, or without an account somebody who comes with the doctor."""

    name: str
    user: int | None


def company(interview: Interview) -> list[Companion]:
    """Who comes beside the doctor and who leads, for an interview of `one_interview`."""
    return [Companion(**one) for one in vars(interview)["company"]]


@dataclass(frozen=True)
class Colleague:
    """Who plans or leads interviews at a caisse, with the roles held there, own or lent."""

    pk: int
    full_name: str
    roles: frozenset[Role]


def staff_at(caisse: str, on: date) -> list[Colleague]:
    """The open accounts that plan interviews at this caisse on this day, by name; 2 queries."""
    where = Organisation.objects.caisses().get(code=caisse).pk
    roles = [role.value for role in action_named(PLANS).roles]
    own = Habilitation.objects.filter(role__in=roles, user__is_active=True)
    lent = Delegation.objects.filter(role__in=roles, delegate__is_active=True)
    rows = (
        own.in_force(on).reaching(where).order_by().values_list("user", "user__full_name", "role")
    ).union(
        lent.effective(on)
        .reaching(where)
        .order_by()
        .values_list("delegate", "delegate__full_name", "role")
    )
    held: dict[tuple[str, int], set[Role]] = defaultdict(set)
    for user, name, role in rows:
        held[name, user].add(Role(role))
    return [Colleague(user, name, frozenset(roles)) for (name, user), roles in sorted(held.items())]


def may_lead_at(caisse: str, kind: Kind, on: date) -> list[Colleague]:
    """Who may lead this kind at this caisse on this day, by name."""
    return [one for one in staff_at(caisse, on) if may_lead(one.roles, kind)]
