"""The report through its form: what a practitioner and a delegate are asked, what it writes."""

import html
import re

import pytest
import time_machine

from core.database_role import DatabaseRole, database_role
from core.journal import Author
from interviews.enums import Kind, NextStep, State
from interviews.forms.report import MOST_FIELDS
from interviews.models import Commitment, DiscussedCase, InterviewNote, InterviewReport
from interviews.services.notes import conclude
from interviews.services.report import sign
from tests.accounts.factories import person
from tests.interviews.desk_world import client_of
from tests.interviews.world import at, document, held, proposed, scheduled, written
from tests.pages.reading import reads, text_of


pytestmark = pytest.mark.django_db
STANDARD = {"tenue": "tenu", "duree": "40", "suite": "termine", "edition": "0"}
# What a form has for itself: the token, the edition that was read.
HIDDEN = {"csrfmiddlewaretoken", "edition"}


@pytest.fixture(autouse=True)
def after_the_interview():
    with time_machine.travel(at(17, 15, 30), tick=False):
        yield


def address(interview):
    return f"/entretiens/{interview.pk}/compte-rendu/"


def told(interview, **said):
    return client_of(interview.lead).post(address(interview), {**STANDARD, **said})


def page_of(interview):
    return client_of(interview.lead).get(address(interview)).content.decode()


def form_of(page):
    return re.search(r'<form class="ij-report".*?</form>', page, re.DOTALL)[0]


def shown_fields(page):
    """The names of the controls of the report, those of a move apart: they are shown instead."""
    form = form_of(page)
    moved = re.search(r'<div class="if-moved">.*?</div>\s*<div class="if-held">', form, re.DOTALL)
    names = re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form)
    instead = re.findall(r' name="([^"]+)"', moved[0]) if moved else []
    return set(names) - HIDDEN - set(instead), set(instead)


def taps(page, said):
    """One tap for each choice that is not ticked already, one to send; what is typed apart."""
    ticked = set()
    for control in re.findall(r"<input[^>]*>", form_of(page)):
        if " checked" in control:
            name, value = (re.search(rf'{key}="([^"]*)"', control)[1] for key in ("name", "value"))
            ticked.add((name, value))
    pairs = [
        (name, value)
        for name, values in said.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return sum(pair not in ticked for pair in pairs) + 1


def prepared(**fields):
    interview = scheduled(**fields)
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        for letter, number in (("A", "7KT3P"), ("B", "9XW2D")):
            DiscussedCase.objects.create(
                interview=interview,
                caisse="061",
                letter=letter,
                number=number,
                rule="long-sans-ald",
            )
    return interview


def test_a_practitioner_is_asked_twelve_fields_and_a_delegate_eleven():
    document()
    practitioner, _ = shown_fields(page_of(prepared()))
    delegate, moved = shown_fields(page_of(scheduled(kind=Kind.VISIT)))
    assert practitioner - delegate == {"situations"}
    assert (len(practitioner), len(delegate)) == (12, 11)
    assert len(practitioner) <= MOST_FIELDS
    assert moved == {"motif", "nouvelle_date"}


def test_a_visit_without_a_date_is_asked_when_instead_of_whether():
    document()
    fields, moved = shown_fields(page_of(proposed(kind=Kind.VISIT)))
    assert "tenu_le" in fields
    assert "tenue" not in fields
    assert (len(fields), moved) == (11, set())


def test_a_standard_visit_report_takes_five_taps():
    """Held as long as planned: a reminder, a document, what follows, then the button."""
    given = document()
    interview = scheduled(kind=Kind.VISIT)
    standard = {
        "tenue": "tenu", "duree": "40", "rappels": ["regles", "consolidation"],
        "documents": [str(given.pk)], "suite": "termine",
    }  # fmt: skip
    assert taps(page_of(interview), standard) == 5
    assert told(interview, **standard).status_code == 302
    assert InterviewReport.objects.get().reminders == ["regles", "consolidation"]


def test_the_report_of_a_practitioner_goes_behind_the_wall():
    given, interview = document(), prepared()
    done = told(
        interview,
        situations=["A"],
        rappels=["regles"],
        propositions=["convocation", "social"],
        documents=[str(given.pk)],
        remarques="Reçoit les patients d’un confrère parti en mars.",
        particularites=["patientele"],
        engagement="Convoquer la situation A",
        engagement_qui="caisse",
        engagement_date="2026-12-01",
        suite="revoir_3",
    )
    assert done.status_code == 302
    report = InterviewReport.objects.get()
    assert (report.remarks, report.cases_discussed) == ("", 1)
    assert report.next_step == NextStep.SEE_AGAIN_3
    assert Commitment.objects.get().words == "Convoquer la situation A"
    assert interview.handed.get().version == given
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        assert InterviewNote.objects.get().body.startswith("Reçoit les patients")
        assert DiscussedCase.objects.get(discussed=True).letter == "A"


def test_a_delegate_s_remarks_are_read_by_the_service_and_no_case_is_posted():
    interview = scheduled(kind=Kind.VISIT)
    told(interview, remarques="Demande des dépliants.", situations=["A"])
    report = InterviewReport.objects.get()
    assert (report.remarks, report.cases_discussed) == ("Demande des dépliants.", 0)


def test_a_missed_interview_is_noted_and_no_report_is_written():
    interview = scheduled()
    told(interview, tenue="manque")
    interview.refresh_from_db()
    assert interview.state == State.MISSED
    assert not InterviewReport.objects.exists()


def test_a_move_asks_why_then_postpones_or_gives_a_date():
    lost, moved = scheduled(), scheduled()
    assert "dix caractères" in text_of(told(lost, tenue="reporte"))
    told(lost, tenue="reporte", motif="Le médecin est en congé cette semaine")
    told(
        moved,
        tenue="reporte",
        motif="Le médecin préfère la fin du mois",
        nouvelle_date="2026-11-27T09:30",
    )
    lost.refresh_from_db()
    moved.refresh_from_db()
    assert (lost.state, lost.starts_at) == (State.PROPOSED, None)
    assert moved.starts_at == at(27, 9, 30)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"duree": ""}, "Choisissez une durée."),
        ({"duree": "400"}, "Choisissez une durée de la liste."),
        ({"suite": ""}, "Choisissez une suite."),
        ({"engagement": "Rappeler", "engagement_date": ""}, "Choisissez une date à venir"),
        ({"engagement": "Rappeler", "engagement_date": "2026-11-01"}, "est à venir"),
        ({"remarques": "Voir 1 85 05 78 006 084"}, "sécurité sociale"),
        ({"remarques": "x" * 1001}, "mille signes"),
        ({"documents": ["999999"]}, "Choisissez dans la liste"),
        ({"situations": ["E"]}, "Choisissez dans la liste"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(said, words):
    answer = told(prepared(), **{"remarques": "Attend un avis.", **said})
    assert answer.status_code == 422
    assert words in text_of(answer)
    kept = said.get("remarques", "Attend un avis.")
    assert html.escape(kept) in answer.content.decode()
    assert not InterviewReport.objects.exists()


def test_two_writings_at_once_are_not_merged_in_silence():
    interview = held()
    assert "complété ailleurs" in text_of(told(interview, edition="0"))
    assert told(interview, edition="1", suite="revoir_6").status_code == 302


def test_completing_keeps_the_conclusion_written_at_the_desk():
    interview = held()
    conclude(interview, "Échange tenu, suite convenue.", by(interview), edition=1)
    page = page_of(interview)
    assert 'name="edition" value="2"' in page
    told(interview, edition="2", suite="revoir_3")
    assert InterviewReport.objects.get().conclusion == "Échange tenu, suite convenue."


def by(interview):
    return Author(at=at(17, 15, 30), by=interview.lead_id)


def test_only_who_leads_finds_the_form_and_a_signed_one_is_shut():
    interview = scheduled()
    other = client_of(person("medecin_conseil", at="061"))
    assert other.get(address(interview)).status_code == 302
    assert (
        client_of(person("secretariat_medical", at="061")).get(address(interview)).status_code
        == 403
    )
    done = held()
    sign(done, by(done))
    assert client_of(done.lead).get(address(done)).status_code == 302
    told(done, edition="1")
    assert InterviewReport.objects.get(interview=done).edition == 1


def test_the_form_costs_few_reads():
    document()
    interview = prepared()
    assert len(reads(client_of(interview.lead), address(interview))) <= 12


def test_what_was_told_comes_back_ticked():
    given = document()
    interview = held(said=written(documents=(given.pk,), reminders=("regles",), lasted_minutes=60))
    page = page_of(interview)
    for name, value in (("documents", given.pk), ("rappels", "regles"), ("duree", 60)):
        assert re.search(rf'name="{name}" value="{value}"[^>]*checked', page), name
