"""The ledger of jobs, the outbox and the journal, which nobody but its owner may rewrite."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


APPEND_ONLY = """
REVOKE UPDATE, DELETE ON core_journalentry, core_journalseal FROM ijportal_gestion, ijportal_medical;
REVOKE DELETE ON core_journalhead FROM ijportal_gestion, ijportal_medical;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('mac', models.BinaryField()),
                ('signature', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='JournalSeal',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField()),
                ('mac', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('channel', models.CharField(max_length=40)),
                ('payload', models.JSONField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('error_code', models.CharField(blank=True, default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80)),
                ('dedup_key', models.CharField(max_length=200, unique=True)),
                ('payload', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('QUEUED', 'En attente'), ('RUNNING', 'En cours'), ('DONE', 'Terminé'), ('FAILED', 'Nouvel essai prévu'), ('DEAD', 'En échec'), ('CANCELLED', 'Annulé')], default='QUEUED', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('max_attempts', models.PositiveSmallIntegerField(default=3)),
                ('lease_token', models.UUIDField(editable=False, null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), null=True)),
                ('rung_at', models.DateTimeField(null=True)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('progress_done', models.PositiveIntegerField(default=0)),
                ('progress_total', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('error_code', models.CharField(blank=True, default='', max_length=80)),
                ('error_message', models.TextField(blank=True, default='')),
                ('actor_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='core.job')),
            ],
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('actor_id', models.BigIntegerField(null=True)),
                ('system', models.CharField(blank=True, default='', max_length=40)),
                ('action', models.CharField(max_length=80)),
                ('object_kind', models.CharField(blank=True, default='', max_length=80)),
                ('object_id', models.CharField(blank=True, default='', max_length=80)),
                ('caisse', models.CharField(blank=True, default='', max_length=3)),
                ('reason', models.TextField(blank=True, default='')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='core_journal_at'), models.Index(fields=['actor_id', '-id'], name='core_journal_actor'), models.Index(fields=['action', '-id'], name='core_journal_action'), models.Index(fields=['object_kind', 'object_id', '-id'], name='core_journal_object')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor_id__isnull', False), ('system', '')), models.Q(('actor_id__isnull', True), models.Q(('system', ''), _negated=True)), _connector='OR'), name='core_journal_one_author'), models.CheckConstraint(condition=models.Q(('action', ''), _negated=True), name='core_journal_act_named')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='no_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a5590087f65d768268911a2a91e44770b61bd03b', operation='UPDATE', pgid='pgtrigger_no_update_d75d6', table='core_journalentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9923d5bd07e47507b0d68171f9677c7253e364d7', operation='DELETE', pgid='pgtrigger_no_delete_9219b', table='core_journalentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='97a931bfb31c4904a6d5cc591ba1e267418ac303', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0e816', table='core_journalentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalhead',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3443d49ece01c6b9d923f3611b476ac3002bb18b', operation='DELETE', pgid='pgtrigger_no_delete_3062d', table='core_journalhead', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalhead',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ca3d663eb295d57bf66b16fac7fd99f654a08993', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6a585', table='core_journalhead', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalhead',
            trigger=pgtrigger.compiler.Trigger(name='only_forward', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.seq <= OLD.seq OR NEW.day IS DISTINCT FROM OLD.day)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5eef0bde0f34a4cde89f768876b2762ee833e2fe', operation='UPDATE', pgid='pgtrigger_only_forward_de228', table='core_journalhead', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='journalseal',
            constraint=models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='core_seal_seq_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalseal',
            trigger=pgtrigger.compiler.Trigger(name='no_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='de829e0c711a56ef4572ac844a0afdf8cf002753', operation='UPDATE', pgid='pgtrigger_no_update_df643', table='core_journalseal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalseal',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='36dbb7e5e827c166838adeb82e680e638cde8cf9', operation='DELETE', pgid='pgtrigger_no_delete_b2e4e', table='core_journalseal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalseal',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='6809d7a7f5477367fe7f707242ddc1eee77f836d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_7f861', table='core_journalseal', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(condition=models.Q(('next_attempt_at__isnull', False)), fields=['next_attempt_at'], name='core_outbox_due'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('next_attempt_at__isnull', True), _connector='OR'), name='core_outbox_sent_is_not_due'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), ('next_attempt_at__isnull', False), models.Q(('error_code', ''), _negated=True), _connector='OR'), name='core_outbox_given_up_has_code'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['status', '-id'], name='core_job_board'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('status__in', ('QUEUED', 'FAILED'))), fields=['next_attempt_at'], name='core_job_due'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('status', 'RUNNING')), fields=['lease_until'], name='core_job_leases'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'DEAD', 'CANCELLED'])), name='core_job_status_known'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', False), ('lease_until__isnull', False), ('started_at__isnull', False), ('status', 'RUNNING')), models.Q(models.Q(('status', 'RUNNING'), _negated=True), ('lease_token__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='core_job_running_has_lease'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('DONE', 'DEAD', 'CANCELLED')), ('finished_at__isnull', False)), models.Q(models.Q(('status__in', ('DONE', 'DEAD', 'CANCELLED')), _negated=True), models.Q(('finished_at__isnull', False), _negated=True)), _connector='OR'), name='core_job_ended_has_end'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('QUEUED', 'FAILED')), ('next_attempt_at__isnull', False)), models.Q(models.Q(('status__in', ('QUEUED', 'FAILED')), _negated=True), models.Q(('next_attempt_at__isnull', False), _negated=True)), _connector='OR'), name='core_job_waiting_has_date'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['FAILED', 'DEAD']), models.Q(('error_code', ''), _negated=True)), models.Q(models.Q(('status__in', ['FAILED', 'DEAD']), _negated=True), ('error_code', '')), _connector='OR'), name='core_job_failure_has_code'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('progress_done__lte', models.F('progress_total'))), name='core_job_progress_within_total'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('attempts__lte', models.F('max_attempts')), ('max_attempts__gte', 1)), name='core_job_attempts_within_max'),
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
