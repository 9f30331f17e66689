"""How a browser test reads a page: violations of axe, overflow, complaints of the console."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PASSWORD


WIDTHS = {"desk": (1280, 900), "phone": (320, 720)}


def listen(page) -> list[str]:
    """What the browser complains of, the refusals under test apart."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sign_in(page, portal: str, email: str) -> None:
    page.goto(portal + "/compte/login/")
    # The page gives the focus to this field; before it has, no person would have typed.
    page.wait_for_selector("input[name=login]:focus")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/compte/login/" not in url)


def assert_accessible(page, where: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{where} overflows by {overflow} px"
