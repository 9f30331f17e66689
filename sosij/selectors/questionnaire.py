"""Who would be sent the questionnaire, the sendings made, and the link that a doctor opens."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from accounts.perimeter import Perimeter
from prescribers.models import Attachment
from sosij.enums import State, SurveyKind
from sosij.models import (
    HelpRequest,
    Opening,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyToken,
)
from sosij.rules.survey import ASKED_AGAIN_AFTER, Targets, digest_of


REMARKS = 50


def targets(caisse: str, moments: tuple[datetime, datetime], on: date) -> Targets:
    """Doctors answered in a period, and those to whom the service is open who never asked."""
    return Targets(users=_users(caisse, moments), non_users=_non_users(caisse, on))


def surveys(perimeter: Perimeter) -> "QuerySet[Survey, Any]":
    """Sendings from the newest, with how many of their links still work."""
    found = perimeter.filter(Survey.objects.select_related("by"))
    return found.annotate(left=Count("tokens")).order_by("-prepared_at", "-id")


def one_survey(perimeter: Perimeter, survey_id: int) -> Survey | None:
    return surveys(perimeter).filter(pk=survey_id).first()


def link(token: str) -> SurveyToken | None:
    """The link of this token, if it was not used; its sending may be closed."""
    found = SurveyToken.objects.select_related("survey")
    return found.filter(digest=digest_of(token)).first()


def remarks(perimeter: Perimeter, since: date) -> dict[str, list[str]]:
    """Free remarks by kind of doctor, in the order of random keys, without place nor month."""
    said = perimeter.filter(SurveyAnswer.objects.filter(month__gte=since).exclude(remark=""))
    rows = said.order_by("id").values_list("kind", "remark")
    found: dict[str, list[str]] = {kind: [] for kind in SurveyKind.values}
    for kind, remark in rows:
        found[kind].append(remark)
    return {kind: listed[:REMARKS] for kind, listed in found.items()}


def _users(caisse: str, moments: tuple[datetime, datetime]) -> dict[str, str]:
    """The département is that of the last answer."""
    answered = HelpRequest.objects.filter(
        caisse=caisse, state=State.ANSWERED, answered_at__range=moments
    )
    since, until = map(localdate, moments)
    # Asked already about a period that shares days with this one.
    asked = SurveyInvitation.objects.filter(
        kind=SurveyKind.USER,
        survey__caisse=caisse,
        survey__cancelled_at__isnull=True,
        survey__since__lte=until,
        survey__until__gte=since,
    )
    answered = answered.exclude(rpps__in=asked.values("rpps"))
    return dict(answered.order_by("answered_at", "id").values_list("rpps", "departement"))


def _non_users(caisse: str, on: date) -> dict[str, str]:
    openings = set(Opening.objects.on(on).values_list("departement", "specialty"))
    asked = SurveyInvitation.objects.filter(
        kind=SurveyKind.NON_USER,
        survey__cancelled_at__isnull=True,
        survey__prepared_at__date__gt=on - ASKED_AGAIN_AFTER,
    )
    places = Attachment.objects.filter(
        Q(end__isnull=True) | Q(end__gt=on),
        caisse=caisse,
        start__lte=on,
        departement__in={departement for departement, _ in openings},
    )
    never = places.exclude(prescriber__rpps__in=HelpRequest.objects.values("rpps")).exclude(
        prescriber__rpps__in=asked.values("rpps")
    )
    rows = never.order_by("start", "id").values_list(
        "prescriber__rpps", "departement", "prescriber__specialty"
    )
    return {
        rpps: departement
        for rpps, departement, specialty in rows
        if (departement, specialty) in openings
    }
