"""The interviews that a person may see, who may lead them, and what this person may do."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Delegation, Habilitation, Organisation, User
from accounts.perimeter import Perimeter
from interviews.enums import Kind
from interviews.models import Commitment, Interview, InterviewMove
from interviews.rules.leads import LEADS, is_practitioner


def visible(perimeter: Perimeter) -> "QuerySet[Interview]":
    """Those of the caisses: dates, kinds and conclusions are read by the whole service."""
    return perimeter.filter(Interview.objects.all())


def one_interview(perimeter: Perimeter, number: int) -> Interview | None:
    return visible(perimeter).select_related("prescriber", "lead").filter(pk=number).first()


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


def may_lead_at(caisse: str, kind: Kind, on: date) -> list[User]:
    """Who may lead this kind at this caisse on this day, by name."""
    roles = [role.value for role in LEADS[kind]]
    where = Organisation.objects.caisses().get(code=caisse).pk
    own = Habilitation.objects.filter(role__in=roles).in_force(on).reaching(where)
    lent = Delegation.objects.filter(role__in=roles).effective(on).reaching(where)
    people = Q(pk__in=own.values("user")) | Q(pk__in=lent.values("delegate"))
    return list(User.objects.filter(people, is_active=True).order_by("full_name"))
