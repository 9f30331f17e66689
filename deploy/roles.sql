-- Roles belong to the cluster, not to a database: made here (launcher, compose, operator), never by
-- a migration. Run as a superuser; safe to repeat. Set the two passwords apart (\password).
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ijportal_owner') THEN
        -- Runs the migrations and owns every object; CREATEDB serves the test databases.
        CREATE ROLE ijportal_owner LOGIN CREATEDB NOSUPERUSER;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ijportal_gestion') THEN
        CREATE ROLE ijportal_gestion NOLOGIN NOSUPERUSER;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ijportal_medical') THEN
        CREATE ROLE ijportal_medical NOLOGIN NOSUPERUSER;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ijportal_app') THEN
        -- The web and the workers: owns nothing, inherits nothing, chooses a role per transaction.
        CREATE ROLE ijportal_app LOGIN NOINHERIT NOSUPERUSER;
    END IF;
END
$$;
GRANT ijportal_gestion, ijportal_medical TO ijportal_app WITH INHERIT FALSE, SET TRUE;
