"""The works of a page, to choose from."""

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_work

pytestmark = pytest.mark.django_db


def test_the_page_of_curation_asks_as_much_for_many_works_as_for_few(as_user, admin, page, count_queries):
    client, address = as_user(admin), reverse("pages:curation", args=[page.slug])
    few = count_queries(lambda: client.get(address))
    for number in range(20):
        make_work(f"Further {number}", authors=[page], venue="Journal of Invented Results")
        make_researcher("Yang Liu")
    assert count_queries(lambda: client.get(address)) == few
