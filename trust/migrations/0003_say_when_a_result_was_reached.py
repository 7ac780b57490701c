import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_keep_quick_read")]

    operations = [
        migrations.AlterField(
            model_name="trustsnapshot",
            name="computed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="When this result was reached; it stays while computing again changes nothing.",
            ),
        ),
    ]
