"""The database itself refuses the rows that cannot be: one refusal for each constraint."""

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from factory import SubFactory

from prescribers import models
from prescribers.enums import BatchStatus, RunState
from tests.prescribers import factories as make


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHEN = datetime(2026, 3, 1, 2, 0, tzinfo=make.PARIS)

FIRST_RUN = SubFactory(make.ProfileRunFactory, number=9_001)

REFUSED = {
    "commune_population_not_negative": (make.CommuneFactory, {"code": "06004", "population": -1}),
    "commune_position_on_earth": (make.CommuneFactory, {"code": "06004", "lat": 443.7}),
    "iris_quintiles_0_to_5": (make.IrisFactory, {"code": "060880102", "quintile": 6}),
    "iris_access_0_to_5": (make.IrisFactory, {"code": "060880102", "access": 6}),
    "iris_population_not_negative": (make.IrisFactory, {"code": "060880102", "population": -1}),
    "prescriber_rpps_11_digits": (make.PrescriberFactory, {"rpps": "9900000001X"}),
    "prescriber_sex_known": (make.PrescriberFactory, {"sex": 3}),
    "prescriber_birth_year_plausible": (make.PrescriberFactory, {"birth_year": 68}),
    "attachment_dates_ordered": (make.AttachmentFactory, {"end": date(2009, 12, 31)}),
    "attachment_reason_needs_an_end": (make.AttachmentFactory, {"end_reason": "RETRAITE"}),
    "source_sha256_is_hex": (make.SourceFileFactory, {"sha256": "Z" * 64}),
    "source_size_not_negative": (make.SourceFileFactory, {"size": -1}),
    "source_month_first_day": (make.SourceFileFactory, {"month": date(2025, 1, 2)}),
    "batch_every_row_accounted_for": (make.ImportBatchFactory, {"accepted": 8}),
    "batch_counts_not_negative": (make.ImportBatchFactory, {"rejected": -2, "accepted": 11}),
    "batch_times_ordered": (make.ImportBatchFactory, {"finished_at": WHEN.replace(year=2024)}),
    "batch_month_first_day": (make.ImportBatchFactory, {"month": date(2025, 1, 31)}),
    "batch_status_known": (make.ImportBatchFactory, {"status": "OUI"}),
    "leave_dates_ordered": (make.LeaveFactory, {"end": date(2025, 1, 5)}),
    "leave_amounts_not_negative": (make.LeaveFactory, {"amount_cents": -1}),
    "leave_codes_known": (make.LeaveFactory, {"risk": "XXX"}),
    "leave_patient_plausible": (make.LeaveFactory, {"stratum": 336}),
    "patient_list_plausible": (make.PatientListFactory, {"patients": -1}),
    "patient_list_quintile_known": (make.PatientListFactory, {"commune_quintile": 6}),
    "activity_plausible": (make.ActivityFactory, {"acts": -1}),
    "activity_optional_plausible": (make.ActivityFactory, {"replaced_days": 32}),
    "block_counts_not_negative": (make.EncodedBlockFactory, {"total": -1}),
    "block_sha256_is_hex": (make.EncodedBlockFactory, {"sha256": "Z" * 64}),
    "block_month_first_day": (make.EncodedBlockFactory, {"month": date(2025, 1, 2)}),
    "block_kind_known": (make.EncodedBlockFactory, {"kind": "X"}),
    "prescriber_number_fits_u16": (make.PrescriberNumberFactory, {"number": 65_536}),
    "patient_codes_sha256_is_hex": (make.PatientCodesFactory, {"sha256": "Z" * 64}),
    "month_totals_not_negative": (make.MonthTotalsFactory, {"rows": -1}),
    "month_totals_first_day": (make.MonthTotalsFactory, {"month": date(2025, 1, 31)}),
    "structure_code_9": (make.StructureFactory, {"code": "99000001"}),
    "structure_kind_known": (make.StructureFactory, {"kind": "CHU"}),
    "structure_dates_ordered": (make.StructureFactory, {"closed": date(2015, 3, 31)}),
    "membership_dates_ordered": (make.MembershipFactory, {"end": date(2019, 8, 31)}),
    "run_window_ordered": (make.ProfileRunFactory, {"window_end": date(2024, 12, 1)}),
    "run_computed_after_created": (make.ProfileRunFactory, {"computed_at": WHEN - DAY}),
    "run_published_after_computed": (make.ProfileRunFactory, {"published_at": WHEN - DAY}),
    "run_published_has_a_date": (make.ProfileRunFactory, {"state": RunState.PUBLISHED}),
    "run_state_known": (make.ProfileRunFactory, {"state": "PRESQUE"}),
    "profile_counts_not_negative": (make.ProfileFactory, {"obs_days": -1}),
    "profile_expected_not_negative": (make.ProfileFactory, {"exp_days": -0.1}),
    "profile_intervals_ordered": (make.ProfileFactory, {"ci_low": 2.0}),
    "profile_level_known": (make.ProfileFactory, {"level": 3}),
    "profile_level_needs_enough": (make.ProfileFactory, {"enough": False}),
    "profile_smoothed_ordered": (
        make.ProfileFactory,
        {"smoothed": 1.2, "smoothed_low": 1.3, "smoothed_high": 1.4},
    ),
    "caisse_growth_whole": (make.CaisseProfileFactory, {"volume": 12.0}),
    "caisse_growth_adds_up": (
        make.CaisseProfileFactory,
        {
            "year_before": FIRST_RUN,
            "days_before": 6_400_000,
            "leaves_before": 190_000,
            "amount_before": 1,
            "volume": 90_000.0,
            "structure": 0.0,
            "duration": 1.0,
        },
    ),
    "caisse_counts_nested": (make.CaisseProfileFactory, {"signals": 1_743}),
    "group_months_of_one_length": (make.GroupMonthsFactory, {"high": [1.5]}),
    "mix_columns_of_one_length": (make.CaisseMixFactory, {"days": [30]}),
    "export_made_has_name_and_expiry": (make.ExportFactory, {"file_name": ""}),
    "export_closed_says_how": (make.ExportFactory, {"ending": "expire"}),
    "export_counts_not_negative": (make.ExportFactory, {"taken": -1}),
    "export_words_known": (make.ExportFactory, {"purpose": "curiosite"}),
    "profile_seen_coherent": (make.ProfileFactory, {"seen_ratio_days": 1.1}),
    "profile_signal_needs_enough": (
        make.ProfileFactory,
        {"signal": "signal", "group_fallback": True},
    ),
}
ELSEWHERE = {
    "export_one_open_alike",
    "gate_finding_once_per_batch",
    "membership_one_open",
    "membership_one_per_start",
    "prescriber_number_once",
    "attachment_one_per_start",
    "attachment_one_open_per_caisse",
    "publication_single_row",
    "rejected_row_line_from_1",
    "statistics_once_per_run_and_caisse",
    "caisse_once_per_run",
    "mix_once_per_run_and_caisse",
    "group_once_per_run",
    # Written from above: tests/interviews/test_models_refusals.py.
    "standing_interview_named",
    "standing_once",
}


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    factory, impossible = REFUSED[name]
    factory()  # the same row without its fault is accepted
    with refused(name), transaction.atomic():
        factory(**impossible)


def test_every_constraint_has_its_refusal():
    named = {
        constraint.name
        for model in apps.get_app_config("prescribers").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(REFUSED) | ELSEWHERE


def test_one_attachment_a_start_and_one_open_a_caisse():
    attachment = make.AttachmentFactory(end=date(2020, 12, 31))
    who = {"prescriber": attachment.prescriber}
    with refused("attachment_one_per_start"), transaction.atomic():
        make.AttachmentFactory(**who, end=date(2021, 12, 31))
    make.AttachmentFactory(**who, start=date(2021, 1, 1))
    make.AttachmentFactory(**who, start=date(2021, 1, 1), caisse="831")
    with refused("attachment_one_open_per_caisse"), transaction.atomic():
        make.AttachmentFactory(**who, start=date(2022, 1, 1))


def test_one_membership_a_start_and_one_open_a_structure():
    membership = make.MembershipFactory(end=date(2020, 12, 31))
    same = {"prescriber": membership.prescriber, "structure": membership.structure}
    with refused("membership_one_per_start"), transaction.atomic():
        make.MembershipFactory(**same, end=date(2021, 12, 31))
    make.MembershipFactory(**same, start=date(2021, 1, 1))
    make.MembershipFactory(prescriber=membership.prescriber, start=date(2021, 1, 1))
    with refused("membership_one_open"), transaction.atomic():
        make.MembershipFactory(**same, start=date(2022, 1, 1))


def test_a_prescriber_has_one_number_a_caisse():
    numbered = make.PrescriberNumberFactory()
    make.PrescriberNumberFactory(rpps=numbered.rpps, caisse="831")
    with refused("prescriber_number_once"), transaction.atomic():
        make.PrescriberNumberFactory(rpps=numbered.rpps)


def test_one_open_export_alike_a_person():
    open_one = make.ExportFactory()
    with refused("export_one_open_alike"), transaction.atomic():
        make.ExportFactory(by_id=open_one.by_id)
    make.ExportFactory(by_id=open_one.by_id, closed_at=WHEN, ending="supprime")


def test_a_gate_speaks_once_of_a_batch():
    finding = make.GateFindingFactory()
    make.GateFindingFactory(batch=finding.batch, code="MONTANTS")
    with refused("gate_finding_once_per_batch"), transaction.atomic():
        make.GateFindingFactory(batch=finding.batch)


def test_only_a_finished_batch_must_account_for_every_row():
    assert make.ImportBatchFactory(status=BatchStatus.REFUSED, accepted=0).pk


def test_the_publication_is_one_row():
    run = make.ProfileRunFactory()
    models.Publication.objects.create(run=run)
    with refused("publication_single_row"), transaction.atomic():
        models.Publication.objects.create(id=2, run=run)


def test_a_rejected_row_has_a_line_and_statistics_are_written_once():
    with refused("rejected_row_line_from_1"), transaction.atomic():
        models.RejectedRow.objects.create(
            batch=make.ImportBatchFactory(), line=0, code="X", message="X"
        )
    once = {"run": make.ProfileRunFactory(), "caisse": "061", "payload": b"", "digest": "0" * 64}
    models.SufficientStatistics.objects.create(**once)
    with refused("statistics_once_per_run_and_caisse"), transaction.atomic():
        models.SufficientStatistics.objects.create(**once)


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("caisse_once_per_run", make.CaisseProfileFactory),
        ("mix_once_per_run_and_caisse", make.CaisseMixFactory),
        ("group_once_per_run", make.GroupMonthsFactory),
    ],
)
def test_a_caisse_or_a_group_is_there_once_in_a_run(name, factory):
    row = factory()
    with refused(name), transaction.atomic():
        factory(run=row.run)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_profile_never_changes(change):
    profile = make.ProfileFactory()
    mine = models.Profile.objects.filter(rpps=profile.rpps)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        mine.update(obs_days=1) if change == "update" else mine._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'prescribers_profile'::regclass"
            " AND tgname LIKE 'pgtrigger_profile_never_changes%%'"
        )
        assert cursor.fetchone() == (1,)  # and the owner is refused by the trigger


def call(function, *arguments):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", arguments)


def test_a_run_is_dropped_unless_it_is_the_published_one():
    published, old = make.ProfileFactory(), make.ProfileFactory()
    models.Publication.objects.create(run=published.run)
    with pytest.raises((IntegrityError, InternalError), match="published"):
        call("profile_run_drop", published.run_id)
    call("profile_run_drop", old.run_id)
    assert [profile.run_id for profile in models.Profile.objects.all()] == [published.run_id]
