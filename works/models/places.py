"""Where works appear and where their authors are."""

from django.db import models


class Venue(models.Model):
    """Where works appear: a conference series or a journal."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, unique=True, help_text="The name without case and accents.")

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """An organization, under the name printed on works until it is matched to a registry."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, unique=True, help_text="The name without case and accents.")
    ror = models.CharField("ROR ID", max_length=9, null=True, blank=True, unique=True)
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return self.name
