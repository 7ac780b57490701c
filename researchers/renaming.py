"""Calling somebody by the name they bear. What is printed stays as it is for matching, and is said nowhere."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from common.names import fold, slug_for
from researchers.addresses import free_addresses
from researchers.editing import refuse_contested
from researchers.former import mark_former_forms
from researchers.models import Attribution, FormerAddress, NameVariant, Researcher
from researchers.visibility import LEVEL_TO_HIDE

LONGEST_ADDRESS = 100


class NotTheirsToRename(Exception):
    """Only who holds a page, and is verified, chooses the name on it without asking."""


class NotPrinted(Exception):
    """The name stands on none of the works: an administrator has to look at it."""


class StillBorne(Exception):
    """A name cannot be borne and be a former one."""


@transaction.atomic
def choose_name(researcher: Researcher, name: str, *, former: Collection[str], by: User) -> None:
    """Let the holder be called by a name that their works print, and by some of them no more.

    Raises NotTheirsToRename, PageContested, NotPrinted, StillBorne.
    """
    own = Researcher.objects.current().filter(
        pk=researcher.pk, user=by, verification_level__gte=LEVEL_TO_HIDE
    )
    if not own.select_for_update(no_key=True).values_list("pk"):
        raise NotTheirsToRename(researcher)
    refuse_contested(researcher)
    printed = NameVariant.objects.filter(researcher=researcher, name=name, is_former=False)
    if name != researcher.preferred_name and not printed.exists():
        raise NotPrinted(name)
    rename(researcher, name, former=former)


@transaction.atomic
def rename(researcher: Researcher, name: str, *, former: Collection[str]) -> None:
    """Call somebody by this name, and never again by the former ones, nor by other forms of these.

    Raises StillBorne.
    """
    if fold(name) in map(fold, former):
        raise StillBorne(name)
    own = Attribution.objects.accepted().filter(researcher=researcher)
    fellows = Researcher.objects.on_works(own.values_list("authorship__work", flat=True))
    # Pages of co-authors print the name: their versions grow, so that nobody keeps a copy with the former one.
    concerned = Researcher.objects.filter(pk__in={researcher.pk, *fellows.values_list("pk", flat=True)})
    concerned.hold()
    key = fold(name)[:500]
    NameVariant.objects.update_or_create(
        researcher=researcher, name=name, defaults={"name_key": key, "is_former": False}
    )
    researcher.name_variants.filter(name__in=former).update(is_former=True)
    Researcher.objects.filter(pk=researcher.pk).update(preferred_name=name, name_key=key)
    move_to(researcher, address_for(researcher, name, former))
    mark_former_forms([researcher.pk])
    concerned.update(version=F("version") + 1)
    researcher.refresh_from_db(fields=["preferred_name", "name_key"])


@transaction.atomic
def rename_back(researcher: Researcher, name: str, *, address: str, former: Collection[str]) -> None:
    """Undo a choice: the name of before, under the address of before where it is free; `former` alone are former names.

    Whoever calls holds the page.
    """
    researcher.name_variants.filter(is_former=True).exclude(name__in=former).update(is_former=False)
    rename(researcher, name, former=())
    if researcher.slug != address:
        with connection.cursor() as cursor:
            move_to(researcher, free_addresses(cursor, [address], of=researcher.pk)[0])


def move_to(researcher: Researcher, address: str) -> None:
    """Give the page this address, and the one that it had to nobody else ever."""
    had = Researcher.objects.values_list("slug", flat=True).get(pk=researcher.pk)
    if address != had:
        FormerAddress.objects.bulk_create(
            [FormerAddress(slug=had, researcher=researcher)], ignore_conflicts=True
        )
        Researcher.objects.filter(pk=researcher.pk).update(slug=address)
    researcher.slug = address


def address_for(researcher: Researcher, name: str, former: Collection[str]) -> str:
    """A new address where there are former names, since the old one says them. That leads nowhere afterwards."""
    wanted = slug_for(name)[:LONGEST_ADDRESS].strip("-")
    if not former or is_numbered(researcher.slug, wanted):
        return researcher.slug
    with connection.cursor() as cursor:
        return free_addresses(cursor, [wanted], of=researcher.pk)[0]


def is_numbered(address: str, wanted: str) -> bool:
    """Whether the address says this name already: "ada-lindqvist", "ada-lindqvist-2"."""
    return address == wanted or address.removeprefix(f"{wanted}-").isdigit()
