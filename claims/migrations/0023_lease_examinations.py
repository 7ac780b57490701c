from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0022_keep_answers_where_they_can_be_forgotten")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="checks_leased_until",
            field=models.DateTimeField(
                blank=True, help_text="Until when somebody has its examination to themselves.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="evidencecheck",
            index=models.Index(
                condition=models.Q(("result", "unavailable")),
                fields=["looked_at", "id"],
                name="evidence_check_silent",
            ),
        ),
    ]
