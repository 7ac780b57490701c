"""What was published, as printed. Works know no researcher."""

from works.models.authorships import Affiliation, AffiliationReading, Authorship, AuthorshipQuerySet
from works.models.citations import Citation
from works.models.joinings import Joining, JoiningQuerySet, Separation
from works.models.places import AffiliationText, Institution, InstitutionName, Venue
from works.models.scores import ScoreGroup, SearchWord, TextSpace, WorkScore
from works.models.statements import (
    CodeLink,
    PersonStatement,
    RetractionNotice,
    SourceRecord,
    Version,
    WorkIdentifier,
)
from works.models.topics import ConceptVocabulary, Topic, TopicQuerySet, WorkTopic
from works.models.works import Work, WorkQuerySet

__all__ = [
    "Affiliation",
    "AffiliationReading",
    "AffiliationText",
    "Authorship",
    "AuthorshipQuerySet",
    "Citation",
    "CodeLink",
    "ConceptVocabulary",
    "Institution",
    "InstitutionName",
    "Joining",
    "JoiningQuerySet",
    "PersonStatement",
    "RetractionNotice",
    "ScoreGroup",
    "SearchWord",
    "Separation",
    "SourceRecord",
    "TextSpace",
    "Topic",
    "TopicQuerySet",
    "Venue",
    "Version",
    "Work",
    "WorkIdentifier",
    "WorkQuerySet",
    "WorkScore",
    "WorkTopic",
]
