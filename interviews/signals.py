"""The one signal of the house: what the floors above do when an interview is over."""

from django.dispatch import Signal


# Sent in the transaction of the passage, with `interview`.
interview_closed = Signal()
