"""What holds for any text, and for any pair of names made of the parts that names have."""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from common.naming import Kind, block_keys, compare, display_form, parse, short_form, sort_form
from common.naming.letters import EAST_ASIAN

GIVEN_NAMES = """
Ada Robert Bob Rob R. Xiaoming Xiao-Ming X. M. XM Jean Pierre Jean-Pierre J.-P. JP Mohammed Md Muhammad Sasha
Alexander Aleksandr Yuri Iurii Yu. Iu. DOE Claudia Claudio Min-Ho Minho Wei Li Johathan Jonathan 小明
"""
FAMILY_NAMES = """
Smith,Smith Jr.,Smith Sr.,Wang,Li,Wei,García,Márquez,García-Márquez,García Márquez,Müller,Mueller,Muller,Al-Sayed,
Al Sayed,Alsayed,Sayed,Agrawal,Agarwal,O'Brien,Petrov,Petrova,Kim,Nguyen,王,Robert,van der Putten,Vanderputten
"""
GIVEN = st.sampled_from(GIVEN_NAMES.split())
FAMILY = st.sampled_from(FAMILY_NAMES.replace("\n", "").split(","))
PERSON = st.builds(lambda given, family: (*given, family), st.lists(GIVEN, max_size=3), FAMILY)
SHAPES = st.sampled_from(["plain", "stated", "comma", "family first", "capitals"])


def named(parts, shape):
    *given_names, family = parts
    written = " ".join(given_names)
    if shape == "comma":
        return parse(f"{family}, {written}")
    if shape == "family first":
        return parse(f"{family} {written}")
    if shape == "capitals":
        return parse(f"{written} {family.upper()}")
    return parse(f"{written} {family}", family if shape == "stated" else "")


NAME = st.builds(named, PERSON, SHAPES)


@given(st.text(max_size=60), st.text(max_size=20))
@example("‘ ’ ‘a’", "")  # noqa: RUF001
@example("Jr. Jr.", "Jr.")
@example("a\ud800", "")
def test_any_text_can_be_read_and_written(text, family):
    name = parse(text, family)
    assert name.block_keys
    assert name.printed == text
    for form in (display_form(name), sort_form(name), short_form(name)):
        assert isinstance(form, str)
    assert compare(name, name).compatible or not name.given_key


@given(NAME)
def test_every_name_is_compatible_with_itself(name):
    found = compare(name, name)
    assert found.compatible
    assert found.kind in (Kind.SAME_NAME, Kind.MIDDLE_AGREES, Kind.INITIALS, Kind.INITIAL)


@given(NAME, NAME)
def test_comparing_is_symmetric_and_compatible_names_share_a_block(one, other):
    found = compare(one, other)
    assert compare(other, one) is found
    assert not (found.compatible and found.contradicts)
    assert (found.strength > 0) >= found.compatible
    if found.compatible:
        assert set(block_keys(one)) & set(block_keys(other)), found.reason


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_any_texts_is_symmetric(one, other):
    assert compare(parse(one), parse(other)) is compare(parse(other), parse(one))


@given(PERSON)
def test_a_comma_says_what_a_stated_family_name_says(parts):
    """In one script: beside Latin words, Chinese characters repeat the name rather than being part of it."""
    assume(len(parts) > 1 and not EAST_ASIAN.search("".join(parts)))
    assert compare(named(parts, "comma"), named(parts, "stated")).compatible
