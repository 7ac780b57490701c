"""Pytest plugin: `tab_of` opens tabs for several people, and every tab tells of what no page may do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser import PATIENCE

BACKEND = "django.contrib.auth.backends.ModelBackend"
INSIDE = ("data:", "blob:", "about:")


def watch(page: Page, home: str, wrongs: list[str]) -> None:
    """Write down requests to elsewhere, missing pieces, errors, and refusals of the content security policy."""

    def sees_request(request: Request) -> None:
        if not request.url.startswith((f"{home}/", *INSIDE)):
            wrongs.append(f"{page.url} asks for {request.url}")

    def sees_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            wrongs.append(f"{page.url}: {response.url} answers {response.status}")

    def sees_message(message: ConsoleMessage) -> None:
        # Pages that say 404 or 422 are among those that are looked at; pieces are seen as responses.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            wrongs.append(f"{page.url} says {message.text}")

    page.on("request", sees_request)
    page.on("response", sees_response)
    page.on("console", sees_message)
    page.on("pageerror", lambda error: wrongs.append(f"{page.url} breaks: {error}"))


@pytest.fixture
def tab_of(browser: Browser, live_server: Any, client: Any) -> Iterator[Callable[..., Page]]:
    """A tab of a visitor of their own, logged in or not. At the end no tab may have done wrong."""
    contexts, wrongs = [], []

    def open_tab(user: Any = None, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            client.force_login(user, backend=BACKEND)
            session = client.cookies.pop(settings.SESSION_COOKIE_NAME).value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        watch(page, live_server.url, wrongs)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert wrongs == []
