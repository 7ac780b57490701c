"""What each piece of evidence weighs, in log-odds.

`LINK`, `GROUPS` and `PRIOR` are learned by `python -m benchmarks.learn_identities`; what is said of kinds of names,
and of the pieces that its data have too few of (institutions, e-mail domains, citations, subjects), is estimated.

The odds that two mentions of one name are one person's fall with the number of other people of that name that the
record lets expect (`PRIOR`); what stands beside the names raises or lowers them (`LINK`); how well two groups of
mentions go together is weighed anew (`GROUPS`), because among many links the best one is often good by chance.
"""

# Two mentions: by name of the piece, see `evidence.pieces`.
LINK = {
    "shared co-author": 3.232,
    "rarity of shared co-authors": -0.069,
    "co-author with an initial": 0.963,
    "similar titles": 2.823,
    "affiliations on both": -1.723,
    "similar affiliations": 4.67,
    "same institution": 2.5,
    "same e-mail domain": 2.5,
    "same venue": 0.543,
    "years apart": -0.408,
    "same year": -0.513,
    "one cites the other": 4.0,
    "shared subjects": 0.5,
}

# Two groups of mentions.
GROUPS = {"nothing": -0.411, "names": 0.553, "links": 1.287, "more links than chance": -0.074, "size": 0.043}
USUAL_LINK = 1.5

# The odds for a name that one other person is expected to bear.
PRIOR = 1.230

# How much less often than the very same name one person prints the other one, by the kind of difference.
KINDS = {
    "same name": 0.0,
    "middle initial agrees": 0.0,
    "same first name": -0.5,
    "spelled differently": -4.0,
    "familiar form": -3.0,
    "shortened": -5.0,
    "one letter apart": -9.0,
    "several initials agree": 0.5,
    "goes by another given name": -4.0,
    "initial agrees": 1.0,
}
OTHER_KIND = -4.0
FAMILIES = {"SAME": 0.0, "SPELLING": -1.0, "PART": -2.5, "MISSPELT": -4.0}
SWAPPED = -2.0
