from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0019_try_letters_again")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="own_changes",
            field=models.JSONField(
                default=dict,
                db_default=models.Value({}, models.JSONField()),
                help_text="How its holder hid or renamed the page at once: what ending the claim undoes.",
            ),
        ),
    ]
