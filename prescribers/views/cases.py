"""Cases to discuss: the list for a médecin-conseil, and the opening of one, with its reason.

An opening is a POST: nothing of the reason goes to an address, and no address opens a case twice
without another reason.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from prescribers.asked import AskedProfile, asked_profile
from prescribers.asked.profile_frame import profile_frame, record_reading
from prescribers.forms.cases import CaseReasonForm
from prescribers.presenters import cases as present
from prescribers.presenters.cases_chosen import Chosen, rule_chips, sort_links
from prescribers.presenters.profile_tabs import CASES
from prescribers.rules.cases import Case, RuleSet, rules_on
from prescribers.selectors.cases import cases_to_discuss
from prescribers.services.cases import open_case


DOSSIERS = "prescripteurs.dossiers"


@action(DOSSIERS)
@require_safe
def cases_page(request: PortalRequest, rpps: str) -> HttpResponse:
    asked = asked_profile(request.perimeter, rpps, request.GET)
    profile = asked.profile
    rules = rules_on(request.perimeter.on)
    record_reading(request, asked, f"règles {rules.version}", DOSSIERS)
    found = cases_to_discuss(request.perimeter, profile, rules)
    chosen = Chosen.of(request.GET, rules)
    context = profile_frame(request, asked, CASES) | {
        "sentence": present.cases_sentence(found),
        "elsewhere": present.elsewhere_note(found, profile),
        "total": len(found.cases),
        "rule_chips": rule_chips(found, rules, chosen),
        "chosen": chosen,
        "every_rule": chosen.query(rule=""),
        "sorts": sort_links(chosen),
        "cited": chosen.cited,
        "lines": present.case_lines(found, profile, chosen),
        "rules": present.rules_words(rules),
        "rpps": rpps,
    }
    return render(request, "prescribers/dossiers.html", context)


@action(DOSSIERS)
@require_http_methods(["GET", "POST"])
def case_page(request: PortalRequest, rpps: str, case: str) -> HttpResponse:
    """First why, then the case: what is shown was journalled before, in the same transaction."""
    asked = asked_profile(request.perimeter, rpps, request.GET)
    rules = rules_on(request.perimeter.on)
    found = cases_to_discuss(request.perimeter, asked.profile, rules).numbered(case)
    if found is None:
        raise Http404
    form = CaseReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(request, asked, found, rules, form):
        return _opened_page(request, asked, found, rules)
    # Its line of the list is read again: the same act.
    record_reading(request, asked, f"situation {case}, non ouverte", DOSSIERS)
    context = profile_frame(request, asked, CASES) | {
        "form": form,
        "line": present.case_line(found, asked.profile),
        "cited": Chosen.of(request.GET, rules).cited,
        "rpps": rpps,
    }
    return render(request, "prescribers/dossiers_ouvrir.html", context)


def _opened(
    request: PortalRequest,
    asked: AskedProfile,
    case: Case,
    rules: RuleSet,
    form: CaseReasonForm,
) -> bool:
    """Whether the opening is written; a reason that is refused goes back beside its field."""
    by = request.perimeter.user_id
    try:
        open_case(profile=asked.profile, case=case, rules=rules, reason=form.reason, by=by)
    except Refusal as refusal:
        form.add_error("precision", refusal.message)
        return False
    return True


def _opened_page(
    request: PortalRequest, asked: AskedProfile, case: Case, rules: RuleSet
) -> HttpResponse:
    context = profile_frame(request, asked, CASES) | {
        "case": case,
        "facts": present.case_facts(case, asked.profile),
        "timeline": present.timeline(case),
        "cited": Chosen.of(request.GET, rules).cited,
        "rpps": asked.profile.rpps,
    }
    return render(request, "prescribers/dossiers_situation.html", context)
