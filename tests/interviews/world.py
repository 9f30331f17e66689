"""A doctor of Nice, who leads, an interview at the state a test needs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.enums import Role
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from interviews.enums import Channel, Kind, Motive, NextStep
from interviews.models import Document, DocumentVersion
from interviews.rules.leads import PRACTITIONERS
from interviews.services.conduct import Proposed, Slot, propose, schedule
from interviews.services.report import Written, write_report
from tests.accounts.factories import person
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory


PARIS = ZoneInfo("Europe/Paris")


def at(day, hour=10, minute=0, month=11):
    """An instant of November 2026, in Nice."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def doctor(*, caisse="061", departement="06", **fields):
    found = PrescriberFactory(specialty="MG", **fields)
    AttachmentFactory(
        prescriber=found, caisse=caisse, departement=departement, start=date(2020, 1, 1)
    )
    return found


def leading(kind):
    """The role that leads this kind in these tests."""
    return Role.DAM if kind in {Kind.VISIT, Kind.INSTALLATION} else Role.MEDECIN_CONSEIL


def proposed(lead=None, *, kind=Kind.PEER, found=None, when=None, caisse="061", **fields):
    lead = lead or person(leading(kind), at=caisse)
    said = Proposed(
        kind=kind,
        motive=fields.pop("motive", Motive.SIGNAL),
        channel=fields.pop("channel", Channel.PRACTICE),
        **fields,
    )
    author = Author(at=when or at(2), by=lead.pk)
    return propose(found or doctor(caisse=caisse), caisse, said, lead, author)


def scheduled(lead=None, *, starts=None, **fields):
    interview = proposed(lead, **fields)
    slot = Slot(starts or at(17, 14, 30), 40, Channel.PRACTICE, "12 rue Gioffredo, Nice")
    return schedule(interview, slot, Author(at=at(3), by=interview.lead_id))


def written(**fields):
    return Written(**{"lasted_minutes": 40, "next_step": NextStep.DONE, **fields})


def held(lead=None, *, said=None, **fields):
    """Held as planned, its report written an hour after its start."""
    interview = scheduled(lead, **fields)
    report_on(interview, said or written())
    interview.refresh_from_db()
    return interview


def report_on(interview, said, *, by=None, when=None, medical=None):
    moment = when or interview.starts_at + timedelta(hours=1)
    author = Author(at=moment, by=by or interview.lead_id)
    practitioner = leading(interview.kind) in PRACTITIONERS if medical is None else medical
    if not practitioner:
        return write_report(interview, said, author, medical=False)
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        return write_report(interview, said, author, medical=True)


def document(title="Mémo santé mentale", version="2025", **fields):
    kept, _ = Document.objects.get_or_create(title=title, defaults={"kind": "memo"})
    return DocumentVersion.objects.create(
        document=kept, version=version, since=date(2025, 1, 1), **fields
    )
