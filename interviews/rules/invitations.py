"""What may be told of an interview out of the house, and when a message says it again."""

from accounts.enums import Role
from interviews.enums import Kind
from interviews.rules.leads import LEADS


def tells_subject(kind: Kind) -> bool:
    """Whether the subject may be told: what only practitioners lead may speak of care."""
    return Role.DAM in LEADS[kind]
