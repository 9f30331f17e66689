"""Addresses of SOS IJ."""

from django.urls import path

from sosij.views import (
    acts,
    drafts,
    duty,
    entry,
    files,
    importing,
    library,
    library_use,
    openings,
    promise,
    questionnaire,
    questionnaire_public,
    queue,
    report,
    request,
    routes,
    seats,
)


SET = "sos-ij/organisation"

urlpatterns = [
    path("sos-ij/", queue.queue_page, name="sosij"),
    path("sos-ij/bilan/", report.report_page, name="sosij-bilan"),
    path("sos-ij/bilan.csv", report.report_file, name="sosij-bilan-csv"),
    path(
        "sos-ij/bilan/<str:figure>.<str:file_format>",
        report.report_figure,
        name="sosij-bilan-figure",
    ),
    path("sos-ij/saisir/", entry.entry_page, name="sosij-saisir"),
    path("sos-ij/bibliotheque/", library.library_page, name="sosij-bibliotheque"),
    path("sos-ij/bibliotheque/ecrire/", library.create_page, name="sosij-bibliotheque-ecrire"),
    path(
        "sos-ij/bibliotheque/<int:entry_id>/",
        library.entry_page,
        name="sosij-bibliotheque-reponse",
    ),
    path(
        "sos-ij/bibliotheque/<int:entry_id>/modifier/",
        library.amend_page,
        name="sosij-bibliotheque-modifier",
    ),
    path(
        "sos-ij/bibliotheque/<int:entry_id>/revoir/",
        library.review,
        name="sosij-bibliotheque-revoir",
    ),
    path(
        "sos-ij/bibliotheque/<int:entry_id>/retirer/",
        library.withdraw_page,
        name="sosij-bibliotheque-retirer",
    ),
    path("sos-ij/questionnaire/", questionnaire.survey_page, name="sosij-questionnaire"),
    path(
        "sos-ij/questionnaire/liens.csv",
        questionnaire.links_file,
        name="sosij-questionnaire-liens",
    ),
    path(
        "sos-ij/questionnaire/merci/",
        questionnaire_public.thanks_page,
        name="sosij-questionnaire-merci",
    ),
    path(
        "sos-ij/questionnaire/<int:survey_id>/annuler/",
        questionnaire.cancel,
        name="sosij-questionnaire-annuler",
    ),
    path(
        "sos-ij/questionnaire/<str:token>/",
        questionnaire_public.answer_page,
        name="sosij-questionnaire-medecin",
    ),
    path("sos-ij/astreinte/", duty.duty_page, name="sosij-astreinte"),
    path(
        "sos-ij/astreinte/<int:duty_id>/retirer/",
        duty.withdraw_page,
        name="sosij-astreinte-retirer",
    ),
    path(f"{SET}/", openings.opening_list, name="sosij-ouvertures"),
    path(f"{SET}/ouvrir/", openings.opening_add, name="sosij-ouvrir"),
    path(f"{SET}/ouvertures/<int:number>/fermer/", openings.opening_close, name="sosij-fermer"),
    path(f"{SET}/places/", seats.seat_list, name="sosij-places"),
    path(f"{SET}/places/donner/", seats.seat_add, name="sosij-place-donner"),
    path(f"{SET}/places/<int:number>/changer/", seats.seat_change, name="sosij-place-changer"),
    path(f"{SET}/places/<int:number>/fermer/", seats.seat_close, name="sosij-place-fermer"),
    path(f"{SET}/routage/", routes.route_page, name="sosij-routage"),
    path(f"{SET}/routage/ajouter/", routes.route_add, name="sosij-ligne-ajouter"),
    path(f"{SET}/routage/<int:number>/fermer/", routes.route_close, name="sosij-ligne-fermer"),
    path(f"{SET}/delai/", promise.promise_page, name="sosij-delai"),
    path("sos-ij/importer/", importing.file_page, name="sosij-importer"),
    path("sos-ij/importer/modele.csv", importing.model_file, name="sosij-importer-modele"),
    path("sos-ij/importer/<int:number>/", importing.batch_page, name="sosij-lot"),
    path("sos-ij/<str:reference>/", request.request_page, name="sosij-demande"),
    path("sos-ij/<str:reference>/reponse.pdf", files.answer_document, name="sosij-reponse-pdf"),
    path("sos-ij/<str:reference>/pieces/<int:file_id>/", files.request_file, name="sosij-piece"),
    path("sos-ij/<str:reference>/note/", acts.add_note, name="sosij-note"),
    path("sos-ij/<str:reference>/brouillon/", drafts.keep, name="sosij-brouillon"),
    path("sos-ij/<str:reference>/issue/", acts.tell_outcome, name="sosij-issue"),
    path(
        "sos-ij/<str:reference>/inserer/<int:version_id>/",
        library_use.insert,
        name="sosij-inserer",
    ),
    path("sos-ij/<str:reference>/<str:act>/", acts.act_on, name="sosij-acte"),
]
