from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0004_drop_indexes_that_others_cover'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, help_text='How often it was begun since its checkpoint moved on.'),
        ),
    ]
