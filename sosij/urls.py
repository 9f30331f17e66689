"""Addresses of SOS IJ."""

from django.urls import path

from sosij.views import acts, entry, queue, report, request


urlpatterns = [
    path("sos-ij/", queue.queue_page, name="sosij"),
    path("sos-ij/bilan/", report.report_page, name="sosij-bilan"),
    path("sos-ij/bilan.csv", report.report_file, name="sosij-bilan-csv"),
    path("sos-ij/saisir/", entry.entry_page, name="sosij-saisir"),
    path("sos-ij/<str:reference>/", request.request_page, name="sosij-demande"),
    path("sos-ij/<str:reference>/note/", acts.add_note, name="sosij-note"),
    path("sos-ij/<str:reference>/issue/", acts.tell_outcome, name="sosij-issue"),
    path("sos-ij/<str:reference>/<str:act>/", acts.act_on, name="sosij-acte"),
]
