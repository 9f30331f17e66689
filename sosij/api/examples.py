"""The examples of the description: invented situations, a RPPS that no doctor has."""

from typing import Any


REFERENCE = "2026-00431"
KEY = "7d0c2c5e-3d8a-4a53-9c59-2f1e8c1f7a10"

TOKEN_ASKED = {
    "grant_type": "client_credentials",
    "client_id": "portail-praticiens",
    "client_secret": "secret-remis-a-l-ouverture",
}
TOKEN = {
    "access_token": "WzEsIjRmM2EiXQ:1wXyZa:9c2f",
    "token_type": "Bearer",
    "expires_in": 900,
    "scope": "sos-ij",
}
TOKEN_REFUSED = {
    "error": "unsupported_grant_type",
    "error_description": "Le champ grant_type doit valoir client_credentials.",
}
TOKEN_UNKNOWN = {
    "error": "invalid_client",
    "error_description": "Client inconnu ou secret faux.",
}
ASKED = {
    "rpps": "99900000001",
    "question": "Patient de 52 ans, couvreur, rupture de coiffe opérée en mars. L’employeur dit ne"
    " pas avoir de poste adapté. Que me conseillez-vous ?",
    "regime": "RG",
    "pieces": [{"nom": "compte-rendu.pdf", "contenu": "JVBERi0xLjcKJeLjz9MK"}],
}
MESSAGE = {
    "texte": "La visite de préreprise a eu lieu : aménagement proposé pour six mois.",
    "pieces": [{"nom": "avis-de-prereprise.pdf", "contenu": "JVBERi0xLjcKJeLjz9MK"}],
}
# The first bytes of any: an example is a text.
PDF = "%PDF-1.7"
STATUS: dict[str, Any] = {
    "reference": REFERENCE,
    "recue_le": "2026-11-09T11:20:00+01:00",
    "etat": "en_cours",
    "suspendue": False,
    "echeance": "2026-11-16T18:00:00+01:00",
    "repondue_le": None,
}
ACKNOWLEDGED = {
    **STATUS,
    "etat": "recue",
    "promesse": "Réponse sous 4 jours ouvrés, au plus tard le lundi 16 novembre 2026 à 18h00.",
}
WITHDRAWN = {**STATUS, "etat": "close", "echeance": None}
ANSWERED = {
    **STATUS,
    "etat": "repondue",
    "echeance": None,
    "repondue_le": "2026-11-12T15:05:00+01:00",
    "pieces": [
        {
            "nom": "compte-rendu.pdf",
            "recue_le": "2026-11-09T11:20:00+01:00",
            "etat": "controlee",
        }
    ],
    "reponse": {
        "texte": "Une visite de préreprise et un essai encadré sont possibles pendant l’arrêt.",
        "par_telephone": False,
    },
    "issues": [
        {
            "horizon": 30,
            "prevue_le": "2026-12-12",
            "demandee": False,
            "rappelee": False,
            "issue": "",
        }
    ],
}
OUTCOME_TOLD = {"horizon": 30, "issue": "reprise_amenagee"}
OUTCOME = {
    "horizon": 30,
    "prevue_le": "2026-12-12",
    "demandee": True,
    "rappelee": False,
    "issue": "reprise_amenagee",
}
PAGE = {"demandes": [STATUS], "suite": None}


def _refusal(code: str, message: str, **fields: list[str]) -> dict[str, Any]:
    return {"code": code, "message": message, "champs": fields}


REFUSALS = {
    400: _refusal(
        "CHAMPS",
        "La demande est mal formée : voir les champs.",
        rpps=["Le numéro RPPS compte onze chiffres."],
    ),
    401: _refusal("JETON_REFUSE", "Jeton inconnu ou expiré."),
    404: _refusal("INCONNUE", "Rien à cette adresse pour ce client."),
    409: _refusal("DEMANDE_CLOSE", "La demande est close : déposez-en une nouvelle."),
    413: _refusal(
        "CORPS_TROP_GRAND", "Le corps de la demande est trop grand : 12 Mo de pièces au plus."
    ),
    415: _refusal("TYPE_DE_CORPS", "Type de corps refusé."),
    422: _refusal("PIECE_TYPE", "Une pièce n’est pas d’un type accepté : PDF, JPEG ou PNG."),
    429: _refusal("TROP_D_APPELS", "Trop d’appels dans cette minute : attendez."),
}
