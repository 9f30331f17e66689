"""The drafts that cannot be: without a word, twice for the same person."""

import pytest
from django.db import IntegrityError, transaction

from sosij import models
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, received


pytestmark = pytest.mark.django_db


def request_draft(**fields):
    known = {"caisse": "061", "body": "Une phrase", "by_id": 1, "kept_at": at(9)}
    given = {"request": fields.get("request") or received(), **known, **fields}
    return models.RequestDraft.objects.create(**given)


def desk_draft(**fields):
    known = {"body": "Une phrase", "kept_at": at(9)}
    given = {"request": fields.get("request") or received(), **known, **fields}
    return models.DeskDraft.objects.create(**{"by": UserFactory(), **given})


def twice(make):
    first = make()
    make(request=first.request, by_id=first.by_id)


REFUSED = {
    "request_draft_said": lambda: request_draft(body=""),
    "request_draft_once": lambda: twice(request_draft),
    "desk_draft_said": lambda: desk_draft(body=""),
    "desk_draft_once": lambda: (
        first := desk_draft(), desk_draft(request=first.request, by=first.by)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_draft_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


@pytest.mark.parametrize("make", [request_draft, desk_draft])
def test_two_people_have_each_their_draft(make):
    request = received()
    make(request=request, **({"by_id": 1} if make is request_draft else {}))
    make(request=request, **({"by_id": 2} if make is request_draft else {}))
