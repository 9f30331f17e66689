"""droits.yaml: what it grants, and what its loader refuses."""

import pytest

from accounts import roles
from accounts.enums import Access, FieldClass, Role
from accounts.presenters import rights_table


TEXT = roles.SOURCE.read_text(encoding="utf-8")
PROFILE_READERS = {
    Role.MEDECIN_CONSEIL,
    Role.MEDECIN_CHEF,
    Role.SECRETARIAT_MEDICAL,
    Role.DAM,
    Role.GESTIONNAIRE,
    Role.ADMIN_CAMPAGNE,
    Role.DIRECTION,
}

MEDICAL_SERVICE = {
    Role.MEDECIN_CONSEIL,
    Role.MEDECIN_CHEF,
    Role.SECRETARIAT_MEDICAL,
    Role.REPONDANT_SOS,
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("tableau.lire", PROFILE_READERS),
        ("prescripteurs.lire", PROFILE_READERS),
        ("prescripteurs.exporter", PROFILE_READERS),
        (
            "prescripteurs.motifs",
            {Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.SECRETARIAT_MEDICAL},
        ),
        ("prescripteurs.dossiers", {Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF}),
        ("methode.lire", PROFILE_READERS | {Role.AUDITEUR}),
        ("traitements.lire", {Role.ADMIN_TECHNIQUE, Role.ADMIN_CAMPAGNE}),
        ("traitements.agir", {Role.ADMIN_TECHNIQUE}),
        ("administration.comptes", {Role.ADMIN_TECHNIQUE}),
        ("administration.habilitations", {Role.ADMIN_TECHNIQUE}),
        ("administration.journal", {Role.AUDITEUR}),
    ],
)
def test_roles_of_each_action(code, expected):
    assert roles.action_named(code).roles == expected


def test_open_actions_are_only_these():
    by_access = {
        access: {a.code for a in roles.rights().actions.values() if a.access is access}
        for access in Access
    }
    assert by_access[Access.PUBLIC] == {"public"}
    assert by_access[Access.SIGNED_IN] == {"compte.soi", "aide.droits", "journee.lire"}
    assert by_access[Access.CLOSED] == {"fermee"}
    assert by_access[Access.CLIENT] == {"sosij.api"}


@pytest.mark.parametrize(
    "role",
    sorted(set(Role) - MEDICAL_SERVICE),
)
def test_only_the_medical_service_may_ever_read_medical_data(role):
    never = roles.rights().roles[role].never
    assert {FieldClass.MEDICAL, FieldClass.PSEUDO} <= never


def test_nobody_reads_a_secret():
    actions = roles.rights().actions.values()
    assert all(FieldClass.SECRET not in action.classes for action in actions)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("roles: [auditeur]", "roles: [auditrice]", "« auditrice » inconnu"),
        ("    kind: PUBLIC", "    kind: OUVERT", "champs.accounts.Organisation.kind"),
        ("account_login: public", "account_login: ouvert", "action inconnue « ouvert »"),
        ("  PS: Donnée", "  PX: Donnée", "« PX » inconnu"),
        ("roles: [auditeur]", "roles: []", "des rôles si, et seulement si"),
        ("roles: [auditeur]", "roles: [csam]", "csam ne lit jamais PS"),
        ("    acces: fermee", "    ouvert: oui", "clés inconnues, ouvert"),
        ("routes_tierces:", "routes:", "sections attendues"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(old, new, said):
    assert old in TEXT
    with pytest.raises(roles.RightsError, match=said):
        roles.parse(TEXT.replace(old, new, 1))


def test_a_medical_class_given_outside_the_medical_service_is_refused():
    line = "    libelle: Prescripteurs et leurs profils\n    classes: ["
    with pytest.raises(
        roles.RightsError, match=r"prescripteurs\.lire : admin_campagne ne lit jamais MEDICAL"
    ):
        roles.parse(TEXT.replace(line, line + "MEDICAL, "))


def test_an_unknown_action_is_an_error_not_a_refusal():
    with pytest.raises(roles.UnknownActionError, match=r"prescripteur\.lire"):
        roles.action_named("prescripteur.lire")


def test_the_help_page_says_what_the_file_says():
    rows = {row.action.code: dict(row.cells) for row in rights_table(roles.rights()).rows}
    assert "fermee" not in rows
    assert {role for role, opened in rows["prescripteurs.lire"].items() if opened} == (
        PROFILE_READERS
    )
