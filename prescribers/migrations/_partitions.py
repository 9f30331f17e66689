"""SQL of the partitioned tables and of the medical wall, written once for every table.

A table is made by Django, then turned into a partitioned parent of the same shape, so that the
model stays the only description of its columns. Partitions come and go at run time through
SECURITY DEFINER functions: the application owns nothing and may run no DDL of its own.
"""

from dataclasses import dataclass


PARTITION_BY = """
ALTER TABLE {table} RENAME TO {table}_plain;
CREATE TABLE {table} (LIKE {table}_plain INCLUDING ALL EXCLUDING INDEXES)
    PARTITION BY LIST ({key});
DROP TABLE {table}_plain;
ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({primary_key});
"""

BEHIND_THE_WALL = """
ALTER TABLE public.{table} SET SCHEMA medical;
REVOKE ALL ON medical.{table} FROM ijportal_gestion;
ALTER TABLE medical.{table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE medical.{table} FORCE ROW LEVEL SECURITY;
CREATE POLICY perimeter ON medical.{table}
    USING (core_in_perimeter(caisse)) WITH CHECK (core_in_perimeter(caisse));
"""

# A partition is read through its parent only; the policy stays on it in case a grant slips in.
POLICY_ON_PARTITION = """
    EXECUTE format('ALTER TABLE {schema}.%I ENABLE ROW LEVEL SECURITY', place);
    EXECUTE format('ALTER TABLE {schema}.%I FORCE ROW LEVEL SECURITY', place);
    EXECUTE format('CREATE POLICY perimeter ON {schema}.%I USING (core_in_perimeter(caisse))'
        ' WITH CHECK (core_in_perimeter(caisse))', place);"""

# A whole partition is replaced: half a perimeter may not do that.
NATIONAL_ONLY = """
    IF current_setting('app.caisses', true) IS DISTINCT FROM '*' THEN
        RAISE EXCEPTION 'a whole partition needs the national perimeter'
            USING ERRCODE = 'insufficient_privilege';
    END IF;"""

# The rule of a month is held here, once, and not on each row: `extract` counts in numeric.
FIRST_OF_MONTH = """
    IF extract(day FROM partition_value) <> 1 THEN
        RAISE EXCEPTION 'partition % does not begin on the first of a month', partition_value
            USING ERRCODE = 'check_violation';
    END IF;"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION {schema}.{verb}_stage(partition_value {key_type}) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, medical, pg_temp AS $body$
DECLARE
    stage text := '{table}_stage_' || {suffix};
BEGIN{guard}
    EXECUTE format('DROP TABLE IF EXISTS {schema}.%I', stage);
    -- Written once, frozen and analysed: there is nothing for autovacuum to come back for.
    EXECUTE format('CREATE TABLE {schema}.%I'
        ' (LIKE {schema}.{table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)'
        ' WITH (autovacuum_enabled = off)', stage);
    -- Proves the partition's bound row by row while it is filled, so that attaching scans nothing.
    EXECUTE format('ALTER TABLE {schema}.%I ADD CONSTRAINT stage_holds_one_value'
        ' CHECK ({key} = %L)', stage, partition_value);
    EXECUTE format('REVOKE ALL ON {schema}.%I'
        ' FROM PUBLIC, ijportal_gestion, ijportal_medical', stage);
    EXECUTE format('GRANT SELECT, INSERT ON {schema}.%I TO ijportal_medical', stage);
    RETURN format('{schema}.%I', stage);
END
$body$;

CREATE OR REPLACE FUNCTION {schema}.{verb}_attach(partition_value {key_type}) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, medical, pg_temp AS $body$
DECLARE
    stage text := '{table}_stage_' || {suffix};
    place text := '{table}_' || {suffix};
BEGIN{guard}
    EXECUTE format('DROP TABLE IF EXISTS {schema}.%I', place);
    EXECUTE format('ALTER TABLE {schema}.%I RENAME TO %I', stage, place);
    -- Builds the indexes of the parent, the primary key among them.
    EXECUTE format('ALTER TABLE {schema}.{table} ATTACH PARTITION {schema}.%I'
        ' FOR VALUES IN (%L)', place, partition_value);
    EXECUTE format('ALTER TABLE {schema}.%I DROP CONSTRAINT stage_holds_one_value', place);
    EXECUTE format('REVOKE ALL ON {schema}.%I'
        ' FROM PUBLIC, ijportal_gestion, ijportal_medical', place);{policy}
    EXECUTE format('ANALYZE {schema}.%I{searched}', place);
    RETURN format('{schema}.%I', place);
END
$body$;

REVOKE EXECUTE ON FUNCTION {schema}.{verb}_stage({key_type}) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION {schema}.{verb}_attach({key_type}) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {schema}.{verb}_stage({key_type}) TO ijportal_medical;
GRANT EXECUTE ON FUNCTION {schema}.{verb}_attach({key_type}) TO ijportal_medical;
"""

DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS {schema}.{verb}_stage({key_type});
DROP FUNCTION IF EXISTS {schema}.{verb}_attach({key_type});
"""

PROFILE_RUN_DROP = """
CREATE FUNCTION public.profile_run_drop(run bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, medical, pg_temp AS $body$
BEGIN
    IF EXISTS (SELECT FROM prescribers_publication p WHERE p.run_id = run) THEN
        RAISE EXCEPTION 'run % is the published one', run USING ERRCODE = 'restrict_violation';
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS public.%I', 'prescribers_profile_' || run);
    EXECUTE format('DROP TABLE IF EXISTS public.%I', 'prescribers_profile_stage_' || run);
END
$body$;
REVOKE EXECUTE ON FUNCTION public.profile_run_drop(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.profile_run_drop(bigint) TO ijportal_medical;
"""


@dataclass(frozen=True)
class Partitioned:
    """One table cut by the value of one column."""

    table: str
    key: str
    key_type: str
    primary_key: str
    # The columns by which rows are looked for, the only ones the planner must know; all if empty.
    searched: str
    verb: str
    medical: bool

    @property
    def schema(self) -> str:
        return "medical" if self.medical else "public"

    @property
    def sql(self) -> str:
        """Turn the plain table into a parent and give it its two functions."""
        parent = PARTITION_BY.format(table=self.table, key=self.key, primary_key=self.primary_key)
        wall = BEHIND_THE_WALL.format(table=self.table) if self.medical else ""
        return parent + wall + self.functions_sql

    @property
    def functions_sql(self) -> str:
        """Make its two functions, or make them again."""
        by_month = self.key_type == "date"
        return FUNCTIONS.format(
            schema=self.schema,
            table=self.table,
            key=self.key,
            key_type=self.key_type,
            verb=self.verb,
            searched=f" ({self.searched})" if self.searched else "",
            suffix="to_char(partition_value, 'YYYY_MM')" if by_month else "partition_value::text",
            guard=(NATIONAL_ONLY if self.medical else "") + (FIRST_OF_MONTH if by_month else ""),
            policy=POLICY_ON_PARTITION.format(schema=self.schema) if self.medical else "",
        )

    def move_key_sql(self, columns: str) -> str:
        """Give the table, its partitions with it, another primary key: Django moves none."""
        where = f"{self.schema}.{self.table}"
        return (
            f"ALTER TABLE {where} DROP CONSTRAINT {self.table}_pkey;"
            f"ALTER TABLE {where} ADD CONSTRAINT {self.table}_pkey PRIMARY KEY ({columns});"
        )

    @property
    def reverse_sql(self) -> str:
        """Bring the table back where Django will drop it."""
        back = f"ALTER TABLE medical.{self.table} SET SCHEMA public;" if self.medical else ""
        return back + DROP_FUNCTIONS.format(
            schema=self.schema, verb=self.verb, key_type=self.key_type
        )


LEAVE = Partitioned(
    table="leave",
    key="month",
    key_type="date",
    primary_key="month, rpps, patient, start, nature",
    searched="rpps, start, patient, days, amount_cents, risk, caisse",
    verb="leave_month",
    medical=True,
)
PATIENT_LIST = Partitioned(
    table="patient_list",
    key="window_end",
    key_type="date",
    primary_key="window_end, rpps, stratum",
    searched="rpps, stratum, caisse",
    verb="patient_window",
    medical=True,
)
PROFILE = Partitioned(
    table="prescribers_profile",
    key="run_id",
    key_type="bigint",
    primary_key="run_id, rpps",
    searched=(
        # The run's own number too: the planner must know that it is that of all the rows.
        "run_id, rpps, caisse, region, specialty, group_code, name_sort, commune_name, enough,"
        " level, signal, stability, ratio_days, smoothed, excess_days, obs_days, exp_days"
    ),
    verb="profile_run",
    medical=False,
)
ACTIVITY = Partitioned(
    table="prescribers_activity",
    key="month",
    key_type="date",
    primary_key="month, rpps",
    searched="rpps",
    verb="activity_month",
    medical=False,
)
