import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from prescribers.migrations._partitions import BEHIND_THE_WALL


class Migration(migrations.Migration):
    dependencies = [
        ("sosij", "0007_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('good', models.IntegerField()),
                ('twins', models.IntegerField()),
                ('bad', models.IntegerField()),
                ('faults', models.JSONField(blank=True, default=list)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('job_id', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FileLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('number', models.IntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('rpps', models.CharField(max_length=11)),
                ('received_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('portail', 'Portail des praticiens'), ('telephone', 'Téléphone'), ('courriel', 'Courriel'), ('fichier', 'Fichier')], max_length=9)),
                ('regime', models.CharField(blank=True, choices=[('RG', 'Régime général'), ('MSA', 'Régime agricole'), ('', 'Non précisé')], default='', max_length=3)),
                ('question', models.TextField(blank=True, default='')),
                ('refused', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'db_table': 'file_line',
                'ordering': ['batch', 'number'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='localroute',
            name='route_open_once',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='seat_open_once',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localroute',
            trigger=pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."motive" IS DISTINCT FROM (NEW."motive") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."carsat" IS DISTINCT FROM (NEW."carsat") OR OLD."regime" IS DISTINCT FROM (NEW."regime") OR OLD."desk" IS DISTINCT FROM (NEW."desk") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."source" IS DISTINCT FROM (NEW."source"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ca837d695f1669fe69a7294a8be90853eb45a873', operation='UPDATE', pgid='pgtrigger_decided_once_6d7aa', table='sosij_localroute', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='opened_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."departement" IS DISTINCT FROM (NEW."departement") OR OLD."specialty" IS DISTINCT FROM (NEW."specialty") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."source" IS DISTINCT FROM (NEW."source"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='48a952cbf2d82092cb0a4aa9bbb6336d61c73570', operation='UPDATE', pgid='pgtrigger_opened_once_e0cec', table='sosij_opening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='given_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."desk" IS DISTINCT FROM (NEW."desk") OR OLD."since" IS DISTINCT FROM (NEW."since"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ec417bc9bcb6e1a7d00d0bec20e8f35eb57f48e8', operation='UPDATE', pgid='pgtrigger_given_once_abad2', table='sosij_seat', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='localroute',
            constraint=models.CheckConstraint(condition=models.Q(('caisse', ''), ('carsat', ''), _connector='OR'), name='route_one_place'),
        ),
        migrations.AddConstraint(
            model_name='localroute',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('motive', '='), ('caisse', '='), ('carsat', '='), ('regime', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='route_no_overlap'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('caisse', '='), ('desk', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='seat_no_overlap'),
        ),
        migrations.AddField(
            model_name='filebatch',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fileline',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sosij.filebatch'),
        ),
        migrations.AddField(
            model_name='fileline',
            name='request',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sosij.helprequest'),
        ),
        migrations.AddConstraint(
            model_name='filebatch',
            constraint=models.CheckConstraint(condition=models.Q(('bad__gte', 0), ('good__gte', 0), ('twins__gte', 0)), name='file_batch_counts_positive'),
        ),
        migrations.AddConstraint(
            model_name='filebatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('job_id__isnull', True)), models.Q(('confirmed_at__gte', models.F('read_at')), ('confirmed_at__isnull', False), ('good__gt', 0)), _connector='OR'), name='batch_confirmed_then_run'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='filebatch',
            trigger=pgtrigger.compiler.Trigger(name='counted_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."read_at" IS DISTINCT FROM (NEW."read_at") OR OLD."good" IS DISTINCT FROM (NEW."good") OR OLD."twins" IS DISTINCT FROM (NEW."twins") OR OLD."bad" IS DISTINCT FROM (NEW."bad") OR OLD."faults" IS DISTINCT FROM (NEW."faults"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4b65ac56b05a978a94ab5b6806d0331e7179de3b', operation='UPDATE', pgid='pgtrigger_counted_once_5a659', table='sosij_filebatch', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fileline',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='file_line_once'),
        ),
        migrations.AddConstraint(
            model_name='fileline',
            constraint=models.UniqueConstraint(condition=models.Q(('request__isnull', False)), fields=('digest',), name='file_line_received_once'),
        ),
        migrations.AddConstraint(
            model_name='fileline',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['portail', 'telephone', 'courriel', 'fichier']), ('digest__regex', '^[0-9a-f]{64}$'), ('number__gte', 2), ('regime__in', ['RG', 'MSA', '']), ('rpps__regex', '^[0-9]{11}$')), name='file_line_described'),
        ),
        migrations.AddConstraint(
            model_name='fileline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refused', ''), ('request__isnull', True), models.Q(('question', ''), _negated=True)), models.Q(('question', ''), ('refused', ''), ('request__isnull', False)), models.Q(('question', ''), ('request__isnull', True), models.Q(('refused', ''), _negated=True)), _connector='OR'), name='file_line_text_until_received'),
        ),
        migrations.RunSQL(
            BEHIND_THE_WALL.format(table="file_line"),
            "ALTER TABLE medical.file_line SET SCHEMA public;",
        ),
    ]
