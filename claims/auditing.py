"""The audit log: who did what that no claim's own log tells."""

from accounts.models import User
from claims.models import AuditEvent
from researchers.models import Researcher


def audit(
    verb: str, subject: str, *, by: User | None, researcher: Researcher | None = None, note: str = ""
) -> None:
    """Add a line, in the transaction of the deed. It cannot be changed later, so it has nobody's own words."""
    AuditEvent.objects.create(verb=verb, subject=subject, by=by, researcher=researcher, note=note)
