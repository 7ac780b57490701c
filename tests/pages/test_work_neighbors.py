"""What the page of a work says of works around it: lists of citations, similar ones, and those that may be the same."""

import re

import pytest
from django.urls import reverse

from ingest.joining.fingerprints import title_print
from pages.work_neighbors import possible_duplicates
from tests.builders import make_work, make_works
from works.models import Citation, Separation, SourceRecord, Work, WorkScore

TITLE = "How the tides of salt lakes follow the moon"


def part(html, name):
    section = re.search(rf'(?s)<section class="section" id="{name}".*?</section>', html)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def cite(citing, cited):
    return Citation.objects.create(
        citing=citing, cited=cited, scheme="doi", value=f"10.5555/{citing.pk}-{cited.pk}"
    )


# Lists of citations


@pytest.fixture
def famous(db):
    """Cited by 55 works, and cites 2."""
    work = make_work("Famous", year=2000)
    for number, other in enumerate(make_works(55, venue="A venue")):
        cite(other, work)
        if number < 2:
            cite(work, other)
    return work


def test_long_lists_lead_to_pages_of_their_own(client, famous):
    html = client.get(famous.get_absolute_url()).text
    address = reverse("pages:work_citing", args=[famous.slug])
    assert f'<a href="{address}">and 35 more</a>' in html
    assert reverse("pages:work_references", args=[famous.slug]) not in html


def test_a_page_holds_fifty_and_the_next_one_the_rest(client, famous):
    address = reverse("pages:work_citing", args=[famous.slug])
    first, second = (client.get(address, {"page": page}).text for page in (1, 2))
    assert (first.count("Paper number"), second.count("Paper number")) == (50, 5)
    assert "55 works known here that cite it, the newest first." in first
    assert f'href="{famous.get_absolute_url()}"' in first


def test_references_have_a_page_too(client, famous):
    html = client.get(reverse("pages:work_references", args=[famous.slug])).text
    assert html.count("Paper number") == 2
    assert "2 works known here cited by it" in html


@pytest.mark.parametrize("name", ["work_citing", "work_references"])
def test_a_work_without_any_says_so(client, db, name):
    html = client.get(reverse(f"pages:{name}", args=[make_work().slug])).text
    assert "No work is known here" in html


@pytest.mark.parametrize("name", ["work_citing", "work_references"])
def test_a_withdrawn_or_unknown_work_has_none(client, db, name):
    for slug in (make_work(withdrawn=True).slug, "unheard-of"):
        assert client.get(reverse(f"pages:{name}", args=[slug])).status_code == 404


def test_more_works_on_a_page_cost_no_more_queries(client, famous, count_queries):
    few = count_queries(lambda: client.get(reverse("pages:work_references", args=[famous.slug])))
    assert count_queries(lambda: client.get(reverse("pages:work_citing", args=[famous.slug]))) == few


# Similar works


def test_similar_works_are_the_nearest_earlier_ones_in_their_order(client, db):
    works = make_works(3)
    work = make_work("Newest", abstract="Tides of salt lakes.")
    gone = make_work("Taken back", withdrawn=True)
    WorkScore.objects.update_or_create(
        work=work,
        defaults={
            "nearest": [works[2].pk, gone.pk, works[0].pk],
            "similarities": [0.912, 0.8, -0.01],
            "vector": b"\0" * 400,
        },
    )
    text = part(client.get(work.get_absolute_url()).text, "similar")
    assert re.findall(r"Paper number \d|likeness [\d.]+", text) == [
        "Paper number 2",
        "likeness 0.91",
        "Paper number 0",
        "likeness 0.00",
    ]
    assert "Taken back" not in text
    assert "the same words" not in text


def test_nothing_is_called_like_a_work_without_an_abstract(client, db):
    other, work = make_works(1)[0], make_work("A title alone")
    WorkScore.objects.update_or_create(work=work, defaults={"nearest": [other.pk], "similarities": [0.72]})
    text = part(client.get(work.get_absolute_url()).text, "similar")
    assert "no abstract is known here, and a title alone says too little" in text
    assert "Paper number 0" not in text
    assert "likeness" not in text


@pytest.mark.parametrize("is_scored", [True, False])
def test_what_was_not_compared_says_that_there_is_not_enough_data(client, db, is_scored):
    work = make_work(abstract="Tides of salt lakes.")
    WorkScore.objects.filter(work=work).delete()
    if is_scored:
        WorkScore.objects.create(work=work)
    assert "Not enough data: too few earlier works" in part(
        client.get(work.get_absolute_url()).text, "similar"
    )


# Possibly the same


def make_stated(title=TITLE, *, authors=("Ada Lindqvist",), source="arxiv", published="2020", **fields):
    """A work with what a source says of it."""
    work = make_work(title, authors=authors, source=source, **fields)
    Work.objects.filter(pk=work.pk).update(title_print=title_print(title))
    record = SourceRecord.objects.get(work=work)
    record.payload |= {
        "published": published,
        "type": work.type,
        "authors": [{"name": name, "affiliations": []} for name in authors],
    }
    record.save()
    return Work.objects.get(pk=work.pk)


def words_about(work):
    return [(one.work.title, one.words) for one in possible_duplicates(work)]


def test_a_work_of_the_same_title_is_named_with_the_reason_why_it_was_not_joined(client, db):
    work, other = make_stated(), make_stated()
    keys = sorted(record.source_id for record in SourceRecord.objects.all())
    said = f"Taken for another work: arXiv lists them under two ids, {' and '.join(sorted(keys))}."
    assert words_about(work) == words_about(other) == [(TITLE, said)]
    text = part(client.get(work.get_absolute_url()).text, "similar")
    assert "1 other work has this title. They are not joined, for the reasons given." in text
    assert said in text
    assert other.get_absolute_url() in client.get(work.get_absolute_url()).text


@pytest.mark.parametrize(
    ("other", "opening"),
    [
        ({"source": "crossref", "type": "journal-article"}, "It seems to be the same work: the titles agree"),
        (
            {"source": "crossref", "authors": ()},
            "It may be the same work, or another: the authors of one are not known",
        ),
        ({"source": "crossref", "published": "2012"}, "Taken for another work: they are 8 years apart"),
        ({"authors": ("Bob Okafor",)}, None),
        ({"title": "Something else altogether about the moon"}, None),
        ({"withdrawn": True}, None),
    ],
)
def test_what_could_be_the_same_is_told_in_words(db, other, opening):
    work = make_stated()
    make_stated(**other)
    found = [words for _, words in words_about(work)]
    assert len(found) == (opening is not None)
    assert all(words.startswith(opening) for words in found)


def test_the_likeliest_comes_first(db):
    work = make_stated()
    make_stated()
    make_stated(source="crossref", authors=())
    make_stated(source="dblp", type="journal-article")
    openings = [words.partition(":")[0] for _, words in words_about(work)]
    assert openings == [
        "It seems to be the same work",
        "It may be the same work, or another",
        "Taken for another work",
    ]


@pytest.mark.parametrize("is_first", [True, False])
def test_what_people_told_apart_is_not_asked_about_again(db, is_first):
    work, other = make_stated(), make_stated()
    keys = [(record.source, record.source_id) for record in SourceRecord.objects.order_by("pk")]
    (source, source_id), (other_source, other_source_id) = keys if is_first else keys[::-1]
    Separation.objects.create(
        source=source, source_id=source_id, other_source=other_source, other_source_id=other_source_id
    )
    assert words_about(work) == words_about(other) == []


def test_a_title_that_very_many_works_have_tells_nothing(db):
    works = [make_stated() for _ in range(14)]
    assert words_about(works[0]) == []


def test_a_work_whose_title_tells_nothing_is_compared_with_none(db, count_queries):
    work, _ = make_stated("Introduction"), make_stated("Introduction")
    assert count_queries(lambda: possible_duplicates(work)) == 0


def test_more_duplicates_cost_no_more_queries(db, count_queries):
    work = make_stated()
    make_stated()
    few = count_queries(lambda: possible_duplicates(work))
    for _ in range(5):
        make_stated(source="crossref")
    assert count_queries(lambda: possible_duplicates(work)) == few <= 3


@pytest.mark.parametrize(("who", "is_told"), [(None, False), ("carol", False), ("admin", True)])
def test_administrators_are_led_to_where_works_are_joined(as_user, request, db, who, is_told):
    work, _ = make_stated(), make_stated()
    client = as_user(request.getfixturevalue(who) if who else None)
    text = part(client.get(work.get_absolute_url()).text, "similar")
    assert ("Join one of them to this work" in text) == is_told


@pytest.mark.parametrize("is_other", [True, False])
def test_works_of_a_crowd_are_not_compared(db, count_queries, is_other):
    work, other = make_stated(), make_stated()
    assert len(words_about(work)) == 1
    crowd = other if is_other else work
    Work.objects.filter(pk=crowd.pk).update(authors_count=201)
    work.refresh_from_db()
    assert words_about(work) == []
    assert count_queries(lambda: possible_duplicates(work)) == is_other


# Stated by a person alone


def test_what_a_person_alone_says_of_is_marked_wherever_it_is_named(client, db):
    work = make_stated(abstract="Tides of salt lakes.")
    said = make_stated(source="crossref", self_reported=True)
    cite(work, said)
    cite(said, work)
    WorkScore.objects.update_or_create(
        work=work, defaults={"nearest": [said.pk], "similarities": [0.9], "vector": b"\0" * 400}
    )
    html = client.get(work.get_absolute_url()).text
    assert part(html, "citations").count("added by a user, not confirmed") == 2
    assert part(html, "similar").count("added by a user, not confirmed") == 2
