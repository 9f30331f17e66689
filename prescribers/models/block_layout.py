"""What a record of an encoded block holds: said once, for those who write and those who read.

Little-endian, without padding; plain numbers, so that this room needs no array library.
"""

from datetime import date


# A leave, 16 bytes. Its first day is not written: inside a block the records are sorted by
# prescriber, first day, then cell, which is all that « the patient's latest leave » asks.
LEAVE_RECORD = [
    ("prescriber", "<u2"),
    ("cell", "<u2"),
    ("days", "<u2"),
    ("month", "u1"),
    ("flags", "u1"),
    ("amount_cents", "<u4"),
    ("patient", "<u4"),
]
# The patients of one prescriber and cell, 8 bytes, sorted by prescriber then cell.
LIST_RECORD = [("prescriber", "<u2"), ("cell", "<u2"), ("patients", "<u4")]

# A cell is a stratum and the quintile of the patient's commune (0 unknown, 1 to 5):
# stratum × 6 + quintile, so that a profile « commune instead of IRIS » needs no new encoding.
COMMUNE_QUINTILES = 6
OUTSIDE_CELL = 0xFFFF

# The flags of a leave: two bits of risk (place in LeaveRisk), then one bit each.
RISK_BITS = 0b0000_0011
PROLONGATION = 0b0000_0100
PART_TIME = 0b0000_1000
REPLACEMENT = 0b0001_0000
TELECONSULTATION = 0b0010_0000
CANCER = 0b0100_0000
# At most three calendar days, first and last included: the indemnified days do not tell.
SHORT = 0b1000_0000
SHORT_DAYS = 3


def month_code(month: date) -> int:
    """Months since January 2000, modulo 256: enough to catch a payload under another month."""
    return ((month.year - 2000) * 12 + month.month - 1) % 256
