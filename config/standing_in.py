"""Whether `serve` also starts a stand-in for ORCID, and how the site comes to ask that one."""

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from config import environment
from config.addresses import HOST, choose_port
from config.processes import Child
from config.servers import orcid

FIRST_PORT = 8090
CLIENT_ID = "APP-STAND-IN"
CALLBACK = "accounts/orcid/login/callback/"


@dataclass(frozen=True, slots=True)
class StandInForOrcid:
    """A provider beside the site, which belongs to this run of it: nobody else knows its secret."""

    port: int
    site_port: int
    secret: str

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def environment(self) -> dict[str, str]:
        """What makes the site ask it, and what it knows the site by."""
        return {
            "ORCID_BASE": self.address,
            "ORCID_CLIENT_ID": CLIENT_ID,
            "ORCID_CLIENT_SECRET": self.secret,
        }

    def child(self, logs: Path) -> Child:
        callbacks = [f"http://{name}:{self.site_port}/{CALLBACK}" for name in (HOST, "localhost")]
        people = environment.DATA_DIR / "orcid-people.json"
        command = orcid.command(self.port, client_id=CLIENT_ID, redirect_uris=callbacks, people=people)
        return Child("orcid", [sys.executable, *command], logs / "orcid.log")


def stand_in_for_orcid(site_port: int) -> StandInForOrcid | None:
    """Only where things are tried (DEBUG), and never in place of a client at the real one."""
    if environment.ORCID.is_configured or not environment.truth("DEBUG", False):
        return None
    return StandInForOrcid(choose_port(FIRST_PORT, asked_for=False), site_port, secrets.token_urlsafe(16))
