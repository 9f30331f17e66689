"""What is said of the interviews of the demo: no name, no number, nothing that places a person."""

from interviews.enums import Kind, Motive, Owner


SUBJECTS = {
    Kind.PEER: ("Durée des arrêts pour lombalgie", "Arrêts de plus de six mois", ""),
    Kind.ALERT: ("Fréquence des arrêts depuis le printemps", "Écart confirmé depuis un an"),
    Kind.FOLLOW_UP: ("Point sur les engagements du précédent échange",),
    Kind.SUPPORT: ("Prise en main de la télétransmission des arrêts", "Offre de services IJ"),
    Kind.INSTALLATION: ("Première année d’installation", "Reprise de cabinet"),
    Kind.VISIT: ("Fiches repères et signalement PDP", "Campagne arrêts de travail", ""),
}
MOTIVES = {
    Kind.PEER: Motive.SIGNAL,
    Kind.ALERT: Motive.SIGNAL,
    Kind.FOLLOW_UP: Motive.FOLLOW_UP,
    Kind.SUPPORT: Motive.ASKED,
    Kind.INSTALLATION: Motive.INSTALLATION,
    Kind.VISIT: Motive.THEME,
}
# A practitioner's, behind the wall.
NOTES = (
    (
        "Dit recevoir depuis mars les patients d’un confrère parti en retraite, dont plusieurs en "
        "affection de longue durée. Souhaite un contact direct pour les situations qui durent."
    ),
    (
        "Difficulté à faire reprendre sans aménagement du poste : la médecine du travail répond "
        "tard. Connaît peu l’essai encadré."
    ),
    "Arrêts courts répétés chez des soignants de nuit. Intéressé par le mémo santé mentale.",
    "Estime que deux consolidations ont été prononcées trop tôt. Situations revues ensemble.",
    "Reçoit peu de comptes rendus de spécialistes : prolonge dans l’attente.",
)
# A delegate's, read by the service.
REMARKS = (
    "Demande des dépliants pour la salle d’attente.",
    "Ne connaissait pas SOS IJ, présentation faite sur son poste.",
    "Trouve la saisie en ligne plus rapide que le papier.",
    "",
    "Préfère être appelé après 13 h.",
)
CONCLUSIONS = (
    "Échange constructif, suite convenue.",
    "Documents remis, point à trois mois.",
    "Le médecin demande un contact au service médical.",
)
COMMITMENTS = (
    (Owner.DOCTOR, "Relire la fiche repère lombalgie et l’utiliser à la prolongation"),
    (Owner.DOCTOR, "Proposer une visite de préreprise dès le troisième mois"),
    (Owner.CAISSE, "Rappeler le cabinet avec le contact du service social"),
    (Owner.CAISSE, "Envoyer la version à jour des fiches repères"),
)
WHY_MOVED = (
    "Garde imprévue, le cabinet demande une autre date.",
    "Médecin absent pour formation ce jour-là.",
)
WHY_DECLINED = "Ne souhaite pas d’échange pour le moment, dit-il au téléphone."
WHY_CANCELLED = "Doublon d’une visite déjà prévue par la déléguée du secteur."
