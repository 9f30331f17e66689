"""A long list made by its job: one file whatever happens, for a week, for who may still see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refusal
from core.jobs import cancel, enqueue, run_now
from core.models import Job, JobStatus, JournalEntry
from ijportal.schedule import SLOTS
from prescribers.enums import RunState
from prescribers.exports import making
from prescribers.models import Export, ExportFile, Publication
from prescribers.services import exports_expired
from prescribers.services.exports import delete, request_export
from tests.pages.reading import PUBLISHED_AT, text_of
from tests.prescribers.exports_world import (
    MINE,
    asked,
    file_of,
    made,
    perimeter_of,
    sheets,
    wanted,
)
from tests.prescribers.factories import ProfileRunFactory
from tests.prescribers.profiles_world import CSV, exported, profile


pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def people(run):
    return [profile(run, name) for name in ("PEYRAC", "SELLIER", "ABADIE")]


def tried(export, tries=1):
    """The job of an export, run again as often as the ledger would."""
    for again in range(tries):
        later = timezone.now() + timedelta(hours=again + 1)
        job = run_now(export.job_id, now=later)
    return job


def test_the_file_of_the_job_is_the_file_given_at_once(client, doctor, run, people):
    direct = client.get(CSV).content
    export = made(run, doctor, rows=3)

    assert client.get(file_of(export)).content == direct
    assert (export.rows, export.caisses, export.size) == (3, ["061"], len(direct))
    job = Job.objects.get(pk=export.job_id)
    assert (job.status, job.counts) == (JobStatus.DONE, {"lignes": 3})
    assert (job.progress_done, job.progress_total) == (3, 3)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_each_format_is_made_and_given_under_its_name(client, doctor, run, people, file_format):
    export = made(run, doctor, file_format=file_format, rows=3)

    answer = client.get(file_of(export))

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'calcul-12.{file_format}"')
    assert len(answer.content) == export.size


def test_the_workbook_says_the_purpose(client, doctor, run, people):
    export = made(run, doctor, file_format="xlsx", rows=3)

    about = dict(sheets(client.get(file_of(export)).content)[1])

    assert about["Finalité"] == ("Préparer une campagne\u202f: Liste de travail de la commission.")


def test_the_same_request_is_the_same_export(doctor, run, people):
    first = asked(run, doctor)

    assert asked(run, doctor) == first
    assert asked(run, doctor, file_format="pdf") != first
    assert Job.objects.count() == 2
    # Each request is an act, with its own purpose.
    assert JournalEntry.objects.filter(action="export.demander").count() == 3


@pytest.mark.parametrize("stopped", ["cancelled", "expired"])
def test_a_request_whose_file_will_not_come_is_made_anew(doctor, run, people, stopped):
    first = made(run, doctor) if stopped == "expired" else asked(run, doctor)
    if stopped == "expired":
        Export.objects.update(expires_at=timezone.now())
    else:
        cancel(Job.objects.get(pk=first.job_id), doctor.pk)

    second = asked(run, doctor)

    first.refresh_from_db()
    assert second.pk != first.pk
    assert first.ending == ("expire" if stopped == "expired" else "echec")
    assert not ExportFile.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"purpose_text": "ok"}, "MOTIF_COURT"),
        ({"purpose_text": "Le patient 1 85 05 78 006 084 91"}, "MOTIF_NIR"),
        ({"query": "q=" + "a" * 2_000}, "EXPORT_FILTRES"),
    ],
)
def test_a_request_that_says_nothing_or_too_much_is_refused(doctor, run, fields, code):
    with pytest.raises(Refusal) as refused:
        request_export(wanted(run, **fields), perimeter=perimeter_of(doctor))

    assert refused.value.code == code
    assert not Export.objects.exists()


STEPS = ["open_export", "asked_list", "draw", "keep"]


@pytest.mark.parametrize("place", STEPS)
@pytest.mark.parametrize("before", [True, False])
def test_a_job_cut_anywhere_leaves_one_file(doctor, run, people, monkeypatch, place, before):
    """Cut before or after each of its calls, then run again: one file, counted once."""
    whole, cuts = getattr(making, place), []

    def cut(*arguments, **options):
        done = None if before and not cuts else whole(*arguments, **options)
        if not cuts:
            cuts.append(place)
            raise OSError("cut")
        return done

    export = asked(run, doctor, rows=3)
    monkeypatch.setattr(making, place, cut)
    assert tried(export).status == JobStatus.FAILED
    assert not ExportFile.objects.exists()
    assert Export.objects.get().made_at is None

    assert tried(export, tries=2).status == JobStatus.DONE
    assert ExportFile.objects.count() == 1
    tried(export)
    assert ExportFile.objects.count() == 1
    assert Export.objects.get().rows == 3


def test_a_job_cut_between_two_steps_begins_again(doctor, run, people, monkeypatch):
    monkeypatch.setattr(making, "STEP", 1)
    export, read = asked(run, doctor, rows=3), making._read

    def cut(*arguments):
        yield next(read(*arguments))
        raise OSError("cut")

    monkeypatch.setattr(making, "_read", cut)
    first = tried(export)
    monkeypatch.setattr(making, "_read", read)

    assert (first.status, first.progress_done) == (JobStatus.FAILED, 1)
    assert tried(export, tries=2).status == JobStatus.DONE
    assert Export.objects.get().rows == 3


def test_the_order_is_kept_over_the_steps(client, doctor, run, people, monkeypatch):
    monkeypatch.setattr(making, "STEP", 2)
    export = made(run, doctor, query="tri=-nom", rows=3)

    names = [row["Prescripteur"] for row in exported(client.get(file_of(export)))]

    assert names == ["Sellier Thierry", "Peyrac Thierry", "Abadie Thierry"]


def test_a_file_is_of_the_run_that_was_shown(client, doctor, run, people):
    export = asked(run, doctor, rows=3)
    later = ProfileRunFactory(number=13, state=RunState.PUBLISHED, published_at=PUBLISHED_AT)
    Publication.objects.update(run=later)
    tried(export)

    rows = exported(client.get(file_of(export)))

    assert {row["Calcul n°"] for row in rows} == {"12"}
    assert len(rows) == 3


def test_a_right_withdrawn_before_the_job_makes_no_file(doctor, run, people):
    export = asked(run, doctor, rows=3)
    doctor.habilitations.update(valid_to="2024-02-01")

    job = tried(export)

    assert (job.status, job.error_code) == (JobStatus.DEAD, "export_sans_droit")
    assert not ExportFile.objects.exists()


def test_a_list_that_is_no_longer_there_is_refused(doctor, run):
    job = tried(asked(run, doctor, rows=3))

    assert (job.status, job.error_code) == (JobStatus.DEAD, "export_vide")
    assert "n’est plus conservé" in job.error_message


def test_a_perimeter_that_shrank_before_the_job_cuts_the_file(doctor, run, people, signed_in):
    """The rows are those that the person may read when the file is made."""
    elsewhere = profile(run, "TOULON", caisse="831")

    export = made(run, doctor, rows=4)

    content = bytes(ExportFile.objects.get().content).decode()
    assert export.caisses == ["061"]
    assert elsewhere.rpps not in content


def test_a_caisse_lost_since_refuses_the_download_and_says_why(client, doctor, run, people):
    export = made(run, doctor, rows=3)
    Export.objects.update(caisses=["061", "831"])

    answer = client.get(file_of(export), follow=True)

    assert "d’une caisse qui n’est plus dans votre périmètre" in text_of(answer)
    refusal = JournalEntry.objects.get(action="acces.refuse")
    assert (refusal.object_id, refusal.reason) == (str(export.pk), "perimetre")
    assert not JournalEntry.objects.filter(action="prescripteurs.exporter").exists()


def test_a_right_lost_since_closes_the_download(client, doctor, run, people):
    export = made(run, doctor, rows=3)
    doctor.habilitations.update(valid_to="2024-02-01")

    assert client.get(file_of(export)).status_code == 403


def test_a_download_is_journalled_with_its_purpose_at_each_caisse(client, doctor, run, people):
    export = made(run, doctor, rows=3)

    client.get(file_of(export))

    entry = JournalEntry.objects.get(action="prescripteurs.exporter")
    assert (entry.caisse, entry.object_id, entry.actor_id) == ("061", str(export.pk), doctor.pk)
    assert "Préparer une campagne" in entry.reason
    export.refresh_from_db()
    assert export.taken == 1


def test_an_export_over_is_not_given_even_before_the_purge(client, doctor, run, people):
    export = made(run, doctor, rows=3)
    assert export.expires_at - export.made_at == WEEK
    Export.objects.update(expires_at=timezone.now())

    answer = client.get(file_of(export), follow=True)

    assert "n’est pas ou n’est plus disponible" in text_of(answer)


def test_the_purge_takes_what_is_over_and_nothing_else(client, doctor, run, people):
    over, kept = made(run, doctor, rows=3), made(run, doctor, file_format="pdf", rows=3)
    Export.objects.filter(pk=over.pk).update(expires_at=timezone.now() - WEEK)

    assert exports_expired.purge(timezone.now()) == 1
    assert exports_expired.purge(timezone.now()) == 0

    assert list(ExportFile.objects.values_list("pk", flat=True)) == [kept.pk]
    over.refresh_from_db()
    assert over.ending == "expire"
    entry = JournalEntry.objects.get(action="export.expirer")
    assert (entry.actor_id, entry.system) == (None, "exports")
    assert "expiré" in text_of(client.get(MINE))


def test_the_purge_is_in_the_timetable_and_counts(new_night_job):
    job = run_now(new_night_job.pk, now=timezone.now() + timedelta(seconds=1))

    assert (job.status, job.counts) == (JobStatus.DONE, {"exports_effaces": 0})
    assert exports_expired.JOB_KIND in {slot.kind for slot in SLOTS}


@pytest.fixture
def new_night_job(db):
    return enqueue(kind=exports_expired.JOB_KIND, dedup_key="exports:essai", payload={}, by=None)


def test_a_deletion_takes_the_file_and_stops_its_job(doctor, run, people):
    ready, waiting = made(run, doctor, rows=3), asked(run, doctor, file_format="pdf", rows=3)

    delete(ready, by=doctor.pk)
    delete(waiting, by=doctor.pk)

    assert not ExportFile.objects.exists()
    assert Job.objects.get(pk=waiting.job_id).status == JobStatus.CANCELLED
    assert JournalEntry.objects.filter(action="export.supprimer").count() == 2


def test_an_export_deleted_while_it_is_made_keeps_no_file(doctor, run, people, monkeypatch):
    export, drawn = asked(run, doctor, rows=3), making.draw

    def deleted_meanwhile(*arguments):
        delete(export, by=doctor.pk)
        return drawn(*arguments)

    monkeypatch.setattr(making, "draw", deleted_meanwhile)
    job = tried(export)

    assert job.status == JobStatus.CANCELLED
    assert not ExportFile.objects.exists()


def test_the_last_purpose_given_stands_and_each_is_journalled(doctor, run, people):
    first = asked(run, doctor)
    again = asked(run, doctor, purpose_text="Une seconde réunion de la commission.")

    again.refresh_from_db()
    assert (again.pk, again.purpose_text) == (first.pk, "Une seconde réunion de la commission.")
    acts = JournalEntry.objects.filter(action="export.demander").values_list("caisse", flat=True)
    assert list(acts) == ["061", "061"]


def test_a_file_whose_caisse_is_lost_is_made_again_when_asked_again(doctor, run, people):
    first = made(run, doctor)
    Export.objects.filter(pk=first.pk).update(caisses=["061", "831"])

    assert asked(run, doctor).pk != first.pk


def test_a_closed_export_gives_no_file_even_if_one_is_left(client, doctor, run, people):
    """A job may keep its file at the moment when somebody deletes the export."""
    export = made(run, doctor)
    content = bytes(ExportFile.objects.get().content)
    delete(export, by=doctor.pk)
    ExportFile.objects.create(export_id=export.pk, content=content)

    assert client.get(file_of(export)).status_code != 200
    exports_expired.purge(timezone.now())
    assert not ExportFile.objects.exists()


def test_a_filter_that_the_rights_of_today_drop_makes_no_wider_list(doctor, run, people):
    export = asked(run, doctor, query="caisse=831&tri=-ecart")

    job = tried(export)

    assert (job.status, job.error_code) == (JobStatus.DEAD, "export_autre")
    assert not ExportFile.objects.exists()


def test_a_person_keeps_so_many_exports_open(doctor, run, people, settings):
    settings.EXPORTS_OPEN = 2
    for sort in ("nom", "-ecart"):
        asked(run, doctor, query=f"tri={sort}")

    with pytest.raises(Refusal) as refused:
        asked(run, doctor, query="tri=commune")

    assert refused.value.code == "EXPORT_NOMBRE"
    assert Export.objects.filter(query="tri=commune").count() == 0
