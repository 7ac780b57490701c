"""Anybody's word that a page has something wrong."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from researchers.models import Researcher


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> Self:
        """Reports that nobody has dealt with, oldest first."""
        return self.filter(closed_at=None).order_by("created_at", "id")

    def for_queue(self) -> Self:
        """Everything a row of `claims/_report.html` touches."""
        return self.select_related("researcher", "user")


class ErrorReport(models.Model):
    """Anybody's word, without an account, that a page has something wrong."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="error_reports")
    message = models.TextField(max_length=5000)
    email = models.EmailField("e-mail address", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="error_report_open", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"report about {self.researcher_id}"
