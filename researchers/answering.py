"""What the person described says about their authorship of a work: mine, in question, not mine."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from common.constraints import broken_constraint
from researchers.curation.changes import Change, Standing
from researchers.curation.limits import refuse_other_orcids, refuse_second_place
from researchers.curation.refusals import Contested
from researchers.editing import may_edit
from researchers.models import Attribution, IdentityEvent, Researcher

Status, Basis = Attribution.Status, Attribution.Basis
BY_PEOPLE = (Basis.CONFIRMED, Basis.CURATED)
LISTED = (Status.ACCEPTED, Status.DISPUTED)
# The constraint by which one page at most lists a name.
ONE_PAGE = "attribution_one_accepted_per_authorship"


class NotTheirsToSay(Exception):
    """Only whoever holds the page, or an administrator, may answer for it."""


class AttributedElsewhere(Exception):
    """The authorship has become another researcher's; that has to be settled first."""


class NotListed(Exception):
    """What no page lists cannot be called in question there."""


def confirm_attribution(attribution: Attribution, *, by: User) -> bool:
    """Say that the work is theirs. Whether this was news.

    Raises NotTheirsToSay, AttributedElsewhere; CannotCurate where they would be two authors of the work, or have two
    ORCID iDs, or where it is contested.
    """
    with transaction.atomic():
        current = lock(attribution, by=by)
        if is_said(current, by):
            return False
        if current.status not in LISTED:
            refuse_second_place([current], current.researcher)
            refuse_other_orcids([current], current.researcher)
        decide(current, by=by, status=Status.ACCEPTED, basis=basis_of(current, by), confidence=1)
    return True


def dispute_attribution(attribution: Attribution, *, by: User, reason: str) -> bool:
    """Call the attribution in question; it stays listed, marked, until somebody has decided.

    What it rests on stays as it was: a doubt is no new basis.
    """
    with transaction.atomic():
        current = lock(attribution, by=by)
        if current.status == Status.DISPUTED:
            return False
        if current.status not in LISTED:
            raise NotListed(attribution)
        decide(current, by=by, reason=reason, status=Status.DISPUTED)
    return True


def reject_attribution(attribution: Attribution, *, by: User, reason: str = "") -> bool:
    """Say that the work is not theirs. The row stays: no import attributes it to them again."""
    with transaction.atomic():
        current = lock(attribution, by=by)
        if is_denied(current, by):
            return False
        decide(current, by=by, reason=reason, status=Status.REJECTED, basis=basis_of(current, by))
    return True


def lock(attribution: Attribution, *, by: User) -> Attribution:
    """The attribution as it stands now, held with its page until commit: a claim revoked just now wins.

    First their account, as by everybody who speaks for others: whoever deletes it meanwhile knows of the answer, or
    nobody answers any more. The pages of the co-authors are held too, all in one order: two authors may answer for
    one work at once.
    """
    if not User.objects.select_for_update(no_key=True).filter(pk=by.pk):
        raise NotTheirsToSay(attribution)
    held = Attribution.objects.select_for_update(no_key=True).get(pk=attribution.pk)
    Researcher.objects.on_works([held.authorship.work_id]).hold()
    current = Attribution.objects.select_related("researcher", "authorship").get(pk=held.pk)
    if not may_edit(current.researcher, by) and not by.is_administrator:
        raise NotTheirsToSay(attribution)
    refuse_contested(current, by=by)
    return current


def refuse_contested(attribution: Attribution, *, by: User) -> None:
    """A work that somebody disputes stays as it is, and so does what the holder of a disputed page says of theirs."""
    if attribution.contested_at:
        raise Contested("A dispute about it is open: it stays as it is until an administrator has decided.")
    if attribution.researcher.contested_at and may_edit(attribution.researcher, by):
        raise Contested("Whose page this is, is disputed: answers wait until an administrator has decided.")


def is_said(attribution: Attribution, by: User) -> bool:
    """Whether it would be no news that the work is theirs.

    Nobody else's word stands for that of who holds the page. Administrators have nothing to add to anybody's.
    """
    if attribution.status != Status.ACCEPTED:
        return False
    if basis_of(attribution, by) == Basis.CONFIRMED:
        return attribution.basis == Basis.CONFIRMED and is_word_of(attribution, by)
    return attribution.basis in BY_PEOPLE


def is_denied(attribution: Attribution, by: User) -> bool:
    """Whether it would be no news that the work is not theirs.

    As for what is theirs; but what an administrator took away, the holder does not make an answer of their own.
    """
    if attribution.status != Status.REJECTED:
        return False
    if basis_of(attribution, by) == Basis.CONFIRMED:
        return attribution.basis == Basis.CURATED or is_word_of(attribution, by)
    return True


def is_word_of(attribution: Attribution, by: User) -> bool:
    """Whether they said so. What the holder said stands for whoever looks after the page, not the other way round."""
    return attribution.decided_by_id in (by.pk, attribution.researcher.user_id)


def basis_of(attribution: Attribution, by: User) -> Attribution.Basis:
    """On whose word a decision of `by` rests."""
    return Basis.CONFIRMED if may_edit(attribution.researcher, by) else Basis.CURATED


def decide(attribution: Attribution, *, by: User, reason: str = "", **fields: Any) -> None:
    """Write the decision, the log entry that could undo it, and who has to be counted and scored anew."""
    before = {name: getattr(attribution, name) for name in ("status", "basis", "confidence", "decided_by_id")}
    try:
        with transaction.atomic():
            Attribution.objects.filter(pk=attribution.pk).update(decided_by=by, decided_at=Now(), **fields)
    except IntegrityError as error:
        if broken_constraint(error) != ONE_PAGE:
            raise
        raise AttributedElsewhere(attribution) from error
    after = Standing.of(Attribution.objects.get(pk=attribution.pk))
    change = Change(attribution.authorship_id, attribution.researcher_id, Standing.of(attribution), after)
    IdentityEvent.objects.create(
        kind=IdentityEvent.Kind.ATTRIBUTE,
        researcher=attribution.researcher,
        work_id=attribution.authorship.work_id,
        by=by,
        details={
            "position": attribution.authorship.position,
            "before": before,
            "after": fields,
            "reason": reason,
            "changes": [change.stored()],
        },
    )
    mark_stale(attribution, before, {**before, **fields, "decided_by_id": by.pk})


def mark_stale(attribution: Attribution, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The researcher always. Co-authors are counted anew where the work comes to the page or leaves it.

    They are scored anew where somebody else than before stands by the work, or nobody does any more, which speaks for
    all its authors, and where an offer of the matcher is dealt with, which has cast a doubt on whoever lists the name.
    """
    Researcher.objects.filter(pk=attribution.researcher_id).mark_stale()
    others = Researcher.objects.on_works([attribution.authorship.work_id]).exclude(
        pk=attribution.researcher_id
    )
    is_counted = (before["status"] in LISTED) != (after["status"] in LISTED)
    is_scored = who_stands_by(before) != who_stands_by(after) or before["status"] == Status.PROPOSED
    if is_counted and is_scored:
        others.mark_stale()
    elif is_counted:
        others.mark_counters_stale()
    elif is_scored:
        others.mark_trust_stale()


def who_stands_by(answer: dict[str, Any]) -> int | None:
    """Who says of their own work that it is theirs."""
    is_confirmed = answer["status"] == Status.ACCEPTED and answer["basis"] == Basis.CONFIRMED
    return answer["decided_by_id"] if is_confirmed else None
