"""What finding titles with a word missing or mistyped leans on: their words, and the vocabulary of all of them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

# Immutable, as an index needs it: unlike unaccent(), normalize() and regular expressions depend on no settings.
# The text search reads "input/output" as a file and the 19 of "covid-19" as a negative number: here both are words.
FUNCTIONS = r"""
CREATE FUNCTION works_plain_words(title text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(regexp_replace(
        regexp_replace(lower(normalize(title, NFKD)), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'
    ));

CREATE FUNCTION works_title_words(title text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('english'::regconfig, works_plain_words(title));
"""
DROP_FUNCTIONS = """
DROP FUNCTION works_title_words(text);
DROP FUNCTION works_plain_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0015_describe_groups_of_scores")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.AddField(
            model_name="work",
            name="title_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("title", function="works_title_words"),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="work", index=GinIndex(fields=["title_words"], name="work_title_words")
        ),
        migrations.AlterField(
            model_name="searchword",
            name="word",
            field=models.CharField(
                help_text="In small letters, without accents.",
                max_length=60,
                primary_key=True,
                serialize=False,
            ),
        ),
        migrations.AddField(
            model_name="searchword",
            name="stem",
            field=models.CharField(
                db_default="",
                help_text="As the search engine cuts it; empty: it is left out there.",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="searchword",
            name="skips",
            field=ArrayField(
                base_field=models.CharField(max_length=60),
                db_default=[],
                default=list,
                help_text="The word, and the word without each of its letters: what one slip leaves in common.",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(fields=["stem"], include=("works_count",), name="search_word_stem"),
        ),
        migrations.AddIndex(
            model_name="searchword", index=GinIndex(fields=["skips"], name="search_word_skips")
        ),
        migrations.AddIndex(
            model_name="institution",
            index=GinIndex(OpClass("key", name="gin_trgm_ops"), name="institution_trigrams"),
        ),
        migrations.AddIndex(
            model_name="institutionname",
            index=GinIndex(OpClass("key", name="gin_trgm_ops"), name="institution_name_trigrams"),
        ),
        migrations.AddIndex(
            model_name="venue", index=GinIndex(OpClass("key", name="gin_trgm_ops"), name="venue_trigrams")
        ),
    ]
