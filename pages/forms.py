"""What a visitor may say in a search box."""

import re

LONGEST_QUERY = 300
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def cleaned_query(text: str) -> str:
    """The words of a search box on one line, without control characters."""
    return " ".join(CONTROL.sub(" ", text).split())
