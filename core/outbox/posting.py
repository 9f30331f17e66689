"""Putting a message in the outbox, in the transaction of the act that causes it."""

from core.models import OutboxMessage


def post(*, key: str, channel: str, payload: dict) -> OutboxMessage:
    """Insert the message, or get the one already posted under this key."""
    message, _ = OutboxMessage.objects.get_or_create(
        key=key, defaults={"channel": channel, "payload": payload}
    )
    return message
