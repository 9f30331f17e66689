"""What stands above every figure of a prescriber: its definition, its files, its own link."""

from django.urls import reverse

from prescribers.models import Profile
from prescribers.presenters.profile_tabs import tab_url


def figure_tools(
    profile: Profile, figure: str, definition: str, tab: str, *, plotted: bool = False
) -> list[dict[str, str]]:
    """All of them carry the run: the figure of the link is the one that was read.

    `plotted`: the chart can answer to the pointer.
    """
    number = profile.run.number
    explore = {"explore": figure_url(profile, figure, "json"), "icon": "search"}
    return [
        *([{**explore, "label": "Explorer"}] if plotted else []),
        {"url": f"{reverse('methode')}#{definition}", "icon": "help", "label": "Définition"},
        {"url": figure_url(profile, figure, "csv"), "icon": "csv", "label": "CSV"},
        {"url": figure_url(profile, figure, "png"), "icon": "download", "label": "PNG"},
        {
            "url": f"{tab_url(tab, profile.rpps, number)}#{figure}",
            "icon": "link",
            "label": f"Lien, calcul {number}",
        },
    ]


def figure_url(profile: Profile, figure: str, file_format: str) -> str:
    address = reverse("prescripteur-figure", args=[profile.rpps, figure, file_format])
    return f"{address}?calcul={profile.run.number}"
