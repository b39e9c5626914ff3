-- The lease of the dispatcher that has a message stands in no index: a claim changes the row in place, if its page has room.
ALTER TABLE ${prefix}message ADD COLUMN IF NOT EXISTS lease_until timestamp(6) with time zone;
${in_place}ALTER TABLE ${prefix}message SET (fillfactor = 50);
UPDATE ${prefix}message SET lease_until = due_at, due_at = planned_at WHERE due_at > planned_at;

-- For claims that go round the channels and their tenants.
CREATE INDEX IF NOT EXISTS ${prefix}message_lane ON ${prefix}message (channel, tenant_id, due_at, id) ${due_where};
