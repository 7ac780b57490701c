"""What the tags of RIS, PubMed, EndNote and Web of Science exports mean."""

from dataclasses import dataclass

Tags = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Tags for each of our fields: of several the first that says something, or all, as the field needs."""

    type: Tags
    title: Tags
    # Whole dates, and the year by itself.
    dates: Tags
    year: Tags
    authors: Tags
    editors: Tags
    venue: Tags
    abstract: Tags
    doi: Tags
    mentions: Tags
    keywords: Tags
    language: Tags
    isbn: Tags
    publisher: Tags
    # The same people in another spelling.
    authors_again: Tags = ()
    notes: Tags = ()
    affiliations: Tags = ()
    pmid: Tags = ()
    wos: Tags = ()


RIS = Meaning(
    type=("TY",), title=("TI", "T1", "CT"), dates=("DA", "PY", "Y1"), year=("PY", "Y1", "YR"),
    authors=("AU", "A1"), editors=("ED", "A2"), venue=("JF", "T2", "JO", "BT", "JA", "J2", "J1", "C3", "T3"),
    abstract=("AB", "N2"), doi=("DO", "DI", "DOI", "M3", "ID"),
    mentions=("UR", "L1", "L2", "LK", "DO", "JO", "JF", "T2", "M3", "C2"),
    keywords=("KW", "DE"), language=("LA",), isbn=("SN", "BN"), publisher=("PB",), notes=("N1", "M1", "AN"),
    affiliations=("AD",), pmid=("PMID",), wos=("AN", "ID"),
)  # fmt: skip
MEDLINE = Meaning(
    type=("PT",), title=("TI", "BTI", "TT"), dates=("DP", "DEP"), year=("DP",), authors=("FAU", "AU", "CN"),
    editors=("FED", "ED"), venue=("JT", "TA"), abstract=("AB",), doi=("LID", "AID", "SO"),
    mentions=("LID", "AID", "SO"), keywords=("OT",), language=("LA",), isbn=("ISBN",), publisher=("PB",),
    affiliations=("AD",), pmid=("PMID",),
)  # fmt: skip
ENDNOTE = Meaning(
    type=("0",), title=("T",), dates=("8", "D"), year=("D",), authors=("A",), editors=("E",),
    venue=("J", "B", "S"), abstract=("X",), doi=("R",), mentions=("U", "R", "J"), keywords=("K",),
    language=("G",), isbn=("@",), publisher=("I",), notes=("Z",), affiliations=("+",),
)  # fmt: skip
ISI = Meaning(
    type=("PT", "DT"), title=("TI",), dates=("PD", "EA", "CY"), year=("PY",), authors=("AF", "CA"),
    authors_again=("AU", "CA"), editors=("BE", "ED"), venue=("SO", "JI", "CT"), abstract=("AB",), doi=("DI",),
    mentions=(), keywords=("DE",), language=("LA",), isbn=("BN",), publisher=("PU",), pmid=("PM",), wos=("UT",),
)  # fmt: skip

RIS_TYPES = {
    "JOUR": "journal-article", "JFULL": "journal-article", "EJOUR": "journal-article", "MGZN": "journal-article",
    "INPR": "journal-article", "ABST": "other", "CONF": "conference-paper", "CPAPER": "conference-paper",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "WHOLE": "book", "CHAP": "book-chapter",
    "ECHAP": "book-chapter", "ENCYC": "book-chapter", "THES": "thesis", "RPRT": "report", "GOVDOC": "report",
    "STAND": "report", "DATA": "dataset", "AGGR": "dataset", "DBASE": "dataset", "COMP": "software",
    "UNPB": "preprint", "MANSCPT": "preprint",
}  # fmt: skip
# Of the several that PubMed and ERIC give; in this order, as "Journal Article" is said of nearly everything.
MEDLINE_TYPES = {
    "preprint": "preprint", "dataset": "dataset", "review": "review", "systematic review": "review",
    "dissertations/theses": "thesis", "academic dissertation": "thesis", "book": "book", "books": "book",
    "speeches/meeting papers": "conference-paper", "journal article": "journal-article",
    "journal articles": "journal-article", "technical report": "report", "reports - descriptive": "report",
    "reports - research": "report",
}  # fmt: skip
ENDNOTE_TYPES = {
    "journal article": "journal-article", "electronic article": "journal-article",
    "magazine article": "journal-article", "conference paper": "conference-paper",
    "conference proceedings": "conference-paper", "book": "book", "edited book": "book",
    "electronic book": "book", "book section": "book-chapter", "electronic book section": "book-chapter",
    "thesis": "thesis", "report": "report", "government document": "report", "standard": "report",
    "dataset": "dataset", "computer program": "software", "unpublished work": "preprint",
    "manuscript": "preprint",
}  # fmt: skip
ISI_TYPES = {
    "review": "review", "article": "journal-article", "proceedings paper": "conference-paper",
    "editorial material": "other", "j": "journal-article", "c": "conference-paper", "b": "book",
    "s": "book-chapter",
}  # fmt: skip
# In these a second title is that of a series or a department, and an editor without an author made the work.
WITHOUT_VENUE = ("thesis",)
EDITED = ("book",)
