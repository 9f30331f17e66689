"""The growth of a territory in a year: beside what was agreed, and where it comes from."""

from core.charts import Step, Steps
from core.charts.numbers import NNBSP, percent
from prescribers.rules.growth import Commitment, commitment_on
from prescribers.selectors import Dashboard, Growth, Totals


PARTS = (
    ("volume", "Volume", "nombre d’arrêts"),
    ("structure", "Structure", "âge, sexe, ALD, C2S et défavorisation des patients arrêtés"),
    ("duration", "Durée", "jours par arrêt, à patients comparables"),
)
UNKNOWN = (
    "Il faut le calcul des mêmes mois un an plus tôt, pour chaque caisse du territoire. "
    "Demandez-le à l’administration technique : elle le fait quand ces mois sont importés."
)


def growth_words(total: Totals, commitment: Commitment | None) -> str:
    """« ; +2,6 % en un an (repère conventionnel : +2 % par an, à vérifier) », or nothing."""
    if total.days_growth is None:
        return ""
    words = f"{NNBSP}; {percent(total.days_growth, 1, sign=True)} en un an"
    if commitment is None:
        return words
    doubt = "" if commitment.checked else ", à vérifier"
    agreed = percent(commitment.yearly_growth, sign=True)
    return f"{words} (repère conventionnel{NNBSP}: {agreed} par an{doubt})"


def of_last_year(now: float, before: float | None) -> str:
    """« +2,6 % en un an »."""
    return f"{percent(now / before - 1, 1, sign=True)} en un an" if before else ""


def growth_steps(board: Dashboard) -> Steps | None:
    """None as long as nobody knows the year before."""
    growth = board.total.growth
    if growth is None or not growth.days:
        return None
    steps = [Step(name, getattr(growth, key) / growth.days, said) for key, name, said in PARTS]
    commitment = commitment_on(board.run.window_end)
    mark = (
        Step("repère", commitment.yearly_growth, "convention médicale, à vérifier")
        if commitment
        else None
    )
    return Steps(steps, "Croissance", mark=mark, sentence=_reading(growth, steps))


def _reading(growth: Growth, steps: list[Step]) -> str:
    """The largest part in the direction of the whole; nothing is said of a change of nothing."""
    total = sum(step.share for step in steps)
    if abs(total) < 0.0005:
        return "Autant de jours qu’un an plus tôt : les parts se compensent."
    largest = max(steps, key=lambda step: step.share if total > 0 else -step.share)
    change = "la hausse" if total > 0 else "la baisse"
    share = largest.share / total
    amount = percent(largest.share, 1, sign=True)
    if share > 1:
        return f"{largest.name} ({largest.meaning}) : {amount}, plus que {change} entière."
    half = "plus de la moitié" if share > 0.5 else "la plus grande part"
    return f"{largest.name} ({largest.meaning}) : {amount}, {half} de {change}."
