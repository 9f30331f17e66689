"""Forms of the administration and of the absences."""

from accounts.forms.administration import (
    AccountFilter,
    AccountForm,
    DelegationForm,
    DirectorField,
    EndForm,
    HabilitationFilter,
    HabilitationForm,
    HeldField,
    JournalFilter,
    OrganisationField,
    PeriodForm,
    PortalForm,
    ReasonForm,
    day_field,
    reason_field,
)


__all__ = [
    "AccountFilter",
    "AccountForm",
    "DelegationForm",
    "DirectorField",
    "EndForm",
    "HabilitationFilter",
    "HabilitationForm",
    "HeldField",
    "JournalFilter",
    "OrganisationField",
    "PeriodForm",
    "PortalForm",
    "ReasonForm",
    "day_field",
    "reason_field",
]
