"""Claims in the administration, to be read: they are decided at /review/, where each step is logged."""

from django.contrib import admin

from claims.models import Claim, ClaimEvent, ErrorReport, Evidence, Supporter, Vouch
from common.admin import ReadOnlyAdmin


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "user", "state", "submitted_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("researcher", "user", "decided_by")
    search_fields = ("researcher__name_key", "user__email")


@admin.register(ClaimEvent)
class ClaimEventAdmin(ReadOnlyAdmin):
    list_display = ("claim_id", "researcher", "about", "state", "by", "at")
    list_filter = ("about", "state")
    list_select_related = ("claim__researcher", "by")

    @admin.display(ordering="claim__researcher")
    def researcher(self, event: ClaimEvent) -> str:
        return str(event.claim.researcher)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("claim", "kind", "is_strong", "checked_at", "expires_at", "failing_since", "ended_at")
    list_filter = ("kind", "is_strong", ("failing_since", admin.EmptyFieldListFilter))
    list_select_related = ("claim",)
    search_fields = ("claim__researcher__name_key", "claim__user__email")


@admin.register(Vouch)
class VouchAdmin(ReadOnlyAdmin):
    list_display = ("claim", "by", "given_at", "expires_at", "withdrawn_at")
    list_select_related = ("claim", "by")
    search_fields = ("claim__researcher__name_key", "by__email")


@admin.register(Supporter)
class SupporterAdmin(ReadOnlyAdmin):
    list_display = ("user", "researcher", "distance", "is_due")
    list_filter = ("distance", "is_due")
    list_select_related = ("user", "researcher")
    search_fields = ("user__email", "researcher__name_key")


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "email", "user", "created_at", "closed_at", "closed_by")
    list_select_related = ("researcher", "user", "closed_by")
    search_fields = ("researcher__name_key", "email")
