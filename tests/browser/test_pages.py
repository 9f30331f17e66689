"""Every page of a role, at a desk and on a phone: no axe violation, no overflow, no CSP refusal."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, Profile
from tests.browser.reading import WIDTHS, assert_accessible, listen, sign_in


TABS = ("evolution", "comparables", "structure", "dossiers", "historique")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages_of(role: Role) -> list[str]:
    if role is Role.ADMIN_TECHNIQUE:
        with database_role(DatabaseRole.GESTION):
            somebody = User.objects.get(email=f"{Role.AUDITEUR}@caisse.example").pk
            held = ImportBatch.objects.get(status=BatchStatus.HELD)
            rejected = ImportBatch.objects.filter(rejected_rows__isnull=False).first()
            waiting = ImportBatch.objects.get(status=BatchStatus.QUEUED)
        return [
            reverse("admin-compte", args=[somebody]),
            reverse("admin-compte-desactiver", args=[somebody]),
            reverse("admin-habilitation-accorder", args=[somebody]),
            *(reverse("import", args=[one.pk]) for one in (held, rejected, waiting)),
            reverse("import-decider", args=[held.pk]),
            *map(reverse, ("imports", "import-deposer", "donnees")),
            reverse("imports") + "?etat=deja-importe",  # nothing there
            *map(reverse, ("traitements", "admin-comptes", "admin-habilitations")),
            *map(reverse, ("admin-compte-ouvrir", "aide-droits", "accessibilite")),
            *map(reverse, ("ma-journee", "absences")),
            "/tableau-de-bord/",  # forbidden
        ]
    if role is Role.AUDITEUR:
        return [reverse("admin-journal"), reverse("methode")]
    if role is Role.DIRECTION:  # several caisses
        by_signal = reverse("prescripteurs") + "?signal=sans&tri=-signal"
        return [
            reverse("tableau-de-bord"),
            reverse("tableau-de-bord") + "?caisse=831",
            reverse("prescripteurs"),
            by_signal,
            reverse("prescripteurs") + "?colonnes=caisse,arrets,montant",
            reverse("prescripteurs-groupes") + "?par=caisse",
            reverse("prescripteurs-groupes") + "?par=cpts",  # nobody is in one
            reverse("exports"),
            reverse("export-demander"),
        ]
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        profiles = Profile.objects.filter(caisse="061").order_by("-excess_days")
        clear, small = profiles.filter(enough=True).first(), profiles.filter(enough=False).first()
    return [
        *map(reverse, ("ma-journee", "absences")),
        reverse("tableau-de-bord"),
        reverse("prescripteurs"),
        reverse("prescripteurs") + "?q=introuvable",
        *(reverse("prescripteur", args=[p.rpps]) for p in (clear, small) if p is not None),
        *(reverse(f"prescripteur-{tab}", args=[clear.rpps]) for tab in TABS),
        reverse("methode"),
        reverse("donnees"),
        "/prescripteurs/99999999999/",  # not found
    ]


@pytest.mark.parametrize(
    "role", [Role.MEDECIN_CONSEIL, Role.ADMIN_TECHNIQUE, Role.AUDITEUR, Role.DIRECTION]
)
def test_pages_are_accessible_and_quiet(portal, browser, role):
    for width, height in WIDTHS.values():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
        page = context.new_page()
        said = listen(page)
        sign_in(page, portal, f"{role}@caisse.example")
        for path in pages_of(role):
            page.goto(portal + path)
            for details in page.query_selector_all("details.ij-details"):
                details.evaluate("element => { element.open = true }")
            assert_accessible(page, f"{path} at {width}")
        problems = [text for text in said if "status of 40" not in text]
        assert problems == []
        context.close()


@pytest.mark.parametrize(
    ("role", "cards"),
    [
        (Role.MEDECIN_CONSEIL, {"signaux-title", "position-title", "certitude-title"}),
        (Role.DIRECTION, {"signaux-title", "territoires-title", "carte-title", "mois-title"}),
    ],
)
def test_the_pages_read_above_hold_every_card_of_the_signals(portal, browser, role, cards):
    """A card that the small country left out would never meet axe."""
    page = browser.new_page()
    sign_in(page, portal, f"{role}@caisse.example")
    found = set()
    for path in pages_of(role):
        page.goto(portal + path)
        found |= {card for card in cards if page.locator(f"#{card}").is_visible()}
    assert found == cards
    page.close()


def test_sign_in_page_is_accessible(portal, browser):
    for width, height in WIDTHS.values():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(portal + "/compte/login/")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.close()


def test_search_with_the_keyboard_alone(portal, browser):
    """`/`, a name, Enter, the first row, Enter: a prescriber's page without a mouse."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, portal, f"{Role.MEDECIN_CONSEIL}@caisse.example")
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        wanted = Profile.objects.filter(caisse="061").order_by("rpps").first()
    page.keyboard.press("/")
    page.keyboard.type(str(wanted.rpps))
    page.keyboard.press("Enter")
    page.wait_for_url("**/prescripteurs/?**")
    page.locator(f"a[href^='/prescripteurs/{wanted.rpps}/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/prescripteurs/{wanted.rpps}/**")
    assert "RPPS" in page.content()
