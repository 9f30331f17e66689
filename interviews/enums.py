"""Closed lists of the interviews; the words are what a user reads."""

from django.db.models import IntegerChoices, TextChoices


class Kind(TextChoices):
    """None of them is the audition of R148-1, which belongs to a procedure."""

    PEER = "confraternel", "Entretien confraternel"
    ALERT = "alerte", "Entretien d’alerte"
    SUPPORT = "accompagnement", "Accompagnement"
    FOLLOW_UP = "suivi", "Entretien de suivi"
    INSTALLATION = "installation", "Rendez-vous d’installation"
    VISIT = "visite", "Visite DAM"


class Channel(TextChoices):
    PRACTICE = "cabinet", "Au cabinet"
    OFFICE = "caisse", "À la caisse"
    PHONE = "telephone", "Par téléphone"
    VIDEO = "visio", "En visio"


class Motive(TextChoices):
    SIGNAL = "signal", "Prescription au-dessus de l’attendu"
    ASKED = "demande", "Demande du médecin"
    FOLLOW_UP = "suivi", "Suite d’un échange"
    THEME = "theme", "Thème de campagne"
    INSTALLATION = "installation", "Installation"
    OTHER = "autre", "Autre"


class State(TextChoices):
    PROPOSED = "propose", "À planifier"
    SCHEDULED = "planifie", "Planifié"
    HELD = "tenu", "Tenu"
    MISSED = "manque", "Manqué"
    DECLINED = "decline", "Décliné"
    CLOSED = "clos", "Clos"


class Ending(TextChoices):
    """What a closed interview came to."""

    HELD = "tenu", "Tenu"
    MISSED = "manque", "Manqué"
    DECLINED = "decline", "Décliné par le médecin"
    CANCELLED = "annule", "Annulé par la caisse"


class Event(TextChoices):
    """What may happen to an interview: the words of its history."""

    PROPOSE = "proposer", "Proposé"
    SCHEDULE = "planifier", "Planifié"
    MOVE = "deplacer", "Déplacé"
    POSTPONE = "reporter", "Reporté sans nouvelle date"
    HAND_OVER = "confier", "Confié à une autre personne"
    HOLD = "tenir", "Tenu"
    MISS = "manquer", "Manqué par le médecin"
    DECLINE = "decliner", "Décliné par le médecin"
    CANCEL = "annuler", "Annulé"
    REPORT = "rendre_compte", "Compte rendu écrit"
    SUBMIT = "soumettre", "Compte rendu soumis à seconde lecture"
    SEND_BACK = "renvoyer", "Compte rendu à reprendre"
    SIGN = "signer", "Compte rendu signé"
    SEND = "envoyer", "Coordonnées et documents envoyés"
    CLOSE = "clore", "Clos"


class ReportState(TextChoices):
    DRAFT = "a_signer", "À signer"
    READING = "a_relire", "En seconde lecture"
    SIGNED = "signe", "Signé"


class Reminder(TextChoices):
    RULES = "regles", "Règles de prescription"
    INVALIDITY = "invalidite", "Critères d’invalidité"
    CONSOLIDATION = "consolidation", "Consolidation d’un AT"


class Proposal(TextChoices):
    SUMMON = "convocation", "Convoquer la personne"
    NURSE = "infirmiere", "Contact par une infirmière"
    SOCIAL = "social", "Assistante sociale"
    PDP = "pdp", "Signalement PDP"


class Particularity(TextChoices):
    NEW_LIST = "patientele", "Patientèle récente ou reprise"
    WORK_ACCIDENTS = "at_mp", "Part AT/MP"
    REPLACED = "remplacements", "Remplacements"
    PSYCHIATRY = "psychiatrie", "Psychiatrie"
    ON_CALL = "permanence", "Permanence des soins"
    OTHER = "autre", "Autre"


class NextStep(TextChoices):
    """What follows; the number of months is `rules.follow_up.MONTHS`."""

    SEE_AGAIN_3 = "revoir_3", "Revoir dans 3 mois"
    SEE_AGAIN_6 = "revoir_6", "Revoir dans 6 mois"
    ANOTHER = "autre_echange", "Passer le relais à un médecin-conseil"
    DONE = "termine", "Terminé"


class Quality(TextChoices):
    """Who takes part, beside the doctor and who leads."""

    COLLEAGUE = "collegue", "Collègue de la caisse"
    ASSISTANT = "assistant", "Personne qui accompagne le médecin"


class Owner(TextChoices):
    DOCTOR = "medecin", "Le médecin"
    CAISSE = "caisse", "La caisse"


class CommitmentState(TextChoices):
    OPEN = "ouvert", "Ouvert"
    KEPT = "tenu", "Tenu"
    DROPPED = "abandonne", "Abandonné"


class OfferState(TextChoices):
    """What becomes of an offer made for a patient, behind the wall."""

    OFFERED = "propose", "Proposé"
    ACCEPTED = "accepte", "Accepté"
    DONE = "fait", "Fait"
    REFUSED = "refuse", "Refusé"


class DocumentKind(TextChoices):
    MEMO = "memo", "Mémo"
    SHEET = "fiche", "Fiche repère"
    VIDEO = "video", "Vidéo"
    LEAFLET = "depliant", "Dépliant patient"
    FORM = "formulaire", "Formulaire"


class FieldOutcome(TextChoices):
    """What became of a report sent from a device."""

    ACCEPTED = "accepte", "Enregistré"
    CONFLICT = "conflit", "Écrit aussi ailleurs"
    REFUSED = "refuse", "Refusé"
    SET_ASIDE = "ecarte", "L’autre version a été gardée"


class KeptSide(TextChoices):
    """Which of two versions a person kept."""

    DEVICE = "appareil", "Celle de l’appareil"
    PORTAL = "portail", "Celle du portail"


class Means(TextChoices):
    """How a doctor was reached, or reached the caisse, outside an interview."""

    CALL = "appel", "Appel"
    MAIL = "courriel", "Courriel"
    LETTER = "lettre", "Lettre"
    SECURE = "messagerie", "Messagerie sécurisée"
    WEBINAR = "webinaire", "Webinaire"
    OTHER = "autre", "Autre"


class Direction(TextChoices):
    TO_DOCTOR = "vers", "Vers le médecin"
    FROM_DOCTOR = "recu", "Du médecin"


class Reached(TextChoices):
    YES = "joint", "Joint"
    NO = "non_joint", "Non joint"
    MESSAGE = "message", "Message laissé"
    CALL_BACK = "rappeler", "À rappeler"


class ContactSource(TextChoices):
    TYPED = "saisie", "Saisi dans le portail"
    IMPORTED = "import", "Importé d’un fichier"
    ATTENDANCE = "presence", "Présence à un webinaire"


class Theme(TextChoices):
    """What a campaign of visits or a webinar is about."""

    IJ = "ij", "Indemnités journalières"
    ANTIBIOTICS = "antibiotiques", "Antibiotiques"
    GENERICS = "generiques", "Génériques et biosimilaires"
    SCREENING = "depistages", "Dépistages"
    VACCINES = "vaccination", "Vaccination"
    OTHER = "autre", "Autre thème"


class GuestState(TextChoices):
    INVITED = "invite", "Invité"
    REGISTERED = "inscrit", "Inscrit"
    PRESENT = "present", "Présent"
    ABSENT = "absent", "Absent"


class CampaignState(TextChoices):
    DRAFT = "brouillon", "Brouillon"
    OPEN = "ouverte", "Ouverte"
    CLOSED = "close", "Close"


class QuotaBy(TextChoices):
    TOTAL = "total", "Pour toute la campagne"
    DELEGATE = "dam", "Par délégué"


class Priority(IntegerChoices):
    HIGH = 1, "Haute"
    USUAL = 2, "Ordinaire"
    LOW = 3, "Si possible"


class Coverage(TextChoices):
    """Where a target of a campaign stands: each is in one and only one."""

    LEFT = "reste", "À proposer"
    PLANNED = "prevue", "Prévue"
    VISITED = "visitee", "Visitée"
    DECLINED = "declinee", "Déclinée"


class HoursSource(TextChoices):
    """Who said when a doctor sees his patients."""

    DOCTOR = "medecin", "Déclarées par le médecin"
    PRACTICE = "cabinet", "Déclarées par le cabinet"


class InvitationChannel(TextChoices):
    LETTER = "courrier", "Courrier"
    MAIL = "courriel", "Courriel"


class Nature(TextChoices):
    """What a message about a date says."""

    INVITATION = "invitation", "Invitation"
    UPDATE = "mise_a_jour", "Changement annoncé"
    CANCELLATION = "annulation", "Annulation annoncée"


class Reminded(TextChoices):
    LEAD = "animateur", "Qui tient l’entretien"
    SUBSTITUTE = "remplacant", "Son remplaçant"
    DOCTOR = "medecin", "Le médecin"
