"""Whether false accounts gain anybody a point: `python -m benchmarks.sock_puppets [--accounts N] [--seed N]`.

Works on the record at hand, in one transaction that is rolled back. Thirty large pages of one institution are claimed,
approved and confirmed first, and their people vouch for each other, so that there is support to be farmed. Everybody is
scored. Then come N accounts (10,000 unless told) on addresses of their own, of which every second is confirmed, and as
many with confirmed addresses at that institution. They claim pages, follow, report errors, and vouch for each other in
rings and chains, and for real people, by rows that the verb refuses to write. Everybody is scored again. Exit status 1
if a single score, level, band or component is another one.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from itertools import islice, pairwise

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count, QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.at_hand import require_record  # noqa: E402
from claims.examination.checking import check_all  # noqa: E402
from claims.flow.claiming import submit_claim  # noqa: E402
from claims.models import Claim, ErrorReport, Evidence, Vouch  # noqa: E402
from claims.review.deciding import approve  # noqa: E402
from claims.vouching import CannotVouch, vouch  # noqa: E402
from following.following import follow  # noqa: E402
from following.models import Follow  # noqa: E402
from researchers.answering import NotTheirsToSay, confirm_attribution  # noqa: E402
from researchers.curation.refusals import CannotCurate  # noqa: E402
from researchers.models import Attribution, Researcher  # noqa: E402
from trust.models import TrustSnapshot  # noqa: E402
from trust.ranges import ask_for_everybody  # noqa: E402
from trust.sweeping import score_batches  # noqa: E402
from works.models import Affiliation, Institution  # noqa: E402

REAL = 30
SAMPLE = 300  # who goes the way that everybody goes, instead of by rows
CONFIRMED_WORKS = 10
DOMAIN = "uni.example"
RING = 50
STATEMENT = "I have known them for years."

State = dict[int, tuple[int, int, str, list]]


def accounts(number: int, domain: str, *, confirmed_every: int) -> list[User]:
    made = User.objects.bulk_create(
        User(email=f"puppet{place}@{domain}", password="!", name=f"Puppet {place}") for place in range(number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, primary=True, verified=place % confirmed_every == 0)
        for place, one in enumerate(made)
    )
    return made


def real_people(warden: User, institution: Institution) -> list[Researcher]:
    """Verified people on the largest pages, who confirm works and vouch for whom they may."""
    users = accounts(REAL, f"staff.{DOMAIN}", confirmed_every=1)
    pages = list(people_at(institution).order_by("-works_count", "pk")[:REAL])
    for user, page in zip(users, pages, strict=True):
        approve(submit_claim(page, by=user, reason="It is me."), by=warden)
        for attribution in islice(Attribution.objects.accepted().filter(researcher=page), CONFIRMED_WORKS):
            succeeds(confirm_attribution, attribution, by=user)
    pages = list(Researcher.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk"))
    for giver, receiver in pairwise(pages):
        succeeds(vouch, receiver, by=giver.user, statement=STATEMENT)
    if not Vouch.objects.exists():
        sys.exit("Nobody could vouch: there is nothing to be farmed.")
    return pages


def people_at(institution: Institution) -> QuerySet[Researcher]:
    """Pages of nobody whose works print the institution."""
    printed = Affiliation.objects.filter(institution=institution).values("authorship")
    there = Attribution.objects.accepted().filter(authorship__in=printed)
    return Researcher.objects.unclaimed().filter(pk__in=there.values("researcher"))


def succeeds(verb: Callable[..., object], *words: object, **options: object) -> bool:
    """Whether the verb does what a person asks for; a refusal is an answer."""
    try:
        with transaction.atomic():
            verb(*words, **options)
    except (CannotVouch, CannotCurate, NotTheirsToSay):
        return False
    return True


def institution_of_many() -> Institution:
    """The institution that most works name; it has a domain from now on."""
    most = Affiliation.objects.values("institution").annotate(times=Count("pk")).order_by("-times").first()
    if most is None:
        sys.exit("No work of this record names an institution that is known.")
    found = Institution.objects.get(pk=most["institution"])
    found.domains = [DOMAIN]
    found.save(update_fields=["domains"])
    return found


def pages_to_claim(institution: Institution, chance: random.Random) -> list[Researcher]:
    """Pages of nobody: of that institution where there are such, and any."""
    others = list(Researcher.objects.unclaimed().order_by("pk")[:20_000])
    return [*people_at(institution).order_by("pk"), *chance.sample(others, min(len(others), 5000))]


def claim_pages(puppets: list[User], pages: list[Researcher], chance: random.Random) -> dict[int, Claim]:
    """The open claim of each account; those of the sample with all the evidence that checks find."""
    claims = {}
    confirmed = set(EmailAddress.objects.filter(verified=True).values_list("user", flat=True))
    sample = [puppet for puppet in puppets if puppet.pk in confirmed][:SAMPLE]
    for place, puppet in enumerate(sample):
        claim = submit_claim(pages[place % len(pages)], by=puppet, reason="It is me.")
        check_all(claim)
        claims[puppet.pk] = claim
    rest = [
        Claim(researcher=chance.choice(pages), user=puppet, reason="It is me.")
        for puppet in puppets
        if puppet.pk not in claims
    ]
    return claims | {claim.user_id: claim for claim in Claim.objects.bulk_create(rest) if claim.user_id}


def pretend(claims: list[Claim]) -> int:
    """Evidence of every kind for claims that nobody has approved."""
    now = timezone.now()
    later = now.replace(year=now.year + 1)
    told = {"is_strong": True, "found": "It is them.", "checked_at": now, "expires_at": later}
    pieces = [Evidence(claim=claim, kind=kind, **told) for claim in claims for kind in ("seen", "coauthor")]
    return len(Evidence.objects.bulk_create(pieces, ignore_conflicts=True))


def vouch_for_each_other(puppets: list[User], claims: dict[int, Claim], real: list[Researcher]) -> int:
    """One long chain, rings of fifty, everybody for a real person, and a few as the page offers it."""
    now = timezone.now()
    ends = now.replace(year=now.year + 1)
    rings = [puppets[start : start + RING] for start in range(0, len(puppets), RING)]
    pairs = {
        *((one, claims[other.pk]) for one, other in pairwise(puppets)),
        *((ring[-1], claims[ring[0].pk]) for ring in rings if len(ring) > 1),
        *((puppets[0], claims[other.pk]) for other in puppets[2:500]),
    }
    real_claims = list(Claim.objects.filter(state=Claim.State.APPROVED).order_by("pk"))
    pairs |= {(one, real_claims[place % len(real_claims)]) for place, one in enumerate(puppets)}
    Vouch.objects.bulk_create(
        Vouch(claim=claim, by=by, statement=STATEMENT, expires_at=ends) for by, claim in pairs
    )
    for puppet in puppets[:SAMPLE]:
        if succeeds(vouch, real[0], by=puppet, statement=STATEMENT):
            sys.exit(f"{puppet} could vouch.")
    return len(pairs)


def follow_and_report(puppets: list[User], real: list[Researcher], pages: list[Researcher]) -> int:
    for puppet in puppets[:SAMPLE]:
        follow(pages[0], by=puppet)
    liked = [*real[:3], *pages[1:3]]
    follows = [Follow(user=puppet, researcher=page) for puppet in puppets for page in liked]
    reports = [
        ErrorReport(researcher=page, message="Wrong.", user=puppets[0]) for page in (*real, *pages[:500])
    ]
    return len(Follow.objects.bulk_create(follows)) + len(ErrorReport.objects.bulk_create(reports)) + SAMPLE


def answer_for_others(puppets: list[User], real: list[Researcher]) -> None:
    theirs = Attribution.objects.accepted().filter(researcher=real[0]).first()
    if theirs and any(succeeds(confirm_attribution, theirs, by=puppet) for puppet in puppets[:SAMPLE]):
        sys.exit("A false account could confirm a work.")


def everybody() -> State:
    """Everybody's score, level, band and components, computed now, and what the pages show of it."""
    ask_for_everybody()
    sum(score_batches())
    shown = Researcher.objects.current().values_list("pk", "trust_score", "trust_band", "verification_level")
    badges = {pk: badge for pk, *badge in shown}
    stored = TrustSnapshot.objects.filter(researcher__merged_into=None)
    rows = stored.values_list("pk", "score", "level", "band", "components")
    return {pk: (score, level, band, [components, badges[pk]]) for pk, score, level, band, components in rows}


def attack(number: int, chance: random.Random) -> dict[str, int]:
    """Everything at once; the figures, with those whose trust is another."""
    warden = User.objects.create(email="warden@people.example", is_staff=True, is_superuser=True)
    institution = institution_of_many()
    real = real_people(warden, institution)
    before, real_vouches = everybody(), Vouch.objects.count()
    puppets = accounts(number, "puppets.example", confirmed_every=2)
    puppets += accounts(number, DOMAIN, confirmed_every=1)
    pages = pages_to_claim(institution, chance)
    claims = claim_pages(puppets, pages, chance)
    figures = {
        "researchers": len(before),
        "level_2_or_more": sum(level > 1 for _, level, *_ in before.values()),
        "accounts": len(puppets),
        "claims": len(claims),
        "real_vouches": real_vouches,
        "evidence": pretend(list(claims.values())[:2000]) + Evidence.objects.count(),
        "vouches": vouch_for_each_other(puppets, claims, real),
        "follows_and_reports": follow_and_report(puppets, real, pages),
    }
    answer_for_others(puppets, real)
    after = everybody()
    changed = [pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)]
    gained = sum(after[pk][0] - before[pk][0] for pk in changed if pk in before and pk in after)
    return {**figures, "changed": len(changed), "points_gained": gained}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    require_record()
    began = time.monotonic()
    with transaction.atomic():
        figures = attack(options.accounts, random.Random(options.seed))
        transaction.set_rollback(True)
    print(json.dumps({"seed": options.seed, **figures, "seconds": round(time.monotonic() - began, 1)}))
    return 1 if figures["changed"] else 0


if __name__ == "__main__":
    sys.exit(main())
