import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# Behind the wall the policies read `caisse`: a text filed under another one would be read there.
SAME_CAISSE = """
ALTER TABLE medical.{table} ADD CONSTRAINT {table}_same_caisse
    FOREIGN KEY (request_id, caisse) REFERENCES sosij_helprequest (id, caisse);
"""
NO_MORE = "ALTER TABLE medical.{table} DROP CONSTRAINT {table}_same_caisse;"


class Migration(migrations.Migration):
    dependencies = [
        ("sosij", "0009_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="helprequest",
            name="request_words_known",
        ),
        migrations.AddField(
            model_name="helprequest",
            name="second_reading",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(
            "UPDATE sosij_helprequest SET second_reading = true WHERE 'contestation' = ANY (motives)",
            migrations.RunSQL.noop,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="desktext",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8bbd65ea820e8045cb07a6818d6cf5687bfd6365",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_3331d",
                    table="sosij_desktext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helprequest",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b93d5f9f73c6565182608a4090258f90b60d9a3b",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_20042",
                    table="sosij_helprequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helprequest",
            trigger=pgtrigger.compiler.Trigger(
                name="received_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."rpps" IS DISTINCT FROM (NEW."rpps") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."departement" IS DISTINCT FROM (NEW."departement") OR OLD."specialty" IS DISTINCT FROM (NEW."specialty") OR OLD."regime" IS DISTINCT FROM (NEW."regime") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."service_level" IS DISTINCT FROM (NEW."service_level") OR OLD."calendar" IS DISTINCT FROM (NEW."calendar"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d806415ce545f802dc13a62aeba29da7642a5adc",
                    operation="UPDATE",
                    pgid="pgtrigger_received_once_0bcff",
                    table="sosij_helprequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helprequest",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IN ('repondue', 'sans_suite'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ba1246e4b71b28399c1bcd8d0c39b50901cb9eeb",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_stays_4f226",
                    table="sosij_helprequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesttext",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1888b54698f774198ae597b20d5598ed4955782e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_7e120",
                    table="request_text",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.UniqueConstraint(
                fields=("id", "caisse"), name="request_with_its_caisse"
            ),
        ),
        *(
            migrations.RunSQL(SAME_CAISSE.format(table=table), NO_MORE.format(table=table))
            for table in ("request_text", "request_file", "request_draft")
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "calendar__in",
                        ["FR", "FR-57", "FR-6AE", "FR-971", "FR-972", "FR-973", "FR-974", "FR-976"],
                    ),
                    ("channel__in", ["portail", "telephone", "courriel", "fichier"]),
                    ("desk__in", ["", "medical", "social", "prestations", "msa"]),
                    ("drop_reason__in", ["", "doublon", "retrait", "hors_champ"]),
                    (
                        "motives__contained_by",
                        [
                            "invalidite",
                            "poste",
                            "contestation",
                            "fragilite",
                            "administratif",
                            "autre",
                        ],
                    ),
                    ("regime__in", ["RG", "MSA", ""]),
                    ("service_level__in", ["2025-01"]),
                    (
                        "state__in",
                        [
                            "recue",
                            "a_prendre",
                            "en_cours",
                            "suspendue",
                            "a_relire",
                            "repondue",
                            "sans_suite",
                        ],
                    ),
                ),
                name="request_words_known",
            ),
        ),
    ]
