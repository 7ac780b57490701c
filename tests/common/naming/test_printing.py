# ruff: noqa: RUF001 -- quotes of all kinds stand in printed names
import pytest

from common.naming import display_form, parse, short_form, sort_form

FORMS = [
    ("Fouda, M. E.", "M. E. Fouda", "Fouda, M. E.", "M. E. Fouda"),
    ("Jean-Pierre Serre", "Jean-Pierre Serre", "Serre, Jean-Pierre", "J.-P. Serre"),
    ("Joost van der Putten", "Joost van der Putten", "van der Putten, Joost", "J. van der Putten"),
    ("King, Martin Luther, Jr.", "Martin Luther King Jr.", "King, Martin Luther, Jr.", "M. L. King Jr."),
    ("Smith JA Jr", "JA Smith Jr", "Smith, JA, Jr", "J. A. Smith Jr"),
    ("Da Silva MJ", "MJ Da Silva", "Da Silva, MJ", "M. J. Da Silva"),
    ("JP Serre", "JP Serre", "Serre, JP", "J. P. Serre"),
    ("Serre J.P.", "J. P. Serre", "Serre, J. P.", "J. P. Serre"),
    ("EVA SERRE", "EVA SERRE", "SERRE, EVA", "E. SERRE"),
    ("ÉA Serre", "ÉA Serre", "Serre, ÉA", "É. A. Serre"),
    ("Gerard 't Hooft", "Gerard 't Hooft", "'t Hooft, Gerard", "G. 't Hooft"),
    ("Gerard ’t Hooft", "Gerard ’t Hooft", "’t Hooft, Gerard", "G. ’t Hooft"),
    ("Gerard van 't Hooft", "Gerard van 't Hooft", "van 't Hooft, Gerard", "G. van 't Hooft"),
    ("Nana 'Aisha Brown", "Nana 'Aisha Brown", "Brown, Nana 'Aisha", "N. A. Brown"),
    ("Wang Xiaoming", "Xiaoming Wang", "Wang, Xiaoming", "X. Wang"),
    ("王小明", "王小明", "王小明", "王小明"),
    ("Plato", "Plato", "Plato", "Plato"),
    ("BigScience  Workshop", "BigScience Workshop", "BigScience Workshop", "BigScience Workshop"),
]


@pytest.mark.parametrize(("printed", "displayed", "sorted_as", "short"), FORMS)
def test_a_name_is_written_out(printed, displayed, sorted_as, short):
    name = parse(printed)
    assert (display_form(name), sort_form(name), short_form(name)) == (displayed, sorted_as, short)


@pytest.mark.parametrize("stated", ["Hooft", "'t Hooft"])
def test_a_particle_with_an_apostrophe_belongs_to_the_family_name_whatever_the_source_states(stated):
    assert short_form(parse("Gerard 't Hooft", stated)) == "G. 't Hooft"
