"""Works that a claimant misses, by identifier: known ones are tied to the claim at once, others are asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from claims.examination.checking import hold
from claims.flow.drafting import hold_undecided, look_anew, pages_of
from claims.flow.sheet import keep_answers
from claims.models import Claim, ClaimAnswer, MissingWork
from claims.review.allowing import DENIED
from common.identifiers import normalize_identifier
from common.naming import PersonalName, compare, parse
from researchers.models import NameVariant
from works.models import Authorship, Work, WorkIdentifier

MOST_MISSING = 100
LONGEST = 200
SCHEMES = ("doi", "arxiv", "acl")
# arXiv gives its works DOIs that say their arXiv id.
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
BETWEEN = re.compile(r"[\s,;]+")
NAMED_MISSING = "Missing works were named."
TAKEN_BACK = "A missing work was taken out of the claim."
HAS_COME = "A missing work has come into the record."
NOBODY_ALIKE = "None of the names printed on it could be yours."
TWO_ALIKE = (
    "Two of the names printed on it could be yours. Say which on its page, once the claim is approved."
)

State = MissingWork.State


class TooManyMissing(Exception):
    """A claim has as many missing works as one may have."""


@dataclass(frozen=True, slots=True)
class Named:
    """What was found in what a claimant wrote: identifiers, and what is none."""

    identifiers: Sequence[tuple[str, str]]
    not_understood: Sequence[str]


def read_identifiers(text: str) -> Named:
    """Every DOI, arXiv id and ACL id once. A line is one of them, or has several between commas or spaces."""
    found: dict[tuple[str, str], None] = {}
    wrong: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        whole = identifier_of(line)
        for piece in [line] if whole else filter(None, BETWEEN.split(line)):
            identifier = identifier_of(piece)
            if identifier:
                found[identifier] = None
            else:
                wrong.append(piece)
    return Named(list(found), wrong)


def identifier_of(text: str) -> tuple[str, str] | None:
    for scheme in SCHEMES:
        value = normalize_identifier(scheme, text)
        if value and (arxiv := ARXIV_DOI.fullmatch(value)) and (arxiv_id := as_arxiv(arxiv[1])):
            return "arxiv", arxiv_id
        if value and len(value) <= LONGEST:
            return scheme, value
    return None


def as_arxiv(text: str) -> str | None:
    return normalize_identifier("arxiv", text)


@transaction.atomic
def add_missing(claim: Claim, identifiers: Iterable[tuple[str, str]]) -> list[MissingWork]:
    """Keep which works are missing, and settle at once those that the record knows."""
    held = hold_undecided(claim)
    wanted = list(identifiers)
    has = set(held.missing_works.values_list("scheme", "value"))
    if len(has.union(wanted)) > MOST_MISSING:
        raise TooManyMissing(claim)
    rows = [MissingWork(claim=held, scheme=scheme, value=value) for scheme, value in wanted]
    MissingWork.objects.bulk_create(rows, ignore_conflicts=True)
    again = held.missing_works.filter(match_any(wanted), state=State.UNKNOWN)
    again.update(state=State.WAITING, note="", done_at=None, tries=0, due_at=Now())
    kept = list(held.missing_works.filter(match_any(wanted)).order_by("pk"))
    settle_known(held, [row for row in kept if row.state != State.FOUND])
    look_anew(held, NAMED_MISSING, by=held.user)
    return kept


@transaction.atomic
def remove_missing(claim: Claim, pk: int) -> None:
    """Take an identifier back, with the answer that it brought about."""
    held = hold_undecided(claim)
    row = held.missing_works.filter(pk=pk).first()
    if row is None:
        return
    if row.work_id:
        records = [page.pk for page in pages_of(held)]
        own = held.answers.filter(authorship__work=row.work_id)
        # One that an administrator denied stays: named again, the work would bring it back allowed.
        own.exclude(authorship__attributions__researcher__in=records).exclude(refused=DENIED).delete()
    row.delete()
    look_anew(held, TAKEN_BACK, by=held.user)


def settle_known(claim: Claim, rows: Sequence[MissingWork]) -> None:
    """Tie those to the claim whose works are in the record by now. `claim` is held."""
    works = works_of(rows)
    names = names_of(claim) if works else []
    for row in rows:
        if work := works.get((row.scheme, row.value)):
            tie(claim, row, work, names)


def tie(claim: Claim, row: MissingWork, work: Work, names: Sequence[PersonalName]) -> None:
    """Say that the one printed name on it that could be the claimant's is theirs."""
    printed = work.authorships.order_by("position")
    alike = [one for one in printed if could_be(one, names)]
    row.note = "" if len(alike) == 1 else TWO_ALIKE if alike else NOBODY_ALIKE
    row.state, row.work, row.done_at = State.FOUND, work, Now()
    row.save(update_fields=["state", "work", "done_at", "note"])
    if len(alike) == 1 and not claim.answers.filter(authorship=alike[0]).exists():
        keep_answers(claim, [alike[0].pk], ClaimAnswer.Answer.MINE)


def could_be(authorship: Authorship, names: Sequence[PersonalName]) -> bool:
    printed = parse(authorship.name)
    return any(compare(printed, name).compatible for name in names)


def names_of(claim: Claim) -> list[PersonalName]:
    """What the records claimed are called."""
    pages = pages_of(claim)
    variants = NameVariant.objects.filter(researcher__in=pages).values_list("name", flat=True)
    return [parse(name) for name in {*(page.preferred_name for page in pages), *variants}]


def works_of(rows: Sequence[MissingWork]) -> dict[tuple[str, str], Work]:
    """The listed works of these identifiers."""
    known = WorkIdentifier.objects.filter(match_any((row.scheme, row.value) for row in rows))
    known = known.filter(work__withdrawn=False).select_related("work")
    return {(one.scheme, one.value): one.work for one in known}


def match_any(identifiers: Iterable[tuple[str, str]]) -> Q:
    same = Q(pk__in=())
    for scheme, value in identifiers:
        same |= Q(scheme=scheme, value=value)
    return same


@transaction.atomic
def conclude_missing(pk: int, reason: str) -> None:
    """Settle one that was asked for: in the record by now, or not to be found, and why.

    A claim that was decided meanwhile is left as it was decided; its row says that the work has come.
    """
    claim = Claim.objects.filter(missing_works=pk).first()
    if claim is None:
        return
    claim = hold(claim)
    row = claim.missing_works.filter(pk=pk, state=State.WAITING).first()
    if row is None:
        return
    work = works_of([row]).get((row.scheme, row.value))
    if work is None:
        row.state, row.note, row.done_at = State.UNKNOWN, reason[:300], Now()
        row.save(update_fields=["state", "note", "done_at"])
    elif claim.is_undecided:
        tie(claim, row, work, names_of(claim))
        look_anew(claim, HAS_COME, by=None)
    else:
        row.state, row.work, row.done_at = State.FOUND, work, Now()
        row.save(update_fields=["state", "work", "done_at"])
