"""What stands in the way of undoing a decision: later decisions, and what nobody is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from researchers.curation.carrying import printed_there
from researchers.curation.changes import Change, Pair, Standing
from researchers.curation.holding import works_of
from researchers.curation.limits import in_words
from researchers.curation.plans import Record, distinctions_between
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from works.models import Authorship

Kind = IdentityEvent.Kind


def refuse_overtaken(event: IdentityEvent, changes: Iterable[Change], rows: dict[Pair, Standing]) -> None:
    """Later decisions of people about the same works, and later merges of the same pages, come first."""
    changes = list(changes)
    people = {change.researcher for change in changes} | {event.researcher_id}
    people |= {event.other_id} if event.other_id else set()
    works = {change.authorship for change in changes}
    works |= printed_there(works)
    for later in decisions_after(event, people | {researcher for _, researcher in rows}):
        said = Record.read(later.details)
        is_about_them = bool(works & {change.authorship for change in said.changes})
        takes_page_away = later.kind == Kind.MERGE and later.researcher_id in people
        if takes_page_away or (is_about_them and not said.matcher):
            raise StandsInTheWay(later)


def decisions_after(event: IdentityEvent, people: Iterable[int]) -> QuerySet[IdentityEvent]:
    later = IdentityEvent.objects.standing().filter(pk__gt=event.pk)
    concerned = later.filter(Q(researcher__in=list(people)) | Q(other__in=list(people)))
    return concerned.order_by("pk")


def refuse_taken_page(given_up: Researcher) -> None:
    if given_up.user_id:
        raise CannotCurate(
            f"The page {given_up.slug}, which this decision made, is claimed now. "
            "The claim has to be revoked first."
        )


def refuse_other_distinctions(event: IdentityEvent, record: Record, given_up: Researcher) -> None:
    """A page that was made leads back only to somebody from whom nothing else tells it apart."""
    pairs = {(one.first_id, one.second_id) for one in distinctions_between(given_up, event.researcher)}
    others = pairs - {record.distinction}
    for later in decisions_after(event, {page for pair in others for page in pair}):
        if Record.read(later.details).distinction in others:
            raise StandsInTheWay(later)
    if others:
        raise CannotCurate("It was decided that these are two people. Undo that decision first.")


def refuse_other_place(event: IdentityEvent, changes: Sequence[Change]) -> None:
    """Nothing comes back past a decision about another name on the work, which could not be undone any more then."""
    comes, _ = coming_and_going(changes)
    works = works_of(authorship for authorship, _ in comes)
    work_of = dict(Authorship.objects.filter(work__in=works).values_list("pk", "work"))
    coming = {(work_of[authorship], page) for authorship, page in comes}
    for later in decisions_after(event, {page for _, page in comes}):
        record = Record.read(later.details)
        others = {
            (work_of.get(one.authorship, 0), one.researcher)
            for one in record.changes
            if one.is_of_listed and (one.authorship, one.researcher) not in comes
        }
        if not record.matcher and coming & others:
            raise StandsInTheWay(later)


def refuse_gone_pages(event: IdentityEvent, changes: Iterable[Change]) -> None:
    """Nothing comes back to a page that leads elsewhere."""
    to = {change.researcher for change in changes if change.after}
    to -= {event.researcher_id} if event.kind == Kind.MERGE else set()
    if gone := Researcher.objects.filter(pk__in=to).exclude(merged_into=None).first():
        raise CannotCurate(f"The page {gone.slug} leads elsewhere now, so nothing can come back to it.")


def refuse_refused(event: IdentityEvent, changes: Sequence[Change]) -> None:
    """Nothing comes back to a page into which somebody was merged since for whom it was refused, too."""
    comes, _ = coming_and_going(changes)
    for later in decisions_after(event, {researcher for _, researcher in comes}):
        merged = Record.read(later.details).changes if later.kind == Kind.MERGE else ()
        for change in merged:
            was_refused = change.before is not None and change.before.status == "rejected"
            if was_refused and (change.authorship, later.other_id) in comes:
                raise StandsInTheWay(later)


def refuse_twice_on_one_work(event: IdentityEvent, changes: Sequence[Change]) -> None:
    """Nobody becomes two authors of a work by what comes back to them."""
    comes, goes = coming_and_going(changes)
    works = works_of(authorship for authorship, _ in comes)
    listed = Attribution.objects.accepted().filter(authorship__work__in=works)
    now = set(listed.values_list("authorship", "researcher")) - goes
    where = dict(Authorship.objects.filter(work__in=works).values_list("pk", "work"))
    there: defaultdict[Pair, set[int]] = defaultdict(set)
    for authorship, researcher in now | comes:
        there[where[authorship], researcher].add(authorship)
    for authorship, researcher in sorted(comes):
        if others := there[where[authorship], researcher] - {authorship}:
            refuse_to_name(event, researcher, others)
            raise two_authors(authorship, researcher)


def coming_and_going(changes: Iterable[Change]) -> tuple[set[Pair], set[Pair]]:
    """What pages list afterwards, and what they do not, of all that changes."""
    changes = list(changes)
    comes = {(one.authorship, one.researcher) for one in changes if one.after and one.after.is_listed}
    return comes, {(one.authorship, one.researcher) for one in changes} - comes


def two_authors(authorship: int, researcher: int) -> CannotCurate:
    page, title = Researcher.objects.get(pk=researcher), Authorship.objects.get(pk=authorship).work.title
    return CannotCurate(
        f"{page.preferred_name} is listed as another author of “{title[:100]}” by now, and nobody is two authors "
        "of one work. Settle first who wrote it."
    )


def refuse_to_name(
    event: IdentityEvent, page: int, authorships: Collection[int], identifiers: Collection[int] = ()
) -> None:
    """Raises StandsInTheWay by the later decision that brought one of these to the page, if one did."""
    for later in decisions_after(event, [page]):
        record = Record.read(later.details)
        with_identifier = later.other_id == page and not set(record.identifiers).isdisjoint(identifiers)
        if with_identifier or any(brings(one, page, authorships) for one in record.changes):
            raise StandsInTheWay(later)


def brings(change: Change, page: int, authorships: Collection[int]) -> bool:
    was_listed = change.before is not None and change.before.is_listed
    is_listed = change.after is not None and change.after.is_listed
    return change.researcher == page and change.authorship in authorships and is_listed and not was_listed


@dataclass(frozen=True, slots=True)
class Borne:
    """That a page bears an ORCID iD: printed with one of its names, or known to be its own."""

    page: int
    orcid: str
    authorship: int | None


def refuse_two_orcids(
    event: IdentityEvent, changes: Sequence[Change], identifiers: Sequence[ExternalId]
) -> None:
    """Nobody gets a second ORCID iD by what comes back to them; a page that had two before may have them again."""
    comes, goes = coming_and_going(changes)
    back = [known for known in identifiers if known.scheme == "orcid"]
    givers = {page for _, page in goes} | ({event.other_id} if event.other_id else set())
    takers = {page for _, page in comes} | ({event.researcher_id} if back else set())
    now = borne_by(givers | takers)
    coming = printed_with(comes) | {Borne(event.researcher_id, known.value, None) for known in back}
    going = {Borne(known.researcher_id, known.value, None) for known in back}
    staying = {one for one in now - going if (one.authorship, one.page) not in goes} - coming
    for page in sorted(takers):
        orcids = orcids_at(page, staying | coming)
        if len(orcids) > 1 and not any(orcids <= orcids_at(one, now) for one in givers | takers):
            refuse_orcids(event, page, orcids_at(page, coming), staying)


def orcids_at(page: int, borne: Iterable[Borne]) -> set[str]:
    return {one.orcid for one in borne if one.page == page}


def borne_by(pages: Collection[int]) -> set[Borne]:
    listed = Attribution.objects.accepted().filter(researcher__in=pages).exclude(authorship__orcid="")
    printed = listed.values_list("researcher", "authorship__orcid", "authorship")
    known = ExternalId.objects.filter(scheme="orcid", researcher__in=pages)
    return {Borne(*row) for row in printed} | {
        Borne(page, orcid, None) for page, orcid in known.values_list("researcher", "value")
    }


def printed_with(pairs: Collection[Pair]) -> set[Borne]:
    printed = Authorship.objects.filter(pk__in=[authorship for authorship, _ in pairs]).exclude(orcid="")
    orcids = dict(printed.values_list("pk", "orcid"))
    return {Borne(page, orcids[one], one) for one, page in pairs if one in orcids}


def refuse_orcids(event: IdentityEvent, page: int, coming: set[str], staying: Collection[Borne]) -> None:
    """By the later decision that brought another iD to the page, if one did. Raises CannotCurate."""
    others = [one for one in staying if one.page == page and one.orcid not in coming]
    authorships = {one.authorship for one in others if one.authorship}
    known = ExternalId.objects.filter(scheme="orcid", researcher=page).exclude(value__in=coming)
    refuse_to_name(event, page, authorships, known.values_list("pk", flat=True))
    name = Researcher.objects.get(pk=page).preferred_name
    orcids = ", ".join(sorted(coming | {one.orcid for one in others}))
    titles = list(
        Authorship.objects.filter(pk__in=authorships).order_by("pk").values_list("work__title", flat=True)
    )
    where = f"{in_words(titles)} on the page of {name}" if titles else f"the page of {name}"
    raise CannotCurate(
        f"What would come back and {where} carry different ORCID iDs ({orcids}) by now, and nobody has two. "
        "Settle first whose they are."
    )
