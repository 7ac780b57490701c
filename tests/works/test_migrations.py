"""What migrations make of rows that were there before."""

from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from tests.builders import make_topic
from works.models import ConceptVocabulary, Topic

pytestmark = pytest.mark.django_db

VERSION = UUID(int=1)


def give_addresses() -> None:
    migration = import_module("works.migrations.0022_give_concepts_addresses_without_accents")
    with connection.schema_editor() as editor:
        migration.give_addresses(apps, editor)


def accented(name: str, slug: str) -> Topic:
    return Topic.objects.create(name=name, slug=slug, kind=Topic.Kind.CONCEPT)


@pytest.fixture
def vocabulary() -> ConceptVocabulary:
    return ConceptVocabulary.objects.create(version=VERSION, works_count=6)


def test_concepts_with_accents_in_their_addresses_get_others(client, vocabulary) -> None:
    known = make_topic("Naive tides")
    accented("Naïve tides", "naïve-tides")
    accented("Barré harbor", "barré-harbor")
    give_addresses()
    assert set(Topic.objects.values_list("name", "slug")) == {
        ("Naive tides", "naive-tides"),
        ("Naïve tides", "naive-tides-2"),
        ("Barré harbor", "barre-harbor"),
    }
    assert client.get(Topic.objects.get(slug="barre-harbor").get_absolute_url()).status_code == 200
    vocabulary.refresh_from_db()
    assert vocabulary.version != VERSION
    assert Topic.objects.get(pk=known.pk).version == known.version


def test_where_no_address_has_accents_nothing_is_read_again(vocabulary) -> None:
    make_topic("Tides")
    give_addresses()
    vocabulary.refresh_from_db()
    assert vocabulary.version == VERSION
