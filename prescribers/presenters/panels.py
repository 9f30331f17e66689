"""The panels of a prescriber's page that have nothing yet: what will be there, and by which act."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    ident: str
    title: str
    text: str


EMPTY_PANELS = (
    Panel(
        "procedure",
        "Procédure",
        "Aucune procédure n’est enregistrée dans le portail. Les étapes d’une campagne, leurs "
        "dates et ce qui suit une échéance s’écriront ici dès qu’une campagne retiendra ce "
        "prescripteur.",
    ),
    Panel(
        "echanges",
        "Échanges et engagements",
        "Aucun échange n’est enregistré dans le portail ; ce qui s’est fait ailleurs n’y est pas. "
        "Entretiens, visites et engagements s’écriront ici dès leur compte rendu. Les demandes "
        "d’aide n’y apparaîtront jamais.",
    ),
    Panel(
        "a-faire",
        "À faire",
        "Aucune échéance n’est enregistrée dans le portail pour ce prescripteur. Ce n’est pas un "
        "avis sur ses chiffres : s’il y a lieu d’agir, c’est au service d’en décider. Ce que l’on "
        "attend de chacun, avec sa date, s’écrira ici dès qu’une procédure ou un entretien sera "
        "ouvert.",
    ),
)
