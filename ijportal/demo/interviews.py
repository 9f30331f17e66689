"""A year of interviews and visits: most held and closed, some missed, some due this week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from core.workdays import calendar_of_caisse
from ijportal.demo.accounts import DOMAIN
from ijportal.demo.interview_texts import (
    COMMITMENTS,
    CONCLUSIONS,
    MOTIVES,
    NOTES,
    REMARKS,
    SUBJECTS,
    WHY_CANCELLED,
    WHY_DECLINED,
    WHY_MOVED,
)
from ijportal.demo.streams import stream
from interviews.enums import (
    Channel,
    CommitmentState,
    Kind,
    NextStep,
    Particularity,
    Proposal,
    Reminder,
)
from interviews.models import Commitment, DocumentVersion, Interview
from interviews.rules.leads import is_practitioner
from interviews.services import commitments, conduct, report
from interviews.services.conduct import Proposed, Slot
from prescribers.models import Prescriber, Profile, Publication


SEED = 1
# The first is seen at half past nine, the second at two.
HOURS = (time(9, 30), time(14, 0))
PAST_DAYS, DAYS_AHEAD = 240, 14


@dataclass(frozen=True)
class Diary:
    """Who leads, where, which kinds, how many past and coming."""

    name: str
    caisse: str
    kinds: tuple[Kind, ...]
    past: int
    coming: int


PEERS = (Kind.PEER, Kind.PEER, Kind.ALERT, Kind.FOLLOW_UP, Kind.SUPPORT)
VISITS = (Kind.VISIT, Kind.VISIT, Kind.VISIT, Kind.SUPPORT, Kind.INSTALLATION)
DIARIES = (
    Diary("medecin.conseil", "061", PEERS, 24, 6),
    Diary("medecin.conseil.2", "061", PEERS, 18, 4),
    Diary("medecin.chef", "061", (Kind.ALERT, Kind.PEER), 6, 2),
    Diary("dam", "061", VISITS, 48, 9),
    Diary("dam.2", "061", VISITS, 36, 7),
    Diary("medecin.conseil.var", "831", PEERS, 12, 3),
    Diary("dam.var", "831", VISITS, 24, 5),
)


def tell_interviews(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when they are there already."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if Interview.objects.exists():
            return
        doctors = {caisse: _doctors(caisse) for caisse in ("061", "831")}
        for diary in DIARIES:
            _tell(diary, doctors[diary.caisse], on)
        _end_commitments()
        open_ones = Interview.objects.still_open().count()
        count, promised = Interview.objects.count(), Commitment.objects.count()
    say(f"Entretiens    {count} entretiens et visites, dont {open_ones} ouverts")
    say(f"              {promised} engagements suivis")


def _doctors(caisse: str) -> list[Prescriber]:
    """Those of the published run, the furthest above what is expected first."""
    published = Publication.objects.latest("pk")
    profiles = Profile.objects.filter(run_id=published.run_id, caisse=caisse, enough=True)
    numbers = list(profiles.order_by("-excess_days", "rpps").values_list("rpps", flat=True)[:160])
    known = Prescriber.objects.in_bulk(numbers, field_name="rpps")
    return [known[rpps] for rpps in numbers]


def _tell(diary: Diary, doctors: list[Prescriber], on: date) -> None:
    lead = User.objects.get(email=f"{diary.name}@{DOMAIN}")
    rng = stream(SEED, "entretiens", diary.name)
    # A practitioner meets those furthest above; a delegate, anybody.
    listed = doctors[:60] if Kind.PEER in diary.kinds else doctors
    chosen = rng.permutation(len(listed))
    moments = _moments(rng, diary, on)
    for place, starts in enumerate(moments):
        doctor = listed[int(chosen[place % len(chosen)])]
        kind = diary.kinds[int(rng.integers(len(diary.kinds)))]
        _one(lead, doctor, diary, kind, starts, place, rng)
    for place in range(2):
        doctor = listed[int(chosen[(len(moments) + place) % len(chosen)])]
        _proposed(lead, doctor, diary, diary.kinds[0], timezone.now() - timedelta(days=3))


def _moments(rng: np.random.Generator, diary: Diary, on: date) -> list[datetime]:
    """Working instants of the lead, each once: past ones drawn, coming ones from today on."""
    zone = calendar_of_caisse(diary.caisse).timezone
    days = list(_working(diary.caisse, on))
    slots = [datetime.combine(day, hour, zone) for day in days for hour in HOURS]
    now = timezone.now()
    past = [slot for slot in slots if slot < now - timedelta(hours=2)]
    ahead = [slot for slot in slots if slot > now + timedelta(minutes=30)]
    drawn = sorted(rng.choice(len(past) - 6, size=diary.past - 4, replace=False))
    # The last four are this week's or last week's: their reports are still open.
    recent = past[-6::2] + past[-1:]
    return [*(past[int(place)] for place in drawn), *recent[:4], *ahead[: diary.coming]]


def _working(caisse: str, on: date) -> Iterator[date]:
    calendar = calendar_of_caisse(caisse)
    for ahead in range(-PAST_DAYS, DAYS_AHEAD + 1):
        day = on + timedelta(days=ahead)
        if calendar.is_working(day):
            yield day


@transaction.atomic
def _one(
    lead: User,
    doctor: Prescriber,
    diary: Diary,
    kind: Kind,
    starts: datetime,
    place: int,
    rng: np.random.Generator,
) -> None:
    """One interview up to where it would be by now."""
    now = timezone.now()
    asked = min(starts, now) - timedelta(days=float(rng.uniform(9, 20)))
    interview = _proposed(lead, doctor, diary, kind, asked)
    author = Author(at=asked + timedelta(days=1), by=lead.pk)
    channel = Channel.PRACTICE if rng.random() < 0.7 else Channel.VIDEO
    where = "Cabinet du médecin" if channel == Channel.PRACTICE else ""
    slot = Slot(starts, 40, channel, where)
    if place % 9 == 4:
        conduct.decline(interview, author, reason=WHY_DECLINED)
        if starts < now:
            conduct.close(interview, Author(at=starts, by=lead.pk))
        return
    if place % 14 == 13:
        conduct.cancel(interview, author, reason=WHY_CANCELLED)
        return
    if place % 6 == 5:
        # Before any hour of the diary: it meets no other interview.
        first = Slot(starts.replace(hour=8, minute=0), 40, channel, where)
        conduct.schedule(interview, first, author)
        moved = Author(at=author.at + timedelta(days=2), by=lead.pk)
        conduct.schedule(interview, slot, moved, reason=WHY_MOVED[place % len(WHY_MOVED)])
    else:
        conduct.schedule(interview, slot, author)
    if starts < now - timedelta(hours=1):
        _past(interview, lead, starts, place, rng)


def _proposed(
    lead: User, doctor: Prescriber, diary: Diary, kind: Kind, asked: datetime
) -> Interview:
    subjects = SUBJECTS[kind]
    said = Proposed(
        kind, MOTIVES[kind], Channel.PRACTICE, subject=subjects[doctor.pk % len(subjects)]
    )
    return conduct.propose(doctor, diary.caisse, said, lead, Author(at=asked, by=lead.pk))


def _past(
    interview: Interview, lead: User, starts: datetime, place: int, rng: np.random.Generator
) -> None:
    """Held as a rule; the reports of the last days are still to be written or signed."""
    now = timezone.now()
    age = now - starts
    if place % 11 == 10:
        conduct.miss(interview, Author(at=starts + timedelta(minutes=45), by=lead.pk))
        if age > timedelta(days=20):
            conduct.close(interview, Author(at=starts + timedelta(days=15), by=lead.pk))
        return
    if age < timedelta(days=6) and place % 2:
        return
    roles = lead.habilitations.values_list("role", flat=True)
    medical = is_practitioner(frozenset(Role(role) for role in roles))
    said = _said(interview, starts, place, rng, medical=medical)
    told = Author(at=starts + timedelta(minutes=55), by=lead.pk)
    report.write_report(interview, said, told, medical=medical)
    if age < timedelta(days=8):
        return
    report.sign(interview, Author(at=starts + timedelta(days=1), by=lead.pk))
    conduct.close(interview, Author(at=starts + timedelta(days=2), by=lead.pk))


def _said(
    interview: Interview,
    starts: datetime,
    place: int,
    rng: np.random.Generator,
    *,
    medical: bool,
) -> report.Written:
    versions = list(DocumentVersion.objects.on(starts.date()).order_by("pk"))
    given = [version.pk for version in versions if rng.random() < 0.3]
    promised: tuple[report.Promised, ...] = ()
    if place % 3 == 0:
        owner, words = COMMITMENTS[place // 3 % len(COMMITMENTS)]
        due = (starts + timedelta(days=int(rng.integers(20, 70)))).date()
        promised = (report.Promised(owner, words, due),)
    remarks = NOTES if medical else REMARKS
    return report.Written(
        lasted_minutes=int(rng.choice([20, 40, 60])),
        next_step=NextStep.SEE_AGAIN_3 if place % 4 == 0 else NextStep.DONE,
        reminders=tuple(one for one in Reminder if rng.random() < 0.5),
        proposals=tuple(one for one in Proposal if rng.random() < 0.3),
        documents=tuple(given),
        remarks=remarks[place % len(remarks)],
        particularities=(Particularity.NEW_LIST,) if place % 5 == 0 else (),
        commitments=promised,
        conclusion=CONCLUSIONS[place % len(CONCLUSIONS)],
    )


def _end_commitments() -> None:
    """Two thirds of those that are due are kept in time; a few are dropped, a few are late."""
    rng = stream(SEED, "engagements")
    due = Commitment.objects.filter(
        state=CommitmentState.OPEN, due_on__lt=timezone.localdate()
    ).order_by("due_on", "pk")
    for one in due:
        drawn = rng.random()
        at = timezone.make_aware(datetime.combine(one.due_on - timedelta(days=2), time(11)))
        author = Author(at=max(at, one.made_at), by=one.follower_id)
        if drawn < 0.7:
            commitments.keep(one, author)
        elif drawn < 0.8:
            commitments.drop(one, author, reason="Le médecin a changé de lieu d’exercice.")
