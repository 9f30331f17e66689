"""A file of requests: its columns, its limits, and what may be wrong with a line."""

from dataclasses import dataclass
from typing import NamedTuple


MOST_BYTES, MOST_LINES = 2 << 20, 2_000
COLUMNS = ("rpps", "recue_le", "canal", "regime", "question")
# How a date is written: as the page shows it, or as a program does.
DATES = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class Fault(NamedTuple):
    """Where and what, never the value: it may be the text of a doctor."""

    line: int
    column: str
    code: str


@dataclass(frozen=True)
class Reached:
    """How far a file is: what was received, what waits, the lines refused after all."""

    received: int
    waiting: int
    refused: list[tuple[int, str]]
    references: list[str]


# What to do about it; the codes of the refusals of a receipt are among them.
SENTENCES = {
    "LIGNE_COLONNES": "La ligne n’a pas autant de colonnes que l’en-tête : une question qui "
    "contient « ; » s’écrit entre guillemets.",
    "LIGNE_GUILLEMET": "Un guillemet n’est pas fermé, ou suit mal : doublez ceux du texte. Ce qui "
    "suit n’a peut-être pas été lu.",
    "LIGNE_OCTETS": "Des lettres ne se lisent pas : enregistrez le fichier en UTF-8.",
    "VIDE": "La valeur manque : écrivez-la.",
    "RPPS_FORME": "Un numéro RPPS compte 11 chiffres.",
    "DATE": "Écrivez le jour et l’heure ainsi : 09/11/2026 11:20, ou 2026-11-09T11:20.",
    "DATE_FUTURE": "La date de réception est à venir : corrigez-la.",
    "CANAL": "Écrivez telephone, courriel ou fichier ; vide vaut fichier.",
    "REGIME": "Écrivez RG ou MSA, ou laissez vide.",
    "TEXTE_VIDE": "La question manque : écrivez-la.",
    "TEXTE_LONG": "Abrégez la question : 10 000 caractères au plus.",
    "TEXTE_NIR": "La question contient un numéro de sécurité sociale : retirez-le.",
    "MEDECIN_INCONNU": "Aucun médecin de vos caisses n’exerce sous ce numéro ce jour-là : "
    "vérifiez le numéro et la date.",
    "DEJA_IMPORTEE": "Cette ligne avait déjà été importée par un autre fichier.",
    "SERVICE_FERME": "SOS IJ n’est pas ouvert pour ce médecin ce jour-là.",
}
COLUMN_OF = {
    "TEXTE_VIDE": "question",
    "TEXTE_LONG": "question",
    "TEXTE_NIR": "question",
    "MEDECIN_INCONNU": "rpps",
    "SERVICE_FERME": "rpps",
    "DATE_FUTURE": "recue_le",
}
