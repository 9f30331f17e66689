"""Words of the rights: who one is, where, and what kind of data a field holds."""

import enum

from django.db import models


class Role(models.TextChoices):
    """What a person does in the portal; a habilitation joins it to an organisation and dates."""

    MEDECIN_CONSEIL = "medecin_conseil", "Médecin-conseil"
    MEDECIN_CHEF = "medecin_chef", "Médecin-conseil chef de service"
    SECRETARIAT_MEDICAL = "secretariat_medical", "Secrétariat médical"
    DAM = "dam", "Délégué de l’Assurance Maladie"
    GESTIONNAIRE = "gestionnaire", "Gestionnaire"
    ADMIN_CAMPAGNE = "admin_campagne", "Pilote de campagne"
    DIRECTION = "direction", "Direction"
    CSAM = "csam", "Conseiller service de l’Assurance Maladie"
    SERVICE_SOCIAL = "service_social", "Service social"
    ADMIN_TECHNIQUE = "admin_technique", "Administration technique"
    AUDITEUR = "auditeur", "Contrôle interne"
    REPONDANT_SOS = "repondant_sos", "Répondant SOS IJ"


class OrganisationKind(models.TextChoices):
    """Where a role is held. A Carsat opens no caisse: its territory comes with PDP referrals."""

    CAISSE = "caisse", "Caisse"
    REGION = "region", "Région"
    NATION = "nation", "Nation"
    CARSAT = "carsat", "Carsat ou CGSS"


class FieldClass(enum.StrEnum):
    """What a model field says, hence who may read it."""

    PUBLIC = "PUBLIC"
    GESTION = "GESTION"
    PS = "PS"
    CONCLUSION = "CONCLUSION"
    MEDICAL = "MEDICAL"
    PSEUDO = "PSEUDO"
    SECRET = "SECRET"  # noqa: S105 (a class of fields, not a password)


class Access(enum.StrEnum):
    """Who enters an action: anyone, any signed-in person, the roles it lists, a program, nobody."""

    PUBLIC = "public"
    SIGNED_IN = "connecte"
    ROLES = "roles"
    CLOSED = "fermee"
    # A program with a token, which the view itself authenticates; no person.
    CLIENT = "client"


# Behind the database wall: only the medical role of PostgreSQL reads them.
WALLED_CLASSES = frozenset({FieldClass.MEDICAL, FieldClass.PSEUDO})
