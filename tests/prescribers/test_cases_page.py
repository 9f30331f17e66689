"""Cases to discuss through the client: who sees them, what they say, what an opening leaves."""

import logging
import re
from datetime import date

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import RunState
from prescribers.models import Leave
from prescribers.rules.cases import RULE_SETS
from prescribers.selectors.cases import LONGEST, SHORTEST, SIGNS
from tests.pages.reading import reads, text_of
from tests.prescribers.cases_world import PATIENT, chain, no_case, one_of_each
from tests.prescribers.factories import LeaveFactory, ProfileFactory, ProfileRunFactory
from tests.prescribers.profiles_world import profile


pytestmark = pytest.mark.django_db
RULES = [rule.code for rule in RULE_SETS[0].rules]
READERS = {Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF}
REASON = {"motif": "entretien", "precision": "Rendez-vous du 24 novembre"}
# Five signs, more for all when two of them begin alike: one list of a thousand in thirty.
NUMBER = re.compile(rf"/dossiers/([{SIGNS}]{{{SHORTEST},{LONGEST}}})/")


@pytest.fixture
def found(run):
    """A prescriber of Nice with one case of each rule."""
    found = profile(run, obs_days=2_000)
    one_of_each(found.rpps)
    no_case(found.rpps)
    return found


def listed(found, query=""):
    return f"/prescripteurs/{found.rpps}/dossiers/{query}"


def numbers(client, found, query=""):
    page = client.get(listed(found, query)).content.decode()
    return list(dict.fromkeys(NUMBER.findall(page)))


def opened(client, found, number, **said):
    return client.post(listed(found, f"{number}/"), {**REASON, **said})


def test_the_list_holds_the_cases_of_the_rules_and_no_other(client, doctor, found):
    page = client.get(listed(found))
    assert len(numbers(client, found)) == 5
    assert "5 situations retenues par règle, sur 10 arrêts lus." in text_of(page)
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("code", "count"), [*zip(RULES, (2, 1, 1, 1, 1), strict=True)])
def test_a_rule_cuts_the_list_and_says_its_text(client, doctor, found, code, count):
    page = text_of(client.get(listed(found)))
    rule = next(rule for rule in RULE_SETS[0].rules if rule.code == code)
    assert rule.wording in page
    assert rule.source in page
    assert f"{rule.words} {count}" in " ".join(page.split())
    assert len(numbers(client, found, f"?regle={code}")) == count


def test_the_list_is_ordered_as_asked(client, doctor, found):
    by_length, by_count = numbers(client, found), numbers(client, found, "?tri=prolongations")
    assert sorted(by_length) == sorted(by_count)
    assert by_length != by_count
    assert numbers(client, found, "?tri=inconnu&regle=inconnue") == by_length
    rows = re.findall(r'data-label="Prolongations">(\d)', page_of(client, found, "prolongations"))
    assert rows == ["4", "2", "0", "0", "0"]


def page_of(client, found, sort):
    return client.get(listed(found, f"?tri={sort}")).content.decode()


def test_a_case_says_a_band_and_months_never_a_date_nor_a_person(client, doctor, found):
    """Canary: the pseudonyms have 19 digits that nothing else writes."""
    (longest, *_) = numbers(client, found)
    for answer in (client.get(listed(found)), opened(client, found, longest)):
        text = text_of(answer)
        assert "F, 35 à 44 ans" in text
        assert "août 2023 à mai 2025" in text
        # « depuis le 01/11/2026 » of the rules apart.
        assert re.findall(r"\d{2}/\d{2}/202[345]", text) == []
        for patient in Leave.objects.values_list("patient", flat=True):
            assert str(patient) not in answer.content.decode()
            assert patient >= PATIENT
    assert "060880101" not in text  # the IRIS


def test_no_log_line_and_no_address_carries_a_person_or_a_reason(client, doctor, found, caplog):
    caplog.set_level(logging.DEBUG)
    (longest, *_) = numbers(client, found)
    opened(client, found, longest)
    opened(client, found, "XXXXX")
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    for line in said:
        assert str(PATIENT)[:12] not in line
        assert REASON["precision"] not in line
    # The control: the pseudonym is in the rows that were read.
    assert Leave.objects.filter(patient__gte=PATIENT).exists()


def test_opening_a_case_is_journalled_with_its_reason(client, doctor, found):
    (longest, *_) = numbers(client, found)
    page = opened(client, found, longest)
    entry = JournalEntry.objects.get(action="prescripteurs.dossier-ouvrir")
    assert page.status_code == 200
    assert "3 avis, dont 2 prolongations" in text_of(page)
    assert entry.object_id == f"{found.rpps}/{longest}"
    assert (entry.actor_id, entry.caisse) == (doctor.pk, "061")
    assert entry.reason == (
        "Préparer un entretien confraternel : Rendez-vous du 24 novembre (calcul n° 12, règles v1)"
    )
    opened(client, found, longest, motif="observations", precision="")
    assert JournalEntry.objects.filter(action="prescripteurs.dossier-ouvrir").count() == 2


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"motif": ""}, "Choisissez pourquoi vous ouvrez cette situation."),
        ({"motif": "curiosite"}, "Choisissez une raison de la liste."),
        ({"motif": "autre", "precision": "bof"}, "Dites laquelle, en dix caractères au moins."),
        (
            {"precision": "Patient 2850578006084"},
            "Le motif contient un numéro de sécurité sociale",
        ),
        ({"precision": "x" * 401}, "Abrégez la précision"),
    ],
)
def test_without_a_reason_nothing_opens(client, doctor, found, said, answer):
    (longest, *_) = numbers(client, found)
    page = opened(client, found, longest, **said)
    assert answer in text_of(page)
    assert "3 avis, dont 2 prolongations" not in text_of(page)
    assert not JournalEntry.objects.filter(action="prescripteurs.dossier-ouvrir").exists()


def test_the_address_of_a_case_alone_shows_the_question_only(client, doctor, found):
    (longest, *_) = numbers(client, found)
    page = text_of(client.get(listed(found, f"{longest}/")))
    assert "Pourquoi consultez-vous cette situation\u202f?" in page
    assert "3 avis" not in page
    last = JournalEntry.objects.latest("id")
    assert (last.action, last.object_id) == ("prescripteurs.dossiers", found.rpps)
    assert last.reason == f"situation {longest}, non ouverte"


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_nobody_else_enters(client, signed_in, found, role):
    """The control is the médecin-conseil of the tests above."""
    signed_in(role, at="061")
    for answer in (client.get(listed(found)), opened(client, found, "XXXXX")):
        assert answer.status_code == 403
    assert not JournalEntry.objects.filter(action="prescripteurs.dossier-ouvrir").exists()


@pytest.mark.parametrize("role", sorted(READERS))
def test_another_caisse_is_as_an_unknown_prescriber(client, signed_in, found, role):
    signed_in(role, at="831")
    seen, absent = client.get(listed(found)), client.get("/prescripteurs/99999999999/dossiers/")
    assert seen.status_code == absent.status_code == 404
    assert seen.content == absent.content


def test_leaves_written_for_another_caisse_are_not_read(client, doctor, run):
    """The whole chain of a patient of Toulon stays there; that of Nice is the control."""
    found = profile(run, obs_leaves=4)
    chain(found.rpps, start=date(2025, 1, 6), lengths=[200], caisse="831")
    assert numbers(client, found) == []
    assert "Le calcul compte 4 arrêts, 0 sont lus ici" in text_of(client.get(listed(found)))
    chain(found.rpps, start=date(2025, 1, 6), lengths=[200])
    assert len(numbers(client, found)) == 1


def test_a_number_is_the_same_tomorrow_and_another_elsewhere(client, doctor, found, run):
    first = numbers(client, found)
    chain(found.rpps, start=date(2025, 3, 3), lengths=[500])
    assert set(first) < set(numbers(client, found))
    other = profile(run, "AUTRE")
    Leave.objects.filter(rpps=int(found.rpps)).update(rpps=int(other.rpps))
    assert not set(first) & set(numbers(client, other))


def test_an_older_run_has_its_own_window(client, doctor, found, run):
    older = ProfileRunFactory(
        number=11,
        state=RunState.COMPUTED,
        window_start=date(2024, 1, 1),
        window_end=date(2024, 12, 1),
        data_until=date(2025, 2, 28),
    )
    ProfileFactory(run=older, prescriber=found.prescriber)
    assert len(numbers(client, found, "?calcul=11")) == 1
    page = client.get(listed(found, "?calcul=11")).content.decode()
    assert re.search(NUMBER.pattern + r"\?calcul=11", page)


def test_the_page_costs_the_same_for_ten_cases_and_a_thousand(client, doctor, run):
    few, many = profile(run), profile(run, "AUTRE")
    for found, people in ((few, 10), (many, 1_000)):
        rows = [
            LeaveFactory.build(
                rpps=int(found.rpps),
                patient=PATIENT + 10_000 + i,
                end=date(2025, 8, 30),
                days=200,
                motif="M11",
            )
            for i in range(people)
        ]  # fmt: skip
        chain(found.rpps, start=date(2025, 1, 6), lengths=[3])  # opens the month
        Leave.objects.bulk_create(rows)
    client.get(listed(few))
    first, then = reads(client, listed(few)), reads(client, listed(many))
    assert len(numbers(client, many)) == 1_000
    assert len(first) == len(then) <= 12
    assert sum('"leave"' in query for query in then) == 1


@pytest.mark.parametrize(("role", "seen"), [(Role.MEDECIN_CONSEIL, True), (Role.DAM, False)])
def test_the_tab_is_there_for_who_may_open_it(client, signed_in, found, role, seen):
    signed_in(role, at="061")
    page = text_of(client.get(f"/prescripteurs/{found.rpps}/structure/"))
    assert ("Dossiers à discuter" in page) is seen
    assert "Structure des arrêts" in page


def test_numbers_that_begin_alike_all_grow_by_a_sign(client, doctor, run, monkeypatch):
    """Twenty-eight cases and twenty-seven signs: one sign can't name them apart."""
    monkeypatch.setattr("prescribers.selectors.cases.SHORTEST", 1)
    found = profile(run)
    for _ in range(28):
        chain(found.rpps, start=date(2025, 1, 6), lengths=[190], motif="M11")
    page = client.get(listed(found)).content.decode()
    named = set(re.findall(rf"/dossiers/([{SIGNS}]+)/", page))
    assert len(named) == 28
    assert {len(number) for number in named} <= {2, 3, 4}
    assert len({len(number) for number in named}) == 1
