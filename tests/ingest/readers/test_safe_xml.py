"""XML from anywhere: nothing is expanded, nothing is fetched, little is held."""

import io
import re

import pytest

from ingest.readers import safe_xml
from ingest.readers.safe_xml import elements, whole
from ingest.records import BadRecord

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE list [
 <!ENTITY a "ha">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<list><item>&c;</item></list>"""
FOREIGN = b'<!DOCTYPE list [<!ENTITY x SYSTEM "file:///etc/passwd">]><list><item>&x;</item></list>'


def texts(document, name="a.xml"):
    """The texts of the items, and for a bad record its reason."""
    found = elements(io.BytesIO(document), name, "list", "item")
    return [one.reason if isinstance(one, BadRecord) else one.text for one in found]


def test_the_wanted_elements_come_one_by_one():
    assert texts(b"<list><item>a</item><other>b</other><item>c</item></list>") == ["a", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_common_encodings_are_read(encoding):
    declared = encoding.removesuffix("-sig")
    document = f'<?xml version="1.0" encoding="{declared}"?><list><item>é</item></list>'
    assert texts(document.encode(encoding)) == ["é"]


@pytest.mark.parametrize(
    "encoding",
    [
        "ASCII",
        *(f"ISO-8859-{part}" for part in range(1, 17) if part != 12),
        *(f"Windows-125{part}" for part in range(9)),
    ],
)
def test_every_encoding_that_is_allowed_is_known(encoding):
    assert texts(f'<?xml version="1.0" encoding="{encoding}"?><list><item>e</item></list>'.encode()) == ["e"]


@pytest.mark.parametrize(
    "document", [LAUGHS, FOREIGN, LAUGHS.decode().encode("utf-16"), b"\xef\xbb\xbf" + FOREIGN]
)
def test_declared_entities_are_refused(document):
    assert texts(document) == ["the document type declares entities, which are refused"]


@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE list SYSTEM "nowhere.dtd">'])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Pe&ntilde;a &Aring; &uuml;&szlig;", "Peña Å üß"),
        ("&beta;&nbsp;&le;&NotEqualTilde;", "β\xa0≤≂̸"),
        ("&lt;i&gt; &amp;uuml; &quot;&apos;", "<i> &uuml; \"'"),
        ("&#252;&#xfc;", "üü"),
        ("&LT;&AMP;", "<&"),
        ("a &unheard-of; b", "a &unheard-of; b"),
    ],
)
def test_names_of_characters_are_known_without_any_definition(doctype, printed, read):
    assert texts(f"{doctype}<list><item>{printed}</item></list>".encode()) == [read]


@pytest.mark.parametrize("size", [*range(1, 12), 64])
def test_a_name_that_is_cut_by_the_end_of_a_piece_is_still_known(monkeypatch, size):
    document = b"<list>" + b"<item>&CounterClockwiseContourIntegral;&x;</item>" * 3 + b"</list>"
    pieces = b"".join(safe_xml.without_names(document[:size], io.BytesIO(document[size:])))
    monkeypatch.setattr(safe_xml, "PIECE", size)
    assert b"".join(safe_xml.without_names(document[:size], io.BytesIO(document[size:]))) == pieces
    assert pieces == b"<list>" + b"<item>&#8755;&amp;x;</item>" * 3 + b"</list>"


def test_one_of_several_roots_or_any_root_will_do():
    document = b"<list><item>a</item></list>"
    for root in ("", ("other", "list")):
        [item] = elements(io.BytesIO(document), "a.xml", root, "item")
        assert item.tag == "item"
    [problem] = elements(io.BytesIO(document), "a.xml", ("other", "another"), "item")
    assert problem.reason == "this is another document: its root is <list>, not <other>"


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "gb18030", "iso-8859-0", "windows-1259"])
def test_encodings_that_could_hide_a_declaration_are_refused(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    assert texts(head + LAUGHS.decode().encode("utf-7")) == [f"the encoding {encoding} is not read; UTF-8 is"]


def test_a_declaration_behind_a_long_comment_is_not_read():
    document = b"<!--" + b"-x" * 50_000 + b"-->" + LAUGHS[22:]
    assert texts(document) == ["this is not XML"]


def test_a_document_type_without_declarations_is_harmless():
    document = (
        b'<?xml version="1.0"?><!-- c --><!DOCTYPE list SYSTEM "nowhere.dtd"><list><item>a</item></list>'
    )
    assert texts(document) == ["a"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "the document is empty"),
        (b"  \n", "the document is empty"),
        (b"%PDF-1.5 ...", "this is not XML"),
        (b'{"title": "A"}', "this is not XML"),
        (b"\x00\x01\x02", "this is not XML"),
        (b"<feed><entry/></feed>", "this is another document: its root is <feed>, not <list>"),
        (b"<feed><item>a</item></feed>", "this is another document: its root is <feed>, not <list>"),
        (b'<a:feed xmlns:a="x"/>', "this is another document: its root is <feed>, not <list>"),
    ],
)
def test_another_document_is_told_apart(document, reason):
    assert texts(document) == [reason]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"<item>c", "Premature end"),
        (b"<item>c</list>", "mismatch"),
        (b"<item>&#0;</item></list>", "invalid xmlChar value 0"),
        (b"<item>caf\xe9</item></list>", "encoding|invalid|Input is not proper UTF-8|not terminated|Char"),
    ],
)
def test_what_stands_before_a_break_is_kept_and_the_line_is_told(broken, reason):
    document = b"<list>\n<item>a</item>\n<item>b</item>\n" + broken
    *items, problem = elements(io.BytesIO(document), "a.xml", "list", "item")
    assert len(items) == 2
    assert re.search(f"the XML breaks here: .*({reason})", problem.reason)
    assert problem.line == 4


def test_a_text_of_ten_megabytes_is_read_past():
    document = b"<list><item>" + b"x" * 11_000_000 + b"</item><item>b</item></list>"
    first, second = texts(document)
    assert (len(first), second) == (11_000_000, "b")


def test_a_text_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(safe_xml, "LARGEST_GAP", 200_000)
    stream = io.BytesIO(b"<list><item>a</item><item>" + b"x" * 900_000)
    _, problem = elements(stream, "a.xml", "list", "item")
    assert problem.reason == "there is no record within 200,000 bytes"
    assert stream.tell() < 400_000


def test_elements_are_forgotten_after_their_turn():
    document = b"<list>" + b"<item><part/></item>" * 1_000 + b"</list>"
    for item in elements(io.BytesIO(document), "a.xml", "list", "item"):
        root = item.getparent()
    assert len(root) <= 1


def test_a_whole_document_is_its_root_with_all_that_it_holds():
    [root] = whole(io.BytesIO(b"<list><list>a</list><item>b</item></list>"), "a.xml", "feed", "list")
    assert (root.tag, len(root), root[1].text) == ("list", 2, "b")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"<other><list/></other>", "this is another document: its root is <other>, not <list>"),
        (b"<list><list></list>", "the XML breaks here: "),
        (LAUGHS, "the document type declares entities, which are refused"),
    ],
)
def test_a_document_that_is_broken_or_another_is_not_had_whole(document, reason):
    [problem] = whole(io.BytesIO(document), "a.xml", "list")
    assert problem.reason.startswith(reason)


def test_a_whole_document_has_its_bounds(monkeypatch):
    monkeypatch.setattr(safe_xml, "LARGEST_GAP", 200_000)
    stream = io.BytesIO(b"<list>" + b"<list/>" * 100_000)
    [problem] = whole(stream, "a.xml", "list")
    assert problem.reason == "there is no record within 200,000 bytes"
    assert stream.tell() < 400_000
