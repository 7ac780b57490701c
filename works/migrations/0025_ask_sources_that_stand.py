"""Whether a source took its statement back, from the index that tells the sources of many works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("works", "0024_fold_accents_of_abstracts")]

    operations = [
        migrations.RemoveIndex(model_name="sourcerecord", name="source_record_of_work"),
        migrations.AddIndex(
            model_name="sourcerecord",
            index=models.Index(
                fields=["work", "source"], include=["withdrawn_at"], name="source_record_of_work"
            ),
        ),
    ]
