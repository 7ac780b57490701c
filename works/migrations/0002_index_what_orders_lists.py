from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("works", "0001_initial")]

    operations = [
        AddIndexConcurrently("work", models.Index(fields=["-rank", "-id"], name="work_best_ranked")),
        AddIndexConcurrently(
            "work",
            models.Index(
                fields=["id"],
                include=["rank", "published_on", "year"],
                condition=models.Q(withdrawn=False),
                name="work_order",
            ),
        ),
    ]
