"""Giving back a page that was taken: the claim, its evidence, what was said there, and the word for others."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.dateparse import parse_datetime

from accounts.models import User
from claims.disputes.own_changes import pages_of_changes, redo_own_changes
from claims.evidence import WORDS
from claims.examination.checking import check_evidence
from claims.models import Claim, ClaimEvent, Vouch
from claims.steps import take_step
from claims.vouching import log_vouch
from researchers.models import Researcher

GIVEN_BACK = "The dispute was dismissed after all: the page is theirs again."
VOUCHED_AGAIN = "The word of a verified researcher for this page stands again."
MOMENTS = ("decided_at", "identity_decided_at")
PEOPLE = ("decided_by", "identity_decided_by")


class CannotReinstate(Exception):
    """The world has moved on; the message says how, for whoever wanted it."""


def page_as_it_stands(claim: Claim) -> dict[str, Any]:
    """What ending the claim takes away, as far as the rows do not keep it."""
    page = Researcher.objects.get(user=claim.user_id)
    assert claim.user
    return {
        "page": {
            "bio": page.bio,
            "home_page": page.home_page,
            "collaboration": page.collaboration,
            "claimed_at": stored(page.claimed_at),
        },
        "claim": {name: stored(getattr(claim, name)) for name in MOMENTS}
        | {name: getattr(claim, f"{name}_id") for name in PEOPLE},
        "evidence": list(claim.evidence.current().order_by("pk").values_list("pk", flat=True)),
        "vouches": list(claim.user.vouches.standing().order_by("pk").values_list("pk", flat=True)),
    }


def stored(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def hold_for_page(claim: Claim, vouches: Iterable[int] = ()) -> None:
    """The claimant's account; their claim, those they vouch for, and those of these vouches; and all their pages."""
    accounts = User.objects.filter(pk=claim.user_id or 0)
    list(accounts.select_for_update(no_key=True).values_list("pk"))
    ids = {claim.pk, *Vouch.objects.filter(pk__in=list(vouches)).values_list("claim", flat=True)}
    if claim.user:
        ids |= set(Claim.objects.vouched_by(claim.user).values_list("pk", flat=True))
    held = list(Claim.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))
    users = [one.user_id for one in held if one.is_holding]
    pages = set(Researcher.objects.filter(user__in=users).values_list("pk", flat=True))
    Researcher.objects.filter(pk__in=pages | {claim.page.pk} | pages_of_changes(claim)).hold()


def reinstate(claim: Claim, kept: dict[str, Any], *, by: User) -> None:
    """Give the page back as it was. Raises CannotReinstate. Whoever calls holds all this (`hold_for_page`)."""
    page = Researcher.objects.get(pk=claim.page.pk)
    refuse_moved_on(claim, page)
    people = set(
        User.objects.filter(pk__in=[kept["claim"][name] for name in PEOPLE]).values_list("pk", flat=True)
    )
    take_step(
        claim,
        Claim.State.APPROVED,
        among=[Claim.State.REVOKED],
        by=by,
        note=GIVEN_BACK,
        about=ClaimEvent.About.DISPUTE,
        **{name: read(kept["claim"][name]) for name in MOMENTS},
        **{name: kept["claim"][name] if kept["claim"][name] in people else None for name in PEOPLE},
    )
    said = kept["page"] | {"claimed_at": read(kept["page"]["claimed_at"])}
    Researcher.objects.filter(pk=page.pk).update(user=claim.user_id, version=F("version") + 1, **said)
    redo_own_changes(claim, by=by)
    # Checks look at each piece when its time comes, as if it had never ended.
    claim.evidence.filter(pk__in=kept["evidence"], is_set_aside=False).update(ended_at=None, ended_because="")
    Researcher.objects.filter(pk=page.pk).mark_trust_stale()
    vouch_again(claim, kept["vouches"])


def read(moment: str | None) -> Any:
    return parse_datetime(moment) if moment else None


def refuse_moved_on(claim: Claim, page: Researcher) -> None:
    """Whether somebody is there to have it, and nobody else has it."""
    if claim.user is None:
        raise CannotReinstate("The account of whoever held the page was deleted, so it cannot be given back.")
    if not claim.user.is_active:
        raise CannotReinstate("The account of whoever held the page is deactivated. Activate it first.")
    if claim.state != Claim.State.REVOKED:
        raise CannotReinstate("The claim has moved on in the meantime.")
    if page.user_id:
        raise CannotReinstate(
            "The page belongs to somebody else by now. Their claim has to be revoked first."
        )
    if Researcher.objects.filter(user=claim.user_id).exists():
        raise CannotReinstate("Whoever held the page holds another one by now, and one person has one page.")


def vouch_again(claim: Claim, vouches: Iterable[int]) -> None:
    """What the claimant's word was, where it is for a claim that nobody has ended."""
    rows = Vouch.objects.filter(pk__in=list(vouches), by=claim.user, claim__state__in=Claim.LIVE_STATES)
    for given in rows.exclude(withdrawn_at=None).select_related("claim__user").order_by("claim", "pk"):
        Vouch.objects.filter(pk=given.pk).update(withdrawn_at=None)
        log_vouch(given.claim, VOUCHED_AGAIN, by=claim.user)  # type: ignore[arg-type]
        for kind in WORDS:
            check_evidence(given.claim, kind)
