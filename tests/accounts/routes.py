"""A URLconf of this floor alone: its own pages, the sign-in, and planted views."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from accounts.permissions import action


def state(request):
    """What the request runs under, as PostgreSQL sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('app.caisses', true)")
        user, caisses = cursor.fetchone()
    perimeter = request.perimeter
    return JsonResponse(
        {
            "role": user,
            "caisses": caisses,
            "action": perimeter and perimeter.action,
            "signed_in": request.user.is_authenticated,
        }
    )


def undeclared(request):
    return HttpResponse("ouvert par oubli")


def page(code):
    return action(code)(lambda request, *args: state(request))


OTHER_PAGES = {
    "ma-journee": "journee.lire",
    "tableau-de-bord": "tableau.lire",
    "prescripteurs": "prescripteurs.lire",
    "methode": "methode.lire",
    "traitements": "traitements.lire",
    "imports": "imports.lire",
    "donnees": "donnees.lire",
    "exports": "prescripteurs.exporter",
    "entretiens": "entretiens.lire",
    "sosij": "sosij.lire",
    "sosij-astreinte": "sosij.lire",
    "sosij-bibliotheque": "sosij.lire",
    "sosij-bilan": "sosij.bilan",
    "sosij-ouvertures": "sosij.organiser",
    "contacts": "contacts.lire",
    "visites": "visites.lire",
    "accessibilite": "public",
}
urlpatterns = [
    path("", include("accounts.urls")),
    path("compte/", include("allauth.urls")),
    *(path(f"{name}/", page(code), name=name) for name, code in OTHER_PAGES.items()),
    path("accueil/", page("compte.soi"), name="premiere-page"),
    path("ouverte/", page("public"), name="ouverte"),
    path("moi/", page("compte.soi"), name="moi"),
    path("murs/", page("tableau.lire"), name="murs"),
    path("oubliee/", undeclared, name="oubliee"),
]
