"""What a work can be, and the words in which sources say it."""

TYPES = (
    "preprint", "conference-paper", "journal-article", "book", "book-chapter", "thesis", "report", "dataset",
    "software", "review", "other",
)  # fmt: skip
OTHER_WORDS_FOR_TYPES = {
    "article": "journal-article", "article-journal": "journal-article", "chapter": "book-chapter",
    "conference": "conference-paper", "dissertation": "thesis", "inproceedings": "conference-paper",
    "monograph": "book", "paper-conference": "conference-paper", "posted-content": "preprint",
    "proceedings-article": "conference-paper",
}  # fmt: skip


def known_type(word: str) -> str:
    """One of the types; the very object, by which defaults are told when they are left out of the JSON."""
    word = word.strip().lower()
    word = OTHER_WORDS_FOR_TYPES.get(word, word)
    return TYPES[TYPES.index(word)] if word in TYPES else "other"
