"""What is pinned belongs to who holds a page, not to the page. Nobody has pinned anything yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0014_score_works"),
        ("researchers", "0021_keep_scores_and_pinned_works"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="PinnedWork"),
        migrations.CreateModel(
            name="PinnedWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(help_text="From 0.")),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pinned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="works.work"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("holder", "work"), name="pinned_work_once_per_holder")
                ],
            },
        ),
    ]
