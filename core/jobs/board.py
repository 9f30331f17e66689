"""Reading the ledger, for the page Traitements."""

from django.core.paginator import Page, Paginator
from django.db.models import Count

from core.jobs.kinds import UnknownKindError, kind_of
from core.models import Job, JobStatus


PER_PAGE = 25


def board(
    *, status: str = "", kind: str = "", page: int | str = 1, per_page: int = PER_PAGE
) -> Page[Job]:
    """Jobs, newest first; an unknown page number gives the nearest page."""
    jobs = Job.objects.order_by("-pk")
    if status:
        jobs = jobs.filter(status=status)
    if kind:
        jobs = jobs.filter(kind=kind)
    return Paginator(jobs, per_page).get_page(page)


def counts_by_status() -> dict[str, int]:
    """How many jobs are in each status; every status is there, in the order of their life."""
    rows = Job.objects.order_by().values_list("status").annotate(number=Count("pk"))
    found = dict(rows)
    return {status: found.get(status, 0) for status in JobStatus.values}


def title_of(kind: str) -> str:
    """The French title of a kind; its name when no app knows it any more."""
    try:
        return kind_of(kind).title
    except UnknownKindError:
        return kind
