import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('interviews', '0004_offline'),
        ('prescribers', '0013_standing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('means', models.CharField(choices=[('appel', 'Appel'), ('courriel', 'Courriel'), ('lettre', 'Lettre'), ('messagerie', 'Messagerie sécurisée'), ('webinaire', 'Webinaire'), ('autre', 'Autre')], max_length=10)),
                ('direction', models.CharField(choices=[('vers', 'Vers le médecin'), ('recu', 'Du médecin')], max_length=4)),
                ('outcome', models.CharField(choices=[('joint', 'Joint'), ('non_joint', 'Non joint'), ('message', 'Message laissé'), ('rappeler', 'À rappeler')], max_length=9)),
                ('summary', models.CharField(blank=True, default='', max_length=500)),
                ('at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('next_contact_on', models.DateField(null=True)),
                ('next_done_at', models.DateTimeField(null=True)),
                ('source', models.CharField(choices=[('saisie', 'Saisi dans le portail'), ('import', 'Importé d’un fichier'), ('presence', 'Présence à un webinaire')], default='saisie', max_length=8)),
                ('external_id', models.CharField(blank=True, default='', max_length=64)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='interviews.interview')),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='prescribers.prescriber')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='interviews.contact')),
            ],
        ),
        migrations.CreateModel(
            name='Webinar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150)),
                ('theme', models.CharField(choices=[('ij', 'Indemnités journalières'), ('antibiotiques', 'Antibiotiques'), ('generiques', 'Génériques et biosimilaires'), ('depistages', 'Dépistages'), ('vaccination', 'Vaccination'), ('autre', 'Autre thème')], max_length=13)),
                ('caisse', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('documents', models.ManyToManyField(blank=True, related_name='+', to='interviews.document')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ContactFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('good', models.IntegerField()),
                ('known', models.IntegerField()),
                ('bad', models.IntegerField()),
                ('faults', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('written', models.IntegerField(default=0)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('webinar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='interviews.webinar')),
            ],
        ),
        migrations.CreateModel(
            name='WebinarGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invite', 'Invité'), ('inscrit', 'Inscrit'), ('present', 'Présent'), ('absent', 'Absent')], default='invite', max_length=8)),
                ('changed_at', models.DateTimeField()),
                ('contact', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='interviews.contact')),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='prescribers.prescriber')),
                ('webinar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='interviews.webinar')),
            ],
            options={
                'ordering': ['webinar', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['caisse', '-at', '-id'], name='contact_of_caisse'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['prescriber', '-at'], name='contact_of_doctor'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('next_contact_on__isnull', False), ('next_done_at__isnull', True)), fields=['by', 'next_contact_on'], name='contact_to_call_back'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['vers', 'recu']), ('means__in', ['appel', 'courriel', 'lettre', 'messagerie', 'webinaire', 'autre']), ('outcome__in', ['joint', 'non_joint', 'message', 'rappeler']), ('source__in', ['saisie', 'import', 'presence'])), name='contact_words_known'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('written_at__gte', models.F('at'))), name='contact_told_after_it_took_place'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('next_done_at__isnull', True), ('next_contact_on__isnull', False), _connector='OR'), name='contact_next_ended_was_asked'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'rappeler'), _negated=True), ('next_contact_on__isnull', False), _connector='OR'), name='contact_call_back_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('external_id', ''), ('source', 'saisie')), models.Q(models.Q(('source', 'saisie'), _negated=True), models.Q(('external_id', ''), _negated=True)), _connector='OR'), name='contact_elsewhere_is_named'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('replaces__isnull', True)), models.Q(models.Q(('replaces__isnull', False)), models.Q(('reason', ''), _negated=True), models.Q(('replaces', models.F('id')), _negated=True)), _connector='OR'), name='contact_corrected_says_why'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='contact_from_elsewhere_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d39acf08283114654822f30eb5a642df5079c891', operation='DELETE', pgid='pgtrigger_never_deleted_23c77', table='interviews_contact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.next_done_at IS NOT NULL OR (to_jsonb(OLD) - 'next_done_at') IS DISTINCT FROM (to_jsonb(NEW) - 'next_done_at'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c137c4dcc9d0fae142ea4f7b4a28ac4e5b6484b7', operation='UPDATE', pgid='pgtrigger_written_once_6a27f', table='interviews_contact', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='webinar',
            index=models.Index(fields=['caisse', '-at'], name='webinar_of_caisse'),
        ),
        migrations.AddConstraint(
            model_name='webinar',
            constraint=models.CheckConstraint(condition=models.Q(('theme__in', ['ij', 'antibiotiques', 'generiques', 'depistages', 'vaccination', 'autre']), models.Q(('title', ''), _negated=True)), name='webinar_named'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webinar',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='de2d919983592b2200c5c8325da1e05ca3bfc558', operation='DELETE', pgid='pgtrigger_never_deleted_51139', table='interviews_webinar', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='contactfile',
            constraint=models.CheckConstraint(condition=models.Q(('bad__gte', 0), ('good__gte', 0), ('known__gte', 0), ('written__gte', 0)), name='contact_file_counts_positive'),
        ),
        migrations.AddConstraint(
            model_name='contactfile',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='contact_file_confirmed_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='contactfile',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('lines', []), _connector='OR'), name='contact_file_closed_keeps_no_line'),
        ),
        migrations.AddConstraint(
            model_name='webinarguest',
            constraint=models.UniqueConstraint(fields=('webinar', 'prescriber'), name='webinar_guest_once'),
        ),
        migrations.AddConstraint(
            model_name='webinarguest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('state', 'present')), models.Q(('contact__isnull', True), ('state__in', ['invite', 'inscrit', 'absent'])), _connector='OR'), name='webinar_guest_present_has_a_contact'),
        ),
    ]
