"""The field in which a work is compared with others: one of the 26 that OpenAlex tells apart, or none.

What a source says of the work goes before its primary arXiv category, and that before what its text seems to be about.
The last is believed only where the concepts found in the text agree: one word that is a term elsewhere too must not put
a work among strangers.
"""

LEAST_CONCEPTS = 2  # that lie in the field
LEAST_SHARE = 0.6  # of the confidence of all concepts whose field is known

PHYSICS = "Physics and Astronomy"
MATHEMATICS = "Mathematics"

# Archives of arXiv, former ones too: works/categories.py names what is below them.
ARCHIVES = {
    "acc-phys": PHYSICS, "adap-org": PHYSICS, "alg-geom": MATHEMATICS, "ao-sci": PHYSICS, "astro-ph": PHYSICS,
    "atom-ph": PHYSICS, "bayes-an": PHYSICS, "chao-dyn": PHYSICS, "chem-ph": PHYSICS, "cmp-lg": "Computer Science",
    "comp-gas": PHYSICS, "cond-mat": PHYSICS, "cs": "Computer Science", "dg-ga": MATHEMATICS,
    "econ": "Economics, Econometrics and Finance", "eess": "Engineering", "funct-an": MATHEMATICS, "gr-qc": PHYSICS,
    "hep-ex": PHYSICS, "hep-lat": PHYSICS, "hep-ph": PHYSICS, "hep-th": PHYSICS, "math": MATHEMATICS,
    "math-ph": MATHEMATICS, "mtrl-th": "Materials Science", "nlin": PHYSICS, "nucl-ex": PHYSICS, "nucl-th": PHYSICS,
    "patt-sol": PHYSICS, "physics": PHYSICS, "plasm-ph": PHYSICS, "q-alg": MATHEMATICS,
    "q-bio": "Biochemistry, Genetics and Molecular Biology", "q-fin": "Economics, Econometrics and Finance",
    "quant-ph": PHYSICS, "solv-int": PHYSICS, "stat": MATHEMATICS, "supr-con": PHYSICS,
}  # fmt: skip

# Of works_work AS work; needs archives: ARCHIVES as JSON. "" is no field. Relies on the unique index of
# works_worktopic(work_id, topic_id).
FIELD = f"""coalesce(
    (
        SELECT topic.field
        FROM works_worktopic AS about
        JOIN works_topic AS topic ON topic.id = about.topic_id
        WHERE about.work_id = work.id AND about.origin = 'source' AND topic.field <> ''
        ORDER BY about.confidence DESC, topic.id
        LIMIT 1
    ),
    %(archives)s::jsonb ->> split_part(work.categories[1], '.', 1),
    (
        SELECT voted.field
        FROM (
            SELECT votes.field, count(*) AS concepts, sum(votes.confidence) AS votes,
                   sum(sum(votes.confidence)) OVER () AS all_votes
            FROM (
                SELECT coalesce(nullif(topic.field, ''), nullif(broader.field, ''), broadest.field) AS field,
                       about.confidence
                FROM works_worktopic AS about
                JOIN works_topic AS topic ON topic.id = about.topic_id
                LEFT JOIN works_topic AS broader ON broader.id = topic.broader_id
                LEFT JOIN works_topic AS broadest ON broadest.id = broader.broader_id
                WHERE about.work_id = work.id AND about.origin = 'text'
            ) AS votes
            WHERE votes.field <> ''
            GROUP BY votes.field
        ) AS voted
        WHERE voted.concepts >= {LEAST_CONCEPTS} AND voted.votes >= {LEAST_SHARE} * voted.all_votes
    ),
    ''
)"""
