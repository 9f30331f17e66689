"""The database itself refuses the requests that cannot be: one refusal for each constraint."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction

from core.journal import Author
from sosij import models
from sosij.enums import Desk, HoldReason, State, TextKind
from sosij.services.answer import answer
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, doctor, held_by, received, seated
from tests.sosij.test_library_models import REFUSED as LIBRARY


pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 1, 1), date(2026, 1, 2)

# Constraint → what is written over a request that stands.
REQUEST = {
    "request_words_known": {
        "state": "a_prendre", "desk": "rayon", "level": 2, "motives": ["poste"],
    },
    "request_qualified_whole": {"level": 2},
    "request_received_not_qualified": {"desk": "medical", "level": 2, "motives": ["poste"]},
    "request_at_a_desk_when_qualified": {"state": "a_prendre"},
    "request_held_by_somebody": {
        "state": "en_cours", "desk": "medical", "level": 2, "motives": ["poste"],
    },
    "request_due_while_it_runs": {"due_at": None},
    "request_answered_measured": {"in_time": True},
    "request_closed_when_over": {"closed_at": at(12)},
    "request_dropped_says_why": {"drop_reason": "doublon"},
    "request_counts_not_negative": {"redirections": -1},
}  # fmt: skip


def opening(**fields):
    known = {"departement": "69", "specialty": "MG", "since": DAY, "source": "Décision"}
    return models.Opening.objects.create(**{**known, **fields})


def seat(**fields):
    known = {"caisse": "061", "desk": Desk.MEDICAL, "capacity": 3, "since": DAY}
    return models.Seat.objects.create(**{"user": UserFactory(), **known, **fields})


def local_route(**fields):
    known = {"caisse": "061", "desk": Desk.SOCIAL, "level": 1, "since": DAY, "source": "Note"}
    return models.LocalRoute.objects.create(**{**known, **fields})


def client(**fields):
    known = {"code": "portail", "label": "Portail", "secret": "!", "since": DAY}
    return models.IntakeClient.objects.create(**{**known, **fields})


def move(**fields):
    known = {"event": "prendre", "after": "en_cours", "at": at(9), "system": "horloge"}
    return models.Move.objects.create(**{"request": received(), **known, **fields})


def qualification(**fields):
    known = {"motives": ["poste"], "level": 2, "desk": "medical", "proposed": "medical"}
    given = {"request": received(), "by": UserFactory(), "at": at(9), **known, **fields}
    return models.Qualification.objects.create(**given)


def suspension(**fields):
    known = {"reason": HoldReason.DOCTOR, "detail": "Une précision", "start": at(10)}
    given = {"request": received(), "by": UserFactory(), **known, **fields}
    return models.Suspension.objects.create(**given)


def text(**fields):
    known = {"caisse": "061", "kind": TextKind.NOTE, "body": "Note", "by_id": 1}
    given = {"request": received(), "written_at": at(9), **known, **fields}
    return models.RequestText.objects.create(**given)


def file(**fields):
    known = {"caisse": "061", "name": "a.pdf", "media_type": "application/pdf", "size": 4}
    given = {"content": b"%PDF", "sha256": "0" * 64, "received_at": at(9), **known, **fields}
    return models.RequestFile.objects.create(**{"request": received(), **given})


def desk_text(**fields):
    known = {"kind": "note", "body": "Note", "written_at": at(9)}
    given = {"request": received(), "by": UserFactory(), **known, **fields}
    return models.DeskText.objects.create(**given)


def outcome(**fields):
    known = {"horizon": 30, "due_on": DAY}
    return models.OutcomeAsk.objects.create(**{"request": received(), **known, **fields})


def intake_key(**fields):
    known = {"key": "a", "digest": "0" * 64, "created_at": at(9)}
    given = {"client": fields.get("client") or client(), "request": received()}
    return models.IntakeKey.objects.create(**{**given, **known, **fields})


def another(**fields):
    """A request written without its service."""
    row = received()
    row.pk, row.reference = None, "2026-99999"
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(force_insert=True)


OTHERS = {
    "request_rpps_11_digits": lambda: another(rpps="9900000001X"),
    "request_waiting_for_anybody": lambda: models.HelpRequest.objects.filter(
        pk=received().pk
    ).update(holder=UserFactory()),
    "series_counts_from_one": lambda: models.ReferenceSeries.objects.create(year=2030, last=0),
    "opening_dates_ordered": lambda: opening(until=DAY),
    "opening_source_given": lambda: opening(source=""),
    "opening_no_overlap": lambda: (opening(), opening(since=NEXT)),
    "seat_dates_ordered": lambda: seat(until=DAY),
    "seat_words_known": lambda: seat(capacity=-1),
    "seat_no_overlap": lambda: seat(user=seat().user, since=NEXT),
    "route_dates_ordered": lambda: local_route(until=DAY),
    "route_words_known": lambda: local_route(source=""),
    "route_is_local": lambda: local_route(caisse=""),
    "route_no_overlap": lambda: (local_route(until=date(2026, 2, 1)), local_route(since=NEXT)),
    "route_one_place": lambda: local_route(carsat="13"),
    "client_dates_ordered": lambda: client(until=DAY),
    "client_has_a_name": lambda: client(label=""),
    "intake_key_once": lambda: intake_key(client=intake_key().client),
    "intake_key_described": lambda: intake_key(digest="court"),
    "move_has_an_author": lambda: move(system=""),
    "move_words_known": lambda: move(event="danser"),
    "qualification_has_a_motive": lambda: qualification(motives=[]),
    "qualification_words_known": lambda: qualification(desk="rayon"),
    "suspension_dates_ordered": lambda: suspension(end=at(9)),
    "suspension_says_why": lambda: suspension(detail=""),
    "suspension_one_open": lambda: suspension(request=suspension().request),
    "read_mark_once": lambda: models.ReadMark.objects.create(
        user=(mark := read_mark()).user, request=mark.request, at=at(10)
    ),
    "request_text_said": lambda: text(body=""),
    "request_text_author": lambda: text(by_id=None),
    "request_file_described": lambda: file(size=0),
    "request_file_once": lambda: file(request=file().request),
    "request_file_whole_or_emptied": lambda: file(infected=True, scanned_at=at(9)),
    "desk_text_said": lambda: desk_text(body=""),
    "outcome_once_a_horizon": lambda: outcome(request=outcome().request),
    "outcome_words_known": lambda: outcome(horizon=31),
    "outcome_told_whole": lambda: outcome(outcome="reprise", told_at=at(9)),
    "outcome_reminded_after_asking": lambda: outcome(asked_at=at(9), reminded_at=at(8)),
}
# In tests/sosij/test_api_refusals.py.
ELSEWHERE = {"intake_rate_counts", "intake_rate_once"}
# In tests/sosij/test_drafts_refusals.py.
ELSEWHERE |= {
    "request_draft_said", "request_draft_once", "desk_draft_said", "desk_draft_once",
}  # fmt: skip
# The other side of a foreign key: `test_a_text_is_filed_under_the_caisse_of_its_request`.
ELSEWHERE |= {"request_with_its_caisse"}
# In tests/sosij/test_duty_refusals.py.
ELSEWHERE |= {
    "request_escalated_after_breach", "duty_dates_ordered", "duty_desk_known",
    "duty_one_at_a_time", "notice_once", "notice_words_known", "notice_names_somebody",
}  # fmt: skip
# In tests/sosij/test_settings_refusals.py.
ELSEWHERE |= {
    "file_batch_counts_positive", "batch_confirmed_then_run", "file_line_once",
    "file_line_received_once", "file_line_described", "file_line_text_until_received",
}  # fmt: skip
# In tests/sosij/test_library_models.py.
ELSEWHERE |= {*LIBRARY}


def read_mark():
    return models.ReadMark.objects.create(user=UserFactory(), request=received(), at=at(9))


def test_every_constraint_has_its_refusal():
    declared = {
        constraint.name
        for model in apps.get_app_config("sosij").get_models()
        for constraint in model._meta.constraints
    }
    assert declared == {*REQUEST, *OTHERS, *ELSEWHERE}


@pytest.mark.parametrize("name", REQUEST)
def test_a_request_that_cannot_be_is_refused(name):
    request = received()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.HelpRequest.objects.filter(pk=request.pk).update(**REQUEST[name])


@pytest.mark.parametrize("name", OTHERS)
def test_a_row_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OTHERS[name]()


MISREAD = {"state": "a_prendre", "desk": "medical", "level": 2, "motives": ["poste", "x"]}


@pytest.mark.parametrize(
    "fields",
    [{"channel": "pigeon"}, {"calendar": "FR-75"}, {"service_level": "2031"}, MISREAD],
)
def test_a_word_of_no_list_is_refused(fields):
    with pytest.raises(IntegrityError, match="request_words_known"), transaction.atomic():
        another(**fields)


@pytest.mark.parametrize("make", [text, file])
def test_a_text_is_filed_under_the_caisse_of_its_request(make):
    with pytest.raises(IntegrityError, match="same_caisse"), transaction.atomic():
        make(caisse="831")


@pytest.mark.parametrize("make", [move, qualification, text, desk_text])
def test_what_happened_is_never_written_again(make):
    row = make()
    when = "at" if hasattr(row, "at") else "written_at"
    for act in (lambda: type(row).objects.filter(pk=row.pk).update(**{when: at(10)}), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()


def test_a_suspension_may_only_end():
    row = suspension()
    models.Suspension.objects.filter(pk=row.pk).update(end=at(11))
    for changed in ({"detail": "Autre"}, {"start": at(8)}):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            models.Suspension.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        row.delete()


def test_an_answered_request_keeps_its_measures():
    expert = seated()
    request = held_by(expert, found=doctor())
    with pytest.raises(IntegrityError, match="request_answered_measured"), transaction.atomic():
        models.HelpRequest.objects.filter(pk=request.pk).update(
            state=State.ANSWERED, due_at=None, warn_at=None, closed_at=at(12)
        )


def test_what_a_doctor_asked_is_never_another_doctors():
    request = received()
    for changed in ({"rpps": "99000000012"}, {"received_at": at(8)}, {"calendar": "FR-57"}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            models.HelpRequest.objects.filter(pk=request.pk).update(**changed)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        models.HelpRequest.objects.filter(pk=request.pk)._raw_delete("default")


def test_a_closed_request_is_never_written_again():
    expert = seated()
    request = answer(held_by(expert), "Voici.", Author(at=at(12), by=expert.pk))
    for changed in ({"net_seconds": 1}, {"state": State.HELD}, {"in_time": True}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            models.HelpRequest.objects.filter(pk=request.pk).update(**changed)
