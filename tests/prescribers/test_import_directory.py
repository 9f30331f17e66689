"""Prescribers and their dated attachments, from the extract of a caisse."""

from datetime import date

import pytest

from prescribers.models import Attachment, Prescriber
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import (
    GONE,
    NICE,
    PRESCRIBER,
    bring,
    faults,
    identity,
    settle,
    write,
)


pytestmark = pytest.mark.django_db


def test_prescribers_and_their_dated_attachments(tmp_path):
    settle()
    moved = PRESCRIBER | {"date_fin": "2025-02-28", "motif_fin": "DEPART"}
    rows = [
        moved | {"rpps": demo_rpps(7)},
        PRESCRIBER | {"rpps": demo_rpps(7), "caisse": "831", "date_debut": "2025-03-01"},
        PRESCRIBER | {"rpps": demo_rpps(8), "sexe": "", "annee_naissance": "", "iris": ""},
    ]
    batch = bring("prescripteurs", write(tmp_path / "prescripteurs.csv", rows))
    assert identity(batch) == (3, 3, 0, 0)
    attachments = Attachment.objects.filter(prescriber__rpps=demo_rpps(7)).order_by("start")
    assert list(attachments.values_list("caisse", "end", "end_reason")) == [
        ("061", date(2025, 2, 28), "DEPART"),
        ("831", None, ""),
    ]
    other = Prescriber.objects.get(rpps=demo_rpps(8))
    assert (other.sex, other.birth_year, other.last_name) == (0, None, "")
    assert Attachment.objects.get(prescriber=other).iris is None


def test_a_later_extract_is_right_about_the_caisses_it_names(tmp_path):
    settle()
    closed = PRESCRIBER | {"date_debut": "2012-01-01", "date_fin": "2020-12-31"}
    again = PRESCRIBER | {"date_debut": "2021-01-01"}
    bring("prescripteurs", write(tmp_path / "prescripteurs.csv", [again, closed]))
    mine = Attachment.objects.filter(prescriber__rpps=NICE).order_by("start")
    assert list(mine.values_list("start", "end")) == [
        (date(2012, 1, 1), date(2020, 12, 31)),
        (date(2021, 1, 1), None),
    ]
    assert Attachment.objects.filter(prescriber__rpps=GONE).count() == 1
    assert Prescriber.objects.get(rpps=NICE).last_name  # the name stays the RPPS's


OLD = {"date_debut": "2005-01-01", "date_fin": "2009-12-31"}


@pytest.mark.parametrize("wrong", [{"mode": "L"}, {"caisse": "999"}, {"date_debut": "2005-02-30"}])
def test_a_rejected_line_deletes_no_attachment(tmp_path, wrong):
    settle()
    bring("prescripteurs", write(tmp_path / "a.csv", [PRESCRIBER | OLD, PRESCRIBER]))
    batch = bring(
        "prescripteurs", write(tmp_path / "b.csv", [PRESCRIBER | OLD | wrong, PRESCRIBER])
    )
    assert identity(batch) == (2, 1, 1, 0)
    assert starts_of(NICE) == [date(2005, 1, 1), date(2010, 1, 1)]
    bring("prescripteurs", write(tmp_path / "c.csv", [PRESCRIBER]))
    assert starts_of(NICE) == [date(2010, 1, 1)]


def test_a_rejected_line_protects_only_its_prescriber_and_caisse(tmp_path):
    settle()
    other = {"rpps": demo_rpps(8)}
    rows = [PRESCRIBER | OLD, PRESCRIBER, PRESCRIBER | OLD | other, PRESCRIBER | other]
    bring("prescripteurs", write(tmp_path / "a.csv", rows))
    rows = [PRESCRIBER | OLD | {"mode": "L"}, PRESCRIBER, PRESCRIBER | other]
    bring("prescripteurs", write(tmp_path / "b.csv", rows))
    assert starts_of(NICE) == [date(2005, 1, 1), date(2010, 1, 1)]
    assert starts_of(demo_rpps(8)) == [date(2010, 1, 1)]


def test_nothing_opens_beside_an_attachment_that_a_rejected_line_may_close(tmp_path):
    settle()
    bring("prescripteurs", write(tmp_path / "a.csv", [PRESCRIBER]))
    closing = PRESCRIBER | {"date_fin": "2025-02-30"}
    opening = PRESCRIBER | {"date_debut": "2025-03-01"}
    other = PRESCRIBER | {"rpps": demo_rpps(8)}
    batch = bring("prescripteurs", write(tmp_path / "b.csv", [closing, opening, other]))
    assert identity(batch) == (3, 1, 2, 0)
    assert faults(batch) == {(2, "date_fin", "DATE"), (3, "date_fin", "RATTACHEMENT_DOUBLE")}
    assert starts_of(NICE) == [date(2010, 1, 1)]
    corrected = [closing | {"date_fin": "2025-02-28"}, opening]
    assert identity(bring("prescripteurs", write(tmp_path / "c.csv", corrected))) == (2, 2, 0, 0)


def starts_of(rpps: str) -> list[date]:
    mine = Attachment.objects.filter(prescriber__rpps=rpps)
    return list(mine.order_by("start").values_list("start", flat=True))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"caisse": "999"}, ("caisse", "CAISSE_INCONNUE")),
        ({"commune": "06999"}, ("commune", "COMMUNE_INCONNUE")),
        ({"iris": "060889999"}, ("iris", "IRIS_INCONNU")),
        ({"specialite": "généraliste"}, ("specialite", "FORME")),
        ({"mode": "L"}, ("mode", "LISTE")),
        ({"secteur": "4"}, ("secteur", "LISTE")),
        ({"date_fin": "2009-01-01"}, ("date_fin", "FIN_AVANT_DEBUT")),
        ({"motif_fin": "DEPART"}, ("motif_fin", "MOTIF_SANS_FIN")),
        ({"date_debut": "2010-02-30"}, ("date_debut", "DATE")),
        ({"rpps": NICE, "date_debut": "2011-01-01"}, ("date_fin", "RATTACHEMENT_DOUBLE")),
    ],
)
def test_a_wrong_attachment_is_refused(tmp_path, change, fault):
    settle()
    rows = [PRESCRIBER, PRESCRIBER | {"rpps": demo_rpps(8)} | change]
    batch = bring("prescripteurs", write(tmp_path / "prescripteurs.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)
    assert fault in {(column, code) for _, column, code in faults(batch)}
