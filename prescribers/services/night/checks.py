"""What is verified before a run may be published, by SQL and not by the arrays that made it."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Sum

from prescribers.enums import SourceKind
from prescribers.frames.statistics import Account
from prescribers.models import MonthTotals, Profile, ProfileRun
from prescribers.services.night.extent import Extent
from prescribers.services.night.state import window_of


class TotalsDifferError(Exception):
    """Days were lost or counted twice between the rows and the profiles."""


def check_sources(run: ProfileRun, accounts: Mapping[str, Account]) -> None:
    """Each caisse received as many rows, days and cents of each month as its import counted.

    The imports' totals were made from the rows and never from the blocks; summing twenty million
    rows again each night would cost more than the night. What the map then leaves out is counted
    by reason, and `verify_blocks` compares what is kept with the rows themselves.
    """
    if _received(run, accounts) != _imported(run):
        raise TotalsDifferError


def check_profiles(run: ProfileRun, accounts: Mapping[str, Account]) -> None:
    """The rows loaded add up to what the caisses handed over."""
    loaded = Profile.objects.filter(run=run).aggregate(days=Sum("obs_days"))["days"] or 0
    if loaded != sum(account.kept_days for account in accounts.values()):
        raise TotalsDifferError


Sums = dict[tuple[str, date], tuple[int, ...]]


def _received(run: ProfileRun, accounts: Mapping[str, Account]) -> Sums:
    months = window_of(run).all_months
    return {
        (caisse, month): tuple(sums)
        for caisse, account in accounts.items()
        for month, sums in zip(months, account.received.tolist(), strict=True)
        if any(sums)
    }


def _imported(run: ProfileRun) -> Sums:
    months = window_of(run).all_months
    totals = MonthTotals.objects.filter(kind=SourceKind.ARRETS, month__in=months, rows__gt=0)
    if Extent.stored(run.parameters).region:
        totals = totals.filter(caisse__in=run.parameters["caisses"])
    rows = totals.values_list("caisse", "month", "rows", "total", "amount_cents")
    return {(caisse, month): tuple(sums) for caisse, month, *sums in rows}
