"""The file exchanged with the national contact tool, and the attendance of a webinar.

The national tool publishes no format: this one is ours, documented in docs/echanges-contacts.md.
"""

from typing import Final, NamedTuple

from interviews.enums import Direction, Means, Reached


FORMAT_VERSION: Final = "2026-1"
MOST_BYTES, MOST_LINES = 2 << 20, 2_000
COLUMNS: Final = (
    "format_version",
    "identifiant",
    "rpps",
    "date",
    "moyen",
    "sens",
    "resultat",
    "resume",
    "prochain_contact",
)
# Written for the reader, and not read back.
ALSO_WRITTEN: Final = ("caisse", "agent")
# A row that was typed here is named by its number; the prefix belongs to the portal.
OURS: Final = "ijportal-"
DATES: Final = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
DAYS: Final = ("%d/%m/%Y", "%Y-%m-%d")

MEANS: Final = {one.value: one for one in Means}
DIRECTIONS: Final = {one.value: one for one in Direction}
REACHED: Final = {one.value: one for one in Reached}

# Titles and values of the usual webinar tools, folded (small letters, no accent).
ATTENDANCE: Final = {
    "rpps": (
        "Numéro RPPS", "N° RPPS", "No RPPS", "Num RPPS", "Identifiant RPPS", "RPPS number",
        "Identifiant PP",
    ),
    "present": (
        "Présent", "Présence", "Presence", "A participé", "Participation", "Attended",
        "Attendance", "Statut",
    ),
}  # fmt: skip
YES: Final = frozenset({"oui", "o", "yes", "y", "1", "x", "vrai", "true", "present", "presente"})
NO: Final = frozenset({"", "non", "n", "no", "0", "faux", "false", "absent", "absente"})


class Fault(NamedTuple):
    """Where and what, never the value."""

    line: int
    column: str
    code: str


SENTENCES: Final = {
    "LIGNE_COLONNES": "La ligne n’a pas autant de colonnes que l’en-tête : un texte qui contient "
    "le séparateur s’écrit entre guillemets.",
    "LIGNE_GUILLEMET": "Un guillemet n’est pas fermé, ou suit mal : doublez ceux du texte. Ce qui "
    "suit n’a peut-être pas été lu.",
    "LIGNE_OCTETS": "Des lettres ne se lisent pas : enregistrez le fichier en UTF-8.",
    "VIDE": "La valeur manque : écrivez-la.",
    "VERSION": f"Cette version du format n’est pas lue : écrivez {FORMAT_VERSION}.",
    "IDENTIFIANT": "Un identifiant compte 64 caractères au plus, et « ijportal- » est réservé aux "
    "contacts que le portail a exportés.",
    "IDENTIFIANT_DOUBLE": "Cet identifiant est déjà sur une autre ligne du fichier.",
    "IDENTIFIANT_AUTRE": "Un contact de cet identifiant est déjà au portail, et dit autre chose : "
    "corrigez-le sur sa page.",
    "RPPS_FORME": "Un numéro RPPS compte 11 chiffres.",
    "MEDECIN_INCONNU": "Aucun médecin de vos caisses n’exerce sous ce numéro ce jour-là : vérifiez "
    "le numéro et la date.",
    "RPPS_DOUBLE": "Ce médecin est déjà sur une autre ligne du fichier.",
    "DATE": "Écrivez le jour et l’heure ainsi : 09/11/2026 11:20, ou 2026-11-09T11:20.",
    "DATE_FUTURE": "La date du contact est à venir : corrigez-la.",
    "JOUR": "Écrivez le jour ainsi : 09/11/2026, ou laissez vide.",
    "MOYEN": f"Écrivez {', '.join(MEANS)}.",
    "SENS": f"Écrivez {' ou '.join(DIRECTIONS)}.",
    "RESULTAT": f"Écrivez {', '.join(REACHED)}.",
    "RESUME_LONG": "Abrégez le résumé : 500 caractères au plus.",
    "RESUME_NIR": "Le résumé contient un numéro de sécurité sociale : retirez-le.",
    "SUITE_AVANT": "Le prochain contact est avant celui-ci : corrigez sa date.",
    "SUITE_MANQUE": "Un contact « rappeler » donne le jour du prochain contact.",
    "PRESENCE": "Écrivez oui ou non ; vide vaut non.",
    "DEJA_PRESENT": "Ce médecin est déjà noté présent : sa présence ne se retire pas par un "
    "fichier.",
}
COLUMN_OF: Final = {
    "MEDECIN_INCONNU": "rpps",
    "DATE_FUTURE": "date",
    "RESUME_LONG": "resume",
    "RESUME_NIR": "resume",
    "SUITE_AVANT": "prochain_contact",
    "SUITE_MANQUE": "prochain_contact",
}
