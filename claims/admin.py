"""Claims in the administration, to be read: they are decided at /review/, where each step is logged."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.examination.rules import title_of
from claims.examination.switching import list_all, switch
from claims.models import (
    AuditEvent,
    Claim,
    ClaimAnswer,
    ClaimedRecord,
    ClaimEvent,
    Dispute,
    ErrorReport,
    Evidence,
    EvidenceCheck,
    MissingWork,
    RightsRequest,
    RuleSwitch,
    Supporter,
    Vouch,
)
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


@admin.register(EvidenceCheck)
class EvidenceCheckAdmin(ReadOnlyAdmin):
    exclude = ("token",)  # whoever knows it could put it where the claimant has to
    list_display = ("claim_id", "kind", "result", "looked_at", "words")
    list_filter = ("kind", "result")


@admin.register(ClaimedRecord)
class ClaimedRecordAdmin(ReadOnlyAdmin):
    list_display = ("claim_id", "researcher")
    list_select_related = ("researcher",)


@admin.register(ClaimAnswer)
class ClaimAnswerAdmin(ReadOnlyAdmin):
    list_display = ("claim_id", "authorship_id", "answer", "carried_out_at", "refused")
    list_filter = ("answer",)


@admin.register(MissingWork)
class MissingWorkAdmin(ReadOnlyAdmin):
    list_display = ("claim_id", "scheme", "value", "state", "asked_at", "done_at")
    list_filter = ("state", "scheme")


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    list_display = (
        "researcher",
        "is_about_work",
        "state",
        "opened_by",
        "opened_at",
        "decided_by",
        "decided_at",
    )
    list_filter = ("state", "is_about_work")
    list_select_related = ("researcher", "opened_by", "decided_by")


@admin.register(RightsRequest)
class RightsRequestAdmin(ReadOnlyAdmin):
    exclude = ("token",)  # whoever knows it could confirm in somebody else's name
    list_display = ("researcher", "kind", "state", "created_at", "decided_by", "decided_at")
    list_filter = ("kind", "state")
    list_select_related = ("researcher", "decided_by")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("verb", "subject", "researcher", "by", "at", "note")
    list_filter = ("verb",)
    list_select_related = ("researcher", "by")
    search_fields = ("subject",)


@admin.register(RuleSwitch)
class RuleSwitchAdmin(ReadOnlyAdmin):
    """Every written rule. Claims that a rule approved stay as they are when it is switched off."""

    list_display = ("title", "rule", "is_on", "changed_at", "changed_by")
    list_select_related = ("changed_by",)
    actions = ("switch_on", "switch_off")

    @admin.display(ordering="rule")
    def title(self, row: RuleSwitch) -> str:
        return title_of(row.rule)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleSwitch]:
        list_all()
        return super().get_queryset(request)

    def has_switch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("claims.change_ruleswitch")

    @admin.action(description="Let the chosen rules approve", permissions=["switch"])
    def switch_on(self, request: HttpRequest, rows: QuerySet[RuleSwitch]) -> None:
        self.switch(request, rows, on=True)

    @admin.action(description="Let the chosen rules approve nothing", permissions=["switch"])
    def switch_off(self, request: HttpRequest, rows: QuerySet[RuleSwitch]) -> None:
        self.switch(request, rows, on=False)

    def switch(self, request: HttpRequest, rows: QuerySet[RuleSwitch], *, on: bool) -> None:
        user: Any = request.user
        changed = sum(switch(row.rule, on=on, by=user) for row in rows)
        messages.success(request, f"{changed} switched {'on' if on else 'off'}.")
