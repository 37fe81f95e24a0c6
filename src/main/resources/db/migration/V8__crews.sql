-- Crews: agents that take their time. A run is what a crew has been asked to do for one delivery, and is written down before
-- it is asked, because asking costs money: whoever finds a run that was begun, and does not know whether the crew was reached,
-- asks the crew and not for another run. Only who has the delivery's lease writes here, but for what the crew itself tells,
-- which is known by its token.

CREATE TABLE crew_run (
    event        bigint      NOT NULL,       -- with destination: the delivery
    destination  text        NOT NULL,
    round        int         NOT NULL DEFAULT 1, -- a delivery that is put back by hand begins another one
    token        text        NOT NULL,       -- the unguessable part of the URL that the crew is given
    state        text        NOT NULL,       -- begun, unsure, running, asking, said, ended
    kickoff_id   text,                       -- the crew's own name for it
    last_event   bigint      NOT NULL,       -- the last event that the crew was shown
    begun_at     timestamptz NOT NULL DEFAULT now(),
    until        timestamptz NOT NULL,       -- when it is given up
    task         text,                       -- what it waits for, where it asks
    question     text,                       -- what it asks
    asked_after  bigint,                     -- the position behind which the answer is looked for
    told         boolean     NOT NULL DEFAULT false, -- whether people have been told what it asks
    resumed_with bigint,                     -- the event that was the answer
    answer       bytea,                      -- what it has said in the end, as it came
    failure      text,                       -- why it has ended without an answer
    ended_at     timestamptz,
    PRIMARY KEY (event, destination)
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX crew_run_token ON crew_run (token);
CREATE INDEX crew_run_ended ON crew_run (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX crew_run_open ON crew_run (begun_at) WHERE ended_at IS NULL;
CREATE INDEX crew_run_resumed ON crew_run (destination, resumed_with) WHERE resumed_with IS NOT NULL;
