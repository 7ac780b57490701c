"""Follows in the administration. Whom somebody follows is theirs to change."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from following.models import Follow


@admin.register(Follow)
class FollowAdmin(ReadOnlyAdmin):
    list_display = ("user", "researcher", "created_at")
    list_select_related = ("user", "researcher")
    search_fields = ("user__email", "researcher__name_key")
