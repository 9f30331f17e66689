"""The library of answers and the questionnaire of the demo: words and shares are invented."""

from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from accounts.models import User
from core.journal import Author
from ijportal.demo.help_library_texts import BRAKES, ENTRIES, MARKS, REMARKS, SECOND, Model
from ijportal.demo.streams import stream
from sosij.enums import Brake, Mark, Motive, State, SurveyKind
from sosij.models import HelpRequest, LibraryEntry, LibraryVersion
from sosij.rules.library import next_review, sides_at
from sosij.rules.satisfaction import QUESTIONS
from sosij.rules.survey import Said
from sosij.services.library import Written, amend_entry, create_entry, withdraw_entry
from sosij.services.library_use import insert_version
from sosij.services.questionnaire import Link, answer_survey, prepare_survey


SEED = 1
CAISSE = "061"
# One answer in three starts from the library; a third of those asked for their opinion answer.
USED_EVERY = 3
ANSWER_RATE = {SurveyKind.USER: 0.45, SurveyKind.NON_USER: 0.12}
REMARK_RATE = 0.3


def tell_library(people: dict[str, User], *, on: date) -> str:
    """Entries a year old, one past its date, one withdrawn, one in its second version."""
    entries = [_entry(model, people, on) for model in ENTRIES]
    requests = list(HelpRequest.objects.filter(state=State.ANSWERED).order_by("received_at"))
    old, recent = requests[: len(requests) // 2], requests[len(requests) // 2 :]
    _insert(old, people, on)
    again = Author(at=_at(on, days=70), by=people["medecin.chef"].pk)
    changed = entries[SECOND.place]
    amend_entry(changed, _written(SECOND.model, again.at.date()), again, change=SECOND.change)
    _insert(recent, people, on)
    gone = Author(at=_at(on, days=20), by=people["medecin.chef"].pk)
    withdraw_entry(entries[-1], gone, reason="La règle qu’elle cite a été remplacée en septembre")
    return f"{len(entries)} réponses types"


def tell_survey(people: dict[str, User], *, on: date) -> str:
    """A sending fifty days ago, answered since; two months stand in the report."""
    rng = stream(SEED, "sos-ij-questionnaire")
    head = Author(at=_at(on, days=50), by=people["medecin.chef"].pk)
    links = prepare_survey(CAISSE, on - timedelta(days=150), on - timedelta(days=51), head)
    answered = 0
    for link in links:
        if rng.random() < ANSWER_RATE[link.kind]:
            when = _at(on, days=int(rng.integers(2, 49)))
            answer_survey(link.token, _said(link, rng), when)
            answered += 1
    return f"{answered} réponses au questionnaire, pour {len(links)} liens"


def _entry(model: Model, people: dict[str, User], on: date) -> LibraryEntry:
    author = Author(at=_at(on, days=model.age), by=people["repondant.sos"].pk)
    return create_entry(_written(model, author.at.date()), model.side, author)


def _written(model: Model, on: date) -> Written:
    return Written(model.title, model.motives, model.body, next_review(on))


def _insert(requests: list[HelpRequest], people: dict[str, User], on: date) -> None:
    """The last version of an entry for the motive, where its side of the wall allows."""
    for request in requests[::USED_EVERY]:
        versions = LibraryVersion.objects.filter(
            entry__motives__contains=[Motive(request.motives[0])],
            entry__side__in=sides_at(request.desk),
            entry__review_on__gt=on,
        )
        version = versions.order_by("entry_id", "-number").first()
        if version is not None and request.answered_at is not None:
            by = request.holder_id or people["repondant.sos"].pk
            insert_version(request, version, "", Author(request.answered_at, by), warned=True)


def _said(link: Link, rng: np.random.Generator) -> Said:
    remark = str(rng.choice(REMARKS[link.kind])) if rng.random() < REMARK_RATE else ""
    if link.kind == SurveyKind.NON_USER:
        brake = rng.choice(list(BRAKES), p=np.array(list(BRAKES.values())) / 100)
        return Said(brakes=(Brake(str(brake)),), remark=remark)
    marks = {
        question: Mark(int(rng.choice(Mark.values, p=np.array(MARKS[question]) / 100)))
        for question in QUESTIONS
    }
    return Said(marks=marks, remark=remark)


def _at(on: date, *, days: int) -> datetime:
    """Ten in the morning, so many days before the day of the demo."""
    return timezone.make_aware(datetime.combine(on - timedelta(days=days), time(10)))
