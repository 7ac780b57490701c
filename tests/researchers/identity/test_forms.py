import pytest

from common.names import fold
from researchers.identity.clusters import SURE
from researchers.identity.forms import form_of
from researchers.identity.mentions import Commonness, ends_of


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("Maria Silva", "Maria da Silva"),
        ("Jan Vries", "Jan de Vries"),
        ("Omar Sayed", "Omar El-Sayed"),
        ("Иван Иванов", "Иван Иванов"),
        ("王伟", "王伟"),
        ("김민수", "김 민수"),
    ],
)
def test_a_common_name_is_common_with_particles_and_in_every_script(plain, written):
    first, last = ends_of(fold(plain))
    common = Commonness(
        families={last: 6_000}, given_names={first: 9_000}, works=100_000, different_names=100_000
    )
    assert form_of(written, "", common).alike == pytest.approx(form_of(plain, "", common).alike)
    assert form_of(written, "", common).alike < SURE
    assert form_of(written, "", Commonness(works=100_000, different_names=100_000)).alike > SURE
