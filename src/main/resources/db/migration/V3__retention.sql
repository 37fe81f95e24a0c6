-- What leaves, and what outlives its day.
--
-- Events and attempts lie in tables of a day each, and a day leaves as a whole: its tables are dropped. What a row in
-- delivery still refers to, pending or dead, must outlive it. Such events, the rows that hold their bodies, and their
-- attempts are moved to the default partitions in the transaction that drops the day; when the delivery is resolved they
-- are swept out of there. The default partitions are also where events of a day go that has no table.
--
-- Each function takes the moment from its caller, and each call is one transaction: after a crash a day is there as it was,
-- or gone with what was to be kept moved.
--
-- Locks. To drop a day takes ACCESS EXCLUSIVE on the parent, and whoever wants the parent queues up behind the one who
-- waits for that. So nobody here waits for longer than lock_timeout, and what cannot be had now is asked for again in the
-- next round. No call locks both parents, because others lock them in an order of their own.
--
-- Who enqueues an event that is not new must read it from event in the transaction that inserts into delivery, as in
-- INSERT INTO delivery (…) SELECT … FROM event …. That holds ACCESS SHARE on event, and on the partition it is read from,
-- until it commits, and here delivery is looked at only under ACCESS EXCLUSIVE on the same table, by a statement that
-- begins after the lock was given and so sees all that was committed before. Either that insert comes first, and its event
-- is kept, or it waits for us, finds no event and inserts nothing: no delivery is ever left without its event.

DROP FUNCTION create_partitions(int);
DROP FUNCTION drop_partitions(timestamptz);

COMMENT ON TABLE event_default IS 'Events that outlive their day because of a delivery, and those of a day without a table.';
COMMENT ON TABLE attempt_default IS 'Attempts at what is in event_default, and those of a day without a table.';

-- Each new day has this table read for rows of that day: bodies out of line keep it short.
ALTER TABLE event_default SET (toast_tuple_target = 128);

CREATE FUNCTION day_starts(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT day::timestamp AT TIME ZONE 'UTC' $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Gives event or attempt a table for a day, and says whether there is one now. Rows of the day that the default partition
-- took meanwhile move over. Where those are many, moving them would keep the front door waiting: then the day stays there,
-- and is swept when it has left retention. ATTACH, unlike CREATE … PARTITION OF, lets others read and write the parent.

CREATE FUNCTION create_day(parent text, day date) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
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
    EXECUTE format('LOCK TABLE ONLY %I IN SHARE UPDATE EXCLUSIVE MODE', parent);
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', rest);
    EXECUTE format('WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)'
        ' INSERT INTO %5$I SELECT * FROM moved', rest, key, low, high, part);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, low, high);
    RETURN true;
END $$;

-- The days before the one given for which event or attempt has a table, oldest first.
CREATE FUNCTION days_before(parent text, first_kept date) RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT part.day
    FROM (SELECT to_date(substring(c.relname FROM '_([0-9]{8})$'), 'YYYYMMDD') AS day
          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(parent)) AS part
    WHERE part.day < first_kept -- for the default partition it is null
    ORDER BY part.day
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Which positions from low up to, but not including, high must stay: those that a delivery refers to, and those that hold
-- such an event's body. A request's positions are drawn in one statement, so that the body is close before its event; but
-- midnight may lie between them. An hour is far more than a statement may take.

CREATE FUNCTION wanted_events(low bigint, high bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT d.event FROM delivery d WHERE d.event >= low AND d.event < high
    UNION
    SELECT e.body_at FROM delivery d JOIN event e ON e.id = d.event
    WHERE d.event >= low AND d.event < high + (3600000::bigint << 22) AND e.body_at >= low AND e.body_at < high
$$;

-- Drops a day of events, and says how many of them were kept. Where that would be many, so that moving them would keep the
-- front door waiting, the day stays as it is, and wanted says why: by its deliveries, or by their bytes.
CREATE FUNCTION retire_events(day date, OUT dropped boolean, OUT kept int, OUT wanted int, OUT bytes bigint)
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
DECLARE
    most CONSTANT int := 5000;
    most_in_all CONSTANT int := 50000;
    most_bytes CONSTANT bigint := 128 << 20;
    part text := 'event_' || to_char(day, 'YYYYMMDD');
    low bigint := position_at(day_starts(day));
    high bigint := position_at(day_starts(day + 1));
    outlive bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.partitions'));
    dropped := false;
    kept := 0;
    bytes := 0;
    SELECT count(*) INTO wanted FROM (SELECT FROM delivery d WHERE d.event >= low AND d.event < high LIMIT most + 1) AS few;
    IF to_regclass(part) IS NULL OR wanted > most THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(octet_length(e.data) + coalesce(octet_length(e.body), 0)), 0) INTO bytes
    FROM event e WHERE e.id IN (SELECT wanted_events(low, high));
    IF bytes > most_bytes
       OR wanted + (SELECT count(*) FROM (SELECT FROM event_default LIMIT most_in_all) AS few) > most_in_all THEN
        RETURN;
    END IF;
    LOCK TABLE ONLY event IN ACCESS EXCLUSIVE MODE;
    -- Only now is it certain that nobody enqueues one more.
    outlive := ARRAY(SELECT wanted_events(low, high));
    EXECUTE format('ALTER TABLE event DETACH PARTITION %I', part);
    EXECUTE format('INSERT INTO event_default SELECT * FROM %I WHERE id = ANY ($1)', part) USING outlive;
    GET DIAGNOSTICS kept = ROW_COUNT;
    EXECUTE format('DROP TABLE %I', part);
    dropped := true;
END $$;

-- Drops a day of attempts in the same way. A day is that of the attempt, not of its event: what was tried on this day may
-- be an event that left its own day long ago.
CREATE FUNCTION retire_attempts(day date, OUT dropped boolean, OUT kept int, OUT wanted int, OUT bytes bigint)
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
DECLARE
    most CONSTANT int := 10000;
    most_in_all CONSTANT int := 100000;
    part text := 'attempt_' || to_char(day, 'YYYYMMDD');
    outlive bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.partitions'));
    dropped := false;
    kept := 0;
    bytes := 0;
    wanted := 0;
    IF to_regclass(part) IS NULL THEN
        RETURN;
    END IF;
    -- Before the lock, because it may take long where much is queued: who enqueues an event again that was tried on this
    -- day, in this very moment, finds the event and not these attempts, which have left retention. The hour is for clocks
    -- that differ.
    SELECT coalesce(array_agg(a.event), '{}'), count(*) INTO outlive, wanted
    FROM (SELECT a.event FROM attempt a
          WHERE a.at >= day_starts(day) AND a.at < day_starts(day + 1)
            AND a.event IN (SELECT d.event FROM delivery d WHERE d.event < position_at(day_starts(day + 1) + interval '1 hour'))
          LIMIT most + 1) AS a;
    IF wanted > most
       OR wanted + (SELECT count(*) FROM (SELECT FROM attempt_default LIMIT most_in_all) AS few) > most_in_all THEN
        RETURN;
    END IF;
    LOCK TABLE ONLY attempt IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('ALTER TABLE attempt DETACH PARTITION %I', part);
    EXECUTE format('INSERT INTO attempt_default SELECT * FROM %I WHERE event = ANY ($1)', part) USING outlive;
    GET DIAGNOSTICS kept = ROW_COUNT;
    EXECUTE format('DROP TABLE %I', part);
    dropped := true;
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Removes from the default partition what lies before the day and nobody wants any more, a bite at a time: the rows from
-- after on. Says how far it came, null where there was nothing left to look at, and how many rows went.

CREATE FUNCTION sweep_events(after bigint, first_kept date, most int, OUT last bigint, OUT removed int)
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
BEGIN
    removed := 0;
    SELECT max(bite.id) INTO last FROM (
        SELECT e.id FROM event_default e WHERE e.id > after AND e.id < position_at(day_starts(first_kept))
        ORDER BY e.id LIMIT most) AS bite;
    -- Looked at without the lock first: in most rounds there is nothing to do.
    IF NOT EXISTS (SELECT e.id FROM event_default e WHERE e.id > after AND e.id <= last
                   EXCEPT SELECT wanted_events(after + 1, last + 1)) THEN
        RETURN;
    END IF;
    LOCK TABLE event_default IN ACCESS EXCLUSIVE MODE;
    DELETE FROM event_default WHERE id IN (
        SELECT e.id FROM event_default e WHERE e.id > after AND e.id <= last
        EXCEPT SELECT wanted_events(after + 1, last + 1));
    GET DIAGNOSTICS removed = ROW_COUNT;
END $$;

-- The same for attempts, event by event. Who enqueues the event again in this moment loses only what was tried long ago.
CREATE FUNCTION sweep_attempts(after bigint, first_kept date, most int, OUT last bigint, OUT removed int)
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
BEGIN
    SELECT max(bite.event) INTO last FROM (
        SELECT a.event FROM attempt_default a
        WHERE a.event > after AND a.event < position_at(day_starts(first_kept) + interval '1 hour')
        ORDER BY a.event LIMIT most) AS bite;
    DELETE FROM attempt_default a
    WHERE a.event > after AND a.event <= last AND a.at < day_starts(first_kept)
      AND NOT EXISTS (SELECT FROM delivery d WHERE d.event = a.event);
    GET DIAGNOSTICS removed = ROW_COUNT;
END $$;
