"""A list too long for paper: said before it is asked for, refused afterwards, given otherwise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import run_now
from core.models import Job, JobStatus
from prescribers.models import Export, ExportFile
from tests.pages.reading import text_of
from tests.prescribers.exports_world import ASK, PDF, WHY, asked, made
from tests.prescribers.profiles_world import profile


pytestmark = pytest.mark.django_db
SAID = "Un PDF s’arrête à 2 lignes, et cette liste en a 3. Prenez le classeur (XLSX)"


@pytest.fixture
def long_list(run, settings):
    settings.EXPORT_DIRECT_ROWS, settings.EXPORT_PDF_ROWS = 1, 2
    return [profile(run, name) for name in ("PEYRAC", "SELLIER", "ABADIE")]


def test_the_page_says_it_and_proposes_another_format(client, doctor, long_list):
    page = client.get(PDF, follow=True)

    assert SAID in text_of(page)
    assert '<option value="pdf" selected' not in page.content.decode()


def test_a_pdf_asked_all_the_same_is_refused_beside_its_field(client, doctor, long_list):
    answer = client.post(ASK, {"fichier": "pdf", **WHY})

    assert answer.status_code == 200
    assert 'id="id_fichier_error"' in answer.content.decode()
    assert SAID in text_of(answer)
    assert not Export.objects.exists()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_other_formats_give_them_all(client, doctor, long_list, file_format):
    answer = client.post(ASK, {"fichier": file_format, **WHY})

    assert answer.status_code == 302
    assert Export.objects.get().rows == 3


def test_a_list_of_just_so_many_rows_is_printed(client, doctor, run, long_list, settings):
    settings.EXPORT_PDF_ROWS = 3

    assert made(run, doctor, file_format="pdf", rows=3).rows == 3


def test_a_request_kept_from_before_the_limit_makes_no_file(doctor, run, long_list, settings):
    export = asked(run, doctor, file_format="pdf", rows=3)

    job = run_now(export.job_id, now=timezone.now() + timedelta(seconds=1))

    assert (job.status, job.error_code) == (JobStatus.DEAD, "export_pdf_long")
    assert "cette liste en a 3" in Job.objects.get().error_message
    assert not ExportFile.objects.exists()
