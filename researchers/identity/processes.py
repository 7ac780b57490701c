"""How a process of its own begins. It imports nothing that asks for the models before Django is there."""

import os
import signal
from multiprocessing import parent_process
from threading import Thread

import django
from django.db import connection


def begin(database: str) -> None:
    """Know the models, and work on the database of whoever started this process, for as long as they live."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to all; whoever started us says what becomes of it
    Thread(target=end_with_parent, daemon=True).start()
    django.setup()
    connection.settings_dict["NAME"] = database


def end_with_parent() -> None:
    """A parent that was killed says nothing; its processes would wait for more to do for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
