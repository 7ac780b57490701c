"""What a page that a split makes may be called."""

import pytest

from pages.curation.forms import WorksForm
from researchers.models import IdentityEvent, Researcher
from tests.pages.curation.looks import divide, names_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("\u202e !!! --", "cannot be seen"),
        ("\u202eYang Liu", "cannot be seen"),
        ("Yang\u2066 Liu", "cannot be seen"),
        ("Yang\u00adLiu", "cannot be seen"),
        ("Yang\u0007Liu", "cannot be seen"),
        ("Yang\u2028Liu", "cannot be seen"),
        ("Yang\ue000Liu", "cannot be seen"),
        ("!!! --", "at least one letter"),
        ("1234", "at least one letter"),
        ("☃", "at least one letter"),
    ],
)
def test_a_new_page_is_not_called_what_nobody_is(as_user, admin, page, name, words):
    response = divide(as_user(admin), page, names_on(page)[:1], deed="split", name=name)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Researcher.objects.count() == 1
    assert not IdentityEvent.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Yang Liu (dunes)",
        "刘洋",
        "O\u2019Brien-Smith, J. K.",
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
        "क्\u200dष",
        "Ⅷ. Иванов",
        "Ö",
    ],
)
def test_names_of_all_scripts_are_names(name):
    form = WorksForm({"deed": "split", "name": name})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == name
