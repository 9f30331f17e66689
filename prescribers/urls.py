"""Addresses of the prescribers and of the data that describe them."""

from django.urls import URLPattern, URLResolver, include, path

from prescribers.views import (
    cases,
    data,
    export_files,
    exports,
    imports,
    imports_decision,
    imports_deposit,
    prescriber_columns,
    prescriber_groups,
    prescriber_list,
    profile,
    profile_figures,
    profile_peers,
    profile_sheet,
    structure,
)


CASES_AND_STRUCTURE: list[URLPattern | URLResolver] = [
    path("structure/", structure.structure_page, name="prescripteur-structure"),
    path("structure/motifs.csv", structure.motives_csv, name="prescripteur-structure-motifs"),
    path("dossiers/", cases.cases_page, name="prescripteur-dossiers"),
    path("dossiers/<str:case>/", cases.case_page, name="prescripteur-dossier"),
]
PRESCRIBERS: list[URLPattern | URLResolver] = [
    path("", prescriber_list.list_page, name="prescripteurs"),
    *(
        path(
            f"prescripteurs.{file_format}",
            export_files.list_file,
            {"file_format": file_format},
            name=f"prescripteurs-{file_format}",
        )
        for file_format in ("csv", "xlsx", "pdf")
    ),
    path("groupes/", prescriber_groups.groups_page, name="prescripteurs-groupes"),
    path("colonnes/", prescriber_columns.choose_columns, name="prescripteurs-colonnes"),
    path("<str:rpps>/", profile.profile_page, name="prescripteur"),
    path("<str:rpps>/fiche.pdf", profile_sheet.profile_sheet, name="prescripteur-fiche"),
    path("<str:rpps>/evolution/", profile.evolution_page, name="prescripteur-evolution"),
    path("<str:rpps>/comparables/", profile_peers.peers_page, name="prescripteur-comparables"),
    path("<str:rpps>/historique/", profile.history_page, name="prescripteur-historique"),
    path(
        "<str:rpps>/figures/<slug:figure>.<slug:file_format>",
        profile_figures.figure_file,
        name="prescripteur-figure",
    ),
    path("<str:rpps>/", include(CASES_AND_STRUCTURE)),
]
EXPORTS = [
    path("", exports.list_page, name="exports"),
    path("en-cours/", exports.list_part, name="exports-en-cours"),
    path("demander/", exports.ask_page, name="export-demander"),
    path("<int:export_id>/fichier/", exports.download, name="export-fichier"),
    path("<int:export_id>/supprimer/", exports.delete, name="export-supprimer"),
]
IMPORTS = [
    path("", imports.list_page, name="imports"),
    path("en-cours/", imports.running_part, name="imports-en-cours"),
    path("deposer/", imports_deposit.deposit_page, name="import-deposer"),
    path("<int:batch_id>/", imports.batch_page, name="import"),
    path("<int:batch_id>/en-cours/", imports.batch_part, name="import-en-cours"),
    path("<int:batch_id>/decider/", imports_decision.decide, name="import-decider"),
    path("<int:batch_id>/rejets.csv", imports.rejects_csv, name="import-rejets-csv"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("prescripteurs/", include(PRESCRIBERS)),
    path("exports/", include(EXPORTS)),
    path("imports/", include(IMPORTS)),
    path("donnees/", data.data_page, name="donnees"),
]
