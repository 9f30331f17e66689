"""Routes of the administration and of « Qui voit quoi »; included at the root."""

from django.urls import path

from accounts.views import absences, accounts, delegations, habilitations, journal, rights


COMPTE = "administration/comptes/<int:number>/"
HABILITATION = "administration/habilitations/<int:number>/"
DELEGATION = "administration/delegations/<int:number>/"

urlpatterns = [
    path("administration/comptes/", accounts.account_list, name="admin-comptes"),
    path("administration/comptes/ouvrir/", accounts.account_create, name="admin-compte-ouvrir"),
    path(COMPTE, accounts.account_page, name="admin-compte"),
    path(f"{COMPTE}lien/", accounts.account_link, name="admin-compte-lien"),
    path(f"{COMPTE}desactiver/", accounts.account_deactivate, name="admin-compte-desactiver"),
    path(f"{COMPTE}reactiver/", accounts.account_reactivate, name="admin-compte-reactiver"),
    path(
        f"{COMPTE}habiliter/", habilitations.habilitation_grant, name="admin-habilitation-accorder"
    ),
    path(f"{COMPTE}deleguer/", delegations.delegation_create, name="admin-delegation-creer"),
    path(
        "administration/habilitations/", habilitations.habilitation_list, name="admin-habilitations"
    ),
    path(
        f"{HABILITATION}terminer/",
        habilitations.habilitation_end,
        name="admin-habilitation-terminer",
    ),
    path(f"{DELEGATION}terminer/", delegations.delegation_end, name="admin-delegation-terminer"),
    path("administration/journal/", journal.journal_list, name="admin-journal"),
    path("aide/droits/", rights.rights_help, name="aide-droits"),
    path("ma-journee/absences/", absences.absence_page, name="absences"),
    path("ma-journee/absences/courriel/", absences.mail_choice, name="absences-courriel"),
    path("ma-journee/absences/<int:number>/", absences.absence_change, name="absence"),
    path("ma-journee/absences/<int:number>/retirer/", absences.absence_end, name="absence-retirer"),
]
