from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_agenda")]

    operations = []
