"""All that the page of an interview says of its date, in one read: three lists beside the row.

The page had eleven reads without it: a read for each list would have passed the twelve.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Field, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.enums import OrganisationKind
from accounts.models import Absence, Habilitation, User
from core.workdays import calendar_of_caisse
from interviews.enums import Kind, State
from interviews.models import ConsultationHours, Interview, Invitation
from interviews.rules.leads import LEADS


Row = TypeVar("Row", bound=Model)
SENT = ("nature", "channel", "address", "starts_at", "sequence", "sent_at", "system")
HOURS = ("id", "weekday", "opens", "closes", "since", "until", "source")


@dataclass(frozen=True)
class DateFacts:
    """Messages sent, consultations in force or to come, the absence of the lead that day.

    `may_replace`: whether the substitute holds of himself a role that leads this kind here; a role
    lent to him is seen by the service that hands over.
    """

    sent: list[Invitation]
    hours: list[ConsultationHours]
    away: Absence | None
    may_replace: bool


def date_facts(interview: Interview, on: date) -> DateFacts:
    """Of an interview found in a perimeter; the rows are copies, to be read only."""
    found = (
        Interview.objects.filter(pk=interview.pk)
        .values_list(
            ArraySubquery(_sent().values(said=_json(SENT, author="by__full_name"))),
            ArraySubquery(_hours(on).values(said=_json(HOURS))),
            ArraySubquery(_away(interview, on).values(said=_json(("since", "until"), **AWAY))),
        )
        .get()
    )
    sent, hours, away = found
    return DateFacts(
        [_invitation(said) for said in sent],
        [_row(ConsultationHours, said) for said in hours],
        _absence(interview, away[0]) if away else None,
        bool(away) and bool(away[0]["may"]),
    )


AWAY = {"substitute": "substitute_id", "name": "substitute__full_name", "may": "may"}


def _sent() -> "QuerySet[Invitation]":
    return Invitation.objects.filter(interview=OuterRef("pk")).order_by("sequence")


def _hours(on: date) -> "QuerySet[ConsultationHours]":
    rows = ConsultationHours.objects.filter(prescriber=OuterRef("prescriber"))
    return rows.filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("weekday", "opens")


def _away(interview: Interview, on: date) -> "QuerySet[Absence]":
    """On the day of a planned interview, and nothing for the others."""
    if interview.state != State.SCHEDULED or interview.starts_at is None:
        return Absence.objects.none().annotate(may=Exists(Habilitation.objects.none()))
    day = interview.starts_at.astimezone(calendar_of_caisse(interview.caisse).timezone).date()
    at = "organisation"
    here = Habilitation.objects.filter(
        Q(**{f"{at}__code": interview.caisse, f"{at}__kind": OrganisationKind.CAISSE})
        | Q(**{f"{at}__children__code": interview.caisse})
        | Q(**{f"{at}__kind": OrganisationKind.NATION}),
        user=OuterRef("substitute"),
        user__is_active=True,
        role__in=[role.value for role in LEADS[Kind(interview.kind)]],
    )
    rows = Absence.objects.on(day).filter(user=OuterRef("lead"))
    return rows.annotate(may=Exists(here.in_force(on)))


def _json(names: tuple[str, ...], **others: str) -> JSONObject:
    return JSONObject(**{name: F(name) for name in names}, **{k: F(v) for k, v in others.items()})


def _invitation(said: dict[str, Any]) -> Invitation:
    row = _row(Invitation, {name: said[name] for name in SENT})
    row.by = User(full_name=said["author"]) if said["author"] else None
    return row


def _absence(interview: Interview, said: dict[str, Any]) -> Absence:
    row = _row(Absence, {name: said[name] for name in ("since", "until")})
    row.user = interview.lead
    if said["substitute"]:
        row.substitute = User(pk=said["substitute"], full_name=said["name"])
    return row


def _row(model: type[Row], said: dict[str, Any]) -> Row:
    """A copy of a row from its JSON: each field reads its own writing."""
    known = model._meta  # noqa: SLF001 (Django's documented name)
    fields = {name: cast("Field[Any, Any]", known.get_field(name)) for name in said}
    return model(**{name: fields[name].to_python(value) for name, value in said.items()})
