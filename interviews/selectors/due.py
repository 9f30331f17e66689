"""What awaits somebody in interviews: a row an interview, a commitment, a contact promised."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.perimeter import Perimeter, Scope
from core.database_role import AllCaisses
from core.due import Due, Hint
from core.models.epoch import Epoch, instant
from core.workdays import calendar_of_caisse
from interviews.enums import CommitmentState, FieldOutcome, Kind, Owner, ReportState, State
from interviews.models import Commitment, FieldReport
from interviews.models.interview import OPEN_STATES
from interviews.rules.leads import may_lead
from interviews.selectors.contacts import to_call_back
from interviews.selectors.interviews import visible


INTERVIEW, COMMITMENT, CONTACT = "entretien", "engagement", "contact"
PLAN, PREPARE, TELL, AGAIN = "planifier", "preparer", "rendre-compte", "relancer"
SIGN, READ, READING, SEND, CLOSE = "signer", "relire", "en-lecture", "envoyer", "clore"
CHOOSE = "choisir"
KEEP, AWAIT, REMIND = "tenir", "attendre", "rappeler"
PAGE = "entretien"
UNDATED = (State.PROPOSED, State.MISSED, State.DECLINED)
NAMES = ("prescriber__civility", "prescriber__first_name", "prescriber__last_name")
COLUMNS = (
    "pk", "state", "kind", "motive", "channel", "caisse", "lead_id", "lead__full_name", "starts",
    "minutes", "proposed", "report__state", "sent", "report__written_by_id", "twice", *NAMES,
)  # fmt: skip
PROMISED = (
    "pk", "interview_id", "caisse", "owner", "follower_id", "follower__full_name", "words",
    "due_on", *NAMES,
)  # fmt: skip


def due(scope: Scope) -> list[Due]:
    """Three queries: the interviews, the commitments, the contacts promised."""
    found: list[Due] = []
    if (perimeter := scope.perimeter("entretiens.lire")) is not None:
        found += [*_interviews(scope, perimeter), *_commitments(scope, perimeter)]
    if (perimeter := scope.perimeter("contacts.lire")) is not None:
        found += _contacts(scope, perimeter)
    return found


def _interviews(scope: Scope, perimeter: Perimeter) -> Iterator[Due]:
    """Those led, those to read a second time, and for the secrétariat those without a date."""
    led = Q(lead_id__in=scope.people)
    found = visible(perimeter).filter(
        led | Q(report__state=ReportState.READING) | _planned_by(perimeter), state__in=OPEN_STATES
    )
    seconds = {"starts": "starts_at", "proposed": "proposed_at", "sent": "report__sent_at"}
    twice = FieldReport.objects.filter(interview=OuterRef("pk"), outcome=FieldOutcome.CONFLICT)
    told = found.annotate(
        twice=Exists(twice), **{name: Epoch(field) for name, field in seconds.items()}
    )
    for row in told.order_by().values_list(*COLUMNS, named=True):
        made = _made(row, scope, perimeter)
        if made is not None:
            yield made


def _planned_by(perimeter: Perimeter) -> Q:
    """The secrétariat gives its dates to the whole service."""
    caisses = Q(pk__in=[])
    for grant in perimeter.grants:
        if grant.role == Role.SECRETARIAT_MEDICAL:
            national = isinstance(grant.caisses, AllCaisses)
            caisses |= ~Q(caisse="") if national else Q(caisse__in=grant.caisses)
    return caisses & Q(state__in=UNDATED)


def _made(row: Any, scope: Scope, perimeter: Perimeter) -> Due | None:
    """The one act that the interview awaits from this person or from those he replaces."""
    state = State(row.state)
    if state == State.HELD:
        return _after(row, scope, perimeter)
    if state == State.PROPOSED:
        return _row(row, PLAN)
    if state in UNDATED:
        return _row(row, AGAIN)
    starts = instant(row.starts)
    if starts + timedelta(minutes=row.minutes) > scope.now:
        return _row(row, PREPARE, by=starts)
    return _row(row, TELL, by=starts.astimezone(calendar_of_caisse(row.caisse).timezone).date())


def _after(row: Any, scope: Scope, perimeter: Perimeter) -> Due | None:
    if row.report__state == ReportState.READING:
        reads = may_lead(perimeter.roles_at(row.caisse), Kind(row.kind))
        if reads and row.report__written_by_id != scope.user_id:
            return _row(row, READ, hint=Hint.AT_ONCE, people=())
        return _row(row, READING, hint=Hint.THIRD_PARTY) if row.lead_id in scope.people else None
    if row.report__state == ReportState.DRAFT and row.twice:
        return _row(row, CHOOSE, route="entretien-conflit", hint=Hint.AT_ONCE)
    if row.report__state == ReportState.DRAFT:
        return _row(row, SIGN, hint=Hint.AT_ONCE)
    return _row(row, CLOSE if row.sent else SEND, hint=Hint.AT_ONCE)


def _row(row: Any, step: str, **fields: Any) -> Due:
    return Due(
        kind=INTERVIEW,
        step=step,
        ident=str(row.pk),
        args=(row.pk,),
        caisse=row.caisse,
        facts=row,
        **{"route": PAGE, "by": None, "people": ((row.lead_id, row.lead__full_name),), **fields},
    )


def _commitments(scope: Scope, perimeter: Perimeter) -> Iterator[Due]:
    """The caisse keeps its own; those of the doctor are waited for, then spoken of again."""
    followed = Commitment.objects.filter(
        state=CommitmentState.OPEN, follower_id__in=scope.people
    ).order_by()
    for row in perimeter.filter(followed).values_list(*PROMISED, named=True):
        today = scope.now.astimezone(calendar_of_caisse(row.caisse).timezone).date()
        waits = row.owner == Owner.DOCTOR and row.due_on >= today
        step = KEEP if row.owner == Owner.CAISSE else AWAIT if waits else REMIND
        yield Due(
            kind=COMMITMENT,
            step=step,
            ident=str(row.pk),
            by=row.due_on,
            route=PAGE,
            args=(row.interview_id,),
            people=((row.follower_id, row.follower__full_name),),
            caisse=row.caisse,
            hint=Hint.THIRD_PARTY if waits else Hint.MINE,
            facts=row,
        )


def _contacts(scope: Scope, perimeter: Perimeter) -> Iterator[Due]:
    promised = to_call_back(perimeter).filter(by_id__in=scope.people).order_by()
    columns = ("pk", "caisse", "by_id", "by__full_name", "next_contact_on", *NAMES)
    for row in promised.values_list(*columns, named=True):
        yield Due(
            kind=CONTACT,
            step="rappeler-medecin",
            ident=str(row.pk),
            by=row.next_contact_on,
            route=CONTACT,
            args=(row.pk,),
            people=((row.by_id, row.by__full_name),),
            caisse=row.caisse,
            facts=row,
        )
