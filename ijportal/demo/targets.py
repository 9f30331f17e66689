"""Published figures, and how each is measured on the facts once imported.

A measure is one SQL query over complete months, from `%(first)s` to `%(last)s`; it gives one
number, in the unit of the published figure. Nothing here is tuned on a seed: a tolerance covers
what the draw moves and what the source leaves unsaid, and says which.
"""

from dataclasses import dataclass

from ijportal.demo import reference
from ijportal.demo.calibration import AMOUNT_YEAR, EUROS_PER_DAY, MEAN_DAYS
from ijportal.demo.scales import Part


PUBLISHED = "ij/chiffres_publies.csv"
LEAVES = "FROM medical.leave WHERE month BETWEEN %(first)s AND %(last)s"
# The twelve months to `last`, the twelve before…: a year that is not whole is left out.
YEARS = f"""
WITH placed AS (
  SELECT patient,
         (12 * (extract(year FROM %(last)s::date) - extract(year FROM month))
          + extract(month FROM %(last)s::date) - extract(month FROM month))::int / 12 AS years_ago,
         (12 * (extract(year FROM %(last)s::date) - extract(year FROM %(first)s::date))
          + extract(month FROM %(last)s::date) - extract(month FROM %(first)s::date) + 1)::int / 12
         AS whole_years
    {LEAVES})
SELECT count(*)::float8 / nullif(count(DISTINCT (patient, years_ago)), 0)
  FROM placed WHERE years_ago < whole_years
"""  # noqa: S608 (constants of this file)
LISTS = """
SELECT percentile_cont({}) WITHIN GROUP (ORDER BY patients)
  FROM (SELECT l.rpps, sum(l.patients) AS patients
          FROM medical.patient_list l
          JOIN prescribers_prescriber p ON p.rpps::bigint = l.rpps AND p.specialty = 'MG'
         WHERE l.window_end =
               (SELECT max(window_end) FROM medical.patient_list WHERE window_end <= %(last)s)
         GROUP BY l.rpps) AS lists
"""
SECTOR_ONE = """
SELECT 100.0 * avg((a.sector = '1')::int)
  FROM prescribers_attachment a JOIN prescribers_prescriber p ON p.id = a.prescriber_id
 WHERE p.specialty = 'MG' AND a.sector <> 'NC' AND a.start <= %(last)s
   AND (a."end" IS NULL OR a."end" >= %(first)s)
"""
GENERALISTS = f"""
SELECT 100.0 * avg((rpps IN (SELECT rpps::bigint FROM prescribers_prescriber
                              WHERE specialty = 'MG'))::int) {LEAVES}
"""  # noqa: S608
BY_CAISSE = """
SELECT sum(amount_cents) / 1e8 * 12 / count(DISTINCT month)
  FROM medical.leave WHERE month BETWEEN %(first)s AND %(last)s AND caisse IN ({})
"""


def _rows(condition: str) -> str:
    return f"SELECT 100.0 * avg(({condition})::int) {LEAVES}"


def _euros(condition: str) -> str:
    return (
        f"SELECT 100.0 * sum(amount_cents) FILTER (WHERE {condition}) / sum(amount_cents) {LEAVES}"
    )


def _daily(condition: str = "true") -> str:
    return (
        f"SELECT sum(amount_cents) FILTER (WHERE {condition}) / 100.0 "
        f"/ sum(days) FILTER (WHERE {condition}) {LEAVES}"
    )


@dataclass(frozen=True)
class Target:
    """A published figure (`key`: indicator and year of a line of the file) and its measure."""

    key: str
    label: str
    value: float
    unit: str
    tolerance: float
    reason: str
    query: str

    def holds(self, measured: float | None) -> bool:
        return measured is not None and abs(measured - self.value) <= self.tolerance


TARGETS = (
    Target(
        "ij_maladie_jours/2023",
        "Durée moyenne d’un arrêt (jours publiés / arrêts publiés)",
        34.0,
        "jours",
        2.0,
        "35 jours selon la Cnam pour 2022",
        f"SELECT avg(days) {LEAVES}",
    ),
    Target(
        "part_arrets_plus6mois/2023",
        "Arrêts de plus de six mois",
        7.0,
        "%",
        0.6,
        "arrondi de la source (± 0,5 point), puis tirage",
        _rows("days > 180"),
    ),
    Target(
        "part_depenses_plus6mois/2023",
        "Montant des arrêts de plus de six mois",
        45.0,
        "%",
        8.0,
        "« près de la moitié » ailleurs ; la source compte l’année civile, le pays l’arrêt entier",
        _euros("days > 180"),
    ),
    Target(
        "part_arrets_moins8j/2017",
        "Arrêts de moins de huit jours",
        45.0,
        "%",
        3.0,
        "chiffre de 2017",
        _rows("days < 8"),
    ),
    Target(
        "part_depenses_moins8j/2023",
        "Montant des arrêts de moins de huit jours",
        4.0,
        "%",
        2.0,
        "arrondi de la source ; la durée moyenne des petits arrêts n’est pas publiée",
        _euros("days < 8"),
    ),
    Target(
        "arrets_par_beneficiaire/2023",
        "Arrêts par patient arrêté, sur douze mois",
        1.4,
        "arrêts",
        0.1,
        "arrondi de la source (± 0,05), puis tirage",
        YEARS,
    ),
    Target(
        "ij_montant_moyen_jour/2023",
        "Montant d’une journée",
        35.7,
        "€",
        2.5,
        "montants de 2024 : un an de hausse de plus (6,3 % par an en tout)",
        _daily(),
    ),
    Target(
        "ij_montant_moyen_jour_moins25/2023",
        "Montant d’une journée avant 25 ans",
        27.0,
        "€",
        2.5,
        "montants de 2024",
        _daily("age < 25"),
    ),
    Target(
        "part_arrets_50plus/2023",
        "Arrêts des 50 ans et plus",
        29.0,
        "%",
        6.0,
        "parts d’âge des listes posées, non publiées",
        _rows("age >= 50"),
    ),
    Target(
        "part_depenses_50plus/2023",
        "Montant des arrêts des 50 ans et plus",
        42.0,
        "%",
        7.0,
        "parts d’âge des listes posées, non publiées",
        _euros("age >= 50"),
    ),
    Target(
        "part_depenses_moins35/2023",
        "Montant des arrêts des moins de 35 ans",
        22.0,
        "%",
        4.0,
        "parts d’âge des listes posées, non publiées",
        _euros("age < 35"),
    ),
    Target(
        "arrets_teleconsultation/2021",
        "Arrêts prescrits en téléconsultation",
        4.5,
        "%",
        1.0,
        "la part des sociétés de téléconsultation s’ajoute à celle des cabinets",
        _rows("teleconsultation"),
    ),
    Target(
        "part_maladie_arrets/2023",
        "Arrêts pour maladie parmi tous les arrêts",
        85.0,
        "%",
        5.0,
        "parts des autres risques posées, non publiées par arrêt",
        _rows("risk = 'MAL'"),
    ),
    Target(
        "part_mg_prescripteurs_arrets/2009",
        "Arrêts prescrits par des généralistes",
        75.0,
        "%",
        10.0,
        "« environ trois quarts », en 2009, hôpital compris",
        GENERALISTS,
    ),
    Target(
        "mg_patientele_mt_adultes_mediane/2021",
        "Liste d’un généraliste, médiane",
        927.0,
        "patients",
        65.0,
        "les listes courtes ajoutées exprès la baissent de 3 % ; tirage",
        LISTS.format(0.5),
    ),
    Target(
        "mg_patientele_mt_adultes_q1/2021",
        "Liste d’un généraliste, premier quartile",
        600.0,
        "patients",
        60.0,
        "« entre 600 et 1 300 » : arrondi à la centaine",
        LISTS.format(0.25),
    ),
    Target(
        "mg_patientele_mt_adultes_q3/2021",
        "Liste d’un généraliste, troisième quartile",
        1300.0,
        "patients",
        90.0,
        "« entre 600 et 1 300 » : arrondi à la centaine",
        LISTS.format(0.75),
    ),
    Target(
        "mg_secteur1/2021",
        "Généralistes conventionnés en secteur 1",
        95.0,
        "%",
        3.0,
        "tirage",
        SECTOR_ONE,
    ),
)
# Doctors of two caisses and rejected rows; then three standard deviations of the draw: amounts of
# leaves are spread 1.9 times their mean, and come by episodes, 1.86 times the variance of rows.
AMOUNT_TOLERANCE = 0.02
AMOUNT_SPREAD, EPISODE_VARIANCE = 1.9, 1.86


def amount_targets(parts: tuple[Part, ...]) -> tuple[Target, ...]:
    """One a département, for the share of its doctors that is drawn."""
    caisses: dict[str, list[str]] = {}
    for row in reference.rows("caisses/caisses_regime_general.csv"):
        caisses.setdefault(row["departement"], []).append(row["code_organisme"])
    return tuple(_amount(part, caisses[part.departement]) for part in parts)


def _amount(part: Part, caisses: list[str]) -> Target:
    value = reference.amount_euros(part.departement, AMOUNT_YEAR) * part.share / 1e6
    codes = ", ".join(f"'{code}'" for code in caisses)
    leaves = value * 1e6 / (MEAN_DAYS * EUROS_PER_DAY)
    drawn = 3 * AMOUNT_SPREAD * (EPISODE_VARIANCE / leaves) ** 0.5
    sample = "" if part.share == 1 else f", {round(100 * part.share)} % des médecins"
    return Target(
        f"ij_prescrites_departement/{AMOUNT_YEAR}",
        f"Montant annuel du département {part.departement}{sample}",
        value,
        "M€",
        value * (AMOUNT_TOLERANCE + drawn),
        "médecins de deux caisses, lignes rejetées, trois écarts-types du tirage sur douze mois",
        BY_CAISSE.format(codes),
    )
