"""The acts one by one: what they change, what they refuse, what they leave behind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Desk, DropReason, Event, HoldReason, Level, Motive, Regime, State, TextKind
from sosij.models import DeskText, Move, Opening, Qualification, RequestText
from sosij.services.answer import add_text, answer, answer_by_phone, approve, send_back, submit
from sosij.services.conduct import drop, give_back, resume, suspend, take
from sosij.services.passages import pass_on
from sosij.services.qualify import Reading, qualify, redirect
from sosij.services.watch import watch
from tests.accounts.factories import person
from tests.sosij.help_world import QUESTION, at, doctor, held_by, received, seated


pytestmark = pytest.mark.django_db
DETAIL = "Le médecin doit préciser la date de reprise"


def by(user, day=12, hour=10):
    return Author(at=at(day, hour), by=user.pk)


def texts(request):
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        return list(RequestText.objects.filter(request=request).values_list("kind", "body"))


def test_a_request_is_numbered_and_dated_at_once():
    found = doctor()
    first, second = received(found), received(found, when=at(10, 9, 5))
    assert (first.reference, second.reference) == ("2026-00001", "2026-00002")
    assert (first.caisse, first.departement, first.specialty) == ("061", "06", "MG")
    assert (first.due_at, second.due_at) == (at(16, 18), at(17, 18))
    assert texts(first) == [("question", QUESTION)]
    assert JournalEntry.objects.filter(action="sosij.recevoir", caisse="061").count() == 2
    assert [move.system for move in Move.objects.all()] == ["portail-praticiens"] * 2


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("TEXTE_VIDE", "  \n "),
        ("TEXTE_LONG", "a" * 10_001),
        ("TEXTE_NIR", "Patient 1 84 12 06 088 012, arrêt depuis mars"),
    ],
)
def test_a_text_is_refused_with_its_reason(code, question):
    found = doctor()
    with pytest.raises(Refusal) as refused:
        received(found, question=question)
    assert refused.value.code == code
    assert not Move.objects.exists()


def test_an_unknown_doctor_and_a_closed_service_are_refused():
    found = doctor()
    Opening.objects.update(until=date(2026, 11, 9))
    with pytest.raises(Refusal, match="n’est pas ouvert"):
        received(found)
    found.rpps = "99999999999"
    with pytest.raises(Refusal, match="Aucun médecin"):
        received(found)


def test_the_year_of_the_reference_is_that_of_the_desk():
    assert received(when=at(31, 23, 30, month=12)).reference == "2026-00001"


def test_a_qualification_routes_and_is_kept(expert):
    request = qualify(received(), Reading((Motive.OTHER, Motive.WORKPLACE)), by(expert))
    assert (request.state, request.desk, request.level) == ("a_prendre", "medical", 2)
    assert request.motives == ["poste", "autre"]
    again = qualify(
        request, Reading((Motive.OTHER,), Level.EXPERT, Desk.MEDICAL), by(expert, hour=11)
    )
    assert (again.state, again.motives) == ("a_prendre", ["autre"])
    assert [row.motives for row in Qualification.objects.all()] == [["poste", "autre"], ["autre"]]


def test_reading_again_keeps_the_holder_unless_the_desk_changes(expert):
    request = held_by(expert)
    kept = qualify(request, Reading((Motive.INVALIDITY,)), by(expert))
    assert (kept.state, kept.holder_id) == ("en_cours", expert.pk)
    gone = qualify(request, Reading((Motive.ADMINISTRATIVE,)), by(expert))
    assert (gone.state, gone.desk, gone.holder_id) == ("a_prendre", "prestations", None)
    assert (kept.redirections, gone.redirections) == (0, 1)


def test_an_administrative_part_names_nobody(expert):
    request = received()
    with pytest.raises(Refusal, match="numéro de sécurité sociale"):
        qualify(request, Reading((Motive.OTHER,), administrative_part="1841206088012"), by(expert))
    with pytest.raises(Refusal, match="au moins un motif"):
        qualify(request, Reading(()), by(expert))


def test_an_agricultural_request_goes_to_the_msa(expert):
    request = received(regime=Regime.AGRICULTURAL)
    assert qualify(request, Reading((Motive.WORKPLACE,)), by(expert)).desk == Desk.MSA


def test_sending_on_is_counted(expert):
    request = held_by(expert)
    for number, desk in enumerate((Desk.SOCIAL, Desk.MEDICAL, Desk.SOCIAL), 1):
        request = redirect(request, desk, by(expert), reason="Relève de l’autre guichet")
        assert (request.redirections, request.holder_id) == (number, None)
    with pytest.raises(Refusal, match="déjà à ce guichet"):
        redirect(request, Desk.SOCIAL, by(expert), reason="Relève de l’autre guichet")


def test_who_has_no_seat_or_no_room_takes_nothing(expert):
    stranger, busy = person(expert.habilitations.get().role, at="061"), seated(capacity=1)
    request = qualify(received(), Reading((Motive.WORKPLACE,)), by(expert))
    with pytest.raises(Refusal, match="n’a pas de place"):
        take(request, by(stranger))
    take(request, by(expert), holder=busy.pk)
    other = qualify(received(), Reading((Motive.WORKPLACE,)), by(expert))
    with pytest.raises(Refusal, match="déjà 1 demande"):
        take(other, by(busy))
    give_back(request, by(busy))
    assert take(other, by(busy)).holder_id == busy.pk


def test_a_suspension_stops_the_clock_and_gives_the_time_back(expert):
    request = held_by(expert)
    held = suspend(request, HoldReason.DOCTOR, by(expert, 12, 15), detail=DETAIL)
    assert (held.state, held.due_at) == ("suspendue", None)
    back = resume(held, by(expert, 16, 10))
    assert (back.state, back.due_at) == ("en_cours", at(18, 13))
    with pytest.raises(Refusal, match="n’est pas possible"):
        resume(back, by(expert, 16, 11))


def test_an_answer_closes_with_its_measures(expert):
    request = held_by(expert)
    done = answer(request, "Une visite de préreprise est possible.", by(expert, 12, 12))
    assert (done.state, done.in_time) == ("repondue", True)
    # 10/11 nine hours, 12/11 three.
    assert (done.net_seconds, done.gross_seconds) == (12 * 3600, 12 * 3600)
    assert texts(done)[-1] == ("reponse", "Une visite de préreprise est possible.")
    with pytest.raises(Refusal, match="n’est pas possible"):
        drop(done, DropReason.DUPLICATE, by(expert, 12, 13), detail=DETAIL)


def test_a_late_answer_says_so_and_a_later_calendar_changes_nothing(expert, monkeypatch):
    late = answer(held_by(expert), "Réponse tardive, mais complète.", by(expert, 18, 12))
    assert (late.in_time, late.net_seconds) == (False, (36 + 9 + 3) * 3600)
    monkeypatch.setattr("core.workdays.calendars.Calendar.is_working", lambda *_: True)
    late.refresh_from_db()
    assert (late.in_time, late.net_seconds) == (False, (36 + 9 + 3) * 3600)


def test_a_phone_call_answers_as_well(expert):
    done = answer_by_phone(held_by(expert), "Conseil donné de vive voix.", by(expert))
    assert (done.state, done.by_phone) == ("repondue", True)


def test_a_disputed_refusal_is_read_by_somebody_else(expert):
    reader = seated()
    request = held_by(expert, Motive.DISPUTE)
    with pytest.raises(Refusal, match="seconde lecture"):
        answer(request, "Le refus tient.", by(expert))
    submit(request, "Le refus tient.", by(expert))
    with pytest.raises(Refusal, match="autre personne"):
        approve(request, "Le refus tient.", by(expert))
    send_back(request, by(reader), note="Citer le texte qui fonde le refus.")
    submit(request, "Le refus tient : article L. 315-1.", by(expert))
    done = approve(request, "Le refus tient : article L. 315-1.", by(reader, 12, 11))
    assert (done.state, done.holder_id) == ("repondue", expert.pk)
    assert [kind for kind, _ in texts(done)] == ["question", "projet", "note", "projet", "reponse"]


def test_a_disputed_refusal_stays_read_twice_when_its_motive_changes(expert):
    request = held_by(expert, Motive.DISPUTE)
    kept = qualify(request, Reading((Motive.OTHER,)), by(expert))
    with pytest.raises(Refusal, match="seconde lecture"):
        answer(kept, "Le refus tient.", by(expert))


def test_a_seat_begins_with_the_day_of_the_island():
    """One in the morning of the 12th in La Réunion: still the 11th in Paris, and in UTC."""
    far = seated(caisse="974", since=date(2026, 11, 12))
    request = received(doctor(caisse="974", departement="974"))
    qualified = qualify(request, Reading((Motive.WORKPLACE,)), by(far, 10))
    night = Author(at=datetime(2026, 11, 11, 21, tzinfo=UTC), by=far.pk)
    with pytest.raises(Refusal, match="n’a pas de place"):
        take(qualified, Author(at=night.at - timedelta(hours=2), by=far.pk))
    assert take(qualified, night).holder_id == far.pk


def test_a_request_is_answered_by_its_holder(expert):
    other = seated()
    with pytest.raises(Refusal, match="Une autre personne tient"):
        answer(held_by(expert), "Je réponds à sa place.", by(other))


def test_a_desk_without_medical_right_writes_in_the_open():
    clerk = seated(desk=Desk.BENEFITS)
    request = held_by(clerk, Motive.ADMINISTRATIVE)
    answer(request, "Le salaire rétabli se saisit par l’employeur.", by(clerk))
    assert [kind for kind, _ in texts(request)] == ["question"]
    assert DeskText.objects.get().body.startswith("Le salaire rétabli")


def test_a_note_makes_news_without_a_passage(expert):
    request = held_by(expert)
    add_text(request, TextKind.EXPERT, "Essai encadré envisageable.", by(expert, 12, 14))
    request.refresh_from_db()
    assert request.changed_at == at(12, 14)
    assert request.moves.count() == 3
    with pytest.raises(ValueError, match="reponse"):
        add_text(request, TextKind.ANSWER, "Non", by(expert))


def test_dropping_says_why_and_ends_a_suspension(expert):
    request = suspend(held_by(expert), HoldReason.INSURED, by(expert), detail=DETAIL)
    done = drop(request, DropReason.WITHDRAWN, by(expert, 13), detail="Le médecin renonce")
    assert (done.state, done.drop_reason, done.due_at) == ("sans_suite", "retrait", None)
    assert done.suspensions.get().end == at(13)


def test_each_clock_is_signalled_once():
    request = received()
    assert watch(at(13, 17)) == (0, 0, 0)
    assert watch(at(13, 18)) == (1, 0, 0)
    assert watch(at(14, 10)) == (0, 0, 0)
    assert watch(at(16, 18)) == (0, 0, 0)
    assert watch(at(16, 19)) == (0, 0, 0)  # nobody is at the desk
    assert watch(at(17, 9)) == (0, 1, 0)
    assert watch(at(17, 10)) == (0, 0, 0)
    moves = request.moves.values_list("event", "system", "after")
    assert list(moves)[1:] == [
        ("avertir", "horloge SOS IJ", State.RECEIVED),
        ("depasser", "horloge SOS IJ", State.RECEIVED),
    ]


def test_a_step_that_asks_for_a_reason_is_not_written_without(expert):
    """The services check the words of a reason; the passage itself refuses a forgotten one."""
    request = held_by(expert)
    with pytest.raises(ValueError, match="without a reason"):
        pass_on(request, Event.REDIRECT, by(expert))
    assert not request.moves.filter(event=Event.REDIRECT).exists()
