"""The library and the questionnaire of the demo, made through the services on a small caisse."""

from datetime import date

import pytest

from accounts.models import User
from ijportal.demo.help_library import tell_library, tell_survey
from ijportal.demo.help_library_texts import BRAKES, MARKS
from sosij.models import AnswerSource, LibraryEntry, SurveyAnswer, SurveyToken
from tests.accounts.factories import UserFactory
from tests.sosij.survey_world import to_ask


pytestmark = pytest.mark.django_db
ON = date(2026, 12, 20)


@pytest.fixture
def people(db) -> dict[str, User]:
    return {name: UserFactory() for name in ("medecin.chef", "repondant.sos")}


def test_every_state_of_an_entry_stands_in_the_library(people):
    to_ask()
    tell_library(people, on=ON)
    entries = LibraryEntry.objects.all()
    assert entries.filter(withdrawn_at__isnull=False).count() == 1
    assert entries.filter(review_on__lte=ON).count() == 1
    assert sorted({entry.versions.count() for entry in entries}) == [1, 2]
    assert AnswerSource.objects.count() == 4


def test_doctors_answer_the_questionnaire(people):
    to_ask(users=40, non_users=60)
    tell_survey(people, on=ON)
    assert SurveyAnswer.objects.count() + SurveyToken.objects.count() == 100
    assert {answer.month.month for answer in SurveyAnswer.objects.all()} <= {11, 12}
    assert SurveyAnswer.objects.filter(kind="utilisateur").count() > 11


def test_shares_are_whole():
    assert sum(BRAKES.values()) == 100
    assert {sum(shares) for shares in MARKS.values()} == {100}
