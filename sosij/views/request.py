"""One request: its clock, its thread, what may be done with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from sosij.enums import Event, Motive
from sosij.forms import acts as forms
from sosij.models import HelpRequest, Move
from sosij.presenters import request as present
from sosij.presenters.acts import Acts, open_acts
from sosij.presenters.clock import due_chip
from sosij.presenters.drafts import KeptDraft, Unsent, kept_draft
from sosij.presenters.library import entry_lines
from sosij.presenters.notices import nobody_told, notice_entries, told_words
from sosij.presenters.outcomes import outcome_lines
from sosij.presenters.queue import doctor_name, loops_words
from sosij.presenters.routes import proposals
from sosij.presenters.thread import attached, last_draft, thread
from sosij.rules.desks import desks_of
from sosij.rules.routing import RouteRow, route
from sosij.selectors import requests as select, thread as said
from sosij.selectors.drafts import draft_of
from sosij.selectors.library import proposed
from sosij.selectors.notices import notices as notices_of
from sosij.selectors.routes import local_rows
from sosij.services.clock import local_day
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


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An act comes from its form; its address alone, kept in the bar, shows the request."""

    @wraps(view)
    def entered(request: PortalRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("sosij-demande", asked_request(request, reference).reference)
        return view(request, reference, *args, **kwargs)

    return entered


def reads_texts(request: PortalRequest, found: HelpRequest) -> bool:
    return request.rights.can(TEXTS, caisse=found.caisse)


def shown(
    request: PortalRequest,
    found: HelpRequest,
    bound: Bound | None = None,
    status: int = 200,
    unsent: Unsent | None = None,
) -> HttpResponse:
    """The page; `bound` holds the form of an act that was refused, with what was typed.

    `unsent`: what was typed for an act that the page does not offer any more.
    """
    now = timezone.now()
    author = Author(at=now, by=request.perimeter.user_id)
    record_reading(found, author, texts=reads_texts(request, found))
    doctors = select.doctors([found])
    moves = list(said.moves(found))
    pauses = said.pauses(found, moves)
    acts = allowed_acts(request, found)
    exchanged = _said(request, found, moves, doctor_name(found, doctors))
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
        "outcomes": (asked := outcome_lines(said.outcomes(found))),
        # From the day of the first question: before, nothing can be kept of it.
        "outcome_asked": any(line.asked for line in asked),
        "acts": acts,
        "proposals": proposals(_proposed(found, now)) if acts.qualifies else [],
        "models": entry_lines(proposed(found), request.perimeter.on) if acts.writes else [],
        "unsent": unsent,
        **exchanged,
        "forms": _forms(found, acts, request, _in_the_box(exchanged)) | dict(bound or {}),
    }
    return render(request, "sosij/demande.html", context, status=status)


def allowed_acts(request: PortalRequest, found: HelpRequest) -> Acts:
    """What this person may do now: the table of steps, then the rights and the hands."""
    roles = request.perimeter.roles_at(found.caisse)
    at_the_desk = bool(found.desk) and found.desk in desks_of(roles)
    return open_acts(
        found,
        qualifies=request.rights.can("sosij.qualifier", caisse=found.caisse),
        at_the_desk=at_the_desk,
        user_id=request.perimeter.user_id,
        people=select.seated_at(found, request.perimeter.on)
        if at_the_desk and found.is_open
        else (),
    )


def _said(
    request: PortalRequest, found: HelpRequest, moves: Sequence[Move], doctor: str
) -> dict[str, Any]:
    texts, files, kept = [], [], None
    medical = reads_texts(request, found)
    if medical:
        with database_role(DatabaseRole.MEDICAL, {found.caisse}):
            texts = list(said.texts(request.perimeter, found))
            files = list(said.files(request.perimeter, found))
            kept = draft_of(found, request.perimeter.user_id)
    elif not found.written_behind_the_wall:
        kept = draft_of(found, request.perimeter.user_id)
    desk_texts = list(said.desk_texts(found))
    notices = list(notices_of(found))
    there = texts if found.written_behind_the_wall else desk_texts
    return {
        "medical": medical,
        "behind_the_wall": found.written_behind_the_wall,
        "draft": last_draft(there),
        "kept": kept_draft(found, kept, there),
        "told": told_words(found, notices),
        "nobody_told": nobody_told(found, notices),
        "thread": thread(
            found,
            doctor=doctor,
            moves=moves,
            texts=texts,
            desk_texts=desk_texts,
            names=names(text.by_id for text in texts),
            told=notice_entries(found, notices),
        ),
        "files": attached(files),
    }


def _proposed(found: HelpRequest, now: datetime) -> dict[Motive, RouteRow]:
    """What the routing table would do with each motive, as the service would ask it now."""
    on = local_day(found, now)
    rows = local_rows(on)
    return {
        motive: route([motive], caisse=found.caisse, regime=found.regime, on=on, local=rows)
        for motive in Motive
    }


def _in_the_box(exchanged: Mapping[str, Any]) -> str:
    """What its author kept, else the proposed answer."""
    kept: KeptDraft | None = exchanged["kept"]
    return kept.body if kept else exchanged["draft"]


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
        blank["prendre"] = forms.AssignForm(
            people=acts.people, initial={"detenteur": request.perimeter.user_id}
        )
    return blank


def _qualified(found: HelpRequest) -> dict[str, Any]:
    return {
        "motifs": found.motives,
        "niveau": found.level or "",
        "guichet": found.desk,
        "administratif": found.administrative_part,
    }
