import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sosij", "0006_duty")]

    operations = [
        migrations.RemoveConstraint(
            model_name='move',
            name='move_words_known',
        ),
        migrations.AddField(
            model_name='requestfile',
            name='infected',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='requestfile',
            name='tried_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='move',
            name='event',
            field=models.CharField(choices=[('recevoir', 'Demande reçue'), ('qualifier', 'Qualifiée'), ('requalifier', 'Requalifiée'), ('reorienter', 'Réorientée'), ('prendre', 'Prise en charge'), ('rendre', 'Rendue au guichet'), ('suspendre', 'Délai suspendu'), ('reprendre', 'Délai repris'), ('proposer', 'Réponse soumise à seconde lecture'), ('renvoyer', 'Réponse à reprendre'), ('valider', 'Réponse relue et envoyée'), ('repondre', 'Réponse envoyée'), ('repondre_telephone', 'Réponse donnée par téléphone'), ('classer', 'Classée sans réponse'), ('completer', 'Précision reçue du médecin'), ('avertir', 'Échéance proche signalée'), ('depasser', 'Échéance dépassée signalée'), ('escalader', 'Toujours sans réponse, signalée au responsable')], max_length=18),
        ),
        migrations.AddIndex(
            model_name='requestfile',
            index=models.Index(condition=models.Q(('scanned_at__isnull', True)), fields=['tried_at'], name='request_file_to_scan'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('after__in', ['recue', 'a_prendre', 'en_cours', 'suspendue', 'a_relire', 'repondue', 'sans_suite']), ('before__in', ['', 'recue', 'a_prendre', 'en_cours', 'suspendue', 'a_relire', 'repondue', 'sans_suite']), ('desk__in', ['', 'medical', 'social', 'prestations', 'msa']), ('event__in', ['recevoir', 'qualifier', 'requalifier', 'reorienter', 'prendre', 'rendre', 'suspendre', 'reprendre', 'proposer', 'renvoyer', 'valider', 'repondre', 'repondre_telephone', 'classer', 'completer', 'avertir', 'depasser', 'escalader'])), name='move_words_known'),
        ),
        migrations.AddConstraint(
            model_name='requestfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.Exact(models.Func(models.F('content'), function='octet_length', output_field=models.IntegerField()), models.F('size')), ('infected', False)), models.Q(django.db.models.lookups.Exact(models.Func(models.F('content'), function='octet_length', output_field=models.IntegerField()), 0), ('infected', True), ('scanned_at__isnull', False)), _connector='OR'), name='request_file_whole_or_emptied'),
        ),
    ]
