-- Reading the log from a position on, without a hole: how far it is complete, and what has left it.

-- ---------------------------------------------------------------------------------------------------------------------
-- Positions are drawn before they are committed, and two replicas commit in another order than they draw. To stop at the
-- snapshot's xmin is not enough for who reads by position: A draws its transaction's id, B draws its id and then position
-- 10, A draws 11 and commits first. A's id is below xmin, so 11 is read, and 10 comes too late. It would be too much as
-- well: whoever keeps a transaction open anywhere on the server would stop all readers.
--
-- So who appends says from where on it draws, before it draws: it holds a shared advisory lock whose key is the sequence's
-- last value. What is drawn later is above that key, and the lock is let go after the rows have become visible. A reader
-- looks first at the sequence (S), then at the locks (their smallest key is L), and then at the rows: whoever drew a
-- position up to S held its lock by then, or had let go of it; so all rows up to least(S, L) are there to be seen.

CREATE FUNCTION draws_positions() RETURNS void LANGUAGE sql VOLATILE AS $$
    SELECT pg_advisory_xact_lock_shared((SELECT last_value FROM event_position))
$$;

-- Up to this position, nothing will be written any more that a statement after this one does not see. Not to be used
-- within the statement that reads: its snapshot is older than this answer.
CREATE FUNCTION event_horizon() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    drawn bigint;
    writing bigint;
BEGIN
    SELECT last_value INTO drawn FROM event_position;
    -- Other locks of this database have small keys, or are exclusive.
    SELECT min((l.classid::bigint << 32) | l.objid::bigint) INTO writing
    FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.objsubid = 1 AND l.classid::bigint >= 1 << 20
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
    RETURN least(drawn, writing);
END $$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Where the log begins: events below this position have been dropped with their day. What outlives its day for a delivery's
-- sake is still there, and is not for readers who go on from a position.

CREATE TABLE event_begin (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL
);
-- A log that there is already may have lost days before this one was written down.
INSERT INTO event_begin (position)
SELECT CASE WHEN EXISTS (SELECT FROM event) THEN coalesce(min(position_at(day_starts(day))), 0) ELSE 0 END
FROM days_before('event', date '9999-12-31') AS day;
