"""The A4 sheet of an interview, with the figures of the published run."""

from typing import Any

from accounts.perimeter import Perimeter
from core.documents import pdf
from interviews.asked import Prepared
from interviews.presenters.arguments import facts_of
from interviews.presenters.preparation import sheet_cases
from interviews.presenters.preparation_sheet import Around, Printed, preparation_sheet
from interviews.rules.arguments import arguments_for, arguments_on
from prescribers.asked import AskedProfile
from prescribers.asked.profile_figures import ProfileReading, figure
from prescribers.filters import place_labels
from prescribers.models import Profile
from prescribers.presenters.sheet import Printing, sheet
from prescribers.presenters.since import situation_facts
from prescribers.presenters.words import caisse_name
from prescribers.selectors.history import monthly_runs


LAYOUT = "fiche-preparation"


def sheet_of(
    perimeter: Perimeter, found: Prepared, printing: Printing, *, practitioner: bool
) -> bytes:
    """`found` holds no case unless it was asked with a medical perimeter."""
    interview, profile, on = found.interview, found.profile, perimeter.on
    labels = place_labels([interview.caisse, *_places(profile)], on)
    around = Around(
        since=situation_facts(profile, monthly_runs(perimeter, profile)) if profile else [],
        exchanges=found.exchanges,
        documents=found.documents,
        arguments=arguments_for(facts_of(profile), arguments_on(on)),
        cases=sheet_cases(found.kept, profile) if practitioner else None,
    )
    caisse = caisse_name(interview.caisse, labels[1])
    figures = _figures(perimeter, profile, labels, printing) if profile else None
    printed = Printed(printing.by, printing.at, on, caisse)
    return pdf(LAYOUT, preparation_sheet(interview, figures, around, printed))


def _figures(
    perimeter: Perimeter,
    profile: Profile,
    labels: tuple[dict[str, str], dict[str, str]],
    printing: Printing,
) -> dict[str, Any]:
    read = ProfileReading(perimeter, AskedProfile(profile, None, profile.run))
    drawn = figure(read, "evolution")
    charts = {"evolution": drawn.chart if drawn else None, "position": None}
    return sheet(profile, read.group, labels, printing, charts)


def _places(profile: Profile | None) -> list[str]:
    return [profile.region, profile.caisse] if profile else []
