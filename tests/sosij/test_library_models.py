"""What the database refuses of the library and of the questionnaire: one case a constraint."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from sosij import models
from sosij.enums import Mark, Side
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, received
from tests.sosij.library_world import entry, last_of
from tests.sosij.survey_world import SINCE, UNTIL


pytestmark = pytest.mark.django_db


def library_entry(**fields):
    known = {"title": "Titre", "motives": ["poste"], "side": Side.OPEN, "reviewed_at": at(9)}
    given = {"review_on": date(2027, 1, 1), "reviewed_by": UserFactory(), **known, **fields}
    return models.LibraryEntry.objects.create(**given)


def version(**fields):
    known = {"number": 2, "body": "Texte", "change": "Une phrase", "at": at(9)}
    given = {"entry": fields.get("entry") or entry(), "by": UserFactory(), **known, **fields}
    return models.LibraryVersion.objects.create(**given)


def source(**fields):
    given = {"request": fields.get("request") or received(), "version": last_of(entry()), **fields}
    return models.AnswerSource.objects.create(**given)


def survey(**fields):
    known = {"caisse": "061", "since": SINCE, "until": UNTIL, "closes_on": date(2027, 1, 11)}
    numbers = {"users": 12, "non_users": 13, "prepared_at": at(9)}
    return models.Survey.objects.create(**{"by": UserFactory(), **known, **numbers, **fields})


def invitation(**fields):
    known = {"rpps": "10000000001", "kind": "utilisateur"}
    given = {"survey": fields.get("survey") or survey(), **known, **fields}
    return models.SurveyInvitation.objects.create(**given)


def token(**fields):
    known = {"digest": "0" * 64, "kind": "utilisateur"}
    return models.SurveyToken.objects.create(**{"survey": survey(), **known, **fields})


def said(**fields):
    marks = dict.fromkeys(("useful", "delay", "clear", "again"), Mark.YES)
    known = {"caisse": "061", "kind": "utilisateur", "month": date(2026, 11, 1), **marks}
    return models.SurveyAnswer.objects.create(**{**known, **fields})


SILENT = dict.fromkeys(("useful", "delay", "clear", "again"))
REFUSED = {
    "library_entry_described": [
        lambda: library_entry(title=""),
        lambda: library_entry(motives=[]),
        lambda: library_entry(motives=["danse"]),
        lambda: library_entry(side="dehors"),
    ],
    "library_withdrawn_whole": [
        lambda: library_entry(withdrawn_at=at(9)),
        lambda: library_entry(withdrawn_at=at(9), withdrawn_by=UserFactory()),
        lambda: library_entry(withdrawn_reason="Périmée"),
    ],
    "library_version_once": [lambda: version(number=1)],
    "library_version_said": [
        lambda: version(body=""),
        lambda: version(change=""),
        lambda: version(number=0),
    ],
    "answer_source_once": [
        lambda: source(request=(one := source()).request, version=one.version),
    ],
    "survey_dates_ordered": [
        lambda: survey(until=date(2026, 9, 30)),
        lambda: survey(closes_on=UNTIL),
    ],
    "survey_invites_somebody": [lambda: survey(users=0, non_users=0), lambda: survey(users=-1)],
    "survey_once_a_period": [lambda: (survey(), survey())],
    "survey_invitation_once": [lambda: invitation(survey=invitation().survey)],
    "survey_invitation_known": [lambda: invitation(rpps="1"), lambda: invitation(kind="ami")],
    "survey_token_known": [lambda: token(digest="clair"), lambda: token(kind="ami")],
    "survey_answer_no_day": [lambda: said(month=date(2026, 11, 2))],
    "survey_answer_whole": [
        lambda: said(useful=None),
        lambda: said(delay=5),
        lambda: said(brakes=["temps"]),
        lambda: said(kind="non_utilisateur", brakes=["temps"]),
        lambda: said(kind="non_utilisateur", **SILENT),
        lambda: said(kind="non_utilisateur", brakes=["danse"], **SILENT),
        lambda: said(kind="ami"),
    ],
}


@pytest.mark.parametrize(
    ("name", "make"), [(name, make) for name, makers in REFUSED.items() for make in makers]
)
def test_a_row_that_cannot_be_is_refused(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (version, {"body": "Autre"}),
        (version, {"at": at(10)}),
        (source, {"request_id": 1}),
        (invitation, {"kind": "non_utilisateur"}),
    ],
)
def test_what_was_written_is_never_written_again(make, change):
    row = make()
    rows = type(row).objects.filter(pk=row.pk)
    for act in (lambda: rows.update(**change), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()


def test_an_entry_is_never_deleted_and_never_passes_the_wall():
    row = library_entry(side=Side.MEDICAL)
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        models.LibraryEntry.objects.filter(pk=row.pk).delete()
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        models.LibraryEntry.objects.filter(pk=row.pk).update(side=Side.OPEN)
    models.LibraryEntry.objects.filter(pk=row.pk).update(title="Un autre titre")


def test_a_cancelled_sending_leaves_its_period_free():
    survey(cancelled_at=at(10))
    assert survey().pk
