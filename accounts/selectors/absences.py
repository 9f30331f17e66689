"""Who is away, who answers for whom, and who may replace whom."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.enums import OrganisationKind
from accounts.models import Absence, Delegation, Habilitation, Preference, User
from accounts.perimeter import Grant, Replaced, joined
from core.database_role import AllCaisses


# The weekly mail is sent unless the person said no.
NO_MAIL = "journee.sans-courriel"


def replaced_by(user_id: int, on: date) -> dict[int, Replaced]:
    """The colleagues whose substitute this person is on this day, by number."""
    away = Absence.objects.on(on).filter(substitute_id=user_id, user__is_active=True)
    rows = away.values_list("user_id", "user__full_name", "until")
    return {pk: Replaced(pk, name, until - timedelta(days=1)) for pk, name, until in rows}


def coming_absences(people: "QuerySet[User]", on: date) -> "QuerySet[Absence]":
    """In force or to come, the nearest first."""
    found = Absence.objects.filter(user__in=people.values("pk"), until__gt=on)
    return found.select_related("user", "substitute").order_by("since", "user__full_name")


def colleagues(user_id: int, on: date) -> "QuerySet[User]":
    """Who may replace a person: one of the same roles at one of the same caisses."""
    shared = Q(pk__in=[])
    for role, kind, code in places_of(user_id, on):
        shared |= Q(role=role, organisation__kind=kind, organisation__code=code)
    own = Habilitation.objects.filter(shared).in_force(on).values("user")
    lent = Delegation.objects.filter(shared).in_force(on).values("delegate")
    people = User.objects.filter(Q(pk__in=own) | Q(pk__in=lent), is_active=True)
    return people.exclude(pk=user_id).order_by("full_name")


def places_of(user_id: int, on: date) -> set[tuple[str, str, str]]:
    """The roles of a person, own and lent, each with its organisation."""
    columns = ("role", "organisation__kind", "organisation__code")
    own = Habilitation.objects.filter(user=user_id).in_force(on).order_by().values_list(*columns)
    lent = Delegation.objects.filter(delegate=user_id).effective(on).order_by()
    return {*own, *lent.values_list(*columns)}


def declared_for(grants: Iterable[Grant], user_id: int, on: date) -> "QuerySet[User]":
    """Who works where these grants reach, the person first among them."""
    held, lent = Habilitation.objects.in_force(on), Delegation.objects.in_force(on)
    caisses = joined(grant.caisses for grant in grants)
    if not isinstance(caisses, AllCaisses):
        here = Q(organisation__kind=OrganisationKind.CAISSE, organisation__code__in=caisses)
        held, lent = held.filter(here), lent.filter(here)
    people = Q(pk__in=held.values("user")) | Q(pk__in=lent.values("delegate")) | Q(pk=user_id)
    return User.objects.filter(people, is_active=True).order_by("full_name")


def service_of(user_id: int, on: date) -> "QuerySet[User]":
    """The colleagues and the person: whose absences concern him."""
    return User.objects.filter(Q(pk=user_id) | Q(pk__in=colleagues(user_id, on).values("pk")))


def wanting_mail() -> "QuerySet[User]":
    """The open accounts that did not refuse the mail of the week."""
    refused = Preference.objects.filter(key=NO_MAIL).values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=refused).order_by("pk")
