"""Which works refer to which."""

from django.db import models
from django.db.models import F, Q

from works.models.works import Work


class Citation(models.Model):
    """A reference of one work, tied to the cited work once that is known here."""

    citing = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="references", db_index=False)
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    cited = models.ForeignKey(
        Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations"
    )

    class Meta:
        indexes = [
            models.Index(fields=["scheme", "value"], name="citation_still_open", condition=Q(cited=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["citing", "scheme", "value"], name="citation_unique"),
            models.CheckConstraint(
                condition=Q(cited=None) | ~Q(cited=F("citing")), name="citation_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citing_id} cites {self.scheme}:{self.value}"
