"""Concepts mined from the record: the vocabulary kept, works tagged, authors marked."""

import json
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from following.models import ShelfFollow
from ingest.institutions.topics import store_vocabulary
from ingest.loading.writing import count_topic_works
from ingest.readers.openalex_topics import VocabularyRecord
from researchers import concepts
from researchers.concepts import mine_concepts, tag_works
from researchers.models import Researcher
from researchers.tasks import sweep_concepts
from tests.builders import make_topic, make_work
from tests.ingest.records import load, make_record, work_of
from works.mining import reading
from works.models import ConceptVocabulary, Topic, Work, WorkScore, WorkTopic
from works.scores.placing import place_all

pytestmark = pytest.mark.django_db

PLACES = ("Visby", "Bergen", "Turku", "Riga", "Gdynia", "Kiel")


def load_works(phrase: str, *, first: int = 0, abstract: str = "") -> None:
    """A work a place that is about this, each by somebody else."""
    load(
        *(
            make_record(
                f"{first + n}",
                title=f"{phrase} at {place}",
                abstract=abstract or f"On {phrase}.",
                authors=(f"Ada {place}",),
            )
            for n, place in enumerate(PLACES)
        )
    )


def mine() -> concepts.Figures:
    figures = mine_concepts()
    list(tag_works())
    return figures


def texts_of(source_id: str) -> dict[str, float]:
    """The concepts found in the text of a work, with their confidence."""
    tags = work_of(source_id).work_topics.filter(origin=WorkTopic.Origin.TEXT)
    return dict(tags.values_list("topic__slug", "confidence"))


def test_works_are_tagged_with_what_was_mined_and_counted(capsys) -> None:
    load_works("tidal harbor soundings")
    call_command("mine_concepts", "--json")
    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() == {"read", "terms", "added", "retired", "seconds"}
    assert figures["read"] == 6
    topic = Topic.objects.get(slug="tidal-harbor-sounding")
    assert (topic.name, topic.kind, topic.works_count) == ("Tidal harbor sounding", "concept", 6)
    assert 0.5 <= topic.termhood <= 1
    assert texts_of("1").keys() == {"tidal-harbor-sounding"}


def test_mining_again_changes_nothing() -> None:
    load_works("tidal harbor soundings")
    mine()
    before = [list(rows.order_by("id").values()) for rows in (Topic.objects, WorkTopic.objects, Work.objects)]
    kept = ConceptVocabulary.objects.get()
    again = mine()
    assert (again.added, again.retired) == (0, 0)
    after = [list(rows.order_by("id").values()) for rows in (Topic.objects, WorkTopic.objects, Work.objects)]
    assert after == before
    assert ConceptVocabulary.objects.get().version == kept.version


def test_what_is_imported_later_is_tagged_by_the_mined_vocabulary() -> None:
    load_works("tidal harbor soundings")
    mine()
    load(make_record("new", title="Tidal Harbor Soundings revisited", abstract=""))
    assert texts_of("new").keys() == {"tidal-harbor-sounding"}


def test_a_concept_with_accents_has_a_page(client) -> None:
    load_works("Guillain-Barré syndrome", abstract="On Guillain-Barré syndrome (GBS).")
    mine()
    page = reverse("pages:topic", args=["guillain-barre-syndrome"])
    assert page in client.get(reverse("pages:topics")).content.decode()
    assert client.get(page).status_code == 200
    assert texts_of("1").keys() == {"guillain-barre-syndrome"}


def test_a_concept_that_nobody_speaks_of_any_more_keeps_its_address() -> None:
    load_works("tidal harbor soundings")
    mine()
    load_works("lighthouse lamps")  # the same works, changed
    figures = mine()
    assert (figures.added, figures.retired) == (1, 1)
    former = Topic.objects.get(slug="tidal-harbor-sounding")
    assert (former.works_count, former.termhood, former.variants) == (0, None, [])
    load_works("tidal harbor soundings")
    mine()
    assert Topic.objects.get(slug="tidal-harbor-sounding").works_count == 6


def test_a_concept_that_is_another_name_of_one_leads_to_it() -> None:
    load_works("tidal harbor soundings")
    mine()
    twin = make_topic("Tidal-harbour soundings", slug="tidal-harbour-soundings")
    mine()
    twin.refresh_from_db()
    assert twin.merged_into == Topic.objects.get(slug="tidal-harbor-sounding")
    assert twin.termhood is None


def test_works_that_were_withdrawn_do_not_count(client) -> None:
    load_works("tidal harbor soundings")
    mine()
    Work.objects.update(withdrawn=True)
    count_topic_works()
    assert Topic.objects.get(slug="tidal-harbor-sounding").works_count == 0
    assert "Tidal harbor sounding" not in client.get(reverse("pages:topics")).content.decode()


def test_what_led_to_a_concept_that_is_another_name_of_one_leads_on(bob) -> None:
    load_works("tidal harbor soundings")
    mine()
    twin = make_topic("Tidal-harbour soundings")
    former = make_topic("Depths of harbors", merged_into=twin)
    follow = ShelfFollow.objects.create(user=bob, topic=former)
    mine()
    kept = Topic.objects.get(slug="tidal-harbor-sounding")
    former.refresh_from_db()
    assert former.merged_into == kept
    assert list(ShelfFollow.objects.to(kept)) == [follow]


def load_stated(source_id: str) -> None:
    """A work whose source calls what it is about by another name than most."""
    keyword = {"id": "other:harbour", "name": "Tidal-harbour soundings", "confidence": 0.4}
    load(make_record(source_id, title="Ports", authors=("Bob Quay",), topics=[keyword]))


def stated_of(source_id: str) -> dict[str, float]:
    """What the source of a work says it is about."""
    tags = work_of(source_id).work_topics.filter(origin=WorkTopic.Origin.SOURCE)
    return dict(tags.values_list("topic__slug", "confidence"))


def test_works_of_a_concept_that_is_another_name_of_one_go_along(client) -> None:
    load_works("tidal harbor soundings")
    mine()
    twin = make_topic("Tidal-harbour soundings")
    load_stated("stated")
    load_stated("1")
    WorkTopic.objects.create(work=work_of("2"), topic=twin, origin="source", confidence=0.3)
    Topic.objects.filter(pk=twin.pk).update(works_count=3)
    assert stated_of("stated").keys() == {"tidal-harbour-soundings"}
    before = work_of("stated").version
    mine()
    assert stated_of("stated") == {"tidal-harbor-sounding": pytest.approx(0.4)}
    assert stated_of("2") == {"tidal-harbor-sounding": 0.3}
    assert texts_of("2") == {}
    assert work_of("stated").version == before + 1
    twin.refresh_from_db()
    assert (twin.works_count, twin.merged_into.works_count) == (0, 7)
    html = client.get(reverse("pages:topics")).content.decode()
    assert twin.get_absolute_url() not in html


def test_only_authors_of_works_that_go_along_are_marked() -> None:
    load_works("tidal harbor soundings")
    mine()
    make_topic("Tidal-harbour soundings")
    load_stated("stated")
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    mine_concepts()
    stale = Researcher.objects.exclude(counters_stale_at=None).values_list("preferred_name", flat=True)
    assert list(stale) == ["Bob Quay"]


def test_works_that_come_later_go_where_the_other_name_leads() -> None:
    load_works("tidal harbor soundings")
    mine()
    make_topic("Tidal-harbour soundings")
    mine()
    load_stated("stated")
    assert stated_of("stated").keys() == {"tidal-harbor-sounding"}


def test_a_retired_concept_is_part_of_nothing() -> None:
    load_works("lighthouse lamps")
    load_works("arctic lighthouse lamps", first=10)
    mine()
    arctic = Topic.objects.get(slug="arctic-lighthouse-lamp")
    assert arctic.broader == Topic.objects.get(slug="lighthouse-lamp")
    load_works("tidal harbor soundings", first=10)  # the same works, changed
    mine()
    arctic.refresh_from_db()
    assert (arctic.termhood, arctic.broader) == (None, None)


def test_a_concept_that_is_a_topic_of_openalex_keeps_the_field_it_has_there() -> None:
    load_works("tidal harbor soundings")
    mine()
    store_vocabulary([VocabularyRecord("T7", "Tidal harbor sounding", field="Engineering")])
    mine()
    topic = Topic.objects.get(slug="tidal-harbor-sounding")
    assert (topic.kind, topic.openalex, topic.field) == ("concept", "T7", "Engineering")


def test_what_a_source_says_stays_as_the_source_says_it() -> None:
    load_works("tidal harbor soundings")
    topic = make_topic("Tidal harbor sounding")
    tag = WorkTopic.objects.create(
        work=work_of("1"), topic=topic, origin=WorkTopic.Origin.SOURCE, confidence=0.3
    )
    other = WorkTopic.objects.create(
        work=work_of("1"), topic=make_topic("Ports"), origin=WorkTopic.Origin.SOURCE, confidence=0.2
    )
    mine()
    for one in (tag, other):
        one.refresh_from_db()
    assert (tag.origin, tag.confidence, other.confidence) == ("source", 0.3, 0.2)


def test_topics_that_were_corrected_by_hand_stay() -> None:
    load_works("tidal harbor soundings")
    Work.objects.filter(pk=work_of("1").pk).update(locked_fields=["topics"])
    mine()
    assert texts_of("1") == {}
    assert texts_of("2").keys() == {"tidal-harbor-sounding"}


def test_only_authors_of_works_whose_concepts_changed_are_marked() -> None:
    load_works("tidal harbor soundings")
    load(make_record("other", title="On nothing", authors=("Carol Nobody",)))
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    mine()
    fresh = Researcher.objects.filter(counters_stale_at=None).values_list("preferred_name", flat=True)
    assert list(fresh) == ["Carol Nobody"]


def place_works() -> None:
    """In their groups, and call all scores fresh."""
    with connection.cursor() as cursor:
        place_all(cursor)
    WorkScore.objects.update(stale_at=None)


def waiting_for_scores() -> set[str]:
    return set(Work.objects.exclude(score__stale_at=None).values_list("title", flat=True))


def test_works_that_move_to_another_field_wait_for_scoring() -> None:
    load_works("machine translation", abstract="On dependency parsing.")
    load(make_record("other", title="On nothing", authors=("Carol Nobody",)))
    place_works()
    keywords = ("Machine translation", "Dependency parsing")
    store_vocabulary([VocabularyRecord("T7", "Words", keywords=keywords, field="Computer Science")])
    mine()
    assert waiting_for_scores() == {f"machine translation at {place}" for place in PLACES}
    place_works()
    assert work_of("1").score.field == "Computer Science"
    assert work_of("other").score.field == ""
    ConceptVocabulary.objects.update(tagged_to=0)
    list(tag_works())
    assert not waiting_for_scores()


def test_a_work_whose_concepts_changed_within_its_field_stays_where_it_is() -> None:
    load_works("tidal harbor soundings")
    place_works()
    mine()
    assert texts_of("1").keys() == {"tidal-harbor-sounding"}
    assert not waiting_for_scores()


def test_works_of_a_topic_that_moves_to_another_field_wait_for_scoring() -> None:
    stated = [{"id": "openalex:T7", "name": "Ports"}]
    load(make_record("stated", title="On ports", topics=stated), make_record("other", title="On nothing"))
    place_works()
    store_vocabulary([VocabularyRecord("T7", "Ports", field="Engineering")])
    assert waiting_for_scores() == {"On ports"}
    place_works()
    assert work_of("stated").score.field == "Engineering"
    store_vocabulary([VocabularyRecord("T7", "Ports", field="Engineering", description="Of harbors")])
    assert not waiting_for_scores()


def test_tagging_goes_on_where_it_ended(monkeypatch) -> None:
    load_works("tidal harbor soundings")
    monkeypatch.setattr(concepts, "BATCH", 4)
    mine_concepts()
    batches = tag_works()
    assert next(batches) == 4
    batches.close()
    assert list(tag_works()) == [2]
    assert not list(tag_works())
    assert Topic.objects.get(slug="tidal-harbor-sounding").works_count == 6


def test_two_do_not_mine_at_once(monkeypatch) -> None:
    monkeypatch.setattr(concepts, "TRY", "SELECT false")
    with pytest.raises(CommandError, match="Another process mines concepts"):
        call_command("mine_concepts")
    assert sweep_concepts() == 0


def test_the_sweep_mines_when_a_tenth_more_works_came(monkeypatch) -> None:
    monkeypatch.setattr(concepts, "SOME", 5)
    monkeypatch.setattr("researchers.tasks.somebody_has_turn", lambda: False)
    load_works("tidal harbor soundings")
    assert sweep_concepts() == 6
    assert sweep_concepts() == 0
    load_works("lighthouse lamps", first=10)
    assert sweep_concepts() == 12
    assert Topic.objects.get(slug="lighthouse-lamp").works_count == 6


def test_of_very_many_works_so_many_are_read_and_nothing_is_due_directly_after(monkeypatch) -> None:
    monkeypatch.setattr(concepts, "SOME", 5)
    monkeypatch.setattr(reading, "MOST_WORKS", 9)
    load_works("tidal harbor soundings")
    load_works("lighthouse lamps", first=10)
    assert mine().read < 12
    assert ConceptVocabulary.objects.get().works_count == 12
    assert not concepts.is_worth_mining()


@pytest.mark.parametrize(("works", "most", "least"), [(400, 400, 400), (401, 400, 398), (600, 400, 396)])
def test_the_works_that_are_read_are_spread_evenly(works: int, most: int, least: int, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_WORKS", most)
    Work.objects.bulk_create(
        Work(slug=f"work-{n}", title=f"Work {n}", published_on=date(2020, 1, 1), type="article")
        for n in range(works)
    )
    numbers = [int(text.title.removeprefix("Work ")) for text in reading.texts()]
    assert least <= len(numbers) <= most + 4
    assert max(after - before for before, after in pairwise(numbers)) <= 3


def test_what_is_read_of_a_larger_record_was_mostly_read_before(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_WORKS", 10)
    works = [make_work(f"Work {n}") for n in range(20)]
    before = {text.title for text in reading.texts()}
    works += [make_work(f"Work {n}") for n in range(20, 24)]
    after = {text.title for text in reading.texts()}
    assert after & {work.title for work in works[:20]} <= before


def test_tagging_costs_the_same_for_few_works_and_for_many(count_queries) -> None:
    load_works("tidal harbor soundings")
    mine_concepts()
    few = count_queries(lambda: list(tag_works()))
    load_works("lighthouse lamps", first=10)
    mine_concepts()
    assert count_queries(lambda: list(tag_works())) == few
