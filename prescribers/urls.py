"""Addresses of the prescribers and of the data that describe them."""

from django.urls import URLPattern, URLResolver, include, path

from prescribers.views import (
    data,
    imports,
    imports_decision,
    imports_deposit,
    prescriber_list,
    profile,
)


PRESCRIBERS = [
    path("", prescriber_list.list_page, name="prescripteurs"),
    path("prescripteurs.csv", prescriber_list.list_csv, name="prescripteurs-csv"),
    path("<str:rpps>/", profile.profile_page, name="prescripteur"),
    path("<str:rpps>/evolution.csv", profile.evolution_csv, name="prescripteur-evolution-csv"),
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
    path("imports/", include(IMPORTS)),
    path("donnees/", data.data_page, name="donnees"),
]
