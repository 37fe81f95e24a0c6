-- Gathering a conversation's burst into one delivery.

-- ---------------------------------------------------------------------------------------------------------------------
-- A destination with debounce gets what a conversation brings in one attempt. Its deliveries are due when the conversation
-- could be quiet at the earliest. When a head is due, and its window is over, it and those behind it are marked with its
-- event; from then on they are one, for each attempt and whichever replica makes it. Only the head is claimed and leased.
-- The mark counts only while the head is there, is not dead and bears it as well: what is left behind by a head that was
-- cancelled is gathered anew.

ALTER TABLE delivery ADD COLUMN burst bigint;
COMMENT ON COLUMN delivery.burst IS
    'the event of the head that it is delivered with, which for the head itself is its own; null where it is not gathered';

-- Few rows have one, and only for as long as their attempts take.
CREATE INDEX delivery_burst ON delivery (burst, destination) WHERE burst IS NOT NULL AND NOT dead;
