"""What an administrator saw with their own eyes, where no check of ours can look.

The idea is that of editorial offices and arXiv's endorsers, who look at a person's page at their
institution; the two years are ours: about as long as a post-doctoral contract.
"""

from datetime import timedelta

from claims.evidence.kinds import Kind


class Seen(Kind):
    """What an administrator has seen."""

    key = "seen"
    title = "Seen by an administrator"
    is_strong = True
    lifetime = timedelta(days=730)
    is_seen_by_people = True
    said_by = "an administrator"
    how_checked = (
        "An administrator looks at what ties the claimant to the record, and writes down what, and where."
    )
    why_it_counts = (
        "Somebody who gains nothing by it has compared the two. Nobody records this for their own claim."
    )
    advice = (
        "Tell the administrators where your institution, a publisher or a conference shows who you are, "
        "so that one of them can look: the link “Report an error” on the page leads to a form that they read."
    )


SEEN = Seen()
