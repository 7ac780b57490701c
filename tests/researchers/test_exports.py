"""A researcher's works as files: BibTeX, RIS and CSL-JSON."""

import json
from datetime import date

import pytest
from django.urls import reverse

from researchers.models import Attribution
from tests.builders import make_researcher, make_work, make_works
from works.models import Version, Work, WorkIdentifier

FILES = [
    ("researchers:bib", "application/x-bibtex; charset=utf-8", ".bib", "@"),
    ("researchers:ris", "application/x-research-info-systems; charset=utf-8", ".ris", "TY  - "),
    ("researchers:csl_json", "application/vnd.citationstyles.csl+json", ".csl.json", '"id"'),
]


@pytest.fixture
def ada(db):
    return make_researcher("Ada Lindqvist", slug="ada-lindqvist")


def text_of(response):
    return b"".join(response).decode()


@pytest.mark.parametrize(("name", "content_type", "suffix", "mark"), FILES)
def test_every_listed_work_is_in_the_file(client, ada, name, content_type, suffix, mark):
    make_works(3, authors=[ada])
    make_work("Withdrawn", authors=[ada], withdrawn=True)
    Attribution.objects.filter(authorship__work=make_work("Not hers", authors=[ada])).update(
        status="rejected"
    )
    response = client.get(reverse(name, args=[ada.slug]))
    text = text_of(response)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="ada-lindqvist{suffix}"'
    assert text.count(mark) == 3
    assert "Withdrawn" not in text
    assert "Not hers" not in text


@pytest.mark.parametrize(("name", "content_type", "suffix", "mark"), FILES)
def test_a_file_of_nothing_is_no_error(client, ada, name, content_type, suffix, mark):
    response = client.get(reverse(name, args=[ada.slug]))
    assert response.status_code == 200
    assert mark not in text_of(response)


@pytest.mark.parametrize("name", [*(file[0] for file in FILES), "researchers:feed"])
def test_who_has_the_file_already_is_told_so(client, ada, name):
    make_works(1, authors=[ada])
    first = client.get(reverse(name, args=[ada.slug]))
    again = client.get(reverse(name, args=[ada.slug]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("name", [*(file[0] for file in FILES), "researchers:feed"])
def test_a_changed_page_makes_a_new_file(client, ada, name):
    first = client.get(reverse(name, args=[ada.slug]))
    ada.version += 1
    ada.save(update_fields=["version"])
    again = client.get(reverse(name, args=[ada.slug]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


@pytest.mark.parametrize("name", [*(file[0] for file in FILES), "researchers:feed"])
def test_files_of_a_merged_researcher_are_where_the_page_is(client, ada, name):
    former = make_researcher("A. Lindqvist", merged_into=ada)
    response = client.get(reverse(name, args=[former.slug]))
    assert (response.status_code, response["Location"]) == (301, reverse(name, args=[ada.slug]))


def test_a_preprint_that_appeared_elsewhere_is_cited_as_published(client, ada):
    work = make_work(
        "Preprint title", authors=[ada], published_on=date(2019, 1, 2), published_precision="day"
    )
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="1901.00001")
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.5555/preprint")
    for year, title in [(2020, "Earlier"), (2021, "Later")]:
        Version.objects.create(
            work=work,
            type="journal-article",
            title=f"{title} title",
            published_on=date(year, 3, 1),
            published_precision="month",
            venue_name="Journal of Salt",
            doi=f"10.1234/{year}",
            source="test",
        )
    (item,) = json.loads(text_of(client.get(reverse("researchers:csl_json", args=[ada.slug]))))
    assert item["title"] == "Later title"
    assert item["type"] == "article-journal"
    assert item["issued"] == {"date-parts": [[2021, 3]]}
    assert (item["DOI"], item["URL"]) == ("10.1234/2021", "https://doi.org/10.1234/2021")
    assert "eprint = {1901.00001}" in text_of(client.get(reverse("researchers:bib", args=[ada.slug])))


def test_a_published_work_is_cited_as_itself(client, ada):
    work = make_work("Article", authors=[ada], type=Work.Type.JOURNAL, venue="Journal of Tides")
    Version.objects.create(work=work, venue_name="Reprints", published_on=date(2022, 1, 1), source="test")
    (item,) = json.loads(text_of(client.get(reverse("researchers:csl_json", args=[ada.slug]))))
    assert (item["title"], item["container-title"]) == ("Article", "Journal of Tides")
    assert item["URL"] == f"http://testserver{work.get_absolute_url()}"


def test_titles_with_tex_are_kept_for_bibtex_and_read_for_the_others(client, ada):
    make_work(r"Over 50\% of \emph{all} cases", authors=[ada])
    bib, csl = (
        text_of(client.get(reverse(name, args=[ada.slug])))
        for name in ("researchers:bib", "researchers:csl_json")
    )
    assert r"{{Over 50\% of \emph{all} cases}}" in bib
    assert json.loads(csl)[0]["title"] == "Over 50% of all cases"


def test_a_large_profile_is_read_in_batches(client, ada, count_queries, monkeypatch):
    monkeypatch.setattr("works.citable.BATCH", 10)
    make_works(10, authors=[ada])
    one_batch = count_queries(lambda: text_of(client.get(reverse("researchers:bib", args=[ada.slug]))))
    make_works(10, authors=[ada])
    two_batches = count_queries(lambda: text_of(client.get(reverse("researchers:bib", args=[ada.slug]))))
    assert 0 < two_batches - one_batch <= 7


def test_files_are_only_read(client, ada):
    assert client.post(reverse("researchers:bib", args=[ada.slug])).status_code == 405
