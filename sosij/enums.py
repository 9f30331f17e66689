"""Closed lists of SOS IJ; the words are what a user reads."""

from django.db.models import IntegerChoices, TextChoices


class Motive(TextChoices):
    """Why a doctor asks; the order decides which motive routes when there are several."""

    INVALIDITY = "invalidite", "Pathologie invalidante et incapacité permanente"
    WORKPLACE = "poste", "Poste de travail et conflit employeur"
    DISPUTE = "contestation", "Contestation ou refus"
    HARDSHIP = "fragilite", "Difficulté financière ou fragilité psycho-sociale"
    ADMINISTRATIVE = "administratif", "Complexité administrative"
    OTHER = "autre", "Autre"


class Level(IntegerChoices):
    FIRST = 1, "Niveau 1"
    EXPERT = 2, "Niveau 2"


class Desk(TextChoices):
    MEDICAL = "medical", "Service médical"
    SOCIAL = "social", "Service social"
    BENEFITS = "prestations", "Prestations"
    MSA = "msa", "Guichet MSA"


class Regime(TextChoices):
    GENERAL = "RG", "Régime général"
    AGRICULTURAL = "MSA", "Régime agricole"
    UNKNOWN = "", "Non précisé"


class Channel(TextChoices):
    PORTAL = "portail", "Portail des praticiens"
    PHONE = "telephone", "Téléphone"
    MAIL = "courriel", "Courriel"
    FILE = "fichier", "Fichier"


class State(TextChoices):
    RECEIVED = "recue", "À qualifier"
    WAITING = "a_prendre", "À prendre"
    HELD = "en_cours", "En cours"
    SUSPENDED = "suspendue", "Suspendue"
    SECOND_READING = "a_relire", "Seconde lecture"
    ANSWERED = "repondue", "Répondue"
    DROPPED = "sans_suite", "Classée sans réponse"


class Event(TextChoices):
    """What may happen to a request: the words of its history."""

    RECEIVE = "recevoir", "Demande reçue"
    QUALIFY = "qualifier", "Qualifiée"
    REQUALIFY = "requalifier", "Requalifiée"
    REDIRECT = "reorienter", "Réorientée"
    TAKE = "prendre", "Prise en charge"
    GIVE_BACK = "rendre", "Rendue au guichet"
    SUSPEND = "suspendre", "Délai suspendu"
    RESUME = "reprendre", "Délai repris"
    SUBMIT = "proposer", "Réponse soumise à seconde lecture"
    SEND_BACK = "renvoyer", "Réponse à reprendre"
    APPROVE = "valider", "Réponse relue et envoyée"
    ANSWER = "repondre", "Réponse envoyée"
    ANSWER_BY_PHONE = "repondre_telephone", "Réponse donnée par téléphone"
    DROP = "classer", "Classée sans réponse"
    COMPLETE = "completer", "Précision reçue du médecin"
    WARN = "avertir", "Échéance proche signalée"
    BREACH = "depasser", "Échéance dépassée signalée"
    ESCALATE = "escalader", "Toujours sans réponse, signalée au responsable"


class Told(TextChoices):
    """In what quality somebody is told that time runs out; « personne » is a fact too."""

    HOLDER = "detenteur", "détenteur"
    DESK = "guichet", "guichet"
    ON_DUTY = "astreinte", "astreinte"
    HEAD = "responsable", "responsable du guichet"
    NOBODY = "personne", "personne"


class HoldReason(TextChoices):
    """Why the clock stops; each waits for somebody outside the desk."""

    DOCTOR = "medecin", "Précision attendue du médecin"
    INSURED = "assure", "Accord de la personne assurée attendu"
    PARTNER = "partenaire", "Réponse attendue d’un partenaire"


class Outcome(TextChoices):
    """What became of the situation, as the doctor or the staff tells it."""

    BACK = "reprise", "Reprise du travail"
    BACK_ADAPTED = "reprise_amenagee", "Reprise aménagée ou temps partiel thérapeutique"
    INVALIDITY = "invalidite", "Invalidité"
    PDP = "pdp", "Prévention de la désinsertion engagée"
    LONGER = "arret_prolonge", "Arrêt prolongé"
    NOTHING = "sans_suite", "Sans suite"
    UNKNOWN = "inconnu", "Inconnue"


class DropReason(TextChoices):
    DUPLICATE = "doublon", "Doublon d’une autre demande"
    WITHDRAWN = "retrait", "Retirée par le médecin"
    OUTSIDE = "hors_champ", "Hors du champ de SOS IJ"


class TextKind(TextChoices):
    """A text of the thread, in the medical space."""

    QUESTION = "question", "Question du médecin"
    NOTE = "note", "Note interne"
    EXPERT = "expertise", "Avis d’expert"
    DRAFT = "projet", "Projet de réponse"
    ANSWER = "reponse", "Réponse au médecin"


class DeskTextKind(TextChoices):
    """A text of a desk that sees no medical word."""

    NOTE = "note", "Note du guichet"
    DRAFT = "projet", "Projet de réponse"
    ANSWER = "reponse", "Réponse au médecin"


class Tab(TextChoices):
    """The views of a desk's queue; each desk has one too."""

    MINE = "moi", "À moi"
    TOLD = "signalees", "Signalées à moi"
    TO_QUALIFY = "qualifier", "À qualifier"
    ALL = "tout", "Toutes"
    OUTCOMES = "issues", "À suivre"
    CLOSED = "closes", "Closes"

    @property
    def past(self) -> bool:
        """Requests that are over: their delay runs no more."""
        return self in {Tab.OUTCOMES, Tab.CLOSED}


class Situation(TextChoices):
    """What a queue is cut by, of the delay and of the way."""

    LATE = "retard", "en retard"
    TODAY = "jour", "à rendre aujourd’hui"
    SUSPENDED = "suspendue", "suspendue"
    LOOPS = "boucles", "réorientée trois fois ou plus"


class ClientState(TextChoices):
    """What the practitioners' portal is told."""

    RECEIVED = "recue", "Reçue"
    IN_PROGRESS = "en_cours", "En cours de traitement"
    ON_HOLD = "suspendue", "En attente"
    ANSWERED = "repondue", "Répondue"
    CLOSED = "close", "Close"


class FileState(TextChoices):
    """What the antivirus has said of an attachment."""

    QUARANTINED = "quarantaine", "En quarantaine"
    CLEAN = "controlee", "Contrôlée"
    INFECTED = "refusee", "Refusée par l’antivirus"


class IntakeScope(TextChoices):
    """What is counted apart: attempts at a token must not use up the calls, nor the reverse."""

    TOKEN = "jeton", "Demandes de jeton"
    CALL = "appel", "Appels"


class Side(TextChoices):
    """Who may read and send a model answer: the service médical alone, or every desk."""

    MEDICAL = "medicale", "Réponse médicale"
    OPEN = "administrative", "Réponse administrative"


class EntryState(TextChoices):
    """Where a model answer stands on a day."""

    IN_FORCE = "en_vigueur", "En vigueur"
    DUE = "a_revoir", "À revoir"
    WITHDRAWN = "retiree", "Retirée"


class SurveyKind(TextChoices):
    """Whom a questionnaire is for."""

    USER = "utilisateur", "A reçu une réponse"
    NON_USER = "non_utilisateur", "N’a jamais demandé"


class Mark(IntegerChoices):
    """An opinion, from no to yes; no middle to hide in."""

    NO = 1, "Non"
    RATHER_NO = 2, "Plutôt non"
    RATHER_YES = 3, "Plutôt oui"
    YES = 4, "Oui"


class Brake(TextChoices):
    """Why a doctor for whom the service is open never asked."""

    UNKNOWN = "inconnu", "Ne connaissait pas le service"
    TIME = "temps", "Pas le temps"
    NO_CASE = "sans_cas", "Pas de cas à soumettre"
    PHONE = "telephone", "Préfère le téléphone"
    CONTROL = "controle", "Craint un contrôle"
    OTHER = "autre", "Autre raison"
