"""Realistic rows for tests: a doctor of Nice and what the floor knows of him.

A month or a run needs its partition before its rows: the factories below open it.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from django.db import connection
from factory.django import DjangoModelFactory
from stdnum import luhn

from prescribers import models
from prescribers.enums import BatchStatus, BlockKind, RunState, StructureKind


PARIS = ZoneInfo("Europe/Paris")
MONTH = date(2025, 1, 1)


def demo_rpps(serial: int) -> str:
    """An RPPS of the synthetic series (it begins with 99) with a valid Luhn key."""
    body = f"99{serial:08d}"
    return f"{body}{luhn.calc_check_digit(body)}"


def open_month(month: date) -> None:
    """Give a month of leaves its empty partition, unless it has one."""
    _open_partition("medical.leave_month", f"medical.leave_{month:%Y_%m}", month)


def open_window(window_end: date) -> None:
    _open_partition(
        "medical.patient_window", f"medical.patient_list_{window_end:%Y_%m}", window_end
    )


def open_activity(month: date) -> None:
    _open_partition("public.activity_month", f"public.prescribers_activity_{month:%Y_%m}", month)


def open_run(run_id: int) -> None:
    _open_partition("public.profile_run", f"public.prescribers_profile_{run_id}", run_id)


def _open_partition(verb: str, table: str, value: date | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if not cursor.fetchone()[0]:
            cursor.execute(f"SELECT {verb}_stage(%s)", [value])
            cursor.execute(f"SELECT {verb}_attach(%s)", [value])


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = models.Commune
        django_get_or_create = ["code"]

    code = "06088"
    name = "Nice"
    name_sort = factory.LazyAttribute(lambda commune: commune.name.lower())
    departement = "06"
    region = "93"
    postal_codes = "06000 06100 06200 06300"
    population = 353_701
    lat = 43.7124
    lon = 7.2514


class IrisFactory(DjangoModelFactory):
    class Meta:
        model = models.Iris
        django_get_or_create = ["code"]

    code = "060880101"
    label = "Centre"
    commune = factory.SubFactory(CommuneFactory)
    deprivation = 0.8
    quintile = 4
    commune_quintile = 3


class PrescriberFactory(DjangoModelFactory):
    class Meta:
        model = models.Prescriber

    rpps = factory.Sequence(demo_rpps)
    civility = "DR"
    last_name = factory.Sequence(lambda n: f"ESSAI{n:04d}")
    first_name = "CAMILLE"
    name_sort = factory.LazyAttribute(lambda p: f"{p.last_name} {p.first_name}".lower())
    sex = 2
    birth_year = 1968
    specialty = "MG"
    synthetic = True


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Attachment

    prescriber = factory.SubFactory(PrescriberFactory)
    caisse = "061"
    commune = factory.SubFactory(CommuneFactory)
    iris = None
    departement = "06"
    region = "93"
    mode = "LIB"
    sector = "1"
    start = date(2010, 1, 1)


class LeaveFactory(DjangoModelFactory):
    class Meta:
        model = models.Leave

    month = factory.LazyAttribute(lambda leave: leave.start.replace(day=1))
    rpps = factory.Sequence(lambda n: int(demo_rpps(n)))
    caisse = "061"
    patient = factory.Sequence(lambda n: 4_000_000_000_000_000_000 + n)
    start = date(2025, 1, 6)
    end = date(2025, 1, 12)
    days = 4
    amount_cents = 13_200
    risk = "MAL"
    nature = "I"
    motif = "M09"
    age = 42
    sex = 2
    ald = 0
    c2s = False
    iris = "060880101"
    stratum = 148

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        open_month(kwargs["month"])
        return super()._create(model_class, *args, **kwargs)


class PatientListFactory(DjangoModelFactory):
    class Meta:
        model = models.PatientList

    window_end = date(2025, 12, 1)
    rpps = factory.Sequence(lambda n: int(demo_rpps(n)))
    caisse = "061"
    stratum = 148
    patients = 12

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        open_window(kwargs["window_end"])
        return super()._create(model_class, *args, **kwargs)


class SourceFileFactory(DjangoModelFactory):
    class Meta:
        model = models.SourceFile

    kind = "arrets"
    name = "2025-01.csv"
    path = "arrets/2025-01.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1_048_576
    month = MONTH
    received_at = datetime(2025, 4, 2, 9, 30, tzinfo=PARIS)


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportBatch

    source = factory.SubFactory(SourceFileFactory)
    kind = factory.SelfAttribute("source.kind")
    month = factory.SelfAttribute("source.month")
    status = BatchStatus.DONE
    read = 10
    accepted = 7
    rejected = 2
    duplicates = 1
    started_at = datetime(2025, 4, 2, 9, 31, tzinfo=PARIS)
    finished_at = datetime(2025, 4, 2, 9, 32, tzinfo=PARIS)


class GateFindingFactory(DjangoModelFactory):
    class Meta:
        model = models.GateFinding

    batch = factory.SubFactory(ImportBatchFactory)
    code = "VOLUME"
    message = "Le fichier a 210 lignes ; les mois précédents en ont 1 480."


class MonthTotalsFactory(DjangoModelFactory):
    class Meta:
        model = models.MonthTotals

    kind = "arrets"
    month = MONTH
    caisse = factory.Sequence(lambda n: f"{n % 1000:03d}")
    batch = factory.SubFactory(ImportBatchFactory)
    rows = 1_480
    prescribers = 96
    total = 50_300
    amount_cents = 187_000_000


class StructureFactory(DjangoModelFactory):
    class Meta:
        model = models.Structure

    code = factory.Sequence(lambda n: f"99{n:07d}")
    kind = StructureKind.CENTRE
    name = "CENTRE DE SANTE DES OLIVIERS"
    departement = "06"
    region = "93"
    opened = date(2015, 4, 1)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    prescriber = factory.SubFactory(PrescriberFactory)
    structure = factory.SubFactory(StructureFactory)
    start = date(2019, 9, 1)


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = models.Activity

    month = MONTH
    rpps = factory.Sequence(lambda n: int(demo_rpps(n)))
    patients_seen = 312
    acts = 421

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        open_activity(kwargs["month"])
        return super()._create(model_class, *args, **kwargs)


class EncodedBlockFactory(DjangoModelFactory):
    class Meta:
        model = models.EncodedBlock

    kind = BlockKind.LEAVES
    month = MONTH
    caisse = factory.Sequence(lambda n: f"{n % 1000:03d}")
    rows = 1
    total = 12
    amount_cents = 44_500
    sha256 = "0" * 64
    payload = b"\0" * 16


class PrescriberNumberFactory(DjangoModelFactory):
    class Meta:
        model = models.PrescriberNumber

    caisse = "061"
    number = factory.Sequence(lambda n: n)
    rpps = factory.Sequence(lambda n: int(demo_rpps(n)))


class PatientCodesFactory(DjangoModelFactory):
    class Meta:
        model = models.PatientCodes

    caisse = "061"
    chunk = factory.Sequence(lambda n: n)
    rows = 1
    sha256 = "0" * 64
    payload = b"\0" * 12


class ProfileRunFactory(DjangoModelFactory):
    class Meta:
        model = models.ProfileRun

    number = factory.Sequence(lambda n: n + 1)
    state = RunState.COMPUTED
    window_start = date(2025, 1, 1)
    window_end = date(2025, 12, 1)
    data_until = date(2026, 2, 28)
    created_at = datetime(2026, 3, 1, 2, 0, tzinfo=PARIS)
    computed_at = datetime(2026, 3, 1, 2, 1, tzinfo=PARIS)


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = models.Profile

    run = factory.SubFactory(ProfileRunFactory)
    prescriber = factory.SubFactory(PrescriberFactory)
    rpps = factory.SelfAttribute("prescriber.rpps")
    caisse = "061"
    region = "93"
    specialty = "MG"
    group_code = "MG·93"
    group_fallback = False
    n_patients = 940
    patients_by_age_sex = factory.LazyFunction(
        lambda: [45, 62, 61, 84, 70, 92, 78, 96, 52, 61, 55, 67, 48, 69]
    )
    months_active = 12
    obs_days = 12_480
    exp_days = 7_900.0
    ratio_days = 1.58
    ci_low = 1.31
    ci_high = 1.90
    obs_leaves = 640
    exp_leaves = 512.0
    ratio_leaves = 1.25
    leaves_ci_low = 1.10
    leaves_ci_high = 1.42
    obs_amount_cents = 41_000_000
    kappa0 = 58.0
    kappa = 61.0
    excess_days = 4_580.0
    enough = True
    level = 2
    months_observed = factory.LazyFunction(lambda: [1_040] * 14)
    months_expected = factory.LazyFunction(lambda: [658.0] * 14)
    months_band_low = factory.LazyFunction(lambda: [520.0] * 14)
    months_band_high = factory.LazyFunction(lambda: [810.0] * 14)
    months_start = date(2025, 1, 1)
    provisional_months = 2
    name_sort = factory.SelfAttribute("prescriber.name_sort")
    commune_name = "Nice"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        open_run(kwargs["run"].pk)
        return super()._create(model_class, *args, **kwargs)


class CaisseProfileFactory(DjangoModelFactory):
    class Meta:
        model = models.CaisseProfile

    run = factory.SubFactory(ProfileRunFactory)
    caisse = "061"
    region = "93"
    prescribers = 2_000
    enough = 1_742
    judged = 1_742
    signals = 31
    strong = 12
    confirmed = 23
    to_confirm = 8
    above = 120
    obs_days = 6_490_000
    obs_leaves = 193_155
    obs_amount_cents = 25_123_456_789
    compared_days = 6_300_000
    exp_days = 6_116_504.9
    variance = 6_300_000 * 4_000.0
    months_start = date(2025, 1, 1)
    provisional_months = 2
    months_observed = factory.LazyFunction(lambda: [540_000] * 14)
    months_expected = factory.LazyFunction(lambda: [520_000.0] * 14)


class CaisseMixFactory(DjangoModelFactory):
    class Meta:
        model = models.CaisseMix

    run = factory.SubFactory(ProfileRunFactory)
    caisse = "061"
    leaves = factory.LazyFunction(lambda: [3, 4])
    days = factory.LazyFunction(lambda: [30, 90])


class GroupMonthsFactory(DjangoModelFactory):
    class Meta:
        model = models.GroupMonths

    run = factory.SubFactory(ProfileRunFactory)
    group_code = "MG·93"
    low = factory.LazyFunction(lambda: [0.5] * 14)
    median = factory.LazyFunction(lambda: [1.0] * 14)
    high = factory.LazyFunction(lambda: [1.5] * 14)


class ExportFactory(DjangoModelFactory):
    class Meta:
        model = models.Export

    by_id = factory.Sequence(lambda n: n + 1)
    run_number = 12
    file_format = "csv"
    query = "tri=-ecart"
    purpose = "campagne"
    purpose_text = "Liste de travail de la commission."
    made_at = datetime(2026, 3, 2, 9, 0, tzinfo=PARIS)
    expires_at = datetime(2026, 3, 9, 9, 0, tzinfo=PARIS)
    file_name = "prescripteurs-calcul-12.csv"
