"""Invitations in the administration, without what people wrote to each other in private."""

from django.contrib import admin

from collaboration.models import Block, Conversation, Invitation
from common.admin import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("sender", "recipient", "purpose", "state", "sent_at", "answered_at")
    list_filter = ("state", "purpose")
    list_select_related = ("sender", "recipient")
    search_fields = ("sender__name_key", "recipient__name_key")
    exclude = ("message", "note")


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
