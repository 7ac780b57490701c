"""`python -m config.servers COMMAND …` runs any command with the embedded servers up.

`psql`, `pg_dump` and the other programs of PostgreSQL are found, and know which database is meant.
"""

import os
import subprocess
import sys

from config.servers.accounts import own_account
from config.servers.binaries import postgres_programs
from config.servers.failures import ServerFailed
from config.servers.postgres import SUPERUSER
from config.servers.sharing import DATABASE, EmbeddedServers, embedded_servers


def environment(servers: EmbeddedServers) -> dict[str, str]:
    if not servers.postgres:
        return dict(os.environ)
    where = {"PGHOST": str(servers.postgres.socket_dir), "PGUSER": SUPERUSER, "PGDATABASE": DATABASE}
    return {**os.environ, **where, "PATH": f"{postgres_programs(own_account())}:{os.environ['PATH']}"}


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    servers = embedded_servers()
    try:
        with servers.in_use():
            return subprocess.run(command, env=environment(servers), check=False).returncode
    except (ServerFailed, FileNotFoundError) as failure:
        print(failure, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
