"""The files that we read: their columns by name, what may be missing, what is medical."""

import re
from dataclasses import dataclass, replace
from typing import Final

from prescribers.enums import SourceKind


@dataclass(frozen=True)
class Column:
    """One column of a file; a `medical` value is never kept in a reject.

    Unless it has the whole shape `shown`; a value of the shape `plain` is never taken for a NIR.
    """

    name: str
    required: bool = True
    medical: bool = False
    shown: str = ""
    plain: str = ""
    # Other spellings of the header, of other years: the name of the column remains ours.
    spellings: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.name, *self.spellings)

    def may_show(self, value: str) -> bool:
        return not self.medical or bool(self.shown and re.fullmatch(self.shown, value))

    def is_plain(self, value: str) -> bool:
        return bool(self.plain and re.fullmatch(self.plain, value))


@dataclass(frozen=True)
class Format:
    """The columns of a kind; any other column of the file is ignored and said to be so."""

    kind: SourceKind
    columns: tuple[Column, ...]
    monthly: bool = False
    # Without quoting, a quotation mark is a character like another.
    quoted: bool = True
    # The kinds whose content decides what becomes of a row: a newer one makes it worth reading.
    coded_against: tuple[SourceKind, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _columns(required: str, optional: str = "", medical: str = "") -> tuple[Column, ...]:
    secret = set(medical.split())
    named = [(name, True) for name in required.split()]
    named += [(name, False) for name in optional.split()]
    return tuple(Column(name, need, name in secret) for name, need in named)


def _walled(required: str, optional: str = "") -> tuple[Column, ...]:
    """The columns of what lies behind the wall: of its rows, only a well-formed RPPS is shown."""
    columns = [replace(column, medical=True) for column in _columns(required, optional)]
    return tuple(replace(c, shown="[0-9]{11}") if c.name == "rpps" else c for c in columns)


# A row of postal codes may look like a NIR: 27170 27300 27550 (27425 Nassandres sur Risle).
_COMMUNES = (
    *_columns("code nom departement region", "population_municipale lat lon"),
    Column("codes_postaux", required=False, plain="[0-9]{5}( [0-9]{5})*"),
)

# Two apostrophes and two capitals were seen in ten years of headers: the reader folds both.
# The extraction in two files gives the know-how apart, without civility nor places: a column that
# one file lacks is a column that the other gives.
_RPPS = (
    Column("Type d'identifiant PP"),
    Column("Identifiant PP"),
    Column("Nom d'exercice"),
    Column("Prénom d'exercice"),
    Column("Code profession"),
    *(
        Column(name, required=False, spellings=tuple(spellings))
        for name, *spellings in (
            ("Code civilité d'exercice", "Code civilité exercice"),
            ("Code type savoir-faire",),
            ("Code savoir-faire",),
            ("Code mode exercice",),
            ("Numéro FINESS site",),
            ("Raison sociale site",),
            ("Enseigne commerciale site",),
            ("Complément destinataire (coord. structure)",),
            ("Complément point géographique (coord. structure)",),
            ("Numéro Voie (coord. structure)",),
            ("Indice répétition voie (coord. structure)",),
            ("Libellé type de voie (coord. structure)",),
            ("Libellé Voie (coord. structure)",),
            ("Code postal (coord. structure)",),
            ("Code commune (coord. structure)",),
            ("Code secteur d'activité",),
        )
    ),
)

FORMATS: Final[dict[SourceKind, Format]] = {
    fmt.kind: fmt
    for fmt in (
        Format(
            SourceKind.CAISSES,
            _columns("code_organisme nom region region_nom"),
        ),
        Format(
            SourceKind.COMMUNES,
            _COMMUNES,
        ),
        Format(
            SourceKind.IRIS,
            _columns(
                "code_iris libelle commune", "population defav quintile quintile_commune acces"
            ),
            coded_against=(SourceKind.COMMUNES,),
        ),
        Format(SourceKind.RPPS, _RPPS, quoted=False),
        Format(
            SourceKind.FINESS,
            _columns("nofinesset rs departement categetab", "rslongue region cog dateouvert"),
        ),
        Format(
            SourceKind.STRUCTURES,
            _columns("structure type nom caisse departement region date_ouverture date_fermeture"),
            coded_against=(SourceKind.CAISSES,),
        ),
        Format(
            SourceKind.PRESCRIPTEURS,
            _columns(
                "rpps specialite mode iris commune departement region caisse date_debut date_fin"
                " motif_fin date_install",
                "sexe annee_naissance secteur experimentation",
                medical="sexe iris",
            ),
            coded_against=(SourceKind.CAISSES, SourceKind.COMMUNES, SourceKind.IRIS),
        ),
        Format(
            SourceKind.APPARTENANCES,
            _columns("rpps structure date_debut date_fin"),
            coded_against=(
                SourceKind.RPPS,
                SourceKind.FINESS,
                SourceKind.STRUCTURES,
                SourceKind.PRESCRIPTEURS,
            ),
        ),
        Format(
            SourceKind.ACTIVITE,
            _columns("rpps mois patients_vus actes", "actes_pdsa jours_remplaces patientele_mt"),
            monthly=True,
            coded_against=(SourceKind.RPPS, SourceKind.PRESCRIPTEURS),
        ),
        Format(
            SourceKind.PATIENTELE,
            _walled("rpps tranche_age sexe ald c2s quintile patients", "quintile_commune"),
            monthly=True,
            coded_against=(SourceKind.RPPS, SourceKind.PRESCRIPTEURS),
        ),
        Format(
            SourceKind.ARRETS,
            _walled(
                "rpps patient date_debut date_fin jours_indem montant_cts risque nature motif age"
                " sexe ald c2s iris",
                "structure tpt remplacement teleconsultation",
            ),
            monthly=True,
            coded_against=(SourceKind.IRIS, SourceKind.RPPS, SourceKind.PRESCRIPTEURS),
        ),
    )
}
