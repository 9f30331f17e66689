"""Addresses of the prescribers: the list, one prescriber, and their CSV."""

from django.urls import path

from prescribers.views import prescriber_list, profile


urlpatterns = [
    path("", prescriber_list.list_page, name="prescripteurs"),
    path("prescripteurs.csv", prescriber_list.list_csv, name="prescripteurs-csv"),
    path("<str:rpps>/", profile.profile_page, name="prescripteur"),
    path("<str:rpps>/evolution.csv", profile.evolution_csv, name="prescripteur-evolution-csv"),
]
