import pytest

from common.naming import display_form, parse, short_form, sort_form

FORMS = [
    ("Fouda, M. E.", "M. E. Fouda", "Fouda, M. E.", "M. E. Fouda"),
    ("Jean-Pierre Serre", "Jean-Pierre Serre", "Serre, Jean-Pierre", "J.-P. Serre"),
    ("Joost van der Putten", "Joost van der Putten", "van der Putten, Joost", "J. van der Putten"),
    ("King, Martin Luther, Jr.", "Martin Luther King Jr.", "King, Martin Luther, Jr.", "M. L. King Jr."),
    ("Wang Xiaoming", "Xiaoming Wang", "Wang, Xiaoming", "X. Wang"),
    ("王小明", "王小明", "王小明", "王小明"),
    ("Plato", "Plato", "Plato", "Plato"),
    ("BigScience  Workshop", "BigScience Workshop", "BigScience Workshop", "BigScience Workshop"),
]


@pytest.mark.parametrize(("printed", "displayed", "sorted_as", "short"), FORMS)
def test_a_name_is_written_out(printed, displayed, sorted_as, short):
    name = parse(printed)
    assert (display_form(name), sort_form(name), short_form(name)) == (displayed, sorted_as, short)
