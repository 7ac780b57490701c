from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("researchers", "0012_narrow_changes_of_the_log")]

    operations = [
        migrations.AlterField(
            model_name="block",
            name="planned_at",
            field=models.DateTimeField(
                blank=True, help_text="When its part was planned last, or ended since.", null=True
            ),
        ),
    ]
