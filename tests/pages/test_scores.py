"""The pages that say why figures are what they are, and their JSON."""

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from researchers.counters import refresh_batch
from researchers.models import Researcher
from researchers.scores import ai_score_of
from tests.builders import make_researcher, make_user, make_work
from tests.works.scores.builders import make_scored, place_everything
from works.models import ScoreGroup, Work, WorkScore
from works.scores.measures import OPENNESS_POINTS, WEIGHTS

pytestmark = pytest.mark.django_db

NOW = timezone.now().year


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def scored_works():
    """Forty works of a year with all their figures, the last one farthest from earlier ones and most cited."""
    works = make_scored(
        40, cited_by_count=tuple(range(40)), reuse=[one // 2 for one in range(40)], open_access=True
    )
    WorkScore.objects.update(computed_at=timezone.now(), stale_at=None)
    place_everything()
    return works


def person_with(works, **fields):
    person = make_researcher(**fields)
    for work in works:
        work.authorships.create(position=0, name="Ada", name_key="ada").attributions.create(
            researcher=person, status="accepted", basis="matched"
        )
    Researcher.objects.filter(pk=person.pk).mark_counters_stale()
    refresh_batch()
    person.refresh_from_db()
    return person


def test_a_work_tells_figures_and_with_whom_it_was_compared(client):
    work = scored_works()[30]
    html = text_of(client, f"/works/{work.slug}/scores/")
    assert '<dt><a href="#novelty">Novelty</a></dt> <dd>77 %</dd>' in html
    assert "40 works of all fields, 2020" in html
    assert "sure to about 7.9 points" in html
    assert "as a source counts: more than 77 in 100 of 40 works of all fields, 2020; ties count half." in html


def test_the_most_and_the_least_of_a_group_are_not_above_all_and_none_of_it(client):
    works = scored_works()
    ScoreGroup.objects.filter(measure="citations").update(quantiles=[1 + step * 0.3 for step in range(101)])
    WorkScore.objects.filter(pk=works[39].pk).update(novelty=100, citation_percentile=99.9)
    html = text_of(client, f"/works/{works[39].slug}/scores/")
    assert "more than 99 in 100 of 40 works" in html
    assert html.count("<dd>99 %</dd>") == 2
    assert "100 in 100" not in html
    html = text_of(client, f"/works/{works[0].slug}/scores/")
    assert "less than 1 in 100 of 40 works of all fields, 2020 have fewer; ties count half." in html


def test_a_work_tells_the_nearest_earlier_works_and_its_new_phrases(client):
    work, near, gone = scored_works()[:3]
    Work.objects.filter(pk=gone.pk).update(withdrawn=True)
    WorkScore.objects.filter(pk=work.pk).update(
        nearest=[near.pk, gone.pk],
        similarities=[0.613, 0.4],
        phrases=["tidal embedding", "salt & pepper"],
        phrases_uses=[12, 1],
        new_phrases=5,
    )
    html = text_of(client, f"/works/{work.slug}/scores/")
    assert f'<a href="{near.get_absolute_url()}"><bdi>Scored 1</bdi></a>, 2020' in html
    assert "61 % alike" in html
    assert gone.slug not in html
    assert 'href="/search/?q=%22tidal%20embedding%22">tidal embedding</a>' in html
    assert "salt%20%26%20pepper" in html
    assert "in 12 later works" in html
    assert "in 1 later work<" in html
    assert "these of 5 were taken up most" in html


def test_a_work_without_an_abstract_is_like_none_on_its_page_and_in_its_json(client):
    near, work = make_work("Tides of old"), make_work("Tides")
    WorkScore.objects.create(
        work=work, nearest=[near.pk], similarities=[0.91], distance=0.09, computed_at=timezone.now()
    )
    html = text_of(client, f"/works/{work.slug}/scores/")
    assert "a title alone says too little to call works alike" in html
    assert "Tides of old" not in html
    assert "% alike" not in html
    assert json.loads(client.get(f"/works/{work.slug}/scores.json").content)["nearest_earlier_works"] == []


@pytest.mark.parametrize(
    ("fields", "score", "words"),
    [
        ({}, None, "No abstract is known here, and a title alone says too little."),
        ({"abstract": "Tides."}, None, "Nobody has compared this text with others yet."),
        ({"abstract": "Tides."}, {"computed_at": timezone.now()}, "Too few earlier works are known here"),
        (
            {"abstract": "Tides."},
            {"computed_at": timezone.now(), "distance": 0.5},
            "Too few works of these years are known here",
        ),
        ({}, {}, "No source counts its citations"),
        ({}, {}, "An AI score needs the novelty of a work, or its citation percentile."),
    ],
)
def test_what_is_missing_is_said_with_the_reason(client, fields, score, words):
    work = make_work(**fields)
    if score is not None:
        WorkScore.objects.create(work=work, **score)
    html = text_of(client, f"/works/{work.slug}/scores/")
    assert words in html
    assert "not enough data" in html


@pytest.mark.parametrize("mark", ["retracted", "self_reported"])
def test_figures_of_a_work_that_counts_nowhere_are_not_computed_and_lack_no_data(client, mark):
    work = make_work(abstract="Tides.", **{mark: True})
    WorkScore.objects.create(work=work, computed_at=timezone.now(), distance=0.5)
    html = text_of(client, f"/works/{work.slug}/scores/")
    assert html.count('<dd class="unknown">not computed</dd>') == 3
    assert html.count("Not computed. This work counts nowhere") == 3
    assert "not enough data" not in html.lower()


def recomputed(document):
    """The figures of a work from its JSON alone, to the digit, by schoolbook arithmetic on what stands in it."""

    def shown(value):
        return float(Decimal(f"{value:.15g}").quantize(Decimal("0.1"), ROUND_HALF_UP))

    def percentile(value, quantiles):
        if value < quantiles[0] or value > quantiles[100]:
            return 0.0 if value < quantiles[0] else 100.0
        equal = [place for place, quantile in enumerate(quantiles) if quantile == value]
        if equal:
            return (equal[0] + equal[-1]) / 2
        below = max(place for place, quantile in enumerate(quantiles) if quantile < value)
        return below + (value - quantiles[below]) / (quantiles[below + 1] - quantiles[below])

    given, groups = document["inputs"], {name: one["quantiles"] for name, one in document["groups"].items()}
    distance = percentile(given["distance"], groups["distance"])
    reuse = percentile(given["reuse"], groups["reuse"])
    novelty = shown(percentile((distance + reuse) / 2, groups["novelty"]))
    citations = shown(
        percentile(
            max(given["citations_counted_by_a_source"] or 0, given["citations_in_this_record"]),
            groups["citations"],
        )
    )
    points = document["openness_points"]
    openness = sum(points[name] for name in points if given[name])
    weights = document["weights"]
    ai_score = sum(
        weight * {"citations": citations, "novelty": novelty, "openness": openness}[name]
        for name, weight in weights.items()
    ) / sum(weights.values())
    return {
        "novelty": novelty,
        "citation_percentile": citations,
        "openness": openness,
        "ai_score": shown(ai_score),
    }


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        ((), "no data are linked."),
        (("paperswithcode",), "data are linked (used or introduced)."),
        (("paperswithcode", "paper"), "data are linked."),
    ],
)
def test_openness_says_where_linked_data_may_be_those_of_others(client, origins, words):
    work = make_work()
    for origin in origins:
        work.links.create(kind="dataset", url=f"https://data.example/{origin}", origin=origin, source="acl")
    WorkScore.objects.create(work=work)
    assert f"; {words}</p>" in text_of(client, f"/works/{work.slug}/scores/")


def test_anybody_can_compute_the_figures_of_a_work_again(client):
    for work in scored_works()[1::3]:
        document = json.loads(client.get(f"/works/{work.slug}/scores.json").content)
        assert document["weights"] == dict(WEIGHTS)
        assert document["openness_points"] == dict(OPENNESS_POINTS)
        assert {name: document["result"][name] for name in recomputed(document)} == recomputed(document)


def test_the_json_of_an_unscored_work_says_that_nothing_is_known(client):
    document = json.loads(client.get(f"/works/{make_work().slug}/scores.json").content)
    assert document["is_awaited"] is True
    assert {document["result"][name] for name in ("novelty", "citation_percentile", "ai_score")} == {None}
    assert document["groups"] == {}


def test_a_researcher_tells_works_and_weights(client):
    works = make_scored(40, year=NOW, cited_by_count=tuple(range(40)))
    place_everything()
    person = person_with(works[20:24])
    html = text_of(client, f"/researchers/{person.slug}/scores/")
    assert f'<a href="/works/{works[20].slug}/scores/"><bdi>Scored 20</bdi></a>' in html
    assert "W = 4.00 is the weight of all 4 listed works together" in html
    assert "mean of 4 listed works that have one" in html
    assert "Citations and h-index are those of the 4 listed works: citations known in this record." in html


def test_a_researcher_without_figures_is_told_so(client):
    person = person_with([make_work()])
    html = text_of(client, f"/researchers/{person.slug}/scores/")
    assert "Not enough data: 0 listed works have an AI score of its own, and 3 are needed." in html
    assert "no listed work has one" in html
    assert 'data-label="Novelty">not known</td>' in html
    assert "No work that counts is listed." in text_of(
        client, f"/researchers/{make_researcher('No Works').slug}/scores/"
    )


def test_anybody_can_compute_the_figures_of_a_researcher_again(client):
    works = make_scored(40, year=NOW - 2, cited_by_count=tuple(range(40)))
    place_everything()
    person = person_with(works[10:16])
    document = json.loads(client.get(f"/researchers/{person.slug}/scores.json").content)
    listed = [(work["year"], work["ai_score"]) for work in document["works"]]
    year = document["parts"]["year_of_computation"]
    weights = [2 ** (-(year - one) / document["half_life"]) for one, _ in listed]
    merit = sum(weight * score for weight, (_, score) in zip(weights, listed, strict=True)) / sum(weights)
    by_hand = merit * sum(weights) / (sum(weights) + document["activity_half"])
    assert document["result"]["ai_score"] == pytest.approx(by_hand, abs=0.06) == person.ai_score
    assert document["result"]["ai_score"] == ai_score_of(listed, year)
    novelties = [work["novelty"] for work in document["works"]]
    assert document["result"]["novelty"] == pytest.approx(sum(novelties) / len(novelties), abs=0.06)


@pytest.mark.parametrize("page", ["scores/", "scores.json"])
def test_pages_that_were_taken_down_have_no_scores(client, as_user, page):
    owner = make_user()
    hidden = make_researcher("Hidden One", visibility="hidden", user=owner)
    address = f"/researchers/{hidden.slug}/{page}"
    assert client.get(address).status_code == 410
    assert "Hidden One" not in client.get(address).content.decode()
    assert as_user(owner).get(address).status_code == (200 if page == "scores/" else 410)


@pytest.mark.parametrize("page", ["scores/", "scores.json"])
def test_merged_pages_and_joined_works_lead_on(client, page):
    into = make_researcher("Into")
    merged = make_researcher("Merged", merged_into=into)
    assert client.get(f"/researchers/{merged.slug}/{page}").url == f"/researchers/{into.slug}/{page}"
    work = make_work()
    joined = make_work(withdrawn=True, joined_into=work)
    assert client.get(f"/works/{joined.slug}/{page}").url == f"{work.get_absolute_url()}{page}"
    assert client.get(f"/works/nothing-like-it/{page}").status_code == 404
    assert client.get(f"/researchers/nobody-like-it/{page}").status_code == 404


@pytest.mark.parametrize("page", ["scores/", "scores.json"])
def test_more_works_cost_no_more_queries(client, count_queries, page):
    works = make_scored(40, year=NOW)
    place_everything()
    few, many = person_with(works[:3]), person_with(works[3:], name="Bea Lindqvist")
    client.get(f"/researchers/{few.slug}/{page}")
    assert count_queries(lambda: client.get(f"/researchers/{few.slug}/{page}")) == count_queries(
        lambda: client.get(f"/researchers/{many.slug}/{page}")
    )


def test_the_page_about_scores_shows_formulas_and_how_figures_are_spread(client):
    empty = text_of(client, reverse("pages:about_scores"))
    assert "Nothing has been scored yet" in empty
    assert '<td>Citation percentile</td><td class="number">50 %</td>' in empty
    works = scored_works()
    person_with(works[:5])
    html = text_of(client, reverse("pages:about_scores"))
    assert "Of 40 works, 40 have a novelty, 40 a citation percentile and 40 an AI score" in html
    assert "of 1 researcher, 1 have an AI score" in html
    assert html.count("<figure") == 3


def test_the_snapshot_of_a_researcher_leads_to_their_scores(client):
    works = scored_works()
    html = text_of(client, person_with(works[:3]).get_absolute_url())
    assert 'Novelty</a> <span class="counter-note">mean of 3 works</span></dt> <dd>4 %</dd>' in html
    assert "AI score</a>" in html
    nobody = make_researcher("Nobody Known")
    html = text_of(client, nobody.get_absolute_url())
    address = f"/researchers/{nobody.slug}/scores/"
    assert (
        f'<a href="{address}">Novelty % and AI score</a></dt> <dd class="unknown">not enough data</dd>'
        in html
    )


def test_every_page_links_to_what_scores_are(client):
    assert '<a href="/about/scores/">About scores</a>' in text_of(client, "/about/data/")


def test_the_figures_of_works_in_lists_cost_no_query(django_assert_num_queries):
    works = scored_works()
    listed = list(Work.objects.for_card().filter(pk__in=[works[0].pk, works[1].pk]))
    with django_assert_num_queries(0):
        assert [work.score.novelty is None for work in listed] == [False, False]


def test_works_that_count_nowhere_are_not_among_those_that_are_spread(client):
    works = scored_works()
    for work, mark in zip(works, ("withdrawn", "retracted", "self_reported"), strict=False):
        Work.objects.filter(pk=work.pk).update(**{mark: True})
    place_everything()
    assert "Of 37 works, 37 have a novelty" in text_of(client, reverse("pages:about_scores"))


def test_a_work_whose_phrases_are_still_to_be_looked_for_is_told_so(client):
    scored_works()
    waiting = make_scored(1, distances=[0.5], reuse=[None])[0]
    WorkScore.objects.filter(pk=waiting.pk).update(computed_at=timezone.now(), stale_at=None)
    place_everything()
    assert WorkScore.objects.get(pk=waiting.pk).compared_with is None
    html = text_of(client, f"/works/{waiting.slug}/scores/")
    assert "Which of its words and phrases are new is looked for once a day." in html
    assert "were not yet in this text" in html
    document = json.loads(client.get(f"/works/{waiting.slug}/scores.json").content)
    assert document["percentiles"].keys() == {"distance"}
    assert document["groups"]["distance"]["works"] == 41


def test_the_json_says_every_rule_that_decides_whether_there_is_a_figure(client):
    works = make_scored(40, citations_count=(5, 3) + (0,) * 38)
    WorkScore.objects.update(computed_at=timezone.now(), stale_at=None)
    place_everything()
    document = json.loads(client.get(f"/works/{works[9].slug}/scores.json").content)
    assert document["groups"]["cited_here"]["share_cited"] == 0.05
    assert document["least_share_cited"] == 0.05
    assert document["least_works"] == 30
    how = " ".join(document["how"].values())
    for words in ("alone where there is no group of reuse", "no novelty", "cited_here", "halves up"):
        assert words in how
