"""Names of the regions and of the caisses, in force on a day."""

from collections.abc import Iterable
from datetime import date

from accounts.enums import OrganisationKind
from accounts.models import OrganisationLabel


def caisse_labels(codes: Iterable[str], on: date) -> dict[str, str]:
    """Names in force that day; a caisse without one is missing."""
    labels = OrganisationLabel.objects.on(on).filter(
        organisation__kind=OrganisationKind.CAISSE, organisation__code__in=list(codes)
    )
    return dict(labels.values_list("organisation__code", "label"))


def place_labels(codes: Iterable[str], on: date) -> tuple[dict[str, str], dict[str, str]]:
    """The same of regions, then of caisses, in one query; the codes of both may be mixed."""
    rows = OrganisationLabel.objects.on(on).filter(
        organisation__kind__in=[OrganisationKind.REGION, OrganisationKind.CAISSE],
        organisation__code__in=list(codes),
    )
    names: dict[str, dict[str, str]] = {OrganisationKind.REGION: {}, OrganisationKind.CAISSE: {}}
    for kind, code, label in rows.values_list("organisation__kind", "organisation__code", "label"):
        names[kind][code] = label
    return names[OrganisationKind.REGION], names[OrganisationKind.CAISSE]
