"""Where a prescriber stands among his comparables: deciles of the group, never anybody's row."""

from typing import Protocol

from core.charts import Deciles
from core.charts.numbers import NNBSP, fr, ratio
from prescribers.models import Profile
from prescribers.presenters.certainty import chance
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.presenters.reading import mark_shown, smoothed_ratio
from prescribers.presenters.words import counted


READING = (
    "Le ratio lissé ramène chaque rapport vers celui de son groupe, d’autant plus que "
    "l’effectif est petit. Un décile sépare un dixième des comparables du suivant."
)
INDICATIVE = (
    "Le groupe de la région est trop petit. Le rang compare à la France entière ; les déciles "
    "sont ceux des ratios de chacun dans son propre groupe. Cette position ne cible personne."
)


class Group(Protocol):
    """What the selector knows of the comparables."""

    @property
    def measured(self) -> int: ...

    @property
    def deciles(self) -> tuple[float, ...]: ...

    @property
    def median(self) -> float: ...


def position(profile: Profile, group: Group) -> Deciles | None:
    """None below the minima, for older runs, and when fewer than 11 comparables have a ratio.

    Deciles of a handful of people would be nearly their own ratios.
    """
    smoothed, mark = smoothed_ratio(profile), mark_shown(profile)
    if smoothed is None or mark is None or group.measured < THRESHOLD:
        return None
    return Deciles(
        group.deciles,
        *smoothed,
        mark=mark,
        sentence=position_sentence(profile, group),
        title="Ratio lissé des comparables et de ce prescripteur",
        second_column="Ratio lissé",
    )


def position_sentence(profile: Profile, group: Group) -> str:
    """« Ratio lissé de 1,42 (1,21–1,67), pour une médiane de 0,98 chez 312 comparables… »."""
    smoothed = smoothed_ratio(profile)
    assert smoothed is not None
    people = counted(group.measured, "prescripteur", "prescripteurs")
    start = (
        f"Ratio lissé de {ratio(*smoothed)}, pour une médiane de {fr(group.median, 2)} "
        f"chez {people} à effectif suffisant, lui compris"
    )
    if profile.centile is None:
        return f"{start}."
    place = (
        f"{start}{NNBSP}; au-dessus de {chance(profile.centile / 100)} d’entre eux, chance d’être "
        f"vraiment dans le dixième le plus haut{NNBSP}: {chance(profile.p_top)}."
    )
    return f"À titre indicatif{NNBSP}: r{place[1:]}" if profile.group_fallback else place


def position_notes(profile: Profile) -> list[tuple[str, str]]:
    notes = [("Lecture", READING)]
    if profile.group_fallback:
        notes.append(("Comparaison indicative", INDICATIVE))
    return notes
