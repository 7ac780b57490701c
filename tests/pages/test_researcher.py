"""The researcher page: seven parts in their order, honest about what is not known."""

import json
import re

import pytest
from django.urls import reverse

from researchers.models import ExternalId
from tests.builders import make_researcher, make_topic, make_user, make_work, make_works
from works.models import Institution

PARTS = [
    "Researcher profile",
    "Trust snapshot",
    "Decide how to stay connected",
    "Identity and collaboration",
    "Direct collaboration",
    "See the researcher in context",
    "Published work",
]


@pytest.fixture
def page_of(client):
    def get(researcher):
        response = client.get(researcher.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()

    return get


def structured(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_seven_parts_stand_in_their_order(page_of, db):
    researcher = make_researcher()
    make_work(authors=[researcher])
    text = text_of(page_of(researcher))
    assert sorted(PARTS, key=text.index) == PARTS


def test_a_sparse_record_says_what_is_not_known_once_and_in_words(page_of, db):
    html = page_of(make_researcher("Weizhen Diané"))
    assert html.count("Affiliation not imported") == 1
    assert "None" not in text_of(html)
    for label in ("ORCID iD", "Home page", "Also published as", "Others of this name"):
        assert f"<dt>{label}</dt>" not in html


def test_a_rich_record_is_shown_in_full(page_of, db):
    researcher = make_researcher(
        "Ada Lindqvist",
        affiliation="University of Tides",
        category="cs.LG",
        works_count=3,
        first_year=2019,
        last_year=2021,
        home_page="https://ada.example/",
        counters_stale_at=None,
    )
    namesake = make_researcher("Ada LINDQVIST", works_count=1)
    researcher.name_variants.create(name="A. Lindqvist", name_key="a lindqvist")
    ExternalId.objects.create(researcher=researcher, scheme="orcid", value="0000-0002-1825-0097")
    html = page_of(researcher)
    text = text_of(html)
    assert "3 works from 2019 to 2021, mostly in Machine Learning." in text
    assert "University of Tides" in text
    assert "LG · Machine Learning" in text
    assert "Also published as A. Lindqvist" in text
    assert f'href="{namesake.get_absolute_url()}"' in html
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in html
    assert '<a href="https://ada.example/" rel="me nofollow">' in html


def test_an_unclaimed_page_says_that_openness_is_the_sites_default(page_of, db):
    html = page_of(make_researcher())
    assert "Open to collaborate" in html
    assert "The person has not said whether they collaborate." in html


def test_a_choice_of_the_person_is_not_called_a_default(page_of, ada, ada_page):
    ada_page.collaboration = "selective"
    ada_page.save(update_fields=["collaboration"])
    html = page_of(ada_page)
    assert "Selective about collaboration" in html
    assert "what the site shows by default" not in html


def test_ways_to_stay_connected_all_lead_somewhere(page_of, db):
    researcher = make_researcher()
    html = page_of(researcher)
    for name in ("bib", "ris", "csl_json", "feed"):
        assert f'href="{reverse(f"researchers:{name}", args=[researcher.slug])}"' in html
    assert f'href="{reverse("claims:report", args=[researcher.slug])}"' in html
    assert f'data-copy="http://testserver{researcher.get_absolute_url()}"' in html
    assert "Follow researcher" in html


def test_the_graph_is_fetched_when_it_comes_into_view_and_linked_for_all(page_of, db):
    researcher = make_researcher()
    address = reverse("explorer:slice", args=[researcher.slug])
    html = page_of(researcher)
    assert f'hx-get="{address}"' in html
    assert f'href="{address}"' in html


def test_machines_read_who_the_page_is_about(page_of, db):
    researcher = make_researcher("Ada </script> Lindqvist", affiliation="University of Tides")
    ExternalId.objects.create(researcher=researcher, scheme="orcid", value="0000-0002-1825-0097")
    html = page_of(researcher)
    address = f"http://testserver{researcher.get_absolute_url()}"
    data = structured(html)
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"]["name"] == "Ada </script> Lindqvist"
    assert data["mainEntity"]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert data["mainEntity"]["affiliation"]["name"] == "University of Tides"
    assert f'<link rel="canonical" href="{address}">' in html
    assert 'type="application/atom+xml"' in html
    assert '<meta name="description" content="Ada &lt;/script&gt; Lindqvist: ' in html


def test_the_address_of_a_page_has_no_filters_in_it(client, db):
    researcher = make_researcher()
    make_works(2, authors=[researcher])
    html = client.get(f"{researcher.get_absolute_url()}?sort=newest").content.decode()
    assert f'<link rel="canonical" href="http://testserver{researcher.get_absolute_url()}">' in html
    assert '<option value="newest" selected>' in html


def test_a_fictional_person_is_called_so(page_of, db):
    researcher = make_researcher()
    assert "Fictional record" not in page_of(researcher)
    ExternalId.objects.create(researcher=researcher, scheme="demo", value="person-1")
    assert "Fictional record" in page_of(researcher)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_markup_in_the_record_stays_text(client, db, hostile):
    user = make_user()
    researcher = make_researcher(
        f"Eve {hostile}",
        affiliation=hostile,
        bio=hostile,
        latest_venue=hostile,
        category=hostile[:40],
        user=user,
    )
    researcher.name_variants.create(name=f"E. {hostile}", name_key="e")
    make_work(f"Title {hostile}", authors=[researcher], abstract=hostile)
    html = client.get(researcher.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "<img" not in html


def test_a_name_in_arabic_stands_in_its_own_direction(page_of, db):
    html = page_of(make_researcher("ليلى الحداد"))
    assert "<h1><bdi>ليلى الحداد</bdi></h1>" in html


@pytest.mark.parametrize("who", ["nobody", "carol", "ada", "bob", "admin"])
def test_everybody_may_read_it(as_user, request, ada, ada_page, who):
    client = as_user(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get(ada_page.get_absolute_url()).status_code == 200


def test_reading_anonymously_sets_no_cookie(client, db):
    assert not client.get(make_researcher().get_absolute_url()).cookies


def test_fifty_works_cost_no_more_queries_than_two(client, db, count_queries):
    researcher, other = make_researcher("Ada Lindqvist"), make_researcher("Bob Okafor")
    topic = make_topic()
    make_works(2, authors=[researcher, other], topics=[topic], venue="A venue")
    few = count_queries(lambda: client.get(researcher.get_absolute_url()))
    make_works(48, authors=[researcher, other], topics=[topic], venue="A venue")
    assert count_queries(lambda: client.get(researcher.get_absolute_url())) == few
    assert few <= 20


def test_an_unknown_researcher_is_not_found(client, db):
    assert client.get("/researchers/nobody/").status_code == 404


def test_the_page_is_only_read(client, db):
    assert client.post(make_researcher().get_absolute_url()).status_code == 405


def test_an_affiliation_leads_to_its_institution_and_says_when_it_is_orcid_s(page_of, db):
    harbor = Institution.objects.create(slug="harbor", name="Harbor", key="harbor", ror="01aaaaa11")
    html = page_of(make_researcher(affiliation="Harbor", affiliation_basis="orcid", institution=harbor))
    assert f'href="{harbor.get_absolute_url()}"' in html
    assert "Harbor, according to ORCID" in html
    assert "according to ORCID" not in page_of(
        make_researcher(affiliation="Harbor", affiliation_basis="name")
    )
