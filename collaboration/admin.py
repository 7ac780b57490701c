"""Invitations in the administration. What was written stays between the two until one reports it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from collaboration.models import Block, Conversation, Invitation
from common.admin import ReadOnlyAdmin

WORDS = ("message", "note")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("sender", "recipient", "purpose", "state", "sent_at", "reported_at", "report_closed_at")
    list_filter = (
        "state",
        "purpose",
        ("reported_at", admin.EmptyFieldListFilter),
        ("report_closed_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("sender", "recipient")
    search_fields = ("sender__name_key", "recipient__name_key")
    actions = ("close_reports",)

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> list:
        fields = super().get_fields(request, obj)
        return fields if obj and obj.reported_at else [name for name in fields if name not in WORDS]

    @admin.action(description="Mark the reports as dealt with", permissions=["view"])
    def close_reports(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        chosen.exclude(reported_at=None).update(report_closed_at=Now())


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("id", "sender", "recipient", "created_at")
    list_select_related = ("invitation__sender", "invitation__recipient")

    def sender(self, conversation: Conversation) -> str:
        return str(conversation.invitation.sender)

    def recipient(self, conversation: Conversation) -> str:
        return str(conversation.invitation.recipient)


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("user", "blocked", "created_at")
    list_select_related = ("user", "blocked")
    search_fields = ("user__email", "blocked__email")
