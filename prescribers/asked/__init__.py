"""What an address asks for, understood once: the page, its files and the job read the same rows."""

from prescribers.asked.listing import COLUMNS_KEPT, AskedList, asked_list
from prescribers.asked.profile import AskedProfile, asked_number, asked_profile


__all__ = [
    "COLUMNS_KEPT",
    "AskedList",
    "AskedProfile",
    "asked_list",
    "asked_number",
    "asked_profile",
]
