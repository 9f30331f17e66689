"""What the pages of the organisation share: the form of an act, its refusals, the history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import PortalRequest
from accounts.selectors import names, organisations
from core.errors import Refusal
from core.journal import Author
from sosij.forms.organising import CancelForm, CloseForm
from sosij.presenters.organising import ActLine, act_lines, sections
from sosij.selectors.organising import latest_acts


TITLE = "Organisation de SOS IJ"


@dataclass(frozen=True)
class Sheet:
    """One act on a page of its own: `back` is the section it belongs to."""

    title: str
    text: str
    button: str
    done: str
    back: str
    halt: bool = False
    # Code of a refusal → the field beside which it is said.
    fields: Mapping[str, str] = field(default_factory=dict)


def author_of(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)


def carried_out(
    request: PortalRequest, form: Form, sheet: Sheet, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """The form, or back to its section once the act is done."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            where = sheet.fields.get(refusal.code)
            form.add_error(where if where in form.fields else None, refusal.message)
        else:
            messages.success(request, sheet.done)
            return redirect(sheet.back)
    crumbs = [(TITLE, reverse(sheet.back)), (sheet.title, "")]
    context = {"form": form, "sheet": sheet, "title": sheet.title, "crumbs": crumbs}
    status = 422 if form.errors else 200
    return render(request, "sosij/organisation_acte.html", context, status=status)


@dataclass(frozen=True)
class Ending:
    """How a dated row ends: taken back before it has begun, closed from a day on afterwards."""

    taken_back: Sheet
    closed: Sheet
    # Of the field of the closing day, and the day that it proposes.
    label: str
    first: date


def ended(
    request: PortalRequest,
    ending: Ending,
    *,
    begun: bool,
    cancel: Callable[[Author], object],
    close: Callable[[date, Author], object],
) -> HttpResponse:
    author = author_of(request)
    if not begun:
        sure = CancelForm(request.POST if request.method == "POST" else None)
        return carried_out(request, sure, ending.taken_back, lambda _: cancel(author))
    form = CloseForm(request.POST or None, label=ending.label, initial={"jusqua": ending.first})
    return carried_out(request, form, ending.closed, lambda said: close(said["jusqua"], author))


def section(request: PortalRequest, name: str, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"title": TITLE, "tabs": sections(name), **context})


def history(request: PortalRequest, kind: str, *, public: bool = False) -> list[ActLine]:
    entries = latest_acts(request.perimeter, kind, public=public)
    return act_lines(entries, names(entry.actor_id for entry in entries))


def caisse_labels(request: PortalRequest) -> dict[str, str]:
    """The caisses of the reader, by code."""
    found = organisations(request.perimeter).caisses().order_by("code")
    return {one.code: one.label or one.code for one in found}


def refused(request: PortalRequest, back: str, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(back)
