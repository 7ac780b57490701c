import pytest

from researchers.identity.blocking import LARGEST_JOINT, block_key, joined_blocks


def joint(names, one):
    key = block_key(*one)
    return joined_blocks(names).get(key, key)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Graciela Quagmire-Bumble", "Quagmire-Bumble"), ("Graciela Quagmire", "Quagmire"), True),
        (("R. Bertram Quagmire", "Quagmire"), ("Bertram Quagmire", "Quagmire"), True),
        (("William Quagmire", "Quagmire"), ("Bill Quagmire", "Quagmire"), True),
        (("Ottoline Quagmire", "Quagmire"), ("Bertram Quagmire", "Quagmire"), False),
        (("Ottoline Quagmire", "Quagmire"), ("Ottoline Bumble", "Bumble"), False),
    ],
)
def test_blocks_are_joined_where_people_are_printed_both_ways(one, other, expected):
    names = [one, other, ("Zoe Zebra", "Zebra")]
    assert (joint(names, one) == joint(names, other)) is expected


def test_the_order_of_the_names_does_not_matter():
    names = [
        ("Graciela Quagmire-Bumble", ""),
        ("Graciela Bumble", ""),
        ("Graciela Quagmire", ""),
        ("G. Bumble", ""),
    ]
    assert joined_blocks(names) == joined_blocks(reversed(names))


def test_a_joint_block_does_not_grow_without_end():
    many = [
        (f"Bill{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{'aeiou'[n % 5]}{n // 26 * 'x'} Quagmire", "")
        for n in range(LARGEST_JOINT)
    ]
    joined = joined_blocks([*many, ("William Quagmire", ""), ("Bill Quagmire", "")])
    assert "quagmire w" not in joined or joined["quagmire w"] == "quagmire w"
