"""Which of the written rules may decide."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class RuleSwitch(models.Model):
    """Whether a written rule (claims.examination.rules) may approve. A rule without a row may."""

    rule = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "rule switches"

    def __str__(self) -> str:
        return f"{self.rule}: {'on' if self.is_on else 'off'}"
