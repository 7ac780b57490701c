"""XML of PubMed; all people and papers here are invented."""

import io

import pytest
from hypothesis import given, settings

from ingest.readers import pubmed
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, VersionRecord, Withdrawal, WorkRecord
from tests.ingest.readers.mutations import damaged

PROLOG = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example/pubmed.dtd">
"""
ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">700001</PMID>
<DateRevised><Year>2023</Year><Month>01</Month><Day>09</Day></DateRevised>
<Article PubModel="Print-Electronic">
<Journal><JournalIssue CitedMedium="Print"><Volume>7</Volume>
<PubDate><Year>2020</Year><Month>Nov</Month></PubDate></JournalIssue>
<Title>Journal of examples</Title><ISOAbbreviation>J Exa</ISOAbbreviation></Journal>
<ArticleTitle>Transport of Ca<sup>2+</sup> in <i>Exemplum
  vulgare</i>.</ArticleTitle>
<ELocationID EIdType="pii" ValidYN="Y">S0000</ELocationID>
<ELocationID EIdType="doi" ValidYN="Y">10.1234/EXA.1</ELocationID>
<Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">We had <b>none</b>.</AbstractText>
<AbstractText Label="UNLABELLED">Now we do.</AbstractText><AbstractText Label="RESULTS"/>
<CopyrightInformation>© Examples Ltd.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="Y">
<Author ValidYN="Y" EqualContrib="Y"><LastName>van Example</LastName><ForeName>Ada B</ForeName>
<Initials>AB</Initials><Suffix>Jr</Suffix>
<Identifier Source="ORCID">https://orcid.org/0000-0002-1825-0097</Identifier>
<AffiliationInfo><Affiliation>University of Examples. Electronic
    address: ada@example.edu.</Affiliation><Identifier Source="ROR">https://ror.org/05dxps055</Identifier>
<Identifier Source="GRID">grid.1.a</Identifier></AffiliationInfo>
<AffiliationInfo><Affiliation>Institute of Samples.</Affiliation></AffiliationInfo></Author>
<Author ValidYN="N"><LastName>Misspelt</LastName><Initials>M</Initials></Author>
<Author ValidYN="Y"><LastName>Sample</LastName><Initials>BC</Initials></Author>
<Author ValidYN="Y"><CollectiveName>Examples Study Group</CollectiveName></Author>
</AuthorList>
<Language>eng</Language>
<PublicationTypeList><PublicationType UI="D1">Journal Article</PublicationType></PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>2020</Year><Month>08</Month><Day>5</Day></ArticleDate>
</Article>
<MeshHeadingList>
<MeshHeading><DescriptorName MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
<MeshHeading><DescriptorName MajorTopicYN="N">Calcium</DescriptorName>
<QualifierName MajorTopicYN="Y">metabolism</QualifierName></MeshHeading>
<MeshHeading><DescriptorName MajorTopicYN="Y">Biological Transport</DescriptorName></MeshHeading>
</MeshHeadingList>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">ion <i>flux</i></Keyword></KeywordList>
</MedlineCitation>
<PubmedData><History>
<PubMedPubDate PubStatus="received"><Year>2019</Year><Month>1</Month><Day>2</Day></PubMedPubDate>
<PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>8</Month><Day>6</Day></PubMedPubDate></History>
<ArticleIdList><ArticleId IdType="pubmed">700001</ArticleId><ArticleId IdType="pmc">PMC77</ArticleId>
<ArticleId IdType="doi">10.1234/exa.1</ArticleId><ArticleId IdType="pii">S0000</ArticleId></ArticleIdList>
<ReferenceList><Title>References</Title>
<Reference><Citation>Older A. 1999.</Citation><ArticleIdList><ArticleId IdType="pubmed">11</ArticleId>
<ArticleId IdType="doi">10.1234/old</ArticleId></ArticleIdList></Reference>
<Reference><Citation>Older B.</Citation><ArticleIdList><ArticleId IdType="pubmed">12</ArticleId>
</ArticleIdList></Reference><Reference><Citation>Nameless.</Citation></Reference>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="pmcid">PMC13</ArticleId></ArticleIdList></Reference>
</ReferenceList></ReferenceList></PubmedData></PubmedArticle>"""
LEAST = """<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue>
<PubDate>{date}</PubDate></JournalIssue></Journal><ArticleTitle>A title.</ArticleTitle>{inner}</Article>{notes}
</MedlineCitation>{data}</PubmedArticle>"""
ONLY_A_NUMBER = "<PubmedArticle><MedlineCitation><PMID>5</PMID></MedlineCitation></PubmedArticle>"
BOOK = """<PubmedBookArticle><BookDocument><PMID Version="1">700009</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK7</ArticleId><ArticleId IdType="doi">10.1234/nbk7</ArticleId>
</ArticleIdList>
<Book><Publisher><PublisherName>Examples</PublisherName></Publisher><BookTitle book="exa">ExaReviews</BookTitle>
<PubDate><Year>1993</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Editor</LastName><ForeName>Ed</ForeName></Author></AuthorList>
</Book>{title}<Language>eng</Language>
<AuthorList Type="authors"><Author><LastName>Sample</LastName><ForeName>Bo</ForeName></Author></AuthorList>
<Abstract><AbstractText>All about it.</AbstractText></Abstract>{contribution}
</BookDocument></PubmedBookArticle>"""
CHAPTER = BOOK.format(
    title="<ArticleTitle>Exemplitis.</ArticleTitle>",
    contribution="<ContributionDate><Year>2005</Year><Month>Mar</Month></ContributionDate>",
)
DELETION = "<DeleteCitation><PMID Version='1'>700002</PMID><PMID Version='1'>700003</PMID></DeleteCitation>"
DOCUMENT = f"{PROLOG}<PubmedArticleSet>{ARTICLE}{CHAPTER}{DELETION}</PubmedArticleSet>".encode()


def read(*records):
    document = f"{PROLOG}<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>"
    return list(pubmed.read(io.BytesIO(document.encode()), "pubmed.xml"))


def least(pmid="1", date="<Year>2020</Year>", inner="", notes="", data=""):
    return LEAST.format(pmid=pmid, date=date, inner=inner, notes=notes, data=data)


def read_least(**how):
    [work] = read(least(**how))
    return work


def day(tag, year, month="", number="", more=""):
    parts = {"Year": year, "Month": month, "Day": number}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    return f"<{tag}{more}>{inner}</{tag}>"


def test_an_article_becomes_a_work():
    assert read(ARTICLE) == [
        WorkRecord(
            source="pubmed",
            source_id="700001",
            title="Transport of Ca²⁺ in Exemplum vulgare",
            published="2020-08-05",
            type="journal-article",
            abstract="BACKGROUND: We had none. Now we do.",
            language="en",
            venue="Journal of examples",
            keywords=("ion flux", "Calcium", "Biological Transport"),
            identifiers={"doi": "10.1234/exa.1", "pmcid": "PMC77", "pmid": "700001"},
            authors=(
                AuthorRecord(
                    name="Ada B van Example Jr",
                    family="van Example",
                    orcid="0000-0002-1825-0097",
                    affiliations=("University of Examples.", "Institute of Samples."),
                    rors=("05dxps055",),
                    addresses=("ada@example.edu",),
                ),
                AuthorRecord(name="BC Sample", family="Sample"),
                AuthorRecord(name="Examples Study Group"),
            ),
            references=("doi:10.1234/old", "pmid:12", "pmcid:PMC13"),
        )
    ]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("<Year>1998</Year><Month>Dec</Month><Day>7</Day>", "1998-12-07"),
        ("<Year>1998</Year><Month>12</Month>", "1998-12"),
        ("<Year>1998</Year><Month>Feb</Month><Day>31</Day>", "1998-02"),
        ("<Year>1998</Year><Month>13</Month>", "1998"),
        ("<Year>1998</Year><Season>Spring</Season>", "1998"),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998-12"),
        ("<MedlineDate>2020 Sep-Oct</MedlineDate>", "2020-09"),
        ("<MedlineDate>1998 Nov 15-30</MedlineDate>", "1998-11-15"),
        ("<MedlineDate>1975-1976</MedlineDate>", "1975"),
        ("<MedlineDate>2000 Spring-Summer</MedlineDate>", "2000"),
        ("<MedlineDate>Winter 1984</MedlineDate>", "1984"),
    ],
)
def test_dates_of_issues_are_read_as_far_as_they_go(date, published):
    assert read_least(date=date).published == published


@pytest.mark.parametrize(
    ("issue", "electronic", "published"),
    [
        (("2021", "Mar"), ("2020", "12", "30"), "2020-12-30"),
        (("2020",), ("2020", "05", "04"), "2020-05-04"),
        (("2020", "May"), ("2020", "05", "04"), "2020-05-04"),
        (("2020", "Apr"), ("2020", "05", "04"), "2020-04"),
        (("2019",), ("2020", "05", "04"), "2019"),
        (("0000", "00", "00"), ("2020", "05", "04"), "2020-05-04"),
    ],
)
def test_the_first_appearance_is_the_date(issue, electronic, published):
    date = day("PubDate", *issue).removeprefix("<PubDate>").removesuffix("</PubDate>")
    assert read_least(date=date, inner=day("ArticleDate", *electronic)).published == published


@pytest.mark.parametrize(
    ("statuses", "published"),
    [
        (("received", "pubmed", "entrez"), "2001-02-03"),
        (("accepted", "epublish", "pubmed"), "2001-02-02"),
        (("received", "revised", "accepted"), None),
        ((), None),
    ],
)
def test_without_another_date_the_history_serves_but_never_the_day_of_receipt(statuses, published):
    days = [
        day("PubMedPubDate", "2001", "2", str(number), f' PubStatus="{status}"')
        for number, status in enumerate(statuses, start=2 if "received" in statuses else 1)
    ]
    [item] = read(least(date="", data=f"<PubmedData><History>{''.join(days)}</History></PubmedData>"))
    if published:
        assert item.published == published
    else:
        assert item.reason == "the record has no date of publication"


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        (["Journal Article"], "journal-article"),
        (["Journal Article", "Review"], "review"),
        (["Systematic Review"], "review"),
        (["Preprint", "Journal Article"], "preprint"),
        (["Dataset"], "dataset"),
        (["Letter", "Comment"], "journal-article"),
        (["Case Reports"], "journal-article"),
        (["Editorial"], "other"),
        (["Editorial", "Journal Article"], "journal-article"),
        (["Published Erratum", "Journal Article"], "other"),
        (["Retraction of Publication"], "other"),
        ([], "journal-article"),
    ],
)
def test_the_types_of_publication_give_one_type(kinds, kind):
    inner = "".join(f"<PublicationType>{name}</PublicationType>" for name in kinds)
    assert read_least(inner=f"<PublicationTypeList>{inner}</PublicationTypeList>").type == kind


@pytest.mark.parametrize(
    ("inner", "notes", "retracted"),
    [
        ("<PublicationType>Retracted Publication</PublicationType>", "", True),
        ("", "<CommentsCorrections RefType='RetractionIn'/>", True),
        ("", "<CommentsCorrections RefType='RetractionOf'/>", False),
        ("", "<CommentsCorrections RefType='ErratumIn'/>", False),
        ("<PublicationType>Retraction of Publication</PublicationType>", "", False),
    ],
)
def test_what_was_retracted_is_marked_and_its_notice_is_not(inner, notes, retracted):
    work = read_least(
        inner=f"<PublicationTypeList>{inner}</PublicationTypeList>",
        notes=f"<CommentsCorrectionsList>{notes}</CommentsCorrectionsList>",
    )
    assert work.retracted is retracted


@pytest.mark.parametrize(
    ("source", "versions"),
    [
        (
            "J Exa. 2021 Mar 5;12(1):1. doi: 10.1234/later",
            (VersionRecord(type="journal-article", date="2021", venue="J Exa", doi="10.1234/later"),),
        ),
        ("J Exa. 2021 Mar 5;12(1):1", ()),
    ],
)
def test_a_preprint_knows_the_article_it_became(source, versions):
    note = f"<CommentsCorrections RefType='UpdateIn'><RefSource>{source}</RefSource></CommentsCorrections>"
    assert read_least(notes=f"<CommentsCorrectionsList>{note}</CommentsCorrectionsList>").versions == versions
    other = note.replace("UpdateIn", "CommentOn")
    assert read_least(notes=f"<CommentsCorrectionsList>{other}</CommentsCorrectionsList>").versions == ()


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("[Mutants of examples].", "Mutants of examples"),
        ("[Mutants of examples.]", "Mutants of examples"),
        ("[2 + 2] reactions and [3 + 2].", "[2 + 2] reactions and [3 + 2]"),
        ("Toxicity of benzo[a]pyrene.", "Toxicity of benzo[a]pyrene"),
        ("[Not Available].", "O príkladoch"),
        ("", "O príkladoch"),
        ("Examples &amp; others?", "Examples & others?"),
        ("Gr&ouml;&szlig;e.", "Größe"),
    ],
)
def test_titles_lose_full_stop_and_the_brackets_of_a_translation(printed, title):
    record = least(inner="<VernacularTitle>O príkladoch.</VernacularTitle>")
    [work] = read(record.replace("A title.", printed))
    assert work.title == title


def test_mathml_becomes_tex():
    space = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'
    formula = f"<mml:math {space}><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>"
    [work] = read(least().replace("A title.", f"On <i>the</i> {formula} of examples."))
    assert work.title == "On the $x^{2}$ of examples"
    assert read_least(inner=f"<Abstract><AbstractText>{formula}, so.</AbstractText></Abstract>").abstract == (
        "$x^{2}$, so."
    )


@pytest.mark.parametrize(
    ("codes", "language"), [(["rus"], "ru"), (["und"], None), (["mul", "fre"], "fr"), ([], None)]
)
def test_the_language_is_the_first_that_is_one(codes, language):
    inner = "".join(f"<Language>{code}</Language>" for code in codes)
    assert read_least(inner=inner).language == language


def test_an_invalid_doi_of_a_place_is_not_taken():
    assert read_least(inner="<ELocationID EIdType='doi' ValidYN='N'>10.1234/x</ELocationID>").identifiers == {
        "pmid": "1"
    }


def test_another_abstract_serves_where_there_is_no_main_one():
    other = "<OtherAbstract Language='spa'><AbstractText>Nada.</AbstractText></OtherAbstract>"
    assert read_least(notes=other).abstract == "Nada."
    main = "<Abstract><AbstractText>All.</AbstractText></Abstract>"
    assert read_least(notes=other, inner=main).abstract == "All."


def test_a_chapter_names_its_book_and_not_its_editors():
    assert read(CHAPTER) == [
        WorkRecord(
            source="pubmed",
            source_id="700009",
            title="Exemplitis",
            published="2005-03",
            type="book-chapter",
            abstract="All about it.",
            language="en",
            venue="ExaReviews",
            identifiers={"doi": "10.1234/nbk7", "pmid": "700009"},
            authors=(AuthorRecord(name="Bo Sample", family="Sample"),),
        )
    ]


def test_a_whole_book_is_a_book():
    [work] = read(BOOK.format(title="", contribution=""))
    assert (work.title, work.type, work.published, work.venue) == ("ExaReviews", "book", "1993", None)


def test_deleted_citations_are_withdrawn():
    assert read(DELETION, least()) == [
        Withdrawal(source="pubmed", source_id="700002"),
        Withdrawal(source="pubmed", source_id="700003"),
        read_least(),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("<PubmedArticle/>", "the record has no MedlineCitation"),
        (least(pmid=" "), "the record has no PMID"),
        (ONLY_A_NUMBER, "the record has no Article"),
        (least().replace("A title.", ""), "the title is empty"),
        (least(date="<Year>0000</Year><Month>00</Month><Day>00</Day>"), "the record has no date of publication"),
        ("<PubmedBookArticle/>", "the record has no BookDocument"),
    ],
)  # fmt: skip
def test_a_bad_record_is_reported_and_the_rest_is_read(record, reason):
    problem, work = read(record, "\n" + least())
    assert (problem.reason, problem.line) == (reason, 3)
    assert isinstance(work, WorkRecord)


def test_a_bad_record_is_named_by_its_number():
    [problem] = read(least(pmid="55", date=""))
    assert problem.piece == "PMID 55"


def test_ten_thousand_authors_are_all_kept():
    one = "<Author><LastName>Example</LastName><ForeName>Ada</ForeName></Author>"
    assert len(read_least(inner=f"<AuthorList>{one * 10_000}</AuthorList>").authors) == 10_000


def test_declared_entities_are_refused():
    document = b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "haha">]><PubmedArticleSet/>'
    [problem] = pubmed.read(io.BytesIO(document), "a.xml")
    assert problem.reason == "the document type declares entities, which are refused"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (DOCUMENT.decode(), True),
        ("<PubmedBookArticleSet/>", True),
        ("<PubmedArticle/>", True),
        ("<article/>", False),
        ("<html>PubmedArticleSet</html>", False),
    ],
)
def test_it_is_known_by_its_root(text, known):
    assert pubmed.recognizes(Head("a.xml", text)) is known


def test_a_single_article_is_read_without_its_set():
    [work] = pubmed.read(io.BytesIO(ARTICLE.encode()), "a.xml")
    assert work == read(ARTICLE)[0]


@settings(max_examples=150, deadline=None)
@given(damaged(DOCUMENT))
def test_damage_gives_records_and_bad_records_and_nothing_else(data):
    items = list(pubmed.read(io.BytesIO(data), "a.xml"))
    assert {type(item) for item in items} <= {WorkRecord, Withdrawal, BadRecord}
