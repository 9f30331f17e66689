"""Page values of the administration: tabs, journal lines, the table of rights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.enums import Access, FieldClass, Role
from accounts.models import Delegation, Habilitation
from accounts.permissions import HeldRights
from accounts.roles import Action, Rights
from core.models import JournalEntry


SECTIONS = (
    ("administration.comptes", "admin-comptes", "Comptes"),
    ("administration.habilitations", "admin-habilitations", "Habilitations"),
    ("administration.journal", "admin-journal", "Journal"),
)
ACTS = {
    "absence.annuler": "Absence retirée",
    "absence.changer": "Absence changée",
    "absence.declarer": "Absence inscrite",
    "acces.refuse": "Accès refusé",
    "compte.connexion": "Connexion",
    "compte.creer": "Compte ouvert",
    "compte.deconnexion": "Déconnexion",
    "compte.desactiver": "Compte désactivé",
    "compte.lien-mot-de-passe": "Lien de mot de passe remis",
    "compte.mot-de-passe": "Mot de passe choisi",
    "compte.reactiver": "Compte réactivé",
    "compte.session-terminee": "Session terminée",
    "delegation.creer": "Délégation enregistrée",
    "delegation.terminer": "Délégation terminée",
    "export.demander": "Export demandé",
    "export.expirer": "Export périmé effacé",
    "export.supprimer": "Export supprimé",
    "habilitation.accorder": "Habilitation accordée",
    "habilitation.cumuler": "Cumul décidé par la direction",
    "habilitation.terminer": "Habilitation terminée",
    "import.appliquer": "Fichier importé",
    "blocs.reconstruire": "Bloc encodé refait",
    "import.deposer": "Fichier déposé",
    "import.ecarter": "Lot retenu écarté",
    "import.exporter-rejets": "Rejets d’un import exportés",
    "import.forcer": "Contrôle d’un import forcé",
    "import.liberer": "Lot retenu libéré",
    "import.refuser": "Fichier refusé",
    "import.retenir": "Fichier retenu par un contrôle",
    "journee.courriel": "Courriel de la semaine préparé",
    "journee.lire": "Ma journée lue",
    "journal.consulter": "Journal consulté",
    "organisme.creer": "Organisme créé",
    "organisme.nommer": "Libellé d’organisme changé",
    "organisme.rattacher": "Organisme rattaché ailleurs",
    "prescripteurs.dossier-ouvrir": "Dossier à discuter ouvert",
    "prescripteurs.dossiers": "Dossiers à discuter listés",
    "prescripteurs.exporter": "Liste exportée",
    "prescripteurs.lire": "Page d’un prescripteur lue",
    "prescripteurs.lister": "Liste des prescripteurs lue",
    "prescripteurs.motifs": "Motifs d’un prescripteur lus",
    "prescripteurs.publier": "Calcul publié",
    "traitement.annuler": "Traitement annulé",
    "traitement.relancer": "Traitement relancé",
}


@dataclass(frozen=True)
class Tab:
    route: str
    label: str
    current: bool


def tabs(held: HeldRights, current: str) -> list[Tab]:
    """The sections of the administration that this person may open."""
    return [
        Tab(route=route, label=label, current=route == current)
        for code, route, label in SECTIONS
        if held.can(code)
    ]


@dataclass(frozen=True)
class GrantLine:
    """One habilitation or delegation, with the state of the day in a word."""

    grant: Habilitation | Delegation
    state: str
    kind: str
    last_day: date | None

    @property
    def organisation(self) -> str:
        at = self.grant.organisation
        return str(getattr(at, "label", None) or at.code)


def grant_line(grant: Habilitation | Delegation, today: date) -> GrantLine:
    end = grant.valid_to
    last_day = end - timedelta(days=1) if end else None
    if end is not None and end <= max(today, grant.valid_from):
        state, kind = "terminée", ""
    elif grant.valid_from > today:
        state, kind = "à venir", "waiting"
    else:
        state, kind = "en cours", "ongoing"
    return GrantLine(grant=grant, state=state, kind=kind, last_day=last_day)


def grant_lines(grants: Iterable[Habilitation | Delegation], today: date) -> list[GrantLine]:
    return [grant_line(grant, today) for grant in grants]


@dataclass(frozen=True)
class JournalLine:
    number: int
    at: datetime
    who: str
    act: str
    code: str
    target: str
    caisse: str
    reason: str


def journal_line(entry: JournalEntry, names: Mapping[int, str]) -> JournalLine:
    return JournalLine(
        number=entry.pk,
        at=entry.at,
        who=_who(entry, names),
        act=ACTS.get(entry.action, entry.action),
        code=entry.action,
        target=f"{entry.object_kind} {entry.object_id}".strip(),
        caisse=entry.caisse,
        reason=entry.reason,
    )


def _who(entry: JournalEntry, names: Mapping[int, str]) -> str:
    if entry.actor_id is None:
        return f"Système ({entry.system})"
    return names.get(entry.actor_id, f"Compte n° {entry.actor_id}")


@dataclass(frozen=True)
class RoleColumn:
    role: Role
    sentence: str
    reads: str
    never: str


@dataclass(frozen=True)
class ActionRow:
    action: Action
    everyone: bool
    cells: list[tuple[Role, bool]]


@dataclass(frozen=True)
class RightsTable:
    roles: list[RoleColumn]
    rows: list[ActionRow]
    classes: list[tuple[FieldClass, str]]


def rights_table(rights: Rights) -> RightsTable:
    """droits.yaml as a page: who each role is, what it opens, what it never reads."""
    opened = [action for action in rights.actions.values() if action.access is not Access.CLOSED]
    return RightsTable(
        roles=[_role_column(role, rights) for role in Role],
        rows=[_action_row(action) for action in opened],
        classes=list(rights.classes.items()),
    )


def _role_column(role: Role, rights: Rights) -> RoleColumn:
    rule = rights.roles[role]
    reads = {
        word
        for action in rights.actions.values()
        if role in action.roles
        for word in action.classes
    }
    in_order = [word for word in FieldClass if word in reads]
    never = [word for word in FieldClass if word in rule.never]
    return RoleColumn(role, rule.sentence, ", ".join(in_order), ", ".join(never))


def _action_row(action: Action) -> ActionRow:
    everyone = action.access in {Access.PUBLIC, Access.SIGNED_IN}
    cells = [(role, everyone or role in action.roles) for role in Role]
    return ActionRow(action=action, everyone=everyone, cells=cells)
