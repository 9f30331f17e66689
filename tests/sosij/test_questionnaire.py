"""The questionnaire: who is asked, what a link opens once, and that an answer leads to nobody."""

import csv
import io
import logging
import uuid
from datetime import date

import pytest
import time_machine
from django.db import connection

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Brake, Mark, SurveyKind
from sosij.models import Survey, SurveyAnswer, SurveyInvitation, SurveyToken
from sosij.rules.survey import Said
from sosij.services import questionnaire as survey
from tests.accounts.factories import UserFactory, caisse, person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, doctor, received
from tests.sosij.survey_world import BUSY, PLEASED, SINCE, UNTIL, open_link, to_ask


pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/sos-ij/questionnaire/"
PERIOD = {"caisse": "061", "du": "2026-10-01", "au": "2026-10-31"}
MARKS = {"useful": "4", "delay": "3", "clear": "4", "again": "1"}


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(at(12, 10), tick=False):
        yield


@pytest.fixture
def head(client):
    caisse("061", "CPAM des Alpes-Maritimes")
    user = person(Role.MEDECIN_CHEF, at="061")
    client.force_login(user, backend=LOGIN)
    return user


def prepared(**fields):
    author = Author(at=at(12), by=UserFactory().pk)
    given = {"caisse": "061", "since": SINCE, "until": UNTIL, "author": author, **fields}
    return survey.prepare_survey(**given)


def answers_as_stored():
    """Every column of every answer, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row::text FROM sosij_surveyanswer row ORDER BY ctid")
        return [line for (line,) in cursor.fetchall()]


def columns_of(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, column_default FROM information_schema.columns"
            " WHERE table_name = %s",
            [table],
        )
        return {name: (kind, default) for name, kind, default in cursor.fetchall()}


def test_users_of_the_period_and_those_who_never_asked_are_invited():
    users, others = to_ask()
    received(late := doctor(), when=at(10))  # asked, and not answered: neither one nor the other
    doctor(specialty="OPHT")  # the service is open to him too: he is the fourteenth
    links = prepared()
    asked = {kind: {link.rpps for link in links if link.kind == kind} for kind in SurveyKind}
    assert asked[SurveyKind.USER] == {one.rpps for one in users}
    assert asked[SurveyKind.NON_USER] >= {one.rpps for one in others}
    assert len(asked[SurveyKind.NON_USER]) == 14
    assert late.rpps not in {link.rpps for link in links}
    assert SurveyInvitation.objects.count() == SurveyToken.objects.count() == 26
    assert not SurveyToken.objects.filter(digest__in=[link.token for link in links]).exists()


def test_nobody_is_asked_twice_by_periods_that_share_days():
    """Nor, for those who never asked, within a year."""
    to_ask()
    assert len(prepared()) == 25
    with pytest.raises(Refusal, match="déjà préparé"):
        prepared(since=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "TROP_PEU"),
        ({"until": date(2026, 11, 12)}, "PERIODE"),
        ({"since": date(2026, 11, 1)}, "PERIODE"),
    ],
)
def test_what_is_not_sent(fields, code):
    to_ask(users=1, non_users=10)
    with pytest.raises(Refusal) as refused:
        prepared(**fields)
    assert refused.value.code == code


def test_a_period_is_sent_once_unless_it_is_cancelled():
    to_ask()
    first = prepared()
    with pytest.raises(Refusal, match="déjà préparé"):
        prepared()
    by = Author(at=at(12), by=UserFactory().pk)
    survey.cancel_survey(Survey.objects.get(), by)
    assert SurveyToken.objects.count() == 0
    with pytest.raises(Refusal, match="déjà annulé"):
        survey.cancel_survey(Survey.objects.get(), by)
    second = prepared()
    assert {link.token for link in first}.isdisjoint(link.token for link in second)
    survey.answer_survey(second[0].token, PLEASED, at(13))
    with pytest.raises(Refusal, match="déjà répondu"):
        survey.cancel_survey(Survey.objects.get(cancelled_at__isnull=True), by)


def test_an_answer_has_no_column_no_key_and_no_default_that_leads_to_a_doctor():
    answer, token = columns_of("sosij_surveyanswer"), columns_of("sosij_surveytoken")
    shared = set(answer) & {*token, *columns_of("sosij_surveyinvitation")}
    # The kind and the département of eleven doctors or more; « id » is a random number here.
    assert shared == {"id", "kind", "departement"}
    assert answer["id"] == ("uuid", None)
    assert {kind for kind, _ in answer.values()} <= {
        "uuid", "character varying", "text", "smallint", "date", "ARRAY",
    }  # fmt: skip
    assert [name for name, (kind, _) in answer.items() if kind == "date"] == ["month"]
    assert not set(token) & {"rpps", "invitation_id", "id"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
            " AND 'sosij_surveyanswer'::regclass IN (conrelid, confrelid)"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT pg_get_serial_sequence('sosij_surveyanswer', 'id')")
        assert cursor.fetchone() == (None,)


def test_the_same_answers_are_the_same_bytes_whoever_gave_them(monkeypatch):
    """Two doctors of one sending, one key drawn: not a byte of the table differs."""
    links = [link for link in (to_ask(), prepared())[1] if link.kind == SurveyKind.USER]
    drawn = uuid.UUID(int=7)
    monkeypatch.setattr(SurveyAnswer._meta.get_field("id"), "_get_default", lambda: drawn)
    stored = []
    for link, when in ((links[0], at(13)), (links[-1], at(29, 17, 42))):
        survey.answer_survey(link.token, PLEASED, when)
        stored.append(answers_as_stored())
        SurveyAnswer.objects.all().delete()
    assert stored[0] == stored[1]
    assert len(stored[0]) == 1
    assert not any(link.rpps in stored[0][0] or link.token in stored[0][0] for link in links)


def test_the_control_another_answer_is_other_bytes():
    links = (to_ask(), prepared())[1]
    survey.answer_survey(links[0].token, PLEASED, at(13))
    before = answers_as_stored()
    survey.answer_survey(links[1].token, PLEASED, at(13))
    assert len(answers_as_stored()) == 2
    assert answers_as_stored() != before


def test_neither_the_order_of_the_file_nor_its_transactions_follow_the_doctors():
    links = [link for link in (to_ask(), prepared())[1] if link.kind == SurveyKind.NON_USER]
    before = written_by("sosij_surveytoken")
    for link in links:
        survey.answer_survey(link.token, BUSY, at(13))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM sosij_surveyanswer ORDER BY ctid")
        rows = cursor.fetchall()
    assert len(rows) == len(links)
    assert [key for key, _ in rows] == sorted(key for key, _ in rows)
    assert len({transaction for _, transaction in rows}) == 1
    left = written_by("sosij_surveytoken")
    # The tokens that remain are as they were; the used ones left no row.
    assert left <= before
    assert not left & {transaction for _, transaction in rows}
    assert SurveyToken.objects.filter(kind=SurveyKind.NON_USER).count() == 0


def written_by(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
        return {number for (number,) in cursor.fetchall()}


def test_nothing_is_written_about_the_moment_of_an_answer(client):
    open_link("a")
    before = JournalEntry.objects.count()
    client.post(f"{PAGE}a/", MARKS)
    assert SurveyAnswer.objects.get().month == date(2026, 11, 1)
    assert JournalEntry.objects.count() == before
    assert not client.session.keys()


def test_no_log_names_a_link(client):
    """The handler of the product, as `LOGGING` makes it: a refusal is said, not where."""
    (console,) = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    written = io.StringIO()
    before = console.setStream(written)
    try:
        open_link("jeton-en-clair")
        assert client.post(f"{PAGE}jeton-en-clair/", {}).status_code == 422
        assert client.put(f"{PAGE}jeton-en-clair/").status_code == 405
        assert client.get(f"{PAGE}autre-jeton/").status_code == 410
        assert client.get("/ailleurs/").status_code == 404
    finally:
        console.setStream(before)
    assert "Gone: /sos-ij/questionnaire/…" in written.getvalue()
    assert "jeton" not in written.getvalue()
    # The control: another address is written whole.
    assert "ailleurs" in written.getvalue()


def test_a_doctor_answers_once_without_an_account(client):
    open_link("a")
    page = client.get(f"{PAGE}a/")
    assert "Votre avis sur SOS IJ" in text_of(page)
    assert "Ce que deviennent vos réponses" in text_of(page)
    assert "no-store" in page.headers["Cache-Control"]
    done = client.post(f"{PAGE}a/", {**MARKS, "remarque": "Réponse rapide"}, follow=True)
    assert "Merci" in text_of(done)
    said = SurveyAnswer.objects.get()
    assert (said.useful, said.delay, said.again) == (Mark.YES, Mark.RATHER_YES, Mark.NO)
    assert (said.caisse, said.departement, said.remark) == ("061", "06", "Réponse rapide")
    for again in (client.get(f"{PAGE}a/"), client.post(f"{PAGE}a/", MARKS)):
        assert again.status_code == 410
        assert "Ce lien ne sert plus" in text_of(again)
    assert SurveyAnswer.objects.count() == 1


def test_who_never_asked_says_what_holds_him_back(client):
    open_link("b", SurveyKind.NON_USER)
    assert "Pourquoi n’avez-vous pas fait appel" in text_of(client.get(f"{PAGE}b/"))
    empty = client.post(f"{PAGE}b/", {})
    assert empty.status_code == 422
    assert "Choisissez au moins une raison" in text_of(empty)
    client.post(f"{PAGE}b/", {"freins": ["temps", "controle"]})
    assert SurveyAnswer.objects.get().brakes == [Brake.TIME, Brake.CONTROL]


def test_a_closed_sending_says_so(client):
    open_link("c", closes=date(2026, 11, 12))
    for answer in (client.get(f"{PAGE}c/"), client.post(f"{PAGE}c/", MARKS)):
        assert answer.status_code == 410
        assert "Ce questionnaire est clos" in text_of(answer)
    assert client.get(f"{PAGE}inconnu/").status_code == 410
    with pytest.raises(Refusal):
        survey.answer_survey("c", PLEASED, at(12))


@pytest.mark.parametrize(
    "remark",
    ["1 84 12 06 088 012", "Mon RPPS 10101010101", "06 12 34 56 78", "moi@cabinet.fr", "x" * 1001],
)
def test_a_remark_that_names_somebody_is_refused_and_kept_on_the_page(client, remark):
    open_link("d")
    page = client.post(f"{PAGE}d/", {**MARKS, "remarque": remark})
    assert page.status_code == 422
    assert remark in page.content.decode()
    assert SurveyAnswer.objects.count() == 0
    assert survey.checked_remark("Répondu en 4 jours, le 12/11/2026 : merci.")


def test_a_page_without_its_marks_says_which(client):
    open_link("e")
    page = client.post(f"{PAGE}e/", {**MARKS, "delay": ""})
    assert page.status_code == 422
    assert 'id="id_delay_error"' in page.content.decode()


def test_the_head_sees_whom_a_period_reaches_then_takes_the_links_once(client, head):
    users, _ = to_ask()
    shown = text_of(client.get(PAGE, PERIOD))
    assert "12 médecins" in shown
    assert "13 médecins" in shown
    assert Survey.objects.count() == 0
    answer = client.post(f"{PAGE}liens.csv", PERIOD)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1:]
    assert len(rows) == 25
    assert {number.strip('="') for number, kind, _ in rows if "reçu" in kind} == {
        one.rpps for one in users
    }
    acts = JournalEntry.objects.filter(action="sosij.questionnaire-preparer")
    assert acts.get().actor_id == head.pk
    assert client.post(f"{PAGE}liens.csv", PERIOD).status_code == 422
    client.logout()
    address = rows[0][2].removeprefix("http://testserver")
    assert "Votre avis" in text_of(client.get(address))


def test_too_few_doctors_are_not_asked(client, head):
    to_ask(users=3, non_users=2)
    page = client.get(PAGE, PERIOD)
    assert "moins de 11" in text_of(page)
    assert "Préparer et télécharger" not in text_of(page)
    assert client.post(f"{PAGE}liens.csv", PERIOD).status_code == 422


def test_a_sending_is_cancelled_while_nobody_has_answered(client, head):
    to_ask()
    prepared()
    sent = Survey.objects.get()
    page = client.post(f"{PAGE}{sent.pk}/annuler/", follow=True)
    assert "Envoi annulé" in text_of(page)
    assert "annulé" in text_of(client.get(PAGE))
    again = client.post(f"{PAGE}{sent.pk}/annuler/", follow=True)
    assert "déjà annulé" in text_of(again)


def test_another_caisse_and_another_role_stay_outside(client, head):
    to_ask()
    prepared()
    sent = Survey.objects.get()
    caisse("831", "CPAM du Var")
    client.force_login(person(Role.MEDECIN_CHEF, at="831"), backend=LOGIN)
    assert client.post(f"{PAGE}{sent.pk}/annuler/").status_code == 404
    assert client.post(f"{PAGE}liens.csv", PERIOD).status_code == 422
    assert "31/10/2026 " not in text_of(client.get(PAGE))
    client.force_login(person(Role.REPONDANT_SOS, at="061"), backend=LOGIN)
    assert client.get(PAGE).status_code == 403


def test_remarks_are_read_from_eleven_on(client, head):
    for number in range(11):
        assert "Très clair" not in text_of(client.get(PAGE))
        open_link(f"lien {number}")
        said = Said(marks=PLEASED.marks, remark=f"Très clair, {number}")
        survey.answer_survey(f"lien {number}", said, at(12))
    assert text_of(client.get(PAGE)).count("Très clair") == 11


def test_the_report_tells_satisfaction_on_the_page_and_in_the_file(client, head):
    for number in range(12):
        open_link(f"oui {number}")
        survey.answer_survey(f"oui {number}", PLEASED, at(12))
    client.force_login(person(Role.DIRECTION, at="061"), backend=LOGIN)
    page = text_of(client.get("/sos-ij/bilan/"))
    assert "Réponse jugée utile, par trimestre et par département" in page
    assert "Envoyer le questionnaire" not in page
    written = client.get("/sos-ij/bilan.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(written), delimiter=";"))
    table = "Réponse jugée utile, par trimestre et par département"
    assert [table, "T4 2026, 06", "Utile", "12"] in lines
    client.force_login(person(Role.DIRECTION, at="831"), backend=LOGIN)
    assert "Aucune réponse au questionnaire" in text_of(client.get("/sos-ij/bilan/"))


def test_the_page_reads_little(client, head):
    to_ask()
    prepared()
    address = f"{PAGE}?caisse=061&du=2026-09-01&au=2026-10-31"
    reads(client, address)
    assert len(reads(client, address)) <= 12
