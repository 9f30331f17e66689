"""Campaigns of visits: one of the spring, closed; two on the IJ, open, doctors in all states."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from core.workdays import calendar_of_caisse
from ijportal.demo.accounts import DOMAIN
from ijportal.demo.contacts import doctors_of
from ijportal.demo.streams import stream
from interviews.enums import Channel, NextStep, Priority, QuotaBy, Theme
from interviews.models import Document, DocumentVersion, Interview, VisitCampaign, VisitTarget
from interviews.services import conduct, report, visit_targets as targets, visits


SEED = 1
SPRING = ("Bon usage des antibiotiques, printemps", Theme.ANTIBIOTICS)
OPEN = ("Arrêts de travail : règles et durées de référence", Theme.IJ)
CLOSING = "Quatorze médecins vus sur vingt, les mémos sont remis ; le thème revient à l’automne."
# What becomes of the doctors of the open campaign, in turn.
FATES = ("vu", "vu", "prevu", "propose", "decline", "reste", "vu", "reste", "manque", "annule")


def tell_visits(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when they are there already; they come after the interviews."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if VisitCampaign.objects.exists():
            return
        people = {
            user.email.removesuffix(f"@{DOMAIN}"): user
            for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
        }
        spring = date(on.year, 3, 2)
        if spring + timedelta(days=120) > on:
            spring = date(on.year - 1, 3, 2)
        _campaign(people, "061", SPRING, (spring, spring + timedelta(days=75)), ("dam",), on)
        start = on - timedelta(days=45)
        days = (start, on + timedelta(days=45))
        _campaign(people, "061", OPEN, days, ("dam", "dam.2"), on)
        _campaign(people, "831", OPEN, days, ("dam.var",), on)
        counts = VisitCampaign.objects.count(), VisitTarget.objects.count()
    say(f"Visites       {counts[0]} campagnes, {counts[1]} médecins")


def _campaign(
    people: Mapping[str, User],
    caisse: str,
    named: tuple[str, Theme],
    days: tuple[date, date],
    delegates: tuple[str, ...],
    on: date,
) -> None:
    since, until = days
    over = until < on
    by = Author(at=_at(since - timedelta(days=14), caisse, 10), by=people["pilote"].pk)
    documents = tuple(Document.objects.order_by("title")[:2])
    said = visits.Written(f"{named[0]} {since.year}", since, until, QuotaBy.DELEGATE, 20, documents)
    campaign = visits.create_campaign(caisse, named[1], said, by)
    rng = stream(SEED, "visites", f"{caisse} {named[1]}")
    doctors = doctors_of(caisse)
    chosen = [doctors[int(place)] for place in rng.permutation(len(doctors))[: 20 * len(delegates)]]
    users = [people[name].pk for name in delegates]
    sharing = targets.Sharing(users, Priority.USUAL, "Installé depuis peu, ou demandeur")
    targets.add_targets(campaign, [doctor.rpps for doctor in chosen], sharing, by)
    visits.open_campaign(campaign, by)
    found = list(campaign.targets.select_related("assigned").order_by("pk"))
    span = min((until if over else on) - since, timedelta(days=70)).days
    for place, target in enumerate(found):
        day = _working(since + timedelta(days=1 + place * (span - 3) // len(found)))
        fate = ("vu" if place % 10 < 7 else "decline") if over else FATES[place % len(FATES)]
        # Two visitors have the same day, never the same hour.
        _told(target, fate, _at(day, caisse, 8 + place % 9, 10), on)
    if over:
        ends = Author(at=_at(until + timedelta(days=3), caisse, 10), by=people["pilote"].pk)
        visits.close_campaign(campaign, ends, sentence=CLOSING)


def _told(target: VisitTarget, fate: str, starts: datetime, on: date) -> None:
    """What happened, or will: through the acts of a visit, at the hours when they were done."""
    if fate == "reste":
        return
    by = Author(at=starts - timedelta(days=6), by=target.assigned_id)
    visit = targets.propose_visit(target, Channel.PRACTICE, by)
    if fate == "decline":
        conduct.decline(visit, by, reason="Ne souhaite pas de visite ce trimestre")
    elif fate == "annule":
        conduct.cancel(visit, by, reason="Visite reportée à la rentrée prochaine")
    elif fate == "prevu":
        ahead = _at(_working(on + timedelta(days=9)), target.campaign.caisse, starts.hour, 10)
        conduct.schedule(visit, _slot(ahead), by)
    elif fate in {"vu", "manque"}:
        visit = conduct.schedule(visit, _slot(starts), by)
        after = Author(at=starts + timedelta(hours=1), by=target.assigned_id)
        if fate == "manque":
            conduct.miss(visit, after)
        elif after.at <= timezone.now():
            _held(visit, after)


def _held(visit: Interview, after: Author) -> None:
    versions = DocumentVersion.objects.filter(until=None).order_by("document__title")[:1]
    said = report.Written(
        lasted_minutes=35,
        next_step=NextStep.DONE,
        documents=tuple(version.pk for version in versions),
        conclusion="Les documents sont remis et expliqués.",
    )
    report.write_report(visit, said, after, medical=False)
    report.sign(visit, after)
    conduct.close(visit, after)
    if visit.pk % 4:
        visits.rate_visit(visit, 3 + visit.pk % 3, after)


def _slot(starts: datetime) -> conduct.Slot:
    return conduct.Slot(starts, 35, Channel.PRACTICE)


def _at(day: date, caisse: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=calendar_of_caisse(caisse).timezone)


def _working(day: date) -> date:
    """The same day, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))
