-- Looking for deliveries and putting them back into the queue.

-- ---------------------------------------------------------------------------------------------------------------------
-- Pages of the few that need somebody's eye, however many there are besides; over all destinations, in the order of the
-- log. (delivery_dead has those of one destination.)

CREATE INDEX delivery_dead_page ON delivery (event, destination) WHERE dead;
CREATE INDEX delivery_retrying_page ON delivery (event, destination) WHERE cause = 'retry' AND NOT dead;

COMMENT ON COLUMN attempt.outcome IS
    'delivered, deferred, refused; or cancelled, for what is no attempt but the trace that somebody took the delivery out of '
    'the queue, or gave up a dead letter, after the attempt of the same number';
