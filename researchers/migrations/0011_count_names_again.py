from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("researchers", "0010_tell_works_taken_away")]

    operations = [
        migrations.AddField(
            model_name="block",
            name="planned_at",
            field=models.DateTimeField(blank=True, help_text="When its part was planned last.", null=True),
        ),
        migrations.AddField(
            model_name="block",
            name="source_ids",
            field=models.BooleanField(
                db_default=True,
                help_text="Whether the sources' own ids of people are looked at; not where it is measured.",
            ),
        ),
        migrations.AlterField(
            model_name="commonness",
            name="number",
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name="commonness",
            name="kind",
            field=models.CharField(
                choices=[
                    ("name", "Full name: authorships"),
                    ("family", "Family name: different full names"),
                    ("given", "Given name: different full names"),
                    ("word", "Word of a title: works"),
                    ("all", "All that was counted, and the newest authorship of it"),
                ],
                max_length=6,
            ),
        ),
    ]
