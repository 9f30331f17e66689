import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('interviews', '0005_contacts'),
        ('prescribers', '0013_standing'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitCampaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('theme', models.CharField(choices=[('ij', 'Indemnités journalières'), ('antibiotiques', 'Antibiotiques'), ('generiques', 'Génériques et biosimilaires'), ('depistages', 'Dépistages'), ('vaccination', 'Vaccination'), ('autre', 'Autre thème')], max_length=13)),
                ('title', models.CharField(max_length=150)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('quota_by', models.CharField(choices=[('total', 'Pour toute la campagne'), ('dam', 'Par délégué')], default='total', max_length=5)),
                ('quota', models.IntegerField()),
                ('state', models.CharField(choices=[('brouillon', 'Brouillon'), ('ouverte', 'Ouverte'), ('close', 'Close')], default='brouillon', max_length=9)),
                ('created_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closing', models.CharField(blank=True, default='', max_length=500)),
                ('documents', models.ManyToManyField(blank=True, related_name='+', to='interviews.document')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since', '-id'],
            },
        ),
        migrations.CreateModel(
            name='VisitSatisfaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='satisfaction', to='interviews.interview')),
            ],
        ),
        migrations.CreateModel(
            name='VisitTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('priority', models.SmallIntegerField(choices=[(1, 'Haute'), (2, 'Ordinaire'), (3, 'Si possible')], default=2)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_reason', models.CharField(blank=True, default='', max_length=500)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assigned', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='interviews.visitcampaign')),
                ('interview', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visit_target', to='interviews.interview')),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visit_targets', to='prescribers.prescriber')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['campaign', 'priority', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='visitcampaign',
            index=models.Index(fields=['caisse', '-since'], name='visit_campaign_of_caisse'),
        ),
        migrations.AddConstraint(
            model_name='visitcampaign',
            constraint=models.CheckConstraint(condition=models.Q(('quota_by__in', ['total', 'dam']), ('state__in', ['brouillon', 'ouverte', 'close']), ('theme__in', ['ij', 'antibiotiques', 'generiques', 'depistages', 'vaccination', 'autre']), models.Q(('title', ''), _negated=True)), name='visit_campaign_words_known'),
        ),
        migrations.AddConstraint(
            model_name='visitcampaign',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='visit_campaign_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='visitcampaign',
            constraint=models.CheckConstraint(condition=models.Q(('quota__range', (1, 9999))), name='visit_campaign_quota_plausible'),
        ),
        migrations.AddConstraint(
            model_name='visitcampaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'brouillon')), models.Q(models.Q(('state', 'brouillon'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='visit_campaign_state_dated'),
        ),
        migrations.AddConstraint(
            model_name='visitcampaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('closed_at__isnull', False), ('state', 'close')), models.Q(('closing', ''), _negated=True)), models.Q(models.Q(('state', 'close'), _negated=True), ('closed_at__isnull', True), ('closing', '')), _connector='OR'), name='visit_campaign_closed_says_how'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcampaign',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f4840c9f579da9b7e2cd2880bf0cc7617f92ad61', operation='DELETE', pgid='pgtrigger_never_deleted_8e1b1', table='interviews_visitcampaign', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcampaign',
            trigger=pgtrigger.compiler.Trigger(name='created_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='41eedc0f2027ddd7827b4e42a5d972c7a8dae544', operation='UPDATE', pgid='pgtrigger_created_once_ca962', table='interviews_visitcampaign', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcampaign',
            trigger=pgtrigger.compiler.Trigger(name='closed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'close\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ee19ecf1d71fdc34801c9d0c32b0f573d8886699', operation='UPDATE', pgid='pgtrigger_closed_stays_0536f', table='interviews_visitcampaign', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='visitsatisfaction',
            constraint=models.CheckConstraint(condition=models.Q(('mark__range', (1, 5))), name='visit_satisfaction_from_1_to_5'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitsatisfaction',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c39199d3ddc36848d4b8c89c81ce53a4d8732b9', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_73d44', table='interviews_visitsatisfaction', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='visittarget',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('campaign', 'prescriber'), name='visit_target_once'),
        ),
        migrations.AddConstraint(
            model_name='visittarget',
            constraint=models.CheckConstraint(condition=models.Q(('priority__in', [1, 2, 3])), name='visit_target_priority_known'),
        ),
        migrations.AddConstraint(
            model_name='visittarget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True), ('removed_reason', '')), models.Q(models.Q(('interview__isnull', True), ('removed_at__isnull', False), ('removed_by__isnull', False)), models.Q(('removed_reason', ''), _negated=True)), _connector='OR'), name='visit_target_removed_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visittarget',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='626438255a866f5821a90248f374d6f7cb35d98c', operation='DELETE', pgid='pgtrigger_never_deleted_bde60', table='interviews_visittarget', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visittarget',
            trigger=pgtrigger.compiler.Trigger(name='added_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."prescriber_id" IS DISTINCT FROM (NEW."prescriber_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d847e7c62ea371c96ef9ab365fb1626d8d69b45c', operation='UPDATE', pgid='pgtrigger_added_once_68e5b', table='interviews_visittarget', when='BEFORE')),
        ),
    ]
