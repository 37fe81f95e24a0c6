-- To which trace an event belongs: trace, span and flags of W3C's traceparent, 25 bytes end to end. Null where nobody has
-- said so and nobody traces here, which takes no room in the row. It is what all attempts to deliver the event refer to,
-- however much later, and on whichever replica.
ALTER TABLE event ADD COLUMN trace bytea;
