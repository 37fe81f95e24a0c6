-- Bridges: a WhatsApp instance and a Chatwoot inbox, both ways. "bridge" is the name of the bridge, or of a destination of
-- type chatwoot or evolution that stands alone; for chats, messages and receipts with a hash of Chatwoot's URL, account and
-- inbox behind it, because another inbox's numbers mean other people.

-- ---------------------------------------------------------------------------------------------------------------------
-- Bridges that were set with POST /chatwoot/set/{instance}; those of the file are not here. The settings hold a token.

CREATE TABLE bridge (
    name     text PRIMARY KEY,
    instance text        NOT NULL UNIQUE,
    settings jsonb       NOT NULL,          -- as they were sent
    set_at   timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Which inbox a bridge writes to. "place" is Chatwoot's URL, the account and the wanted inbox: where it is another one,
-- the rest is looked up again. Only one replica makes a missing inbox, the one that has claimed that.

CREATE TABLE bridge_inbox (
    bridge        text PRIMARY KEY,
    place         text        NOT NULL,
    inbox         bigint,
    identifier    text,                     -- Chatwoot's inbox_identifier, for its public API
    claimed_until timestamptz NOT NULL DEFAULT '-infinity',
    since         timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------------------------------------------------------------
-- A chat's contact and its present conversation. "chat" is the phone number's address wherever that is known.

CREATE TABLE bridge_chat (
    bridge       text NOT NULL,
    chat         text NOT NULL,
    contact      bigint,
    source_id    text,                      -- of the contact in the inbox
    conversation bigint,                    -- the display id
    name         text,                      -- the last one that the contact was given by us
    picture      text,                      -- the same for its picture: what names it in its URL
    PRIMARY KEY (bridge, chat)
) WITH (fillfactor = 80);

CREATE INDEX bridge_chat_conversation ON bridge_chat (bridge, conversation);

-- What WhatsApp calls a person who hides the number, and the number, where both were told. For an instance of WhatsApp.

CREATE TABLE bridge_lid (
    instance text NOT NULL,
    lid      text NOT NULL,
    phone    text NOT NULL,                 -- the address, not the bare number
    PRIMARY KEY (instance, lid)
);

-- ---------------------------------------------------------------------------------------------------------------------
-- What is which on the other side. A row is written before a message goes over, so that whoever repeats it after an end
-- that nobody knows of looks first whether it is there.

CREATE TABLE bridge_message (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bridge       text        NOT NULL,
    direction    text        NOT NULL,      -- chatwoot, whatsapp: where it went
    whatsapp_id  text,
    chatwoot_id  bigint,
    part         text        NOT NULL DEFAULT '', -- of a Chatwoot message: its text, or one of its attachments
    chat         text        NOT NULL,
    conversation bigint,
    participant  text,                      -- who wrote it, in a group
    from_me      boolean     NOT NULL,
    state        text        NOT NULL,      -- waiting: surely not there; begun: nobody knows; abandoned: nor waits for it; there; failed; deleted
    status       smallint    NOT NULL DEFAULT 0,  -- how far WhatsApp says that it has come: 1 sent, 2 delivered, 3 read, 9 failed
    words        text,                      -- a hash of what it says
    told         text,                      -- a hash of what Chatwoot's message says, before it is signed and translated
    anchor       bigint,                    -- Chatwoot's greatest message of the conversation when this was begun
    marked       boolean     NOT NULL DEFAULT false, -- its sender was told that it was read
    begun_at     timestamptz NOT NULL DEFAULT now(),
    ended_at     timestamptz,               -- since when an attempt without an end is known to be over, on our side
    created_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE UNIQUE INDEX bridge_message_whatsapp ON bridge_message (bridge, whatsapp_id) WHERE whatsapp_id IS NOT NULL;
CREATE UNIQUE INDEX bridge_message_outgoing ON bridge_message (bridge, chatwoot_id, part) WHERE direction = 'whatsapp';
CREATE INDEX bridge_message_chatwoot ON bridge_message (bridge, chatwoot_id) WHERE chatwoot_id IS NOT NULL;
CREATE INDEX bridge_message_anchor ON bridge_message (bridge, conversation, chatwoot_id);
CREATE INDEX bridge_message_open ON bridge_message (bridge, chat) WHERE state = 'begun' AND direction = 'whatsapp';
CREATE INDEX bridge_message_unread ON bridge_message (bridge, conversation) WHERE NOT marked AND NOT from_me;
CREATE INDEX bridge_message_age ON bridge_message (created_at);

-- Receipts come in any order and by another address than their message: the furthest is kept until the message is there.

CREATE TABLE bridge_receipt (
    bridge      text        NOT NULL,
    whatsapp_id text        NOT NULL,
    status      smallint    NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bridge, whatsapp_id)
);

CREATE INDEX bridge_receipt_age ON bridge_receipt (at);

-- ---------------------------------------------------------------------------------------------------------------------
-- All replicas hear of a bridge that is set or changed.

CREATE FUNCTION announce_bridge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('carteiro_bridge', '');
    RETURN NULL;
END $$;

CREATE TRIGGER bridge_announced AFTER INSERT OR UPDATE OR DELETE ON bridge
    FOR EACH STATEMENT EXECUTE FUNCTION announce_bridge();

-- ---------------------------------------------------------------------------------------------------------------------
-- The last import of what was said before a bridge: one that runs, or what became of it. It goes from "since" to "until";
-- all before "cursor" is taken, and whoever goes on begins there. Only the replica that has the lease writes it; the
-- start tells an import from the next one of the same bridge.

CREATE TABLE bridge_import (
    bridge      text PRIMARY KEY,
    instance    text        NOT NULL,
    days        int         NOT NULL,       -- as it was asked for
    since       timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    cursor      timestamptz NOT NULL,       -- in whole seconds, like the two
    posted      bigint      NOT NULL DEFAULT 0,
    known       bigint      NOT NULL DEFAULT 0, -- there already, or nothing that is shown
    failed      bigint      NOT NULL DEFAULT 0,
    state       text        NOT NULL DEFAULT 'running', -- running, done, cancelled, failed
    reason      text,                       -- why it has failed, or was done before its end; while it runs, why it waits
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
) WITH (fillfactor = 50);

CREATE INDEX bridge_import_instance ON bridge_import (instance);
