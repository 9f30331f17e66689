"""The intake API, under /api/sos-ij/v1/."""

from django.urls import path

from accounts.permissions import action
from sosij.api.base import UnknownView
from sosij.api.requests import (
    AnswerPdfView,
    MessagesView,
    OutcomesView,
    RequestsView,
    RequestView,
    WithdrawalView,
)
from sosij.api.schema import SchemaView
from sosij.api.token import TokenView


# Before a token there is none to ask for: the door itself and its description are public.
public, client = action("public"), action("sosij.api")

urlpatterns = [
    path("jeton/", public(TokenView.as_view()), name="sos-ij-jeton"),
    path("schema/", public(SchemaView.as_view()), name="sos-ij-schema"),
    path("demandes/", client(RequestsView.as_view()), name="sos-ij-depot"),
    path("demandes/<str:reference>/", client(RequestView.as_view()), name="sos-ij-suivi"),
    path(
        "demandes/<str:reference>/reponse.pdf",
        client(AnswerPdfView.as_view()),
        name="sos-ij-reponse-pdf",
    ),
    path(
        "demandes/<str:reference>/messages/",
        client(MessagesView.as_view()),
        name="sos-ij-complement",
    ),
    path(
        "demandes/<str:reference>/retrait/",
        client(WithdrawalView.as_view()),
        name="sos-ij-retrait",
    ),
    path("demandes/<str:reference>/issues/", client(OutcomesView.as_view()), name="sos-ij-issue"),
    path("<path:rest>", client(UnknownView.as_view()), name="sos-ij-ailleurs"),
]
