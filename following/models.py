"""Who follows whom."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from researchers.models import Researcher


class Follow(models.Model):
    """One person follows one researcher."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "researcher"], name="follow_one_per_person_and_researcher"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.researcher_id}"
