"""The files that we read: their columns by name, what may be missing, what is medical."""

from dataclasses import dataclass
from typing import Final

from prescribers.enums import SourceKind


@dataclass(frozen=True)
class Column:
    """One column of a file; a `medical` value is never kept in a reject."""

    name: str
    required: bool = True
    medical: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """The columns of a kind; any other column of the file is ignored and said to be so."""

    kind: SourceKind
    columns: tuple[Column, ...]
    monthly: bool = False
    # Without quoting, a quotation mark is a character like another.
    quoted: bool = True

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _columns(required: str, optional: str = "", medical: str = "") -> tuple[Column, ...]:
    secret = set(medical.split())
    named = [(name, True) for name in required.split()]
    named += [(name, False) for name in optional.split()]
    return tuple(Column(name, need, name in secret) for name, need in named)


# Two apostrophes and two capitals were seen in ten years of headers: the reader folds both.
_RPPS = (
    Column("Type d'identifiant PP"),
    Column("Identifiant PP"),
    Column("Code civilité d'exercice", required=False),
    Column("Nom d'exercice"),
    Column("Prénom d'exercice"),
    Column("Code profession"),
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
            _columns("code nom departement region", "population_municipale codes_postaux lat lon"),
        ),
        Format(
            SourceKind.IRIS,
            _columns("code_iris libelle commune", "defav quintile quintile_commune"),
        ),
        Format(SourceKind.RPPS, _RPPS, quoted=False),
        Format(
            SourceKind.PRESCRIPTEURS,
            _columns(
                "rpps specialite mode iris commune departement region caisse date_debut date_fin"
                " motif_fin date_install",
                "sexe annee_naissance secteur",
                medical="sexe iris",
            ),
        ),
        Format(
            SourceKind.PATIENTELE,
            _columns(
                "rpps tranche_age sexe ald c2s quintile patients",
                "quintile_commune",
                medical="sexe ald c2s",
            ),
            monthly=True,
        ),
        Format(
            SourceKind.ARRETS,
            _columns(
                "rpps patient date_debut date_fin jours_indem montant_cts risque nature motif age"
                " sexe ald c2s iris",
                "tpt remplacement teleconsultation",
                medical="patient motif age sexe ald c2s iris",
            ),
            monthly=True,
        ),
    )
}
