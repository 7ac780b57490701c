"""Topic pages: cards, authors, related topics, years; and the list of all topics."""

import re

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_topic, make_work, make_works
from works import shelves
from works.models import Topic

pytestmark = pytest.mark.django_db

PIECE = {"HX-Request": "true"}


@pytest.fixture
def topic(db):
    return make_topic("Backpropagation", works_count=1)


def html_of(client, topic, query="", **headers):
    response = client.get(topic.get_absolute_url() + query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(html):
    return re.findall(r'class="work-title"[^>]*><a[^>]*>(.*?)</a>', html)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_card_has_title_authors_source_year_and_the_extract_around_the_term(client, topic):
    ada = make_researcher("Ada Lindqvist")
    make_work(
        "Learning in the harbor",
        year=2019,
        authors=[ada, "Bob Okafor"],
        topics=[topic],
        venue="Journal of Invented Results",
        abstract="Ships wait. " * 40 + "Then error-backpropagation and backprop $O(n)$ are compared.",
    )
    html = html_of(client, topic)
    card = html.partition('<article class="work">')[2].partition("</article>")[0]
    assert titles_of(card) == ["Learning in the harbor"]
    assert ada.get_absolute_url() in card
    assert "Bob Okafor" in card
    assert "Preprint · 2019" in text_of(card)
    assert reverse("pages:venue", args=["journal-of-invented-results"]) in card
    assert "… Then <mark>error-backpropagation</mark> and <mark>backprop</mark>" in card


def test_a_work_without_abstract_or_authors_is_a_card_all_the_same(client, topic):
    make_work("Bare", topics=[topic])
    assert titles_of(html_of(client, topic)) == ["Bare"]


def test_collaborating_authors_are_linked_with_their_counts(client, topic):
    ada, bob = make_researcher("Ada Lindqvist"), make_researcher("Bob Okafor")
    make_work("One", authors=[ada, bob], topics=[topic])
    make_work("Two", authors=[ada], topics=[topic])
    html = html_of(client, topic).partition('id="people"')[2].partition("</section>")[0]
    assert text_of(html).endswith("Collaborating authors Ada Lindqvist 2 Bob Okafor 1")
    assert ada.get_absolute_url() in html
    assert "Counted over" not in html


def test_where_only_some_works_are_counted_it_is_said(client, topic, monkeypatch):
    monkeypatch.setattr(shelves, "SURVEYED", 2)
    make_works(3, authors=[make_researcher()], topics=[topic])
    assert "Counted over the newest 2 of 3 works." in html_of(client, topic)


def test_related_topics_are_those_of_the_same_works(client, topic):
    make_work("One", topics=[topic, make_topic("Synapse")])
    html = html_of(client, topic).partition('id="topics"')[2]
    assert reverse("pages:topic", args=["synapse"]) in html
    assert topic.get_absolute_url() not in html


def test_years_are_drawn_with_the_same_in_words(client, topic):
    for year in (2001, 2003, 2003):
        make_work("A paper", year=year, topics=[topic])
    assert "3 works from 2001 to 2003; most in 2003: 2" in html_of(client, topic)


def test_order_and_years_live_in_the_address(client, topic):
    make_work("Old and famous", year=1990, topics=[topic], rank=9)
    make_work("New", year=2020, topics=[topic], rank=1)
    assert titles_of(html_of(client, topic)) == ["Old and famous", "New"]
    assert titles_of(html_of(client, topic, "?sort=newest")) == ["New", "Old and famous"]
    html = html_of(client, topic, "?year_from=2000")
    assert titles_of(html) == ["New"]
    assert "1 of 2 works" in html
    assert "2 works of all years, most in" in text_of(html)


def test_years_without_works_offer_the_way_back(client, topic):
    make_work("A paper", topics=[topic])
    make_work("A paper", topics=[topic])
    html = html_of(client, topic, "?year_from=2100")
    assert "No work matches" in html
    assert "Clear filters" in html


def test_a_topic_without_works_says_so_kindly(client, topic):
    html = html_of(client, topic)
    assert "No works listed yet" in html
    assert "It keeps its page" in html


def test_a_retracted_work_is_marked(client, topic):
    make_work("Wrong", topics=[topic], retracted=True)
    assert "state-red" in html_of(client, topic)


def test_who_is_not_public_is_no_collaborating_author(client, topic):
    make_work("One", authors=[make_researcher("Hidden Person", visibility="hidden")], topics=[topic])
    assert "No author of these works has a page yet" in html_of(client, topic)


def test_who_hides_the_page_is_left_out_of_what_is_remembered_at_once(client, topic, monkeypatch):
    monkeypatch.setattr("pages.shelves.LARGE", 1)
    ada, bob = make_researcher("Ada Lindqvist"), make_researcher("Bob Okafor")
    make_works(2, authors=[ada, bob], topics=[topic])
    assert ada.get_absolute_url() in html_of(client, topic).partition('id="people"')[2]
    ada.visibility = "hidden"
    ada.save()
    people = html_of(client, topic).partition('id="people"')[2]
    assert ada.get_absolute_url() not in people
    assert bob.get_absolute_url() in people


def test_a_topic_that_turned_out_to_be_another_leads_there(client, topic):
    former = make_topic("Backprop", merged_into=topic)
    for name in ("topic", "topic_feed"):
        answer = client.get(reverse(f"pages:{name}", args=[former.slug]))
        assert (answer.status_code, answer["Location"]) == (302, reverse(f"pages:{name}", args=[topic.slug]))


def test_what_was_chosen_is_kept_on_the_way_to_another_topic(client, topic):
    former = make_topic("Backprop", merged_into=topic)
    answer = client.get(f"{former.get_absolute_url()}?sort=newest&year_from=2001")
    assert answer["Location"] == f"{topic.get_absolute_url()}?sort=newest&year_from=2001"


def test_the_place_in_the_hierarchy_is_shown_both_ways(client, topic):
    learning = make_topic("Learning")
    networks = make_topic("Networks", broader=learning)
    Topic.objects.filter(pk=topic.pk).update(broader=networks)
    make_topic("Backpropagation through time", works_count=3, broader=topic)
    make_topic("Of nobody", broader=topic)
    html = html_of(client, topic)
    crumbs = text_of(html.partition('aria-label="Where this topic stands">')[2].partition("</nav>")[0])
    assert crumbs == "Topics › Learning › Networks"  # noqa: RUF001
    parts = text_of(html.partition('id="narrower"')[2].partition("</section>")[0])
    assert "Backpropagation through time 3" in parts
    assert "Of nobody" not in parts


def test_topics_put_into_each_other_by_mistake_end(client, topic):
    other = make_topic("Other", broader=topic)
    Topic.objects.filter(pk=topic.pk).update(broader=other)
    assert html_of(client, topic).count('<a href="/topics/other/">Other</a>') == 1


def test_filters_say_how_many_works_they_leave_beside_the_others(client, topic):
    make_work("Coded", topics=[topic], has_code=True, source="arxiv")
    make_work("Plain", topics=[topic], open_access=True)
    html = html_of(client, topic)
    for words in ("With code (1)", "Open access (1)", "arXiv (1)", "Preprint (2)"):
        assert words in html
    html = html_of(client, topic, "?code=1")
    assert titles_of(html) == ["Coded"]
    for words in ("With code (1)", "Open access (0)", "Preprint (1)"):
        assert words in html
    assert 'name="coauthor"' not in html
    assert 'name="topic"' not in html


def test_each_year_is_a_link_that_keeps_the_other_filters(client, topic):
    make_work("Coded", year=2001, topics=[topic], has_code=True)
    make_work("Plain", year=2003, topics=[topic], has_code=True)
    html = html_of(client, topic, "?code=1&sort=newest")
    assert "?sort=newest&amp;code=1&amp;year_from=2001&amp;year_to=2001#works" in html


def test_the_most_novel_first_says_how_many_nothing_is_known_of(client, topic):
    make_works(2, topics=[topic])
    assert "There is not enough data to say how novel" in html_of(client, topic, "?sort=novel")


def test_the_feed_has_the_newest_works(client, topic):
    make_work("Old", year=1999, topics=[topic])
    make_work("New", year=2020, topics=[topic])
    make_work("Gone", year=2021, topics=[topic], withdrawn=True)
    answer = client.get(reverse("pages:topic_feed", args=[topic.slug]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert re.findall("<title>(.*?)</title>", answer.content.decode()) == [
        "New works: Backpropagation",
        "New",
        "Old",
    ]
    assert reverse("pages:topic_feed", args=[topic.slug]) in html_of(client, topic)


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-1", "?page=99", "?sort=x", "?year_from=1", "?year_from=2020&year_to=2010"]
)
def test_a_strange_address_shows_works_all_the_same(client, topic, query):
    make_work("A paper", topics=[topic])
    assert titles_of(html_of(client, topic, query)) == ["A paper"]


@pytest.mark.parametrize(
    ("page", "shown"),
    [("0", 1), ("-3", 1), ("3", 3), ("4", 3), ("999999999999", 3), ("x", 1), ("1e3", 1), ("", 1)],
)
def test_a_wrong_number_means_the_nearest_page(client, topic, page, shown):
    make_works(45, topics=[topic])
    assert f"Page {shown} of 3" in html_of(client, topic, f"?page={page}")


def test_the_pager_goes_to_any_page(client, topic):
    make_works(45, topics=[topic])
    html = html_of(client, topic, "?sort=newest&page=2")
    assert len(titles_of(html)) == 20
    assert "Go to page" in html
    assert 'name="sort" value="newest"' in html
    assert "page=3#works" in html


def test_htmx_gets_the_works_alone_and_a_clean_address(client, topic):
    make_works(3, topics=[topic])
    response = client.get(topic.get_absolute_url() + "?sort=newest&year_from=&page=", headers=PIECE)
    assert response.content.decode().strip().startswith('<section id="works"')
    assert response["HX-Push-Url"] == topic.get_absolute_url() + "?sort=newest"


def test_a_category_is_shown_with_code_and_name(client):
    category = make_topic("Machine Learning", kind=Topic.Kind.CATEGORY, codes=["cs.LG"])
    text = text_of(html_of(client, category))
    assert "LG cs.LG" in text
    assert "A category that sources give" in text


def test_an_unknown_topic_is_not_found(client, db):
    assert client.get(reverse("pages:topic", args=["nothing"])).status_code == 404


def test_the_page_costs_the_same_for_two_works_and_for_fifty(client, topic, count_queries):
    def add(number):
        for index in range(number):
            make_work(
                "A paper",
                authors=[make_researcher()],
                topics=[topic, make_topic(f"Topic {index}")],
                venue="J",
            )

    add(2)
    few = count_queries(lambda: client.get(topic.get_absolute_url()))
    add(48)
    assert count_queries(lambda: client.get(topic.get_absolute_url())) == few <= 11


# The list of all topics


def names_listed(client, query=""):
    response = client.get(reverse("pages:topics") + query)
    assert response.status_code == 200
    return re.findall(r'<li><a href="/topics/[^"]+/">(.*?)</a>', response.content.decode())


def make_three():
    make_topic("Backpropagation", works_count=5)
    learning = make_topic("Machine Learning", kind=Topic.Kind.CATEGORY, codes=["cs.LG"], works_count=3)
    make_topic("Synapse", works_count=1, broader=learning)
    make_topic("Of nobody", works_count=0)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Backpropagation", "Machine Learning", "Synapse"]),
        ("?sort=name", ["Backpropagation", "Machine Learning", "Synapse"]),
        ("?kind=category", ["Machine Learning"]),
        ("?kind=concept&sort=name", ["Backpropagation", "Synapse"]),
        ("?name=SYN", ["Synapse"]),
        ("?name=%25", []),
        ("?letter=m", ["Machine Learning"]),
        ("?letter=M", ["Backpropagation", "Machine Learning", "Synapse"]),
        ("?within=machine-learning", ["Synapse"]),
        ("?page=99", ["Backpropagation", "Machine Learning", "Synapse"]),
        ("?kind=x&sort=y&page=z", ["Backpropagation", "Machine Learning", "Synapse"]),
    ],
)
def test_topics_are_listed_by_size_or_name_and_filtered(client, db, query, expected):
    make_three()
    assert names_listed(client, query) == expected


def test_size_and_name_are_two_orders(client, db):
    make_topic("Alpha", works_count=1)
    make_topic("Beta", works_count=2)
    assert names_listed(client) == ["Beta", "Alpha"]
    assert names_listed(client, "?sort=name") == ["Alpha", "Beta"]


def test_a_record_without_topics_says_so(client, db):
    assert "No topics yet" in client.get(reverse("pages:topics")).content.decode()


def test_a_name_that_no_topic_has_offers_the_way_back(client, db):
    make_three()
    assert "No topic matches" in client.get(reverse("pages:topics") + "?name=zzz").content.decode()


def test_htmx_gets_the_list_alone(client, db):
    make_three()
    response = client.get(reverse("pages:topics"), headers=PIECE)
    assert response.content.decode().strip().startswith('<section id="topics"')


def test_the_list_costs_the_same_for_two_topics_and_for_many(client, db, count_queries):
    make_topic("One", works_count=1)
    make_topic("Two", works_count=1)
    few = count_queries(lambda: names_listed(client))
    for number in range(100):
        make_topic(f"Topic {number}", works_count=1)
    assert count_queries(lambda: names_listed(client)) == few
    assert len(names_listed(client)) == 60
