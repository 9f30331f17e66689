"""Model answers, opinions and remarks of the demo: no name, no number, no fact of anybody."""

from dataclasses import dataclass

from sosij.enums import Brake, Motive, Side, SurveyKind


@dataclass(frozen=True)
class Model:
    """`age`: days since it was written; its review is due a year after."""

    title: str
    motives: tuple[Motive, ...]
    side: Side
    age: int
    body: str


@dataclass(frozen=True)
class Amended:
    place: int
    model: Model
    change: str


PREPARED = "Visite de préreprise et essai encadré"
ENTRIES = (
    Model(
        PREPARED,
        (Motive.WORKPLACE, Motive.INVALIDITY),
        Side.OPEN,
        300,
        "La visite de préreprise se demande pendant l’arrêt au service de prévention et de santé "
        "au travail, par la personne elle-même, par vous ou par nous avec son accord. Elle "
        "prépare un aménagement du poste ou un essai encadré.",
    ),
    Model(
        "Quand demander une mise en invalidité",
        (Motive.INVALIDITY,),
        Side.MEDICAL,
        310,
        "Lorsque l’état est stabilisé et que la capacité de gain reste réduite, un examen par le "
        "service médical avant la fin des droits évite une rupture de revenu. Joignez les "
        "derniers comptes rendus et ce que vous attendez de l’évolution.",
    ),
    Model(
        "Contester un avis de reprise",
        (Motive.DISPUTE,),
        Side.MEDICAL,
        420,
        "La personne peut contester l’avis dans le délai écrit sur la notification. Joignez les "
        "éléments apparus depuis : ils seront relus par un autre médecin-conseil.",
    ),
    Model(
        "Arrêt avec plusieurs employeurs",
        (Motive.ADMINISTRATIVE,),
        Side.OPEN,
        200,
        "Un arrêt en ligne vaut pour tous les employeurs. Chacun transmet son attestation de "
        "salaire ; le règlement attend la dernière.",
    ),
    Model(
        "Aide du service social pendant un arrêt long",
        (Motive.HARDSHIP,),
        Side.OPEN,
        150,
        "Le service social reçoit la personne sur simple accord de sa part. Il étudie les aides, "
        "la complémentaire santé et ce qui peut maintenir l’emploi.",
    ),
    Model(
        "Séjour hors du département pendant un arrêt",
        (Motive.OTHER, Motive.ADMINISTRATIVE),
        Side.OPEN,
        340,
        "L’adresse de séjour s’écrit sur l’avis d’arrêt ; l’accord de la caisse est demandé avant "
        "le départ.",
    ),
    Model(
        "Déclaration sur papier en cas de panne",
        (Motive.ADMINISTRATIVE,),
        Side.OPEN,
        330,
        "En cas de panne, le formulaire papier reste accepté ; il s’envoie sous deux jours.",
    ),
)
SECOND = Amended(
    0,
    Model(
        PREPARED,
        (Motive.WORKPLACE, Motive.INVALIDITY),
        Side.OPEN,
        70,
        "La visite de préreprise se demande dès le premier mois d’arrêt au service de prévention "
        "et de santé au travail, par la personne elle-même, par vous ou par nous avec son "
        "accord. Elle prépare un aménagement du poste, un temps partiel thérapeutique ou un "
        "essai encadré.",
    ),
    "Le temps partiel thérapeutique ajouté, le délai précisé",
)
# Percents of « non », « plutôt non », « plutôt oui », « oui »; and of each brake.
MARKS = {
    "useful": (6, 12, 40, 42),
    "delay": (8, 16, 36, 40),
    "clear": (4, 10, 41, 45),
    "again": (5, 9, 36, 50),
}
BRAKES = {
    Brake.UNKNOWN: 46,
    Brake.TIME: 18,
    Brake.NO_CASE: 14,
    Brake.PHONE: 10,
    Brake.CONTROL: 8,
    Brake.OTHER: 4,
}
REMARKS = {
    SurveyKind.USER: (
        "Réponse claire, arrivée à temps pour la consultation suivante.",
        "Utile, mais j’aurais préféré un appel.",
        "Dire plus tôt qui traite la demande.",
        "Le lien avec la santé au travail reste difficile.",
    ),
    SurveyKind.NON_USER: (
        "Je ne savais pas que le service existait.",
        "Trop de messageries différentes.",
        "À présenter en réunion de pairs.",
    ),
}
