"""What spellings of an organization's name share."""

from common.names import fold

LONGEST_KEY = 500

# What is written short, and what is written in several ways.
WHOLE_WORDS = {
    "acad": "academy", "assoc": "association", "center": "centre", "cent": "centre", "cntr": "centre",
    "centres": "centre", "centers": "centre", "coll": "college", "ctr": "centre", "dept": "department",
    "dep": "department", "depts": "department", "departments": "department", "engg": "engineering",
    "eng": "engineering", "fac": "faculty", "fed": "federal", "hosp": "hospital", "inst": "institute",
    "institutes": "institute", "intl": "international", "lab": "laboratory", "labs": "laboratory",
    "laboratories": "laboratory", "nat": "national", "natl": "national", "organisation": "organization",
    "polytech": "polytechnic", "res": "research", "sch": "school", "sci": "science", "sciences": "science",
    "st": "saint", "tech": "technology", "technol": "technology", "technologies": "technology",
    "techn": "technology", "univ": "university", "unversity": "university", "universtiy": "university",
    "univeristy": "university", "universiy": "university", "labratory": "laboratory", "insitute": "institute",
}  # fmt: skip
SMALL_WORDS = {
    "a", "an", "and", "at", "d", "da", "das", "de", "del", "della", "delle", "dem", "den", "der", "des", "di",
    "die", "do", "dos", "du", "e", "ed", "el", "et", "for", "fur", "in", "l", "la", "las", "le", "les", "los",
    "of", "on", "the", "und", "y",
}  # fmt: skip
LEGAL_FORMS = {
    "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "limited", "llc",
    "ltd", "nv", "oy", "plc", "pty", "pvt", "sa", "sas", "spa", "srl",
}  # fmt: skip


def name_key(name: str) -> str:
    """The name without case, accents, small words and legal forms, abbreviations written out."""
    words = [WHOLE_WORDS.get(word, word) for word in fold(name.replace("&", " and ")).split()]
    telling = [word for word in words if word not in SMALL_WORDS] or words
    while len(telling) > 1 and telling[-1] in LEGAL_FORMS:
        telling.pop()
    return " ".join(telling)[:LONGEST_KEY]
