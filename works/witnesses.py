"""Which sources of statements about works speak independently of each other, and who of them looks at what they state.

Two sources that copy from each other are one witness. The grouping follows who makes the statement:
a publisher registers its DOIs itself and feeds indexes such as PubMed, authors deposit their own
manuscripts, and a few bibliographies are made by curators. Aggregators such as OpenAlex repeat what
those say, and a file that anybody can write proves nothing: neither ever counts as a further witness.
"""

from works.models.places import PRINT

PUBLISHER = "the publisher"
DEPOSIT = "the authors' own deposit"
BIBLIOGRAPHY = "a curated bibliography"

WITNESSES = {
    "acl": PUBLISHER,
    "crossref": PUBLISHER,
    "pubmed": PUBLISHER,
    "arxiv": DEPOSIT,
    "datacite": DEPOSIT,
    "dblp": BIBLIOGRAPHY,
    "inspire": BIBLIOGRAPHY,
}

# Who tells apart who wrote a work, and what stands beside the names: editors, who handled the work, or curators, who
# look. In an open repository anybody writes any author, address, iD or affiliation, so what stands in deposits ties
# nobody to a record. OpenAlex takes both: of it counts what it says appeared in a venue, which a repository is not
# (ingest/readers/openalex.py). Nobody but who runs the site can write to the demo record.
CHECKED = (*(source for source, witness in WITNESSES.items() if witness != DEPOSIT), "demo")
CHECKED_IN_VENUES = ("openalex",)
# Publishers and bibliographies take these from repositories and from authors as they come.
UNCHECKED_TYPES = ("preprint", "dataset", "software", "report")

# Told where nothing better states it.
SUPPORTS_ONLY = (
    "Only open deposits state it, where anybody writes any author, or works that came into the record at somebody's "
    "wish or after the claim was begun, so this supports only."
)


def quoted(words: tuple[str, ...]) -> str:
    """Plain words as SQL has them."""
    return ", ".join(f"'{word}'" for word in words)


# A condition on a statement of works_sourcerecord AS statement.
# What came in because somebody named it counts for nobody: a sham venue gives anybody a DOI, and says what they want.
IS_CHECKED = f"""(
    statement.withdrawn_at IS NULL
    AND NOT statement.at_wish
    AND coalesce(statement.payload ->> 'type', '') NOT IN ({quoted(UNCHECKED_TYPES)})
    AND (statement.source IN ({quoted(CHECKED)})
         OR (statement.source IN ({quoted(CHECKED_IN_VENUES)}) AND statement.payload ->> 'venue' <> ''))
)"""

# Conditions on works_work AS work and works_authorship AS authorship. What several sources state of a work stands
# together in an authorship, so each has to be in a statement that counts itself.
# Rely on the index of source_record(work_id).
IS_STATED = f"""EXISTS (
    SELECT FROM works_sourcerecord AS statement WHERE statement.work_id = work.id AND {IS_CHECKED}
)"""
STATES_ORCID = f"""EXISTS (
    SELECT
    FROM works_sourcerecord AS statement
    CROSS JOIN LATERAL jsonb_path_query(statement.payload, '$.authors[*]') AS author
    WHERE statement.work_id = work.id AND {IS_CHECKED}
      AND right(author ->> 'orcid', 19) = authorship.orcid
)"""
# The digests of an authorship that such a statement prints.
STATED_DIGESTS = f"""ARRAY(
    SELECT digest
    FROM unnest(authorship.address_digests) AS digest
    WHERE EXISTS (
        SELECT
        FROM works_sourcerecord AS statement
        CROSS JOIN LATERAL jsonb_path_query(statement.payload, '$.authors[*]') AS author
        WHERE statement.work_id = work.id AND {IS_CHECKED}
          AND author -> 'address_digests' @> to_jsonb(digest)
    )
)"""
# Nobody but such statements says where its authors work, so whatever stands beside the names is their word. What people
# state of themselves is silent where others speak (ingest/joining/merging.py).
ONLY_THEY_STATE_PLACES = f"""(
    SELECT coalesce(bool_and({IS_CHECKED}), false)
    FROM works_sourcerecord AS statement
    WHERE statement.work_id = work.id AND statement.source NOT IN ('upload', 'orcid')
      AND jsonb_path_exists(statement.payload, '$.authors[*] ? (exists(@.affiliations) || exists(@.rors)
                                                                || exists(@.email_domains))')
)"""
# Where others do so as well, the institutions that such a statement itself prints beside the name: anybody may have
# something brought in that names others, and neither adds to that nor takes from it.
# Relies on the unique indexes of institution(ror), affiliationtext(print) and affiliationreading(text, institution).
STATED_PLACES = f"""(
    WITH said AS (
        SELECT author
        FROM works_sourcerecord AS statement
        CROSS JOIN LATERAL jsonb_path_query(statement.payload, '$.authors[*]') AS author
        WHERE statement.work_id = authorship.work_id AND {IS_CHECKED} AND author ->> 'name' = authorship.name
    ),
    printed AS (
        SELECT text,
               ARRAY(
                   SELECT domain
                   FROM jsonb_array_elements_text(author -> 'email_domains') WITH ORDINALITY AS beside (domain, place)
                   ORDER BY place
               ) AS domains
        FROM said
        CROSS JOIN LATERAL jsonb_array_elements_text(
            CASE WHEN jsonb_array_length(author -> 'affiliations') > 0 THEN author -> 'affiliations' ELSE '[""]' END
        ) AS text
    )
    SELECT institution.id AS institution_id
    FROM said
    CROSS JOIN LATERAL jsonb_array_elements_text(author -> 'rors') AS named
    JOIN works_institution AS institution ON institution.ror = named
    UNION
    SELECT reading.institution_id
    FROM printed
    JOIN works_affiliationtext AS known ON known.print = {PRINT.format(text="printed.text", domains="printed.domains")}
    JOIN works_affiliationreading AS reading ON reading.text_id = known.id
)"""
