"""Two versions of a report, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class BothLine:
    """One field; `differs` when the two sides do not say the same."""

    label: str
    device: str
    portal: str
    differs: bool


def both_lines(
    form: forms.Form, device: Mapping[str, Any], portal: Mapping[str, Any]
) -> list[BothLine]:
    """The fields of the form in its order, as each side says them."""
    lines = []
    for name, field in form.fields.items():
        if name in device or name in portal:
            one, other = (_words(field, side.get(name)) for side in (device, portal))
            if one or other:
                lines.append(BothLine(str(field.label), one, other, one != other))
    return lines


def _words(field: forms.Field, value: Any) -> str:
    values: Sequence[Any] = value if isinstance(value, list) else [value]
    known = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    return ", ".join(known.get(str(one), str(one)) for one in values if one not in (None, ""))
