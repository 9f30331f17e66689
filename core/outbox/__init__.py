"""The outbox: an effect outside the database is a row first, and leaves by its channel."""

from core.outbox.channels import channel
from core.outbox.delivery import deliver
from core.outbox.posting import post


__all__ = ["channel", "deliver", "post"]
