"""Researchers in the administration: imports, claims and decisions write them."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from researchers.models import (
    Attribution,
    Block,
    Commonness,
    Delegate,
    Distinction,
    ExternalId,
    FormerAddress,
    IdentityEvent,
    NameVariant,
    PinnedWork,
    Researcher,
)


@admin.register(Researcher)
class ResearcherAdmin(ReadOnlyAdmin):
    list_display = ("preferred_name", "public_id", "user", "works_count", "trust_score", "verification_level")
    list_filter = ("verification_level",)
    list_select_related = ("user",)
    search_fields = ("name_key", "slug__exact", "public_id__exact")


@admin.register(NameVariant)
class NameVariantAdmin(ReadOnlyAdmin):
    list_display = ("name", "researcher", "works_count")
    list_select_related = ("researcher",)
    search_fields = ("name_key",)


@admin.register(ExternalId)
class ExternalIdAdmin(ReadOnlyAdmin):
    list_display = ("scheme", "value", "researcher")
    list_filter = ("scheme",)
    list_select_related = ("researcher",)
    search_fields = ("value__exact",)


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    list_display = ("slug", "researcher")
    list_select_related = ("researcher",)
    search_fields = ("slug__exact",)


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    list_display = ("authorship", "researcher", "status", "basis", "confidence", "decided_by", "decided_at")
    list_filter = ("status", "basis")
    list_select_related = ("authorship", "researcher", "decided_by")
    search_fields = ("researcher__slug__exact",)


@admin.register(Distinction)
class DistinctionAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "by", "at", "reason")
    list_select_related = ("first", "second", "by")
    search_fields = ("first__slug__exact", "second__slug__exact")


@admin.register(IdentityEvent)
class IdentityEventAdmin(ReadOnlyAdmin):
    list_display = ("kind", "researcher", "other", "work", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("researcher", "other", "work", "by")
    search_fields = ("researcher__slug__exact", "other__slug__exact")


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("key", "joint", "part", "anew", "stale_at", "resolved_at")
    list_filter = ("anew",)
    search_fields = ("key__startswith", "joint__startswith")


@admin.register(Commonness)
class CommonnessAdmin(ReadOnlyAdmin):
    list_display = ("key", "kind", "number")
    list_filter = ("kind",)
    search_fields = ("key__startswith",)


@admin.register(Delegate)
class DelegateAdmin(ReadOnlyAdmin):
    list_display = ("researcher", "user", "given_by", "given_at", "accepted_at", "ended_at")
    list_select_related = ("researcher", "user", "given_by")


@admin.register(PinnedWork)
class PinnedWorkAdmin(ReadOnlyAdmin):
    list_display = ("work", "holder", "place")
    list_select_related = ("work", "holder")
