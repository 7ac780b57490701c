"""Which sources of statements about works speak independently of each other.

Two sources that copy from each other are one witness. The grouping follows who makes the statement:
a publisher registers its DOIs itself and feeds indexes such as PubMed, authors deposit their own
manuscripts, and a few bibliographies are made by curators. Aggregators such as OpenAlex repeat what
those say, and a file that anybody can write proves nothing: neither ever counts as a further witness.
"""

WITNESSES = {
    "acl": "the publisher",
    "crossref": "the publisher",
    "pubmed": "the publisher",
    "arxiv": "the authors' own deposit",
    "datacite": "the authors' own deposit",
    "dblp": "a curated bibliography",
    "inspire": "a curated bibliography",
}
