"""What was done around claims that no claim's own log tells. The database refuses changes (see the migrations)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from researchers.models import Researcher


class AuditEvent(models.Model):
    """Who did what, when, why: disputes, rights of the person described, delegates, rules switched."""

    verb = models.CharField(max_length=40, help_text="Such as dispute.opened, page.hidden, rule.switched.")
    subject = models.CharField(
        max_length=60, help_text="Such as dispute:5, researcher:7, rule:orcid_printed."
    )
    researcher = models.ForeignKey(
        Researcher, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_events"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "id"], name="audit_event_of_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} at {self.at}"
