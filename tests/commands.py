"""Runs a management command as the command line would, but in the test's own connection."""

import sys

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError


def run_command(name: str, *words: object) -> int:
    """The exit status of `manage.py NAME WORDS…`; what it prints goes where it would."""
    app = get_commands()[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    command._called_from_command_line = True
    try:
        options = vars(command.create_parser("manage.py", name).parse_args([str(word) for word in words]))
        command.execute(*options.pop("args", ()), **options)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except CommandError as error:
        sys.stderr.write(f"CommandError: {error}\n")
        return error.returncode
    return 0
