-- What the tables of a vault have, a line each: `about`, the table; `kind`; `what`, which is the same on every version of PostgreSQL. By the
-- catalogue alone, which every role may read, so that it costs the same however many rows there are. What an operator may change stays
-- out of it: owners, rights, comments, storage, statistics, replication.
WITH ours AS (
    SELECT it.oid, it.relname, it.relkind, it.relpersistence, it.relrowsecurity
    FROM pg_catalog.pg_class AS it JOIN pg_catalog.pg_namespace AS space ON space.oid = it.relnamespace
    WHERE space.nspname = :schema AND it.relname = ANY (:tables) AND it.relkind IN ('r', 'v', 'm', 'p', 'f')
), texts AS (
    SELECT oid, CASE WHEN oid = 'pg_catalog."C"'::regcollation THEN 'C' ELSE 'other' END AS name FROM pg_catalog.pg_collation
), parts AS (
    SELECT of.indexrelid, place.n, class.opcnamespace = 'pg_catalog'::regnamespace AS is_usual,
        concat_ws(' ', pg_get_indexdef(of.indexrelid, place.n::int, false), texts.name,
            CASE WHEN class.opcnamespace <> 'pg_catalog'::regnamespace OR NOT class.opcdefault THEN 'other operators' END,
            CASE WHEN of.indoption[place.n - 1] <> 0 THEN 'descending' END) AS part
    FROM pg_catalog.pg_index AS of JOIN ours ON ours.oid = of.indrelid
    CROSS JOIN LATERAL generate_series(1, of.indnkeyatts) AS place (n)
    JOIN pg_catalog.pg_opclass AS class ON class.oid = of.indclass[place.n - 1]
    LEFT JOIN texts ON texts.oid = of.indcollation[place.n - 1]
), comparing AS (
-- Predicates of columns, constants and PostgreSQL's own comparisons: they run nothing of anybody's, and refuse no row.
    SELECT of.indexrelid FROM pg_catalog.pg_index AS of JOIN ours ON ours.oid = of.indrelid
    WHERE of.indpred::text !~
            '[{](?!(VAR|CONST|RELABELTYPE|COLLATEEXPR|COLLATE|ARRAYEXPR|ARRAY|BOOLEXPR|NULLTEST|BOOLEANTEST|OPEXPR|SCALARARRAYOPEXPR) )'
        AND NOT EXISTS (SELECT 1 FROM regexp_matches(of.indpred::text, 'opno ([0-9]+)', 'g') AS used (numbers)
            WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_operator AS it
                JOIN pg_catalog.pg_amop AS known ON known.amopopr IN (it.oid, it.oprnegate)
                JOIN pg_catalog.pg_am AS method ON method.oid = known.amopmethod
                WHERE it.oid = numbers[1]::oid AND it.oprnamespace = 'pg_catalog'::regnamespace AND method.amname = 'btree'))
), indexes AS (
    SELECT ours.relname, it.relname AS name, of.indisvalid AND of.indisready AND of.indislive AS is_valid,
        of.indisunique OR of.indisexclusion OR of.indexprs IS NOT NULL
            OR (of.indpred IS NOT NULL AND of.indexrelid NOT IN (SELECT indexrelid FROM comparing))
            OR NOT (SELECT bool_and(is_usual) FROM parts WHERE parts.indexrelid = of.indexrelid) AS does_something,
        concat_ws(' ', CASE WHEN of.indisunique THEN 'unique' END, method.amname,
            CASE WHEN of.indisexclusion THEN 'exclusion' END, CASE WHEN NOT of.indimmediate THEN 'deferred' END,
            CASE WHEN pg_get_indexdef(of.indexrelid) LIKE '%NULLS NOT DISTINCT%' THEN 'nulls' END,
            '(' || (SELECT string_agg(part, ', ' ORDER BY n) FROM parts WHERE parts.indexrelid = of.indexrelid) || ')',
            pg_get_expr(of.indpred, of.indrelid)) AS is_of
    FROM pg_catalog.pg_index AS of JOIN ours ON ours.oid = of.indrelid
    JOIN pg_catalog.pg_class AS it ON it.oid = of.indexrelid JOIN pg_catalog.pg_am AS method ON method.oid = it.relam
)
SELECT relname::text AS about, 'table'::text AS kind, concat_ws(' ', relkind, relpersistence) AS what FROM ours
UNION ALL SELECT ours.relname, 'column', concat_ws(' ', of.attname, format_type(of.atttypid, of.atttypmod), texts.name,
        CASE WHEN of.attnotnull THEN 'not null' END, 'default ' || pg_get_expr(given.adbin, given.adrelid),
        CASE WHEN of.attgenerated <> '' THEN 'generated' END, CASE WHEN of.attidentity <> '' THEN 'identity' END)
    FROM ours JOIN pg_catalog.pg_attribute AS of ON of.attrelid = ours.oid AND of.attnum > 0 AND NOT of.attisdropped
    LEFT JOIN texts ON texts.oid = of.attcollation
    LEFT JOIN pg_catalog.pg_attrdef AS given ON given.adrelid = ours.oid AND given.adnum = of.attnum
UNION ALL SELECT ours.relname, 'constraint', concat_ws(' ', of.conname, pg_get_constraintdef(of.oid))
    FROM ours JOIN pg_catalog.pg_constraint AS of ON of.conrelid = ours.oid WHERE of.contype <> 'n'
UNION ALL SELECT ours.relname, 'constraint', 'of another table' FROM ours JOIN pg_catalog.pg_constraint AS of ON of.confrelid = ours.oid
UNION ALL SELECT relname, 'index', concat_ws(' ', name, is_of) FROM indexes WHERE is_valid
UNION ALL SELECT relname, 'index that does something', is_of FROM indexes WHERE does_something
UNION ALL SELECT ours.relname, 'trigger', '' FROM ours JOIN pg_catalog.pg_trigger AS of ON of.tgrelid = ours.oid WHERE NOT of.tgisinternal
UNION ALL SELECT ours.relname, 'rule', '' FROM ours JOIN pg_catalog.pg_rewrite AS of ON of.ev_class = ours.oid WHERE ours.relkind = 'r'
UNION ALL SELECT ours.relname, 'row security', '' FROM ours WHERE relrowsecurity
UNION ALL SELECT ours.relname, 'row security', '' FROM ours JOIN pg_catalog.pg_policy AS of ON of.polrelid = ours.oid
UNION ALL SELECT ours.relname, 'inheritance', '' FROM ours JOIN pg_catalog.pg_inherits AS of ON ours.oid IN (of.inhrelid, of.inhparent)
UNION ALL SELECT 'authpipe', 'schema', schema_version::text FROM @authpipe
