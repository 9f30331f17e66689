import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from prescribers.migrations._partitions import BEHIND_THE_WALL


# Behind the wall the policies read `caisse`: a text filed under another one would be read there.
SAME_CAISSE = """
ALTER TABLE {table} ADD CONSTRAINT {name}_same_caisse
    FOREIGN KEY (interview_id, caisse) REFERENCES interviews_interview (id, caisse);
"""
TEXTS, NOTES = "interviews_fieldtext", "interview_field_note"


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0003_preparation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(unique=True)),
                ('revision', models.BigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('device_time', models.DateTimeField(null=True)),
                ('outcome', models.CharField(choices=[('accepte', 'Enregistré'), ('conflit', 'Écrit aussi ailleurs'), ('refuse', 'Refusé'), ('ecarte', 'L’autre version a été gardée')], max_length=7)),
                ('edition', models.IntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_reports', to='interviews.interview')),
            ],
        ),
        migrations.CreateModel(
            name='FieldNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('revision', models.BigIntegerField()),
                ('sent', models.JSONField()),
                ('replaced', models.JSONField(null=True)),
                ('kept', models.CharField(blank=True, choices=[('appareil', 'Celle de l’appareil'), ('portail', 'Celle du portail')], default='', max_length=8)),
                ('kept_at', models.DateTimeField(null=True)),
                ('kept_by_id', models.BigIntegerField(null=True)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.fieldreport')),
            ],
            options={
                'db_table': 'interview_field_note',
                'ordering': ['report', 'revision'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FieldText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('revision', models.BigIntegerField()),
                ('sent', models.JSONField()),
                ('replaced', models.JSONField(null=True)),
                ('kept', models.CharField(blank=True, choices=[('appareil', 'Celle de l’appareil'), ('portail', 'Celle du portail')], default='', max_length=8)),
                ('kept_at', models.DateTimeField(null=True)),
                ('kept_by_id', models.BigIntegerField(null=True)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.fieldreport')),
            ],
            options={
                'ordering': ['report', 'revision'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='fieldreport',
            index=models.Index(fields=['interview', 'outcome'], name='field_report_of_interview'),
        ),
        migrations.AddConstraint(
            model_name='fieldreport',
            constraint=models.CheckConstraint(condition=models.Q(('edition__gte', 0), ('outcome__in', ['accepte', 'conflit', 'refuse', 'ecarte']), ('revision__gte', 1)), name='field_report_plausible'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldreport',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ca859426b253492f5f52e46ed4b6d311d7f76e22', operation='DELETE', pgid='pgtrigger_never_deleted_a4298', table='interviews_fieldreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldreport',
            trigger=pgtrigger.compiler.Trigger(name='sent_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0bde486455fe521110066c12822027eff3bc8c75', operation='UPDATE', pgid='pgtrigger_sent_once_79ea3', table='interviews_fieldreport', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fieldnote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept', ''), ('kept_at__isnull', True), ('kept_by_id__isnull', True), ('replaced__isnull', True)), models.Q(('kept__in', ['appareil', 'portail']), ('kept_at__isnull', False), ('kept_by_id__isnull', False), ('replaced__isnull', False)), _connector='OR'), name='field_note_chosen_whole'),
        ),
        migrations.AddConstraint(
            model_name='fieldnote',
            constraint=models.UniqueConstraint(fields=('report', 'revision'), name='field_note_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldnote',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='51c4af1f057639dc53c952814ff0dccf634c7fdd', operation='DELETE', pgid='pgtrigger_never_deleted_c9402', table='interview_field_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldnote',
            trigger=pgtrigger.compiler.Trigger(name='sent_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."sent" IS DISTINCT FROM (NEW."sent"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3998e3dfb65d4547e795f3c6c3fb05d561a30208', operation='UPDATE', pgid='pgtrigger_sent_once_dc407', table='interview_field_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldnote',
            trigger=pgtrigger.compiler.Trigger(name='chosen_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."kept" = \'\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a2dfc9b386304fb3dd9d22265516e3ecbd59e01b', operation='UPDATE', pgid='pgtrigger_chosen_once_cf917', table='interview_field_note', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fieldtext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept', ''), ('kept_at__isnull', True), ('kept_by_id__isnull', True), ('replaced__isnull', True)), models.Q(('kept__in', ['appareil', 'portail']), ('kept_at__isnull', False), ('kept_by_id__isnull', False), ('replaced__isnull', False)), _connector='OR'), name='field_text_chosen_whole'),
        ),
        migrations.AddConstraint(
            model_name='fieldtext',
            constraint=models.UniqueConstraint(fields=('report', 'revision'), name='field_text_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldtext',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='02ee4067d06246281b906f3c767b19d0d0066b5c', operation='DELETE', pgid='pgtrigger_never_deleted_898d7', table='interviews_fieldtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldtext',
            trigger=pgtrigger.compiler.Trigger(name='sent_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."sent" IS DISTINCT FROM (NEW."sent"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a8948617f9cd62a4f5322c01b60b1610c496c4d4', operation='UPDATE', pgid='pgtrigger_sent_once_68d3c', table='interviews_fieldtext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldtext',
            trigger=pgtrigger.compiler.Trigger(name='chosen_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."kept" = \'\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='89d173e634fe622d664a10f5bfc99d3722a028d9', operation='UPDATE', pgid='pgtrigger_chosen_once_465ff', table='interviews_fieldtext', when='BEFORE')),
        ),
        migrations.RunSQL(
            SAME_CAISSE.format(table=TEXTS, name=TEXTS),
            f"ALTER TABLE {TEXTS} DROP CONSTRAINT {TEXTS}_same_caisse;",
        ),
        migrations.RunSQL(
            BEHIND_THE_WALL.format(table=NOTES)
            + SAME_CAISSE.format(table=f"medical.{NOTES}", name=NOTES),
            f"ALTER TABLE medical.{NOTES} SET SCHEMA public;",
        ),
    ]
