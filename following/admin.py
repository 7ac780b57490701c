"""Follows in the administration. Whom somebody follows is theirs to change."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from following.models import Follow, ShelfFollow


@admin.register(Follow)
class FollowAdmin(ReadOnlyAdmin):
    list_display = ("user", "researcher", "created_at")
    list_select_related = ("user", "researcher")
    search_fields = ("user__email", "researcher__name_key")


@admin.register(ShelfFollow)
class ShelfFollowAdmin(ReadOnlyAdmin):
    list_display = ("user", "about", "created_at")
    list_select_related = ("user", "topic__merged_into", "institution__successor", "venue")
    search_fields = ("user__email", "topic__name", "institution__name", "venue__name")
