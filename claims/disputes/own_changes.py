"""How holders hide and rename their page at once: undone with their claim, and done again when they get it back."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from claims.auditing import audit
from claims.models import Claim, RightsRequest
from researchers.models import Attribution, Researcher
from researchers.renaming import rename, rename_back
from researchers.visibility import change_visibility

Kind, Visibility = RightsRequest.Kind, Researcher.Visibility


def keep_visibility(claim: Claim | None, *, is_hidden: bool) -> None:
    """Keep that the holder has hidden the page, or shows it again. Whoever calls holds the claim."""
    if claim:
        kept = changes_of(claim)
        kept.pop("hidden_at", None)
        keep(claim, kept | {"hidden_at": timezone.now().isoformat()} if is_hidden else kept)


def name_now(page: Researcher) -> dict[str, Any]:
    """What choosing a name changes."""
    now = Researcher.objects.get(pk=page.pk)
    former = sorted(now.name_variants.filter(is_former=True).values_list("name", flat=True))
    return {"before": now.preferred_name, "address": now.slug, "former_before": former}


def keep_name(claim: Claim | None, before: dict[str, Any], name: str, former: Collection[str]) -> None:
    """Keep what the holder chose, and what was before the first choice of theirs. Whoever calls holds the claim."""
    if claim:
        kept = changes_of(claim)
        first = kept.get("name", before)
        chosen = {*first.get("former", ()), *former} - {name}
        keep(claim, kept | {"name": first | {"after": name, "former": sorted(chosen)}})


def undo_own_changes(claim: Claim, *, by: User) -> None:
    """Nobody is left who may: the page is seen again and has its name. What administrators have granted stays.

    Whoever calls holds the claim, and the pages (`pages_of_changes`).
    """
    kept, page = changes_of(claim), page_of(claim)
    if (
        "hidden_at" in kept
        and not is_granted_since(page, kept["hidden_at"])
        and change_visibility(page, Visibility.PUBLIC, among=[Visibility.HIDDEN])
    ):
        audit("page.shown", f"researcher:{page.pk}", by=by, researcher=page)
    name = kept.get("name")
    if name and page.preferred_name == name["after"]:
        rename_back(page, name["before"], address=name["address"], former=name["former_before"])
        audit("page.renamed", f"researcher:{page.pk}", by=by, researcher=page)


def redo_own_changes(claim: Claim, *, by: User) -> None:
    """The page is theirs again, and as they wanted it. Whoever calls holds the claim, and the pages."""
    kept, page = changes_of(claim), page_of(claim)
    name = kept.get("name")
    if name and page.preferred_name == name["before"]:
        rename(page, name["after"], former=name["former"])
        audit("page.renamed", f"researcher:{page.pk}", by=by, researcher=page)
    if "hidden_at" in kept and change_visibility(page, Visibility.HIDDEN, among=[Visibility.PUBLIC]):
        audit("page.hidden", f"researcher:{page.pk}", by=by, researcher=page)


def pages_of_changes(claim: Claim) -> set[int]:
    """The page and those of its co-authors, which show what is undone; to be held in the order of all. Often none."""
    if not changes_of(claim):
        return set()
    works = Attribution.objects.accepted().filter(researcher=page_of(claim)).values_list("authorship__work")
    fellows = Researcher.objects.on_works(pk for (pk,) in works)
    return {page_of(claim).pk, *fellows.values_list("pk", flat=True)}


def is_granted_since(page: Researcher, moment: str) -> bool:
    """Whether an administrator has decided since whether the page is seen."""
    kinds = [Kind.HIDE, Kind.SHOW, Kind.REMOVE]
    granted = RightsRequest.objects.filter(state=RightsRequest.State.GRANTED, kind__in=kinds)
    about = Q(researcher=page) | Q(researcher__merged_into=page)
    return granted.filter(about, decided_at__gt=parse_datetime(moment)).exists()


def changes_of(claim: Claim) -> dict[str, Any]:
    """As they stand now, whenever the claim was read."""
    return Claim.objects.values_list("own_changes", flat=True).get(pk=claim.pk)


def keep(claim: Claim, changes: dict[str, Any]) -> None:
    Claim.objects.filter(pk=claim.pk).update(own_changes=changes)


def page_of(claim: Claim) -> Researcher:
    return Claim.objects.select_related("researcher__merged_into").get(pk=claim.pk).page
