"""What somebody said of works while claiming, carried out once the page is theirs.

Each answer is a deed of its own, as those that holders give later, and a mark says that it is done: where a worker
dies, the rest is left to the next. What cannot be done is told beside the answer.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.models import Claim, ClaimAnswer
from common.naming import compare, parse
from researchers.answers import ELSEWHERE, LATER, answer_for
from researchers.curation.holding import hold
from researchers.models import Attribution, Researcher
from works.models import Authorship

AT_ONCE = 50
LONGEST_REASON = 300
NOT_THERE = "Your page does not list this work, and nobody offers it to you."
OTHER_NAME = "The name printed there could not be yours."
NAMED = "named by the claimant"

Answer = ClaimAnswer.Answer


def answers_left(claim: Claim) -> Sequence[ClaimAnswer]:
    """Some of those not carried out yet, and not denied by an administrator."""
    rows = claim.answers.filter(carried_out_at=None, refused="").select_related("authorship")
    return list(rows.order_by("pk")[:AT_ONCE])


def carry_out(claim: Claim) -> bool:
    """Carry out what was said of works; whether nothing is left. Somebody may be changing one at this moment."""
    while (page := page_of(claim)) and claim.user and (rows := answers_left(claim)):
        if not carry_out_some(page, rows, by=claim.user):
            return False
    return True


def page_of(claim: Claim) -> Researcher | None:
    """The claimant's page, if the claim still gives it, and nobody disputes that."""
    approved = Claim.objects.standing().filter(pk=claim.pk).values("user")
    return Researcher.objects.filter(user__in=approved).first()


def carry_out_some(page: Researcher, rows: Sequence[ClaimAnswer], *, by: User) -> bool:
    """Whether all of these are done with."""
    refused = bring_missing(page, [row for row in rows if row.answer == Answer.MINE])
    for answer in (Answer.MINE, Answer.NOT_MINE):
        said = [row for row in rows if row.answer == answer and row.pk not in refused]
        refused |= say(page, said, answer=answer, by=by)
    late = {pk for pk, reason in refused.items() if reason == LATER}
    for row in rows:
        if row.pk not in late:
            row.refused, row.carried_out_at = refused.get(row.pk, "")[:LONGEST_REASON], Now()
    ClaimAnswer.objects.bulk_update(
        [row for row in rows if row.pk not in late], ["refused", "carried_out_at"]
    )
    return not late


def say(page: Researcher, rows: Sequence[ClaimAnswer], *, answer: str, by: User) -> dict[int, str]:
    """Say it on the page; by answer why it was refused."""
    standing = Attribution.objects.filter(researcher=page, authorship__in=[row.authorship_id for row in rows])
    known = dict(standing.values_list("authorship", "pk"))
    result = answer_for(page, known.values(), answer=answer, by=by)
    told = result.settled | result.reasons.keys()
    refused = {}
    for row in rows:
        attribution = known.get(row.authorship_id)
        if attribution in result.reasons:
            refused[row.pk] = result.reasons[attribution]
        elif answer == Answer.MINE and attribution not in told:
            refused[row.pk] = NOT_THERE
    return refused


def bring_missing(page: Researcher, rows: Sequence[ClaimAnswer]) -> dict[int, str]:
    """Offer to the page what it neither lists nor was ever offered; by answer why that cannot be."""
    wanted = [row.authorship_id for row in rows]
    known = Attribution.objects.filter(researcher=page, authorship__in=wanted)
    missing = set(wanted) - set(known.values_list("authorship", flat=True))
    refused = {}
    for row in rows:
        if row.authorship_id in missing:
            refused[row.pk] = offer(page, row.authorship)
    return {pk: reason for pk, reason in refused.items() if reason}


@transaction.atomic
def offer(page: Researcher, authorship: Authorship) -> str:
    """Let the page be asked about a printed name that no page lists; why not, where it cannot be."""
    hold([authorship.pk], page)
    if Attribution.objects.accepted().filter(authorship=authorship).exists():
        return ELSEWHERE
    names = [page.preferred_name, *page.name_variants.values_list("name", flat=True)]
    printed = parse(authorship.name)
    if not any(compare(printed, parse(name)).compatible for name in names):
        return OTHER_NAME
    Attribution.objects.get_or_create(
        authorship=authorship,
        researcher=page,
        defaults={
            "status": Attribution.Status.PROPOSED,
            "basis": Attribution.Basis.MATCHED,
            "confidence": 0.5,
            "reasons": [NAMED],
        },
    )
    return ""
