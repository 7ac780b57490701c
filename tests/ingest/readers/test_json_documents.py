"""JSON of every layout: what is whole comes through, what is broken is reported, and memory stays bounded."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning import InvalidRecord
from ingest.readers import json_documents
from ingest.readers.json_documents import objects, records
from ingest.records import BadRecord, WorkRecord

LISTS = ("items", "message.items", "results")
ONE, TWO, THREE = {"a": 1}, {"a": {"items": [1.5]}}, {"a": "\u00e9"}
THE_THREE = [ONE, TWO, THREE]


def found(data, lists=LISTS):
    return list(objects(io.BytesIO(data), "file", lists))


def dump(value, **how):
    return json.dumps(value, **how).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"\n".join(map(dump, THE_THREE)),
        b"\r\n".join(map(dump, THE_THREE)) + b"\r\n",
        b"".join(map(dump, THE_THREE)),
        b"\n".join(dump(one, indent=2) for one in THE_THREE),
        dump(THE_THREE),
        dump(THE_THREE, indent=2),
        b"[\n" + b",\n".join(map(dump, THE_THREE)) + b"\n]\n",
        dump({"items": THE_THREE}),
        dump({"status": "ok", "message": {"total": 3, "items": THE_THREE}}),
        dump({"status": "ok", "message": {"facets": {"x": [[]]}, "items": THE_THREE}}, indent=1),
        dump({"x": [{"items": [7]}], "results": THE_THREE, "meta": {}}, indent=1),
        dump({"items": THE_THREE[:2]}) + b"\n" + dump({"items": THE_THREE[2:]}),
        dump([{"items": THE_THREE}]),
        dump(ONE) + b"\n" + dump({"items": THE_THREE[1:]}),
        b"\xef\xbb\xbf" + b"\n".join(map(dump, THE_THREE)),
        b"\xef\xbb\xbf" + dump(THE_THREE, indent=2),
        b"\n" * 20 + b"\n".join(map(dump, THE_THREE)),
    ],
)
def test_every_layout_gives_the_same_objects(data):
    assert [one for _, one in found(data)] == THE_THREE


@pytest.mark.parametrize(
    "data", [dump({"message": ONE}), dump({"message": ONE}, indent=2), dump({"message": ONE, "items": {}})]
)
def test_an_object_without_a_list_is_handed_out_whole(data):
    assert found(data) == [(1, json.loads(data))]


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\xef\xbb\xbf", b"[]", b'{"items": []}', b'{\n"items": []\n}', b" " * 99_999]
)
def test_what_holds_nothing_gives_nothing(data):
    assert found(data) == []


def test_lines_are_numbered_as_lines_and_elements_by_their_place():
    assert [number for number, _ in found(b'{"a": 1}\n\n{"a": 2}\n')] == [1, 3]
    assert [number for number, _ in found(b'{"items": [{"a": 1},\n\n{"a": 2}]}\n')] == [1, 2]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"a": ', "this is not JSON: Input data was truncated"),
        (b"a,b", "this is not JSON: JSON is malformed"),
        (b'{"a": "caf\xe9"}', "this is not UTF-8"),
        (b'{"a":' * 100_000, "this is nested too deeply"),
        (b'"text"', "this is not a JSON object"),
        (b'[{"a": 1}]', "this is not a JSON object"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(bad, reason):
    for data, line in ((dump(ONE) + b"\n" + bad + b"\n" + dump(ONE), 2), (bad + b"\n" + dump(ONE), 1)):
        if line == 1 and bad.startswith(b"["):
            continue
        items = found(data)
        problem = items.pop(line - 1)
        assert problem.reason.startswith(reason)
        assert problem.position in (f"file, line {line}", f"file, record {line}")
        assert [one for _, one in items] == [ONE] * line


def test_the_elements_before_a_break_are_kept():
    for data in (dump({"items": THE_THREE})[:-3], dump({"items": THE_THREE}, indent=1)[:-12]):
        *before, problem = found(data)
        assert [one for _, one in before] == THE_THREE[:2]
        assert problem.position == "file, after record 2"
        assert problem.reason.startswith("the JSON breaks here: ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"nonsense", "the JSON breaks here: lexical error"),
        (b"<xml/>", "the JSON breaks here: lexical error"),
        (b'[{"a": "caf\xe9"}]', "the JSON breaks here: lexical error: invalid bytes in UTF8 string"),
        (b'[1, "x", null]', "this is not a JSON object"),
        (b'{"\xed\xa0\x80": 1}', "the JSON breaks here: this is not UTF-8"),
        (b'[{"a": "\xed\xa0\x80"}]', "the JSON breaks here: this is not UTF-8"),
        (b"17", "this is not a JSON object"),
        (dump(ONE).decode().encode("utf-16"), "the encoding UTF-16 is not read; UTF-8 is"),
        (dump(ONE).decode().encode("utf-16-be"), "the JSON breaks here"),
        (b"[" * 10_000_000, "this is nested too deeply"),
        (b'{"a":\n' * 10_000_000, "this is nested too deeply"),
        (b"[[" + b"[]," * 1_100_000, "a record has more than 1,000,000 lists and objects"),
    ],
)
def test_a_bad_document_is_reported(data, reason):
    items = found(data)
    assert all(isinstance(item, BadRecord) and item.reason.startswith(reason) for item in items)
    assert items


def test_an_element_that_is_no_object_is_reported_and_the_rest_is_read():
    first, problem, last = found(b'[{"a": 1}, 7, {"a": 2}]')
    assert (first, last) == ((1, {"a": 1}), (3, {"a": 2}))
    assert (problem.reason, problem.position, problem.piece) == (
        "this is not a JSON object",
        "file, record 2",
        "7",
    )


def test_half_a_surrogate_pair_harms_only_itself():
    assert found(b'{"a": "x\\ud800y"}') == [(1, {"a": "x\ud800y"})]
    assert found(b'[{"a": "x\\ud800y"}]') == [(1, {"a": "x\ud800y"})]
    (_, blank), first, *_ = found(b'[{"a": "' + b" " * 5_000_000 + b'"}, {"a": "x\\ud800y"}]')
    assert blank["a"].isspace()
    assert first == (2, {"a": "x?y"})
    assert (
        found(b'[{"a": "\\ud83d\\ude00"}]') == found(b'{"a": "\\ud83d\\ude00"}') == [(1, {"a": "\U0001f600"})]
    )


@pytest.mark.parametrize("layout", [b"%s", b"%s\n%s", b"[%s]", b'{"items":\n[%s]}'])
def test_what_is_no_number_counts_as_null(layout):
    object_ = b'{"a": NaN, "b": [-Infinity]}'
    data = layout.replace(b"%s", object_)
    assert {str(one) for _, one in found(data)} == {"{'a': None, 'b': [None]}"}


@pytest.mark.parametrize(
    ("number", "reason"),
    [("NaN", "lexical error"), ("1e999", "parse error: numeric"), ("9" * 20, "parse error: integer")],
)
def test_in_a_large_document_what_is_no_number_ends_it(number, reason):
    before, problem = found(b'[{"a": "' + b"x" * 5_000_000 + b'"}, {"a": %s}]' % number.encode())
    assert before[0] == 1
    assert problem.reason.startswith(f"the JSON breaks here: {reason}")
    assert problem.position == "file, after record 1"


def test_large_documents_are_read_like_small_ones():
    many = [{"a": number, "b": "x" * 1_000} for number in range(6_000)]
    for document in (many, {"items": many}, {"message": {"facets": {"items": [1]}, "items": many}}):
        for indent in (None, 1):
            assert [one for _, one in found(dump(document, indent=indent))] == many


def test_of_a_key_given_twice_the_last_one_counts():
    assert found(b'{"a": 1, "a": 2}') == found(b'[{"a": 1, "a": 2}]') == [(1, {"a": 2})]


def test_records_without_end_are_not_held(monkeypatch):
    monkeypatch.setattr(json_documents, "LONGEST_LINE", 50_000)
    before, long_line, after = found(b'{"a": 1}\n{"a": "' + b"x" * 60_000 + b'"}\n{"a": 2}')
    assert long_line.reason == "the line is longer than 50,000 bytes"
    assert (before, after) == ((1, {"a": 1}), (3, {"a": 2}))
    *_, problem = found(b'[{"a": 1}, {"a": "' + b"x" * 100_000)
    assert problem.reason == "there is no record within 50,000 bytes"


def test_a_line_of_a_million_lists_is_refused():
    assert found(b'{"a": [' + b"[]," * 1_000_001 + b"1]}")[0].reason.startswith("the line has more than")


@pytest.mark.parametrize("layout", [b"%s\n", b"%s,\n"])
def test_memory_does_not_grow_with_the_file(layout):
    many = (layout % dump({"a": "x" * 5_000})) * 4_000
    data = io.BytesIO(b'{"items": [\n' + many + b'{"a": 1}]}' if b"," in layout else many)
    tracemalloc.start()
    assert sum(1 for item in objects(data, "file", LISTS) if not isinstance(item, BadRecord)) >= 4_000
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_records_are_read_one_by_one_and_what_is_no_work_is_passed_over():
    def read_one(statement):
        if statement["a"] == "nothing":
            return None
        if statement["a"] == "bad":
            raise InvalidRecord("it is bad")
        return WorkRecord(source="example", source_id="1", title=statement["a"], published="2020")

    data = b'{"a": "good"}\n{"a": "nothing"}\n{"a": "bad"}\n['
    good, bad, broken = records(io.BytesIO(data), "file", (), read_one)
    assert good.title == "good"
    assert (bad.reason, bad.position, bad.piece) == ("it is bad", "file, record 3", '{"a": "bad"}')
    assert broken.position == "file, line 4"


SMALL = dump({"message": {"items": [{"a": [1, {"b": None}], "c": "\u00e9\\"}, ONE]}})


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text('[]{}",:a1 \n', max_size=200).map(str.encode))
def test_whatever_the_bytes_only_objects_and_problems_come_out(data):
    for item in found(data):
        assert isinstance(item, BadRecord) or isinstance(item[1], dict)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(SMALL)),
    st.binary(max_size=3) | st.sampled_from([b"\xed\xa0\x80", b"\\ud800", b"NaN", b"\x00", b"\xff"]),
    st.integers(0, 3),
)
def test_a_damaged_document_ends_with_a_problem_or_is_whole(place, inserted, dropped):
    for item in found(SMALL[:place] + inserted + SMALL[place + dropped :]):
        assert isinstance(item, BadRecord) or isinstance(item[1], dict)
