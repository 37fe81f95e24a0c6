-- What browsers need: keys that all replicas sign with and check against.

-- Made once, by whichever replica asks first; what was signed with one is good on every replica and after a restart.
CREATE TABLE shared_key (
    name    text        PRIMARY KEY,
    bytes   bytea       NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------------------------------------------------------------
-- What goes through, over time. Each minute somebody writes down the sums of the tallies; what happened in a minute is the
-- difference to the sample before. The rows of destination '' are the samples themselves, so that one in which nothing had
-- been delivered yet is known as well; their accepted is how many events were written since the sample before, and null
-- until no transaction can add to them any more.

ALTER TABLE delivery_tally ADD COLUMN deferred bigint NOT NULL DEFAULT 0; -- attempts after which another one is due

CREATE TABLE flow (
    minute      timestamptz NOT NULL,
    destination text        NOT NULL,
    accepted    bigint,
    delivered   bigint      NOT NULL,
    retried     bigint      NOT NULL,
    died        bigint      NOT NULL,
    PRIMARY KEY (minute, destination)
);
CREATE INDEX flow_open ON flow (minute) WHERE accepted IS NULL;

-- What was there before is no flow of now.
INSERT INTO flow
SELECT date_trunc('minute', now()), '', NULL::bigint, 0, 0, 0
UNION ALL
SELECT date_trunc('minute', now()), destination, sum(accepted)::bigint, sum(delivered)::bigint, 0, sum(died)::bigint
FROM delivery_tally GROUP BY destination;
