"""Données through the client: months, caisses, references; each reader its own caisses."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.timezone import localdate

from accounts.enums import Role
from core.charts.numbers import add_months
from prescribers.enums import BatchStatus, RunState
from prescribers.models import MonthTotals, Publication
from tests.accounts.factories import caisse
from tests.pages.reading import PUBLISHED_AT, reads, text_of
from tests.prescribers.factories import (
    ImportBatchFactory,
    ProfileRunFactory,
    SourceFileFactory,
)


pytestmark = pytest.mark.django_db
PAGE = "/donnees/"
USUAL = 1_000
NICE, TOULON = "061", "831"


@pytest.fixture(autouse=True)
def caisses():
    caisse(NICE, "CPAM des Alpes-Maritimes")
    caisse(TOULON, "CPAM du Var")


@pytest.fixture
def doctor(signed_in):
    return signed_in(Role.MEDECIN_CONSEIL, at=NICE)


@pytest.fixture
def last():
    """The last month that is over."""
    return add_months(localdate().replace(day=1), -1)


def import_month(month, kind="arrets", **rows):
    """One batch done, and its rows in each caisse: `n061=1_000`."""
    batch = ImportBatchFactory(source=SourceFileFactory(kind=kind, month=month))
    for code, count in rows.items():
        MonthTotals.objects.create(
            kind=kind, month=month, caisse=code[1:], batch=batch, rows=count, prescribers=9, total=1
        )
    return batch


def a_year(last, kind="arrets", **changes):
    for age in range(14):
        import_month(add_months(last, -age), kind, **{"n061": USUAL, "n831": USUAL} | changes)


def published(last_complete, until):
    run = ProfileRunFactory(
        number=12,
        state=RunState.PUBLISHED,
        published_at=PUBLISHED_AT,
        window_end=last_complete,
        window_start=add_months(last_complete, -11),
        data_until=until,
    )
    Publication.objects.create(id=1, run=run)


def states(answer, kind) -> list[str]:
    """The words of one kind, month after month, the oldest first; « – » when nothing was due."""
    found: list[str] = []
    tables = re.findall(
        r'<table class="ij-table ij-months">.*?</table>', answer.content.decode(), re.DOTALL
    )
    for table in reversed(tables):
        row = re.search(rf'class="sticky-col">{kind}</th>(.*?)</tr>', table, re.DOTALL)[1]
        for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL):
            chip = re.search(r'class="ij-status[^"]*">(?:<span[^>]*></span>)?([^<]+)<', cell)
            found.append(chip[1] if chip else "–")
    return found


def test_before_any_file_the_page_says_what_will_come(client, technician):
    page = text_of(client.get(PAGE))

    assert "Aucun mois d’arrêts n’est encore importé" in page
    assert "Aucun fichier mensuel importé." in page
    assert "Jamais importé." in page


def test_each_month_is_present_missing_held_or_provisional(client, technician, last):
    months = [add_months(last, -age) for age in range(6)]
    published(months[2], last)
    for place in (0, 2, 5):
        import_month(months[place], n061=USUAL)
    held = ImportBatchFactory(source=SourceFileFactory(month=months[3]), status=BatchStatus.HELD)
    ImportBatchFactory(source=SourceFileFactory(month=months[1]), status=BatchStatus.REFUSED)

    answer = client.get(PAGE)

    assert states(answer, "Arrêts")[-7:] == [
        "–", "présent", "manquant", "retenu", "présent", "manquant", "provisoire",
    ]  # fmt: skip
    assert f'href="/imports/{held.pk}/"' in answer.content.decode()
    assert "2 mois manquent et 1 mois est retenu" in text_of(answer)
    assert len(states(answer, "Arrêts")) == 36


def test_a_quarterly_list_leaves_no_hole(client, technician, last):
    for age in (0, 3):
        import_month(add_months(last, -age), "patientele", n061=USUAL)

    assert states(client.get(PAGE), "Patientèle")[-4:] == ["présent", "–", "–", "présent"]


def test_a_corrected_file_that_is_held_leaves_the_month_with_its_rows(client, technician, last):
    import_month(last, n061=20_112)
    ImportBatchFactory(source=SourceFileFactory(month=last), status=BatchStatus.HELD)

    answer = client.get(PAGE)

    assert states(answer, "Arrêts")[-1] == "retenu"
    assert "20\u202f112" in text_of(answer)


def test_a_month_without_a_row_of_the_perimeter_says_so(client, doctor, last):
    import_month(add_months(last, -1), n061=USUAL, n831=USUAL)
    import_month(last, n831=USUAL)

    assert states(client.get(PAGE), "Arrêts")[-2:] == ["présent", "aucune ligne"]


def test_a_caisse_reads_its_own_rows_only(client, doctor, last):
    a_year(last, n831=31_337)

    page = text_of(client.get(PAGE))

    assert "CPAM des Alpes-Maritimes" in page
    assert "Var" not in page
    assert "31\u202f337" not in page
    assert "32\u202f337" not in page


def test_the_nation_reads_every_caisse_and_the_sum_of_their_rows(client, technician, last):
    a_year(last, n831=31_337)

    page = text_of(client.get(PAGE))

    assert "CPAM des Alpes-Maritimes" in page
    assert "CPAM du Var" in page
    assert "32\u202f337" in page


def test_a_low_month_is_said_in_words_beside_its_share(client, technician, last):
    a_year(last)
    MonthTotals.objects.filter(month=last, caisse=TOULON).update(rows=410)

    page = text_of(client.get(PAGE))

    assert "1 caisse a au moins un mois sous 70\u202f%" in page
    assert re.search(r"41\u202f%\s*faible", page)
    assert "CPAM du Var." in page


def test_a_caisse_that_sends_nothing_any_more_is_absent(client, technician, last):
    a_year(last)
    MonthTotals.objects.filter(month=last, caisse=TOULON).delete()

    assert re.search(r"0\s*absent", text_of(client.get(PAGE)))


def test_a_provisional_month_is_never_called_low(client, technician, last):
    published(add_months(last, -1), last)
    a_year(last)
    MonthTotals.objects.filter(month=last).update(rows=100)

    page = text_of(client.get(PAGE))

    assert "Aucune caisse sous 70\u202f%" in page
    assert "faible" not in page
    assert re.search(r"10\u202f%\s*provisoire", page)


def test_each_kind_has_its_own_completeness(client, technician, last):
    a_year(last, "activite")

    assert "Aucune ligne de cette nature" in text_of(client.get(PAGE))
    assert "100\u202f%" in text_of(client.get(PAGE, {"nature": "activite"}))


def test_references_in_force_say_where_they_come_from(client, technician):
    def bring(origin, day):
        source = SourceFileFactory(
            kind="communes",
            month=None,
            origin=origin,
            licence="Licence Ouverte 2.0",
            vintage="2026",
        )
        return ImportBatchFactory(
            source=source,
            started_at=datetime(2026, 2, day, 8, tzinfo=UTC),
            finished_at=datetime(2026, 2, day, 9, tzinfo=UTC),
        )

    batch = bring("INSEE, code officiel géographique", 3)
    bring("Ancienne liste", 1)
    answer = client.get(PAGE)

    page = text_of(answer)
    assert "INSEE, code officiel géographique" in page
    assert "Ancienne liste" not in page
    assert "03/02/2026" in page
    assert f'href="/imports/{batch.pk}/"' in answer.content.decode()


def test_who_may_not_read_imports_gets_no_link_to_them(client, doctor, last):
    import_month(last, n061=USUAL)
    ImportBatchFactory(source=SourceFileFactory(kind="communes", month=None))
    ImportBatchFactory(source=SourceFileFactory(month=last), status=BatchStatus.HELD)

    assert 'href="/imports/' not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [Role.CSAM, Role.SERVICE_SOCIAL])
def test_other_roles_do_not_enter(client, signed_in, role):
    signed_in(role)

    assert client.get(PAGE).status_code == 403


def test_the_page_costs_the_same_for_1_and_14_months(client, technician, last):
    import_month(last, n061=USUAL)
    client.get(PAGE)
    few = reads(client, PAGE)
    a_year(add_months(last, -1))

    many = reads(client, PAGE)

    assert len(few) == len(many) <= 14, "\n".join(many)


def test_the_medical_tables_are_not_read(client, technician, last):
    a_year(last)
    client.get(PAGE)

    assert not [query for query in reads(client, PAGE) if "medical" in query or '"leave"' in query]


def test_the_months_end_with_the_last_one_that_is_over(client, technician, last):
    import_month(date(2020, 1, 1), n061=USUAL)

    assert set(states(client.get(PAGE), "Arrêts")) == {"manquant"}
