"""Who may look after a page for the person whose it is."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def standing(self) -> Self:
        """Those whose task nobody has ended, and whose page still is of whoever gave it to them.

        Nothing has to end a delegate when a page is revoked, released, or given to somebody else. On a page in
        memory of its holder those are left whom an administrator kept.
        """
        by_holder = Q(
            given_by=F("researcher__user"),
            given_at__gte=F("researcher__claimed_at"),
            researcher__merged_into=None,
        )
        kept = Q(researcher__memorial_since__isnull=False, researcher__merged_into=None)
        return self.filter(by_holder | kept, ended_at=None)

    def acting(self) -> Self:
        """Those who have accepted."""
        return self.standing().exclude(accepted_at=None)


class Delegate(models.Model):
    """Somebody whom the holder lets edit the page and answer for works, and nothing more."""

    researcher = models.ForeignKey(
        "researchers.Researcher", on_delete=models.CASCADE, related_name="delegates"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="Empty: asked, and not answered yet.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "user"], name="delegate_once_per_page", condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.researcher_id}"


class DelegateAsk(models.Model):
    """An address that the holder has asked, whether or not anybody here has it: so a list of them tells nothing."""

    researcher = models.ForeignKey(
        "researchers.Researcher", on_delete=models.CASCADE, related_name="delegate_asks", db_index=False
    )
    email = models.EmailField(max_length=254, help_text="In small letters, as accounts have them.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    delegate = models.ForeignKey(
        Delegate,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who had the address when it was asked, if anybody. Never shown to whoever asked.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "by", "email"], name="delegate_ask_once_per_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} asks for {self.researcher_id}"


def forget_asks(pages: models.QuerySet) -> None:
    """Have nobody asked to look after these pages any more, and keep no address of anybody."""
    DelegateAsk.objects.filter(researcher__in=pages).delete()
    Delegate.objects.filter(researcher__in=pages, accepted_at=None, ended_at=None).update(ended_at=Now())
