"""Identifiers of works and people as links: what a scheme is called and where it resolves."""

from urllib.parse import quote

# The order in which a page lists them: what readers know best comes first.
SCHEMES: dict[str, tuple[str, str]] = {
    "doi": ("DOI", "https://doi.org/{}"),
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "acl": ("ACL Anthology", "https://aclanthology.org/{}/"),
    "pmid": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmcid": ("PubMed Central", "https://www.ncbi.nlm.nih.gov/pmc/articles/{}/"),
    "openalex": ("OpenAlex", "https://openalex.org/{}"),
    "dblp": ("DBLP", "https://dblp.org/rec/{}"),
    "inspire": ("INSPIRE", "https://inspirehep.net/literature/{}"),
    "s2": ("Semantic Scholar", "https://www.semanticscholar.org/paper/{}"),
    "hal": ("HAL", "https://hal.science/{}"),
    "handle": ("Handle", "https://hdl.handle.net/{}"),
    "isbn": ("ISBN", ""),
    "orcid": ("ORCID", "https://orcid.org/{}"),
    "ror": ("ROR", "https://ror.org/{}"),
}
SOURCE_NAMES = {
    "crossref": "Crossref",
    "datacite": "DataCite",
    "demo": "Demonstration record",
    "pubmed": "PubMed",
    "upload": "A user's file",
    "credence": "Credence",
    "oai-dc": "A repository",
    "bibtex": "A BibTeX file",
    "ris": "A RIS file",
    "csl-json": "A CSL-JSON file",
}
IN_SENTENCES = {
    "demo": "the demonstration record", "upload": "a user's file", "oai-dc": "a repository", "bibtex": "a BibTeX file",
    "ris": "a RIS file", "csl-json": "a CSL-JSON file",
}  # fmt: skip
PLACES = list(SCHEMES)
# The prefix of examples: DOIs under it are registered nowhere.
TEST_DOIS = "10.5555/"


def scheme_name(scheme: str) -> str:
    """What readers call the scheme: "arXiv" for "arxiv"."""
    return SCHEMES[scheme][0] if scheme in SCHEMES else scheme


def source_name(source: str) -> str:
    """What readers call a source: "ACL Anthology" for "acl"."""
    return SOURCE_NAMES.get(source) or scheme_name(source)


def is_known(scheme: str) -> bool:
    """Whether readers know the scheme, so that its identifiers tell them something."""
    return scheme in SCHEMES


def source_in_sentence(source: str) -> str:
    """The source within a sentence: "the demonstration record" for "demo"."""
    return IN_SENTENCES.get(source) or source_name(source)


def identifier_url(scheme: str, value: str) -> str:
    """Where the identifier resolves, or nothing where it resolves nowhere that is known."""
    if scheme == "doi" and value.startswith(TEST_DOIS):
        return ""
    template = SCHEMES[scheme][1] if scheme in SCHEMES else ""
    return template.format(quote(value, safe="/:;().-_~")) if template else ""


def place(scheme: str) -> tuple[int, str]:
    """Sorts schemes in the order in which pages list them."""
    return (PLACES.index(scheme) if scheme in SCHEMES else len(PLACES), scheme)
