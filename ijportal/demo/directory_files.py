"""prescripteurs.csv (caisse extract) and the RPPS register, in one file or in two."""

from dataclasses import dataclass

from ijportal.demo import reference
from ijportal.demo.calibration import SPECIALTY_NAMES
from ijportal.demo.doctors import Doctors
from ijportal.demo.practices import NOWHERE, Practice
from ijportal.demo.structures import Structure
from ijportal.demo.world import Region
from ijportal.demo.writing import Sources


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
KNOW_HOW_FILE = "PS_LibreAcces_SavoirFaire_demo.txt"
# The newer extraction gives the know-how in its own file, under the identity of the person.
KNOW_HOW_COLUMNS = (
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
)
IDENTITY_COLUMNS = (
    "Type d'identifiant PP",
    "Identifiant PP",
    "Identification nationale PP",
    "Nom d'exercice",
    "Prénom d'exercice",
    "Code profession",
    "Libellé profession",
    "Code catégorie professionnelle",
    "Libellé catégorie professionnelle",
)
LAYOUTS = ("un_fichier", "deux_fichiers")
KNOW_HOW = {
    "MG": "SM54",
    "PSY": "SM42",
    "CHIR": "SM08",
    "RHUM": "SM48",
    "CARD": "SM04",
    "NEUR": "SM32",
}
MODE_WORDS = {"L": "Libéral, indépendant, artisan, commerçant", "S": "Salarié"}
PLACES = {"L": ("SA07", "Cabinet individuel"), "S": ("SA05", "Centre de santé")}
STREETS = (
    "DES OLIVIERS",
    "DES MIMOSAS",
    "DES LAVANDES",
    "DU FIGUIER",
    "DE LA FONTAINE",
    "DU LAVOIR",
)


def write_directory(sources: Sources, region: Region, *, layout: str) -> None:
    _prescribers(sources, region)
    register = _Register.of(region)
    lines = register.activities()
    if layout == LAYOUTS[0]:
        sources.add_lines(RPPS_FILE, reference.rpps_header(), register.text(lines), kind="rpps")
        return
    columns = [c for c in register.columns if c not in KNOW_HOW_COLUMNS]
    sources.add_lines(RPPS_FILE, _bars(columns), register.text(lines, columns), kind="rpps")
    columns = [*IDENTITY_COLUMNS, *KNOW_HOW_COLUMNS]
    people = {line["Identifiant PP"]: line for line in reversed(lines)}
    sources.add_lines(
        KNOW_HOW_FILE,
        _bars(columns),
        register.text([people[rpps] for rpps in sorted(people)], columns),
        kind="rpps",
    )


def _prescribers(sources: Sources, region: Region) -> None:
    attached = [practice for practice in region.practices if practice.attached]
    rows = [_prescriber_row(region, practice) for practice in attached]
    sources.add_rows(
        "prescripteurs.csv",
        PRESCRIBER_COLUMNS,
        rows,
        kind="prescripteurs",
        prescripteurs=len(region.doctors),
    )


def _prescriber_row(region: Region, practice: Practice) -> tuple:
    doctors, i = region.doctors, practice.doctor
    iris = region.places.territories[practice.departement].iris[practice.iris]
    return (
        doctors.rpps[i],
        doctors.sex[i],
        doctors.birth_year[i],
        SPECIALTY_NAMES[doctors.specialty[i]],
        practice.mode,
        doctors.sector[i],
        iris["code_iris"],
        iris["commune"],
        iris["departement"],
        iris["region"],
        practice.caisse,
        practice.start,
        practice.end,
        practice.end_reason,
        doctors.installed[i],
        doctors.experimentation[i],
    )


@dataclass(frozen=True)
class _Register:
    """A register of today: closed practices are gone, but no doctor is, so that all have a name."""

    region: Region
    columns: list[str]
    know_how: dict[str, str]
    departements: dict[str, str]

    @classmethod
    def of(cls, region: Region) -> "_Register":
        return cls(
            region,
            reference.rpps_header().rstrip("|").split("|"),
            _names("rpps/savoir_faire_specialites.csv", "libelle"),
            _names("geo/departements.csv", "nom"),
        )

    def activities(self) -> list[dict[str, str]]:
        """One line per doctor and place where he still is, else the last one where he was."""
        lines = []
        by_doctor: dict[int, list[Practice]] = {}
        for practice in self.region.practices:
            by_doctor.setdefault(practice.doctor, []).append(practice)
        for i, practices in sorted(by_doctor.items()):
            still = [p for p in practices if p.end is None] or practices[-1:]
            lines += [self._line(i, practice) for practice in still]
        return lines

    def text(self, lines: list[dict[str, str]], columns: list[str] | None = None) -> list[str]:
        chosen = columns or self.columns
        return [_bars(line.get(c, "") for c in chosen) for line in lines]

    def _line(self, i: int, practice: Practice) -> dict[str, str]:
        doctors, places = self.region.doctors, self.region.places
        territory = places.territories[practice.departement]
        commune = territory.communes[territory.commune_of_iris[practice.iris]]
        centre = None if practice.structure == NOWHERE else places.structures[practice.structure]
        line = (
            _person(doctors, i)
            | _know_how(doctors, i, self.know_how)
            | _activity(i, centre, doctors)
            | _address(i, commune, self.departements[commune["departement"]])
        )
        assert set(line) <= set(self.columns), f"unknown RPPS columns: {sorted(line)}"
        return line


def _names(file: str, column: str) -> dict[str, str]:
    return {row["code"]: row[column] for row in reference.rows(file)}


def _bars(values) -> str:
    """Every line of the register ends with a bar, its header too."""
    return "|".join(values) + "|"


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
        "Nom d'exercice": str(doctors.last_name[i]),
        "Prénom d'exercice": str(doctors.first_name[i]),
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


def _activity(i: int, centre: Structure | None, doctors: Doctors) -> dict[str, str]:
    mode = "L" if centre is None else "S"
    place, place_words = PLACES[mode]
    site = {
        "Code mode exercice": mode,
        "Libellé mode exercice": MODE_WORDS[mode],
        "Identifiant technique de la structure": f"R99{i:08d}{'LS'.index(mode)}",
        "Raison sociale site": f"CABINET DU DR {doctors.last_name[i]}",
        "Code secteur d'activité": place,
        "Libellé secteur d'activité": place_words,
        "Autorité d'enregistrement": "CNOM/CNOM/CNOM",
    }
    if centre is not None:
        site |= {"Raison sociale site": centre.name, "Numéro FINESS site": centre.code}
    return site


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
