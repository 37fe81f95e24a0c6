-- What browsers need: keys that all replicas sign with and check against.

-- Made once, by whichever replica asks first; what was signed with one is good on every replica and after a restart.
CREATE TABLE shared_key (
    name    text        PRIMARY KEY,
    bytes   bytea       NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
