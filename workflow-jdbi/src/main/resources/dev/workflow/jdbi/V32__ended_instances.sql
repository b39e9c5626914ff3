-- Instances are listed by their ends.
CREATE INDEX IF NOT EXISTS ${prefix}instance_ended ON ${prefix}instance (tenant_id, ended_at, id) ${only ended_at IS NOT NULL};
