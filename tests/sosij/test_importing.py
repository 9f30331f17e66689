"""A file of requests: what is read of it, what is refused, what a kill leaves."""

from datetime import UTC, date, datetime
from io import StringIO
from unittest.mock import patch

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.database_role import ALL_CAISSES
from core.errors import Refusal
from core.jobs import run_now
from core.journal import Author
from core.models import Job, JobStatus, JournalEntry
from sosij.enums import Channel, Regime, TextKind
from sosij.models import FileBatch, FileLine, HelpRequest, Opening, RequestText
from sosij.rules.importing import MOST_LINES, SENTENCES
from sosij.services import importing
from sosij.services.file_reading import read_lines
from tests.pages.reading import text_of
from tests.sosij.help_world import at, doctor, seated


pytestmark = pytest.mark.django_db
NOW = at(12, 10)
HEADER = "rpps;recue_le;canal;regime;question"
NIR = "1 84 12 75 116 001 09"


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def typist(db):
    return seated(Role.SECRETARIAT_MEDICAL)


def file_of(*lines, header=HEADER, encoding="utf-8", end="\r\n"):
    return end.join([header, *lines, ""]).encode(encoding)


def line_of(rpps, *, when="09/11/2026 11:20", channel="telephone", regime="", question="Que faire"):
    return f"{rpps};{when};{channel};{regime};{question}"


def read(content, by, within=frozenset({"061"})):
    return importing.read_file(content, Author(at=NOW, by=by.pk), within=within)


def imported(batch, by):
    job = importing.confirm(batch, Author(at=NOW, by=by.pk)).job_id
    return run_now(job)


def faults_of(batch):
    return [tuple(fault) for fault in batch.faults]


def test_good_lines_become_requests_and_their_texts_are_behind_the_wall(typist):
    first, second = doctor(), doctor()
    question = '"Arrêt long ; que faire ?\r\nEt ""après"" ?"'
    batch = read(
        file_of(
            line_of(first.rpps, regime="MSA", question=question),
            line_of(second.rpps, when="2026-11-10T08:00", channel=""),
        ),
        typist,
    )
    assert (batch.good, batch.twins, batch.bad) == (2, 0, 0)
    assert not HelpRequest.objects.exists()
    assert imported(batch, typist).status == JobStatus.DONE
    one, other = HelpRequest.objects.order_by("pk")
    assert (one.rpps, one.channel, one.regime) == (first.rpps, Channel.PHONE, Regime.AGRICULTURAL)
    assert (other.channel, other.received_at) == (Channel.FILE, at(10, 8))
    text = RequestText.objects.get(request=one)
    assert text.body == 'Arrêt long ; que faire ?\nEt "après" ?'
    assert text.kind == TextKind.QUESTION
    # The lines keep no word once the requests hold them.
    assert set(FileLine.objects.values_list("question", flat=True)) == {""}
    batch.refresh_from_db()
    assert batch.closed_at is not None


@pytest.mark.parametrize(
    ("encoding", "bom"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b"")]
)
def test_the_encoding_is_told_apart(typist, encoding, bom):
    content = bom + file_of(
        line_of(doctor().rpps, question="Épaule gelée, œdème"), encoding=encoding
    )
    imported(read(content, typist), typist)
    assert RequestText.objects.get().body == "Épaule gelée, œdème"


def test_each_bad_line_says_where_and_what_and_never_the_text(typist):
    good, elsewhere = doctor(), doctor(caisse="831", departement="83")
    closed = doctor(specialty="PSY")
    Opening.objects.filter(specialty="PSY").update(until=date(2026, 11, 1))
    batch = read(
        file_of(
            line_of("123"),
            line_of(good.rpps, when="31/02/2026 10:00", channel="pigeon", regime="XX"),
            line_of(good.rpps, question=f"Patient {NIR} en arrêt"),
            line_of(good.rpps, question=""),
            line_of(good.rpps, when="13/11/2026 09:00"),
            line_of(elsewhere.rpps),
            line_of(closed.rpps),
            "trop;peu",
            line_of(good.rpps),
            line_of(good.rpps, question='"jamais "fermé'),
        ),
        typist,
    )
    assert faults_of(batch) == [
        (2, "rpps", "RPPS_FORME"),
        (3, "canal", "CANAL"),
        (3, "recue_le", "DATE"),
        (3, "regime", "REGIME"),
        (4, "question", "TEXTE_NIR"),
        (5, "question", "TEXTE_VIDE"),
        (6, "recue_le", "DATE_FUTURE"),
        (7, "rpps", "MEDECIN_INCONNU"),
        (8, "rpps", "SERVICE_FERME"),
        (9, "", "LIGNE_COLONNES"),
        (11, "", "LIGNE_GUILLEMET"),
    ]
    assert (batch.good, batch.bad) == (1, 9)
    assert {code for _, _, code in faults_of(batch)} <= set(SENTENCES)
    said = " ".join(JournalEntry.objects.values_list("reason", flat=True))
    assert "Patient" not in str(batch.faults) + said


def test_a_line_number_counts_the_breaks_inside_quotes(typist):
    broken = '"Première\r\n\r\ntroisième"'
    batch = read(file_of(line_of(doctor().rpps, question=broken), line_of("12")), typist)
    assert faults_of(batch) == [(5, "rpps", "RPPS_FORME")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FICHIER_VIDE"),
        (b"%PDF-1.7", "FICHIER_FORMAT"),
        (b"PK\x03\x04", "FICHIER_FORMAT"),
        (file_of(header="rpps;question"), "ENTETE_COLONNES"),
        (file_of(header=f"{HEADER};rpps"), "ENTETE_DOUBLE"),
        (file_of(*["x"] * (MOST_LINES + 1)), "FICHIER_LIGNES"),
        (b"a" * (2 << 20) + b"a", "FICHIER_TAILLE"),
    ],
)
def test_a_file_that_is_no_list_of_requests_is_refused_whole(typist, content, code):
    with pytest.raises(Refusal) as refused:
        read(content, typist)
    assert refused.value.code == code
    assert not FileBatch.objects.exists()


def test_a_first_line_that_is_a_text_is_never_quoted_back():
    with pytest.raises(Refusal) as refused:
        read_lines(f"99;{NIR};Patient couvreur".encode())
    assert "couvreur" not in refused.value.message
    assert NIR not in refused.value.message


def test_other_columns_are_ignored_and_the_order_is_free(typist):
    content = file_of(
        f'note;Que faire ?;RG;fichier;09/11/2026 11:20;"=""{doctor().rpps}"""',
        header="commentaire;QUESTION;regime;canal;recue_le;rpps",
    )
    batch = read(content, typist)
    assert (batch.good, batch.faults) == (1, [])


def test_the_same_file_twice_imports_nothing_new_and_says_so(typist):
    found = doctor()
    twice = line_of(found.rpps)
    content = file_of(twice, twice, line_of(found.rpps, question="Autre chose"))
    first = read(content, typist)
    assert (first.good, first.twins) == (2, 1)
    imported(first, typist)
    again = read(content, typist)
    assert (again.good, again.twins) == (0, 3)
    with pytest.raises(Refusal, match="plus rien"):
        importing.confirm(again, Author(at=NOW, by=typist.pk))
    assert HelpRequest.objects.count() == 2


def test_two_files_read_before_either_is_imported_make_one_request(typist):
    other = seated(Role.SECRETARIAT_MEDICAL)
    content = file_of(line_of(doctor().rpps))
    mine, theirs = read(content, typist), read(content, other)
    imported(mine, typist)
    imported(theirs, other)
    assert HelpRequest.objects.count() == 1
    assert FileLine.objects.get(batch=theirs).refused == "DEJA_IMPORTEE"


def test_the_database_itself_keeps_a_line_from_being_received_twice(typist):
    content = file_of(line_of(doctor().rpps))
    imported(read(content, typist), typist)
    line = FileLine.objects.get()
    line.pk, line.batch = (
        None,
        FileBatch.objects.create(by=typist, read_at=NOW, good=1, twins=0, bad=0),
    )
    line.request = HelpRequest.objects.get()
    with pytest.raises(IntegrityError, match="file_line"), transaction.atomic():
        line.save(force_insert=True)


@pytest.mark.parametrize("dies_at", range(4))
def test_killed_at_any_line_the_next_try_finishes_without_a_double(typist, dies_at):
    found = doctor()
    lines = [line_of(found.rpps, question=f"Question {n}") for n in range(4)]
    job = importing.confirm(read(file_of(*lines), typist), Author(at=NOW, by=typist.pk)).job_id
    real, calls = importing.receive_request, []

    def dying(*args, **kwargs):
        calls.append(1)
        made = real(*args, **kwargs)
        if len(calls) == dies_at + 1:  # after the request is written, before its line says so
            raise MemoryError
        return made

    with patch.object(importing, "receive_request", dying):
        assert run_now(job).status == JobStatus.FAILED
    assert HelpRequest.objects.count() == dies_at
    Job.objects.filter(pk=job).update(next_attempt_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert run_now(job).status == JobStatus.DONE
    assert HelpRequest.objects.count() == 4
    bodies = sorted(RequestText.objects.values_list("body", flat=True))
    assert bodies == [f"Question {n}" for n in range(4)]


def test_a_line_that_is_refused_meanwhile_says_why_and_leaves_no_text(typist):
    found = doctor()
    batch = read(file_of(line_of(found.rpps)), typist)
    Opening.objects.update(until=date(2026, 11, 1))
    imported(batch, typist)
    line = FileLine.objects.get()
    assert (line.refused, line.question) == ("SERVICE_FERME", "")
    assert not HelpRequest.objects.exists()


def test_who_lost_the_right_imports_nothing(typist):
    batch = read(file_of(line_of(doctor().rpps)), typist)
    job = importing.confirm(batch, Author(at=NOW, by=typist.pk)).job_id
    typist.habilitations.update(valid_to=date(2026, 11, 1))
    run_now(job)
    assert not HelpRequest.objects.exists()
    assert FileLine.objects.get().question == ""


def test_what_nobody_confirms_is_forgotten(typist):
    content = file_of(line_of(doctor().rpps))
    first = read(content, typist)
    second = read(content, typist)
    first.refresh_from_db()
    assert first.closed_at == NOW
    assert list(FileLine.objects.values_list("batch", flat=True)) == [second.pk]
    assert importing.forget_unconfirmed(at(13, 9)) == 0
    assert importing.forget_unconfirmed(at(13, 10)) == 1
    assert not FileLine.objects.exists()


def test_from_the_file_to_the_queue(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    found = doctor()
    content = file_of(line_of(found.rpps, question="Couvreur, épaule"), line_of("12"))
    sent = client.post(
        "/sos-ij/importer/", {"fichier": SimpleUploadedFile("a.csv", content)}, follow=True
    )
    seen = text_of(sent)
    assert "1 bonne ligne, 0 ligne déjà importée, 1 ligne à corriger" in seen
    assert "Un numéro RPPS compte 11 chiffres." in seen
    assert "Couvreur" not in seen
    page = sent.redirect_chain[-1][0]
    assert "L’import commence." in text_of(client.post(page, follow=True))
    run_now(FileBatch.objects.get().job_id)
    done = text_of(client.get(page))
    assert "1 demande enregistrée" in done
    assert "2026-00001" in done
    assert "2026-00001" in text_of(client.get("/sos-ij/?file=qualifier"))


def test_a_file_is_nobody_else_s(client, at_desk):
    typist = at_desk(Role.SECRETARIAT_MEDICAL)
    batch = read(file_of(line_of(doctor().rpps)), typist)
    assert client.get(f"/sos-ij/importer/{batch.pk}/").status_code == 200
    at_desk(Role.SECRETARIAT_MEDICAL)
    assert client.get(f"/sos-ij/importer/{batch.pk}/").status_code == 404
    assert client.post(f"/sos-ij/importer/{batch.pk}/").status_code == 404


def test_a_file_given_up_leaves_nothing(client, at_desk):
    typist = at_desk(Role.SECRETARIAT_MEDICAL)
    batch = read(file_of(line_of(doctor().rpps)), typist)
    seen = client.post(f"/sos-ij/importer/{batch.pk}/", {"abandonner": "oui"}, follow=True)
    assert "Rien n’a été importé" in text_of(seen)
    assert not FileLine.objects.exists()


def test_refusals_of_the_page(client, at_desk):
    at_desk(Role.SECRETARIAT_MEDICAL)
    assert "Choisissez un fichier CSV" in text_of(client.post("/sos-ij/importer/"))
    large = SimpleUploadedFile("a.csv", b"a" * ((2 << 20) + 1))
    assert "découpez-le" in text_of(client.post("/sos-ij/importer/", {"fichier": large}))
    model = client.get("/sos-ij/importer/modele.csv").content
    assert model.decode("utf-8-sig").startswith(HEADER)
    assert read_lines(model)[0][0].cells["canal"] == "telephone"
    at_desk(Role.GESTIONNAIRE)
    assert client.get("/sos-ij/importer/").status_code == 403


def test_a_file_costs_the_same_reads_for_one_line_and_forty(typist, django_assert_max_num_queries):
    found = doctor()
    lines = [line_of(found.rpps, question=f"Question {n}") for n in range(40)]
    with django_assert_max_num_queries(25):
        read(file_of(*lines), typist, within=ALL_CAISSES)


def test_the_command_reads_then_imports_in_the_name_of_a_person(typist, tmp_path):
    path, out = tmp_path / "demandes.csv", StringIO()
    path.write_bytes(file_of(line_of(doctor().rpps), line_of("12")))
    call_command("import_requests", str(path), "--par", typist.email, stdout=out)
    assert "1 bonne ligne" in out.getvalue()
    assert "ligne 3, rpps : Un numéro RPPS compte 11 chiffres." in out.getvalue()
    assert not HelpRequest.objects.exists()
    call_command("import_requests", str(path), "--par", typist.email, "--importer", stdout=out)
    assert "1 demande enregistrée" in out.getvalue()
    assert HelpRequest.objects.count() == 1
    clerk = seated(Role.GESTIONNAIRE)
    for address in (clerk.email, "personne@caisse.example"):
        with pytest.raises(CommandError, match="ne peut saisir"):
            call_command("import_requests", str(path), "--par", address)
