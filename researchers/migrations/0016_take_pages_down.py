"""Indexes of the few who are not public, whom every list leaves out, and of names that are borne no more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("researchers", "0015_respect_the_person_described"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="researcher",
            index=models.Index(fields=["id"], name="researcher_not_public", condition=~Q(visibility="")),
        ),
        migrations.AddIndex(
            model_name="namevariant",
            index=models.Index(fields=["researcher"], name="name_variant_former", condition=Q(is_former=True)),
        ),
    ]
