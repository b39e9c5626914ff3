-- What the queue of messages has now.
ALTER TABLE ${prefix}message DROP COLUMN IF EXISTS planned_at;
ALTER TABLE ${prefix}message DROP COLUMN IF EXISTS due_at;
ALTER TABLE ${prefix}message DROP COLUMN IF EXISTS lease_until;
