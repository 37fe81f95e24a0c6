-- WhatsApp instances, who listens to the servers that run them, and since when nothing has been missed.

-- ---------------------------------------------------------------------------------------------------------------------
-- What one replica does for all. A lease is kept by renewing it; one that is not renewed in time may be taken by another,
-- and then has the next fence: what its former holder still writes under the old one is refused.

CREATE TABLE lease (
    name   text PRIMARY KEY,
    holder uuid        NOT NULL,
    fence  bigint      NOT NULL DEFAULT 1,
    until  timestamptz NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

-- ---------------------------------------------------------------------------------------------------------------------
-- One row per instance, as its source's last events told it. Each position is that of the event that set the columns
-- beside it, so that an older event that is written down later changes nothing.

CREATE TABLE instance (
    source         text NOT NULL,
    name           text NOT NULL,
    state          text,                 -- open, connecting, close, refused; null until something is known
    reason         text,                 -- the gateway's own code or text
    state_at       timestamptz,
    state_position bigint NOT NULL DEFAULT 0,
    number         text,                 -- with the plus sign
    profile_name   text,
    qr_image       text,                 -- a data URI
    qr_code        text,
    qr_pairing     text,
    qr_at          timestamptz,
    qr_position    bigint NOT NULL DEFAULT 0,
    last_event_at  timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    listed         boolean NOT NULL DEFAULT false, -- its server has had it on its list
    gone_at        timestamptz,          -- deleted; there again with the next sign of life
    PRIMARY KEY (source, name)
) WITH (fillfactor = 70);

-- ---------------------------------------------------------------------------------------------------------------------
-- Up to when a server's stream has brought all there was. What came later, while nobody listened, is asked for.

CREATE TABLE stream_seen (
    source  text PRIMARY KEY,
    seen_at timestamptz NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

-- Instances that were made through us and are listened to beside those that the configuration names.

CREATE TABLE stream_instance (
    source text NOT NULL,
    name   text NOT NULL,
    PRIMARY KEY (source, name)
);
