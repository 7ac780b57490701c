from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0020_find_topics_merged_into_another"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="work",
            name="work_order",
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(
                condition=models.Q(("self_reported", False), ("withdrawn", False)),
                fields=["id"],
                include=(
                    "rank",
                    "published_on",
                    "year",
                    "type",
                    "venue",
                    "has_code",
                    "open_access",
                    "cited_by_count",
                    "citations_count",
                ),
                name="work_order",
            ),
        ),
    ]
