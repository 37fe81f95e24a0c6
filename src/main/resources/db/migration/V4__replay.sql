-- Looking for deliveries and putting them back into the queue.

-- ---------------------------------------------------------------------------------------------------------------------
-- Pages of the few that need somebody's eye, however many there are besides; over all destinations, in the order of the
-- log. (delivery_dead has those of one destination.)

CREATE INDEX delivery_dead_page ON delivery (event, destination) WHERE dead;
CREATE INDEX delivery_retrying_page ON delivery (event, destination) WHERE cause = 'retry' AND NOT dead;

COMMENT ON COLUMN attempt.outcome IS
    'delivered, deferred, refused; or cancelled, for what is no attempt but the trace that somebody took the delivery out of '
    'the queue, or gave up a dead letter, after the attempt of the same number';

-- ---------------------------------------------------------------------------------------------------------------------
-- Replays: deliveries that are put back into the queue in numbers, in the order of the log and at a rate. A batch and the
-- place up to which it went are written in one statement, by the replica whose lease the row has; so each event is
-- enqueued once, whoever dies. A row whose lease no replica has is taken over by another.

CREATE TABLE replay (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    destination  text        NOT NULL,
    which        text        NOT NULL, -- dead, or delivered
    type         text,
    conversation text,
    instance     text,
    since        timestamptz,
    until        timestamptz,
    reason       text,
    permits      int         NOT NULL, -- so many at most in every
    per_ms       bigint      NOT NULL, -- so many milliseconds
    matching     bigint      NOT NULL, -- when it was asked for
    cursor       bigint      NOT NULL, -- the last position that is done
    last         bigint      NOT NULL, -- the last position that there is to do
    enqueued     bigint      NOT NULL DEFAULT 0,
    skipped      bigint      NOT NULL DEFAULT 0, -- known at its end: what was not dead, or in the queue, when its turn came
    state        text        NOT NULL DEFAULT 'running', -- running, done, cancelled, failed
    lease        bigint,
    next_at      timestamptz NOT NULL DEFAULT now(), -- not before then, to keep the rate
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    error        text
);
CREATE INDEX replay_running ON replay (next_at, id) WHERE state = 'running';

-- What has arrived at a destination, in the order of the log.
CREATE INDEX attempt_delivered ON attempt (destination, event) WHERE outcome = 'delivered';
