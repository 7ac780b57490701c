"""Trust in the administration: computed, so it is there to be read. A reply can be taken off its page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin
from trust.models import TrustBatch, TrustEvent, TrustRange, TrustReply, TrustSnapshot
from trust.replying import remove


@admin.register(TrustSnapshot)
class TrustSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "score", "band", "level", "model_version", "computed_at", "due_on")
    list_filter = ("band", "level")
    list_select_related = ("researcher",)
    search_fields = ("researcher__name_key",)


@admin.register(TrustEvent)
class TrustEventAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "score_before", "score", "level_before", "level", "at")
    list_select_related = ("researcher",)
    search_fields = ("researcher__name_key",)


@admin.register(TrustBatch)
class TrustBatchAdmin(ReadOnlyAdmin):
    list_display = ("at", "scored", "seconds")


@admin.register(TrustRange)
class TrustRangeAdmin(ReadOnlyAdmin):
    list_display = ("low", "high", "asked_at")


@admin.register(TrustReply)
class TrustReplyAdmin(ReadOnlyAdmin):
    """Whoever may delete replies takes them off; nobody else's words are ever changed."""

    list_display = ("researcher", "by", "written_at", "text")
    list_select_related = ("researcher", "by")
    search_fields = ("researcher__name_key", "by__email", "text")

    def has_delete_permission(self, request: HttpRequest, obj: TrustReply | None = None) -> bool:
        return request.user.has_perm("trust.delete_trustreply")

    def delete_model(self, request: HttpRequest, obj: TrustReply) -> None:
        remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TrustReply]) -> None:
        for said in queryset.select_related("researcher").order_by("researcher_id"):
            remove(said)
