"""What may be wrong with a row: a code for programs, a sentence for the person who corrects it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray


SENTENCES: Final[dict[str, str]] = {
    "LIGNE_COLONNES": "La ligne n’a pas autant de colonnes que l’en-tête.",
    "LIGNE_NUL": "La ligne contient un caractère nul.",
    "LIGNE_TROP_LONGUE": "La ligne est trop longue pour être une ligne de données.",
    "LIGNE_RETOUR": "La ligne est coupée par un retour chariot seul.",
    "LIGNE_OCTETS": "La ligne contient des octets qui ne sont d’aucune lettre de l’encodage.",
    "LIGNE_GUILLEMET": "Un guillemet ouvert sur cette ligne n’y est pas fermé.",
    "VIDE": "La valeur manque.",
    "ENTIER": "Un nombre entier, écrit en chiffres, est attendu.",
    "NOMBRE": "Un nombre à point décimal est attendu.",
    "BORNES": "Le nombre est hors des bornes admises.",
    "DATE": "La date n’existe pas, ou n’est pas écrite AAAA-MM-JJ.",
    "LISTE": "Le code n’est pas dans la liste admise.",
    "FORME": "Le code n’a pas la forme attendue.",
    "LONGUEUR": "Le texte est trop long.",
    "NIR": "La valeur ressemble à un numéro de sécurité sociale : elle est refusée partout.",
    "RPPS_FORME": "Un numéro RPPS compte 11 chiffres.",
    "RPPS_CLE": "La clé du numéro RPPS est fausse.",
    "PRESCRIPTEUR_INCONNU": "Le prescripteur n’est dans aucun fichier de prescripteurs reçu.",
    "SANS_RATTACHEMENT": "Le prescripteur n’était rattaché à aucune caisse à cette date.",
    "RATTACHEMENT_DOUBLE": "Le prescripteur a déjà un rattachement ouvert à cette caisse.",
    "CAISSE_INCONNUE": "La caisse n’est pas dans le fichier des caisses.",
    "COMMUNE_INCONNUE": "La commune n’est pas dans le fichier des communes.",
    "IRIS_INCONNU": "L’IRIS n’est pas dans le fichier des IRIS.",
    "STRUCTURE_CLE": "La clé du numéro FINESS ou SIREN est fausse.",
    "STRUCTURE_INCONNUE": "La structure n’est dans aucun fichier FINESS ou de structures reçu.",
    "APPARTENANCE_DOUBLE": "Le prescripteur appartient déjà à cette structure à ces dates.",
    "FIN_AVANT_DEBUT": "La date de fin précède la date de début.",
    "MOTIF_SANS_FIN": "Un motif de fin est donné sans date de fin.",
    "HORS_MOIS": "La date de début n’est pas dans le mois du fichier.",
    "MOIS_AUTRE": "Le mois n’est pas celui du fichier.",
    "HORS_CHAMP": "La ligne n’est pas celle d’un médecin, d’un dentiste ou d’une sage-femme.",
}


@dataclass(frozen=True)
class Finding:
    """One rule that failed in one column, with the rows (places, not line numbers) it failed on."""

    column: str
    code: str
    places: NDArray[np.int64]
