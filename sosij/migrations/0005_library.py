import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('sosij', '0004_checks_without_null'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='LibraryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('motives', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('invalidite', 'Pathologie invalidante et incapacité permanente'), ('poste', 'Poste de travail et conflit employeur'), ('contestation', 'Contestation ou refus'), ('fragilite', 'Difficulté financière ou fragilité psycho-sociale'), ('administratif', 'Complexité administrative'), ('autre', 'Autre')], max_length=13), size=None)),
                ('side', models.CharField(choices=[('medicale', 'Réponse médicale'), ('administrative', 'Réponse administrative')], max_length=14)),
                ('review_on', models.DateField(verbose_name='à revoir le')),
                ('reviewed_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.CharField(blank=True, default='', max_length=500)),
            ],
            options={
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LibraryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField()),
                ('body', models.TextField()),
                ('change', models.CharField(max_length=500, verbose_name='ce qui change')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['entry', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('since', models.DateField(verbose_name='du')),
                ('until', models.DateField(verbose_name='au')),
                ('closes_on', models.DateField(verbose_name='premier jour fermé')),
                ('users', models.IntegerField()),
                ('non_users', models.IntegerField()),
                ('prepared_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-prepared_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('caisse', models.CharField(max_length=3)),
                ('departement', models.CharField(blank=True, default='', max_length=3)),
                ('kind', models.CharField(choices=[('utilisateur', 'A reçu une réponse'), ('non_utilisateur', 'N’a jamais demandé')], max_length=15)),
                ('month', models.DateField()),
                ('useful', models.SmallIntegerField(choices=[(1, 'Non'), (2, 'Plutôt non'), (3, 'Plutôt oui'), (4, 'Oui')], null=True, verbose_name='utile')),
                ('delay', models.SmallIntegerField(choices=[(1, 'Non'), (2, 'Plutôt non'), (3, 'Plutôt oui'), (4, 'Oui')], null=True, verbose_name='délai')),
                ('clear', models.SmallIntegerField(choices=[(1, 'Non'), (2, 'Plutôt non'), (3, 'Plutôt oui'), (4, 'Oui')], null=True, verbose_name='clarté')),
                ('again', models.SmallIntegerField(choices=[(1, 'Non'), (2, 'Plutôt non'), (3, 'Plutôt oui'), (4, 'Oui')], null=True, verbose_name='redemanderait')),
                ('brakes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('inconnu', 'Ne connaissait pas le service'), ('temps', 'Pas le temps'), ('sans_cas', 'Pas de cas à soumettre'), ('telephone', 'Préfère le téléphone'), ('controle', 'Craint un contrôle'), ('autre', 'Autre raison')], max_length=9), default=list, size=None)),
                ('remark', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rpps', models.CharField(max_length=11)),
                ('kind', models.CharField(choices=[('utilisateur', 'A reçu une réponse'), ('non_utilisateur', 'N’a jamais demandé')], max_length=15)),
            ],
        ),
        migrations.CreateModel(
            name='SurveyToken',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('utilisateur', 'A reçu une réponse'), ('non_utilisateur', 'N’a jamais demandé')], max_length=15)),
                ('departement', models.CharField(blank=True, default='', max_length=3)),
            ],
        ),
        migrations.AddField(
            model_name='answersource',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='sosij.helprequest'),
        ),
        migrations.AddField(
            model_name='libraryentry',
            name='reviewed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revue par'),
        ),
        migrations.AddField(
            model_name='libraryentry',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='libraryversion',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='libraryversion',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sosij.libraryentry'),
        ),
        migrations.AddField(
            model_name='answersource',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='sosij.libraryversion'),
        ),
        migrations.AddField(
            model_name='survey',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['caisse', 'month'], name='survey_answer_by_month'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='survey_answer_no_day'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('again__in', [1, 2, 3, 4]), ('again__isnull', False), ('brakes', []), ('clear__in', [1, 2, 3, 4]), ('clear__isnull', False), ('delay__in', [1, 2, 3, 4]), ('delay__isnull', False), ('kind', 'utilisateur'), ('useful__in', [1, 2, 3, 4]), ('useful__isnull', False)), models.Q(('again__isnull', True), ('brakes__contained_by', ['inconnu', 'temps', 'sans_cas', 'telephone', 'controle', 'autre']), ('brakes__len__gte', 1), ('clear__isnull', True), ('delay__isnull', True), ('kind', 'non_utilisateur'), ('useful__isnull', True)), _connector='OR'), name='survey_answer_whole'),
        ),
        migrations.AddField(
            model_name='surveyinvitation',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='sosij.survey'),
        ),
        migrations.AddField(
            model_name='surveytoken',
            name='survey',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='sosij.survey'),
        ),
        migrations.AddConstraint(
            model_name='libraryentry',
            constraint=models.CheckConstraint(condition=models.Q(('motives__len__gte', 1), ('side__in', ['medicale', 'administrative']), ('motives__contained_by', ['invalidite', 'poste', 'contestation', 'fragilite', 'administratif', 'autre']), models.Q(('title', ''), _negated=True)), name='library_entry_described'),
        ),
        migrations.AddConstraint(
            model_name='libraryentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='library_withdrawn_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='libraryentry',
            trigger=pgtrigger.compiler.Trigger(name='library_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c2c281e78ccfb22fc99944d0a831a50a350b43a2', operation='DELETE', pgid='pgtrigger_library_kept_50a1e', table='sosij_libraryentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='libraryentry',
            trigger=pgtrigger.compiler.Trigger(name='side_chosen_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."side" IS DISTINCT FROM (NEW."side"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='efbdf264651d5b2f0028f5f41bbbf4d7313fe17f', operation='UPDATE', pgid='pgtrigger_side_chosen_once_f46ea', table='sosij_libraryentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='libraryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='library_version_once'),
        ),
        migrations.AddConstraint(
            model_name='libraryversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('body', ''), _negated=True), models.Q(('change', ''), _negated=True)), name='library_version_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='libraryversion',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='92c4aa66de149c0142fab35f76212b923c5c78fa', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_3b04e', table='sosij_libraryversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='answersource',
            constraint=models.UniqueConstraint(fields=('request', 'version'), name='answer_source_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answersource',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2a82518442965344a20ad79b669d63a81e82ee5', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_dff71', table='sosij_answersource', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gt', models.F('until')), ('until__gte', models.F('since'))), name='survey_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('non_users__gte', 0), ('users__gte', 0), models.Q(('non_users', 0), ('users', 0), _negated=True)), name='survey_invites_somebody'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True)), fields=('caisse', 'since', 'until'), name='survey_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='surveyinvitation',
            constraint=models.UniqueConstraint(fields=('survey', 'rpps'), name='survey_invitation_once'),
        ),
        migrations.AddConstraint(
            model_name='surveyinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['utilisateur', 'non_utilisateur']), ('rpps__regex', '^[0-9]{11}$')), name='survey_invitation_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='surveyinvitation',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fa8d25ecd3ad40294f40c5afb027c23c5d0b8ca', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_1388b', table='sosij_surveyinvitation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='surveytoken',
            constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$'), ('kind__in', ['utilisateur', 'non_utilisateur'])), name='survey_token_known'),
        ),
    ]
