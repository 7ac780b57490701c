"""A copy of the record, served as `make run` does, and people signed in there. Django has to be set up before."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.models import User
from config.addresses import HOST, address_of, answers, choose_port

TOKEN = "t" * 32
FIRST_PORT = 18_000


@dataclass(frozen=True, slots=True)
class Served:
    """Where the copy is served, and the process that started all others."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def served(database: str) -> Iterator[Served]:
    """Web, worker and beat on the copy, with a broker of their own."""
    port = choose_port(FIRST_PORT, asked_for=False)
    with tempfile.TemporaryDirectory(prefix="credence-freshness-") as folder:
        own = {"DATABASE_URL": database, "CREDENCE_DATA_DIR": folder, "SECRET_KEY": settings.SECRET_KEY}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo", "--port", str(port)],
            env={**os.environ, **own},
            stdout=subprocess.DEVNULL,
        )
        try:
            while not answers(port):
                if process.poll() is not None:
                    sys.exit("It could not be served.")
                time.sleep(0.1)
            yield Served(address_of(port), process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def person(place: int) -> User:
    user = User.objects.create(email=f"person{place}@people.example", name=f"Person {place}")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def session_of(warden: User) -> requests.Session:
    """As a browser in which they are signed in."""
    client = Client(headers={"host": HOST})
    client.force_login(warden, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = requests.Session()
    session.cookies.set(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
    session.cookies.set(settings.CSRF_COOKIE_NAME, TOKEN)
    session.headers["X-CSRFToken"] = TOKEN
    return session
