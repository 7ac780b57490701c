"""However much somebody uploads, it moves nobody's figures."""

import pytest

from explorer.paths import coauthors
from following.models import Follow
from following.newest import newest_works_followed_by
from ingest.loading.carrying import carry_out_run
from ingest.uploads.submitting import accept
from researchers.counters import refresh_stale
from researchers.models import Researcher
from tests.builders import make_researcher, make_work
from tests.ingest.records import load, make_record, work_of
from tests.ingest.submissions import line, made_preview
from trust.models import TrustSnapshot
from trust.tasks import sweep_trust
from works.models import Topic, Venue, Work

pytestmark = pytest.mark.django_db

MANY = 1_000
FIGURES = ("works_count", "citations_count", "h_index", "coauthors_count", "topics_count", "affiliation")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def figures():
    """Trust and counters of everybody whom a registry knows."""
    for _ in refresh_stale():
        pass
    sweep_trust()
    scores = dict(TrustSnapshot.objects.values_list("researcher__slug", "score"))
    return {
        slug: (scores.get(slug), *counted)
        for slug, *counted in Researcher.objects.filter(works_count__gt=0).values_list("slug", *FIGURES)
    }


def test_a_thousand_uploaded_works_move_nobodys_trust_by_a_point(carol):
    names = ("Ada Lindqvist", "Bob Okafor")
    load(*(make_record(str(n), source="crossref", authors=names) for n in range(3)))
    before = figures()
    assert {trust for trust, *_ in before.values()} == {15}
    authors = [{"name": name, "affiliations": ["University of Tides"]} for name in (*names, "Eve Newcomer")]
    made = made_preview(carol, [line(f"up-{n}", authors=authors, cited_by_count=99) for n in range(MANY)])
    carry_out_run(accept(made, by=carol).pk)
    assert Work.objects.filter(self_reported=True).count() == MANY
    assert figures() == before


def test_a_work_counts_as_soon_as_a_registry_states_it(carol):
    carry_out_run(accept(made_preview(carol, [line("1")]), by=carol).pk)
    assert figures() == {}
    load(
        make_record(
            "10.1234/1", source="crossref", identifiers={"doi": "10.1234/1"}, authors=("Ada Lindqvist",)
        )
    )
    assert not work_of("10.1234/1", "crossref").self_reported
    assert [trust for trust, *_ in figures().values()] == [11]


def test_an_upload_changes_nothing_of_what_a_registry_says(carol):
    record = make_record(
        "10.1234/1", source="crossref", identifiers={"doi": "10.1234/1"}, authors=("Ada Lindqvist",)
    )
    load(record)
    before = Work.objects.values(
        "title", "abstract", "published_on", "type", "keywords", "self_reported"
    ).get()
    said = line("1", title="Mine", published="1999", abstract="Buy this", keywords=["spam"], type="book")
    carry_out_run(accept(made_preview(carol, [said]), by=carol).pk)
    assert Work.objects.values(*before).get() == before


def test_works_that_only_an_upload_states_are_not_counted():
    ada = make_researcher("Ada Lindqvist", works_count=0)
    make_work("Known", authors=[ada])
    make_work("Said", authors=[ada], self_reported=True, cited_by_count=50)
    Researcher.objects.update(counters_stale_at="2026-01-01T00:00:00Z")
    assert list(refresh_stale()) == [1]
    ada.refresh_from_db()
    assert (ada.works_count, ada.citations_count) == (1, 0)


def test_two_people_who_upload_one_work_do_not_double_it(carol, bob):
    for user in (carol, bob):
        carry_out_run(accept(made_preview(user, [line("1")]), by=user).pk)
    assert Work.objects.filter(withdrawn=False, joined_into=None).count() == 1


def test_works_that_only_an_upload_states_connect_nobody_and_are_no_news(bob):
    ada, eve = make_researcher("Ada Lindqvist"), make_researcher("Eve Newcomer")
    make_work("Said", authors=[ada, eve], self_reported=True)
    Follow.objects.create(user=bob, researcher=ada)
    assert coauthors([ada.pk]) == []
    assert newest_works_followed_by(bob.pk) == []
    make_work("Known", authors=[ada, eve])
    assert (eve.pk, ada.pk) in coauthors([ada.pk])
    assert len(newest_works_followed_by(bob.pk)) == 1


def test_an_upload_makes_no_venue_and_no_topic_of_its_own(carol):
    said = line("1", categories=["Buy cheap pills"], venue="Casino of the World")
    carry_out_run(accept(made_preview(carol, [said]), by=carol).pk)
    assert not Venue.objects.filter(name="Casino of the World").exists()
    assert not Topic.objects.filter(name="Buy cheap pills").exists()
    assert not Topic.objects.filter(works_count__gt=0).exists()
