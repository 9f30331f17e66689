"""Who is signed in before the pages of the interviews, and what he sends."""

from tests.accounts.factories import person


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(client, role, *, at="061"):
    user = person(role, at=at)
    client.force_login(user, backend=BACKEND)
    return user


def sent(client, interview, act, **said):
    return client.post(f"/entretiens/{interview.pk}/{act}/", said)


def page(client, interview):
    return client.get(f"/entretiens/{interview.pk}/")
