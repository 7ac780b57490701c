"""What tests are built of. All of it is invented."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from claims.models import Claim, ClaimEvent, Evidence, Vouch
from common.names import fold
from researchers.models import Attribution, NameVariant, Researcher
from works.models import Authorship, SourceRecord, Topic, Venue, Work, WorkIdentifier, WorkTopic

numbers = count(1)
KNOWN_FOR = timedelta(days=365)  # how long the record has had the works of tests


def make_user(email: str = "", *, name: str = "", **fields: Any) -> User:
    """A user whose e-mail address is confirmed."""
    number = next(numbers)
    user = get_user_model().objects.create_user(
        email or f"person{number}@example.org",
        "correct horse battery",
        name=name or f"Person {number}",
        **fields,
    )
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def make_researcher(name: str = "Ada Lindqvist", **fields: Any) -> Researcher:
    number = next(numbers)
    researcher = Researcher.objects.create(
        slug=fields.pop("slug", f"{slugify(name) or 'researcher'}-{number}"),
        public_id=f"r{number:07}",
        preferred_name=name,
        name_key=fold(name),
        **fields,
    )
    NameVariant.objects.create(researcher=researcher, name=name, name_key=fold(name))
    return researcher


def make_many_researchers(number: int) -> list[Researcher]:
    """Researchers Name 0, Name 1, … at once, without variants: enough for the planner to prefer an index."""
    return Researcher.objects.bulk_create(
        Researcher(
            slug=f"name-{one}", public_id=f"many{one}", preferred_name=f"Name {one}", name_key=f"name {one}"
        )
        for one in range(number)
    )


def make_venue(name: str = "Journal of Invented Results") -> Venue:
    venue, _ = Venue.objects.get_or_create(key=fold(name), defaults={"name": name, "slug": slugify(name)})
    return venue


def make_topic(name: str = "Backpropagation", kind: str = Topic.Kind.CONCEPT, **fields: Any) -> Topic:
    topic, _ = Topic.objects.get_or_create(
        slug=slugify(name), defaults={"name": name, "kind": kind, **fields}
    )
    return topic


def make_work(
    title: str = "A paper",
    *,
    year: int = 2020,
    authors: Sequence[Researcher | str] = (),
    topics: Sequence[Topic] = (),
    venue: str = "",
    source: str = "demo",
    **fields: Any,
) -> Work:
    """A work with its authorships; researchers among the authors are attributed by name."""
    number = next(numbers)
    work = Work.objects.create(
        slug=fields.pop("slug", f"{slugify(title)[:80]}-{number}"),
        title=title,
        published_on=fields.pop("published_on", date(year, 1, 1)),
        published_precision=fields.pop("published_precision", Work.Precision.YEAR),
        type=fields.pop("type", Work.Type.PREPRINT),
        venue=make_venue(venue) if venue else None,
        authors_count=len(authors),
        **fields,
    )
    # In the record for long, also where a test has its claim first: what comes after that is no evidence for it.
    work.created_at = work.created_at - KNOWN_FOR
    Work.objects.filter(pk=work.pk).update(created_at=work.created_at)
    WorkIdentifier.objects.create(work=work, scheme="test", value=str(number))
    SourceRecord.objects.create(
        work=work,
        source=source,
        source_id=str(number),
        payload={
            "source": source,
            "source_id": str(number),
            "title": title,
            "published": f"{year}",
            "authors": [{"name": "Somebody", "affiliations": []}],
        },
        payload_hash=b"",
        read_at=work.created_at + KNOWN_FOR,
    )
    for position, author in enumerate(authors):
        make_authorship(work, author, position=position)
    for topic in topics:
        WorkTopic.objects.create(work=work, topic=topic, origin=WorkTopic.Origin.TEXT, confidence=0.9)
    return work


def take_back(work: Work, source: str = "arxiv") -> None:
    """A source says something of the work, and then no longer."""
    record = work.sources.get()
    record.pk, record.source, record.withdrawn_at = None, source, timezone.now()
    record.save()


def make_authorship(work: Work, author: Researcher | str, *, position: int, **fields: Any) -> Authorship:
    authorship = Authorship.objects.create(
        work=work, position=position, name=str(author), name_key=fold(str(author)), **fields
    )
    if isinstance(author, Researcher):
        make_attribution(authorship, author)
    if authorship.orcid or authorship.address_digests:
        state(authorship)
    return authorship


def state(authorship: Authorship) -> None:
    """Let what says that there is the work say what its authorship has."""
    said = {field: getattr(authorship, field) for field in ("name", "orcid", "address_digests")}
    for record in authorship.work.sources.all():
        record.payload["authors"].append(said)
        record.save(update_fields=["payload"])


def make_attribution(authorship: Authorship, researcher: Researcher, **fields: Any) -> Attribution:
    return Attribution.objects.create(
        authorship=authorship,
        researcher=researcher,
        status=fields.pop("status", Attribution.Status.ACCEPTED),
        basis=fields.pop("basis", Attribution.Basis.MATCHED),
        **fields,
    )


def make_works(number: int, **fields: Any) -> list[Work]:
    return [make_work(f"Paper number {index}", **fields) for index in range(number)]


def make_claim(
    researcher: Researcher | None = None,
    user: User | None = None,
    *,
    state: str = Claim.State.SUBMITTED,
    **fields: Any,
) -> Claim:
    """A claim with the first line of its log. One that holds also gives the page."""
    claim = Claim.objects.create(
        researcher=researcher or make_researcher(),
        user=user or make_user(),
        state=state,
        reason=fields.pop("reason", "I wrote these works."),
        **fields,
    )
    ClaimEvent.objects.create(claim=claim, state=Claim.State.SUBMITTED, by=claim.user)
    if claim.is_holding:
        Researcher.objects.filter(pk=claim.researcher_id).update(
            user=claim.user, claimed_at=claim.submitted_at
        )
    return claim


def make_vouch(claim: Claim, by: User, *, days: int = 365, **fields: Any) -> Vouch:
    """A standing vouch that counts for so many days more."""
    return Vouch.objects.create(
        claim=claim,
        by=by,
        statement=fields.pop("statement", "We wrote a paper together."),
        expires_at=fields.pop("expires_at", timezone.now() + timedelta(days=days)),
        **fields,
    )


def make_evidence(claim: Claim, kind: str = "seen", **fields: Any) -> Evidence:
    """Strong evidence found ten days ago that counts for a year, and is not due to be looked at."""
    now = timezone.now()
    given = {
        "is_strong": True,
        "found": "A page of the institute shows the claimant with these works.",
        "reference": "https://institute.example/people",
        "checked_at": now - timedelta(days=10),
        "expires_at": now + timedelta(days=365),
        "next_check_at": now + timedelta(days=7),
        **fields,
    }
    return Evidence.objects.create(claim=claim, kind=kind, **given)
