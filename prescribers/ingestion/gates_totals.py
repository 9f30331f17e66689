"""Doubts that the totals of a month raise: its volume, its caisses, its amounts."""

from collections.abc import Iterable, Set

from core.charts.numbers import fr
from prescribers.ingestion.doubts import Doubt, named
from prescribers.ingestion.gates_history import ByCaisse, Past, Sums, whole


# Under 30 expected rows, chance alone empties a caisse or doubles a month.
FEWEST_ROWS = 30
# Flu and August stay between 0.7 and 1.6 times an ordinary month; twice is a file sent twice over.
MOST_ROWS = 2.0
FEWEST_SHARE = 0.5
# A month still arriving was seen at 54 % in its first weeks, less in August: only a stub is held.
FEWEST_SHARE_ARRIVING = 0.15
# Even a month half received brings half of each caisse: under 5 % is a caisse left out.
ALMOST_NONE = 0.05
# The daily amount moves by some percent a year: three times is a unit, not a drift.
AMOUNT_FACTOR = 3.0
# Without history: 35.7 € a day in 2023 (data/ij/chiffres_publies.csv), and a ceiling of some 104 €
# for maternity, 42 € for illness. No mean of a month is under 5 € or over 150 €. In cents:
PLAUSIBLE_CENTS_PER_DAY = (500, 15_000)
# Under 500 days, one long leave of a high salary moves the mean.
FEWEST_DAYS = 500


def volume(month: ByCaisse, past: Past) -> Doubt | None:
    """A month far from the others; the empty one is `no_row`."""
    rows, usual = whole(month).rows, past.usual_rows() if past.enough else 0
    if usual < FEWEST_ROWS:
        return None
    least = FEWEST_SHARE_ARRIVING if past.arriving else FEWEST_SHARE
    if least * usual <= rows <= MOST_ROWS * usual:
        return None
    what = "Un fichier tronqué ?" if rows < usual else "Deux mois dans le même fichier ?"
    return Doubt(
        "VOLUME",
        f"{fr(rows)} lignes retenues ; les mois comparables en ont {fr(usual)} (médiane de "
        f"{len(past.months)} mois). {what} Demandez à l’expéditeur le nombre de lignes envoyées.",
    )


def no_row(past: Past) -> Doubt:
    """A header and nothing under it: said with what was expected, when that is known."""
    expected = ""
    if past.enough:
        expected = f" ; les mois comparables ont {fr(past.usual_rows())} lignes"
    return Doubt(
        "VOLUME",
        f"Le fichier n’a que son en-tête, sans aucune ligne{expected}. "
        "Écartez ce lot et demandez un nouvel envoi.",
    )


def absent_caisses(month: ByCaisse, past: Past, practising: Set[str]) -> Doubt | None:
    """`practising`: the caisses with a prescriber attached in the month."""
    if not past.enough:
        return None
    usual = {caisse: past.usual_rows(caisse) for caisse in past.caisses}
    missing = [
        caisse
        for caisse, rows in usual.items()
        if rows >= FEWEST_ROWS
        and month.get(caisse, Sums()).rows < ALMOST_NONE * rows
        and caisse in practising
    ]
    if not missing:
        return None
    seen = sum(month.get(caisse, Sums()).rows for caisse in missing)
    expected = sum(usual[caisse] for caisse in missing)
    return Doubt(
        "CAISSE_ABSENTE",
        f"Caisse sans lignes, ou presque : {named(missing)} ({fr(seen)} lignes reçues, "
        f"{fr(expected)} attendues d’après {len(past.months)} mois), alors que des prescripteurs "
        "y exercent. Demandez un fichier complet à l’expéditeur.",
    )


def amounts(month: ByCaisse, past: Past) -> Doubt | None:
    """All caisses together, then each alone: one caisse in euros hides in a national mean."""
    if whole(month).total < FEWEST_DAYS:
        return None
    if not past.enough:
        return _implausible(whole(month).cents_per_day)
    odd = whole(month).cents_per_day, past.usual_cents_per_day()
    if _far(*odd):
        return _far_amount("", *odd)
    caisses = [caisse for caisse in sorted(month) if _odd_caisse(caisse, month[caisse], past)]
    if not caisses:
        return None
    seen = sum((month[caisse] for caisse in caisses), Sums()).cents_per_day
    return _far_amount(
        f" ({named(caisses)})", seen, _mean(past.usual_cents_per_day(c) for c in caisses)
    )


def _odd_caisse(caisse: str, sums: Sums, past: Past) -> bool:
    return sums.total >= FEWEST_DAYS and _far(sums.cents_per_day, past.usual_cents_per_day(caisse))


def _far(seen: float, usual: float) -> bool:
    return usual > 0 and not usual / AMOUNT_FACTOR <= seen <= usual * AMOUNT_FACTOR


def _far_amount(where: str, seen: float, usual: float) -> Doubt:
    return Doubt(
        "MONTANTS",
        f"Montant moyen par jour indemnisé{where} : {_euros(seen)} ; {_euros(usual)} attendus "
        "d’après les mois comparables. La colonne montant_cts est en centimes : vérifiez l’unité "
        "avec l’expéditeur.",
    )


def _implausible(seen: float) -> Doubt | None:
    low, high = PLAUSIBLE_CENTS_PER_DAY
    if low <= seen <= high:
        return None
    return Doubt(
        "MONTANTS",
        f"Montant moyen par jour indemnisé : {_euros(seen)} ; entre {_euros(low)} et "
        f"{_euros(high)} attendus, faute de mois comparables. La colonne montant_cts est en "
        "centimes : vérifiez l’unité avec l’expéditeur.",
    )


def _euros(cents: float) -> str:
    return f"{fr(cents / 100, 2)} €"


def _mean(values: Iterable[float]) -> float:
    several = list(values)
    return sum(several) / len(several)
