#!/usr/bin/env python
"""Runs a command, with the embedded servers up for as long as it needs them."""

import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from config.servers.failures import ServerFailed
from config.servers.sharing import embedded_servers

# `serve` looks after the servers itself; the others need none.
WITHOUT_SERVERS = {"serve", "help", "version", "check", "compilemessages", "findstatic"}
ONLY_WORDS = {"-h", "--help", "--version"}


def needs_servers(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] not in WITHOUT_SERVERS and not ONLY_WORDS & set(arguments)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    servers = embedded_servers().in_use() if needs_servers(sys.argv[1:]) else nullcontext()
    try:
        with servers:
            execute_from_command_line(sys.argv)
    except ServerFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
