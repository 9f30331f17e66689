"""Traitements: the ledger of jobs, its running part refreshed alone, retry and cancel."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core import journal
from core.jobs import JobRefused, board, cancel, counts_by_status, retry, title_of
from core.models import Job, JobStatus
from ijportal.pages.presenters.jobs import (
    JobLine,
    Subject,
    board_sentence,
    cancel_text,
    job_line,
    subject_of,
    waiting,
)
from prescribers.filters import caisse_labels
from prescribers.models import ImportBatch
from prescribers.presenters.imports import batch_lines
from prescribers.selectors import freshness
from prescribers.selectors.imports import jobs_of


RUNNING_SHOWN = 12
IMPORTS_SHOWN = 10
ACT = "traitements.agir"


@action("traitements.lire")
@require_safe
def board_page(request: PortalRequest) -> HttpResponse:
    page = board(page=request.GET.get("page", 1))
    running = _running()
    shown = [*page.object_list, *running]
    people, subjects = names(job.actor_id for job in shown), _subjects(shown)
    batches = list(ImportBatch.objects.select_related("source")[:IMPORTS_SHOWN])
    published = freshness()
    counts = counts_by_status()
    context = {
        "sentence": board_sentence(counts, published.run_number if published else None),
        "waiting": waiting(counts),
        "running": _lines(request, running, people, subjects),
        "page": page,
        "lines": _lines(request, page.object_list, people, subjects),
        "may_act": _may_act(request),
        "imports": batch_lines(batches, jobs_of(batches), {}),
    }
    return render(request, "pages/traitements.html", context)


@action("traitements.lire")
@require_safe
def running_part(request: PortalRequest) -> HttpResponse:
    """What the page asks again every 3 seconds, as long as something runs or waits."""
    running = _running()
    people = names(job.actor_id for job in running)
    lines = _lines(request, running, people, _subjects(running))
    context = {"running": lines, "waiting": waiting(counts_by_status()), "refreshed": True}
    return render(request, "pages/traitements_running.html", context)


@action(ACT)
@require_POST
def retry_job(request: PortalRequest, job_id: int) -> HttpResponse:
    _refuse_local(request)
    job = get_object_or_404(Job, pk=job_id)
    try:
        retry(job, request.perimeter.user_id)
    except JobRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{title_of(job.kind)} : relancé.")
    return redirect("traitements")


@action(ACT)
@require_http_methods(["GET", "POST"])
def cancel_job(request: PortalRequest, job_id: int) -> HttpResponse:
    """The address asks first; only the form of the confirmation acts."""
    _refuse_local(request)
    job = get_object_or_404(Job, pk=job_id)
    if request.method == "GET":
        return render(request, "pages/traitement_annuler.html", _confirmation(job))
    try:
        cancel(job, request.perimeter.user_id)
    except JobRefused as refusal:
        messages.error(request, refusal.message)
    else:
        ended = job.status == JobStatus.CANCELLED
        word = "annulé" if ended else "arrêt demandé"
        messages.success(request, f"{title_of(job.kind)} : {word}.")
    return redirect("traitements")


def _running() -> list[Job]:
    return list(Job.objects.filter(status=JobStatus.RUNNING).order_by("pk")[:RUNNING_SHOWN])


def _subjects(jobs: Sequence[Job]) -> dict[int, Subject]:
    """What each works on, in two queries at most."""
    batches = ImportBatch.objects.in_bulk(
        {j.payload["batch"] for j in jobs if "batch" in j.payload}
    )
    codes = {job.payload["caisses"][0] for job in jobs if job.payload.get("caisses")}
    caisses = caisse_labels(codes, timezone.localdate()) if codes else {}
    return {job.pk: subject_of(job, batches, caisses) for job in jobs}


def _lines(
    request: PortalRequest,
    jobs: Iterable[Job],
    people: dict[int, str],
    subjects: dict[int, Subject],
) -> list[JobLine]:
    may_act = _may_act(request)
    return [
        job_line(
            job,
            title=title_of(job.kind),
            names=people,
            may_act=may_act,
            subject=subjects[job.pk],
        )
        for job in jobs
    ]


def _may_act(request: PortalRequest) -> bool:
    """A job serves every caisse: only who administers the nation retries or cancels it."""
    perimeter = request.rights.perimeter(ACT)
    return perimeter is not None and perimeter.is_national


def _refuse_local(request: PortalRequest) -> None:
    if not _may_act(request):
        by = request.perimeter.user_id
        journal.record(action="acces.refuse", by=by, obj=("action", ACT))
        raise PermissionDenied(ACT)


def _confirmation(job: Job) -> dict[str, str]:
    return {
        "title": f"Annuler «\u202f{title_of(job.kind)}\u202f» ?",
        "text": cancel_text(job),
        "action": reverse("traitement-annuler", args=[job.pk]),
        "button": "Annuler le traitement",
        "cancel_url": reverse("traitements"),
    }
