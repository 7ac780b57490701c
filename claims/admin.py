"""Claims in the administration, to be read: they are decided at /review/, where each step is logged."""

from django.contrib import admin

from claims.models import Claim, ClaimEvent, ErrorReport
from common.admin import ReadOnlyAdmin


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "user", "state", "submitted_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("researcher", "user", "decided_by")
    search_fields = ("researcher__name_key", "user__email")


@admin.register(ClaimEvent)
class ClaimEventAdmin(ReadOnlyAdmin):
    list_display = ("claim_id", "researcher", "state", "by", "at")
    list_filter = ("state",)
    list_select_related = ("claim__researcher", "by")

    @admin.display(ordering="claim__researcher")
    def researcher(self, event: ClaimEvent) -> str:
        return str(event.claim.researcher)


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "email", "user", "created_at", "closed_at", "closed_by")
    list_select_related = ("researcher", "user", "closed_by")
    search_fields = ("researcher__name_key", "email")
