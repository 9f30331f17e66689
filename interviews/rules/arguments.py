"""What a published profile gives to talk about: a sentence and a question, never a judgement.

Dated, as the rules of the cases are: a change makes a new version. An argument says what is
observed and where it comes from; the question is put to the doctor, who alone knows the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


# A ratio from which a difference is worth a question: the reading of the page says « au-dessus ».
NOTICEABLE = 1.2
MANY_LONG, MANY_WORK_RELATED, MANY_REMOTE = 0.10, 0.15, 0.10
WHOLE_YEAR = 12


@dataclass(frozen=True)
class Facts:
    """The published figures; None where they are hidden or not computed.

    The shares are of the leaves of the window: over 90 days, work accidents, teleconsultations.
    """

    enough: bool
    level: int | None = None
    signal: bool = False
    length: float | None = None
    frequency: float | None = None
    long_share: float | None = None
    work_share: float | None = None
    remote_share: float | None = None
    months_active: int = WHOLE_YEAR


@dataclass(frozen=True)
class Argument:
    """`said` states, `question` asks; `source` is a page of the method or an article."""

    code: str
    applies: Callable[[Facts], bool]
    said: str
    question: str
    source: str


@dataclass(frozen=True)
class ArgumentSet:
    """The arguments in force from a day on."""

    version: str
    since: date
    arguments: tuple[Argument, ...]


def _over(value: float | None, limit: float) -> bool:
    return value is not None and value >= limit


INSUFFICIENT = Argument(
    "effectif",
    lambda facts: not facts.enough,
    "L’effectif est trop petit pour comparer\u202f: aucun chiffre n’est à discuter.",
    "Comment décririez-vous votre activité et votre patientèle\u202f?",
    "Méthode de calcul, effectifs minimaux",
)
GAP = Argument(
    "ecart",
    lambda facts: facts.enough and facts.signal,
    "L’observé dépasse l’attendu plus que le hasard ne l’explique d’ordinaire.",
    "Quelles situations de votre patientèle l’expliquent, selon vous\u202f?",
    "Méthode de calcul, signal",
)
COMPATIBLE = Argument(
    "compatible",
    lambda facts: facts.enough and not facts.signal and facts.level is not None
    and facts.level <= 0,
    "L’observé ne dépasse pas l’attendu\u202f: l’échange ne porte pas sur un écart.",
    "Quelles difficultés rencontrez-vous pour prescrire ou pour ne pas prolonger\u202f?",
    "Méthode de calcul, lecture de l’intervalle",
)  # fmt: skip
LENGTH = Argument(
    "duree",
    lambda facts: facts.enough and _over(facts.length, NOTICEABLE),
    "Les arrêts durent plus longtemps qu’attendu. Les durées des fiches repères sont indicatives "
    "et se modulent selon l’état, l’âge et le poste.",
    "Qu’est-ce qui conduit à prolonger\u202f: un avis, un examen, le poste de travail\u202f?",
    "Méthode de calcul, jours par arrêt\u202f; fiches repères de l’Assurance Maladie, avis HAS",
)
FREQUENCY = Argument(
    "frequence",
    lambda facts: facts.enough and _over(facts.frequency, NOTICEABLE),
    "Les arrêts sont plus nombreux qu’attendu pour cette patientèle.",
    "Dans quelles situations l’arrêt vous est-il le plus demandé\u202f?",
    "Méthode de calcul, nombre d’arrêts",
)
LONG = Argument(
    "longs",
    lambda facts: facts.enough and _over(facts.long_share, MANY_LONG),
    "Dès 30 jours d’arrêt, un rendez-vous de liaison avec l’employeur et une visite de préreprise "
    "sont possibles\u202f; le médecin traitant peut demander la seconde.",
    "Pour les arrêts qui durent, le médecin du travail et le service social sont-ils sollicités"
    "\u202f?",
    "Code du travail, art. L1226-1-3 et R4624-29",
)
WORK_RELATED = Argument(
    "at-mp",
    lambda facts: facts.enough and _over(facts.work_share, MANY_WORK_RELATED),
    "Une part importante des arrêts suit un accident du travail ou une maladie professionnelle.",
    "À quel moment la consolidation et l’aménagement du poste sont-ils abordés\u202f?",
    "Méthode de calcul, structure des arrêts\u202f; CSS, art. L433-1",
)
REMOTE = Argument(
    "teleconsultation",
    lambda facts: facts.enough and _over(facts.remote_share, MANY_REMOTE),
    "Une part des arrêts est prescrite en téléconsultation.",
    "Comment la suite est-elle organisée pour ces patients\u202f?",
    "Méthode de calcul, structure des arrêts",
)
RECENT = Argument(
    "installation",
    lambda facts: facts.enough and facts.months_active < WHOLE_YEAR,
    "L’activité ne couvre pas toute la période\u202f: l’attendu n’en corrige pas les premiers "
    "mois.",
    "Comment votre patientèle s’est-elle constituée\u202f?",
    "Méthode de calcul, période",
)
PART_TIME = Argument(
    "temps-partiel",
    lambda _facts: True,
    "Le temps partiel thérapeutique se prescrit d’emblée ou à la suite d’un arrêt, sans délai de "
    "carence.",
    "Dans quelles situations l’avez-vous proposé\u202f?",
    "CSS, art. L323-3 et R323-3",
)
WRITTEN = Argument(
    "prolongation",
    lambda _facts: True,
    "Une prolongation vient du prescripteur de l’arrêt ou du médecin traitant, sauf "
    "exceptions\u202f; son motif est écrit sur l’avis.",
    "Qui prolonge lorsque vous êtes absent\u202f?",
    "CSS, art. L162-4-4 et R162-1-9-1",
)
ARGUMENT_SETS = (
    ArgumentSet(
        "v1",
        date(2026, 11, 1),
        (INSUFFICIENT, GAP, COMPATIBLE, LENGTH, FREQUENCY, LONG, WORK_RELATED, REMOTE, RECENT,
         PART_TIME, WRITTEN),
    ),
)  # fmt: skip


def arguments_on(day: date) -> ArgumentSet:
    """The table in force on a day; the first one for a day before them all."""
    return max(
        (found for found in ARGUMENT_SETS if found.since <= day),
        key=lambda found: found.since,
        default=ARGUMENT_SETS[0],
    )


def arguments_for(facts: Facts, table: ArgumentSet) -> list[Argument]:
    """Those that the figures call for, in the order of the table."""
    return [argument for argument in table.arguments if argument.applies(facts)]
