from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0021_know_how_steps_were_taken")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="said",
            field=models.JSONField(
                default=dict,
                db_default=models.Value({}, models.JSONField()),
                help_text="The claimant's answers to questions, by the number of the line of the log that tells of each.",
            ),
        ),
    ]
