import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0017_keep_the_logs_from_being_emptied")]

    operations = [
        migrations.AddField(
            model_name="missingwork",
            name="tries",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="How often asking the services for it began."
            ),
        ),
        migrations.AddField(
            model_name="missingwork",
            name="due_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="Not asked for before; put off when asking for it begins.",
            ),
        ),
    ]
