"""A block that is missing, wrong or left over: seen, made again from the rows, and journalled."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from core.errors import JobRefused
from core.models import JournalEntry
from prescribers.enums import BatchStatus, BlockKind
from prescribers.frames.blocks import fetch_blocks, is_sound
from prescribers.frames.sources import leaves_of, lists_of
from prescribers.frames.window import Window
from prescribers.models import EncodedBlock, Leave, MonthTotals, PatientCodes, PatientList
from prescribers.services import blocks
from tests.prescribers.import_world import (
    CELL,
    JANUARY,
    MENTON,
    NICE,
    bring,
    leaves,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
WINDOW = Window(months=(JANUARY,), provisional=(), missing=())
LEAVES, PATIENTS = BlockKind.LEAVES, BlockKind.PATIENTS


@pytest.fixture(autouse=True)
def imported(medical_role, tmp_path):
    """A month of two doctors of Nice's caisse, one of whom moves to Toulon's; and a window."""
    settle()
    january = leaves(
        {"rpps": MENTON, "risque": "MAT"},
        {"jours_indem": "9", "date_debut": "2025-01-03"},
        {"jours_indem": "30", "age": "71"},
        {"rpps": MENTON, "tpt": "1", "date_fin": "2025-01-06", "jours_indem": "0"},
    )
    march = leaves({"rpps": MENTON, "date_debut": "2025-03-01", "date_fin": "2025-03-02"})
    lists = [CELL, CELL | {"quintile_commune": "5"}, CELL | {"ald": "2", "patients": "4"}]
    for kind, name, rows in (
        ("arrets", "2025-01", january),
        ("arrets", "2025-03", march),
        ("patientele", "2025-01", [*lists, CELL | {"rpps": MENTON, "patients": "3"}]),
    ):
        batch = bring(kind, write(tmp_path / kind / f"{name}.csv", rows))
        assert batch.status == BatchStatus.DONE, batch.message


def block(kind=LEAVES, caisse="061", month=JANUARY):
    return EncodedBlock.objects.filter(kind=kind, caisse=caisse, month=month)


def payload(**of):
    return bytes(block(**of).get().payload)


def journalled():
    return JournalEntry.objects.filter(action="blocs.reconstruire", system="blocs")


def verify(*options):
    out, code = StringIO(), 0
    try:
        call_command("verify_blocks", *options, stdout=out)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue()


def test_an_import_writes_the_blocks_with_the_rows():
    keys = EncodedBlock.objects.order_by("kind", "month").values_list("kind", "month", "caisse")
    assert list(keys) == [
        ("L", JANUARY, "061"),
        ("L", date(2025, 3, 1), "831"),
        ("P", JANUARY, "061"),
    ]
    found = block().get()
    assert (found.rows, found.total, found.amount_cents) == (4, 43, 4 * 13_200)
    read = fetch_blocks(LEAVES, "061", [JANUARY])[JANUARY]
    assert is_sound(read)
    numbers = {rpps: n for n, rpps in enumerate(sorted({int(NICE), int(MENTON)}))}
    records = read.records.tolist()
    assert {row[0] for row in records} == set(numbers.values())
    # Commune quintile 3 of the IRIS, beside the stratum.
    strata = dict(Leave.objects.filter(month=JANUARY).values_list("days", "stratum"))
    assert {row[2]: row[1] for row in records if row[1] != 0xFFFF} == {
        days: stratum * 6 + 3 for days, stratum in strata.items() if stratum >= 0
    }


def test_lists_keep_the_quintile_of_the_commune_in_rows_and_block():
    cells = PatientList.objects.filter(rpps=int(NICE), stratum__gte=0)
    assert sorted(cells.values_list("commune_quintile", "patients")) == [(3, 17), (5, 17)]
    records = fetch_blocks(PATIENTS, "061", [JANUARY])[JANUARY].records
    assert len(records) == 4
    assert block(PATIENTS).get().total == 17 + 17 + 4 + 3


def test_a_corrected_month_takes_the_place_of_all_its_blocks(tmp_path):
    before = payload()
    corrected = leaves({"jours_indem": "12"})
    batch = bring("arrets", write(tmp_path / "bis/2025-01.csv", corrected))
    assert batch.status == BatchStatus.DONE
    assert block().get().total == 12
    assert payload() != before
    EncodedBlock.objects.create(
        kind="L", month=JANUARY, caisse="999", rows=0, total=0, sha256="0" * 64, payload=b""
    )
    bring("arrets", write(tmp_path / "ter/2025-01.csv", leaves({"jours_indem": "13"})))
    assert set(EncodedBlock.objects.filter(kind="L", month=JANUARY).values_list("caisse")) == {
        ("061",)
    }


def test_a_patient_keeps_his_code_in_a_corrected_month(tmp_path):
    codes = {row[6] for row in fetch_blocks(LEAVES, "061", [JANUARY])[JANUARY].records.tolist()}
    same = leaves({"rpps": MENTON}, {}, {}, {})
    bring("arrets", write(tmp_path / "bis/2025-01.csv", same))
    again = fetch_blocks(LEAVES, "061", [JANUARY])[JANUARY].records
    assert set(again["patient"].tolist()) == codes
    assert PatientCodes.objects.get(caisse="061").rows == 4


@pytest.mark.parametrize("kind", [LEAVES, PATIENTS])
@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b.delete(),
        lambda b: b.update(payload=bytes(reversed(bytes(b.get().payload)))),
        lambda b: b.update(payload=b.get().payload[:-1]),
        lambda b: b.update(sha256="0" * 64),
        lambda b: b.update(total=1),
        lambda b: b.update(rows=1),
    ],
    ids=["missing", "bytes", "short", "digest", "total", "rows"],
)
def test_a_damaged_block_is_made_again_when_it_is_read(kind, damage):
    before = fetch_blocks(kind, "061", [JANUARY])[JANUARY]
    damage(block(kind))
    (read,) = blocks.read_blocks(kind, "061", [JANUARY])
    assert (read.said, read.sha256) == (before.said, before.sha256), "the same bytes"
    (act,) = journalled()
    assert (act.object_id, act.caisse) == (f"{kind.value}:2025-01", "061")
    blocks.read_blocks(kind, "061", [JANUARY])
    assert journalled().count() == 1, "once mended, it is read as it is"


def test_a_block_made_again_gives_the_same_leaves_and_lists():
    numbers = blocks.read_numbers("061")
    before = leaves_of(blocks.read_blocks(LEAVES, "061", [JANUARY]), numbers, WINDOW)
    listed = lists_of(blocks.read_blocks(PATIENTS, "061", [JANUARY]), numbers)
    EncodedBlock.objects.all().delete()
    after, again = blocks.read_leaves("061", WINDOW), blocks.read_patient_lists("061", JANUARY)
    for name in before.__dataclass_fields__:
        assert getattr(after, name).tolist() == getattr(before, name).tolist(), name
    assert again.patients.tolist() == listed.patients.tolist()


def test_rows_that_changed_since_the_import_are_refused_and_not_read():
    Leave.objects.filter(month=JANUARY, days=9).update(days=10)
    block().delete()
    with pytest.raises(JobRefused, match="réimportez le fichier « arrets »") as refused:
        blocks.read_blocks(LEAVES, "061", [JANUARY])
    assert refused.value.code == "lignes_modifiees"
    MonthTotals.objects.filter(kind="arrets", month=JANUARY).update(total=44)
    assert len(blocks.read_blocks(LEAVES, "061", [JANUARY])) == 1


def test_the_command_finds_nothing_wrong_after_an_import():
    code, said = verify()
    assert code == 0
    assert "3 mois vérifiés, 0 blocs absents ou faux." in said


def test_the_command_lists_then_mends():
    block().delete()
    block(PATIENTS).update(sha256="0" * 64)
    EncodedBlock.objects.create(
        kind="L", month=JANUARY, caisse="999", rows=0, total=0, sha256="0" * 64, payload=b""
    )
    code, said = verify()
    assert code == 2
    assert said.splitlines() == [
        "arrêts, 2025-01, caisse 061 : absent ou faux",
        "arrêts, 2025-01, caisse 999 : absent ou faux",
        "patientèle, 2025-01, caisse 061 : absent ou faux",
        "3 mois vérifiés, 3 blocs absents ou faux.",
    ]
    assert verify("--rebuild")[0] == 0
    assert verify() == (0, "3 mois vérifiés, 0 blocs absents ou faux.\n")
    assert not block(caisse="999").exists()
    assert journalled().count() == 3


def test_the_command_sees_a_row_that_the_block_leaves_out_for_no_reason():
    """Same rows, days and cents; one bit apart, a leave would count that the rows exclude."""
    Leave.objects.filter(month=JANUARY, tpt=True).update(tpt=False, days=0)
    Leave.objects.filter(month=JANUARY, days=9).update(tpt=True)
    assert verify()[0] == 2
    assert verify("--rebuild")[0] == 0
