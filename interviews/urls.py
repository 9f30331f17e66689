"""Addresses of the interviews, the contacts and the visits."""

from django.urls import path

from interviews.views import (
    acts,
    availability,
    commitments,
    contacts,
    contacts_files,
    desk,
    documents,
    field_api,
    field_conflicts,
    field_page,
    follow_up,
    interview,
    invitations,
    listing,
    preparation,
    proposing,
    report,
    slots,
    visit_targets,
    visits,
    webinars,
    week,
)


urlpatterns = [
    # Preparation, catalogue, report, commitments: before the acts of any name.
    path("entretiens/documents/", documents.catalogue_page, name="entretiens-documents"),
    path("entretiens/documents/ajouter/", documents.add_page, name="entretiens-document-ajouter"),
    path(
        "entretiens/documents/<int:number>/version/",
        documents.version_page,
        name="entretiens-document-version",
    ),
    path(
        "entretiens/documents/<int:number>/retirer/",
        documents.withdraw_page,
        name="entretiens-document-retirer",
    ),
    path("entretiens/engagements/", commitments.commitments_page, name="entretiens-engagements"),
    path("entretiens/engagements/<int:number>/tenu/", commitments.keep, name="engagement-tenu"),
    path(
        "entretiens/engagements/<int:number>/abandonner/",
        commitments.drop_page,
        name="engagement-abandonner",
    ),
    path("entretiens/propositions/<int:number>/", desk.move_offer, name="entretien-proposition"),
    path(
        "entretiens/<int:number>/preparer/",
        preparation.preparation_page,
        name="entretien-preparer",
    ),
    path(
        "entretiens/<int:number>/fiche.pdf", preparation.preparation_sheet, name="entretien-fiche"
    ),
    path("entretiens/<int:number>/situations/", preparation.keep, name="entretien-situations"),
    path(
        "entretiens/<int:number>/compte-rendu/", report.report_page, name="entretien-compte-rendu"
    ),
    path("entretiens/<int:number>/notes/", desk.notes_page, name="entretien-notes"),
    path("entretiens/<int:number>/propositions/", desk.offer, name="entretien-propositions"),
    path("entretiens/<int:number>/conclusion/", desk.conclude, name="entretien-conclusion"),
    path(
        "entretiens/<int:number>/coordonnees/",
        follow_up.coordinates_page,
        name="entretien-coordonnees",
    ),
    path("entretiens/<int:number>/suite.pdf", follow_up.letter, name="entretien-suite"),
    path("entretiens/<int:number>/revoir/", follow_up.see_again, name="entretien-revoir"),
    path("entretiens/", listing.list_page, name="entretiens"),
    path("entretiens/semaine/", week.week_page, name="entretiens-semaine"),
    path("entretiens/proposer/", proposing.propose_page, name="entretiens-proposer"),
    path("entretiens/<int:number>/", interview.interview_page, name="entretien"),
    path("entretiens/agenda.ics", invitations.own_calendar, name="entretiens-agenda-ics"),
    path(
        "entretiens/disponibilites/",
        availability.availability_page,
        name="entretiens-disponibilites",
    ),
    path("entretiens/<int:number>/creneaux/", slots.slots_page, name="entretien-creneaux"),
    path("entretiens/<int:number>/inviter/", invitations.invite_page, name="entretien-inviter"),
    path(
        "entretiens/<int:number>/invitation.pdf",
        invitations.invitation_document,
        name="entretien-invitation-pdf",
    ),
    path(
        "entretiens/<int:number>/invitation.ics",
        invitations.invitation_calendar,
        name="entretien-invitation-ics",
    ),
    path(
        "entretiens/<int:number>/remplacant/",
        invitations.give_to_substitute,
        name="entretien-remplacant",
    ),
    path(
        "entretiens/<int:number>/consultations/",
        availability.consultations_page,
        name="entretien-consultations",
    ),
    path(
        "entretiens/<int:number>/conflit/", field_conflicts.conflict_page, name="entretien-conflit"
    ),
    path("terrain/", field_page.field_page, name="terrain"),
    path("terrain/manifeste.webmanifest", field_page.manifest, name="terrain-manifeste"),
    path("terrain/service-worker.js", field_page.worker, name="terrain-service"),
    path("terrain/api/moi", field_api.me, name="terrain-moi"),
    path("terrain/api/entretiens", field_api.carried, name="terrain-entretiens"),
    path("terrain/api/comptes-rendus", field_api.send, name="terrain-comptes-rendus"),
    # Last: any other word after the number is an act.
    path("entretiens/<int:number>/<str:act>/", acts.act_on, name="entretien-acte"),
    path("contacts/", contacts.list_page, name="contacts"),
    path("contacts/saisir/", contacts.create_page, name="contact-saisir"),
    path("contacts/<int:number>/", contacts.contact_page, name="contact"),
    path("contacts/<int:number>/corriger/", contacts.correct_page, name="contact-corriger"),
    path("contacts/<int:number>/fait/", contacts.end_next, name="contact-fait"),
    path("contacts/echanges/", contacts_files.exchange_page, name="contacts-echanges"),
    path("contacts/echanges.csv", contacts_files.export_file, name="contacts-csv"),
    path("contacts/modele.csv", contacts_files.model_file, name="contacts-modele"),
    path("contacts/fichiers/<int:number>/", contacts_files.file_page, name="contacts-fichier"),
    path("webinaires/", webinars.list_page, name="webinaires"),
    path("webinaires/creer/", webinars.create_page, name="webinaire-creer"),
    path("webinaires/<int:number>/", webinars.webinar_page, name="webinaire"),
    path("webinaires/<int:number>/inviter/", webinars.add_guests, name="webinaire-inviter"),
    path("webinaires/<int:number>/presence/", webinars.read_attendance, name="webinaire-presence"),
    path("visites/", visits.list_page, name="visites"),
    path("visites/creer/", visits.create_page, name="visite-creer"),
    path("visites/<int:number>/", visits.campaign_page, name="visite"),
    path("visites/<int:number>/modifier/", visits.amend_page, name="visite-modifier"),
    path("visites/<int:number>/ouvrir/", visits.open_campaign, name="visite-ouvrir"),
    path("visites/<int:number>/clore/", visits.close_page, name="visite-clore"),
    path("visites/<int:number>/ajouter/", visit_targets.add_targets, name="visite-ajouter"),
    path("visites/cibles/<int:number>/", visit_targets.target_page, name="visite-cible"),
    path("visites/cibles/<int:number>/retirer/", visit_targets.remove_page, name="visite-retirer"),
    path("visites/cibles/<int:number>/confier/", visit_targets.entrust, name="visite-confier"),
    path("visites/cibles/<int:number>/proposer/", visit_targets.propose, name="visite-proposer"),
    path("visites/cibles/<int:number>/avis/", visit_targets.rate, name="visite-avis"),
]
