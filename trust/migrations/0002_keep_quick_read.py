from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="trustsnapshot",
            name="quick_read",
            field=models.JSONField(default=list, help_text="The sentences, in reading order."),
        ),
    ]
