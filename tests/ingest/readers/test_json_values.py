"""Anything may stand anywhere in JSON: what is of another kind counts as absent."""

import math

import pytest

from ingest.readers import json_values


@pytest.mark.parametrize(
    ("value", "expected"), [("a", "a"), (7, "7"), (1.5, "1.5"), (True, ""), (None, ""), ({}, ""), (["a"], "")]
)
def test_text(value, expected):
    assert json_values.text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(["a", 7, None, {}, ""], ("a", "7")), ("a", ("a",)), (None, ()), ({"a": 1}, ())]
)
def test_texts(value, expected):
    assert json_values.texts(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [([{"a": 1}, "b", None], [{"a": 1}]), ({"a": 1}, [{"a": 1}]), ("b", [])]
)
def test_mappings(value, expected):
    assert list(json_values.mappings(value)) == expected


def test_mapping_and_within():
    assert json_values.mapping([1]) == json_values.mapping(None) == {}
    assert json_values.within({"a": {"b": 1}}, "a", "b") == 1
    assert json_values.within({"a": [1]}, "a", "b") is json_values.within(None, "a") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, 7), (7.0, 7), ("7", 7), (7.5, None), ("seven", None), (True, None), (math.inf, None),
        (math.nan, None), ("9" * 5_000, None), (None, None), ("\u00b2", None),
    ],
)  # fmt: skip
def test_whole_number(value, expected):
    assert json_values.whole_number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0.5, 0.5), (7, 1.0), (-1, 0.0), ("0.5", 1.0), (None, 1.0), (math.nan, 1.0)]
)
def test_share(value, expected):
    assert json_values.share(value) == expected


def test_truth():
    assert [json_values.truth(value) for value in (True, False, 1, "true", None)] == [
        True,
        False,
        None,
        None,
        None,
    ]
