"""Atom feeds of the arXiv API; everything here is invented."""

import io

import pytest

from ingest.readers import arxiv_atom
from ingest.records import AuthorRecord, BadRecord, VersionRecord, WorkRecord

ENTRY = """<entry>
    <id>http://arxiv.org/abs/2001.00001v3</id>
    <title>A title
      over two lines</title>
    <updated>2021-05-05T00:00:00Z</updated>
    <published>2020-01-01T18:30:00Z</published>
    <summary>  About $x$.
    </summary>
    <category term="cs.AI" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T05; 62H30" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.6" scheme="http://arxiv.org/schemas/atom"/>
    <arxiv:comment>Code at https://code.example/ada</arxiv:comment>
    <arxiv:primary_category term="cs.LG"/>
    <author><name>Ada Example</name><arxiv:affiliation>University of Examples</arxiv:affiliation></author>
    <author><name>Bo Example</name></author>
    <author><name>et al.</name></author>
    {more}
</entry>"""
LEAST = """<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title>
    <published>2020-01-01T18:30:00Z</published></entry>"""


def read(*entries):
    feed = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>A query</title>{"".join(entries)}</feed>"""
    return list(arxiv_atom.read(io.BytesIO(feed.encode()), "a.xml"))


def least(id="2001.00002v1", title="A title"):
    return LEAST.format(id=id, title=title)


def test_an_entry_becomes_a_preprint():
    [work] = read(ENTRY.format(more=""))
    assert work == WorkRecord(
        source="arxiv",
        source_id="2001.00001",
        title="A title over two lines",
        published="2020-01-01",
        type="preprint",
        abstract="About $x$.",
        categories=("cs.LG", "cs.AI"),
        identifiers={"arxiv": "2001.00001"},
        authors=(
            AuthorRecord(name="Ada Example", affiliations=("University of Examples",)),
            AuthorRecord(name="Bo Example"),
        ),
        open_access=True,
    )


def test_addresses_in_comments_are_not_taken_for_code():
    assert read(ENTRY.format(more=""))[0].links == ()


@pytest.mark.parametrize(
    ("address", "arxiv_id"),
    [("2001.00002v12", "2001.00002"), ("0704.0001", "0704.0001"), ("quant-ph/0201082v1", "quant-ph/0201082")],
)
def test_ids_lose_their_version(address, arxiv_id):
    assert read(least(id=address))[0].source_id == arxiv_id


@pytest.mark.parametrize(
    "code",
    ["hep-th", "cond-mat.mes-hall", "physics.atom-ph", "q-bio.QM", "astro-ph", "cmp-lg", "physics.optics"],
)
def test_categories_of_every_form_are_kept(code):
    entry = least().replace("</entry>", f'<category term="{code}"/></entry>')
    assert read(entry)[0].categories == (code,)


@pytest.mark.parametrize(
    ("reference", "kind", "date"),
    [
        ("J. Examples 12 (2021) 3-45", "journal-article", "2021"),
        ("Journal of Examples, Vol. 1999, 2021", "journal-article", "2021"),
        ("Letters on Examples 7, 1-2", "journal-article", None),
        ("Phys. Rev. 12345, 20200 (1888)", "journal-article", None),
        ("2022 International Conference on Examples", "conference-paper", "2022"),
        ("In Proc. Examples 2021", "conference-paper", "2021"),
    ],
)
def test_a_journal_reference_is_a_version(reference, kind, date):
    [work] = read(ENTRY.format(more=f"<arxiv:journal_ref>{reference}</arxiv:journal_ref>"))
    assert work.versions == (VersionRecord(type=kind, date=date, venue=reference),)


def test_a_doi_belongs_to_the_work_and_to_its_version():
    more = "<arxiv:doi>10.1234/ABC</arxiv:doi><arxiv:journal_ref>J. Examples (2021)</arxiv:journal_ref>"
    [work] = read(ENTRY.format(more=more))
    assert work.identifiers == {"arxiv": "2001.00001", "doi": "10.1234/abc"}
    assert work.versions[0].doi == "10.1234/abc"


def test_arxivs_own_doi_is_no_other_version():
    [work] = read(ENTRY.format(more="<arxiv:doi>10.48550/arXiv.2001.00001</arxiv:doi>"))
    assert work.versions == ()
    assert work.identifiers["doi"] == "10.48550/arxiv.2001.00001"


def test_an_answer_that_is_an_error_is_a_bad_record():
    problem, work = read(
        """<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>
        <summary>incorrect id format for abc</summary></entry>""",
        least(),
    )
    assert isinstance(problem, BadRecord)
    assert problem.reason == "arXiv answered with an error: incorrect id format for abc"
    assert work.source_id == "2001.00002"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (least(id="nonsense"), "the record has no arXiv id"),
        ("<entry/>", "the record has no arXiv id"),
        (least(title=" "), "the title is empty"),
        (least().replace("2020-01-01T18:30:00Z", "yesterday"), "published is not a date"),
    ],
)
def test_a_bad_entry_is_reported_and_the_rest_is_read(entry, reason):
    problem, work = read(entry, least())
    assert problem.reason.startswith(reason)
    assert problem.line == 3
    assert isinstance(work, WorkRecord)


def test_an_answer_without_results_is_no_problem():
    assert read() == []
