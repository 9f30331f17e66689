"""The acts of an interview through HTTP: who is offered what, and what a refusal gives back."""

import pytest
import time_machine

from accounts.enums import Role
from core.models import JournalEntry
from interviews.enums import Ending, ReportState, State
from interviews.models import Interview, InterviewReport
from tests.accounts.factories import person
from tests.interviews.pages_world import BACKEND, page, sent, signed_in
from tests.interviews.world import at, doctor, held, proposed, scheduled
from tests.pages.reading import text_of


pytestmark = pytest.mark.django_db
DATE = {"minutes": "40", "canal": "cabinet", "lieu": "12 rue Gioffredo, Nice"}
WHY = "Le médecin est en congé cette semaine"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(18, 9), tick=False):
        yield


def state_of(interview):
    return Interview.objects.get(pk=interview.pk).state


def test_the_secretariat_plans_moves_postpones_and_cancels(client):
    interview = proposed()
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    assert sent(client, interview, "planifier", debut="2026-11-24T14:30", **DATE).status_code == 302
    interview.refresh_from_db()
    assert (interview.state, interview.starts_at) == (State.SCHEDULED, at(24, 14, 30))
    moved = {"debut": "2026-11-25T09:00", "motif": WHY, **DATE}
    assert sent(client, interview, "deplacer", **moved).status_code == 302
    assert "Déplacé au mer. 25/11/2026, 9\u202fh (Le médecin est en congé" in text_of(
        page(client, interview)
    )
    sent(client, interview, "reporter", motif=WHY)
    assert state_of(interview) == State.PROPOSED
    asked = text_of(client.get(f"/entretiens/{interview.pk}/annuler/"))
    assert "ne se rouvre pas" in asked
    sent(client, interview, "annuler", motif=WHY)
    assert Interview.objects.get(pk=interview.pk).ending == Ending.CANCELLED
    assert "Ce que vous pouvez faire" not in text_of(page(client, interview))


def test_the_hour_typed_is_that_of_the_caisse(client):
    island = doctor(caisse="974", departement="974")
    interview = proposed(found=island, caisse="974")
    signed_in(client, Role.SECRETARIAT_MEDICAL, at="974")
    sent(client, interview, "planifier", debut="2026-11-24T14:30", **DATE)
    interview.refresh_from_db()
    assert interview.starts_at == at(24, 11, 30)  # three hours ahead of Nice
    seen = page(client, interview)
    assert "24 novembre 2026 à 14\u202fh\u202f30" in text_of(seen)
    assert 'value="2026-11-24T14:30"' in seen.content.decode()


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        ("deplacer", {"debut": "2026-11-17T09:00", "motif": WHY, **DATE}, "à venir"),
        ("deplacer", {"debut": "", "motif": WHY, **DATE}, "Choisissez un jour et une heure"),
        ("deplacer", {"debut": "2026-11-27T09:00", "motif": "non", **DATE}, "10 caractères"),
        ("reporter", {"motif": "Vu 1 85 05 78 006 084 hier"}, "sécurité sociale"),
        ("decliner", {"motif": ""}, "Dites pourquoi"),
        ("annuler", {"motif": "trop"}, "10 caractères"),
        ("confier", {"animateur": "0", "motif": WHY}, "animateur"),
    ],
)
def test_a_refused_act_changes_nothing_and_keeps_what_was_typed(client, act, said, words):
    interview = scheduled(starts=at(24, 14, 30))
    signed_in(client, Role.MEDECIN_CHEF)
    moves = interview.moves.count()
    answer = sent(client, interview, act, **said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said["motif"] in answer.content.decode()
    assert (state_of(interview), interview.moves.count()) == (State.SCHEDULED, moves)


def test_two_interviews_at_once_are_refused_beside_the_date(client):
    taken = scheduled(starts=at(24, 14))
    other = proposed(taken.lead)
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    answer = sent(client, other, "planifier", debut="2026-11-24T14:20", **DATE)
    assert answer.status_code == 422
    assert 'id="id_planifier_debut_error"' in answer.content.decode()
    assert state_of(other) == State.PROPOSED


def test_an_interview_is_handed_to_who_may_lead_it(client):
    interview = scheduled(starts=at(24, 14))
    heir, delegate = person(Role.MEDECIN_CHEF, at="061"), person(Role.DAM, at="061")
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    seen = client.get(f"/entretiens/{interview.pk}/confier/").content.decode()
    offered = seen[seen.index("id_confier_animateur") :].split("</select>")[0]
    assert heir.full_name in offered
    assert delegate.full_name not in offered
    assert sent(client, interview, "confier", animateur=delegate.pk, motif=WHY).status_code == 422
    assert sent(client, interview, "confier", animateur=heir.pk, motif=WHY).status_code == 302
    assert f"Confié à {heir.full_name} ({WHY})" in text_of(page(client, interview))


def test_participants_are_named_on_the_page_and_journalled(client):
    interview, colleague = scheduled(starts=at(24, 14)), person(Role.DAM, at="061")
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    said = {"collegues": [colleague.pk], "accompagnants": "Mme Aubert, secrétaire\n"}
    sheet = client.get(f"/entretiens/{interview.pk}/participants/").content.decode()
    assert colleague.full_name in sheet
    assert interview.lead.full_name not in sheet.split("ij-dialog still")[1]
    assert sent(client, interview, "participants", **said).status_code == 302
    seen = text_of(page(client, interview))
    assert f"{colleague.full_name}, Mme Aubert, secrétaire (accompagne le médecin)" in seen
    assert JournalEntry.objects.filter(action="entretiens.participants").count() == 1
    refused = sent(client, interview, "participants", accompagnants="1 85 05 78 006 084")
    assert refused.status_code == 422
    assert interview.participants.count() == 2


def test_the_doctor_is_missed_once_the_hour_has_come(client):
    ahead, over = scheduled(starts=at(24, 14)), scheduled(starts=at(17, 14))
    signed_in(client, Role.SECRETARIAT_MEDICAL)
    assert "n’est pas venu" not in text_of(page(client, ahead))
    sent(client, ahead, "manquer")
    assert state_of(ahead) == State.SCHEDULED
    assert "L’heure est passée" in text_of(page(client, over))
    sent(client, over, "manquer")
    assert state_of(over) == State.MISSED
    assert sent(client, over, "clore").status_code == 302
    assert Interview.objects.get(pk=over.pk).ending == Ending.MISSED


def test_a_second_reading_is_not_its_writer_s(client):
    interview = held()
    client.force_login(interview.lead, backend=BACKEND)
    assert "Signer le compte rendu" in text_of(page(client, interview))
    sent(client, interview, "soumettre")
    assert "Signer le compte rendu" not in text_of(page(client, interview))
    assert sent(client, interview, "signer").status_code == 302
    assert InterviewReport.objects.get().state == ReportState.READING
    signed_in(client, Role.MEDECIN_CHEF)
    sent(client, interview, "renvoyer", motif="La suite prévue n’est pas dite.")
    assert InterviewReport.objects.get().state == ReportState.DRAFT
    client.force_login(interview.lead, backend=BACKEND)
    sent(client, interview, "soumettre")
    reader = signed_in(client, Role.MEDECIN_CHEF)
    assert "Un compte rendu signé ne se modifie plus" in text_of(
        client.get(f"/entretiens/{interview.pk}/signer/")
    )
    sent(client, interview, "signer")
    assert InterviewReport.objects.get().signed_by == reader
    assert "l’entretien peut être clos" in text_of(page(client, interview))


@pytest.mark.parametrize("role", [Role.DAM, Role.SECRETARIAT_MEDICAL])
def test_a_report_is_read_again_by_a_practitioner_only(client, role):
    interview = held()
    client.force_login(interview.lead, backend=BACKEND)
    sent(client, interview, "soumettre")
    signed_in(client, role)
    assert "Signer le compte rendu" not in text_of(page(client, interview))
    sent(client, interview, "signer")
    assert InterviewReport.objects.get().state == ReportState.READING


def test_an_interview_held_closes_after_its_signature(client):
    interview = held()
    client.force_login(interview.lead, backend=BACKEND)
    sent(client, interview, "clore")
    assert state_of(interview) == State.HELD
    sent(client, interview, "signer")
    sent(client, interview, "clore")
    assert state_of(interview) == State.CLOSED
    assert "clos, tenu" in text_of(page(client, interview))


def test_who_only_reads_acts_on_nothing(client):
    interview = scheduled(starts=at(24, 14))
    signed_in(client, Role.ADMIN_CAMPAGNE)
    for act in ("reporter", "annuler", "decliner"):
        sent(client, interview, act, motif=WHY)
    sent(client, interview, "participants", accompagnants="Mme Aubert")
    assert (state_of(interview), interview.participants.count()) == (State.SCHEDULED, 0)


def test_a_lead_without_the_right_any_more_signs_nothing(client):
    interview = held()
    interview.lead.habilitations.update(valid_to=at(18).date())
    client.force_login(interview.lead, backend=BACKEND)
    assert sent(client, interview, "signer").status_code == 403
    assert InterviewReport.objects.get().state == ReportState.DRAFT


@pytest.mark.parametrize("act", ["planifier", "deplacer", "reporter", "manquer"])
def test_the_address_of_an_act_opened_again_shows_the_interview(client, act):
    interview = scheduled(starts=at(24, 14))
    signed_in(client, Role.DAM)
    again = client.get(f"/entretiens/{interview.pk}/{act}/")
    assert (again.status_code, again.headers["Location"]) == (302, f"/entretiens/{interview.pk}/")
    assert client.get(f"/entretiens/{interview.pk}/danser/").status_code == 404
