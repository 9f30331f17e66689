import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from prescribers.migrations._partitions import BEHIND_THE_WALL


class Migration(migrations.Migration):
    dependencies = [
        ("sosij", "0008_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caisse", models.CharField(max_length=3)),
                ("body", models.TextField()),
                ("by_id", models.BigIntegerField()),
                ("kept_at", models.DateTimeField()),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sosij.helprequest")),
            ],
            options={
                "db_table": "request_draft",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("body", ""), _negated=True), name="request_draft_said"),
                    models.UniqueConstraint(fields=("request", "by_id"), name="request_draft_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                ("kept_at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("request", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sosij.helprequest")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("body", ""), _negated=True), name="desk_draft_said"),
                    models.UniqueConstraint(fields=("request", "by"), name="desk_draft_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="helprequest",
            index=models.Index(
                condition=models.Q(("state__in", ("repondue", "sans_suite"))),
                fields=["-received_at", "-id"],
                include=("caisse", "desk"),
                name="sosij_closed_by_receipt",
            ),
        ),
        migrations.RunSQL(
            BEHIND_THE_WALL.format(table="request_draft"),
            "ALTER TABLE medical.request_draft SET SCHEMA public;",
        ),
    ]
