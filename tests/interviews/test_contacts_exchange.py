"""The file of contacts: what is read, refused with its line and column, written once."""

import csv
import io

import pytest

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from interviews.enums import ContactSource
from interviews.models import Contact, ContactFile
from interviews.presenters.contacts import HEADER as WRITTEN, NAMES, exported_rows
from interviews.rules.exchange import SENTENCES
from interviews.selectors.contacts import of_period
from interviews.services.exchange import abandon, confirm, forget_unconfirmed
from prescribers.models import Standing
from prescribers.presenters.csv_text import csv_text
from tests.accounts.factories import person
from tests.interviews.contacts_world import contact, faults, file_of, line, read, reader
from tests.interviews.world import at, doctor


pytestmark = pytest.mark.django_db
NIR = "1 84 12 75 116 001 09"


@pytest.fixture
def dam(db):
    return person(Role.DAM, at="061")


def written(file, by):
    return confirm(file, Author(at=at(12), by=by.pk)).written


def test_good_lines_become_contacts_once(dam):
    one, other = doctor(), doctor()
    content = file_of(line(one.rpps, "A1"), line(other.rpps, "A2", resume='"Fiche ; ""TMS"""'))
    file = read(content, dam)
    assert (file.good, file.known, file.bad) == (2, 0, 0)
    assert not Contact.objects.exists()
    assert written(file, dam) == 2
    first, second = Contact.objects.order_by("external_id")
    assert (first.prescriber, first.at, first.source) == (
        one,
        at(9, 11, 20),
        ContactSource.IMPORTED,
    )
    assert second.summary == 'Fiche ; "TMS"'
    assert Standing.objects.get(prescriber=one).last_contact_on.isoformat() == "2026-11-09"
    again = read(content, dam)
    assert (again.good, again.known, again.bad) == (0, 2, 0)
    with pytest.raises(Refusal, match="plus rien"):
        confirm(again, Author(at=at(12), by=dam.pk))


def test_a_second_click_and_a_twin_file_write_nothing_more(dam):
    content = file_of(line(doctor().rpps))
    other = person(Role.DAM, at="061")
    mine, theirs = read(content, dam), read(content, other)
    assert (written(mine, dam), written(mine, dam), written(theirs, other)) == (1, 1, 0)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"format_version": "1"}, "format_version", "VERSION"),
        ({"identifiant": ""}, "identifiant", "VIDE"),
        ({"identifiant": "a" * 65}, "identifiant", "IDENTIFIANT"),
        ({"identifiant": "ijportal-999999"}, "identifiant", "IDENTIFIANT"),
        ({"rpps": "123"}, "rpps", "RPPS_FORME"),
        ({"rpps": "99999999999"}, "rpps", "MEDECIN_INCONNU"),
        ({"date": "hier"}, "date", "DATE"),
        ({"date": "13/11/2026 10:00"}, "date", "DATE_FUTURE"),
        ({"moyen": "pigeon"}, "moyen", "MOYEN"),
        ({"sens": ""}, "sens", "VIDE"),
        ({"resultat": "peut-être"}, "resultat", "RESULTAT"),
        ({"resume": NIR}, "resume", "RESUME_NIR"),
        ({"resume": "a" * 501}, "resume", "RESUME_LONG"),
        ({"prochain_contact": "32/01/2026"}, "prochain_contact", "JOUR"),
        ({"prochain_contact": "01/11/2026"}, "prochain_contact", "SUITE_AVANT"),
        ({"resultat": "rappeler"}, "prochain_contact", "SUITE_MANQUE"),
    ],
)
def test_a_line_is_refused_by_its_number_and_column(dam, cells, column, code):
    good = doctor()
    bad = line(cells.pop("rpps", good.rpps), cells.pop("identifiant", "A2"), **cells)
    file = read(file_of(line(good.rpps), bad), dam)
    assert faults(file) == [(3, column, code)]
    assert (file.good, file.bad) == (1, 1)
    assert code in SENTENCES


@pytest.mark.parametrize(
    ("raw", "code"),
    [("2026-1;A1", "LIGNE_COLONNES"), ('2026-1;"A1', "LIGNE_GUILLEMET")],
)
def test_a_malformed_line_is_counted(dam, raw, code):
    file = read(file_of(line(doctor().rpps), raw), dam)
    assert (faults(file), file.good, file.bad) == ([(3, "", code)], 1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"rpps;date\r\n1;2\r\n", b"%PDF-1.7 \x00", b"a" * (2 << 20) + b"a"]
)
def test_what_is_not_such_a_file_is_refused_whole(dam, content):
    with pytest.raises(Refusal):
        read(content, dam)
    assert not ContactFile.objects.exists()


def test_the_same_name_twice_or_with_other_words_is_refused(dam):
    found = doctor()
    twice = read(file_of(line(found.rpps), line(found.rpps)), dam)
    assert faults(twice) == [(3, "identifiant", "IDENTIFIANT_DOUBLE")]
    written(twice, dam)
    changed = read(file_of(line(found.rpps, resume="Autre chose")), dam)
    assert faults(changed) == [(2, "identifiant", "IDENTIFIANT_AUTRE")]


def test_our_export_comes_back_without_a_new_contact(dam):
    """A formula is disarmed on its way out and does not make another contact on its way in."""
    for words in ("=1+1", "-12", "Fiche ; « TMS »", "01", ""):
        contact(by=dam, summary=words)
    read_back = read(file_of(line(doctor().rpps, "B7")), dam)
    written(read_back, dam)
    perimeter = reader(dam, "contacts.lire")
    found = of_period(perimeter, at(1).date(), at(12).date())
    content = csv_text(WRITTEN, exported_rows(found), NAMES)
    assert content.startswith("\ufeffformat_version;identifiant;rpps;")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    assert {row[7][:2] for row in rows[1:]} & {"=1"} == set()
    again = read(content.encode(), dam)
    assert (again.good, again.known, again.bad) == (0, 6, 0)


def test_a_windows_file_is_read(dam):
    file = read(file_of(line(doctor().rpps, resume="Fiche épaule"), encoding="cp1252"), dam)
    written(file, dam)
    assert Contact.objects.get().summary == "Fiche épaule"


def test_another_caisse_is_out_of_reach(dam):
    elsewhere = doctor(caisse="831", departement="83")
    assert faults(read(file_of(line(elsewhere.rpps)), dam)) == [(2, "rpps", "MEDECIN_INCONNU")]


def test_what_nobody_confirms_is_forgotten(dam):
    file = read(file_of(line(doctor().rpps)), dam)
    assert (forget_unconfirmed(at(13, 9)), forget_unconfirmed(at(13, 11))) == (0, 1)
    file.refresh_from_db()
    assert file.lines == []
    with pytest.raises(Refusal):
        abandon(file, Author(at=at(13), by=dam.pk))
