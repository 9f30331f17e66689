"""Données: months present, missing, held or provisional; completeness by caisse; references."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.charts.numbers import add_months
from prescribers.enums import SourceKind
from prescribers.filters import caisse_labels
from prescribers.presenters import data as present
from prescribers.presenters.imports import kind_name
from prescribers.selectors import data, freshness


@action("donnees.lire")
@require_safe
def data_page(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    kind = _kind(request.GET.get("nature", ""))
    grid = data.month_presence(perimeter)
    end = present.last_month(grid, perimeter.on)
    period = _period()
    rows = data.caisse_months(perimeter, kind, add_months(end, 1 - present.MONTHS))
    caisses = _caisses(perimeter, {row.caisse for row in rows})
    context = {
        "sentence": present.grid_sentence(grid, data.MONTHLY, end, period),
        "blocks": present.blocks(grid, data.MONTHLY, end, period),
        "legend": present.LEGEND,
        "tabs": [(one.value, kind_name(one), one == kind) for one in data.MONTHLY],
        "kind": kind_name(kind),
        "completeness": present.completeness(rows, kind, end, caisses, period),
        "references": present.references(data.references_in_force(perimeter), data.REFERENCES),
        "may_read_imports": request.rights.can("imports.lire"),
        "empty": not grid,
    }
    return render(request, "prescribers/donnees.html", context)


def _kind(asked: str) -> SourceKind:
    return next((kind for kind in data.MONTHLY if kind == asked), SourceKind.ARRETS)


def _period() -> present.Period | None:
    published = freshness()
    if published is None:
        return None
    return present.Period(published.last_complete_month, published.last_provisional_month)


def _caisses(perimeter: Perimeter, sending: set[str]) -> dict[str, str]:
    """The caisses that send, and those of the perimeter that sent nothing: their name by code."""
    codes = set(sending)
    if not perimeter.is_national:
        own = perimeter.filter(Organisation.objects.filter(kind=OrganisationKind.CAISSE), "code")
        codes |= set(own.values_list("code", flat=True))
    labels = caisse_labels(codes, perimeter.on)
    return {code: labels.get(code, "") for code in sorted(codes)}
