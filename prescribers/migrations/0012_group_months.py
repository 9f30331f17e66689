import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prescribers', '0010_caisse_profiles'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupMonths',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group_code', models.CharField(max_length=24)),
                ('low', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(null=True), size=None)),
                ('median', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(null=True), size=None)),
                ('high', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(null=True), size=None)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='prescribers.profilerun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'group_code'), name='group_once_per_run'), models.CheckConstraint(condition=models.Q(('high__len', models.F('median__len')), ('low__len', models.F('median__len'))), name='group_months_of_one_length')],
            },
        ),
    ]
