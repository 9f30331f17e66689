"""What stands beside the figures of a prescriber: one wording for the page and the A4 sheet."""

UNSEEN_TITLE = "Ce que le modèle ne voit pas"
UNSEEN = (
    "Les remplacements, la garde, un exercice tourné vers la psychiatrie ou le travail, une "
    "patientèle récente, la gravité des situations. Il ne dit pas si un arrêt est justifié : un "
    "écart est une question à poser, pas un jugement."
)
