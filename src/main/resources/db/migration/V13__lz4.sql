-- lz4 compresses what is too large for its row with a quarter of pglz's CPU, to twice the size. A server that was built
-- without it, as the embedded one is, goes on with pglz. What is in the log stays as it is; new days are like their table.
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT 'event'::regclass UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = 'event'::regclass
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN data SET COMPRESSION lz4, ALTER COLUMN body SET COMPRESSION lz4', part);
    END LOOP;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
