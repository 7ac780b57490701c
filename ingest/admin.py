"""Imports in the administration, to be read: commands and /imports/ run them."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from ingest.models import ImportProblem, ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "format",
        "state",
        "read",
        "created",
        "updated",
        "rejected",
        "started_by",
        "started_at",
    )
    list_filter = ("state", "format")
    list_select_related = ("started_by",)


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ("position", "reason", "run")
    list_select_related = ("run",)
    search_fields = ("reason",)
