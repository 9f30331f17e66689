"""What the pages accept from an address or a form, each error with what to do."""

from prescribers.forms.export import ExportForm
from prescribers.forms.imports import DecisionForm, DepositForm, ImportFilter
from prescribers.forms.listing import ListForm


__all__ = ["DecisionForm", "DepositForm", "ExportForm", "ImportFilter", "ListForm"]
