"""Invented people who are easily taken for one another, and how they are printed."""

from typing import Any

from django.db import connection

# How each of some people is printed, and what is printed beside it.
PEOPLE: dict[str, dict[str, Any]] = {
    "liu of lund": {"names": ("Yang Liu", "Y. Liu"), "domain": "lund.example"},
    "liu of umea": {"names": ("Yang Liu", "Yang Liu"), "domain": "umea.example"},
    "liu of pisa": {"names": ("Y. Liu", "Yan Liu"), "domain": "", "orcid": "0000-0002-1825-0097"},
    "ada": {
        "names": ("Ada Lindqvist", "A. Lindqvist"),
        "domain": "lund.example",
        "orcid": "0000-0001-5109-3700",
    },
    "anna": {"names": ("Anna Lindqvist", "A. Lindqvist"), "domain": "umea.example"},
    "other ada": {
        "names": ("Ada Lindqvist", "A. M. Lindqvist"),
        "domain": "",
        "orcid": "0000-0002-1694-233X",
    },
    "bo": {"names": ("Bo Okafor", "B. Okafor"), "domain": "lund.example"},
}
COMMON = {
    "family": ("liu", "lindqvist"),
    "given": ("yang", "ada", "y", "a"),
    "name": ("yang liu", "ada lindqvist"),
}
LEARN = "INSERT INTO researchers_commonness (kind, key, number) VALUES (%s, %s, %s)"


def learn_that_names_are_common() -> None:
    """As in a large record, where a name alone says little."""
    rows = [(kind, key, 900) for kind, keys in COMMON.items() for key in keys]
    with connection.cursor() as cursor:
        cursor.executemany(LEARN, [*rows, ("all", "names", 40_000), ("all", "works", 90_000)])


def author(who: str, spelling: int) -> dict[str, Any]:
    said = PEOPLE[who]
    domains = [said["domain"]] if said["domain"] else []
    return {"name": said["names"][spelling], "orcid": said.get("orcid"), "email_domains": domains}


def respelled(said: dict[str, Any]) -> dict[str, Any]:
    names = next(
        one["names"]
        for one in PEOPLE.values()
        if said["name"] in one["names"] and said["orcid"] == one.get("orcid")
    )
    return {**said, "name": names[said["name"] == names[0]]}
