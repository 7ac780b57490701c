"""What the tests of curation look at, and how they ask for it."""

from django.urls import reverse

from researchers.models import Attribution, Distinction, IdentityEvent, Researcher


def names_on(page):
    """The authorships listed on a page, in order."""
    rows = Attribution.objects.accepted().filter(researcher=page).order_by("authorship")
    return list(rows.values_list("authorship", flat=True))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def everything():
    """All that curation could change."""
    return (
        sorted(Attribution.objects.values_list("authorship", "researcher", "status")),
        sorted(Researcher.objects.values_list("pk", "merged_into", "user")),
        sorted(Distinction.objects.values_list("first", "second")),
        IdentityEvent.objects.count(),
    )


def divide(client, page, works, *, confirmed=False, **said):
    """Send the works for a preview; where it is confirmed, again with the mark of what was seen."""
    address, sent = reverse("pages:curation_divide", args=[page.slug]), {"works": works, **said}
    preview = client.post(address, sent)
    return client.post(address, {**sent, "confirmed": mark_in(preview)}) if confirmed else preview


def decide(client, address, **said):
    """Look at a page with a decision, and make it."""
    return client.post(address, {"seen": mark_in(client.get(address)), **said})


def mark_in(preview):
    """The mark of what the preview showed; none where it showed a refusal."""
    return preview.context.get("mark", "") if preview.context else ""


def merging_of(page, into):
    return reverse("pages:curation_merge", args=[page.slug]) + f"?other={into.slug}"
