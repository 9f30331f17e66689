import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from prescribers.migrations._partitions import BEHIND_THE_WALL


# Behind the wall the policies read `caisse`: a text filed under another one would be read there.
SAME_CAISSE = """
ALTER TABLE medical.{table} ADD CONSTRAINT {table}_same_caisse
    FOREIGN KEY (interview_id, caisse) REFERENCES interviews_interview (id, caisse);
"""
MEDICAL_TABLES = ("interview_note", "interview_case", "interview_offer")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('prescribers', '0013_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, unique=True)),
                ('kind', models.CharField(choices=[('memo', 'Mémo'), ('fiche', 'Fiche repère'), ('video', 'Vidéo'), ('depliant', 'Dépliant patient'), ('formulaire', 'Formulaire')], max_length=10)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('confraternel', 'Entretien confraternel'), ('alerte', 'Entretien d’alerte'), ('accompagnement', 'Accompagnement'), ('suivi', 'Entretien de suivi'), ('installation', 'Rendez-vous d’installation'), ('visite', 'Visite DAM')], max_length=14), blank=True, default=list, size=None)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['memo', 'fiche', 'video', 'depliant', 'formulaire']), ('kinds__contained_by', ['confraternel', 'alerte', 'accompagnement', 'suivi', 'installation', 'visite']), models.Q(('title', ''), _negated=True)), name='document_words_known')],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('link', models.URLField(blank=True, default='', max_length=300)),
                ('source', models.CharField(blank=True, default='', max_length=200)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='interviews.document')),
            ],
            options={
                'ordering': ['document', '-since'],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('kind', models.CharField(choices=[('confraternel', 'Entretien confraternel'), ('alerte', 'Entretien d’alerte'), ('accompagnement', 'Accompagnement'), ('suivi', 'Entretien de suivi'), ('installation', 'Rendez-vous d’installation'), ('visite', 'Visite DAM')], max_length=14)),
                ('motive', models.CharField(choices=[('signal', 'Prescription au-dessus de l’attendu'), ('demande', 'Demande du médecin'), ('suivi', 'Suite d’un échange'), ('theme', 'Thème de campagne'), ('installation', 'Installation'), ('autre', 'Autre')], max_length=12)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('channel', models.CharField(choices=[('cabinet', 'Au cabinet'), ('caisse', 'À la caisse'), ('telephone', 'Par téléphone'), ('visio', 'En visio')], max_length=9)),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('propose', 'À planifier'), ('planifie', 'Planifié'), ('tenu', 'Tenu'), ('manque', 'Manqué'), ('decline', 'Décliné'), ('clos', 'Clos')], default='propose', max_length=8)),
                ('starts_at', models.DateTimeField(null=True)),
                ('minutes', models.SmallIntegerField(default=40)),
                ('lasted_minutes', models.SmallIntegerField(null=True)),
                ('proposed_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('tenu', 'Tenu'), ('manque', 'Manqué'), ('decline', 'Décliné par le médecin'), ('annule', 'Annulé par la caisse')], default='', max_length=8)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='prescribers.prescriber')),
                ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='interviews.interview')),
            ],
        ),
        migrations.CreateModel(
            name='HandedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.documentversion')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed', to='interviews.interview')),
            ],
            options={
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DiscussedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('letter', models.CharField(max_length=1)),
                ('number', models.CharField(max_length=24)),
                ('rule', models.CharField(max_length=20)),
                ('discussed', models.BooleanField(default=False)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
            ],
            options={
                'db_table': 'interview_case',
                'ordering': ['interview', 'letter'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('owner', models.CharField(choices=[('medecin', 'Le médecin'), ('caisse', 'La caisse')], max_length=7)),
                ('words', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('ouvert', 'Ouvert'), ('tenu', 'Tenu'), ('abandonne', 'Abandonné')], default='ouvert', max_length=10)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('made_at', models.DateTimeField()),
                ('reminded_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follower', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='prescribers.prescriber')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='interviews.interview')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterviewMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('proposer', 'Proposé'), ('planifier', 'Planifié'), ('deplacer', 'Déplacé'), ('reporter', 'Reporté sans nouvelle date'), ('confier', 'Confié à une autre personne'), ('tenir', 'Tenu'), ('manquer', 'Manqué par le médecin'), ('decliner', 'Décliné par le médecin'), ('annuler', 'Annulé'), ('rendre_compte', 'Compte rendu écrit'), ('soumettre', 'Compte rendu soumis à seconde lecture'), ('renvoyer', 'Compte rendu à reprendre'), ('signer', 'Compte rendu signé'), ('envoyer', 'Coordonnées et documents envoyés'), ('clore', 'Clos')], max_length=13)),
                ('before', models.CharField(blank=True, choices=[('propose', 'À planifier'), ('planifie', 'Planifié'), ('tenu', 'Tenu'), ('manque', 'Manqué'), ('decline', 'Décliné'), ('clos', 'Clos')], default='', max_length=8)),
                ('after', models.CharField(choices=[('propose', 'À planifier'), ('planifie', 'Planifié'), ('tenu', 'Tenu'), ('manque', 'Manqué'), ('decline', 'Décliné'), ('clos', 'Clos')], max_length=8)),
                ('at', models.DateTimeField()),
                ('system', models.CharField(blank=True, default='', max_length=40)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('starts_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='interviews.interview')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterviewNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('body', models.TextField()),
                ('by_id', models.BigIntegerField()),
                ('written_at', models.DateTimeField()),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
            ],
            options={
                'db_table': 'interview_note',
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterviewReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('a_signer', 'À signer'), ('a_relire', 'En seconde lecture'), ('signe', 'Signé')], default='a_signer', max_length=8)),
                ('reminders', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('regles', 'Règles de prescription'), ('invalidite', 'Critères d’invalidité'), ('consolidation', 'Consolidation d’un AT')], max_length=13), default=list, size=None)),
                ('proposals', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('convocation', 'Convoquer la personne'), ('infirmiere', 'Contact par une infirmière'), ('social', 'Assistante sociale'), ('pdp', 'Signalement PDP')], max_length=11), default=list, size=None)),
                ('particularities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('patientele', 'Patientèle récente ou reprise'), ('at_mp', 'Part AT/MP'), ('remplacements', 'Remplacements'), ('psychiatrie', 'Psychiatrie'), ('permanence', 'Permanence des soins'), ('autre', 'Autre')], max_length=13), default=list, size=None)),
                ('remarks', models.CharField(blank=True, default='', max_length=1000)),
                ('conclusion', models.CharField(blank=True, default='', max_length=1000)),
                ('next_step', models.CharField(choices=[('revoir_3', 'Revoir dans 3 mois'), ('revoir_6', 'Revoir dans 6 mois'), ('autre_echange', 'Passer le relais à un médecin-conseil'), ('termine', 'Terminé')], max_length=13)),
                ('cases_discussed', models.SmallIntegerField(default=0)),
                ('written_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('edition', models.IntegerField(default=1)),
                ('second_reading', models.BooleanField(default=False)),
                ('signed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='interviews.interview')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quality', models.CharField(choices=[('collegue', 'Collègue de la caisse'), ('assistant', 'Personne qui accompagne le médecin')], max_length=9)),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='interviews.interview')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PatientOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('letter', models.CharField(max_length=1)),
                ('proposal', models.CharField(choices=[('convocation', 'Convoquer la personne'), ('infirmiere', 'Contact par une infirmière'), ('social', 'Assistante sociale'), ('pdp', 'Signalement PDP')], max_length=11)),
                ('state', models.CharField(choices=[('propose', 'Proposé'), ('accepte', 'Accepté'), ('fait', 'Fait'), ('refuse', 'Refusé')], default='propose', max_length=8)),
                ('offered_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by_id', models.BigIntegerField()),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
            ],
            options={
                'db_table': 'interview_offer',
                'ordering': ['interview', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='document_version_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('version', ''), _negated=True), models.Q(('link', ''), ('link__startswith', 'https://'), _connector='OR')), name='document_version_named'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.UniqueConstraint(fields=('document', 'version'), name='document_version_once'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('document', '='), (models.Func(models.F('since'), models.F('until'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='document_version_no_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='issued_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."since" IS DISTINCT FROM (NEW."since"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c53152a584fe15570b3e070a2d6f1247412f931a', operation='UPDATE', pgid='pgtrigger_issued_once_da762', table='interviews_documentversion', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(condition=models.Q(('state__in', ('propose', 'planifie', 'tenu', 'manque', 'decline'))), fields=['lead', 'starts_at'], name='interview_agenda'),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(fields=['caisse', '-starts_at', '-id'], name='interview_of_caisse'),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(fields=['prescriber', '-starts_at'], name='interview_of_doctor'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.UniqueConstraint(fields=('id', 'caisse'), name='interview_with_its_caisse'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['cabinet', 'caisse', 'telephone', 'visio']), ('ending__in', ['', 'tenu', 'manque', 'decline', 'annule']), ('kind__in', ['confraternel', 'alerte', 'accompagnement', 'suivi', 'installation', 'visite']), ('motive__in', ['signal', 'demande', 'suivi', 'theme', 'installation', 'autre']), ('state__in', ['propose', 'planifie', 'tenu', 'manque', 'decline', 'clos'])), name='interview_words_known'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('planifie', 'tenu', 'manque')), _negated=True), ('starts_at__isnull', False), _connector='OR'), name='interview_dated_when_planned'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'propose'), _negated=True), ('starts_at__isnull', True), _connector='OR'), name='interview_undated_when_proposed'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480)), models.Q(('lasted_minutes__isnull', True), ('lasted_minutes__range', (1, 480)), _connector='OR')), name='interview_lengths_plausible'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lasted_minutes__isnull', False), ('state', 'tenu')), models.Q(('ending', 'tenu'), ('lasted_minutes__isnull', False)), models.Q(models.Q(('state', 'tenu'), _negated=True), models.Q(('ending', 'tenu'), _negated=True), ('lasted_minutes__isnull', True)), _connector='OR'), name='interview_lasted_when_held'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('closed_at__isnull', False), ('state', 'clos')), models.Q(('ending', ''), _negated=True)), models.Q(models.Q(('state', 'clos'), _negated=True), ('closed_at__isnull', True), ('ending', '')), _connector='OR'), name='interview_closed_says_how'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(('previous__isnull', True), models.Q(('previous', models.F('id')), _negated=True), _connector='OR'), name='interview_follows_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interview',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ec94163a01f701e978cba048bef44478ff5532d9', operation='DELETE', pgid='pgtrigger_never_deleted_54e83', table='interviews_interview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interview',
            trigger=pgtrigger.compiler.Trigger(name='proposed_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."prescriber_id" IS DISTINCT FROM (NEW."prescriber_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='495db9fb0f345e693e8bb43900f0ff996dedf016', operation='UPDATE', pgid='pgtrigger_proposed_once_dc163', table='interviews_interview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interview',
            trigger=pgtrigger.compiler.Trigger(name='closed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'clos\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c8e3ef9496873dd1e0221c85759a617c553e62eb', operation='UPDATE', pgid='pgtrigger_closed_stays_40ee4', table='interviews_interview', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='handeddocument',
            constraint=models.UniqueConstraint(fields=('interview', 'version'), name='handed_once'),
        ),
        migrations.AddConstraint(
            model_name='discussedcase',
            constraint=models.UniqueConstraint(fields=('interview', 'letter'), name='interview_case_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='discussedcase',
            constraint=models.CheckConstraint(condition=models.Q(('letter__regex', '^[A-J]$'), models.Q(('number', ''), _negated=True), models.Q(('rule', ''), _negated=True)), name='interview_case_named'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('state', 'ouvert')), fields=['follower', 'due_on'], name='commitment_open_by_follower'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['prescriber', '-due_on'], name='commitment_of_doctor'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('owner__in', ['medecin', 'caisse']), ('state__in', ['ouvert', 'tenu', 'abandonne']), models.Q(('words', ''), _negated=True)), name='commitment_words_known'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('state', 'ouvert')), models.Q(models.Q(('state', 'ouvert'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='commitment_ended_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'abandonne'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='commitment_dropped_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='10f77e7e57f3a541a41c3eedf788e8dd37e837f5', operation='DELETE', pgid='pgtrigger_never_deleted_bdb81', table='interviews_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='made_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."interview_id" IS DISTINCT FROM (NEW."interview_id") OR OLD."prescriber_id" IS DISTINCT FROM (NEW."prescriber_id") OR OLD."caisse" IS DISTINCT FROM (NEW."caisse") OR OLD."owner" IS DISTINCT FROM (NEW."owner") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f25c37e571bd9b299bdf0f6070a6635e5d8882e0', operation='UPDATE', pgid='pgtrigger_made_once_7b6cc', table='interviews_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='ended_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'tenu\', \'abandonne\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5ac9b0a29ca91481d71efa96479bef5d2e643289', operation='UPDATE', pgid='pgtrigger_ended_stays_c8ebe', table='interviews_commitment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='interviewmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('system', '')), models.Q(models.Q(('by__isnull', True)), models.Q(('system', ''), _negated=True)), _connector='OR'), name='interview_move_has_an_author'),
        ),
        migrations.AddConstraint(
            model_name='interviewmove',
            constraint=models.CheckConstraint(condition=models.Q(('after__in', ['propose', 'planifie', 'tenu', 'manque', 'decline', 'clos']), ('before__in', ['', 'propose', 'planifie', 'tenu', 'manque', 'decline', 'clos']), ('event__in', ['proposer', 'planifier', 'deplacer', 'reporter', 'confier', 'tenir', 'manquer', 'decliner', 'annuler', 'rendre_compte', 'soumettre', 'renvoyer', 'signer', 'envoyer', 'clore'])), name='interview_move_words_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interviewmove',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7ef14be240dbd98486e3e20c633b7020924679c1', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_996e3', table='interviews_interviewmove', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='interviewnote',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='interview_note_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interviewnote',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='abf38c29a53c1ee57b4315c82dc8684a01ee5401', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_289aa', table='interview_note', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='interviewreport',
            constraint=models.CheckConstraint(condition=models.Q(('next_step__in', ['revoir_3', 'revoir_6', 'autre_echange', 'termine']), ('particularities__contained_by', ['patientele', 'at_mp', 'remplacements', 'psychiatrie', 'permanence', 'autre']), ('proposals__contained_by', ['convocation', 'infirmiere', 'social', 'pdp']), ('reminders__contained_by', ['regles', 'invalidite', 'consolidation']), ('state__in', ['a_signer', 'a_relire', 'signe'])), name='report_words_known'),
        ),
        migrations.AddConstraint(
            model_name='interviewreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('state', 'signe')), models.Q(models.Q(('state', 'signe'), _negated=True), ('signed_at__isnull', True), ('signed_by__isnull', True)), _connector='OR'), name='report_signed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='interviewreport',
            constraint=models.CheckConstraint(condition=models.Q(('cases_discussed__range', (0, 99)), ('edition__gte', 1)), name='report_counts_plausible'),
        ),
        migrations.AddConstraint(
            model_name='interviewreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_reading', True), ('state', 'signe'), _negated=True), models.Q(('signed_by', models.F('written_by')), _negated=True), _connector='OR'), name='report_read_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interviewreport',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fb388ef416edff36d9f3803f34e55057c2fcfa2e', operation='DELETE', pgid='pgtrigger_never_deleted_36e30', table='interviews_interviewreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interviewreport',
            trigger=pgtrigger.compiler.Trigger(name='signed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'signe' AND (to_jsonb(OLD) - 'sent_at') IS DISTINCT FROM (to_jsonb(NEW) - 'sent_at'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='49a1bedde5323ddd4d2e0a611b2e64febc32d417', operation='UPDATE', pgid='pgtrigger_signed_stays_c5cfa', table='interviews_interviewreport', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('quality', 'collegue'), ('user__isnull', False)), models.Q(models.Q(('quality', 'assistant'), ('user__isnull', True)), models.Q(('name', ''), _negated=True)), _connector='OR'), name='participant_is_somebody'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('interview', 'user', 'name'), name='participant_once'),
        ),
        migrations.AddConstraint(
            model_name='patientoffer',
            constraint=models.UniqueConstraint(fields=('interview', 'letter', 'proposal'), name='interview_offer_once'),
        ),
        migrations.AddConstraint(
            model_name='patientoffer',
            constraint=models.CheckConstraint(condition=models.Q(('letter__regex', '^[A-J]$'), ('proposal__in', ['convocation', 'infirmiere', 'social', 'pdp']), ('state__in', ['propose', 'accepte', 'fait', 'refuse'])), name='interview_offer_words_known'),
        ),
        *(
            migrations.RunSQL(
                BEHIND_THE_WALL.format(table=table) + SAME_CAISSE.format(table=table),
                f"ALTER TABLE medical.{table} SET SCHEMA public;",
            )
            for table in MEDICAL_TABLES
        ),
    ]
