import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interviews', '0001_initial'),
        ('prescribers', '0013_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsultationHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.SmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('source', models.CharField(choices=[('medecin', 'Déclarées par le médecin'), ('cabinet', 'Déclarées par le cabinet')], max_length=7)),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultation_hours', to='prescribers.prescriber')),
            ],
            options={
                'ordering': ['prescriber', 'weekday', 'opens', 'since'],
            },
        ),
        migrations.CreateModel(
            name='InterviewReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('whom', models.CharField(choices=[('animateur', 'Qui tient l’entretien'), ('remplacant', 'Son remplaçant'), ('medecin', 'Le médecin')], max_length=10)),
                ('at', models.DateTimeField()),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='interviews.interview')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('invitation', 'Invitation'), ('mise_a_jour', 'Changement annoncé'), ('annulation', 'Annulation annoncée')], max_length=12)),
                ('channel', models.CharField(choices=[('courrier', 'Courrier'), ('courriel', 'Courriel')], max_length=8)),
                ('address', models.EmailField(blank=True, default='', max_length=254)),
                ('starts_at', models.DateTimeField()),
                ('sequence', models.SmallIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('system', models.CharField(blank=True, default='', max_length=40)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='interviews.interview')),
            ],
            options={
                'ordering': ['interview', 'sequence'],
            },
        ),
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('minutes', models.SmallIntegerField()),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user', 'caisse', 'since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='capacity_dates_ordered'), models.CheckConstraint(condition=models.Q(('minutes__range', (0, 2880))), name='capacity_fits_a_week'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('caisse', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='capacity_no_overlap')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capacity',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='091ff9f24e010cbb979baf715d4053198f4193ae', operation='DELETE', pgid='pgtrigger_never_deleted_7dcda', table='interviews_capacity', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capacity',
            trigger=pgtrigger.compiler.Trigger(name='declared_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."since" IS DISTINCT FROM (NEW."since"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3a2a8391dafc1105ee07cfd217f9d1e3ab28ea4a', operation='UPDATE', pgid='pgtrigger_declared_once_d5b85', table='interviews_capacity', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='consultationhours',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['medecin', 'cabinet']), ('weekday__range', (0, 6))), name='consultation_words_known'),
        ),
        migrations.AddConstraint(
            model_name='consultationhours',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='consultation_times_ordered'),
        ),
        migrations.AddConstraint(
            model_name='consultationhours',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='consultation_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='consultationhours',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('prescriber', '='), ('weekday', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&'), (models.Func(models.Func(models.F('opens'), output_field=models.DateTimeField(), template="(DATE '2000-01-01' + %(expressions)s)"), models.Func(models.F('closes'), output_field=models.DateTimeField(), template="(DATE '2000-01-01' + %(expressions)s)"), function='tsrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='consultation_no_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultationhours',
            trigger=pgtrigger.compiler.Trigger(name='declared_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."prescriber_id" IS DISTINCT FROM (NEW."prescriber_id") OR OLD."weekday" IS DISTINCT FROM (NEW."weekday") OR OLD."opens" IS DISTINCT FROM (NEW."opens") OR OLD."closes" IS DISTINCT FROM (NEW."closes") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."source" IS DISTINCT FROM (NEW."source"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='32077b0994937dca543fc773f62a442d977eccd2', operation='UPDATE', pgid='pgtrigger_declared_once_aa947', table='interviews_consultationhours', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='interviewreminder',
            constraint=models.UniqueConstraint(fields=('interview', 'starts_at', 'whom', 'to'), name='interview_reminder_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='interviewreminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to__isnull', True), ('whom', 'medecin')), models.Q(('to__isnull', False), ('whom__in', ['animateur', 'remplacant'])), _connector='OR'), name='interview_reminder_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='interviewreminder',
            constraint=models.CheckConstraint(condition=models.Q(('at__lt', models.F('starts_at'))), name='interview_reminder_before'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interviewreminder',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5795a080a12e627d063e933f278e99567dbc00ec', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_30261', table='interviews_interviewreminder', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('interview', 'sequence'), name='invitation_sequence_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['courrier', 'courriel']), ('nature__in', ['invitation', 'mise_a_jour', 'annulation']), ('sequence__gte', 0)), name='invitation_words_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('channel', 'courrier')), models.Q(models.Q(('channel', 'courriel')), models.Q(('address', ''), _negated=True)), _connector='OR'), name='invitation_mail_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('channel', 'courriel'), ('nature', 'invitation'), _connector='OR'), name='invitation_letter_is_new'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('system', '')), models.Q(models.Q(('by__isnull', True)), models.Q(('system', ''), _negated=True)), _connector='OR'), name='invitation_has_an_author'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18fe32307aff056fb86cfaa0fabcf3e39c1a319b', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_fe20a', table='interviews_invitation', when='BEFORE')),
        ),
    ]

