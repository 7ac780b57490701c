"""Works in the administration: imports write them, so they are there to be read."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from works.models import (
    Affiliation,
    AffiliationReading,
    AffiliationText,
    Authorship,
    Citation,
    CodeLink,
    ConceptVocabulary,
    Institution,
    InstitutionName,
    Joining,
    PersonStatement,
    RetractionNotice,
    ScoreGroup,
    SearchWord,
    Separation,
    SourceRecord,
    TextSpace,
    Topic,
    Venue,
    Version,
    Work,
    WorkIdentifier,
    WorkScore,
    WorkTopic,
)


@admin.register(Work)
class WorkAdmin(ReadOnlyAdmin):
    list_display = ("title", "type", "published_on", "venue", "authors_count", "retracted", "withdrawn")
    list_filter = ("type", "retracted", "withdrawn", "has_code")
    list_select_related = ("venue",)
    search_fields = ("slug__startswith", "identifiers__value__exact")
    search_help_text = "The beginning of the address, or a whole identifier."
    exclude = ("search", "title_words")


@admin.register(SourceRecord)
class SourceRecordAdmin(ReadOnlyAdmin):
    list_display = ("source", "source_id", "work", "read_at")
    exclude = ("payload_hash",)
    list_filter = ("source",)
    list_select_related = ("work",)
    search_fields = ("source_id__exact",)


@admin.register(WorkIdentifier)
class WorkIdentifierAdmin(ReadOnlyAdmin):
    list_display = ("scheme", "value", "work")
    list_select_related = ("work",)
    search_fields = ("value__exact",)


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("work", "type", "published_on", "venue_name", "doi", "source")
    list_filter = ("type",)
    list_select_related = ("work",)
    search_fields = ("doi__exact",)


@admin.register(Authorship)
class AuthorshipAdmin(ReadOnlyAdmin):
    list_display = ("name", "work", "position", "orcid", "source_author_id")
    list_select_related = ("work",)
    search_fields = ("name_key__startswith", "orcid__exact")


@admin.register(Affiliation)
class AffiliationAdmin(ReadOnlyAdmin):
    list_display = ("authorship", "institution")
    list_select_related = ("authorship", "institution")


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    list_display = ("name", "ror", "country")
    search_fields = ("name", "ror__exact")


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "works_count")
    list_filter = ("kind",)
    search_fields = ("name",)


@admin.register(WorkTopic)
class WorkTopicAdmin(ReadOnlyAdmin):
    list_display = ("work", "topic", "origin", "confidence")
    list_filter = ("origin",)
    list_select_related = ("work", "topic")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("citing", "scheme", "value", "cited")
    list_select_related = ("citing", "cited")
    search_fields = ("value__exact",)


@admin.register(CodeLink)
class CodeLinkAdmin(ReadOnlyAdmin):
    list_display = ("url", "kind", "work", "source", "added_at")
    list_filter = ("kind",)
    list_select_related = ("work",)
    search_fields = ("url__exact",)


@admin.register(PersonStatement)
class PersonStatementAdmin(ReadOnlyAdmin):
    list_display = ("source", "orcid", "read_at")
    exclude = ("payload_hash",)
    search_fields = ("orcid__exact",)


@admin.register(RetractionNotice)
class RetractionNoticeAdmin(ReadOnlyAdmin):
    list_display = ("scheme", "value", "source", "by")
    search_fields = ("value__exact",)


@admin.register(Joining)
class JoiningAdmin(ReadOnlyAdmin):
    list_display = ("work", "former", "basis", "made_at", "made_by", "undone_at")
    list_filter = ("basis",)
    list_select_related = ("work", "former", "made_by")


@admin.register(Separation)
class SeparationAdmin(ReadOnlyAdmin):
    list_display = ("source", "source_id", "other_source", "other_source_id", "decided_by", "decided_at")
    list_select_related = ("decided_by",)
    search_fields = ("source_id__exact", "other_source_id__exact")


@admin.register(InstitutionName)
class InstitutionNameAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "institution")
    list_filter = ("kind",)
    list_select_related = ("institution",)
    search_fields = ("key__exact",)


@admin.register(AffiliationText)
class AffiliationTextAdmin(ReadOnlyAdmin):
    list_display = ("text",)


@admin.register(AffiliationReading)
class AffiliationReadingAdmin(ReadOnlyAdmin):
    list_display = ("text", "institution", "basis", "confidence")
    list_filter = ("basis",)
    list_select_related = ("text", "institution")


@admin.register(TextSpace)
class TextSpaceAdmin(ReadOnlyAdmin):
    list_display = ("fitted_at", "works_count", "dimensions", "formula", "measures")
    exclude = ("state",)


@admin.register(WorkScore)
class WorkScoreAdmin(ReadOnlyAdmin):
    list_display = ("work", "novelty", "ai_score", "computed_at", "stale_at")
    list_select_related = ("work",)
    exclude = ("vector",)


@admin.register(ScoreGroup)
class ScoreGroupAdmin(ReadOnlyAdmin):
    list_display = ("measure", "field", "year", "with_abstract", "works_count")
    list_filter = ("measure",)


@admin.register(SearchWord)
class SearchWordAdmin(ReadOnlyAdmin):
    list_display = ("word", "works_count")
    search_fields = ("word",)


@admin.register(ConceptVocabulary)
class ConceptVocabularyAdmin(ReadOnlyAdmin):
    list_display = ("mined_at", "works_count", "version", "tagged_to")
