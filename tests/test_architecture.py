"""What must hold for the house as a whole."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

CHECKOUT = Path(__file__).resolve().parent.parent
READS_ENVIRONMENT = re.compile(
    r"""(?:environ(?:\.get)?[\[(]|env\.\w+\(|truth\(|words?\(|one_of\(|whole_number\(|\w+_address\()\s*["']([A-Z_]+)["']"""
)
INLINE = re.compile(
    r"<script(?![^>]*(src=|application/ld\+json))|\sstyle=|\son[a-z]+=|hx-on|<style", re.IGNORECASE
)
SIGNALS = re.compile(r"django\.(db\.models|core|contrib\.auth)\.signals|@receiver")
ROOMS = [
    "config", "pages", "ingest", "explorer", "collaboration", "following", "trust", "claims", "researchers", "works",
    "accounts", "common",
]  # fmt: skip
SOURCES = sorted(
    path for room in ROOMS for path in (CHECKOUT / room).rglob("*.py") if "migrations" not in path.parts
)


def own_urls() -> list[tuple[str, URLPattern]]:
    """(address, pattern) of every page of ours; the admin's and the accounts' own are not ours."""

    def walk(patterns: list, prefix: str) -> list[tuple[str, URLPattern]]:
        found = []
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, address)
            else:
                found.append((address, pattern))
        return found

    everything = walk(get_resolver().url_patterns, "/")
    return [
        (address, one) for address, one in everything if not address.startswith(("/admin/", "/accounts/"))
    ]


def test_imports_only_go_down() -> None:
    """As a process: within ours, the linter would silence every logger that the other tests listen to."""
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0, found.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_database_has_every_constraint_and_index_that_the_models_promise() -> None:
    promised = {
        one.name
        for model in apps.get_models()
        if model._meta.managed
        for one in (*model._meta.constraints, *model._meta.indexes)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
        )
        kept = {row[0] for row in cursor.fetchall()}
    assert len(promised) > 50
    assert promised - kept == set()


def test_every_address_has_a_name() -> None:
    assert [address for address, pattern in own_urls() if not pattern.name] == []


def test_every_page_is_described_in_the_docs() -> None:
    described = (CHECKOUT / "docs" / "pages.md").read_text()
    shown = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", address) for address, _ in own_urls()}
    assert sorted(address for address in shown if f"`{address}`" not in described) == []


def test_every_environment_variable_is_described_in_the_docs() -> None:
    read = {name for path in SOURCES for name in READS_ENVIRONMENT.findall(path.read_text())}
    described = (CHECKOUT / "docs" / "running.md").read_text()
    private = {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    assert {"DATABASE_URL", "SECRET_KEY", "PORT"} <= read
    assert sorted(name for name in read - private if f"`{name}`" not in described) == []


def test_no_function_hides_an_import() -> None:
    functions = (
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    )
    hidden = [
        f"{path.name}:{one.lineno}"
        for path, function in functions
        for one in ast.walk(function)
        if isinstance(one, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_file_or_function_is_too_long_to_read() -> None:
    long_files = [path.name for path in SOURCES if len(path.read_text().splitlines()) > 400]
    long_functions = [
        f"{path.name}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert (long_files, long_functions) == ([], [])


def test_no_template_has_inline_script_or_style() -> None:
    templates = (CHECKOUT / "templates").rglob("*.html")
    pages = [path for path in templates if path.parent.name != "email"]  # letters have no files beside them
    assert [path.name for path in pages if INLINE.search(path.read_text())] == []


def test_no_module_reacts_to_signals() -> None:
    assert [path.name for path in SOURCES if SIGNALS.search(path.read_text())] == []
