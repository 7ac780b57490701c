"""Trust in the administration: computed, so it is there to be read."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from trust.models import TrustEvent, TrustSnapshot


@admin.register(TrustSnapshot)
class TrustSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "score", "band", "level", "model_version", "computed_at")
    list_filter = ("band", "level")
    list_select_related = ("researcher",)
    search_fields = ("researcher__name_key",)


@admin.register(TrustEvent)
class TrustEventAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "score_before", "score", "level_before", "level", "at")
    list_select_related = ("researcher",)
    search_fields = ("researcher__name_key",)
