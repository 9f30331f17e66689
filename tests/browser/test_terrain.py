"""The field page in Chromium: network cut, browser closed, clock wrong, session ended."""

import re
import secrets

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from interviews.enums import NextStep
from interviews.models import FieldReport, InterviewNote, InterviewReport
from interviews.services.report import Written, write_report
from tests.browser import field_world
from tests.browser.conftest import PASSWORD
from tests.browser.field_world import (
    COLLEAGUE,
    DELEGATE,
    LATE_CLOCK,
    NAMES,
    PIN,
    PRACTITIONER,
    choose_pin,
    device,
    found_in,
    interview_of,
    settled,
    unlock,
    write,
)  # fmt: skip
from tests.browser.reading import assert_accessible, sign_in


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(live_server, settings):
    settings.SECURE_SSL_REDIRECT = False
    field_world.build()
    return live_server.url


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profil"


def installed(context, portal, email=PRACTITIONER):
    """First use: signed in, a code chosen, the shell kept."""
    page = context.pages[0]
    sign_in(page, portal, email)
    page.goto(f"{portal}/terrain/")
    choose_pin(page)
    settled(page)
    return page


def test_three_reports_without_network_are_three_on_the_portal(portal, browser, profile):
    with device(browser, profile) as context:
        page = installed(context, portal)
        said = []
        page.on("pageerror", lambda error: said.append(str(error)))
        context.set_offline(True)
        page.goto(f"{portal}/terrain/")
        expect(page.locator("#reseau")).to_contain_text("Hors connexion, verrouillé")
        unlock(page)
        for name in NAMES:
            write(page, name, f"Entretien de {name}.")
        write(page, NAMES[1], "Texte repris le soir.")
        expect(page.get_by_text("Terminé, à envoyer")).to_have_count(3)
        assert said == []
    assert reports() == 0
    with database_role(DatabaseRole.GESTION):
        Session.objects.all().delete()
    # Closed, opened again, its clock ten years late, the session gone.
    with device(browser, profile, script=LATE_CLOCK) as context:
        page = context.pages[0]
        page.goto(f"{portal}/terrain/")
        page.get_by_text("Votre session au portail est terminée").wait_for()
        assert page.get_by_text(NAMES[0]).count() == 0
        page.get_by_role("link", name="Se connecter").click()
        page.fill("input[name=login]", PRACTITIONER)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/terrain/")
        lose_the_first_answer(page)
        unlock(page)
        page.get_by_role("button", name="Verrouiller").wait_for()
        for _ in range(2):  # two returns of the network
            context.set_offline(True)
            context.set_offline(False)
            expect(page.locator("#reseau")).to_have_text("En ligne")
        expect(page.get_by_text("Envoyé", exact=True)).to_have_count(3)
    exactly_three_with_the_time_of_the_portal()


def lose_the_first_answer(page):
    """The portal writes the first report, and the device never knows."""
    lost = []

    def once(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/terrain/api/comptes-rendus", once)


def reports():
    with database_role(DatabaseRole.GESTION):
        return InterviewReport.objects.count()


def exactly_three_with_the_time_of_the_portal():
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        assert (InterviewReport.objects.count(), FieldReport.objects.count()) == (3, 3)
        assert set(InterviewReport.objects.values_list("edition", flat=True)) == {1}
        notes = sorted(InterviewNote.objects.values_list("body", flat=True))
        assert notes == [
            "Entretien de Ossoukine.",
            "Entretien de Vandrimel.",
            "Texte repris le soir.",
        ]
        for sent in FieldReport.objects.all():
            assert abs((sent.received_at - timezone.now()).total_seconds()) < 300
            assert (
                timezone.now() - sent.device_time
            ).days < 1  # edited before the clock went wrong


def test_nothing_is_readable_in_the_profile(portal, browser, profile):
    word = f"zibeline{secrets.token_hex(5)}"
    with device(browser, profile) as context:
        page = installed(context, portal)
        context.set_offline(True)
        page.goto(f"{portal}/terrain/")
        unlock(page)
        write(page, NAMES[0], f"Patient {word}.", finish=False)
        page.get_by_role("button", name="Revenir à la liste").click()
        expect(page.get_by_text("Enregistré ici, à terminer")).to_have_count(1)
        only_the_shell_is_kept(page)
        page.evaluate("(word) => terrain.store.put('meta', word, 'control')", CONTROL)
    # The control: a word that was not sealed is found by the same search, in the same database.
    assert any("IndexedDB" in str(path) for path in found_in(profile, CONTROL))
    assert {text: found_in(profile, text) for text in (word, PIN, NAMES[0], "7KT3P")} == {
        text: [] for text in (word, PIN, NAMES[0], "7KT3P")
    }
    with device(browser, profile) as context:
        context.set_offline(True)
        page = context.pages[0]
        page.goto(f"{portal}/terrain/")
        unlock(page)
        page.get_by_role("button", name=NAMES[0]).click()
        expect(page.get_by_label("Remarques du médecin")).to_have_value(f"Patient {word}.")


CONTROL = "loutreenclair"


def only_the_shell_is_kept(page):
    kept = page.evaluate("""async () => {
      const names = await caches.keys();
      const paths = [];
      for (const name of names) {
        for (const request of await (await caches.open(name)).keys()) {
          paths.push(new URL(request.url).pathname);
        }
      }
      return { names, paths };
    }""")
    assert len(kept["names"]) == 1
    assert re.fullmatch(r"terrain-[0-9a-f]{16}", kept["names"][0])
    assert [path for path in kept["paths"] if "/api/" in path] == []
    outside = [path for path in kept["paths"] if not path.startswith("/static/")]
    assert sorted(outside) == ["/terrain/", "/terrain/manifeste.webmanifest"]


def test_a_wrong_code_waits_longer_each_time_and_is_blocked_after_ten(portal, browser, profile):
    with device(browser, profile) as context:
        page = installed(context, portal)
        page.get_by_role("button", name="Verrouiller").click()
        unlock(page, "111111")
        page.get_by_text("Code inexact. Prochain essai dans 2 s.").wait_for()
        unlock(page)
        page.get_by_text("Attendez encore").wait_for()
        page.reload()
        page.wait_for_timeout(2100)
        unlock(page, "222222")
        page.get_by_text("Prochain essai dans 4 s.").wait_for()
        page.evaluate(TEN_FAILURES)
        page.reload()
        page.get_by_role("heading", name="Nouveau code").wait_for()
        choose_pin(page, "60273914")


TEN_FAILURES = """async () => {
  const { store } = terrain;
  const [vault] = await store.all("vaults");
  await store.put("vaults", { ...vault, failures: 10 });
}"""


def test_a_conflict_is_shown_to_a_person(portal, browser, profile):
    with device(browser, profile) as context:
        page = installed(context, portal)
        context.set_offline(True)
        write(page, NAMES[0], "Écrit au cabinet.")
        written_at_the_desk(interview_of(NAMES[0]))
        context.set_offline(False)
        page.get_by_role("link", name="Comparer les deux versions").click()
        page.wait_for_url("**/conflit/")
        page.get_by_text("Écrit au cabinet.").wait_for()
        page.get_by_text("Écrit au bureau.").wait_for()
        assert_accessible(page, "conflit")
        page.get_by_role("button", name="Garder celle de l’appareil").click()
        page.get_by_text("La version de l’appareil est enregistrée").wait_for()
        page.locator("summary", has_text="Version gardée").wait_for()
        page.goto(f"{portal}/terrain/")
        unlock(page)
        expect(page.get_by_text("Envoyé", exact=True)).to_have_count(1)


def written_at_the_desk(interview):
    said = Written(lasted_minutes=20, next_step=NextStep.DONE, remarks="Écrit au bureau.")
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        author = Author(at=timezone.now(), by=interview.lead_id)
        write_report(interview, said, author, medical=True)


def test_signing_out_lists_what_is_not_sent(portal, browser, profile):
    with device(browser, profile) as context:
        page = installed(context, portal)
        write(page, NAMES[0], "À finir ce soir.", finish=False)
        page.get_by_role("button", name="Revenir à la liste").click()
        # The menu of any page would sign out at once: it goes by the page that lists.
        page.goto(f"{portal}/entretiens/")
        page.locator("summary[aria-label^='Compte de']").click()
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/compte/logout/")
        page.get_by_text("ne sont pas envoyés").wait_for()
        expect(page.get_by_text("Brouillon écrit le")).to_have_count(1)
        assert_accessible(page, "déconnexion")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/compte/login/**")
        assert page.evaluate(DRAFTS) == 1
        # Another person of the same device sees and sends nothing of it.
        sign_in(page, portal, COLLEAGUE)
        page.goto(f"{portal}/terrain/")
        choose_pin(page, "81726354")
        assert page.get_by_text(NAMES[0]).count() == 0
        assert reports() == 0
        page.goto(f"{portal}/compte/logout/")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/compte/login/**")
        # Hers again: erased because she says so.
        sign_in(page, portal, PRACTITIONER)
        page.goto(f"{portal}/compte/logout/")
        page.get_by_label("Les effacer de cet appareil").check()
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url("**/compte/login/**")
        assert page.evaluate(DRAFTS) == 0


# Without the scripts of the field page.
DRAFTS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("terrain");
  asked.onsuccess = () => {
    const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.length); };
  };
})"""


def test_a_draft_lasts_seven_days_of_the_portal_whatever_the_clock_here(portal, browser, profile):
    with device(browser, profile) as context:
        page = installed(context, portal)
        write(page, NAMES[0], "À finir.", finish=False)
        page.get_by_role("button", name="Revenir à la liste").click()
        page.evaluate("() => { const real = Date.now; Date.now = () => real() + 400 * 86400000; }")
        age = "(days) => terrain.drafts.age(performance.timeOrigin + days * 86400000, () => false)"
        left = []
        for days in (0, 6.9, 7.1):
            page.evaluate(age, days)
            left.append(page.evaluate(DRAFTS))
        assert left == [1, 1, 0]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_delegate_s_page_has_no_medical_field(portal, browser, profile, width):
    with device(browser, profile, width=width) as context:
        page = context.pages[0]
        answers = []
        page.on("response", lambda one: answers.append(one) if "/terrain/api/" in one.url else None)
        sign_in(page, portal, DELEGATE)
        page.goto(f"{portal}/terrain/")
        assert_accessible(page, "choisir un code")
        choose_pin(page)
        assert_accessible(page, "liste")
        page.get_by_role("button", name="Quillerou").click()
        page.get_by_label("Remarques du médecin").wait_for()
        assert_accessible(page, "compte rendu")
        assert not re.search(r"ituation|7KT3P", page.content())
        assert len(answers) >= 2
        assert [one.url for one in answers if re.search(r"ituation|7KT3P", one.text())] == []
        page.get_by_role("button", name="Terminer").click()
        expect(page.get_by_text("Répondez ici avant de terminer.")).to_have_count(2)
        assert_accessible(page, "compte rendu incomplet")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Revenir à la liste").press("Enter")
        page.get_by_role("button", name="Verrouiller").press("Enter")
        page.get_by_label("Votre code").wait_for()
        assert_accessible(page, "verrouillé")
