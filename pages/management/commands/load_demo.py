"""Brings the demo record into an empty database."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from pages.demo.cast import read_cast
from pages.demo.loading import KNOWN_PASSWORD, AlreadyLoaded, HoldsOtherWorks, Loaded, load, printed


class Command(BaseCommand):
    """Exit status 0: loaded, now or before; 1: the record holds other works, or there is no database."""

    help = (
        "Load the demo record: true facts about a few works, and a fictional community that shows every state,"
        " with logins for a visitor, a researcher, a claimant and an administrator. Loading it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument("--force", action="store_true", help="also into a record that holds other works")

    def handle(self, *, json: bool, force: bool, **options: Any) -> None:
        began = time.monotonic()
        try:
            loaded = load(among_others=force)
        except AlreadyLoaded:
            self.say_already(as_json=json)
        except HoldsOtherWorks as refusal:
            raise CommandError(
                "The record holds other works, and half of the demo is fictional; nothing was changed."
                " Load it all the same with --force."
            ) from refusal
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        else:
            self.report(loaded, round(time.monotonic() - began, 2), as_json=json)

    def say_already(self, *, as_json: bool) -> None:
        """The password is repeated only where everybody knows it; it may have been changed since."""
        said = self.stderr if as_json else self.stdout
        said.write("The demo record is already loaded; nothing was changed.")
        self.write(
            Loaded(0, 0, printed(read_cast()) if settings.DEBUG else (), KNOWN_PASSWORD), 0, as_json=as_json
        )

    def report(self, loaded: Loaded, seconds: float, *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(
                f"The demo record is loaded: {loaded.works:,} works and {loaded.researchers:,} researchers"
                f" in {seconds} s, most of them fictional and marked so."
            )
        self.write(loaded, seconds, as_json=as_json)

    def write(self, loaded: Loaded, seconds: float, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(msgspec.json.encode(figures(loaded, seconds)).decode())
        else:
            self.stdout.writelines(f"{line}\n" for line in login_lines(loaded))


def figures(loaded: Loaded, seconds: float) -> dict[str, Any]:
    logins = [
        {"email": login.email, "password": loaded.password, "administrator": login.administrator}
        for login in loaded.logins
    ]
    return {"works": loaded.works, "researchers": loaded.researchers, "logins": logins, "seconds": seconds}


def login_lines(loaded: Loaded) -> Iterator[str]:
    """The password, and below it who can sign in with it, in columns."""
    if loaded.logins:
        width = max(len(login.email) for login in loaded.logins)
        yield f"Sign in with the password {loaded.password} as"
        for login in loaded.logins:
            yield f"  {login.email:<{width}}  {login.name}"
