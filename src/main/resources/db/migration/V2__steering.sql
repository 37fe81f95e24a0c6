-- Steering deliveries: what a failure costs, first attempts apart from repeats, destinations that are changed or halted at
-- run time, and how much there is of everything.

-- ---------------------------------------------------------------------------------------------------------------------
-- attempts is how many were made; spent is how many of them count against the schedule. A Retry-After costs nothing, and
-- who is put back into the queue by hand begins the schedule anew, while the attempts are numbered on.

ALTER TABLE delivery ADD COLUMN spent int NOT NULL DEFAULT 0;
UPDATE delivery SET spent = attempts WHERE attempts > 0;
COMMENT ON COLUMN delivery.created_at IS 'from when its age counts: enqueued, or put back into the queue by hand';

-- First attempts and repeats are claimed apart, so that the repeats of a failing destination never take every slot.
DROP INDEX delivery_due;
CREATE INDEX delivery_fresh ON delivery (destination, due_at, event)
    WHERE head AND lease IS NULL AND NOT dead AND cause = 'first';
CREATE INDEX delivery_again ON delivery (destination, due_at, event)
    WHERE head AND lease IS NULL AND NOT dead AND cause <> 'first';

-- ---------------------------------------------------------------------------------------------------------------------
-- What was changed of a destination since its configuration was written. url and paused are an operator's; disabled is
-- the destination's own 410, until an operator enables it; quiet_until is its Retry-After. Every change is announced, so
-- that all replicas act on it at once.

CREATE TABLE destination_override (
    destination     text PRIMARY KEY,
    url             text,
    paused          boolean     NOT NULL DEFAULT false,
    disabled_reason text,
    disabled_at     timestamptz,
    quiet_until     timestamptz,
    changed_at      timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION announce_override() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('carteiro_override', coalesce(NEW.destination, OLD.destination));
    RETURN NULL;
END $$;

CREATE TRIGGER announce_override AFTER INSERT OR UPDATE OR DELETE ON destination_override
    FOR EACH ROW EXECUTE FUNCTION announce_override();

-- ---------------------------------------------------------------------------------------------------------------------
-- How many deliveries went which way, counted in the transactions that moved them, so that the sums are exact after any
-- crash and cost no look at the table. Each replica has two rows for a destination, one for what it writes and one for
-- what it settles; nobody waits for anybody's row. The rows of replicas that are gone are added up under 0, which is also
-- where what people do is counted.
--
--   pending = accepted + replayed + revived - delivered - died - cancelled
--   dead    = died - revived - discarded

CREATE TABLE delivery_tally (
    destination text   NOT NULL,
    writer      bigint NOT NULL,
    accepted    bigint NOT NULL DEFAULT 0, -- enqueued with their event
    replayed    bigint NOT NULL DEFAULT 0, -- enqueued once more after they had been delivered
    delivered   bigint NOT NULL DEFAULT 0,
    died        bigint NOT NULL DEFAULT 0, -- became dead letters
    revived     bigint NOT NULL DEFAULT 0, -- dead letters that were put back into the queue
    cancelled   bigint NOT NULL DEFAULT 0, -- taken out of the queue by hand
    discarded   bigint NOT NULL DEFAULT 0, -- dead letters that were given up by hand
    retrying    bigint NOT NULL DEFAULT 0, -- of those pending, the ones whose next attempt is a retry
    PRIMARY KEY (destination, writer)
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

INSERT INTO delivery_tally (destination, writer, accepted, died, retrying)
SELECT destination, 0, count(*), count(*) FILTER (WHERE dead), count(*) FILTER (WHERE cause = 'retry' AND NOT dead)
FROM delivery GROUP BY destination;
