from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("researchers", "0010_tell_works_taken_away")]

    operations = [
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
