from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_contacts")]

    operations = []
