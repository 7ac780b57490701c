import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.joining.fingerprints import read_title, title_print

TIDES = "Learning the tides of salt marshes with neural networks"


@pytest.mark.parametrize(
    "spelling",
    [
        "LEARNING THE TIDES OF SALT MARSHES WITH NEURAL NETWORKS",
        "Learning tides of salt-marshes with neural networks.",
        r"Learning the \emph{Tides} of {S}alt Marshes with Neural Networks",
        "Learning the tides of <i>salt marshes</i> with neural networks",
        "Learning the tides of salt marshes with neural networks: a study of two coasts",
        "Learning the tides of salt marshes with neural networks - A Study",
        "Learning the tides of salt marshes with neural networks?",
        "RETRACTED: Learning the tides of salt marshes with neural networks",
        "Learning the tides of salt marshes with neural networks [Retracted]",
        "  Learning the   tídes of sált marshes with neural networks ",
    ],
)
def test_spellings_of_one_title_share_a_fingerprint(spelling: str) -> None:
    assert title_print(spelling) == title_print(TIDES) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salt & tides of northern marshes", "Salt and tides of northern marshes"),
        ("Co-reference of shoreline names", "Coreference of shoreline names"),
        (r"Decay of $\beta$ radiation in marsh water", "Decay of β radiation in marsh water"),
        ("Müllers Messung der Gezeiten im Wattenmeer", "Mullers Messung der Gezeiten im Wattenmeer"),
        ("O\u2019Brien's measure of tidal drift", "OBriens measure of tidal drift"),
        ("Flüsse and the ﬁnal measure of tidal drift", "Flusse and the final measure of tidal drift"),
    ],
)
def test_what_sources_write_differently_is_left_out(one: str, other: str) -> None:
    assert title_print(one) == title_print(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tides of salt marshes, part I", "Tides of salt marshes, part II"),
        ("Shared task on tidal parsing 2019", "Shared task on tidal parsing 2020"),
        ("Parsing the tides of northern seas", "Parsing the tides of southern seas"),
        (r"Observation of $K_3$ in tidal graphs", r"Observation of $K_4$ in tidal graphs"),
        ("潮汐的神经网络学习方法研究", "潮汐的统计学习方法研究报告"),
    ],
)
def test_different_titles_have_different_fingerprints(one: str, other: str) -> None:
    assert title_print(one) != title_print(other)
    assert None not in (title_print(one), title_print(other))


@pytest.mark.parametrize(
    "title",
    [
        "Introduction", "Editorial", "Preface to the volume", "Discussion", "Questions and Discussion 4", "Index",
        "Book reviews", "Message from the program chairs", "The tides", "On tides", "!!!", "Session 3: Panel",
        "Proceedings of the Second Workshop on Tidal Parsing", "12", "引言",
    ],
)  # fmt: skip
def test_titles_that_many_works_have_get_none(title: str) -> None:
    assert title_print(title) is None


def test_a_subtitle_is_set_apart_only_where_the_rest_tells_enough() -> None:
    assert read_title("TIDE: Learning salt marshes with networks").subtitle == ()
    assert read_title("Learning salt marshes with networks: TIDE").subtitle == ("tide",)
    assert read_title("Learning at 12:30 in salt marshes").subtitle == ()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_fingerprint_of_64_bits_or_none(title: str) -> None:
    found = title_print(title)
    assert found is None or -(2**63) <= found < 2**63
    assert title_print(f" {title} ") == found
