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
        "Aucune procédure. Les étapes d’une campagne, leurs dates et ce qui suit une échéance "
        "s’écriront ici dès qu’une campagne retiendra ce prescripteur.",
    ),
    Panel(
        "echanges",
        "Échanges et engagements",
        "Aucun échange enregistré. Entretiens, visites et engagements s’écriront ici dès leur "
        "compte rendu. Les demandes d’aide n’y apparaîtront jamais.",
    ),
    Panel(
        "a-faire",
        "À faire",
        "Rien à faire. Ce que l’on attend de chacun, avec sa date, s’écrira ici dès qu’une "
        "procédure ou un entretien sera ouvert.",
    ),
)
