"""Addresses of the pages that join apps."""

from django.urls import path

from ijportal.pages.views import (
    accessibility,
    dashboard,
    exchanges,
    health,
    home,
    jobs,
    method,
    my_day,
)
from prescribers.presenters.profile_tabs import Place, bring_tab


bring_tab(Place(exchanges.TAB, "Échanges", "contacts.lire", "message"))

urlpatterns = [
    path("prescripteurs/<str:rpps>/echanges/", exchanges.exchanges_page, name=exchanges.TAB),
    path("sante", health.alive, name="sante"),
    path("pret", health.ready, name="pret"),
    path("accueil/", home.first_place, name="premiere-page"),
    path("ma-journee/", my_day.day_page, name="ma-journee"),
    path("tableau-de-bord/", dashboard.dashboard_page, name="tableau-de-bord"),
    path(
        "tableau-de-bord/figures/<str:figure>.<str:file_format>",
        dashboard.figure_file,
        name="tableau-figure",
    ),
    path("methode/", method.method_page, name="methode"),
    path("accessibilite/", accessibility.accessibility, name="accessibilite"),
    path("traitements/", jobs.board_page, name="traitements"),
    path("traitements/en-cours/", jobs.running_part, name="traitements-en-cours"),
    path("traitements/<int:job_id>/relancer/", jobs.retry_job, name="traitement-relancer"),
    path("traitements/<int:job_id>/annuler/", jobs.cancel_job, name="traitement-annuler"),
]
