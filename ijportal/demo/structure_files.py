"""finess.csv, structures.csv and appartenances.csv: invented places, and who works there."""

from ijportal.demo import reference
from ijportal.demo.structures import CATEGORIES, Structure
from ijportal.demo.world import Region
from ijportal.demo.writing import Sources


# The header of the public extraction of 2021; invented places leave most of it empty.
FINESS_COLUMNS = (
    "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie", "typvoie",
    "voie", "compvoie", "lieuditbp", "region", "libregion", "departement", "libdepartement",
    "cog", "codepostal", "libelle", "routage", "ligneacheminement", "telephone", "telecopie",
    "categetab", "libcategetab", "liblongcategetab", "categretab", "libcategretab", "siret",
    "codeape", "libcodeape", "mft", "libmft", "liblongmft", "sph", "libsph", "numen", "coordx",
    "coordy", "sourcegeocod", "dategeocod", "dateautor", "dateouvert", "datemaj",
)  # fmt: skip
CATEGORY_WORDS = {
    "CDS": "Centre de Santé",
    "MSP": "Maison de santé (L.6223-3)",
    "CPTS": "Communauté professionnelle territoriale de santé (CPTS)",
}
STRUCTURE_COLUMNS = (
    "structure",
    "type",
    "nom",
    "caisse",
    "departement",
    "region",
    "date_ouverture",
    "date_fermeture",
)
LEGAL_PERSONS = ("CDS", "TLC")
MEMBERSHIP_COLUMNS = ("rpps", "structure", "date_debut", "date_fin")


def write_structures(sources: Sources, region: Region) -> None:
    structures = region.places.structures
    sources.add_rows(
        "finess.csv",
        FINESS_COLUMNS,
        [_finess_row(region, s) for s in structures if s.kind in CATEGORIES and s.closed is None],
        kind="finess",
        delimiter=";",
    )
    sources.add_rows(
        "structures.csv",
        STRUCTURE_COLUMNS,
        [_legal_person(region, s) for s in structures if s.kind in LEGAL_PERSONS],
        kind="structures",
    )
    sources.add_rows(
        "appartenances.csv",
        MEMBERSHIP_COLUMNS,
        [
            (region.doctors.rpps[m.doctor], structures[m.structure].code, m.start, m.end)
            for m in region.memberships
        ],
        kind="appartenances",
    )


def _commune(region: Region, structure: Structure) -> dict[str, str]:
    territory = region.places.territories[structure.departement]
    return territory.communes[territory.commune_of_iris[structure.iris]]


def _finess_row(region: Region, structure: Structure) -> list[str]:
    commune = _commune(region, structure)
    post_code = commune["codes_postaux"].split(" ")[0]
    words = CATEGORY_WORDS[structure.kind]
    known = {
        "nofinesset": structure.code,
        "rs": structure.name[:38],
        "rslongue": structure.name,
        "region": commune["region"],
        "departement": commune["departement"],
        "libdepartement": _departement_name(commune["departement"]).upper(),
        "cog": commune["code"],
        "codepostal": post_code,
        "ligneacheminement": f"{post_code} {commune['nom'].upper()}",
        "categetab": CATEGORIES[structure.kind],
        "libcategetab": words,
        "liblongcategetab": words,
        "dateautor": structure.opened.isoformat(),
        "dateouvert": structure.opened.isoformat(),
        "datemaj": structure.opened.isoformat(),
    }
    return [known.get(column, "") for column in FINESS_COLUMNS]


def _departement_name(code: str) -> str:
    rows = reference.rows("geo/departements.csv")
    return next(row["nom"] for row in rows if row["code"] == code)


def _legal_person(region: Region, structure: Structure) -> tuple:
    commune = _commune(region, structure)
    return (
        structure.code,
        structure.kind,
        structure.name,
        structure.caisse,
        commune["departement"],
        commune["region"],
        structure.opened,
        structure.closed,
    )
