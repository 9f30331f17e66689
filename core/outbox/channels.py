"""The channels by which a message leaves. A channel may be asked twice for the same key."""

from collections.abc import Callable

from django.core.mail import EmailMessage


Send = Callable[[str, dict], None]
channels: dict[str, Send] = {}


def channel(name: str) -> Callable[[Send], Send]:
    """Register `send(key, payload)`; the key lets the other side recognise a repetition."""

    def register(send: Send) -> Send:
        channels[name] = send
        return send

    return register


@channel("mail")
def send_mail(key: str, payload: dict) -> None:
    """A mail: {"to": [...], "subject": ..., "body": ...}; its Message-ID comes from the key.

    One text may be attached: "attached": {"name": ..., "text": ..., "type": "text/calendar; ..."}.
    """
    mail = EmailMessage(
        subject=payload["subject"],
        body=payload["body"],
        to=payload["to"],
        headers={"Message-ID": f"<{key}@ijportal>"},
    )
    if attached := payload.get("attached"):
        mail.attach(attached["name"], attached["text"], attached["type"])
    mail.send()
