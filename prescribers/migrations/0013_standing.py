import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prescribers', '0012_group_months'),
    ]

    operations = [
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('last_interview_on', models.DateField(null=True)),
                ('last_interview_kind', models.CharField(blank=True, default='', max_length=40)),
                ('last_contact_on', models.DateField(null=True)),
                ('prescriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='prescribers.prescriber')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('prescriber', 'caisse'), name='standing_once'), models.CheckConstraint(condition=models.Q(models.Q(('last_interview_kind', ''), ('last_interview_on__isnull', True)), models.Q(models.Q(('last_interview_on__isnull', False)), models.Q(('last_interview_kind', ''), _negated=True)), _connector='OR'), name='standing_interview_named')],
            },
        ),
    ]
