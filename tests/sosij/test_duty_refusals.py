"""The database itself refuses the duties and the notices that cannot be."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from sosij.models import Duty, HelpRequest, Notice
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, received


pytestmark = pytest.mark.django_db
DAY, NEXT, THIRD = date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)


def duty(**fields):
    known = {"caisse": "061", "desk": "medical", "since": DAY, "until": THIRD}
    return Duty.objects.create(**{"user": UserFactory(), **known, **fields})


def notice(**fields):
    known = {"step": "depasser", "quality": "astreinte", "at": at(17)}
    given = {"request": fields.get("request") or received(), "to": UserFactory()}
    return Notice.objects.create(**{**given, **known, **fields})


def told_twice(**fields):
    first = notice(**fields)
    notice(request=first.request, to=first.to, quality=first.quality)


REFUSED = {
    "request_escalated_after_breach": lambda: HelpRequest.objects.filter(pk=received().pk).update(
        escalated_at=at(17)
    ),
    "duty_dates_ordered": lambda: duty(until=DAY),
    "duty_desk_known": lambda: duty(desk="rayon"),
    "duty_one_at_a_time": lambda: (duty(), duty(since=NEXT)),
    "notice_once": told_twice,
    "notice_words_known": lambda: notice(step="prendre"),
    "notice_names_somebody": lambda: notice(to=None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


def test_nobody_is_told_once_too():
    with pytest.raises(IntegrityError, match="notice_once"), transaction.atomic():
        told_twice(to=None, quality="personne")


def test_turns_that_touch_do_not_overlap():
    duty()
    duty(since=THIRD, until=date(2026, 1, 9))
    duty(desk="social")
    duty(caisse="831")
    assert Duty.objects.count() == 4


def test_a_notice_is_never_written_again():
    row = notice()
    for act in (lambda: Notice.objects.filter(pk=row.pk).update(at=at(18)), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()
