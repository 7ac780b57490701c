from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0020_keep_what_holders_change")]

    operations = [
        migrations.AlterField(
            model_name="claimevent",
            name="about",
            field=models.CharField(
                choices=[
                    ("step", "A step of the claim"),
                    ("evidence", "Evidence found, missed or ended"),
                    ("vouch", "A vouch given or taken back"),
                    ("identity", "A decision on the identity"),
                    ("dispute", "A dispute"),
                    ("rule", "A step that a written rule took"),
                    ("leaving", "A step that came with the end of the account"),
                ],
                db_default="step",
                default="step",
                max_length=10,
            ),
        ),
    ]
