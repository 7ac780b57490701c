"""Words of abstracts without accents too: whoever types "godel" seeks "Gödel", and typed words are folded already.

Half a minute for 100,000 works: the table is written anew.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

# What works_plain_words folds is folded here in the same way; hyphens, slashes and case are left to the parser.
FUNCTIONS = r"""
CREATE FUNCTION works_without_accents(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN octet_length(text) = char_length(text) THEN text
                ELSE regexp_replace(normalize(text, NFKD), '[\u0300-\u036f]', '', 'g') END;

CREATE FUNCTION works_search_words(title text, abstract text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN setweight(to_tsvector('english'::regconfig, works_without_accents(title)), 'A')
        || setweight(to_tsvector('english'::regconfig, works_without_accents(abstract)), 'B');
"""
DROP_FUNCTIONS = """
DROP FUNCTION works_search_words(text, text);
DROP FUNCTION works_without_accents(text);
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0023_say_what_concepts_were_mined_from")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RemoveIndex(model_name="work", name="work_search"),
        migrations.RemoveField(model_name="work", name="search"),
        migrations.AddField(
            model_name="work",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("title", "abstract", function="works_search_words"),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex(model_name="work", index=GinIndex(fields=["search"], name="work_search")),
    ]
