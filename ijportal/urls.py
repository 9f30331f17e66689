"""All routes; each app keeps its own, pages that join apps are in `ijportal.pages`."""

from django.urls import include, path
from django.views.generic import RedirectView

from accounts.permissions import action


home = action("public")(RedirectView.as_view(pattern_name="premiere-page"))

urlpatterns = [
    path("", home, name="accueil"),
    path("", include("ijportal.pages.urls")),
    path("", include("prescribers.urls")),
    path("", include("interviews.urls")),
    path("", include("sosij.urls")),
    path("", include("accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("api/sos-ij/v1/", include("sosij.api_urls")),
]
handler403 = "ijportal.pages.views.errors.forbidden"
handler404 = "ijportal.pages.views.errors.not_found"
handler500 = "ijportal.pages.views.errors.failed"
