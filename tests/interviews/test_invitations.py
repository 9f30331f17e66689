"""An invitation and what follows it: each message once, with the date, and nothing of care."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from core.errors import Refusal
from core.models import JournalEntry, OutboxMessage
from core.outbox import channels, deliver
from interviews.enums import Channel, InvitationChannel, Kind, Motive, Nature
from interviews.models import Invitation
from interviews.services.conduct import Slot, cancel, decline, hand_over, miss, postpone, schedule
from interviews.services.invitations import invite
from tests.accounts.factories import person
from tests.interviews.agenda_world import ADDRESS, TUESDAY, by, consults, invited, mails, recipients
from tests.interviews.ics import events
from tests.interviews.world import at, leading, proposed, scheduled


pytestmark = pytest.mark.django_db
WHY = "Le médecin demande un autre jour"


def moved(interview, day=19, hour=9):
    slot = Slot(at(day, hour), 40, Channel.PRACTICE, interview.place)
    return schedule(interview, slot, by(interview, 5), reason=WHY)


def ics(payload):
    return events(payload["attached"]["text"])


def natures():
    return list(Invitation.objects.values_list("nature", "sequence"))


def test_the_mail_says_when_where_and_with_whom():
    interview = scheduled()
    invited(interview)
    (payload,) = mails()
    assert payload["to"] == [ADDRESS]
    for words in ("mardi 17 novembre 2026 à 14", "40 minutes", "12 rue Gioffredo, Nice",
                  interview.lead.full_name, interview.lead.email, "R148-1"):  # fmt: skip
        assert words in payload["body"]
    method, (event,) = ics(payload)
    assert (method, event["DTSTART"], event["SEQUENCE"]) == ("REQUEST", "20261117T133000Z", "0")
    assert event["UID"] == f"entretien-{interview.pk}@ijportal"
    assert event["ATTENDEE"] == f"mailto:{ADDRESS}"


def test_it_leaves_as_a_calendar_file_that_a_mailbox_reads():
    invited(scheduled())
    assert deliver(OutboxMessage.objects.get().next_attempt_at + timedelta(seconds=1)) == 1
    (part,) = [
        part for part in mail.outbox[0].message().walk() if part.get_filename() == "invitation.ics"
    ]
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    # The mail's own line ends are the transport's.
    text = part.get_payload(decode=True).decode()
    method, _ = events("".join(f"{line}\r\n" for line in text.splitlines()))
    assert method == "REQUEST"


@pytest.mark.parametrize("kind", Kind)
def test_no_subject_no_doctor_no_motive_when_it_may_be_of_care(kind):
    """A delegate's subject is administrative; a practitioner's may speak of care."""
    interview = scheduled(kind=kind, subject="Arrêts pour lombalgie", motive=Motive.SIGNAL)
    invited(interview)
    (payload,) = mails()
    told = payload["subject"] + payload["body"]
    calendar = payload["attached"]["text"]
    shown = kind in {Kind.VISIT, Kind.INSTALLATION, Kind.SUPPORT}
    assert ("lombalgie" in told) is shown
    assert "lombalgie" not in calendar
    for words in (interview.prescriber.last_name, interview.prescriber.rpps, "attendu"):
        assert words.lower() not in (told + calendar).lower()
    assert kind.label.lower() not in calendar.lower()


def test_a_move_and_a_cancellation_are_told_at_once():
    interview = scheduled()
    invited(interview)
    moved(interview)
    cancel(interview, by(interview, 6), reason="La caisse renonce à cet entretien")
    assert natures() == [("invitation", 0), ("mise_a_jour", 1), ("annulation", 2)]
    assert [ics(one)[0] for one in mails()] == ["REQUEST", "REQUEST", "CANCEL"]
    read = [ics(one)[1][0] for one in mails()]
    assert {event["UID"] for event in read} == {f"entretien-{interview.pk}@ijportal"}
    assert [event["SEQUENCE"] for event in read] == ["0", "1", "2"]
    assert [event["DTSTART"][:8] for event in read] == ["20261117", "20261119", "20261119"]


@pytest.mark.parametrize("act", [postpone, decline])
def test_a_date_that_falls_is_cancelled_with_its_own_date(act):
    interview = scheduled()
    invited(interview)
    act(interview, by(interview, 6), reason=WHY)
    method, (event,) = ics(mails()[-1])
    assert (method, event["DTSTART"]) == ("CANCEL", "20261117T133000Z")
    schedule(interview, Slot(at(20), 40, Channel.PHONE), by(interview, 7))
    assert len(mails()) == 2, "a cancelled invitation does not come back by itself"


def test_another_lead_is_told_to_the_doctor():
    interview = scheduled()
    invited(interview)
    other = person(leading(Kind.PEER), at="061")
    hand_over(interview, other, by(interview, 6), reason="Congé de la première personne")
    assert other.full_name in mails()[-1]["body"]


def test_nothing_leaves_without_a_mail_nor_for_a_date_gone_by():
    interview = scheduled()
    invite(interview, InvitationChannel.LETTER, "", by(interview))
    moved(interview)
    assert mails() == []
    invited(interview)
    miss(interview, by(interview, 20))
    cancel(interview, by(interview, 20), reason="Le médecin ne répond plus")
    assert len(mails()) == 1


def test_each_address_is_told():
    interview = scheduled()
    invited(interview)
    invited(interview, address="medecin@exemple.fr")
    moved(interview)
    assert sorted(recipients()[2:]) == sorted([ADDRESS, "medecin@exemple.fr"])


def test_an_invitation_never_falls_in_the_consultations():
    interview = scheduled()
    consults(interview, TUESDAY, 14, 18)
    with pytest.raises(Refusal, match="Le médecin consulte le mardi de 14"):
        invited(interview)
    assert (mails(), natures()) == ([], [])


def test_the_same_invitation_leaves_once():
    interview = scheduled()
    invited(interview)
    with pytest.raises(Refusal, match="déjà partie"):
        invited(interview)
    moved(interview)
    with pytest.raises(Refusal, match="déjà partie"):
        invited(interview, day=6)
    assert natures() == [(Nature.INVITATION, 0), (Nature.UPDATE, 1)]


@pytest.mark.parametrize(
    ("make", "day", "address", "said"),
    [
        (proposed, 4, ADDRESS, "Fixez d’abord une date"),
        (scheduled, 18, ADDRESS, "Fixez d’abord une date"),
        (scheduled, 4, "  ", "Écrivez l’adresse"),
    ],
)
def test_refusals(make, day, address, said):
    with pytest.raises(Refusal, match=said):
        invited(make(), address=address, day=day)
    assert mails() == []


def test_the_address_is_in_no_journal_and_no_log(caplog, monkeypatch):
    def broken(key, payload):
        raise OSError(payload["to"][0])

    monkeypatch.setitem(channels.channels, "mail", broken)
    invited(scheduled())
    deliver(OutboxMessage.objects.get().next_attempt_at + timedelta(seconds=1))
    assert "outbox" in caplog.text
    journal = " ".join(str(row) for row in JournalEntry.objects.values_list())
    assert not re.search(r"exemple\.fr", caplog.text + journal)
