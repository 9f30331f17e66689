"""The form of a report as a device draws it: the server decides its fields, one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from interviews.models import Interview
from prescribers.presenters.words import addressed_name


def shape(
    form: forms.Form, asked_when: Mapping[str, str], needed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each field that a person fills.

    `when` is the outcome that asks for it, empty for any; `needed` is « always », or the field
    that asks for this one once it is filled: a device says it before the network does.
    """
    return [
        {
            "name": name,
            "sort": _sort(field),
            "label": str(field.label),
            "hint": str(field.help_text),
            "options": [[str(value), str(label)] for value, label in _choices(field)],
            "most": getattr(field, "max_length", None),
            "first": str(field.initial or ""),
            "when": asked_when.get(name, ""),
            "needed": needed.get(name, ""),
        }
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
    ]


def _sort(field: forms.Field) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        return "several"
    if isinstance(field, forms.ChoiceField):
        return "one"
    if isinstance(field, forms.DateTimeField):
        return "instant"
    if isinstance(field, forms.DateField):
        return "day"
    return "long" if isinstance(field.widget, forms.Textarea) else "line"


def _choices(field: forms.Field) -> Sequence[tuple[Any, Any]]:
    return list(getattr(field, "choices", ()))


def carried_line(interview: Interview, form: str) -> dict[str, Any]:
    """What a device keeps of an interview: no figure, no motive, no subject."""
    report = getattr(interview, "report", None)
    return {
        "id": interview.pk,
        "starts": interview.starts_at.isoformat() if interview.starts_at else "",
        "kind": interview.get_kind_display(),
        "channel": interview.get_channel_display(),
        "place": interview.place,
        "doctor": addressed_name(interview.prescriber),
        "state": interview.state,
        "edition": report.edition if report is not None else 0,
        "form": form,
    }
