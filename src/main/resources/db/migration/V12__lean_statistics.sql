-- What autovacuum's ANALYZE reads. By default it takes 30 000 whole rows as a sample, bodies and all, each time a table has
-- grown by a tenth; under load that was a fifth of all that PostgreSQL did, for columns by which nobody looks anything up. For
-- a sample of 3 000 rows, and of the few columns that conditions name, the plans are the same; and so they are until a table has
-- grown by half.

CREATE FUNCTION lean_statistics(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    known CONSTANT text[] := ARRAY['id', 'type', 'scope', 'conversation', 'message', 'source', 'key', 'event', 'destination', 'lane', 'head',
        'dead', 'due_at', 'lease', 'cause', 'outcome', 'at'];
    wanted text;
BEGIN
    SELECT string_agg(format('ALTER COLUMN %I SET STATISTICS %s', a.attname, CASE WHEN a.attname = ANY (known) THEN 10 ELSE 0 END), ', ')
    INTO wanted
    FROM pg_attribute a
    WHERE a.attrelid = to_regclass(name) AND a.attnum > 0 AND NOT a.attisdropped;
    EXECUTE format('ALTER TABLE %I %s', name, wanted);
    EXECUTE format('ALTER TABLE %I SET (autovacuum_analyze_threshold = 10000, autovacuum_analyze_scale_factor = 0.5)', name);
END $$;

SELECT lean_statistics('seen'), lean_statistics('delivery');
SELECT lean_statistics(c.relname)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent IN ('event'::regclass, 'attempt'::regclass);

-- As before (see V3), and each day's table is born with them.
CREATE OR REPLACE FUNCTION create_day(parent text, day date) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
DECLARE
    most CONSTANT int := 5000;
    part text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
    rest text := parent || '_default';
    key text := CASE parent WHEN 'event' THEN 'id' ELSE 'at' END;
    low text := CASE parent WHEN 'event' THEN position_at(day_starts(day))::text ELSE day_starts(day)::text END;
    high text := CASE parent WHEN 'event' THEN position_at(day_starts(day + 1))::text ELSE day_starts(day + 1)::text END;
    strays int;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.partitions'));
    IF to_regclass(part) IS NOT NULL THEN
        RETURN true;
    END IF;
    EXECUTE format('SELECT count(*) FROM (SELECT FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L LIMIT %5$s) AS few',
        rest, key, low, high, most + 1) INTO strays;
    IF strays > most THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE'
        ' INCLUDING COMPRESSION)', part, parent);
    IF parent = 'event' THEN
        -- Rows up to a page stay in line and uncompressed: compressing 1 KB bodies costs more than it saves.
        EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', part);
    END IF;
    PERFORM lean_statistics(part);
    EXECUTE format('LOCK TABLE ONLY %I IN SHARE UPDATE EXCLUSIVE MODE', parent);
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', rest);
    EXECUTE format('WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)'
        ' INSERT INTO %5$I SELECT * FROM moved', rest, key, low, high, part);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, low, high);
    RETURN true;
END $$;
