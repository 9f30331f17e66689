"""The 400 requests for help of the demo: published shares of motives, honest delays, some open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from core.workdays import calendar_of
from ijportal.demo.accounts import DOMAIN
from ijportal.demo.help_drafts import keep_drafts
from ijportal.demo.help_duty import fill_roster, ring
from ijportal.demo.help_files import attach_files
from ijportal.demo.help_library import tell_library, tell_survey
from ijportal.demo.help_settings import Written, import_file, set_routes
from ijportal.demo.help_texts import ANSWERS, OUTCOMES, PARTS, PAUSES, QUESTIONS
from ijportal.demo.streams import stream
from prescribers.models import Attachment
from sosij.enums import Channel, Desk, HoldReason, Level, Motive, Outcome
from sosij.models import HelpRequest, Opening, OutcomeAsk, Seat
from sosij.rules.clock import level_on
from sosij.services import answer, conduct
from sosij.services.outcomes import ask_outcomes, tell_outcome
from sosij.services.qualify import Reading, qualify
from sosij.services.receive import Asked, receive_request


SEED = 1
EXPERIMENT = date(2025, 1, 20)
# domain.md of the project: figures of mid-May 2025, 43, 24, 16, 6 and 4 %, the rest not given.
SHARES = {
    Motive.INVALIDITY: 172,
    Motive.WORKPLACE: 96,
    Motive.ADMINISTRATIVE: 64,
    Motive.DISPUTE: 24,
    Motive.HARDSHIP: 16,
    Motive.OTHER: 28,
}
OPEN, DAYS = 23, 150
# The last of those still open came in a file.
FILED = 3
FAR = frozenset({Motive.INVALIDITY, Motive.WORKPLACE})
SPECIALTIES = ("MG", "PSY", "CHIR")
OPENED = (
    ("06", "ouverture de démonstration"),
    ("83", "ouverture de démonstration"),
    ("69", "expérimentation SOS IJ du 20 janvier 2025"),
    ("28", "expérimentation SOS IJ du 20 janvier 2025"),
)

# Name of a demo account: its desk, its caisse.
SEATS = (
    ("repondant.sos", Desk.MEDICAL, "061"),
    ("repondant.sos.2", Desk.MEDICAL, "061"),
    ("repondant.var", Desk.MEDICAL, "831"),
    ("gestionnaire", Desk.BENEFITS, "061"),
    ("gestionnaire", Desk.MSA, "061"),
    ("service.social", Desk.SOCIAL, "061"),
)
HOURS = level_on(EXPERIMENT).hours(calendar_of("06"))


@dataclass(frozen=True)
class Planned:
    """A request to come: who asks what, when, and how long each step takes in office hours."""

    received: datetime
    rpps: str
    caisse: str
    motive: Motive
    position: int
    # Among those of its motive.
    rank: int
    qualified: float
    taken: float
    answered: float

    def after(self, hours: float) -> datetime:
        return HOURS.after(self.received, timedelta(hours=hours))


def tell_requests(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when the requests are there already."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if HelpRequest.objects.exists():
            return
        people = {
            user.email.removesuffix(f"@{DOMAIN}"): user
            for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
        }
        _open_desks(people)
        fill_roster(people, on=on)
        planned = _planned(on)
        for one in planned[:-OPEN]:
            _closed(one, people)
        _still_open(planned[-OPEN:-FILED], people)
        ring(_office_instant)
        _outcomes()
        said = [
            tell_library(people, on=on),
            tell_survey(people, on=on),
            attach_files(timezone.now()),
            keep_drafts(timezone.now()),
        ]
        set_routes(people, on=on)
    import_file([_written(one) for one in planned[-FILED:]], people)
    say(f"SOS IJ        {len(planned)} demandes, dont {OPEN} ouvertes")
    say(f"              {', '.join(said)}")


def _office_instant(before: float) -> datetime:
    """So many office hours before now, or before six o'clock of the last working day."""
    now = timezone.now()
    start = now - timedelta(days=14)
    return HOURS.after(start, HOURS.elapsed(start, now) - timedelta(hours=before))


def _open_desks(people: dict[str, User]) -> None:
    for departement, source in OPENED:
        for specialty in SPECIALTIES:
            Opening.objects.create(
                departement=departement, specialty=specialty, since=EXPERIMENT, source=source
            )
    for name, desk, caisse in SEATS:
        Seat.objects.create(
            user=people[name], desk=desk, caisse=caisse, capacity=40, since=EXPERIMENT,
            head=name in {"repondant.sos", "repondant.var"},
        )  # fmt: skip


def _planned(on: date) -> list[Planned]:
    """Drawn once: the published counts are dealt, never drawn, so that they are exact."""
    rng = stream(SEED, "sos-ij")
    motives = [motive for motive, count in SHARES.items() for _ in range(count)]
    rng.shuffle(motives)
    doctors = {caisse: _doctors(rng, caisse, on) for caisse in ("061", "831")}
    found = []
    for position, received in enumerate(_moments(rng, len(motives))):
        motive = motives[position]
        # The Var has a seat at the service médical only; what is open there is little.
        far = motive in FAR and rng.random() < 0.2 and position < len(motives) - OPEN
        caisse = "831" if far else "061"
        found.append(
            Planned(
                received=received,
                rpps=doctors[caisse][int(rng.integers(len(doctors[caisse])))],
                caisse=caisse,
                motive=motive,
                position=position,
                rank=motives[:position].count(motive),
                qualified=float(rng.uniform(0.3, 5)),
                taken=float(rng.uniform(6, 12)),
                # One in eight or so comes late: four days are 36 hours.
                answered=float(rng.gamma(6.0, 4.2)) + 12,
            )
        )
    return found


def _doctors(rng: np.random.Generator, caisse: str, on: date) -> list[str]:
    """A quarter of those for whom the service is open: the recourse is low, as it was."""
    places = Attachment.objects.filter(
        caisse=caisse,
        departement__in=["06", "83"],
        start__lte=on - timedelta(days=DAYS + 40),
        end__isnull=True,
        prescriber__specialty__in=SPECIALTIES,
    )
    # One place only: the caisse of the request is then that of the plan.
    alone = places.alias(places=Count("prescriber__attachments")).filter(places=1)
    numbers = sorted(set(alone.values_list("prescriber__rpps", flat=True)))
    return [
        str(rpps) for rpps in rng.choice(numbers, size=max(1, len(numbers) // 4), replace=False)
    ]


def _moments(rng: np.random.Generator, count: int) -> list[datetime]:
    """Instants of receipt: any hour for the closed, the last office days for those still open.

    The first of the open ones is five office days old, so late whatever the day of the demo.
    """
    now = timezone.now().replace(microsecond=0)
    past = np.sort(rng.uniform(14, DAYS, count - OPEN))[::-1]
    start = now - timedelta(days=21)
    run = HOURS.elapsed(start, now)
    ages = (50.0, *np.sort(rng.uniform(0.3, 40, OPEN - 1))[::-1])
    recent = [HOURS.after(start, run - timedelta(hours=float(age))) for age in ages]
    return [*(now - timedelta(days=float(age)) for age in past), *recent]


def _reading(one: Planned) -> Reading:
    """82 % at level 2 and three quarters at the service médical: « autre » makes the balance.

    Of its 28, 8 go to the service médical (300 of 400) and 20 to level 2 (328 of 400).
    """
    level, desk = None, None
    if one.motive is Motive.OTHER:
        desk = Desk.MEDICAL if one.rank % 7 in {0, 1} else Desk.BENEFITS
        level = Level.FIRST if one.rank % 7 in {2, 3} else Level.EXPERT
    return Reading((one.motive,), level, desk, PARTS.get(one.motive, ""))


def _outcomes() -> None:
    """Asked on their days; three quarters are told, most of them by the doctors."""
    rng = stream(SEED, "sos-ij-issues")
    dues = OutcomeAsk.objects.filter(due_on__lte=timezone.localdate()).order_by("due_on", "pk")
    for ask in dues.select_related("request"):
        day = timezone.make_aware(datetime.combine(ask.due_on, time(8)))
        OutcomeAsk.objects.filter(pk=ask.pk).update(asked_at=day)
        if rng.random() < 0.75:
            shares = OUTCOMES[Motive(ask.request.motives[0])]
            said = rng.choice(list(shares), p=np.array(list(shares.values())) / 100)
            by = ask.request.holder_id if rng.random() < 0.3 else None
            told = Author(day + timedelta(days=3), by, "" if by else "portail-praticiens")
            tell_outcome(ask.request, ask.horizon, Outcome(said), told)
    ask_outcomes(timezone.now())


def _written(one: Planned) -> Written:
    questions = QUESTIONS[one.motive]
    return Written(one.rpps, one.received, questions[one.position % len(questions)])


def _received(one: Planned, people: dict[str, User]) -> HelpRequest:
    typed = one.position % 5 == 0 and one.caisse == "061"
    questions = QUESTIONS[one.motive]
    author = (
        Author(at=one.received, by=people["secretariat"].pk)
        if typed
        else Author(at=one.received, system="portail-praticiens")
    )
    return receive_request(
        Asked(rpps=one.rpps, question=questions[one.position % len(questions)]),
        channel=Channel.PHONE if typed else Channel.PORTAL,
        received_at=one.received,
        author=author,
    )


def _qualified(one: Planned, people: dict[str, User]) -> HelpRequest:
    by = people["secretariat" if one.caisse == "061" else "repondant.var"]
    author = Author(at=one.after(one.qualified), by=by.pk)
    return qualify(_received(one, people), _reading(one), author)


def _holder(request: HelpRequest, one: Planned, people: dict[str, User]) -> User:
    if request.desk == Desk.SOCIAL:
        return people["service.social"]
    if request.desk in {Desk.BENEFITS, Desk.MSA}:
        return people["gestionnaire"]
    if one.caisse == "831":
        return people["repondant.var"]
    return people["repondant.sos" if one.position % 2 else "repondant.sos.2"]


@transaction.atomic
def _closed(one: Planned, people: dict[str, User]) -> None:
    request = _qualified(one, people)
    holder = _holder(request, one, people)
    request = conduct.take(request, Author(at=one.after(one.taken), by=holder.pk))
    if one.position % 9 == 0:
        _paused(request, one, holder)
    said = Author(at=one.after(max(one.answered, one.taken + 1)), by=holder.pk)
    text = ANSWERS[one.motive]
    if one.motive is Motive.DISPUTE:
        answer.submit(request, text, said)
        reader = people["repondant.sos.2" if holder == people["repondant.sos"] else "repondant.sos"]
        answer.approve(request, text, Author(at=said.at + timedelta(minutes=20), by=reader.pk))
    elif one.position % 7 == 0:
        answer.answer_by_phone(request, text, said)
    else:
        answer.answer(request, text, said)


def _paused(request: HelpRequest, one: Planned, holder: User) -> None:
    reasons = list(HoldReason)
    position = one.position % len(reasons)
    start = one.after(one.taken + 0.3)
    conduct.suspend(
        request, reasons[position], Author(at=start, by=holder.pk), detail=PAUSES[position]
    )
    conduct.resume(request, Author(at=one.after(one.taken + 0.9), by=holder.pk))


def _still_open(planned: list[Planned], people: dict[str, User]) -> None:
    """From the oldest: one late, some suspended, held, read again, waiting, the last to qualify."""
    now = timezone.now()
    for place, one in enumerate(planned):
        if place >= OPEN - 5 or one.after(one.qualified) > now:
            _received(one, people)
            continue
        request = _qualified(one, people)
        if place >= OPEN - 9 or one.after(one.taken) > now:
            continue
        holder = _holder(request, one, people)
        taken = Author(at=one.after(one.taken), by=holder.pk)
        request = conduct.take(request, taken)
        if place in {2, 5}:
            conduct.suspend(request, HoldReason.INSURED, taken, detail=PAUSES[1])
        elif one.motive is Motive.DISPUTE:
            answer.submit(request, ANSWERS[one.motive], taken)
