-- The event log, the duplicate guard, the queue of deliveries and the attempts.

-- ---------------------------------------------------------------------------------------------------------------------
-- Positions. An event's position is its id: larger means later, and the upper bits are milliseconds since 1970, so that
-- a day is a range of ids and can be a partition. They come from a sequence, because clocks of several machines disagree
-- and a clock can be set back, while a sequence only climbs. Once a second somebody lifts it to the clock's time.

CREATE SEQUENCE event_position;

CREATE FUNCTION position_at(moment timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (extract(epoch FROM moment) * 1000)::bigint << 22 $$;

-- Lifts the sequence to the clock. Numbers are drawn without a lock while this runs; the margin of one millisecond, four
-- million numbers, keeps them below the target. The lock keeps two lifters from overwriting each other.
CREATE FUNCTION lift_positions() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.event_position'));
    target := position_at(clock_timestamp());
    IF (SELECT last_value + (1 << 22) FROM event_position) < target THEN
        PERFORM setval('event_position', target);
    END IF;
END $$;

SELECT lift_positions();

-- ---------------------------------------------------------------------------------------------------------------------
-- One row per event, never changed. A request with many events keeps its body once, in the row that body_at names.
-- xid is the writing transaction: a reader that stops at pg_snapshot_xmin() never skips a row that commits late.

CREATE TABLE event (
    id           bigint      NOT NULL,
    xid          xid8        NOT NULL,
    source       text        NOT NULL,
    type         text        NOT NULL,
    instance     text,
    scope        text,                 -- with conversation: the ordering key
    conversation text,
    message      text,                 -- the source's own message id, for the types that are about one
    key          text        NOT NULL, -- idempotency key
    at           timestamptz NOT NULL, -- when it happened, in the sender's words
    received_at  timestamptz NOT NULL,
    data         bytea       NOT NULL, -- the canonical JSON's data member, UTF-8
    body         bytea,                -- as received, redacted; bytes, because jsonb reorders keys
    body_at      bigint      NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE INDEX event_conversation ON event (conversation, id) WHERE conversation IS NOT NULL;
CREATE INDEX event_message ON event (message, id) WHERE message IS NOT NULL;

-- Takes what no day's partition takes, so that no event is ever refused for want of one. It stays empty.
CREATE TABLE event_default PARTITION OF event DEFAULT;

-- The duplicate guard, with a retention of its own.
CREATE TABLE seen (
    source text   NOT NULL,
    key    text   NOT NULL,
    event  bigint NOT NULL,
    PRIMARY KEY (source, key)
);
CREATE INDEX seen_event ON seen USING brin (event);

-- ---------------------------------------------------------------------------------------------------------------------
-- What is still to be delivered, or dead. A row leaves when its event has arrived.
--
-- Within a lane (one destination, one conversation) only the head may be claimed; when a head leaves, the next one becomes
-- head in the same statement. Thus a claim never walks over what waits behind a stuck conversation. No lane, no order.
-- lease names the replica that works on the row; every settle asks for it.

CREATE TABLE delivery (
    event       bigint      NOT NULL,
    destination text        NOT NULL,
    lane        text,
    head        boolean     NOT NULL,
    dead        boolean     NOT NULL DEFAULT false,
    attempts    int         NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL DEFAULT now(),
    lease       bigint,
    cause       text        NOT NULL DEFAULT 'first', -- of the next attempt: first, retry, manual, replay
    created_at  timestamptz NOT NULL DEFAULT now(),
    last_status int,
    last_error  text,
    PRIMARY KEY (event, destination)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.2);

CREATE INDEX delivery_lane ON delivery (destination, lane, event) WHERE NOT dead AND lane IS NOT NULL;
CREATE INDEX delivery_due ON delivery (destination, due_at, event) WHERE head AND lease IS NULL AND NOT dead;
CREATE INDEX delivery_dead ON delivery (destination, event) WHERE dead;

CREATE TABLE attempt (
    event       bigint      NOT NULL,
    destination text        NOT NULL,
    number      int         NOT NULL,
    at          timestamptz NOT NULL,
    cause       text        NOT NULL,
    outcome     text        NOT NULL, -- delivered, deferred, refused
    status      int,
    latency_ms  int         NOT NULL,
    error       text,
    response    text                  -- the first 4 KiB
) PARTITION BY RANGE (at);

CREATE INDEX attempt_event ON attempt (event);
CREATE TABLE attempt_default PARTITION OF attempt DEFAULT;

-- ---------------------------------------------------------------------------------------------------------------------
-- Replicas say that they live; the leases of one that falls silent are given back. A replica leases under two numbers:
-- lease for what it claims, lease + 1 for what it takes as it is written.

CREATE TABLE replica (
    lease      bigint      GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2) PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------------------------
-- Partitions, one a day in UTC. Rows up to a page stay in line and uncompressed: compressing 1 KB bodies costs more
-- than it saves.

CREATE FUNCTION create_partitions(days int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
    today date := (now() AT TIME ZONE 'UTC')::date;
    starts timestamptz;
    ends timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.partitions'));
    FOR day IN SELECT today + n FROM generate_series(0, days) AS n LOOP
        starts := day::timestamp AT TIME ZONE 'UTC';
        ends := (day + 1)::timestamp AT TIME ZONE 'UTC';
        IF to_regclass(format('event_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            EXECUTE format('CREATE TABLE event_%s PARTITION OF event FOR VALUES FROM (%s) TO (%s) WITH (toast_tuple_target = 8160)',
                to_char(day, 'YYYYMMDD'), position_at(starts), position_at(ends));
        END IF;
        IF to_regclass(format('attempt_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            EXECUTE format('CREATE TABLE attempt_%s PARTITION OF attempt FOR VALUES FROM (%L) TO (%L)',
                to_char(day, 'YYYYMMDD'), starts, ends);
        END IF;
    END LOOP;
END $$;

SELECT create_partitions(3);

-- Drops the days that ended before the moment given, and says how many tables went. A day with an event that is still to
-- be delivered, or dead and so still to be decided on, stays.
CREATE FUNCTION drop_partitions(before timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    part text;
    ends timestamptz;
    dropped int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('carteiro.partitions'));
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent IN ('event'::regclass, 'attempt'::regclass) AND c.relname ~ '_[0-9]{8}$'
    LOOP
        ends := (to_date(right(part, 8), 'YYYYMMDD') + 1)::timestamp AT TIME ZONE 'UTC';
        CONTINUE WHEN ends > before;
        CONTINUE WHEN EXISTS (
            SELECT FROM delivery
            WHERE event >= position_at(ends - interval '1 day') AND event < position_at(ends));
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
