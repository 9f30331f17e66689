"""What a next step asks for: an interview to propose, after so many months, by whom."""

from interviews.enums import Kind, NextStep


MONTHS = {NextStep.SEE_AGAIN_3: 3, NextStep.SEE_AGAIN_6: 6}
# A delegate sees again by a visit, a practitioner by a follow-up.
AFTER: dict[Kind, Kind] = {
    Kind.PEER: Kind.FOLLOW_UP,
    Kind.ALERT: Kind.FOLLOW_UP,
    Kind.FOLLOW_UP: Kind.FOLLOW_UP,
    Kind.SUPPORT: Kind.SUPPORT,
    Kind.INSTALLATION: Kind.SUPPORT,
    Kind.VISIT: Kind.VISIT,
}
