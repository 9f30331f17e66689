"""prescripteurs.csv (caisse extract) and the RPPS file in its layout of 56 columns."""

from pathlib import Path

from ijportal.demo import reference
from ijportal.demo.calibration import SPECIALTY_NAMES
from ijportal.demo.doctors import Doctors
from ijportal.demo.practices import Practice
from ijportal.demo.territory import Territory
from ijportal.demo.writing import WrittenFile, describe, write_rows


PRESCRIBER_COLUMNS = (
    "rpps",
    "sexe",
    "annee_naissance",
    "specialite",
    "mode",
    "secteur",
    "iris",
    "commune",
    "departement",
    "region",
    "caisse",
    "date_debut",
    "date_fin",
    "motif_fin",
    "date_install",
    "experimentation",
)
RPPS_FILE = "PS_LibreAcces_Personne_activite_demo.txt"
KNOW_HOW = {
    "MG": "SM54",
    "PSY": "SM42",
    "CHIR": "SM08",
    "RHUM": "SM48",
    "CARD": "SM04",
    "NEUR": "SM32",
}
MODE_WORDS = {"L": "Libéral, indépendant, artisan, commerçant", "S": "Salarié"}
MODE_LINES = {"LIB": ("L",), "SAL": ("S",), "MIX": ("L", "S")}
PLACES = {"L": ("SA07", "Cabinet individuel"), "S": ("SA05", "Centre de santé")}
STREETS = (
    "DES OLIVIERS",
    "DES MIMOSAS",
    "DES LAVANDES",
    "DU FIGUIER",
    "DE LA FONTAINE",
    "DU LAVOIR",
)


def write_directory(
    root: Path, doctors: Doctors, stays: list[Practice], territory: Territory
) -> list[WrittenFile]:
    return [_prescribers(root, doctors, stays, territory), _rpps(root, doctors, stays, territory)]


def _prescribers(root, doctors: Doctors, stays, territory: Territory) -> WrittenFile:
    rows = [_prescriber_row(doctors, stay, territory) for stay in stays]
    write_rows(root / "prescripteurs.csv", PRESCRIBER_COLUMNS, rows)
    return describe(
        root, "prescripteurs.csv", kind="prescripteurs", rows=len(rows), prescripteurs=len(doctors)
    )


def _prescriber_row(doctors: Doctors, stay: Practice, territory: Territory) -> tuple:
    i, iris = stay.doctor, territory.iris[stay.iris]
    return (
        doctors.rpps[i],
        doctors.sex[i],
        doctors.birth_year[i],
        SPECIALTY_NAMES[doctors.specialty[i]],
        doctors.mode[i],
        doctors.sector[i],
        iris["code_iris"],
        iris["commune"],
        iris["departement"],
        iris["region"],
        stay.caisse,
        stay.start,
        stay.end,
        stay.end_reason,
        doctors.installed[i],
        "",
    )


def _rpps(root, doctors: Doctors, stays, territory: Territory) -> WrittenFile:
    """A register of today: closed practices are gone, but no doctor is, so that all have a name."""
    header = reference.rpps_header()
    columns = header.rstrip("|").split("|")
    words = {
        row["code"]: row["libelle"] for row in reference.rows("rpps/savoir_faire_specialites.csv")
    }
    departements = {row["code"]: row["nom"] for row in reference.rows("geo/departements.csv")}
    last = {stay.doctor: stay for stay in stays}
    lines = [header]
    for i, stay in sorted(last.items()):
        commune = territory.communes[territory.commune_of_iris[stay.iris]]
        for mode in MODE_LINES[str(doctors.mode[i])]:
            values = (
                _person(doctors, i)
                | _know_how(doctors, i, words)
                | _activity(i, mode, doctors)
                | _address(i, commune, departements[commune["departement"]])
            )
            lines.append("|".join([values.pop(c, "") for c in columns]) + "|")
            assert not values, f"unknown RPPS columns: {sorted(values)}"
    (root / RPPS_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return describe(root, RPPS_FILE, kind="rpps", rows=len(lines) - 1, prescripteurs=len(doctors))


def _person(doctors: Doctors, i: int) -> dict[str, str]:
    rpps = str(doctors.rpps[i])
    woman = doctors.sex[i] == 2
    return {
        "Type d'identifiant PP": "8",
        "Identifiant PP": rpps,
        "Identification nationale PP": f"8{rpps}",
        "Code civilité d'exercice": "DR",
        "Libellé civilité exercice": "Docteur",
        "Code civilité": "MME" if woman else "M",
        "Libellé civilité": "Madame" if woman else "Monsieur",
        "Nom d'exercice": doctors.last_name[i],
        "Prénom d'exercice": doctors.first_name[i],
        "Code profession": "10",
        "Libellé profession": "Médecin",
        "Code catégorie professionnelle": "C",
        "Libellé catégorie professionnelle": "Civil",
    }


def _know_how(doctors: Doctors, i: int, words: dict[str, str]) -> dict[str, str]:
    code = KNOW_HOW[SPECIALTY_NAMES[doctors.specialty[i]]]
    return {
        "Code type savoir-faire": "S",
        "Libellé type savoir-faire": "Spécialité ordinale",
        "Code savoir-faire": code,
        "Libellé savoir-faire": words[code],
    }


def _activity(i: int, mode: str, doctors: Doctors) -> dict[str, str]:
    place, place_words = PLACES[mode]
    name = "CENTRE DE SANTE FICTIF" if mode == "S" else f"CABINET DU DR {doctors.last_name[i]}"
    return {
        "Code mode exercice": mode,
        "Libellé mode exercice": MODE_WORDS[mode],
        "Identifiant technique de la structure": f"R99{i:08d}{'LS'.index(mode)}",
        "Raison sociale site": name,
        "Code secteur d'activité": place,
        "Libellé secteur d'activité": place_words,
        "Autorité d'enregistrement": "CNOM/CNOM/CNOM",
    }


def _address(i: int, commune: dict[str, str], departement: str) -> dict[str, str]:
    post_code = commune["codes_postaux"].split(" ")[0]
    return {
        "Numéro Voie (coord. structure)": str(1 + i * 7 % 90),
        "Code type de voie (coord. structure)": "R",
        "Libellé type de voie (coord. structure)": "Rue",
        "Libellé Voie (coord. structure)": STREETS[i % len(STREETS)],
        "Bureau cedex (coord. structure)": f"{post_code} {commune['nom'].upper()}",
        "Code postal (coord. structure)": post_code,
        "Code commune (coord. structure)": commune["code"],
        "Libellé commune (coord. structure)": commune["nom"],
        "Code pays (coord. structure)": "99000",
        "Libellé pays (coord. structure)": "France",
        "Code département (coord. structure)": commune["departement"],
        "Libellé département (coord. structure)": departement,
    }
