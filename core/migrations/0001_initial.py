"""The wall and the ground: extensions, schema, grants, perimeter; no table.

Whatever ran before (Django's own tables) gets its grants by GRANT ON ALL TABLES, whatever comes
after by the owner's default privileges: the order of the migrations does not matter.
"""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations


GRANTS = """
CREATE SCHEMA IF NOT EXISTS medical;
GRANT USAGE ON SCHEMA public, medical TO ijportal_gestion, ijportal_medical;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public
    TO ijportal_gestion, ijportal_medical;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ijportal_gestion, ijportal_medical;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ijportal_gestion, ijportal_medical;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO ijportal_gestion, ijportal_medical;

-- The application reads which migrations ran (page /pret); it never writes there.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM ijportal_gestion, ijportal_medical;
"""

PERIMETER = """
CREATE FUNCTION public.core_in_perimeter(code text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(
        current_setting('app.caisses', true) = '*'
        OR code = ANY (string_to_array(current_setting('app.caisses', true), ',')),
        false
    );
COMMENT ON FUNCTION public.core_in_perimeter(text) IS
    'Whether the transaction may see the medical rows of this caisse (core.database_role).';
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(PERIMETER, "DROP FUNCTION public.core_in_perimeter(text)"),
    ]
