"""Requests of people without an account are answered by mail, which is sent afterwards."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0013_know_which_answers_were_carried_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="mail_due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when `email` is to hear how this stands. Empty: told.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                condition=Q(mail_due_at__isnull=False),
                fields=["mail_due_at", "id"],
                name="rights_request_mail_due",
            ),
        ),
    ]
