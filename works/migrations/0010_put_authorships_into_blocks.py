from django.db import migrations, models


class Migration(migrations.Migration):
    # The blocks themselves are filled in by the resolver, which has to know all names before.

    dependencies = [("works", "0009_index_addresses_once")]

    operations = [
        migrations.AddField(
            model_name="authorship",
            name="block",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Family name and first initial: what names that could be one person's have in common.",
                max_length=200,
            ),
        ),
        migrations.AddIndex(
            model_name="authorship",
            index=models.Index(fields=["block"], name="authorship_block"),
        ),
    ]
