"""Page values of people and rights."""

from accounts.presenters.administration import (
    ACTS,
    SECTIONS,
    ActionRow,
    GrantLine,
    JournalLine,
    RightsTable,
    RoleColumn,
    Tab,
    grant_line,
    grant_lines,
    journal_line,
    rights_table,
    tabs,
)


__all__ = [
    "ACTS",
    "SECTIONS",
    "ActionRow",
    "GrantLine",
    "JournalLine",
    "RightsTable",
    "RoleColumn",
    "Tab",
    "grant_line",
    "grant_lines",
    "journal_line",
    "rights_table",
    "tabs",
]
