"""The page of one prescriber: the sentence that holds the answer, then the figures behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.charts import Gauge
from core.charts.numbers import NBSP, NNBSP, fr, times
from prescribers.models import Profile, ProfileRun
from prescribers.presenters.disclosure import is_small, published
from prescribers.presenters.insufficient import insufficient_sentence
from prescribers.presenters.period import window_length
from prescribers.presenters.reading import level_shown, mark_shown, measured_ratio
from prescribers.presenters.words import caisse_name, counted, specialty_name


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; `strong` is a figure, `times` the ratio, `nowrap` its interval."""

    text: str
    kind: str = ""


def reading_sentence(profile: Profile) -> str:
    """The sentence as plain text: exactly what the page says once its tags are taken away."""
    return "".join(part.text for part in reading_parts(profile))


def reading_parts(profile: Profile) -> tuple[Part, ...]:
    """Needs `profile.run` at hand: its parameters hold the minima."""
    measured = measured_ratio(profile)
    if measured is None:
        return (Part(insufficient_sentence(profile, profile.run.parameters)),)
    observed, expected = fr(profile.obs_days), fr(profile.exp_days)
    low, high = (fr(end, 2) for end in measured[1:])
    band = Part(f"(intervalle à 95{NNBSP}%{NNBSP}: {low}–{high}).", "nowrap")
    if level_shown(profile) == 0:
        return (
            Part(observed, "strong"),
            Part(" jours pour "),
            Part(expected, "strong"),
            Part(f" attendus{NNBSP}: compatible avec l’attendu "),
            band,
        )
    return (
        Part(f"Sur {window_length(profile.run)} mois, "),
        Part(observed, "strong"),
        Part(" jours indemnisés pour "),
        Part(expected, "strong"),
        Part(" attendus, soit "),
        Part(times(measured[0]), "times"),
        Part(" "),
        band,
    )


def subtitle(profile: Profile) -> str:
    """« Médecine générale, Nice, 1 012 patients actifs. RPPS 99102382191 »."""
    patients = published(profile.n_patients)
    count = (
        f"{patients} patients actifs"
        if is_small(profile.n_patients)
        else counted(profile.n_patients, "patient actif", "patients actifs")
    )
    parts = [specialty_name(profile.specialty), profile.commune_name, count]
    return f"{', '.join(part for part in parts if part)}. RPPS {profile.rpps}"


def practice_note(profile: Profile) -> str:
    """Said when part of the window was not practised: no weight repairs first months."""
    window = window_length(profile.run)
    if measured_ratio(profile) is None or profile.months_active >= window:
        return ""
    return (
        f"{profile.months_active} mois d’activité sur {window}{NNBSP}: "
        "l’attendu compte ces mois-là. "
        "Après une installation récente, il ne corrige pas les premiers mois, plus calmes."
    )


def gauge(profile: Profile) -> Gauge | None:
    measured, mark = measured_ratio(profile), mark_shown(profile)
    if measured is None or mark is None:
        return None
    return Gauge(*measured, level=mark, title="Jours indemnisés : rapport de l’observé à l’attendu")


def others(profile: Profile, size: int) -> int:
    """His comparables, of a group of `size`: himself is in it, unless nothing is expected of him.

    One number for the tab, the text and the sheet.
    """
    return size - int(profile.exp_days > 0)


def group_words(profile: Profile, regions: Mapping[str, str], size: int) -> str:
    """« Médecine générale, Provence-Alpes-Côte d’Azur : 4 312 comparables »."""
    region = regions.get(profile.region) or f"région {profile.region}"
    place = "France entière" if profile.group_fallback else region
    people = counted(others(profile, size), "comparable", "comparables")
    return f"{specialty_name(profile.specialty)}, {place}{NNBSP}: {people}"


def fallback_note(profile: Profile) -> str:
    if not profile.group_fallback:
        return ""
    return (
        "Le groupe de la région est trop petit : la comparaison se fait avec toute la spécialité "
        "en France, sans tenir compte des usages de la région."
    )


def caisse_words(profile: Profile, labels: Mapping[str, str]) -> str:
    return caisse_name(profile.caisse, labels)


@dataclass(frozen=True)
class RunNote:
    """What is said when the address and the published run differ; a way out where there is one."""

    text: str
    kind: str = "info"
    title: str = ""
    url: str = ""
    link: str = ""


def run_note(
    asked: int | None, shown: ProfileRun, current: ProfileRun | None, *, address: str
) -> RunNote | None:
    """A page of another run says it first; an address that cites an unknown one says so too."""
    if current != shown:
        title = f"Calcul n°{NBSP}{shown.number}, qui n’est pas celui en vigueur."
        if current is None:
            text = "Le calcul en vigueur ne vous montre pas ce prescripteur."
            return RunNote(text, "soon", title)
        text = "Tous les chiffres de cette page sont les siens, ils peuvent avoir changé."
        link = f"Voir le calcul en vigueur, n°{NBSP}{current.number}"
        return RunNote(text, "soon", title, address, link)
    if asked in {None, shown.number}:
        return None
    return RunNote(
        f"Cette adresse cite le calcul n°{NBSP}{asked}. La page montre le calcul publié, "
        f"n°{NBSP}{shown.number}{NNBSP}: ses chiffres peuvent différer."
    )
