"""A visit of the running portal, as a person would: sign in, read the pages, find the figures."""

import http.client
import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from html import unescape

from ijportal.launcher.places import LauncherError, Places


class Visitor:
    """A browser without screen: cookies, forms, nothing else."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def read(self, path: str, form: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.address + path, data=body)  # noqa: S310 (loopback)
        request.add_header("Referer", self.address + path)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            raise LauncherError(f"La page {path} répond {refused.code}.") from refused

    def sign_in(self, email: str, password: str) -> str:
        page = self.read("/compte/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise LauncherError("La page de connexion n’a pas de formulaire.")
        form = {"login": email, "password": password, "csrfmiddlewaretoken": token.group(1)}
        return self.read("/compte/login/", form)


def verify_pages(address: str, where: Places) -> str:
    """Sign in and read the three pages of the main job; give the lines of the report."""
    wait_until_alive(address)
    expected = json.loads((where.var / "demo" / "attendu.json").read_text(encoding="utf-8"))
    visitor = Visitor(address)
    visitor.sign_in(expected["email"], expected["password"])
    board = _text(visitor.read("/tableau-de-bord/"))
    listing = _text(visitor.read("/prescripteurs/"))
    page = _text(visitor.read(f"/prescripteurs/{expected['rpps']}/"))
    for name, text in (
        ("Tableau de bord", board),
        ("Prescripteurs", listing),
        ("page prescripteur", page),
    ):
        if f"n° {expected['run']}" not in text.replace("\u00a0", " ").replace("\u202f", " "):
            raise LauncherError(f"{name} ne montre pas le calcul n° {expected['run']}.")
    if expected["sentence"] not in page:
        raise LauncherError(f"La page prescripteur ne dit pas : {expected['sentence']}")
    return (
        f"Calcul n° {expected['run']} publié, {expected['profiles']} profils.\n"
        f"Page vérifiée : /prescripteurs/{expected['rpps']}/\n  « {expected['sentence']} »"
    )


def wait_until_alive(address: str, patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address + "/sante", timeout=5):  # noqa: S310 (loopback)
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise LauncherError("Le serveur web ne répond pas : lisez var/log/web.log.")


def _text(page: str) -> str:
    """What a person reads: tags dropped, spaces folded."""
    bare = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|svg).*?</\1>", "", page))
    return re.sub(r"[ \n\t]+", " ", unescape(bare)).strip()
