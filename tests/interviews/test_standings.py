"""The lists and the interviews agree on the last exchange; a stray row is mended by night."""

from datetime import date

import pytest

from core.models import JournalEntry
from interviews.enums import Kind
from interviews.selectors.standings import wrong_standings
from interviews.services.standings import mend_standings
from prescribers.models import Standing
from tests.interviews.world import at, doctor, held


pytestmark = pytest.mark.django_db


def test_the_services_leave_nothing_to_mend():
    found = doctor()
    held(found=found)
    held(kind=Kind.VISIT, found=found, starts=at(19, 9))
    held(starts=at(18, 9))
    assert wrong_standings() == {}
    assert mend_standings() == 0


def test_a_row_that_strayed_is_rewritten_and_told():
    interview = held()
    Standing.objects.update(last_interview_on=date(2020, 1, 1))
    assert mend_standings() == 1
    assert Standing.objects.get().last_interview_on == date(2026, 11, 17)
    assert JournalEntry.objects.filter(action="entretiens.dernier_recale").count() == 1
    Standing.objects.all().delete()
    assert mend_standings() == 1
    assert Standing.objects.get().prescriber == interview.prescriber
    assert mend_standings() == 0


def test_an_exchange_that_never_took_place_is_not_told():
    Standing.objects.create(
        prescriber=doctor(),
        caisse="061",
        last_interview_on=date(2026, 1, 5),
        last_interview_kind="Visite DAM",
    )
    assert mend_standings() == 1
    assert Standing.objects.get().last_interview_on is None


def test_the_day_is_that_of_the_caisse():
    """Late in the evening in Nice is the next morning in La Réunion."""
    interview = held(
        found=doctor(caisse="974", departement="974"), caisse="974", starts=at(17, 22, 30)
    )
    assert Standing.objects.get().last_interview_on == date(2026, 11, 18)
    assert interview.caisse == "974"
    assert wrong_standings() == {}
