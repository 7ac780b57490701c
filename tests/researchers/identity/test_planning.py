import pytest

from researchers.identity.blocking import counted
from researchers.identity.planning import plan
from researchers.models import Commonness
from tests.ingest.records import load, make_record

pytestmark = pytest.mark.django_db

NAMES = (
    "Ada Lindqvist", "Ada da Silva", "Maria da Silva", "Maria de la Cruz", "Иван Иванов", "Анна Иванов", "王伟", "王芳",
    "김민수", "김 민수", "山田 太郎", "李", "Plato",
)  # fmt: skip


def test_the_database_counts_given_and_family_names_as_comparing_asks_for_them():
    load(make_record("1", authors=NAMES))
    plan(everything=True)
    expected = counted(NAMES)
    rows = {
        kind: dict(Commonness.objects.filter(kind=kind).values_list("key", "number"))
        for kind in ("family", "given")
    }
    assert rows["family"] == {key: number for key, number in expected.families.items() if number > 1}
    assert rows["given"] == {key: number for key, number in expected.given_names.items() if number > 1}
    assert rows["family"] == {"silva": 2, "иванов": 2, "王": 2, "김": 2}
    assert rows["given"] == {"ada": 2, "maria": 2, "민수": 2}
