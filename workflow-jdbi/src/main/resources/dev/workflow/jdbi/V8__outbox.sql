-- For claims that go round the channels and their tenants.
CREATE INDEX IF NOT EXISTS ${prefix}message_lane ON ${prefix}message (channel, tenant_id, due_at, id) ${due_where};
