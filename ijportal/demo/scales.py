"""How much of the country is drawn: a caisse, a region around it, or the nation."""

from dataclasses import dataclass

from ijportal.demo import calibration as published, reference


HOME = "06"
# Elsewhere in the region, about one doctor in four; the euros are scaled in the same share.
SAMPLE_SHARE = 0.25
SCALES = ("caisse", "region", "nation")


@dataclass(frozen=True)
class Part:
    """A département and the share of its doctors, and of its euros, that is drawn."""

    departement: str
    share: float = 1.0


def parts_of(scale: str) -> tuple[Part, ...]:
    if scale == "caisse":
        return (Part(HOME),)
    regions = region_of_departement()
    every = sorted(reference.amounts(published.AMOUNT_YEAR), key=lambda d: (regions[d], d))
    if scale == "nation":
        return tuple(Part(departement) for departement in every)
    near = [d for d in every if regions[d] == regions[HOME]]
    return tuple(Part(d, 1.0 if d == HOME else SAMPLE_SHARE) for d in near)


def region_of_departement() -> dict[str, str]:
    return {row["code"]: row["region"] for row in reference.rows("geo/departements.csv")}


def by_region(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """The parts of each region together: doctors move inside a region."""
    regions = region_of_departement()
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(regions.get(part.departement, ""), []).append(part)
    return [tuple(group) for group in groups.values()]
