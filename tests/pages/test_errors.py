import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("address", ["/researchers/nobody/", "/works/nothing/", "/topics/nothing/"])
def test_an_unknown_address_gets_our_own_page(address: str, debug: bool, client: Client, settings) -> None:
    settings.DEBUG = debug
    response = client.get(address)
    assert response.status_code == 404
    page = response.content.decode()
    assert "Credence" in page
    assert "DEBUG = True" not in page


def test_an_address_that_leads_nowhere_gets_our_own_page(client: Client) -> None:
    response = client.get("/no/such/place/")
    assert (response.status_code, "Credence" in response.content.decode()) == (404, True)
