#!/bin/sh
# First start of the postgres container: roles, their passwords, the database.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -f /srv/roles.sql
psql -v ON_ERROR_STOP=1 -U postgres \
    -v owner_password="$IJPORTAL_OWNER_PASSWORD" -v app_password="$IJPORTAL_APP_PASSWORD" <<'SQL'
ALTER ROLE ijportal_owner PASSWORD :'owner_password';
ALTER ROLE ijportal_app PASSWORD :'app_password';
CREATE DATABASE ijportal OWNER ijportal_owner;
SQL
