"""Several records in one claim: approval makes them one page."""

from accounts.models import User
from claims.models import Claim
from researchers.curation.holding import authorships_of, hold
from researchers.curation.merging import merge
from researchers.curation.refusals import CannotCurate
from researchers.models import Researcher


class CannotApprove(Exception):
    """The records cannot be made one page as they are; the message says why. Nothing was changed."""


def further_records(claim: Claim) -> list[Researcher]:
    """The pages to be made a part of the one claimed, as they are by now, each once."""
    rows = claim.further_records.select_related("researcher__merged_into").order_by("pk")
    pages = [row.researcher.merged_into or row.researcher for row in rows]
    return list({page.pk: page for page in pages if page.pk != claim.page.pk}.values())


def unite(claim: Claim, *, by: User | None, because: str = "") -> None:
    """Merge them into the page, which belongs to nobody yet. The caller has the turn, and holds the claim."""
    records = further_records(claim)
    if not records:
        return
    everybody = [claim.page, *records]
    hold([pk for page in everybody for pk in authorships_of(page)], *everybody)
    for record in records:
        refuse_taken(record)
        try:
            merge(record, into=claim.page, by=by, reason=because)
        except CannotCurate as error:
            raise CannotApprove(f"{record.preferred_name} ({record.slug}): {error}") from error


def refuse_taken(record: Researcher) -> None:
    """Nobody gets somebody else's page by the way."""
    record.refresh_from_db(fields=["user", "merged_into"])
    if record.user_id:
        raise CannotApprove(f"{record.preferred_name} ({record.slug}) belongs to somebody.")
