"""Closed lists of the prescribers floor; the words are what a user reads."""

from django.db.models import IntegerChoices, TextChoices


class SourceKind(TextChoices):
    """The files that we know how to read, in the order in which they depend on each other."""

    CAISSES = "caisses", "caisses"
    COMMUNES = "communes", "communes"
    IRIS = "iris", "IRIS"
    RPPS = "rpps", "annuaire RPPS"
    FINESS = "finess", "établissements FINESS"
    STRUCTURES = "structures", "centres et sociétés de téléconsultation"
    PRESCRIPTEURS = "prescripteurs", "prescripteurs"
    APPARTENANCES = "appartenances", "appartenances"
    ACTIVITE = "activite", "activité"
    PATIENTELE = "patientele", "patientèle"
    ARRETS = "arrets", "arrêts"


class BatchStatus(TextChoices):
    QUEUED = "QUEUED", "en attente"
    RUNNING = "RUNNING", "en cours"
    DONE = "DONE", "importé"
    ALREADY = "ALREADY", "déjà importé"
    REFUSED = "REFUSED", "refusé"
    HELD = "HELD", "retenu"


class PracticeMode(TextChoices):
    LIBERAL = "LIB", "libéral"
    SALARIED = "SAL", "salarié"
    MIXED = "MIX", "mixte"


class Sector(TextChoices):
    ONE = "1", "secteur 1"
    TWO = "2", "secteur 2"
    THREE = "3", "secteur 3"
    OUTSIDE = "NC", "non conventionné"
    UNKNOWN = "", "inconnu"


class EndReason(TextChoices):
    RETIREMENT = "RETRAITE", "retraite"
    DEATH = "DECES", "décès"
    DEPARTURE = "DEPART", "départ"
    STRUCK_OFF = "RADIATION", "radiation"
    NONE = "", "sans objet"


class Sex(IntegerChoices):
    UNKNOWN = 0, "inconnu"
    MALE = 1, "homme"
    FEMALE = 2, "femme"


class LeaveRisk(TextChoices):
    ILLNESS = "MAL", "maladie"
    ACCIDENT = "AT", "accident du travail"
    OCCUPATIONAL = "MP", "maladie professionnelle"
    MATERNITY = "MAT", "maternité"


class LeaveNature(TextChoices):
    INITIAL = "I", "initial"
    PROLONGATION = "P", "prolongation"


class RunState(TextChoices):
    COMPUTING = "COMPUTING", "en calcul"
    COMPUTED = "COMPUTED", "calculé"
    HELD = "HELD", "retenu"
    PUBLISHED = "PUBLISHED", "publié"
    FAILED = "FAILED", "en échec"
    REFUSED = "REFUSED", "refusé"


class SignalLevel(IntegerChoices):
    """Where the interval of the ratio stands; a signal is a question, not a verdict."""

    NOT_ENOUGH = -1, "effectif insuffisant"
    COMPATIBLE = 0, "compatible avec l’attendu"
    ABOVE = 1, "au-dessus de l’attendu"
    WELL_ABOVE = 2, "nettement au-dessus de l’attendu"


class Signal(TextChoices):
    """A large and certain effect in one run, by the words of `ijstats.signals`."""

    NO_FIGURE = "", "effectif insuffisant"
    NONE = "aucun", "aucun signal"
    SIGNAL = "signal", "signal"
    STRONG = "signal_fort", "signal fort"


class StructureKind(TextChoices):
    CENTRE = "CDS", "centre de santé"
    TELECONSULTATION = "TLC", "société de téléconsultation"
    MSP = "MSP", "maison de santé pluriprofessionnelle"
    CPTS = "CPTS", "communauté professionnelle territoriale de santé"
    OTHER = "AUTRE", "autre établissement"


class BlockKind(TextChoices):
    LEAVES = "L", "arrêts"
    PATIENTS = "P", "patientèle"


class ExportFormat(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "classeur XLSX"
    PDF = "pdf", "PDF"


class ExportPurpose(TextChoices):
    """Why a whole list leaves the portal; a closed list, and a sentence of the person's own."""

    INTERVIEWS = "entretiens", "Préparer des entretiens ou des visites"
    CAMPAIGN = "campagne", "Préparer une campagne"
    STEERING = "pilotage", "Piloter l’activité de la caisse"
    CONTROL = "controle", "Vérifier les chiffres du portail"
    STUDY = "etude", "Étude ou rapport"


class ExportEnding(TextChoices):
    EXPIRED = "expire", "expiré"
    DELETED = "supprime", "supprimé"
    FAILED = "echec", "en échec"
