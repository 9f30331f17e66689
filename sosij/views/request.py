"""One request: its clock, its thread, what may be done with it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core.database_role import DatabaseRole, database_role
from sosij.enums import Event
from sosij.forms import acts as forms
from sosij.models import HelpRequest
from sosij.presenters import request as present
from sosij.presenters.acts import Acts, open_acts
from sosij.presenters.clock import due_chip
from sosij.presenters.outcomes import outcome_lines
from sosij.presenters.queue import doctor_name, loops_words
from sosij.presenters.thread import attached, last_draft, thread
from sosij.rules.desks import desks_of
from sosij.selectors import requests as select, thread as said
from sosij.services.authors import Author
from sosij.services.reading import mark_read, record_reading


TEXTS = "sosij.textes"
Bound = Mapping[str, Any]


@action("sosij.lire")
@require_safe
def request_page(request: PortalRequest, reference: str) -> HttpResponse:
    found = asked_request(request, reference)
    mark_read(found, Author(at=timezone.now(), by=request.perimeter.user_id))
    return shown(request, found)


def asked_request(request: PortalRequest, reference: str) -> HelpRequest:
    """The request, where this person may see it; elsewhere it does not exist."""
    found = select.one_request(request.perimeter, reference)
    if found is None:
        raise Http404
    return found


def reads_texts(request: PortalRequest, found: HelpRequest) -> bool:
    return request.rights.can(TEXTS, caisse=found.caisse)


def shown(
    request: PortalRequest, found: HelpRequest, bound: Bound | None = None, status: int = 200
) -> HttpResponse:
    """The page; `bound` holds the form of an act that was refused, with what was typed."""
    now = timezone.now()
    author = Author(at=now, by=request.perimeter.user_id)
    record_reading(found, author, texts=reads_texts(request, found))
    doctors = select.doctors([found])
    pauses = said.pauses_by_request([found]).get(found.pk, [])
    acts = allowed_acts(request, found)
    exchanged = _said(request, found, doctor_name(found, doctors))
    title = present.request_title(found)
    context = {
        "found": found,
        "title": title,
        "sub": present.request_sub(found, doctors.get(found.rpps)),
        "crumbs": [("SOS IJ", reverse("sosij")), (found.reference, "")],
        "due": due_chip(found, now),
        "clock": present.clock_sentence(found, now, pauses),
        "otherwise": present.otherwise(found),
        "promise": present.promise_words(found),
        "loops": loops_words(found),
        "outcomes": outcome_lines(said.outcomes(found)),
        "acts": acts,
        **exchanged,
        "forms": _forms(found, acts, request, exchanged["draft"]) | dict(bound or {}),
    }
    return render(request, "sosij/demande.html", context, status=status)


def allowed_acts(request: PortalRequest, found: HelpRequest) -> Acts:
    """What this person may do now: the table of steps, then the rights and the hands."""
    roles = request.perimeter.roles_at(found.caisse)
    return open_acts(
        found,
        qualifies=request.rights.can("sosij.qualifier", caisse=found.caisse),
        at_the_desk=bool(found.desk) and found.desk in desks_of(roles),
        user_id=request.perimeter.user_id,
    )


def _said(request: PortalRequest, found: HelpRequest, doctor: str) -> dict[str, Any]:
    texts, files = [], []
    medical = reads_texts(request, found)
    if medical:
        with database_role(DatabaseRole.MEDICAL, {found.caisse}):
            texts = list(said.texts(request.perimeter, found))
            files = list(said.files(request.perimeter, found))
    desk_texts = list(said.desk_texts(found))
    return {
        "medical": medical,
        "behind_the_wall": found.written_behind_the_wall,
        "draft": last_draft(texts if found.written_behind_the_wall else desk_texts),
        "thread": thread(
            found,
            doctor=doctor,
            moves=said.moves(found),
            texts=texts,
            desk_texts=desk_texts,
            names=names(text.by_id for text in texts),
        ),
        "files": attached(files),
    }


def _forms(found: HelpRequest, acts: Acts, request: PortalRequest, draft: str) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "qualifier": forms.QualifyForm(initial=_qualified(found)),
        "repondre": forms.TextForm(initial={"texte": draft}),
        "note": forms.NoteForm(),
        "suspendre": forms.SuspendForm(),
        "classer": forms.DropForm(),
        "issue": forms.OutcomeForm(),
        "reorienter": forms.RedirectForm(),
    }
    if Event.TAKE in acts.events:
        people = select.seated_at(found, request.perimeter.on)
        blank["prendre"] = forms.AssignForm(
            people=people, initial={"detenteur": request.perimeter.user_id}
        )
    return blank


def _qualified(found: HelpRequest) -> dict[str, Any]:
    return {
        "motifs": found.motives,
        "niveau": found.level or "",
        "guichet": found.desk,
        "administratif": found.administrative_part,
    }
