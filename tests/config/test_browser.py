"""The browser of the browser tests: what it finds, and what it cannot reach."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page

from tests import browser

CLEAN = '<!doctype html><html lang="en"><title>A page</title><main><h1>Heading</h1><p>Text</p></main></html>'


def test_axe_finds_nothing_in_a_clean_page(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.set_content(CLEAN)
    assert axe(page) == []


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("<p>Text</p>", '<img src="data:,">', "image-alt"),
        ("<p>Text</p>", '<p style="color:#aaa;background:#fff">Pale</p>', "color-contrast"),
        (' lang="en"', "", "html-has-lang"),
    ],
)
def test_axe_finds_what_is_wrong(
    page: Page, axe: Callable[[Page], list[str]], good: str, bad: str, rule: str
) -> None:
    page.set_content(CLEAN.replace(good, bad))
    assert [violation.split(":")[0] for violation in axe(page)] == [rule]


def test_the_browser_sees_nothing_but_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_browser_is_said_and_is_an_error_on_a_build_machine(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CREDENCE_CHROMIUM", raising=False)
    with pytest.raises(outcome, match=re.escape(browser.HOW_TO)):
        browser.chromium_or_skip()


def test_a_named_browser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENCE_CHROMIUM", "/opt/mine")
    assert browser.chromium_or_skip() == "/opt/mine"
