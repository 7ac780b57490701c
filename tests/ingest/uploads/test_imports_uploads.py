"""What a person's file may say, and what it may not."""

import gzip
import zipfile

import msgspec
import pytest

from ingest.checkpoints import Checkpoint
from ingest.persons import PersonRecord
from ingest.records import BadRecord, Retraction, Withdrawal
from ingest.streams import BadSource, Meter
from ingest.uploads.folder import UploadGone, delete_upload, is_there, new_upload, path_of
from ingest.uploads.testimony import as_testimony, keep_items, kept_items, uploaded_items, with_shares
from tests.ingest.records import make_record
from tests.ingest.submissions import line, stored

LOUD = make_record(
    "1",
    source="crossref",
    authors=(
        {
            "name": "Ada Lindqvist",
            "orcid": "0000-0002-1825-0097",
            "source_author_id": "a1",
            "family": "Lindqvist",
            "affiliations": ["University of Tides"],
            "rors": ["05dxps055"],
            "email_domains": ["tides.example"],
        },
    ),
    identifiers={"doi": "10.1234/1"},
    links=[{"kind": "code", "url": "https://code.example/ada/tides"}],
    categories=["cs.LG"],
    references=["doi:10.1234/2"],
    topics=[{"id": "openalex:T1", "name": "Tides"}],
    cited_by_count=900,
    retracted=True,
    abstract="The tides rise.",
)


def test_testimony_keeps_what_is_printed_and_loses_what_only_registries_may_say():
    (said,) = as_testimony([LOUD], 7)
    (author,) = said.authors
    assert (said.source, said.title, said.abstract) == ("upload", "Paper 1", "The tides rise.")
    assert said.identifiers == {"doi": "10.1234/1"}
    assert (author.name, author.family, author.affiliations) == (
        "Ada Lindqvist",
        "Lindqvist",
        ("University of Tides",),
    )
    assert (author.orcid, author.source_author_id, author.rors, author.email_domains) == (None, None, (), ())
    assert (said.links, said.references, said.topics, said.categories) == ((), (), (), ())
    assert (said.cited_by_count, said.retracted) == (None, False)


def id_of(record, user_id):
    (said,) = as_testimony([record], user_id)
    return said.source_id


def test_the_id_of_testimony_depends_on_the_person_the_source_and_the_id_alone():
    other_title = msgspec.structs.replace(LOUD, title="Another title")
    assert id_of(LOUD, 7) == id_of(other_title, 7)
    different = [
        id_of(LOUD, 7),
        id_of(LOUD, 8),
        id_of(msgspec.structs.replace(LOUD, source="arxiv"), 7),
        id_of(msgspec.structs.replace(LOUD, source_id="2"), 7),
    ]
    assert len(set(different)) == 4


RETRACTED = Retraction("crossref", "doi:10.5555/1", "doi:10.5555/2")


def test_a_file_takes_nothing_back_and_says_nothing_about_people():
    person = PersonRecord(source="orcid", orcid="0000-0002-1825-0097", name="Ada Lindqvist")
    bad, broken = BadRecord("no title", name="file"), BadSource("file", "is cut short")
    items = [Withdrawal("crossref", "1"), RETRACTED, person, bad, broken]
    assert list(as_testimony(items, 7)) == [bad, broken]


def test_kept_items_come_back_as_they_were(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    person = PersonRecord(source="orcid", orcid="0000-0002-1825-0097", name="Ada Lindqvist")
    items = [LOUD, person, Withdrawal("crossref", "1"), RETRACTED]
    name = keep_items([*items, BadRecord("no title", name="x", line=3, piece="{}"), BadSource("x", "is cut")])
    *records, bad, broken = kept_items(name)
    assert records == items
    assert (bad.reason, bad.position, bad.piece) == ("no title", "x, line 3", "{}")
    assert str(broken) == "x: is cut"


def read(*lines, testimony_of=None, file="my works.jsonl"):
    request = {"upload": stored(*lines), "file": file, "testimony_of": testimony_of}
    return list(uploaded_items(request))


def test_a_file_of_an_administrator_speaks_for_its_source(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert [record.source for record in read(line("1"))] == ["crossref"]
    assert [record.source for record in read(line("1"), testimony_of=7)] == ["upload"]


def test_places_are_said_with_the_name_that_the_owner_gave(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    _, bad = read(line("1"), "{}")
    assert bad.position == "my works.jsonl, line 2"
    assert str(tmp_path) not in str(bad)


def test_a_file_of_no_known_format_is_named(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (problem,) = read("%PDF-1.7 nothing to read here", file="thesis.pdf")
    assert str(problem).startswith("thesis.pdf: looks like none of the formats")


def test_a_readme_in_an_archive_is_set_aside_and_the_rest_read(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    name, out = new_upload()
    with out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr("README.txt", "These are my works.")
        archive.writestr("works.jsonl", line("1"))
    readme, record = uploaded_items({"upload": name, "file": "works.zip"})
    assert isinstance(readme, BadRecord)
    assert str(readme).startswith("works.zip:README.txt: looks like none of the formats")
    assert record.title == "Paper 1"


def test_a_lost_file_is_said_to_be_lost(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (problem,) = uploaded_items({"upload": "0" * 32, "file": "works.bib"})
    assert str(problem).startswith("works.bib: is no longer here")


@pytest.mark.parametrize(
    "name", ["", "works.bib", "../../etc/passwd", "/etc/passwd", "0" * 31, "0" * 32 + "\n"]
)
def test_only_names_of_our_own_making_are_opened(settings, tmp_path, name):
    settings.DATA_DIR = tmp_path
    assert not is_there(name)
    delete_upload(name)
    with pytest.raises(UploadGone):
        path_of(name)


def test_an_upload_is_readable_by_nobody_else(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    name, out = new_upload()
    out.close()
    assert path_of(name).stat().st_mode & 0o777 == 0o600
    assert path_of(name).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (0, ["a", "b", (2, 0.5), "c", "d", (4, 0.5)]),
        (2, ["a", "b", "c", "d", (4, 0.5)]),
        (4, ["a", "b", "c", "d"]),
    ],
)
def test_once_a_batch_it_is_said_how_much_of_the_file_is_read(monkeypatch, stored, expected):
    monkeypatch.setattr("ingest.uploads.testimony.EVERY", 2)
    meter = Meter(taken=50)
    found = list(with_shares("abcd", meter, 100, stored=stored))
    shown = [(one.state["items"], one.share) if isinstance(one, Checkpoint) else one for one in found]
    assert shown == expected


def test_a_broken_source_is_no_item_that_is_stored(monkeypatch):
    monkeypatch.setattr("ingest.uploads.testimony.EVERY", 1)
    broken = BadSource("x", "is cut short")
    assert list(with_shares([broken], Meter(), 0, stored=0)) == [broken]


def packed(*lines):
    name, out = new_upload()
    with gzip.open(out, "wb") as file:
        file.write("\n".join(lines).encode())
    out.close()
    return {"upload": name, "file": "works.jsonl.gz"}


@pytest.mark.parametrize(("testimony_of", "read"), [(7, 0), (None, 1)])
def test_a_users_file_may_not_become_huge_when_it_is_unpacked(
    settings, tmp_path, monkeypatch, testimony_of, read
):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("ingest.uploads.testimony.SmallMeter.__init__.__defaults__", (0, 0, 1000))
    request = {**packed(line("1", abstract="x" * 200_000)), "testimony_of": testimony_of}
    *records, last = uploaded_items(request)
    assert len([*records, last]) == 1
    assert isinstance(last, BadSource) is not bool(read)
    assert ("becomes larger than" in str(last)) is not bool(read)


def test_a_packed_file_of_a_user_is_read(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (record,) = uploaded_items({**packed(line("1")), "testimony_of": 7})
    assert record.title == "Paper 1"
