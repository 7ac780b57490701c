from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_keep_what_reversing_needs")]
    operations = [
        migrations.AddField(
            model_name="claimanswer",
            name="carried_out_at",
            field=models.DateTimeField(
                blank=True, help_text="When the page was told, or refused. Empty: not yet.", null=True
            ),
        ),
    ]
