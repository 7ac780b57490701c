"""What a dispute changed, so that its outcome can be turned over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0011_protect_the_audit_log")]

    operations = [
        migrations.AddField(
            "dispute",
            "kept",
            models.JSONField(
                default=dict,
                db_default=models.Value({}, models.JSONField()),
                help_text="What reversing the outcome needs.",
            ),
        ),
    ]
