"""The demo's people: every role, and two people where a decision takes two."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import OrganisationKind, Role
from accounts.models import Habilitation, Organisation, User
from accounts.services.accounts import create_account
from accounts.services.habilitations import DirectorDecision, grant_habilitation


PASSWORD = "demonstration-ij"  # noqa: S105 (printed on purpose; the data are synthetic)
DOMAIN = "demo.ijportal.fr"
CAISSE, REGION, NATION = OrganisationKind.CAISSE, OrganisationKind.REGION, OrganisationKind.NATION


@dataclass(frozen=True)
class DemoAccount:
    """Who signs in, as what, and where."""

    name: str
    full_name: str
    role: Role
    kind: OrganisationKind = CAISSE
    code: str = "061"

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = (
    DemoAccount("medecin.conseil", "Dr Élise Marchetti", Role.MEDECIN_CONSEIL),
    DemoAccount("medecin.conseil.2", "Dr Youssef Bélanval", Role.MEDECIN_CONSEIL),
    DemoAccount("medecin.chef", "Dr Antoine Vasseroy", Role.MEDECIN_CHEF),
    DemoAccount("secretariat", "Inès Corvolle", Role.SECRETARIAT_MEDICAL),
    DemoAccount("dam", "Sandrine Ollivarès", Role.DAM),
    DemoAccount("dam.2", "Mehdi Rousselin", Role.DAM),
    DemoAccount("dam.var", "Coralie Santerac", Role.DAM, CAISSE, "831"),
    DemoAccount("gestionnaire", "Karim Besnardin", Role.GESTIONNAIRE),
    DemoAccount("pilote", "Nathalie Fouquerel", Role.ADMIN_CAMPAGNE, REGION, "93"),
    DemoAccount("pilote.2", "Aurélien Castagnoux", Role.ADMIN_CAMPAGNE, REGION, "93"),
    DemoAccount("direction", "Hélène Darmonville", Role.DIRECTION),
    DemoAccount("direction.2", "Grégoire Montferrat", Role.DIRECTION),
    DemoAccount("csam", "Thomas Guérinel", Role.CSAM),
    DemoAccount("service.social", "Lucie Pellarin", Role.SERVICE_SOCIAL),
    DemoAccount("technique", "Marc Levasnier", Role.ADMIN_TECHNIQUE, NATION, "FR"),
    DemoAccount("auditeur", "Claire Montavel", Role.AUDITEUR, NATION, "FR"),
    DemoAccount("repondant.sos", "Dr Nadia Perrichet", Role.REPONDANT_SOS),
    DemoAccount("repondant.sos.2", "Dr Luc Tassigny", Role.REPONDANT_SOS),
    DemoAccount("repondant.var", "Dr Anne Fourcade", Role.REPONDANT_SOS, CAISSE, "831"),
    DemoAccount("medecin.conseil.var", "Dr Paul Escartin", Role.MEDECIN_CONSEIL, CAISSE, "831"),
)


def open_accounts() -> dict[str, User]:
    """Open each account that is not there yet, without any right; by name."""
    return {account.name: _opened(account) for account in ACCOUNTS}


def grant_roles(users: dict[str, User], *, on: date) -> None:
    """Give each account its role; the organisations must have been imported."""
    for account in ACCOUNTS:
        user = users[account.name]
        if Habilitation.objects.filter(user=user).exists():
            continue
        grant_habilitation(
            user=user,
            role=account.role,
            organisation=Organisation.objects.get(kind=account.kind, code=account.code),
            valid_from=_long_ago(on),
            reason="Compte de démonstration",
            by=None,
            system="demonstration",
        )
    _grant_both(users, on=on)


def _long_ago(on: date) -> date:
    """Before the first act of the story, which goes back a year."""
    return date(on.year - 2, 1, 1)


def _grant_both(users: dict[str, User], *, on: date) -> None:
    """One person helps doctors and instructs cases: the director said why."""
    helper, start = users["repondant.sos.2"], _long_ago(on)
    if helper.habilitations.filter(role=Role.MEDECIN_CONSEIL).exists():
        return
    why = "Congé de maternité d’une médecin-conseil, renfort jusqu’à son retour"
    grant_habilitation(
        user=helper,
        role=Role.MEDECIN_CONSEIL,
        organisation=Organisation.objects.get(kind=CAISSE, code="061"),
        valid_from=start,
        reason="Compte de démonstration",
        by=None,
        system="demonstration",
        decision=DirectorDecision(users["direction"], start, why),
    )


def _opened(account: DemoAccount) -> User:
    known = User.objects.filter(email=account.email).first()
    return known or create_account(
        email=account.email,
        full_name=account.full_name,
        password=PASSWORD,
        by=None,
        system="demonstration",
        synthetic=True,
    )


def lines() -> list[str]:
    """What the launcher prints: address, role, organisation."""
    return [f"  {a.email:<38} {a.role.label} ({a.kind.label.lower()} {a.code})" for a in ACCOUNTS]
