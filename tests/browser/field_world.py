"""A device in Chromium: a profile on the disk, a network that can be cut, a person who signs in."""

import os
import shutil
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils import timezone

from accounts.enums import Role
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from interviews.enums import Channel, Kind, Motive
from interviews.models import DiscussedCase, Document, DocumentVersion, Interview
from interviews.services.conduct import Proposed, Slot, propose, schedule
from tests.accounts.factories import person
from tests.browser.conftest import ARGUMENTS, PASSWORD
from tests.prescribers.factories import AttachmentFactory, PrescriberFactory


PIN = "493817"
NAMES = ("Ossoukine", "Trébuchon", "Vandrimel")
PRACTITIONER, DELEGATE, COLLEAGUE = (
    f"{name}@caisse.example" for name in ("conseil", "delegue", "collegue")
)
# Ten years late, as a device whose battery was empty.
LATE_CLOCK = """(() => {
  const Real = Date, late = 10 * 365 * 86400000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() - late); }
    static now() { return Real.now() - late; }
  };
})();"""


def account(role, email):
    user = person(role, "061", email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def build():
    """Three interviews of a practitioner, begun today, and one visit of a delegate."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        lead = account(Role.MEDECIN_CONSEIL, PRACTITIONER)
        account(Role.MEDECIN_CONSEIL, COLLEAGUE)
        delegate = account(Role.DAM, DELEGATE)
        for rank, name in enumerate(NAMES):
            found = planned(lead, Kind.PEER, name, rank)
            DiscussedCase.objects.create(
                interview=found, caisse="061", letter="A", number="7KT3P", rule="R1"
            )
        planned(delegate, Kind.VISIT, "Quillerou", 0)
        memo = Document.objects.create(title="Mémo santé mentale", kind="memo")
        DocumentVersion.objects.create(document=memo, version="2025", since=date(2025, 1, 1))


def planned(lead, kind, name, rank):
    """Begun some minutes ago: planned an hour before it."""
    doctor = PrescriberFactory(specialty="MG", last_name=name, civility="Dr")
    AttachmentFactory(prescriber=doctor, start=date(2020, 1, 1))
    now = timezone.now()
    starts = now - timedelta(minutes=50 - 15 * rank)
    said = Proposed(kind=kind, motive=Motive.SIGNAL, channel=Channel.PRACTICE, minutes=10)
    author = Author(at=starts - timedelta(hours=1), by=lead.pk)
    interview = propose(doctor, "061", said, lead, author)
    return schedule(interview, Slot(starts, 10, Channel.PRACTICE, "Nice"), author)


def interview_of(name):
    with database_role(DatabaseRole.GESTION):
        return Interview.objects.get(prescriber__last_name=name)


@contextmanager
def device(browser, profile, *, width=390, script=None):
    """The same profile opened again finds what was left there."""
    path = os.environ.get("IJPORTAL_CHROMIUM") or shutil.which("chromium")
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=path,
        args=ARGUMENTS,
        locale="fr-FR",
        viewport={"width": width, "height": 844},
    )
    if script:
        context.add_init_script(script)
    try:
        yield context
    finally:
        context.close()


def settled(page):
    """The worker holds the page, so that it opens without network."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def choose_pin(page, pin=PIN):
    page.get_by_label("Code", exact=True).fill(pin)
    page.get_by_label("Le même code").fill(pin)
    page.get_by_role("button", name="Enregistrer ce code").click()
    page.get_by_role("button", name="Verrouiller").wait_for()


def unlock(page, pin=PIN):
    page.get_by_label("Votre code").fill(pin)
    page.get_by_role("button", name="Ouvrir").click()


def write(page, name, remarks, *, finish=True):
    """A short report, as with a thumb."""
    page.get_by_role("button", name=name).click()
    page.get_by_label("Remarques du médecin").fill(remarks)
    page.get_by_text("Enregistré sur cet appareil.").wait_for()
    if not finish:
        return
    page.get_by_label("40\u202fmin").check()
    page.get_by_label("Terminé", exact=True).check()
    page.get_by_role("button", name="Terminer").click()
    page.get_by_role("button", name="Verrouiller").wait_for()


def bytes_of(profile):
    for path in sorted(profile.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, path.read_bytes()


def found_in(profile, word):
    """The files that hold this word, as UTF-8 or as UTF-16, whatever the case."""
    shapes = [form.encode(code) for form in {word, word.lower(), word.upper()}
              for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")]  # fmt: skip
    return [path for path, content in bytes_of(profile) if any(one in content for one in shapes)]
