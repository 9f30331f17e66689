"""The routing table that applies, its simulator, and the rows that a caisse adds."""

from datetime import timedelta
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from sosij.forms.organising import (
    RouteForm,
    SimulatorForm,
    place_of,
    places,
)
from sosij.models import LocalRoute
from sosij.presenters.routes import Decision, decision, route_lines
from sosij.rules.routing import NATIONAL, ranked
from sosij.selectors.organising import is_chief_of, is_national
from sosij.selectors.routes import as_row, every_local_row, local_rows
from sosij.services.routes import OBJECT, Wanted, add_route, cancel_route, close_route
from sosij.views.organising import (
    Ending,
    Sheet,
    author_of,
    caisse_labels,
    carried_out,
    ended,
    history,
    refused,
    section,
)


BACK = "sosij-routage"
NOBODY = "Ni chef de service, ni administration nationale : ces lignes ne sont pas à vous."
FIELDS = {
    "PORTEE": "lieu",
    "CHEVAUCHEMENT": "lieu",
    "DEBUT_PASSE": "depuis",
    "FIN_PASSEE": "jusqua",
    "MOTIF_COURT": "source",
    "MOTIF_NIR": "source",
    "SOURCE_LONGUE": "source",
}


@action("sosij.organiser")
@require_safe
def route_page(request: PortalRequest) -> HttpResponse:
    perimeter, today = request.perimeter, request.perimeter.on
    past = "passees" in request.GET
    labels = caisse_labels(request)
    lines = [
        line
        for line in every_local_row(today, past=past)
        if not line.caisse or perimeter.covers(line.caisse)
    ]
    mine = [line.pk for line in lines if _sets(request, line)]
    form = _simulator(request, labels)
    return section(
        request,
        BACK,
        "sosij/routage.html",
        national=route_lines(NATIONAL, labels, today),
        local=route_lines(map(as_row, lines), labels, today, mine),
        may_add=bool(_places(request, labels)),
        past=past,
        form=form,
        decided=_decided(form, labels),
        history=history(request, OBJECT, public=True),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def route_add(request: PortalRequest) -> HttpResponse:
    lieux = _places(request, caisse_labels(request))
    if not lieux:
        return refused(request, BACK, NOBODY)
    tomorrow = request.perimeter.on + timedelta(days=1)
    form = RouteForm(request.POST or None, lieux=lieux, initial={"depuis": tomorrow})
    sheet = Sheet(
        "Ajouter une ligne",
        "Elle s’applique dès ce jour aux demandes qualifiées, demain au plus tôt : le passé ne se "
        "réécrit pas.",
        "Ajouter la ligne",
        "Ligne ajoutée.",
        BACK,
        fields=FIELDS,
    )
    return carried_out(
        request,
        form,
        sheet,
        lambda said: add_route(
            Wanted(
                desk=said["guichet"],
                level=said["niveau"],
                since=said["depuis"],
                source=said["source"],
                motive=said["motif"],
                regime=said["regime"],
                **place_of(said["lieu"]),
            ),
            author_of(request),
        ),
    )


@action("sosij.organiser")
@require_http_methods(["GET", "POST"])
def route_close(request: PortalRequest, number: int) -> HttpResponse:
    """Close what has begun; take back what was only announced."""
    line = get_object_or_404(LocalRoute, pk=number)
    if not _sets(request, line):
        raise Http404
    today = request.perimeter.on
    said = route_lines([as_row(line)], caisse_labels(request), today)[0]
    what = f"{said.motive}, {said.place}, {said.regime.lower()} : {said.desk}, niveau {said.level}."
    ending = Ending(
        taken_back=Sheet(
            "Retirer cette ligne à venir\u202f?",
            f"{what} Elle n’a pas commencé : elle sera effacée.",
            "Retirer",
            "Ligne retirée.",
            BACK,
            halt=True,
        ),
        closed=Sheet(
            "Fermer cette ligne\u202f?",
            f"{what} Dès ce jour, une autre ligne décide ; ce qu’elle a décidé reste.",
            "Fermer la ligne",
            "Fermeture enregistrée.",
            BACK,
            halt=True,
            fields=FIELDS,
        ),
        label="Premier jour sans elle",
        first=today + timedelta(days=1),
    )
    return ended(
        request,
        ending,
        begun=said.span.begun,
        cancel=partial(cancel_route, line),
        close=partial(close_route, line),
    )


def _places(request: PortalRequest, labels: dict[str, str]) -> list[tuple[str, str]]:
    own = [pair for pair in labels.items() if is_chief_of(request.perimeter, pair[0])]
    return places(own, national=is_national(request.perimeter))


def _sets(request: PortalRequest, line: LocalRoute) -> bool:
    if line.caisse:
        return is_chief_of(request.perimeter, line.caisse)
    return is_national(request.perimeter)


def _simulator(request: PortalRequest, labels: dict[str, str]) -> SimulatorForm:
    asked = request.GET if "motif" in request.GET else None
    return SimulatorForm(
        asked, caisses=list(labels.items()), initial={"jour": request.perimeter.on}
    )


def _decided(form: SimulatorForm, labels: dict[str, str]) -> Decision | None:
    """The rule itself, on the rows of the day asked."""
    if not form.is_bound or not form.is_valid():
        return None
    said = form.cleaned_data
    found = ranked(
        said["motif"],
        caisse=said["caisse"],
        regime=said["regime"],
        on=said["jour"],
        local=local_rows(said["jour"]),
    )
    return decision(found, labels, said["jour"])
