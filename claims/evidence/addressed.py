"""What is written about a claimant for whoever decides, said to the claimant."""

# Our own sentences; longer ones first. What people wrote is quoted and has none of these.
TO_THE_CLAIMANT = (
    ("A confirmed e-mail address of the claimant", "A confirmed e-mail address of yours"),
    ("confirmed address of the claimant", "confirmed address of yours"),
    ("A claim of the same person", "A claim of yours"),
    ("The claimant signed in", "You signed in"),
    ("The claimant has", "You have"),
    ("printed beside their name", "printed beside your name"),
    ("at the claimant's account", "at your account"),
    ("that this page is the claimant's", "that this page is yours"),
    ("ties the claimant to", "ties you to"),
    ("tied to the claimant by itself", "tied to you by itself"),
)


def addressed(words: str) -> str:
    """The same, with "you" in place of "the claimant"."""
    for about, to in TO_THE_CLAIMANT:
        words = words.replace(about, to)
    return words
