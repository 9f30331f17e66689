import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sosij", "0005_library"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('desk', models.CharField(choices=[('medical', 'Service médical'), ('social', 'Service social'), ('prestations', 'Prestations'), ('msa', 'Guichet MSA')], max_length=11)),
                ('since', models.DateField()),
                ('until', models.DateField()),
            ],
            options={
                'ordering': ['caisse', 'desk', 'since'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('avertir', 'Échéance proche signalée'), ('depasser', 'Échéance dépassée signalée'), ('escalader', 'Toujours sans réponse, signalée au responsable')], max_length=18)),
                ('quality', models.CharField(choices=[('detenteur', 'détenteur'), ('guichet', 'guichet'), ('astreinte', 'astreinte'), ('responsable', 'responsable du guichet'), ('personne', 'personne')], max_length=11)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['request', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='move_words_known',
        ),
        migrations.AddField(
            model_name='helprequest',
            name='escalated_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='move',
            name='event',
            field=models.CharField(choices=[('recevoir', 'Demande reçue'), ('qualifier', 'Qualifiée'), ('requalifier', 'Requalifiée'), ('reorienter', 'Réorientée'), ('prendre', 'Prise en charge'), ('rendre', 'Rendue au guichet'), ('suspendre', 'Délai suspendu'), ('reprendre', 'Délai repris'), ('proposer', 'Réponse soumise à seconde lecture'), ('renvoyer', 'Réponse à reprendre'), ('valider', 'Réponse relue et envoyée'), ('repondre', 'Réponse envoyée'), ('repondre_telephone', 'Réponse donnée par téléphone'), ('classer', 'Classée sans réponse'), ('completer', 'Précision reçue du médecin'), ('avertir', 'Échéance proche signalée'), ('depasser', 'Échéance dépassée signalée'), ('escalader', 'Toujours sans réponse, signalée au responsable')], max_length=18),
        ),
        migrations.AddIndex(
            model_name='helprequest',
            index=models.Index(condition=models.Q(('breached_at__isnull', False), ('escalated_at__isnull', True), ('state__in', ('recue', 'a_prendre', 'en_cours', 'a_relire'))), fields=['breached_at'], name='sosij_to_escalate'),
        ),
        migrations.AddConstraint(
            model_name='helprequest',
            constraint=models.CheckConstraint(condition=models.Q(('escalated_at__isnull', True), ('breached_at__isnull', False), _connector='OR'), name='request_escalated_after_breach'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('after__in', ['recue', 'a_prendre', 'en_cours', 'suspendue', 'a_relire', 'repondue', 'sans_suite']), ('before__in', ['', 'recue', 'a_prendre', 'en_cours', 'suspendue', 'a_relire', 'repondue', 'sans_suite']), ('desk__in', ['', 'medical', 'social', 'prestations', 'msa']), ('event__in', ['recevoir', 'qualifier', 'requalifier', 'reorienter', 'prendre', 'rendre', 'suspendre', 'reprendre', 'proposer', 'renvoyer', 'valider', 'repondre', 'repondre_telephone', 'classer', 'completer', 'avertir', 'depasser', 'escalader'])), name='move_words_known'),
        ),
        migrations.AddField(
            model_name='duty',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='sosij.helprequest'),
        ),
        migrations.AddField(
            model_name='notice',
            name='to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='duty_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('desk__in', ['medical', 'social', 'prestations', 'msa'])), name='duty_desk_known'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('caisse', '='), ('desk', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='duty_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['to', 'request'], name='sosij_told'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('request', 'step', 'to'), name='notice_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('quality__in', ['detenteur', 'guichet', 'astreinte', 'responsable', 'personne']), ('step__in', ['avertir', 'depasser', 'escalader'])), name='notice_words_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quality', 'personne'), ('to__isnull', True)), models.Q(models.Q(('to__isnull', False)), models.Q(('quality', 'personne'), _negated=True)), _connector='OR'), name='notice_names_somebody'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7035f95da2332ecc892a0d27b337aee9af9323f', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_7a329', table='sosij_notice', when='BEFORE')),
        ),
    ]
