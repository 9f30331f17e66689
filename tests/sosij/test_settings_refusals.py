"""The files of requests that cannot be: one refusal of the database for each constraint."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from sosij.models import FileBatch, FileLine
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, received


pytestmark = pytest.mark.django_db


def batch(**fields):
    known = {"read_at": at(9), "good": 1, "twins": 0, "bad": 0}
    return FileBatch.objects.create(**{"by": UserFactory(), **known, **fields})


def line(**fields):
    known = {
        "caisse": "061", "number": 2, "digest": "0" * 64, "rpps": "99000000011",
        "received_at": at(9), "channel": "fichier", "question": "Que faire ?",
    }  # fmt: skip
    return FileLine.objects.create(**{"batch": fields.get("batch") or batch(), **known, **fields})


def landed(**fields):
    return line(question="", request=received(), **fields)


REFUSED = {
    "file_batch_counts_positive": lambda: batch(bad=-1),
    "batch_confirmed_then_run": lambda: batch(job_id=1),
    "file_line_once": lambda: line(batch=line().batch),
    "file_line_received_once": lambda: (landed(), landed()),
    "file_line_described": lambda: line(channel="pigeon"),
    "file_line_text_until_received": lambda: line(question=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


def test_a_received_line_keeps_no_text():
    with pytest.raises(IntegrityError, match="file_line_text"), transaction.atomic():
        line(request=received())


def test_what_was_counted_in_a_file_stays():
    row = batch()
    for changed in ({"good": 2}, {"faults": [[2, "rpps", "VIDE"]]}, {"read_at": at(8)}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            FileBatch.objects.filter(pk=row.pk).update(**changed)
