"""How a process of its own begins. It imports nothing that asks for the models before Django is there."""

import django
from django.db import connection


def begin(database: str) -> None:
    """Know the models, and work on the database of whoever started this process."""
    django.setup()
    connection.settings_dict["NAME"] = database
