"""Printed names that no page lists."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from researchers.models import Attribution
from works.models import Authorship


def unassigned_works(name_key: str) -> QuerySet[Authorship]:
    """Authorships under this name that are nobody's, each with those who were proposed for it.

    Relies on authorship_name_key.
    """
    listed = Attribution.objects.accepted().filter(authorship=OuterRef("pk"))
    proposals = Prefetch(
        "attributions",
        queryset=Attribution.objects.proposed().to_public().select_related("researcher"),
        to_attr="proposals",
    )
    return (
        Authorship.objects.filter(name_key=name_key, work__withdrawn=False)
        .filter(~Exists(listed))
        .select_related("work")
        .prefetch_related(proposals)
        .order_by("-work__published_on", "pk")
    )
