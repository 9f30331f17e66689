"""One interview: who, when, what is to be done about it, what was done."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.journal import record
from core.workdays import calendar_of_caisse
from interviews.enums import Event, Kind
from interviews.forms import acts as forms
from interviews.models import Interview, InterviewReport
from interviews.presenters import interview as present
from interviews.presenters.acts import Acts, hands_of, next_words, open_acts
from interviews.rules.leads import is_practitioner, may_lead
from interviews.rules.workflow import AHEAD
from interviews.selectors import interviews as select
from interviews.services.passages import OBJECT
from interviews.views.parts import invitation_part, preparation_part, report_part


Bound = Mapping[str, Any]
PAST_SHOWN = 10


@action("entretiens.lire")
@require_safe
def interview_page(request: PortalRequest, number: int) -> HttpResponse:
    interview = asked_interview(request, number)
    record(
        action="entretiens.lire",
        by=request.perimeter.user_id,
        obj=(OBJECT, str(interview.pk)),
        caisse=interview.caisse,
    )
    return shown(request, interview)


def asked_interview(request: PortalRequest, number: int) -> Interview:
    """The interview, where this person may see it; elsewhere it does not exist."""
    found = select.one_interview(request.perimeter, number)
    if found is None:
        raise Http404
    return found


def shown(
    request: PortalRequest, interview: Interview, bound: Bound | None = None, status: int = 200
) -> HttpResponse:
    """The page; `bound` holds the form of an act that was refused, with what was typed."""
    acts, written = allowed_acts(request, interview), report_of(interview)
    act_forms, ahead = ActForms(request, interview), interview.state in AHEAD
    past = select.past_interviews(request.perimeter, interview.prescriber_id)
    title = present.title_of(interview)
    context = {
        "interview": interview,
        "title": title,
        "sub": present.sub_of(interview),
        "crumbs": [("Entretiens", reverse("entretiens")), (title, "")],
        "chip": present.state_chip(interview),
        "next": next_words(interview, written, timezone.now()),
        "notice": present.NOT_AN_AUDITION,
        "facts": present.facts_of(interview, select.company(interview)),
        "history": present.history_lines(interview, select.history(interview)),
        "past": present.past_lines(past.exclude(pk=interview.pk)[:PAST_SHOWN]),
        "commitments": present.commitment_lines(interview.commitments.all(), request.perimeter.on),
        "acts": acts,
        "forms": _open_forms(act_forms, acts) | dict(bound or {}),
        "preparation": preparation_part(request, interview),
        "report": report_part(request, interview),
        "invitation": invitation_part(request, interview) if ahead else None,
    }
    return render(request, "interviews/entretien.html", context, status=status)


def report_of(interview: Interview) -> InterviewReport | None:
    return getattr(interview, "report", None)


def allowed_acts(request: PortalRequest, interview: Interview) -> Acts:
    """What this person may do now: the table of steps, then the rights and the hands."""
    written, user = report_of(interview), request.perimeter.user_id
    can, caisse = request.rights.can, interview.caisse
    another = written is not None and written.written_by_id != user
    hands = hands_of(
        leads=interview.lead_id == user and can("entretiens.tenir", caisse=caisse),
        plans=can("entretiens.planifier", caisse=caisse),
        reads=another and is_practitioner(request.perimeter.roles_at(caisse)),
    )
    return open_acts(interview, written, hands, timezone.now())


class ActForms:
    """The forms of the acts of one interview; who may be chosen is read once, when asked for."""

    def __init__(self, request: PortalRequest, interview: Interview) -> None:
        self.interview, self.on = interview, request.perimeter.on

    @cached_property
    def others(self) -> list[select.Colleague]:
        staff = select.staff_at(self.interview.caisse, self.on)
        return [one for one in staff if one.pk != self.interview.lead_id]

    def of(self, act: str, data: Any = None) -> forms.ActForm | None:
        """Blank or with what was typed; None when the act asks for nothing."""
        if act in DATED:
            return self._dated(act, data)
        if act == "confier":
            kind = Kind(self.interview.kind)
            people = [one for one in self.others if may_lead(one.roles, kind)]
            return forms.HandOverForm(data, people=people)
        if act == "participants":
            return self._participants(data)
        return REASONS[act](data) if act in REASONS else None

    def _dated(self, act: str, data: Any) -> forms.ActForm:
        one = self.interview
        kept = forms.slot_typed(one.starts_at, one.minutes, one.channel, one.place)
        zone = calendar_of_caisse(one.caisse).timezone
        return DATED[act](data, zone=zone, initial=kept)

    def _participants(self, data: Any) -> forms.ParticipantsForm:
        there = select.company(self.interview)
        kept = {
            "collegues": [one.user for one in there if one.user],
            "accompagnants": "\n".join(one.name for one in there if not one.user),
        }
        return forms.ParticipantsForm(data, people=self.others, initial=kept)


DATED = {"planifier": forms.ScheduleForm, "deplacer": forms.MoveForm}
# The acts whose form is a reason and nothing more.
REASONS: dict[str, type[forms.ActForm]] = {
    "reporter": forms.PostponeForm,
    "decliner": forms.DeclineForm,
    "annuler": forms.CancelForm,
    "renvoyer": forms.SendBackForm,
}


def _open_forms(act_forms: ActForms, acts: Acts) -> dict[str, forms.ActForm | None]:
    """Those that stand on the page: who leads and who comes are chosen on a sheet of their own."""
    return {event.value: act_forms.of(event) for event in acts.events if event != Event.HAND_OVER}
