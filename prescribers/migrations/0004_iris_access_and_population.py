from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prescribers', '0003_leave_key_in_stored_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='iris',
            name='access',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='iris',
            name='population',
            field=models.IntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='iris',
            constraint=models.CheckConstraint(condition=models.Q(('access__range', (0, 5))), name='iris_access_0_to_5'),
        ),
        migrations.AddConstraint(
            model_name='iris',
            constraint=models.CheckConstraint(condition=models.Q(('population__isnull', True), ('population__gte', 0), _connector='OR'), name='iris_population_not_negative'),
        ),
    ]
