"""The vocabulary of the titles known so far; later ones are learned as they come."""

from django.db import migrations

LEARN = """
WITH counted AS (
    SELECT word, ndoc FROM ts_stat(
        'SELECT to_tsvector(''simple'', works_plain_words(title)) FROM works_work WHERE NOT withdrawn'
    )
    WHERE length(word) <= 60
)
INSERT INTO works_searchword (word, works_count, stem, skips)
SELECT word,
       ndoc,
       coalesce((ts_lexize('english_stem', word))[1], ''),
       ARRAY(
           SELECT DISTINCT left(word, place - 1) || substr(word, place + 1)
           FROM generate_series(1, length(word) + 1) AS place
       )
FROM counted
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0016_keep_words_of_titles")]

    operations = [migrations.RunSQL(LEARN, migrations.RunSQL.noop)]
