import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from prescribers.migrations._partitions import BEHIND_THE_WALL


# Behind the wall the policies read `caisse`: a row filed under another one would be read there.
SAME_CAISSE = """
ALTER TABLE medical.{table} ADD CONSTRAINT {table}_same_caisse
    FOREIGN KEY (interview_id, caisse) REFERENCES interviews_interview (id, caisse);
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_agenda")]

    operations = [
        # « deux-fois-la-reference » has 22 letters.
        migrations.AlterField(
            model_name='discussedcase',
            name='rule',
            field=models.CharField(max_length=30),
        ),
        migrations.CreateModel(
            name='OfferMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caisse', models.CharField(max_length=3)),
                ('before', models.CharField(blank=True, choices=[('propose', 'Proposé'), ('accepte', 'Accepté'), ('fait', 'Fait'), ('refuse', 'Refusé')], default='', max_length=8)),
                ('after', models.CharField(choices=[('propose', 'Proposé'), ('accepte', 'Accepté'), ('fait', 'Fait'), ('refuse', 'Refusé')], max_length=8)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('by_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.interview')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='interviews.patientoffer')),
            ],
            options={
                'db_table': 'interview_offer_move',
                'ordering': ['offer', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('after__in', ['propose', 'accepte', 'fait', 'refuse']), ('before__in', ['', 'propose', 'accepte', 'fait', 'refuse'])), name='interview_offer_move_words_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='offermove',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='41262aed1a171d92d53d2f3a998a9fecb4d66f0a', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_3196e', table='interview_offer_move', when='BEFORE')),
        ),
        migrations.RunSQL(
            BEHIND_THE_WALL.format(table="interview_offer_move")
            + SAME_CAISSE.format(table="interview_offer_move"),
            "ALTER TABLE medical.interview_offer_move SET SCHEMA public;",
        ),
    ]
