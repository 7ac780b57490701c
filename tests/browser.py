"""Pytest plugin: `page` is a tab of the system's Chromium, which sees nothing but this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
HOW_TO = (
    "No Chromium for the browser tests: install it (Debian: apt-get install chromium), "
    "or set CREDENCE_CHROMIUM to the path of one."
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND = "async options => (await axe.run(document, options)).violations"  # what is in order takes long to hand over
PATIENCE = 10_000  # milliseconds


# Playwright runs an event loop in the test's thread, in which Django would refuse database calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def find_chromium() -> str | None:
    if named := os.environ.get("CREDENCE_CHROMIUM"):
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def chromium_or_skip() -> str:
    """The browser's path; without one the test is skipped, but on a build machine it fails."""
    chromium = find_chromium()
    if not chromium:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing(HOW_TO)
    assert chromium
    return chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = chromium_or_skip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor: cookies and storage of their own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def page_without_javascript(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Finds accessibility violations of a page: one line for each, none when it is clean."""

    def violations(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            # Unlike a script element, this is not stopped by the page's CSP.
            page.evaluate(f"{AXE.read_text()}; null")
        options = {"runOnly": WCAG, "resultTypes": ["violations"]}
        found = page.evaluate(FIND, options)
        return [describe(violation) for violation in found]

    return violations


def describe(violation: dict) -> str:
    places = ", ".join(str(node["target"][0]) for node in violation["nodes"])
    return f"{violation['id']}: {violation['help']} ({places})"
