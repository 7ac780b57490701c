"""The account that a server runs under. PostgreSQL refuses to run as root, so root lends it another."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from config.servers.failures import ServerFailed

NAME = "credence-postgres"
HOME = Path("/var/lib") / NAME
TOOLS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
ENVIRONMENT = {"PATH": TOOLS, "LC_ALL": "C", "LANG": "C", "TZ": "UTC", "HOME": "/nonexistent"}


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int

    @property
    def is_own(self) -> bool:
        """Whether it is the account of this very process."""
        return self.uid == os.geteuid()

    def run(self, *command: str | Path) -> tuple[int, str]:
        """Run a command as this account; its exit status and what it printed."""
        switch = {} if self.is_own else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        # Not a pipe: the server would inherit it and never close it.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [str(word) for word in command],
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
                check=False,
                **switch,  # type: ignore[call-overload]
            )
            output.seek(0)
            return done.returncode, output.read().decode(errors="replace").strip()

    def require(self, *command: str | Path) -> str:
        """What a command printed; its failure is ours."""
        status, printed = self.run(*command)
        if status:
            raise ServerFailed(f"{Path(command[0]).name} failed with status {status}:\n{printed}")
        return printed

    def can_run(self, *command: str | Path) -> bool:
        try:
            return self.run(*command)[0] == 0
        except OSError:
            return False


def own_account() -> Account:
    return Account(os.geteuid(), os.getegid())


def owner_or_own(folder: Path) -> Account:
    """Whoever made the folder, when root comes later; else this process's account."""
    if os.geteuid() == 0 and folder.exists():
        state = folder.stat()
        return Account(state.st_uid, state.st_gid)
    return own_account()


def unprivileged(folder: Path) -> Account:
    """An account that PostgreSQL accepts: the owner of `folder`, or a system account lent by root."""
    account = owner_or_own(folder)
    return account if account.uid else system_account()


def system_account() -> Account:
    """The servers' own account, made when missing; `nobody` where accounts cannot be made."""
    for _ in range(20):
        if account := find_account(NAME):
            return account
        if not make_account():
            break
        time.sleep(0.1)  # somebody else is making it, or holds the password file
    if account := find_account("nobody"):
        return account
    raise ServerFailed("PostgreSQL does not run as root, and no other account could be made.")


def find_account(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def make_account() -> bool:
    """Whether this machine has the means to make an account, which was then tried."""
    useradd = shutil.which("useradd", path=TOOLS)
    if not useradd:
        return False
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    own_account().run(useradd, *options, "--shell", "/usr/sbin/nologin", NAME)
    return True
