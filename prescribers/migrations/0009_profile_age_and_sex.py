import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prescribers', '0008_exports'),
    ]

    operations = [
        migrations.AddField(
            model_name='profile',
            name='patients_by_age_sex',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None),
        ),
    ]
